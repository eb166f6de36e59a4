package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.ingest.ArchiveFacts.Outage;
import org.afterglow.ingest.ArchiveFacts.PlatformFacts;
import org.junit.jupiter.api.Test;

/** A stage is kept only where what it depends on is the same. */
class StagesTest {
  @Test
  void whatIsKnownOfAPlatformIsAmongTheSettings() {
    PlatformFacts sampled = new PlatformFacts(.1, false, List.of());
    PlatformFacts complete = new PlatformFacts(.1, true, List.of());
    PlatformFacts cut =
        new PlatformFacts(
            .1,
            false,
            List.of(
                new Outage(
                    Instant.parse("2024-01-01T00:00:00Z"), Instant.parse("2024-01-02T00:00:00Z"))));

    assertThat(settings(Map.of("reddit", sampled)))
        .isEqualTo(settings(Map.of("reddit", new PlatformFacts(.1, false, List.of()))))
        .isNotEqualTo(settings(Map.of("reddit", complete)))
        .isNotEqualTo(settings(Map.of("reddit", cut)))
        .isNotEqualTo(settings(Map.of("twitter", sampled)))
        .isNotEqualTo(settings(Map.of()));
    assertThat(settings(Map.of())).doesNotContain("platforms");
  }

  private static String settings(Map<String, PlatformFacts> platforms) {
    return Stages.settings(new ArchiveFacts(platforms)).toString();
  }
}
