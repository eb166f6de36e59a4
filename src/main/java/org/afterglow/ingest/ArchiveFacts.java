package org.afterglow.ingest;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user knows of an archive and its files do not tell, by platform.
 *
 * @param platforms facts by lower-case name of the platform
 */
public record ArchiveFacts(Map<String, PlatformFacts> platforms) implements Serializable {

  /**
   * Facts of one platform.
   *
   * @param samplingRate share of all posts that the archive holds, in (0, 1]; null: unknown
   * @param authorComplete whether every post of each author in it is there
   * @param outages times when nothing was collected
   */
  public record PlatformFacts(
      @Nullable Double samplingRate, boolean authorComplete, List<Outage> outages)
      implements Serializable {
    public static final PlatformFacts UNKNOWN = new PlatformFacts(null, false, List.of());

    /** Whether estimates that need every post of a person cannot be had: SAMPLED_ARCHIVE. */
    public boolean sampled() {
      return !authorComplete && (samplingRate == null || samplingRate < 0.9);
    }
  }

  /**
   * A time when nothing was collected, half-open.
   *
   * @param from first instant, UTC
   * @param until first instant after it, UTC
   */
  public record Outage(Instant from, Instant until) implements Serializable {}

  public static ArchiveFacts unknown() {
    return new ArchiveFacts(Map.of());
  }

  public PlatformFacts of(String platform) {
    return platforms.getOrDefault(platform, PlatformFacts.UNKNOWN);
  }
}
