package org.afterglow.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChecksumsTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);

  @Test
  void listsOfEveryHabitAreRead() {
    Checksums list =
        Checksums.parse(
            "\ufeff# made in May\r\n"
                + A
                + "  comments/RC_2005-12.zst\r\n"
                + B.toUpperCase(java.util.Locale.ROOT)
                + " *./RS 2005.zst\n\n"
                + "SHA256 (b (1).json) = "
                + A
                + "\nSHA2-256(c.json)= "
                + B
                + "\n\\"
                + A
                + "  win\\\\d.json\n");

    assertThat(list.entries())
        .containsExactly(
            new Checksums.Entry("comments/RC_2005-12.zst", A),
            new Checksums.Entry("RS 2005.zst", B),
            new Checksums.Entry("b (1).json", A),
            new Checksums.Entry("c.json", B),
            new Checksums.Entry("win/d.json", A));
  }

  @Test
  void whatIsNoListSaysWhere() {
    assertThatThrownBy(() -> Checksums.parse(A + "  x\n" + A.substring(1) + "  y\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2 is no SHA-256");
    assertThatThrownBy(() -> Checksums.parse("\n# nothing\n")).hasMessageContaining("no checksum");
  }

  @Test
  void aNameIsForThePathsThatEndAsItDoes() {
    Checksums list = Checksums.parse(A + "  x/r.json\n" + B + "  y/r.json\n" + B + "  gone.json\n");

    Checksums.Matched matched =
        list.match(List.of("file:/in/x/r.json", "file:/in/y/r.json", "file:/in/new.json"));

    assertThat(matched.expected())
        .hasSize(2)
        .containsEntry("file:/in/x/r.json", List.of(A))
        .containsEntry("file:/in/y/r.json", List.of(B));
    assertThat(matched.unlisted()).containsExactly("file:/in/new.json");
    assertThat(matched.absent()).containsExactly("gone.json");
  }

  @Test
  void aFileElsewhereTakesTheListsNameOfIt() {
    assertThat(Checksums.parse(A + "  reddit/comments/RC.zst").match(List.of("file:/d/RC.zst")))
        .extracting(Checksums.Matched::expected)
        .isEqualTo(java.util.Map.of("file:/d/RC.zst", List.of(A)));
    // A name that only ends so is another file.
    assertThat(Checksums.parse(A + "  RC.zst").match(List.of("file:/d/xRC.zst")).expected())
        .isEmpty();
  }

  @Test
  void ofSeveralThatFitEquallyAnyMayBeRight() {
    Checksums list = Checksums.parse(A + "  x/r.json\n" + B + "  y/r.json\n");

    assertThat(list.match(List.of("file:/z/r.json")).expected())
        .containsEntry("file:/z/r.json", List.of(A, B));
  }

  @Test
  void manyFilesAreMatchedAtOnce() {
    StringBuilder list = new StringBuilder();
    IntStream.range(0, 20_000).forEach(i -> list.append(A).append("  f/").append(i).append('\n'));
    List<String> paths = IntStream.range(0, 20_000).mapToObj(i -> "file:/f/" + i).toList();

    assertThat(Checksums.parse(list.toString()).match(paths).expected()).hasSize(20_000);
  }
}
