package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.afterglow.SparkExtension;
import org.afterglow.table.Manifest;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class VerifyTest {
  private final Path folder;
  private final Path archives;
  private final Path out;
  private final StringWriter err = new StringWriter();

  VerifyTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.archives = Files.createDirectory(folder.resolve("archives"));
    this.out = folder.resolve("out");
    for (String name : new String[] {"RC_a", "RC_b"}) {
      Files.writeString(
          archives.resolve(name),
          "{\"id\":\""
              + name
              + "\",\"author\":\"someone\",\"subreddit\":\"bread\",\"body\":\"a loaf\","
              + "\"created_utc\":1700000000,\"link_id\":\"t3_s\",\"parent_id\":\"t3_s\","
              + "\"score\":1}\n");
    }
  }

  /** The program uses a session that is already there; these tests share one. */
  @BeforeEach
  void haveASession(SparkSession spark) {
    SparkSession.setActiveSession(spark);
  }

  private int ingest(Path list) {
    return Main.run(
        new PrintWriter(new StringWriter()),
        new PrintWriter(err),
        "ingest",
        out.toString(),
        "--posts",
        archives.toString(),
        "--key",
        folder.resolve("key").toString(),
        "--verify",
        list.toString());
  }

  private String sha256(String name) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(Files.readAllBytes(archives.resolve(name))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void archivesThatAreAsListedAreReadAndTheRestOfTheListIsTold() throws IOException {
    Path list =
        Files.writeString(
            folder.resolve("sums"),
            sha256("RC_a") + "  archives/RC_a\n" + "0".repeat(64) + " *RC_gone\n");

    assertThat(ingest(list)).as(err.toString()).isZero();

    assertThat(err.toString())
        .contains("verify: 1 of 2 inputs are what the list says")
        .containsPattern("not in the list, read unchecked: 1 inputs: \\S+/RC_b")
        .contains("in the list, but no input: 1 files: RC_gone");
    JsonNode details =
        Manifest.JSON
            .readTree(Files.readString(out.resolve("manifest.json")))
            .at("/stages/ingest/details");
    assertThat(details.at("/totals/posts").asLong()).isEqualTo(2);
    assertThat(details.at("/inputs/0/verified/sha256").asText()).isEqualTo(sha256("RC_a"));
    assertThat(details.at("/inputs/0/verified/list").asText()).isEqualTo(list.toString());
    assertThat(details.at("/inputs/1/path").asText()).endsWith("RC_b");
    assertThat(details.at("/inputs/1").has("verified")).isFalse();
    assertThat(details.at("/claims/reddit/C4").asText()).startsWith("weakened: ");
    assertThat(details.at("/claims/reddit").has("C2")).isFalse();
  }

  @Test
  void anArchiveThatDiffersEndsTheCommandBeforeAnythingIsWritten() throws IOException {
    Path list =
        Files.writeString(
            folder.resolve("sums"),
            "SHA256 (RC_b) = " + "0".repeat(64) + "\n" + sha256("RC_a") + "  RC_a\n");

    assertThat(ingest(list)).isEqualTo(3);

    assertThat(err.toString())
        .contains("RC_b is not what --verify says: its SHA-256 is " + sha256("RC_b"))
        .doesNotContain("\tat ");
    assertThat(out).doesNotExist();
  }

  @Test
  void aListThatIsNoneIsTheUsersMistake() throws IOException {
    assertThat(ingest(folder.resolve("nowhere"))).isEqualTo(2);
    assertThat(ingest(Files.writeString(folder.resolve("sums"), "not a checksum\n"))).isEqualTo(2);
    assertThat(err.toString()).contains("line 1 is no SHA-256 checksum");
    assertThat(ingest(Files.writeString(folder.resolve("sums"), "0".repeat(64) + "  other\n")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--verify names none of the 2 inputs");
    assertThat(out).doesNotExist();
  }
}
