package org.afterglow.simulate;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@link Synthesize} wrote.
 *
 * @param platforms counts by platform ({@code twitter reddit forum}), those with records
 * @param entities entities, with and without campaigns
 * @param campaigns campaigns, declared or not
 * @param declaredCampaigns those of campaigns.csv
 * @param labels rows of labels.csv
 * @param files files below {@code archives}
 */
public record SimulationSummary(
    Map<String, SimulationCounts> platforms,
    int entities,
    int campaigns,
    int declaredCampaigns,
    int labels,
    int files) {
  public SimulationSummary {
    platforms = Collections.unmodifiableMap(new TreeMap<>(platforms));
  }

  /** The counts of one platform, all 0 if nothing was written of it. */
  public SimulationCounts of(String platform) {
    return platforms.getOrDefault(platform, SimulationCounts.NONE);
  }

  /** The counts of all platforms together. */
  public SimulationCounts total() {
    return platforms.values().stream().reduce(SimulationCounts.NONE, SimulationCounts::plus);
  }
}
