package org.afterglow.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.afterglow.archive.CarriedClaims;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.reading.Formats;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecogniseInputsTest {
  private static List<String> claims(Path folder) {
    return RecogniseInputs.claims(
        List.of(folder.toString()), ReadOptions.defaults(), new Configuration());
  }

  @Test
  void eachFormatIsToldOnceHoweverManyInputsHaveIt(@TempDir Path folder) throws IOException {
    for (int i = 0; i < 40; i++) {
      Files.writeString(
          folder.resolve("RC" + i),
          "{\"id\":\"a\",\"author\":\"someone\",\"subreddit\":\"bread\",\"body\":\"a loaf\","
              + "\"created_utc\":1700000000,\"link_id\":\"t3_s\",\"parent_id\":\"t3_s\"}\n");
    }
    Files.write(folder.resolve("ZZ"), new byte[] {0, 1, 2, 3});

    List<String> lines = claims(folder);

    assertThat(lines.get(0))
        .isEqualTo("what can be asked of these archives, by their formats (of 24 of 41 inputs):");
    assertThat(lines.subList(1, lines.size()))
        .containsExactlyElementsOf(
            CarriedClaims.lines("reddit", Formats.carries("reddit")).stream()
                .map(line -> "  " + line)
                .toList());
  }

  @Test
  void whatIsNotRecognisedIsNotJudged(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("noise"), new byte[] {0, 1, 2, 3});

    assertThat(claims(folder)).isEmpty();
  }
}
