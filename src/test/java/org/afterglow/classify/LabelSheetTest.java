package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.afterglow.classify.LabelSheet.Line;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelSheetTest {
  private static final List<String> TEXTS =
      List.of(
          "  two loaves, \"fresh\" \r\nand a bun\nand\rso on ",
          "# =1+1, \\ \" \"\" ',;\t|",
          "дом 🍞 \u200b",
          "Buy two loaves today");

  private final Path folder;

  LabelSheetTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Line line(String text, @Nullable Double weight) {
    return new Line(
        "net/" + TEXTS.indexOf(text),
        text,
        "net:bread",
        Instant.parse("2020-01-02T03:04:05Z"),
        "en",
        weight,
        null,
        null);
  }

  @Test
  void whatAPersonFillsInComesBackWithItsTextAndTheRestIsLeftOut() throws IOException {
    Path file = folder.resolve("sheet.csv");
    LabelSheet.write(file, TEXTS.stream().map(text -> line(text, 2.5)).toList(), false);
    String written = Files.readString(file);

    assertThat(written)
        .startsWith(
            "\"id\",\"text\",\"label\",\"asks\",\"source\",\"created_at\",\"lang\",\"weight\","
                + "\"early_weighted\",\"late_weighted\"\r\n\"net/0\",")
        .endsWith("\r\n")
        .contains("\"net:bread\",\"2020-01-02T03:04:05Z\",\"en\",\"2.5\",");
    assertThat(LabelFile.read(file.toString(), new Configuration()).rows()).isEmpty();

    for (String label : new String[] {"conversational", "neutral", "promotional"}) {
      written =
          written.replaceFirst("\"\",\"\",\"net:bread\"", "\"" + label + "\",\"1\",\"net:bread\"");
    }
    Files.writeString(file, written);

    assertThat(LabelFile.read(file.toString(), new Configuration()).rows())
        .extracting(LabelledText::text, LabelledText::promotional, LabelledText::asks)
        .containsExactly(tuple(TEXTS.get(0), false, true), tuple(TEXTS.get(2), true, true));
  }

  @Test
  void theFileIsItsOwnersAloneAndNothingElseIsLeftBehind() throws IOException {
    Path file = folder.resolve("sheet.csv");

    LabelSheet.write(file, List.of(line(TEXTS.get(0), null)), false);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> LabelSheet.write(file, List.of(), false))
        .isInstanceOf(FileAlreadyExistsException.class);
    LabelSheet.write(file, List.of(line(TEXTS.get(3), null)), true);
    assertThat(Files.readString(file)).contains(TEXTS.get(3)).doesNotContain("bun");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
