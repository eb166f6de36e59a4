package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelFileTest {
  private static final List<String> ENGLISH = List.of("en");
  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder = Path.of("");

  private String file(String name, String content) throws IOException {
    return file(name, content, StandardCharsets.UTF_8);
  }

  private String file(String name, String content, Charset charset) throws IOException {
    return Files.write(folder.resolve(name), content.getBytes(charset)).toString();
  }

  private LabelFile read(String content) throws IOException {
    return LabelFile.read(file("a.csv", content), hadoop);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(String content) {
    return assertThatThrownBy(() -> read(content))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void everyRowIsUsedOrCounted() throws IOException {
    LabelFile file =
        read(
            """
            id,text,label,lang
            1,buy this now,promotional,
            2,how are you,conversational,
            3,no label yet,,
            4,the sun rose,neutral,
            1,buy this now,Promotional ,
            5,kauft das jetzt,promotional,de
            6,\u200b,conversational,
            7,kauft heute noch unsere neuen Schuhe in der Stadt und spart dabei,promotional,
            ,buy this now,promotional,
            ,buy this now,promotional,
            """);
    assertThat(file.rows()).hasSize(7);
    assertThat(file.counts()).isEqualTo(new LabelCounts(10, 1, 1, 1, 0, 0, 0, 0));
    LabelFile usable = TrainModel.usable(List.of(file), ENGLISH, null).get(0);
    assertThat(usable.counts()).isEqualTo(new LabelCounts(10, 1, 1, 1, 1, 2, 0, 0));
    assertThat(usable.rows()).hasSize(4);
    assertThat(usable.told())
        .isEqualTo(
            "a.csv: 10 rows, 3 promotional, 1 conversational; left out 1 without a label,"
                + " 1 neutral, 1 repeated, 1 without words, 2 in other languages");
  }

  @Test
  void aFileOfOneLanguageMaySaySoWhereItsRowsDoNot() throws IOException {
    LabelFile file =
        read(
            """
            text,label,lang
            kauft heute noch unsere neuen Schuhe in der Stadt und spart dabei,promotional,
            kauft heute noch unsere neuen Schuhe in der Stadt und spart dabei,promotional,de
            """);
    assertThat(TrainModel.usable(List.of(file), ENGLISH, "en").get(0).rows()).hasSize(1);
    assertThat(TrainModel.usable(List.of(file), ENGLISH, null).get(0).rows()).isEmpty();
  }

  @Test
  void aQuoteThatIsNotClosedIsNamedWhereItOpens() {
    refused("text,label\none,promotional\n\"secret,conversational\nthree,promotional\n")
        .hasMessageContaining(
            "a.csv: the row that begins in line 3 has a quote that is never closed");
    refused("text,label\n\"secret,conversational\nb,promotional\n\"secret too\",promotional\n")
        .hasMessageContaining("a.csv: the row that begins in line 2 has a quote")
        .hasMessageContaining("closed too late");
  }

  @Test
  void linesMayEndAsOnAnySystem() throws IOException {
    for (String end : List.of("\n", "\r\n", "\r")) {
      String content = "text,label,source\na b,promotional,\n\"c\nd\" ,conversational,x\n\n";
      LabelFile file = read(content.replace("\n", end));
      assertThat(file.rows()).hasSize(2);
      assertThat(file.rows().get(1).text()).isEqualTo("c" + end + "d");
      refused((content + "e,maybe,\n").replace("\n", end)).hasMessageContaining("a.csv, line 6: ");
    }
    assertThat(read("label,text\npromotional,\nconversational,").rows()).hasSize(2);
  }

  @Test
  void rowsBeginWhereTheyBeginWhateverTheirTextsHold() throws IOException {
    LabelFile file =
        read(
            "\uFEFFtext,label\r\n\"two\nlines, \"\"quoted\"\"\",promotional\r\n\r\n"
                + "#tag first,conversational\r\n5\" of snow,conversational\r\n");
    assertThat(file.rows())
        .extracting(LabelledText::text)
        .containsExactly("two\nlines, \"quoted\"", "#tag first", "5\" of snow");
    refused("text,label\n\"two\r\nlines\",promotional\nx,maybe\n")
        .hasMessageContaining("line 4: label is something of 5 characters");
  }

  @Test
  void cellsThatAreNotThoseOfTheHeaderAreNotPassedOver() throws IOException {
    refused("text,label\nwell, secret,promotional\n")
        .hasMessageContaining("a.csv, line 2 has 3 cells, the header has 2");
    refused("text,label\nsecret\n").hasMessageContaining("a.csv, line 2 has 1 cells");
    LabelFile file = read("text,label,source,year\na b,promotional\nc d,promotional,x,2011,\n");
    assertThat(file.counts().shortRows()).isEqualTo(1);
    assertThat(file.told()).contains("1 with fewer cells than the header");
    refused("text,label,label\na,promotional,\n").hasMessageContaining("two columns label");
  }

  @Test
  void onePostHasOneLabel() throws IOException {
    refused("id,text,label\nx/1,secret,promotional\nx/2,b,promotional\nx/1,c,conversational\n")
        .hasMessageContaining("a.csv, line 4 calls conversational the post that is promotional in")
        .hasMessageEndingWith("promotional in line 2; agree on one, or leave one empty")
        .hasMessageNotContaining("x/1");
    refused("id,text,label\n1,a,promotional\n1,a,neutral\n").hasMessageContaining("line 3 calls");
    assertThat(read("id,text,label\n1,a,promotional\n1,b,promotional\n").rows()).hasSize(2);
    assertThat(read("text,label\na,promotional\na,conversational\n").rows()).hasSize(2);
  }

  @Test
  void filesAreHeldAgainstOneAnotherInWhateverOrder() throws IOException {
    String a = file("a.csv", "id,text,label\n1,a text,promotional\n2,other,promotional\n");
    String b = file("b.csv", "id,text,label\n1,a text,promotional\n2,own,conversational\n");
    String c = file("c.csv", "id,text,label\n1,a text,conversational\n");
    List<LabelFile> files = LabelFile.readAll(List.of(b, a), hadoop);
    assertThat(files).isEqualTo(LabelFile.readAll(List.of(a, b), hadoop));
    assertThat(files).extracting(LabelFile::name).containsExactly("a.csv", "b.csv");
    assertThat(files.get(1).counts().repeated()).isEqualTo(1);
    assertThat(files.get(1).rows()).hasSize(1);
    assertThatThrownBy(() -> LabelFile.readAll(List.of(c, a), hadoop))
        .hasMessageContaining("c.csv, line 2 calls conversational")
        .hasMessageContaining("promotional in " + a + ", line 2");
  }

  @Test
  void whatIsNoUtf8IsSaid() throws IOException {
    String latin =
        file(
            "a.csv",
            "text,label\nplain,promotional\ncaf\u00e9,promotional\n",
            StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> LabelFile.read(latin, hadoop))
        .hasMessageContaining("a.csv, line 3 is not UTF-8; save it as CSV in UTF-8");
    for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
      String wide = file("a.csv", "text,label\na,promotional\n", charset);
      assertThatThrownBy(() -> LabelFile.read(wide, hadoop))
          .hasMessageContaining("a.csv is UTF-16; save it as CSV in UTF-8");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text;label\na, b;promotional\n", "text\tlabel\na, b\tpromotional\n"})
  void otherSignsThanCommasAreNamed(String content) {
    refused(content).hasMessageContaining("should be commas");
  }

  @Test
  void columnsThatAreThereAreNamedWhereOneIsNot() {
    refused("Post,label\na,promotional\n")
        .hasMessageContaining("lacks the column text in its first line, which has Post, label");
    refused("secret words,promotional\nsecret,promotional\n")
        .hasMessageContaining("which is a row, no header");
    refused("").hasMessageContaining("is empty");
  }

  @Test
  void cellsThatCannotBeAreNamedByColumnAndValue() throws IOException {
    refused("text,label,asks\na,promotional,2\n")
        .hasMessageContaining("line 2: asks is \"2\", should be 1, 0 or empty");
    refused("text,label,weight\na,promotional,secret\n")
        .hasMessageContaining("weight is something of 6 characters");
    LabelFile file = read("text,label,created_at\na,promotional,Tuesday\nb,promotional,\n");
    assertThat(file.counts().undated()).isEqualTo(1);
    assertThat(file.told()).contains("1 with a created_at or year that is none");
  }

  @Test
  void aFolderIsNoFileOfLabels() {
    List<String> files = new ArrayList<>(List.of(folder.toString()));
    assertThatThrownBy(() -> LabelFile.readAll(files, hadoop))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("which is a folder");
  }
}
