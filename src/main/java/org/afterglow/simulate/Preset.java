package org.afterglow.simulate;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sets of options under one name: archives that are hard to judge, and one that varies. */
public enum Preset {
  /** The defaults. */
  PLAIN(""),
  /** People, campaigns and schedules that differ in all that docs/methods.md, section 8, names. */
  VARIED(
      "rampDownShare=0.15 overlapShare=0.1 sparseShare=0.1 promotionalProfile=MIXED"
          + " conversationalProfile=MIXED entityVolumeSd=1 ownerFollowersSd=2 fansPerEntity=300"
          + " persons=20000 fanShare=0.9 rateShape=2 tasteShape=0.5 churnDays=60 churnSd=0.4"
          + " churnShape=2 arrivalAtStartShare=0 arrivalLeadDays=200"),
  /** One to three posts an hour: too few to tell a silence from an outage. */
  THIN(
      "entities=3 twitterShare=1 redditShare=0 campaignOnlyShare=0 sustainedShare=1 steadyShare=0"
          + " campaignsMin=1 campaignsMax=2 promotionalPerDay=1 volumeMean=0 volumeSd=0.8"),
  /** What a search for the campaigns' hashtags brings: no other talk, so no season. */
  KEYWORD_ONLY("collected=TAGGED"),
  /** One owner and who answers it. */
  SINGLE_ACCOUNT(
      "entities=1 twitterShare=1 redditShare=0 campaignOnlyShare=0 sustainedShare=1 steadyShare=0"
          + " partnerShare=0 campaignsMin=2 declaredShare=1 backgroundPerDay=0"),
  /** A forum whose posts carry counters and nobody's acts. */
  COUNTERS_ONLY("twitterShare=0 redditShare=0 actRecords=COUNTED");

  private final String settings;

  /**
   * A preset.
   *
   * @param settings {@code name=value} with blanks between
   */
  Preset(String settings) {
    this.settings = settings;
  }

  /** Options by name, written as in {@code defaults.properties}. */
  Map<String, String> settings() {
    return Stream.of(settings.split(" ", -1))
        .filter(setting -> !setting.isEmpty())
        .map(setting -> setting.split("=", 2))
        .collect(Collectors.toUnmodifiableMap(setting -> setting[0], setting -> setting[1]));
  }
}
