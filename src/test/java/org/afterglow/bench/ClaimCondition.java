package org.afterglow.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * What is simulated to measure the estimator of a claim, and what it ought to find.
 *
 * @param part claims that are measured on it: C2, C3+C5, C4, C6, C7, C8
 * @param name as it stands in the table
 * @param settings options of an archive
 * @param truths of its figures, by their names; a figure that is not named is not asked
 */
record ClaimCondition(
    String part, String name, Map<String, String> settings, Map<String, Double> truths) {
  private static final String COMMON =
      "twitterShare=1 redditShare=0 campaignOnlyShare=0 sustainedShare=1 steadyShare=0"
          + " hashtagShare=0 partnerShare=0 declaredShare=1 outages=0 backgroundPerDay=0 oddities=0"
          + " brokenShare=0 duplicateShare=0 blankShare=0 deletionShare=0 foreignShare=0 voice=WORDS"
          + " vocabularyOverlap=0 labelAccuracy=1 twitterFiles=MONTH labels=0";

  /**
   * Accounts of one campaign each, some time within a year, that hardly post and are much spoken
   * of, the more while it runs; nine weeks before it and after it.
   */
  private static final String TALKED_OF =
      " entities=40 days=400 campaignsMin=1 campaignsMax=1 campaignDaysMin=20 campaignDaysMax=40"
          + " leadDays=63 tailDays=63 mentionsPerDay=0.5 conversationalPerDay=0.1"
          + " promotionalPerDay=0.5 backgroundPromotionalPerDay=0 volumeMean=-4 talkShare=0"
          + " declinePerYear=0.3 campaignOnlyAnswers=1 persons=2000 answerShare=0.5";

  /** Feeds of thirty-six weeks with two campaigns, and one answer a day at most. */
  private static final String FEEDS =
      " entities=40 days=252 campaignsMin=2 campaignsMax=2 campaignDaysMin=20 campaignDaysMax=40"
          + " leadDays=14 tailDays=14 gapDays=14 conversationalPerDay=1.2 promotionalPerDay=1.2"
          + " backgroundPromotionalPerDay=0.3 mentionsPerDay=0.3 answerShare=0.5"
          + " answerShareAfter=0.5 answerCapacityPerDay=1 volumeMean=-0.4 volumeSd=0.8"
          + " cascadeMean=1.5 talkShare=0 declinePerYear=0.3 persons=3000"
          + " promotionalHalfLifeRatio=1 families=EXPONENTIAL halfLivesDays=0.5";

  /** Owners who ask people around them, some of whom they have spoken with. */
  private static final String ASKING =
      " entities=40 days=200 campaignsMin=1 campaignsMax=1 conversationalPerDay=0.7"
          + " promotionalPerDay=0.7 backgroundPromotionalPerDay=0.1 mentionsPerDay=0.05"
          + " answerShare=0.1 answerShareAfter=0.1 volumeMean=0.3 volumeSd=0.8 cascadeMean=1.5"
          + " repostShare=0.55 quoteShare=0.1 talkShare=0 asksPerDay=0.7 persons=4000"
          + " fansPerEntity=40 fanShare=0.8 churnDays=400 rateShape=1 declinePerYear=0.3"
          + " families=EXPONENTIAL halfLivesDays=0.5";

  /** Accounts that fall silent for 14 days and more, the rather in bad spells. */
  private static final String SILENT =
      " entities=80 days=500 campaignsMin=1 campaignsMax=1 campaignDaysMax=20"
          + " conversationalPerDay=0.5 promotionalPerDay=0.5 backgroundPromotionalPerDay=0"
          + " mentionsPerDay=0 talkShare=0 answerShare=0 volumeMean=0.3 volumeSd=0.8"
          + " cascadeMean=1.5 silencesPerYear=2.5 silenceMeanDays=41 silencesFollowLevel=2"
          + " declinePerYear=0.3 persons=4000 families=EXPONENTIAL halfLivesDays=0.5";

  /** Owners who post in four common subreddits, on their topics and off them. */
  private static final String IN_VENUES =
      " twitterShare=0 redditShare=1 venueShare=0 entities=48 days=240 venuesPerEntity=4"
          + " campaignsMin=2 campaignsMax=2 campaignDaysMin=30 campaignDaysMax=45 leadDays=95"
          + " tailDays=10 gapDays=14 conversationalPerDay=0.5 promotionalPerDay=1"
          + " backgroundPromotionalPerDay=0 mentionsPerDay=0 answerShare=0 volumeMean=0.3"
          + " volumeSd=0.6 cascadeMean=1 talkShare=0 vocabularyOverlap=0.6 declinePerYear=0.3"
          + " persons=3000 families=EXPONENTIAL halfLivesDays=0.5";

  /** Days of a campaign that people engage with as often as the mean. */
  private static final double DAYS = 27;

  /** Acts of a person in a campaign at which, rates being equal, both kinds carry as much. */
  private static final double DAYS_ENGAGED = 1.295;

  /** Campaigns of a month that people engage with, and four weeks after them. */
  private static final String REACHING =
      " entities=20 days=76 campaignsMin=1 campaignsMax=1 campaignDaysMin=28 campaignDaysMax=28"
          + " leadDays=10 tailDays=30 conversationalPerDay=2 promotionalPerDay=0.5 rateSd=0"
          + " backgroundPromotionalPerDay=0 mentionsPerDay=0 answerShare=0 talkShare=0"
          + " volumeMean=0.635 volumeSd=0.6 entityVolumeSd=0 driftSd=0 shockSd=0 dayNoiseShape=0"
          + " cascadeMean=1 fanShare=1 fansPerEntity=120 persons=20000 churnDays=1000000"
          + " arrivalAtStartShare=1 declinePerYear=0.3 families=EXPONENTIAL halfLivesDays=0.5"
          + " promotionalHalfLifeRatio=1";

  /** What owners are spoken of in [28, 56) days after a stop, over the time before a campaign. */
  private static final double TALK_LEFT =
      StrictMath.log(1 + 2 * 10 * (StrictMath.exp(-2.8) - StrictMath.exp(-5.6)) / 28);

  private static final double HALF = StrictMath.log(.5);

  private static final NormalDistribution NORMAL = new NormalDistribution();

  /** All of them, by claim. */
  static final List<ClaimCondition> ALL =
      List.of(
          of(
              "C2",
              "null: as many are answered, half as much is said",
              TALKED_OF + " answerShareAfter=0.5 mentionsAfter=" + .5 / StrictMath.exp(TALK_LEFT),
              Map.of("answer_ratio", 0.0, "talk_ratio", HALF)),
          of(
              "C2",
              "half as many are answered, as much is said",
              TALKED_OF + " answerShareAfter=0.25",
              Map.of("answer_ratio", HALF, "talk_ratio", TALK_LEFT)),
          of(
              "C3+C5",
              "null: one answer a day at most; little engagement brings on promotion",
              FEEDS + " promotionFeedback=0.5",
              Map.of("change_pct_per_10pp", 0.0, "change_pct_per_doubling", 0.0)),
          of(
              "C3+C5",
              "-.8 of the promotional share, power .3 of the answers given",
              FEEDS + " theta3=-0.8 theta5=0.3",
              Map.of(
                  "change_pct_per_10pp", -.08, "change_pct_per_doubling", .3 * StrictMath.log(2))),
          of(
              "C4",
              "null: the active are asked and comply more",
              ASKING,
              Map.of("rr_warm_cold", 0.0, "pass_on_ratio", 0.0)),
          of(
              "C4",
              "met .5 more often (ln), passed on .3 less by a deviation of ln followers",
              ASKING + " theta4=0.5 passOnByFollowers=-0.3",
              Map.of("rr_warm_cold", .5, "pass_on_ratio", passedOn(-.3, .65))),
          of(
              "C6",
              "null: silences after bad spells, levels fall",
              SILENT,
              Map.of("penalty_pct_60d", 0.0, "slope_ln_gap", 0.0)),
          of(
              "C6",
              "power -.25 of the silence",
              SILENT + " theta6=-0.25",
              Map.of("penalty_pct_60d", -.25 * StrictMath.log(60.0 / 7), "slope_ln_gap", -.25)),
          of(
              "C7",
              "null: texts off the topic, nobody minds",
              IN_VENUES + " theta7=1e-9",
              Map.of("change_pct_per_sd", 0.0)),
          of(
              "C7",
              "-.3 a deviation of the share off the topic",
              IN_VENUES + " theta7=-0.3",
              Map.of("change_pct_per_sd", -.3)),
          of(
              "C8",
              "null: all act as often, the one and the other carry as much",
              REACHING + " rateShape=1000000",
              Map.of("breadth_depth_ln_ratio", 0.0)),
          of(
              "C8",
              "rates of gamma shape .7",
              REACHING + " rateShape=0.7",
              Map.of("breadth_depth_ln_ratio", carried(.7))));

  /**
   * What people who came on several days carry over what those of one day do (ln), where people act
   * at rates of gamma shape a and mean {@link #DAYS_ENGAGED} in a campaign: E[λ; k ≥ 2] over E[λ; k
   * = 1], k Poisson on each of as many days.
   */
  private static double carried(double a) {
    double none = StrictMath.pow(1 + DAYS_ENGAGED / a, -a - 1);
    double once = DAYS * (StrictMath.pow(1 + DAYS_ENGAGED * (DAYS - 1) / DAYS / a, -a - 1) - none);
    return StrictMath.log((1 - none - once) / once);
  }

  private static ClaimCondition of(
      String part, String name, String settings, Map<String, Double> truths) {
    Map<String, String> values = new HashMap<>();
    for (String setting : (COMMON + settings).split(" ", -1)) {
      String[] parts = setting.split("=", 2);
      values.put(parts[0], parts[1]);
    }
    return new ClaimCondition(part, name, Map.copyOf(values), truths);
  }

  /**
   * What the fourth of most followers passes on of what it does over what the fourth of fewest
   * does, as a logarithm: a share times e^(power · z), 1 at most, z being normal.
   */
  static double passedOn(double power, double share) {
    double quartile = NORMAL.inverseCumulativeProbability(.75);
    double all = -StrictMath.log(share) / power;
    double most = raised(power, quartile, Double.POSITIVE_INFINITY);
    double fewest = raised(power, all, -quartile) + NORMAL.cumulativeProbability(all) / share;
    return StrictMath.log(most / fewest);
  }

  /** The integral of e^(power · z) over normal z between limits. */
  private static double raised(double power, double from, double until) {
    return StrictMath.exp(power * power / 2)
        * (NORMAL.cumulativeProbability(until - power)
            - NORMAL.cumulativeProbability(from - power));
  }

  static List<ClaimCondition> of(String part) {
    return ALL.stream().filter(condition -> condition.part.equals(part)).toList();
  }

  /** The options of an archive, with texts to train on or none. */
  Map<String, String> replicate(boolean labels) {
    Map<String, String> values = new HashMap<>(settings);
    if (labels) {
      values.put("labels", "800");
    }
    return values;
  }
}
