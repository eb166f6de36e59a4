package org.afterglow.table;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the codes in the tables say, one sentence each: the states of estimates and campaigns
 * (docs/methods.md, 1.5) and the reasons why a record was rejected.
 */
public final class ReasonCodes {
  public static final String ASKS_NOT_SCORED = "ASKS_NOT_SCORED";
  public static final String FEW_ACCOUNTS = "FEW_ACCOUNTS";
  public static final String FEW_OTHERS = "FEW_OTHERS";
  public static final String FEW_POSTING_DAYS = "FEW_POSTING_DAYS";
  public static final String FEW_SILENCES = "FEW_SILENCES";
  public static final String GAP_HEAVY = "GAP_HEAVY";
  public static final String INCONCLUSIVE = "INCONCLUSIVE";
  public static final String LABELS_UNCHECKED = "LABELS_UNCHECKED";
  public static final String LABEL_UNCERTAIN = "LABEL_UNCERTAIN";
  public static final String LEGS_OPPOSED = "LEGS_OPPOSED";
  public static final String NOT_MEASURED = "NOT_MEASURED";
  public static final String NOT_RUN = "NOT_RUN";
  public static final String NO_BASELINE = "NO_BASELINE";
  public static final String NO_CONTROLS = "NO_CONTROLS";
  public static final String NO_ENTITY_POSTS = "NO_ENTITY_POSTS";
  public static final String NO_EVENT_TIMES = "NO_EVENT_TIMES";
  public static final String NO_FOLLOWERS = "NO_FOLLOWERS";
  public static final String NO_OVERLAP = "NO_OVERLAP";
  public static final String NO_OWNER = "NO_OWNER";
  public static final String NO_POST_BOOTSTRAP = "NO_POST_BOOTSTRAP";
  public static final String NO_QUIET_OTHERS = "NO_QUIET_OTHERS";
  public static final String NO_REPLY_IDS = "NO_REPLY_IDS";
  public static final String NO_SEASON = "NO_SEASON";
  public static final String NO_SUCH_WORDS = "NO_SUCH_WORDS";
  public static final String NO_VENUE = "NO_VENUE";
  public static final String ONE_CLUSTER = "ONE_CLUSTER";
  public static final String PLACEBO_FAILED = "PLACEBO_FAILED";
  public static final String POOLED_ONLY = "POOLED_ONLY";
  public static final String REFERENCE = "REFERENCE";
  public static final String RMST_OPPOSED = "RMST_OPPOSED";
  public static final String RUNS_DISAGREE = "RUNS_DISAGREE";
  public static final String SAMPLED_ARCHIVE = "SAMPLED_ARCHIVE";
  public static final String SHORT_WINDOW = "SHORT_WINDOW";
  public static final String STOP_NOT_OBSERVED = "STOP_NOT_OBSERVED";
  public static final String SUPPLY_ENDED = "SUPPLY_ENDED";
  public static final String SUPPRESSED = "SUPPRESSED";
  public static final String TOO_FEW_EVENTS = "TOO_FEW_EVENTS";
  public static final String UNPROVED = "UNPROVED";
  public static final String ZERO_CELL = "ZERO_CELL";

  private static final Map<String, String> STATES = states();
  private static final Map<String, String> REJECTS = rejects();

  private ReasonCodes() {}

  /** Every code of a state with its sentence, in the order of docs/methods.md. */
  public static Map<String, String> all() {
    return STATES;
  }

  /** The sentence of a state's code. */
  public static Optional<String> sentence(String code) {
    return Optional.ofNullable(STATES.get(code));
  }

  /** The sentence of a reason for which records are rejected. */
  public static Optional<String> rejection(String reason) {
    return Optional.ofNullable(REJECTS.get(reason));
  }

  private static Map<String, String> states() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("OK", "The estimate stands.");
    codes.put(
        STOP_NOT_OBSERVED,
        "The campaign was still running, or fewer than 14 observed days follow its stop, up to the"
            + " next campaign of the same entity where there is one; nothing after the stop is"
            + " estimated, curves by post age are.");
    codes.put(
        "TOO_FEW_PROMO_POSTS",
        "The entity has fewer than 5 promotional posts, too few to tell a campaign from chance.");
    codes.put(
        "NO_OFF_STATE",
        "The entity promotes all the time, so that no stop can be told from the rest.");
    codes.put(
        TOO_FEW_EVENTS,
        "Too few acts of engagement: half-lives need 50, shares 30, contrasts 30 in each class.");
    codes.put(
        "ALL_ZERO",
        "No act of engagement was seen; the upper limit of the rate is 3.69 over the exposure (of"
            + " changes of counters: nothing was posted, or nothing earned, on one side).");
    codes.put(
        SHORT_WINDOW,
        "Fewer than 21 observed days follow the stop, or fewer than 5 of 7 first; of a week of"
            + " counters: the archive ends in it, or the next campaign begins.");
    codes.put(
        GAP_HEAVY,
        "Outages cover much of the time after the stop: fewer than 5 of its first 7 days, or less"
            + " than 70 % of the window, were observed (fewer than 5 days of a week of counters).");
    codes.put(
        "BELOW_RESOLUTION",
        "Half was reached inside the first bin, finer than which nothing can be told; the upper"
            + " limit is the end of that bin.");
    codes.put(
        "HALF_LIFE_BEYOND_WINDOW",
        "The level had more likely than not failed to halve by the end of what was observed; the"
            + " lower limit stands.");
    codes.put(
        "GROWTH_AFTER_STOP",
        "Engagement rose after the stop, so that it has no time by which it halved.");
    codes.put(
        "WIDE",
        "The upper limit of the half-life is more than 30 times the lower one; the point would say"
            + " nothing.");
    codes.put(
        NO_POST_BOOTSTRAP,
        "Fewer than 20 posts, or too few of the draws of them can be estimated: the point is given"
            + " without an interval.");
    codes.put(
        ZERO_CELL,
        "Late or early acts of one class met none of the other, or too few parts of the sample do,"
            + " so that the campaign has no ratio of its own; it still counts in the pooled"
            + " Mantel–Haenszel ratio.");
    codes.put(NO_BASELINE, "Fewer than 14 observed days before the campaign to compare with.");
    codes.put(
        NO_QUIET_OTHERS,
        "No other owner on the platform was without a campaign from before the start to the end of the"
            + " second month after the stop, so that what everybody did by then cannot be told apart.");
    codes.put(NO_VENUE, "The posts stand in the author’s own feed, which is no shared venue.");
    codes.put(
        FEW_OTHERS,
        "In the three months before, others wrote fewer than 200 posts in the venue, or fewer than 20"
            + " did: what it talks about cannot be told.");
    codes.put(
        SUPPLY_ENDED,
        "The entity made less than one conversational post a week after the stop: there was little"
            + " to come back to.");
    codes.put(
        "COUNTERS",
        "The archive gives lifetime counters without times, from which no curve or half-life can be"
            + " had.");
    codes.put(
        "AGE_MIXED",
        "Counters of different weeks were read at ages that differ more than twofold, so that their"
            + " changes mix age with engagement.");
    codes.put(
        SAMPLED_ARCHIVE,
        "The estimate needs every post of a person, and the archive holds a sample of posts, or nobody"
            + " has said that it holds all (author_complete or sampling_rate of the configuration).");
    codes.put(
        NO_SEASON,
        "Too few ordinary accounts (20) or posts (5,000) to learn at which hours of the week people"
            + " are active; acts are unweighted and no verdict is given.");
    codes.put(
        LABELS_UNCHECKED,
        "Which posts are promotional was told by a model, and nobody has checked that on this archive;"
            + " the contrast may be too small or too large.");
    codes.put(
        LABEL_UNCERTAIN,
        "The checked sample is too small or the classes too often wrong for the correction to"
            + " hold.");
    codes.put(
        UNPROVED,
        "The way of estimating has not yet passed its test on simulated archives with known truth; its"
            + " figures are printed and nothing is concluded from them.");
    codes.put(NO_OWNER, "The campaign has no account that speaks for it, which the claim needs.");
    codes.put(NO_REPLY_IDS, "The archive does not say which post a reply answers.");
    codes.put(NO_EVENT_TIMES, "The archive does not say when acts of engagement took place.");
    codes.put(NO_FOLLOWERS, "The archive does not say how many followers people have.");
    codes.put(
        ASKS_NOT_SCORED,
        "The model that scored the posts cannot tell which of them ask for something.");
    codes.put(
        FEW_POSTING_DAYS,
        "The entity posted on fewer than 10 days of the campaign, too few for people to come back.");
    codes.put(
        REFERENCE,
        "The figure is a line to compare with, which differs from none by its nature; it is not"
            + " judged.");
    codes.put(
        SUPPRESSED, "Fewer than 5 people stand behind the figure; it is withheld for privacy.");
    codes.put(
        "SCHEDULE",
        "The figure compares posts of unlike ages: it measures when posts were made and is printed"
            + " as a warning only.");
    codes.put(
        NOT_RUN,
        "The check was not run: placebos need at least 8 accounts and enough acts in half of their"
            + " draws, and the crude ratio is worked out in the run cut at 24 hours alone; elsewhere,"
            + " rows of this kind have no such figure.");
    codes.put(
        PLACEBO_FAILED,
        "Classes that were dealt at random, or by posting times alone, were told apart in more than"
            + " 8 % of the draws: chance or schedules make differences here that are none, or what"
            + " accounts did later went with what they had earned before.");
    codes.put(
        NO_OVERLAP,
        "The two classes have too little in common to be compared: posted at times too far apart"
            + " for the check, or too few people of both acquired in one week who come alike.");
    codes.put(
        "STOP_IN_GAP",
        "An outage lies across the stop, whose date is uncertain by the length of that outage.");
    codes.put(
        "START_NOT_GIVEN", "The campaigns file names no start: the archive’s first day is taken.");
    codes.put(
        NO_ENTITY_POSTS,
        "No post that could be classified came in during the campaign by its accounts, in its venues or with its hashtags or domains:"
            + " its name may be written differently in the archive, or not be there.");
    codes.put(
        "OTHER_CAMPAIGN_AT_STOP",
        "Another campaign of the same entity was running when this one stopped, so that what"
            + " follows the stop is not silence.");
    codes.put(
        FEW_ACCOUNTS,
        "Too few accounts: a pooled value needs 5 for an interval and 10 for a verdict, a regression"
            + " over accounts 20, each with 8 weeks or, in venues, 8 posts that tell something.");
    codes.put(
        ONE_CLUSTER,
        "One account carries more than half of the weight, so that the pooled value speaks for it"
            + " alone.");
    codes.put(
        RMST_OPPOSED,
        "The mean stay of the people points the other way than the ratio of their late to early"
            + " returns, so that nothing is concluded from either.");
    codes.put(INCONCLUSIVE, "The interval reaches from no difference to one that would matter.");
    codes.put(
        RUNS_DISAGREE,
        "Another reasonable way of counting gives the opposite sign, so that the answer hangs on the"
            + " choice.");
    codes.put(
        "SINGULAR",
        "What is asked about does not vary, or no more than what it is held against, so that nothing"
            + " can be told of it.");
    codes.put(
        "NOT_CONVERGED",
        "The regression found no best fit, as where responses are seen at one end of a measure"
            + " alone.");
    codes.put(
        FEW_SILENCES,
        "Fewer than 5 silences of the length asked for (60 days in a finding) or longer ended with"
            + " posts that could be compared.");
    codes.put(
        NOT_MEASURED,
        "Fewer than five posts came after the silence and before the next, or posts or the four weeks"
            + " before were too little observed.");
    codes.put(NO_CONTROLS, "The account has no like moment without a silence to compare with.");
    codes.put(
        POOLED_ONLY,
        "It is estimated over all accounts together; the figure stands on the archive's row.");
    codes.put("NOT_NEEDED", "The figure does not rest on classes.");
    codes.put(
        NO_SUCH_WORDS,
        "No text holds one of the words that are counted: there are none, or in other languages.");
    codes.put(LEGS_OPPOSED, "The parts of the claim do not point the same way.");
    return Collections.unmodifiableMap(codes);
  }

  private static Map<String, String> rejects() {
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put("NOT_JSON", "The record is not well-formed JSON.");
    reasons.put("NOT_XML", "The record is not well-formed XML.");
    reasons.put("NOT_UTF8", "The bytes are not UTF-8 where the format requires it.");
    reasons.put("BROKEN_ROW", "The row does not fit its header, or a quote never closes.");
    reasons.put("TOO_LONG", "The record is longer than the limit.");
    reasons.put("TOO_DEEP", "The record is nested deeper than the limit.");
    reasons.put("MISSING_FIELD", "A field that the format always has is missing or unusable.");
    reasons.put("LOSSY_ID", "An id went through a floating-point number and lost digits.");
    reasons.put("BAD_VALUE", "A value cannot be what its field means.");
    reasons.put("TRUNCATED", "The stream ends in the middle of the compressed data.");
    reasons.put("CORRUPT", "The compressed data is damaged.");
    reasons.put("BOMB", "The data inflates beyond the limit of its ratio or size.");
    reasons.put("UNKNOWN_FORMAT", "The format of the input was not recognised.");
    return Collections.unmodifiableMap(reasons);
  }
}
