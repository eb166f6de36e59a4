package org.afterglow.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.afterglow.UserError;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InputsTest {
  @TempDir private Path folder = Path.of("");

  private Inputs.Found find(Object... paths) {
    return Inputs.find(
        "--posts ", List.of(paths).stream().map(Object::toString).toList(), new Configuration());
  }

  private static List<String> names(Inputs.Found found) {
    return found.files().stream()
        .map(file -> Path.of(file.path()).getFileName().toString())
        .toList();
  }

  private Path write(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, name);
  }

  @Test
  void filesBelowFoldersComeOnceInTheOrderOfTheirPaths() throws IOException {
    write("b/2");
    write("b/1");
    write("a");
    write("_SUCCESS");
    write(".hidden/x");

    Inputs.Found found = find(folder.resolve("b/2"), folder);

    assertThat(names(found)).containsExactly("2", "a", "1");
    assertThat(found.notes()).isEmpty();
  }

  @Test
  void linksInACircleEndAndAreTold() throws IOException {
    write("deep/er/posts");
    Files.createSymbolicLink(folder.resolve("deep/er/loop"), folder.resolve("deep"));
    Files.createSymbolicLink(folder.resolve("deep/self"), folder.resolve("deep/self"));

    Inputs.Found found = find(folder);

    assertThat(names(found)).containsExactly("posts");
    assertThat(found.notes())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("inputs read once, under their other names: ")
                    .endsWith("deep/er/loop"),
            line ->
                assertThat(line)
                    .startsWith("inputs passed over, links to nothing: ")
                    .endsWith("deep/self"));
  }

  @Test
  void aFileOfSeveralNamesIsReadOnce() throws IOException {
    Path file = write("posts");
    Files.createLink(folder.resolve("same"), file);
    Files.createSymbolicLink(folder.resolve("zlink"), file);

    Inputs.Found found = find(folder);

    assertThat(names(found)).containsExactly("posts");
    assertThat(found.notes()).singleElement().asString().contains("/same, ").endsWith("/zlink");
  }

  @Test
  void aLinkGivenBesideWhatItLeadsToIsNoMistake() throws IOException {
    Path file = write("posts");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    assertThat(names(find(file, link))).containsExactly("posts");
    assertThat(names(find(file, file))).containsExactly("posts");
    assertThat(find(file, file).notes()).isEmpty();
  }

  @Test
  void manyNamesAreOneLine() throws IOException {
    Path file = write("posts");
    for (int i = 0; i < 12; i++) {
      Files.createLink(folder.resolve("same" + i), file);
    }

    assertThat(find(folder).notes()).singleElement().asString().endsWith(" and 7 more");
  }

  @Test
  void pipesAreNeverOpened() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assumeThat(made.waitFor()).isZero();

    assertThatThrownBy(() -> find(pipe))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no files but pipes, sockets or devices");

    write("posts");
    Inputs.Found found = find(folder);

    assertThat(names(found)).containsExactly("posts");
    assertThat(found.notes())
        .singleElement()
        .asString()
        .startsWith("inputs passed over, pipes, sockets or devices: ")
        .endsWith("/pipe");
  }

  @Test
  void aNameWithSignsOfAGlobIsANameFirst() throws IOException {
    write("a[1]");
    write("a1");

    assertThat(names(find(folder + "/a[1]"))).containsExactly("a[1]");
    assertThat(names(find(folder + "/a?"))).containsExactly("a1");
  }

  @Test
  void whatAnUnderscoreHidesIsTold() throws IOException {
    write("posts");
    Path hidden = write("_somebody.json");

    Inputs.Found found = find(folder);

    assertThat(names(found)).containsExactly("posts");
    assertThat(found.notes())
        .singleElement()
        .asString()
        .startsWith("inputs passed over, hidden by an underscore")
        .endsWith("/_somebody.json");
    assertThat(names(find(hidden))).containsExactly("_somebody.json");
  }

  @Test
  void namesThatAreNoTextAreTold() throws IOException, InterruptedException {
    write("posts");
    Process made =
        new ProcessBuilder("sh", "-c", "echo x > \"$(printf 'caf\\351')\"")
            .directory(folder.toFile())
            .start();
    assumeThat(made.waitFor()).isZero();

    Inputs.Found found = find(folder);

    assertThat(names(found)).containsExactly("posts");
    assertThat(found.notes())
        .singleElement()
        .asString()
        .contains("passed over, for their names are no text in this locale")
        .contains("/caf");
  }

  @Test
  void aNameWithAColonIsRead() throws IOException {
    Path file = write("2013-08-10T11:00:00.json");

    InputFile found = find(folder).files().get(0);
    HadoopBytes bytes =
        new HadoopBytes(
            found.path(), found.size(), new SerializableConfiguration(new Configuration()), null);

    try (InputStream in = bytes.open(1)) {
      assertThat(in.readAllBytes()).hasSize((int) Files.size(file) - 1);
    }
    assertThat(bytes.name()).isEqualTo("2013-08-10T11:00:00.json");
  }
}
