package org.afterglow.job.claim.reach;

import static org.afterglow.table.ReasonCodes.FEW_ACCOUNTS;
import static org.afterglow.table.ReasonCodes.FEW_POSTING_DAYS;
import static org.afterglow.table.ReasonCodes.GAP_HEAVY;
import static org.afterglow.table.ReasonCodes.LABELS_UNCHECKED;
import static org.afterglow.table.ReasonCodes.NOT_RUN;
import static org.afterglow.table.ReasonCodes.REFERENCE;
import static org.afterglow.table.ReasonCodes.SAMPLED_ARCHIVE;
import static org.afterglow.table.ReasonCodes.SHORT_WINDOW;
import static org.afterglow.table.ReasonCodes.STOP_NOT_OBSERVED;
import static org.afterglow.table.ReasonCodes.SUPPRESSED;
import static org.afterglow.table.ReasonCodes.TOO_FEW_EVENTS;
import static org.afterglow.table.ReasonCodes.ZERO_CELL;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.job.acts.Privacy;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.DealtPlacebo;
import org.afterglow.job.claim.Findings;
import org.afterglow.job.claim.Hindrances;
import org.afterglow.job.contrast.ContrastCampaign;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.job.contrast.PoolContrast;
import org.afterglow.job.people.PlatformSupply;
import org.afterglow.statistics.LateOdds;
import org.afterglow.statistics.LegVerdict;
import org.afterglow.statistics.MantelHaenszel;
import org.afterglow.statistics.MatchedRatio;
import org.afterglow.statistics.PlaceboSample;
import org.afterglow.statistics.PlaceboShare;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.ReachDepthRow;
import org.jspecify.annotations.Nullable;

/**
 * What people of campaigns come to: the rows of table reach_depth and the evidence on C8.
 *
 * @param rows by campaign in order of key and class, then the archive's
 */
record ReachedPeople(List<ReachDepthRow> rows, ClaimEvidence evidence) {
  private static final double MARGIN = StrictMath.log(1.25);
  private static final int CLAIM_SIDE = 1;
  private static final long ENOUGH_POSTING_DAYS = 10;
  private static final int FEWEST_ACCOUNTS = 8;
  private static final long WINDOW = 28 * ObservedCalendar.DAY;
  private static final double OBSERVED = .8;
  private static final List<String> WORST_FIRST =
      List.of(SAMPLED_ARCHIVE, SHORT_WINDOW, GAP_HEAVY, Estimate.OK);

  /** Nothing can be told of the archive. */
  static ReachedPeople none(String reason) {
    return none(List.of(), reason);
  }

  private static ReachedPeople none(List<ReachDepthRow> campaigns, String reason) {
    List<ReachDepthRow> rows = new ArrayList<>(campaigns);
    rows.add(empty("archive", null, null, null, reason, 0, 0, 0, LegVerdict.NOT_ESTIMABLE.word()));
    return new ReachedPeople(
        rows,
        evidence(
            ClaimLeg.none(reason, CLAIM_SIDE, MARGIN),
            List.of(DealtPlacebo.notRun(Claim.C8.name(), CampaignReach.PERMUTED, false))));
  }

  private static ReachDepthRow empty(
      String scope,
      @Nullable String campaignId,
      @Nullable String entityType,
      @Nullable String entityKey,
      String reason,
      long campaigns,
      long accounts,
      long posts,
      @Nullable String verdict) {
    return new ReachDepthRow(
        scope,
        campaignId,
        entityType,
        entityKey,
        null,
        reason,
        campaigns,
        accounts,
        posts,
        null,
        null,
        null,
        null,
        Estimate.none(reason),
        null,
        verdict);
  }

  /**
   * Whether the 28 days after the stop were seen, on every platform that the campaign posted on: OK
   * or the code, by campaign.
   */
  static Map<String, String> states(
      List<PlatformSupply> supply, Map<String, ObservedCalendar> calendars, ArchiveFacts facts) {
    Map<String, String> states = new TreeMap<>();
    for (PlatformSupply platform : supply) {
      ObservedCalendar calendar = calendars.get(platform.platform());
      String state =
          facts.of(platform.platform()).sampled() || calendar == null
              ? SAMPLED_ARCHIVE
              : window(platform, calendar);
      states.merge(
          platform.campaignId(),
          state,
          (a, b) -> WORST_FIRST.indexOf(a) < WORST_FIRST.indexOf(b) ? a : b);
    }
    return states;
  }

  private static String window(PlatformSupply platform, ObservedCalendar calendar) {
    long stop = platform.stopMicros();
    long until = Math.min(stop + WINDOW, Math.min(platform.endMicros(), calendar.end()));
    if (until - stop < OBSERVED * WINDOW) {
      return SHORT_WINDOW;
    }
    return calendar.observedMicros(stop, until) < OBSERVED * WINDOW ? GAP_HEAVY : Estimate.OK;
  }

  /**
   * Pools campaigns.
   *
   * @param campaigns every campaign
   * @param posted their posts
   * @param states as {@link #states}; a campaign without one was not posted in
   * @param reached those that anybody engaged with
   */
  static ReachedPeople of(
      List<ContrastCampaign> campaigns,
      List<ReachDepth.Posted> posted,
      Map<String, String> states,
      List<CampaignReach> reached) {
    Map<String, ReachDepth.Posted> posts = new HashMap<>();
    posted.forEach(each -> posts.put(each.campaignId(), each));
    Map<String, CampaignReach> people = new HashMap<>();
    reached.forEach(each -> people.put(each.campaignId(), each));
    List<ReachDepthRow> rows = new ArrayList<>();
    List<Reached> sound = new ArrayList<>();
    Map<String, String> accounts = PoolContrast.accounts(campaigns);
    Map<String, Integer> refused = new TreeMap<>();
    for (ContrastCampaign campaign :
        campaigns.stream().sorted(Comparator.comparing(ContrastCampaign::campaignId)).toList()) {
      ReachDepth.Posted own =
          posts.getOrDefault(
              campaign.campaignId(), new ReachDepth.Posted(campaign.campaignId(), 0, 0));
      CampaignReach reach = people.get(campaign.campaignId());
      String state = state(campaign, own, states);
      if (!state.equals(Estimate.OK) || reach == null) {
        String reason = state.equals(Estimate.OK) ? TOO_FEW_EVENTS : state;
        refused.merge(reason, 1, Integer::sum);
        rows.add(
            empty(
                "campaign",
                campaign.campaignId(),
                campaign.entityType(),
                campaign.entityKey(),
                reason,
                1,
                1,
                own.posts(),
                null));
      } else {
        Reached each =
            new Reached(
                campaign,
                accounts.getOrDefault(campaign.campaignId(), campaign.campaignId()),
                reach,
                own.posts());
        sound.add(each);
        rows.addAll(each.rows());
      }
    }
    if (sound.isEmpty()) {
      return none(rows, commonest(refused));
    }
    return pooled(rows, sound);
  }

  private static String state(
      ContrastCampaign campaign, ReachDepth.Posted posted, Map<String, String> states) {
    if (!campaign.stopState().equals(Estimate.OK)) {
      return campaign.stopState();
    }
    String state = states.get(campaign.campaignId());
    if (state != null && !state.equals(Estimate.OK)) {
      return state;
    }
    return state == null || posted.days() < ENOUGH_POSTING_DAYS ? FEW_POSTING_DAYS : Estimate.OK;
  }

  private static String commonest(Map<String, Integer> reasons) {
    return reasons.entrySet().stream()
        .max(
            Map.Entry.<String, Integer>comparingByValue()
                .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .orElse(STOP_NOT_OBSERVED);
  }

  private static ReachedPeople pooled(List<ReachDepthRow> rows, List<Reached> sound) {
    Pooled pooled = Pooled.of(CampaignReach.PRIMARY, sound);
    List<Reached> primary = pooled.campaigns();
    PlaceboRow placebo = placebo(primary);
    Estimate estimate = pooled.estimate();
    Map<String, Double> runs = new TreeMap<>();
    MantelHaenszel ratio = pooled.ratio().pooled();
    if (ratio != null) {
      put(
          runs,
          PoolContrast.HEAVIEST_ACCOUNT_OUT,
          Pooled.of(
              CampaignReach.PRIMARY,
              primary.stream()
                  .filter(each -> !each.account().equals(ratio.heaviestAccount()))
                  .toList()));
    }
    for (String run : List.of(ContrastFit.BOTS_IN, ContrastFit.UNCERTAIN_DROPPED)) {
      put(runs, run, Pooled.of(run, sound));
    }
    List<String> hindrances = new ArrayList<>(List.of(LABELS_UNCHECKED));
    hindrances.addAll(Hindrances.of(pooled.ratio(), placebo));
    long posts = primary.stream().mapToLong(Reached::posts).sum();
    ClaimLeg leg =
        new ClaimLeg(
                estimate,
                pooled.interval(),
                CLAIM_SIDE,
                MARGIN,
                runs,
                hindrances,
                primary.size(),
                pooled.ratio().accounts(),
                posts)
            .weighed(shares(pooled));
    if (primary.isEmpty()) {
      rows.add(empty("archive", null, null, null, estimate.state(), 0, 0, 0, Findings.word(leg)));
      return new ReachedPeople(rows, evidence(leg, List.of(placebo)));
    }
    // What is withheld of a campaign must not be had by subtraction.
    List<Reached> shown = primary.stream().filter(each -> each.totals().showsAll()).toList();
    Totals totals = Totals.none(shown.isEmpty());
    for (Reached each : shown) {
      totals = totals.plus(each.reach());
    }
    rows.addAll(
        totals.rows(
            new ReachDepthRow(
                "archive",
                null,
                null,
                null,
                null,
                estimate.state(),
                primary.size(),
                pooled.ratio().accounts(),
                posts,
                null,
                null,
                null,
                null,
                estimate,
                leg.pValue(),
                Findings.word(leg))));
    return new ReachedPeople(rows, evidence(leg, List.of(placebo)));
  }

  /** By entity_key: accounts are named by that of one of their campaigns. */
  private static Map<String, Double> shares(Pooled pooled) {
    Map<String, Double> shares = new TreeMap<>();
    MantelHaenszel.shares(pooled.studies())
        .forEach(
            (account, share) -> shares.put(account.substring(account.indexOf('/') + 1), share));
    return shares;
  }

  private static ClaimEvidence evidence(ClaimLeg leg, List<PlaceboRow> placebos) {
    return ClaimEvidence.of(Claim.C8, List.of(leg), placebos, LABELS_UNCHECKED)
        .limited("days_with_a_post", ENOUGH_POSTING_DAYS)
        .limited("later_engagements_on_a_side", LateOdds.ENOUGH_EVENTS);
  }

  private static void put(Map<String, Double> runs, String run, Pooled pooled) {
    Double point = pooled.estimate().value();
    if (point != null) {
      runs.put(run, point);
    }
  }

  /**
   * What those who came back carried over what those reached once did, of all campaigns together,
   * however little came of some. To pool those with events enough on either side would choose
   * campaigns by what is asked about: the smaller side is the larger by chance in those.
   *
   * @param campaigns in order of their keys, one each overlap
   * @param studies what each of them adds
   */
  private record Pooled(
      List<Reached> campaigns, List<MantelHaenszel.Study> studies, MatchedRatio ratio) {
    static Pooled of(String run, List<Reached> sound) {
      List<Reached> campaigns =
          PoolContrast.oneEachOverlap(
              sound.stream().filter(each -> each.ratio(run) != null).toList(), Reached::campaign);
      List<MantelHaenszel.Study> studies =
          campaigns.stream().map(each -> study(each, each.ratioOf(run))).toList();
      return new Pooled(campaigns, studies, MatchedRatio.of(studies));
    }

    private static MantelHaenszel.Study study(Reached campaign, CampaignReach.Ratio ratio) {
      return new MantelHaenszel.Study(campaign.account(), ratio.back(), ratio.once());
    }

    private boolean enough() {
      double back = 0;
      double once = 0;
      for (MantelHaenszel.Study study : studies) {
        back += study.r();
        once += study.s();
      }
      return CampaignReach.enough((long) once, (long) back);
    }

    Estimate estimate() {
      MantelHaenszel pooled = ratio.pooled();
      if (pooled == null || !enough()) {
        return Estimate.none(TOO_FEW_EVENTS);
      }
      StudentInterval interval = interval();
      return interval == null
          ? Estimate.qualified(pooled.estimate(), null, null, FEW_ACCOUNTS)
          : Estimate.of(pooled.estimate(), interval.low(), interval.high());
    }

    @Nullable StudentInterval interval() {
      return enough() ? ratio.interval() : null;
    }
  }

  /** Where people would stand if how often they engaged did not matter. */
  private static PlaceboRow placebo(List<Reached> campaigns) {
    PlaceboShare share = new PlaceboShare();
    for (int draw = 0; draw < PlaceboSample.DRAWS; draw++) {
      List<MantelHaenszel.Study> studies = new ArrayList<>();
      for (Reached each : campaigns) {
        if (each.reach().drawn().size() > draw) {
          long back = each.reach().drawn().get(draw);
          long all = each.reach().later().stream().mapToLong(Long::longValue).sum();
          studies.add(new MantelHaenszel.Study(each.account(), back, all - back));
        }
      }
      share.add(MatchedRatio.of(studies).interval());
    }
    long accounts = campaigns.stream().map(Reached::account).distinct().count();
    boolean run = accounts >= FEWEST_ACCOUNTS && 2 * share.draws() >= PlaceboSample.DRAWS;
    return new PlaceboRow(
        Claim.C8.name(),
        CampaignReach.PERMUTED,
        false,
        share.draws(),
        null,
        run ? share.meanEstimate() : null,
        run ? share.sdEstimate() : null,
        accounts,
        run ? REFERENCE : NOT_RUN);
  }

  /** A campaign whose people can be told of. */
  private record Reached(
      ContrastCampaign campaign, String account, CampaignReach reach, long posts) {
    CampaignReach.@Nullable Ratio ratio(String run) {
      return reach.ratios().stream()
          .filter(ratio -> ratio.run().equals(run))
          .findFirst()
          .orElse(null);
    }

    CampaignReach.Ratio ratioOf(String run) {
      CampaignReach.Ratio ratio = ratio(run);
      if (ratio == null) {
        throw new IllegalStateException("no run " + run);
      }
      return ratio;
    }

    Totals totals() {
      return Totals.none(false).plus(reach);
    }

    List<ReachDepthRow> rows() {
      Totals totals = totals();
      Estimate estimate = estimate(totals);
      return totals.rows(
          new ReachDepthRow(
              "campaign",
              campaign.campaignId(),
              campaign.entityType(),
              campaign.entityKey(),
              null,
              Estimate.OK,
              1,
              1,
              posts,
              null,
              null,
              null,
              null,
              estimate,
              null,
              null));
    }

    private Estimate estimate(Totals totals) {
      CampaignReach.Ratio ratio = ratio(CampaignReach.PRIMARY);
      if (!totals.shows()) {
        return Estimate.none(SUPPRESSED);
      }
      if (ratio == null || !ratio.tells()) {
        return Estimate.none(TOO_FEW_EVENTS);
      }
      Double ln = ratio.ln();
      Double variance = ratio.variance();
      if (ln == null || variance == null) {
        return Estimate.none(ZERO_CELL);
      }
      StudentInterval interval =
          StudentInterval.of(ln, StrictMath.sqrt(variance), ratio.buckets() - 1.0);
      return Estimate.of(ln, interval.low(), interval.high());
    }
  }

  /**
   * People and what they carried, by class.
   *
   * @param withheld whether nothing of them may be told
   */
  @SuppressWarnings("ArrayRecordComponent") // of three, and seen by nobody else
  private record Totals(long[] people, long[] later, long top, long tenths, boolean withheld) {
    static Totals none(boolean withheld) {
      return new Totals(new long[3], new long[3], 0, 0, withheld);
    }

    Totals plus(CampaignReach reach) {
      long[] morePeople = people.clone();
      long[] moreLater = later.clone();
      long all = 0;
      for (int i = 0; i < people.length; i++) {
        all += reach.people().get(i);
        morePeople[i] += reach.people().get(i);
        moreLater[i] += reach.later().get(i);
      }
      return new Totals(
          morePeople, moreLater, top + reach.top(), tenths + CampaignReach.tenth(all), withheld);
    }

    /** Whether those reached once and those who came back may both be told of. */
    boolean shows() {
      return !withheld && Privacy.shows(people[0]) && Privacy.shows(people[1] + people[2]);
    }

    /**
     * Whether every class may be told of. The two of those who came back are withheld together:
     * what one carried would be had from the shares of the others.
     */
    boolean showsAll() {
      return shows() && Privacy.shows(people[1]) && Privacy.shows(people[2]);
    }

    /** The rows of the classes, all else being as in a row. */
    List<ReachDepthRow> rows(ReachDepthRow row) {
      long all = later[0] + later[1] + later[2];
      List<ReachDepthRow> rows = new ArrayList<>();
      for (int i = 0; i < people.length; i++) {
        boolean shows = i == 0 ? shows() : showsAll();
        rows.add(
            new ReachDepthRow(
                row.scope(),
                row.campaignId(),
                row.entityType(),
                row.entityKey(),
                CampaignReach.CLASSES.get(i),
                shows ? row.state() : SUPPRESSED,
                row.campaigns(),
                row.accounts(),
                row.posts(),
                shows ? people[i] : null,
                shows && people[i] > 0 ? Double.valueOf((double) later[i] / people[i]) : null,
                shows && all > 0 ? Double.valueOf((double) later[i] / all) : null,
                tenths >= Privacy.FEWEST_PEOPLE && all > 0
                    ? Double.valueOf((double) top / all)
                    : null,
                row.breadthDepthLnRatio(),
                row.pValue(),
                row.legVerdict()));
      }
      return rows;
    }
  }
}
