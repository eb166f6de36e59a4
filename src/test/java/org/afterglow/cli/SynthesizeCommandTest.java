package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthesizeCommandTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), args);
  }

  @Test
  void aCountMayBeWrittenInThousands() throws Exception {
    String to = folder.resolve("out").toString();
    assertThat(run("synthesize", to, "--count", "8k", "--set", "days=120", "--set", "entities=2"))
        .isZero();
    JsonNode written = new ObjectMapper().readTree(folder.resolve("out/simulation.json").toFile());
    long records = 0;
    for (JsonNode platform : written.path("summary").path("platforms")) {
      records += platform.path("records").asLong();
    }
    // The last entity may be a big one.
    assertThat(records).isBetween(7500L, 40_000L);
    assertThat(written.path("options").path("count").asText()).isEqualTo("8000");
    assertThat(out.toString()).contains("records=" + records);
  }

  @Test
  void aCountThatIsNoNumberIsRefusedWithWhatWouldBeRight() {
    assertThat(run("synthesize", folder.toString(), "--count", "3q")).isNotZero();
    assertThat(err.toString())
        .contains("--count 3q is not understood; write 250000, 800k, 3m or 1g");
  }

  @Test
  void aCountBeyondWhatIdsHaveRoomForIsRefused() {
    assertThat(run("synthesize", folder.toString(), "--count", "900g")).isNotZero();
    assertThat(err.toString()).contains("count = 900000000000 must be 0 to 4000000000");
  }
}
