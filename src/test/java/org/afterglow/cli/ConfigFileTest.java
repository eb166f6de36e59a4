package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.afterglow.UserError;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.ingest.ArchiveFacts.Outage;
import org.afterglow.ingest.ArchiveFacts.PlatformFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ConfigFileTest {
  private final Path folder;

  ConfigFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A program of two commands. */
  @Command(name = "program")
  static final class Program {}

  @Command(name = "read")
  static final class Read {
    @Mixin private SharedOptions shared = new SharedOptions();
    @Parameters private List<String> out = List.of();

    @Option(names = "--posts")
    private List<String> posts = List.of();

    @Option(names = "--since")
    private String since = "";

    @Option(names = "--keep-text")
    private boolean keepText;

    @Option(names = {"-n", "--number"})
    private int number;
  }

  @Command(name = "write")
  static final class Write {
    @Option(names = "--format")
    String format = "";
  }

  @Test
  void optionsStandInTheFileByTheirNames() throws IOException {
    config(
        """
        {"posts": ["a b", "--c"], "keep-text": true, "seed": 7, "number": 3, "since": null}
        """);

    Read read = parse("read", "--config", path(), "OUT");

    assertThat(read.posts).containsExactly("a b", "--c");
    assertThat(read.keepText).isTrue();
    assertThat(read.shared.seed()).isEqualTo(7);
    assertThat(read.number).isEqualTo(3);
    assertThat(read.since).isEmpty();
    assertThat(read.out).containsExactly("OUT");
  }

  @Test
  void theCommandLineWins() throws IOException {
    config("{\"posts\": [\"a\", \"b\"], \"seed\": 7, \"number\": 3}");

    Read read = parse("read", "--posts=c", "--seed", "8", "-n4", "--config=" + path(), "--", "-x");

    assertThat(read.posts).containsExactly("c");
    assertThat(read.shared.seed()).isEqualTo(8);
    assertThat(read.number).isEqualTo(4);
    assertThat(read.out).containsExactly("-x");
  }

  @Test
  void optionsOfOtherCommandsAreLeftToThem() throws IOException {
    config("{\"format\": \"csv\", \"since\": \"2013\"}");

    assertThat(parse("read", "--config", path()).since).isEqualTo("2013");
  }

  @Test
  void factsOfThePlatformsAreRead() throws IOException {
    config(
        """
        {"platforms": {
          "twitter": {"sampling_rate": 0.01,
                      "outages": [["2013-08-01T00:00:00Z", "2013-08-02T00:00:00Z"]]},
          "reddit": {"author_complete": true}}}
        """);

    ArchiveFacts facts = parse("read", "--config", path()).shared.facts();

    Outage outage =
        new Outage(Instant.parse("2013-08-01T00:00:00Z"), Instant.parse("2013-08-02T00:00:00Z"));
    assertThat(facts.of("twitter")).isEqualTo(new PlatformFacts(0.01, false, List.of(outage)));
    assertThat(facts.of("reddit")).isEqualTo(new PlatformFacts(null, true, List.of()));
    assertThat(facts.of("mastodon")).isEqualTo(PlatformFacts.UNKNOWN);
  }

  @Test
  void theResolvedConfigurationHoldsDefaultsFileAndCommandLine() throws IOException {
    config("{\"posts\": [\"a\"], \"platforms\": {\"reddit\": {\"author_complete\": true}}}");

    ObjectNode resolved =
        parse("read", "--verbose", "--number", "2", "--config", path()).shared.resolved();

    assertThat(resolved)
        .hasToString(
            "{\"keep-text\":false,\"number\":2,\"posts\":[\"a\"],\"seed\":1,\"since\":\"\","
                + "\"platforms\":{\"reddit\":{\"author_complete\":true}}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"pots\": 1}; \"posts\"",
        "{\"config\": \"b.json\"}; unknown key \"config\"",
        "{\"keep-text\": \"yes\"}; true or false",
        "{\"posts\": {\"a\": 1}}; one value",
        "{\"seed\": 1, \"seed\": 2}; line 1",
        "[1]; no JSON object",
        "{\"seed\": 1; line 1",
        "{\"platforms\": {\"x\": {\"samplingrate\": 1}}}; \"sampling_rate\"",
        "{\"platforms\": {\"x\": {\"sampling_rate\": 1.5}}}; at most 1",
        "{\"platforms\": {\"x\": {\"author_complete\": 1}}}; true or false",
        "{\"platforms\": {\"x\": {\"outages\": [[\"2013\", \"2014\"]]}}}; 2013-08-01T00:00:00Z",
        "{\"platforms\": 3}; object"
      })
  void whatIsWrongInTheFileIsNamed(String json, String named) throws IOException {
    config(json);

    assertThatThrownBy(() -> parse("read", "--config", path()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(path())
        .hasMessageContaining(named);
  }

  @Test
  void aMissingFileIsAMistake() {
    assertThatThrownBy(() -> parse("read", "--config", path()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no such file");
  }

  private void config(String json) throws IOException {
    Files.writeString(folder.resolve("config.json"), json);
  }

  private String path() {
    return folder.resolve("config.json").toString();
  }

  private static Read parse(String... args) {
    Read read = new Read();
    CommandLine program =
        new CommandLine(new Program()).addSubcommand(read).addSubcommand(new Write());
    program.parseArgs(ConfigFile.expand(program, args));
    return read;
  }
}
