package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.afterglow.classify.CheckedLabels.Label;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckedLabelsTest {
  private static final String HEADER = "id,text,label,weight,early_weighted,late_weighted\n";

  @TempDir private Path folder = Path.of("");
  private int files;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("labels" + files++ + ".csv"), content);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(String... contents)
      throws IOException {
    List<Path> written = new java.util.ArrayList<>();
    for (String content : contents) {
      written.add(file(content));
    }
    return assertThatThrownBy(() -> CheckedLabels.read(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void whatASheetSaysComesBackWithWhatWasFilledIn() throws IOException {
    Path sheet = folder.resolve("sheet.csv");
    LabelSheet.write(sheet, List.of(line("a", 12.5), line("b", 1), line("c", 3)), false);
    String filled = Files.readString(sheet).replaceFirst("\"\",\"\"", "\"Promotional \",\"\"");
    Files.writeString(sheet, filled.replaceFirst("\"\",\"\"", "\"neutral\",\"\""));

    CheckedLabels labels = CheckedLabels.read(List.of(sheet));

    assertThat(labels.labels())
        .containsExactly(
            new Label("x/a", true, 12.5, 3.25, 4.0), new Label("x/b", false, 1, 3.25, 4.0));
    assertThat(labels.rows()).isEqualTo(3);
    assertThat(labels.blank()).isEqualTo(1);
    assertThat(labels.neutral()).isEqualTo(1);
    assertThat(labels.sha256()).hasSize(1).first().asString().matches("[0-9a-f]{64}");
  }

  private static LabelSheet.Line line(String id, double weight) {
    return new LabelSheet.Line(
        "x/" + id, "a text\nof two lines", "x", Instant.EPOCH, "en", weight, 3.25, 4.0);
  }

  @Test
  void partsOfOneDrawAreReadTogetherAndAPostInBothCountsOnce() throws IOException {
    Path one = file(HEADER + "x/a,t,promotional,2,1,1\nx/b,t,,3,1,1\n");
    Path other = file(HEADER + "x/b,t,conversational,3,1,1\nx/a,t,promotional,2,1,1\n");

    CheckedLabels labels = CheckedLabels.read(List.of(one, other));

    assertThat(labels.labels()).extracting(Label::key).containsExactly("x/a", "x/b");
    assertThat(labels.repeated()).isEqualTo(1);
    assertThat(labels.blank()).isEqualTo(1);
    assertThat(CheckedLabels.read(List.of(other, one))).as("in whatever order").isEqualTo(labels);
  }

  @Test
  void aFileWithoutTheWeightedColumnsWillDo() throws IOException {
    assertThat(CheckedLabels.read(List.of(file("id,label,weight\nx/a,promotional,2\n"))).labels())
        .containsExactly(new Label("x/a", true, 2, null, null));
  }

  @ParameterizedTest
  @CsvSource({
    "x/a,promo,2,'row 2: label is \"promo\", which is none of promotional, conversational,"
        + " neutral'",
    "x/a,promotionel,2,'row 2: label is \"promotionel\"'",
    "x/a,1,2,'row 2: label is \"1\"'",
    "x/a,secret,2,'row 2: label is something of 6 characters'",
    "x/a,promotional,,'row 2: weight is empty'",
    "x/a,promotional,0,'row 2: weight is \"0\"'",
    "x/a,promotional,secret,'row 2: weight is no number'",
    "secret,promotional,2,'row 2: id is no platform/post_id'"
  })
  void aRowThatCannotBeIsNamed(String id, String label, String weight, String message)
      throws IOException {
    String given = weight == null ? "" : weight;
    refused(HEADER + id + ",secret," + label + "," + given + ",1,1\n")
        .hasMessageContaining("labels0.csv, " + message);
  }

  @Test
  void noRowIsLostInAnother() throws IOException {
    refused(HEADER + "x/a,t,promotional,2,1,1\nx/b,\"secret,promotional,2,1,1\nx/c,t,,2,1,1\n")
        .hasMessageContaining(
            "labels0.csv: the row that begins in line 3 has a quote that is never closed");
    refused(HEADER + "x/a,t,promotional,2\n")
        .hasMessageContaining("row 2 has 4 cells, the header has 6");
    refused(HEADER + "x/a,so, secret,promotional,2,1,1\n")
        .hasMessageContaining("line 2 has 7 cells, the header has 6");
    assertThat(CheckedLabels.read(List.of(file(HEADER + "#x/a,#t,neutral,2,1,1\n"))).rows())
        .isEqualTo(1);
  }

  @Test
  void labelsThatContradictOneAnotherAreNamedByBothRows() throws IOException {
    refused(
            HEADER + "x/a,secret,promotional,2,1,1\n",
            HEADER + "x/b,secret,neutral,2,1,1\nx/a,secret,conversational,2,1,1\n")
        .hasMessageContaining("labels1.csv, row 3 has another label than the same post in")
        .hasMessageContaining("labels0.csv, row 2");
    refused(HEADER + "x/a,t,neutral,2,1,1\nx/a,t,conversational,2,1,1\n")
        .hasMessageContaining("row 3 has another label");
    refused(HEADER + "x/a,t,neutral,2,1,1\nx/a,t,neutral,4,1,1\n")
        .hasMessageContaining("of two draws");
  }

  @Test
  void aFileThatIsNoSheetIsNamed() throws IOException {
    refused("id,label\nx/a,promotional\n").hasMessageContaining("lacks the column weight");
    refused("").hasMessageContaining("is empty");
    refused(HEADER + "x/a,t,,2,1,1\nx/b,t, ,2,1,1\n")
        .hasMessageContaining("none of the 2 rows")
        .hasMessageContaining("promotional, conversational, neutral");
    assertThatThrownBy(() -> CheckedLabels.read(List.of(folder)))
        .hasMessageContaining("is a folder");
    assertThatThrownBy(() -> CheckedLabels.read(List.of(folder.resolve("none.csv"))))
        .hasMessageContaining("none.csv is not there");
  }
}
