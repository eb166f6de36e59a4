package org.afterglow.archive;

import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How archives are read.
 *
 * @param zone zone of times that name none
 * @param format name of the format, null to recognise it from the content
 * @param limits what a hostile record may cost
 * @param mappings how tables are read, in order of preference; common headers map themselves
 * @param collectedAtMicros UTC microseconds since 1970: posts cannot be later
 */
public record ReadOptions(
    ZoneId zone,
    @Nullable String format,
    Limits limits,
    List<Mapping> mappings,
    long collectedAtMicros)
    implements Serializable {
  public ReadOptions {
    mappings = List.copyOf(mappings);
  }

  /** UTC, any format, the default limits, no mappings, collected now. */
  public static ReadOptions defaults() {
    Instant now = Instant.now();
    return new ReadOptions(
        ZoneOffset.UTC,
        null,
        Limits.DEFAULT,
        List.of(),
        now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000);
  }

  public ReadOptions withZone(ZoneId other) {
    return new ReadOptions(other, format, limits, mappings, collectedAtMicros);
  }

  public ReadOptions withFormat(@Nullable String other) {
    return new ReadOptions(zone, other, limits, mappings, collectedAtMicros);
  }

  public ReadOptions withLimits(Limits other) {
    return new ReadOptions(zone, format, other, mappings, collectedAtMicros);
  }

  public ReadOptions withMappings(List<Mapping> other) {
    return new ReadOptions(zone, format, limits, other, collectedAtMicros);
  }

  public ReadOptions withCollectedAtMicros(long other) {
    return new ReadOptions(zone, format, limits, mappings, other);
  }
}
