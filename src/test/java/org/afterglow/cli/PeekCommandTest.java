package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PeekCommandTest {
  @TempDir private Path folder = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), args);
  }

  private Path comments(String name, int count) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(
          String.format(
              "{\"id\":\"c%d\",\"author\":\"ryebaker\",\"body\":\"Secret rye\\u001b[31m recipe\","
                  + "\"created_utc\":1500000000,\"subreddit\":\"bread\",\"link_id\":\"t3_s\","
                  + "\"parent_id\":\"t3_s\",\"score\":1234}%n",
              i));
    }
    return Files.writeString(folder.resolve(name), lines + "{\"broken by ryebaker\n");
  }

  @Test
  void aFileIsToldWithoutTextsHandlesOrIds() throws IOException {
    assertThat(run("peek", comments("RC", 5).toString())).isZero();

    assertThat(out.toString())
        .contains("reddit, not compressed, ")
        .contains("read to its end")
        .contains("6 records: 5 posts, 1 reject")
        .contains("posted 2017-07-14 02:40:00 to 2017-07-14 02:40:00 UTC")
        .contains("author_handle 100 %")
        .contains("rejected 1 as NOT_JSON")
        .contains("in bread  by a handle  answers a post")
        .contains("score 1,234")
        .contains("reddit never tells: ")
        .doesNotContain("ryebaker")
        .doesNotContain("rye")
        .doesNotContain("t1_c0")
        .doesNotContain("t3_s");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whoAsksSeesTextsAndHandlesButNoOrdersToTheTerminal() throws IOException {
    assertThat(run("peek", "--show-text", "-n", "1", comments("RC", 5).toString())).isZero();

    assertThat(out.toString())
        .contains("by @ryebaker")
        .contains("id t1_c0")
        .contains("answers t3_s")
        .contains("Secret rye [31m recipe")
        .contains("broken by ryebaker")
        .doesNotContain("t1_c1")
        .doesNotContain("\u001b");
  }

  @Test
  void aChannelIsMaskedAsItsOwnerIs() throws IOException {
    Path comment =
        Files.writeString(
            folder.resolve("comments.json"),
            "{\"kind\":\"youtube#comment\",\"id\":\"c1\",\"snippet\":{\"channelId\":\"UCtea\","
                + "\"videoId\":\"vid01\",\"textDisplay\":\"hot\",\"authorChannelId\":{\"value\":"
                + "\"UCbo\"},\"publishedAt\":\"2020-09-13T12:26:40Z\"}}\n");

    assertThat(run("peek", comment.toString())).isZero();
    assertThat(out.toString())
        .contains("youtube comment  in an account's channel  by an id")
        .doesNotContain("UC");

    assertThat(run("peek", "--show-text", comment.toString())).isZero();
    assertThat(out.toString()).contains("in UCtea").contains("by UCbo");
  }

  @Test
  void ofManyFilesSomeAreLookedAtAndTheOthersCounted() throws IOException {
    for (int i = 0; i < 9; i++) {
      comments("RC" + i, 1);
    }

    assertThat(run("peek", "--files", "2", folder.toString())).isZero();

    assertThat(out.toString())
        .contains("RC0\n")
        .contains("RC8\n")
        .doesNotContain("RC4")
        .contains("2 of 9 files were looked at");
  }

  @Test
  void whereThereIsNoEstimateItSaysWhy() throws IOException {
    Path file = comments("RC", 40_000);

    assertThat(run("peek", "--seconds", "0.000001", file.toString())).isZero();
    assertThat(out.toString())
        .contains(
            ", until the time for it was up (--seconds);"
                + " too few records to estimate how many there are in all\n")
        .doesNotContain("about");

    out.getBuffer().setLength(0);
    assertThat(run("peek", "--records", "5000", file.toString())).isZero();
    assertThat(out.toString()).contains("; about ").doesNotContain("estimate");
  }

  @Test
  void duplicatesAreSaidToBeAmongTheCounts() throws IOException {
    Path once = comments("RC", 1);

    assertThat(run("peek", once.toString(), once.toString())).isZero();

    assertThat(out.toString())
        .containsOnlyOnce("counts are of records as they stand, duplicates among them");
  }

  @Test
  void filesThatArePassedOverAreTold() throws IOException {
    comments("RC", 1);
    comments("_somebody", 1);

    assertThat(run("peek", folder.toString())).isZero();

    assertThat(err.toString())
        .contains("inputs passed over, hidden by an underscore")
        .contains("/_somebody");
    assertThat(out.toString()).doesNotContain("_somebody");
  }

  @Test
  void aMappingAndAFormatAreTakenAsIngestTakesThem() throws IOException {
    Path table = Files.writeString(folder.resolve("t.csv"), "a;b;c\n1;2017-07-14;rye\n");
    Path mapping =
        Files.writeString(
            folder.resolve("m.json"),
            "{\"platform\":\"blog\",\"columns\":{\"id\":\"a\",\"time\":\"b\","
                + "\"text\":\"c\"}}");

    assertThat(run("peek", "--mapping", mapping.toString(), table.toString()))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("table, ").contains("posts are blog post 1");
    assertThat(run("peek", "--format", "papyrus", table.toString())).isEqualTo(2);
  }

  @Test
  void mistakesAndWhatCannotBeReadHaveTheirExitCodes() throws IOException {
    Path noise = Files.write(folder.resolve("noise"), new byte[] {1, 2, 0, 4, 5, 6});

    assertThat(run("peek")).isEqualTo(2);
    assertThat(run("peek", "--records", "0", noise.toString())).isEqualTo(2);
    assertThat(run("peek", folder.resolve("gone").toString())).isEqualTo(3);
    assertThat(err.toString()).contains("gone does not exist").doesNotContain("--posts");
    assertThat(run("peek", noise.toString())).isEqualTo(3);
    assertThat(err.toString()).contains("nothing that was looked at could be read");
    assertThat(run("peek", noise.toString(), comments("RC", 1).toString())).isZero();
  }

  @Test
  void theReadmeSaysWhereItStops() throws IOException {
    String seconds =
        new CommandLine(new PeekCommand()).getCommandSpec().findOption("--seconds").defaultValue();

    assertThat(Files.readString(Path.of("README.md")))
        .contains("It stops after 10,000 records, 64 MiB or " + seconds + " seconds");
  }

  @Test
  void sharesNeverClaimAllOrNoneThatAreNot() {
    assertThat(PeekText.percent(1, 1000)).isEqualTo("<1 %");
    assertThat(PeekText.percent(999, 1000)).isEqualTo(">99 %");
    assertThat(PeekText.percent(5, 5)).isEqualTo("100 %");
    assertThat(PeekText.percent(1, 3)).isEqualTo("33 %");
  }
}
