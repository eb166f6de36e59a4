package org.afterglow.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is simulated to measure the estimators: conditions by name, each with the options of its
 * archives. Ordinary faults of archives are left out, since what is measured comes after reading.
 *
 * @param name as it stands in the table
 * @param settings options of a simulation; kernels are those of the replicate
 */
record EstimatorCondition(String name, Map<String, String> settings) {
  private static final String COMMON =
      "twitterShare=1 redditShare=0 campaignOnlyShare=1 sustainedShare=0 steadyShare=0"
          + " hashtagShare=0 partnerShare=0 declaredShare=1 outages=0 backgroundPerDay=0 oddities=0"
          + " brokenShare=0 duplicateShare=0 foreignShare=0 voice=WORDS vocabularyOverlap=0"
          + " labelAccuracy=1 twitterFiles=MONTH labels=0";

  /**
   * Eight accounts with three campaigns each. The next campaign, or the archive's end, comes within
   * a fortnight of every stop: nothing can be told after stops, and no curve has to be fitted.
   */
  private static final String POSTS =
      " days=200 entities=8 campaignsMin=3 campaignsMax=3 campaignDaysMin=20 leadDays=5 tailDays=13"
          + " gapDays=12 persons=5000 mentionsPerDay=0 answerShare=0 talkShare=0 volumeMean=0.5";

  /** Ten accounts with a campaign each, and eight weeks after it. */
  private static final String CURVES =
      " days=130 entities=10 campaignsMin=1 campaignsMax=1 leadDays=5 tailDays=60 persons=5000"
          + " mentionsPerDay=0 answerShare=0 talkShare=0";

  /** Twelve accounts that go on talking, each with a campaign, and people who come and go. */
  private static final String PEOPLE =
      " days=165 entities=12 campaignsMin=1 campaignsMax=1 campaignDaysMin=25 campaignDaysMax=35"
          + " leadDays=65 tailDays=60 campaignOnlyShare=0 sustainedShare=1"
          + " backgroundPromotionalPerDay=0 persons=10000 fansPerEntity=300 fanShare=0.9"
          + " rateShape=2 tasteShape=0.5 churnDays=60 churnSd=0.4 churnShape=2"
          + " arrivalAtStartShare=0 arrivalLeadDays=200 mentionsPerDay=0 answerShare=0"
          + " volumeMean=0.8 promotionalHalfLifeRatio=1 families=EXPONENTIAL halfLivesDays=0.5";

  /**
   * Enough people for most campaigns to have the acts that a contrast of them needs, and passers-by
   * who hardly come back.
   */
  private static final String MANY =
      " persons=400000 fansPerEntity=2500 fanShare=0.95 volumeMean=2.5";

  private static final String DETECTION =
      " days=400 entities=20 campaignOnlyShare=0 sustainedShare=1 campaignsMin=1 campaignsMax=2"
          + " declaredShare=0 persons=1000 volumeMean=-3 mentionsPerDay=0";

  private static final String OPPOSED = " promotionalProfile=LATE conversationalProfile=EARLY";

  /** Equal kernels of the classes. */
  private static final String NULL = " promotionalHalfLifeRatio=1";

  /** Kernels of the conversational class, of replicates in turn: family and half-life in days. */
  static final List<String> KERNELS =
      List.of("EXPONENTIAL 0.5", "WEIBULL 0.1", "POWER 2", "EXPONENTIAL 8");

  static final EstimatorCondition UNIFORM_NULL = of("null, uniform", POSTS + NULL);
  static final EstimatorCondition OPPOSED_NULL =
      of("null, promotion late, talk early", POSTS + NULL + OPPOSED);
  static final EstimatorCondition HOURS_NULL =
      of(
          "null, promotion on weekday mornings, talk on weekend evenings",
          POSTS
              + NULL
              + " promotionalProfile=WEEKDAY_MORNINGS conversationalProfile=WEEKEND_EVENINGS");
  static final EstimatorCondition SPARSE_NULL =
      of(
          "null, .45 posts a day of either class, promotion late, talk early",
          POSTS
              + NULL
              + OPPOSED
              + " sparseShare=1 sparseDays=80 days=300 conversationalPerDay=0.45");
  static final EstimatorCondition UNIFORM_GAP = of("fourfold gap, uniform", POSTS);
  static final EstimatorCondition OPPOSED_GAP =
      of("fourfold gap, promotion late, talk early", POSTS + OPPOSED);

  static final EstimatorCondition CURVES_OF_STOPS =
      of("fourfold gap, one campaign an account", CURVES);

  static final EstimatorCondition PEOPLE_NULL = of("null: people leave alike", PEOPLE + MANY);
  static final EstimatorCondition PEOPLE_EFFECT =
      of("twofold churn", PEOPLE + MANY + " acquisitionEffect=0.5 churnShape=50 churnDays=40");

  static final List<EstimatorCondition> OF_POSTS =
      List.of(UNIFORM_NULL, OPPOSED_NULL, HOURS_NULL, SPARSE_NULL, UNIFORM_GAP, OPPOSED_GAP);
  static final List<EstimatorCondition> OF_CURVES = List.of(CURVES_OF_STOPS);
  static final List<EstimatorCondition> OF_PEOPLE = List.of(PEOPLE_NULL, PEOPLE_EFFECT);

  static final EstimatorCondition STEADY = of("steady promoters", DETECTION + " steadyShare=1");
  static final EstimatorCondition SAMPLED = of("sampled 10 %", DETECTION + " samplingRate=0.1");
  static final List<EstimatorCondition> OF_DETECTION =
      List.of(
          of("clean", DETECTION),
          of(
              "recurring",
              DETECTION
                  + " campaignsMin=4 campaignsMax=5 campaignDaysMin=12 campaignDaysMax=25"
                  + " gapDays=25"),
          of("overlapping", DETECTION + " campaignsMin=2 overlapShare=1"),
          of("ramp-down", DETECTION + " rampDownShare=1"),
          SAMPLED,
          STEADY);

  private static EstimatorCondition of(String name, String settings) {
    Map<String, String> values = new HashMap<>();
    for (String setting : (COMMON + settings).split(" ", -1)) {
      String[] parts = setting.split("=", 2);
      values.put(parts[0], parts[1]);
    }
    return new EstimatorCondition(name, Map.copyOf(values));
  }

  /** The options of a replicate, with its kernel unless the condition names one. */
  Map<String, String> replicate(int number, boolean labels) {
    Map<String, String> values = new HashMap<>(settings);
    String[] kernel = KERNELS.get(number % KERNELS.size()).split(" ", -1);
    values.putIfAbsent("families", kernel[0]);
    values.putIfAbsent("halfLivesDays", kernel[1]);
    if (labels) {
      values.put("labels", "800");
    }
    return values;
  }
}
