package org.afterglow.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonCodesTest {
  private static final Path SOURCES = Path.of("src/main/java/org/afterglow");
  private static final Pattern CODE = Pattern.compile("\"([A-Z]+(?:_[A-Z]+)+)\"");

  /** Words in capitals that are no codes: of the manifest, of options, of SQL. */
  private static final Set<String> OTHER = Set.of("AFTERGLOW_TTY", "TIMESTAMP_MICROS");

  @Test
  void everyCodeThatTheStepsWriteHasItsSentence() throws IOException {
    Set<String> unexplained = new TreeSet<>();
    for (String room : List.of("campaign", "decay", "statistics", "job")) {
      try (Stream<Path> files = Files.walk(SOURCES.resolve(room))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          Matcher codes = CODE.matcher(Files.readString(file));
          while (codes.find()) {
            String code = codes.group(1);
            if (!OTHER.contains(code) && ReasonCodes.sentence(code).isEmpty()) {
              unexplained.add(file.getFileName() + ": " + code);
            }
          }
        }
      }
    }
    assertThat(unexplained).isEmpty();
  }
}
