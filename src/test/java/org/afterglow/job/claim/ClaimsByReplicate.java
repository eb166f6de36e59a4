package org.afterglow.job.claim;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.claim.AnsweredMentions.Answers;
import org.afterglow.job.claim.AnsweredMentions.Counted;
import org.afterglow.job.contrast.CampaignThreads;
import org.afterglow.spark.Records;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.MantelHaenszel;
import org.afterglow.statistics.MatchedRatio;
import org.afterglow.statistics.PooledOdds;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.ReachDepthRow;
import org.afterglow.table.UnansweredRow;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The figures of claims by replicate, of archives that share one: what Spark counts is counted once
 * for all of them, by the program's own queries; what follows on the driver is done for each
 * replicate's accounts alone, as the program does it for an archive's.
 */
public final class ClaimsByReplicate {
  /** Buckets of people that are left out in turn. */
  private static final double BUCKETS = 20;

  private static final PlaceboRow NO_PLACEBO =
      new PlaceboRow("", "", true, 0, null, null, "NOT_RUN");

  /**
   * What a claim comes to on one replicate.
   *
   * @param estimates of its legs by the names of their columns, as they are published
   * @param accounts that the first rests on
   * @param placebo state of the judged placebos: that of the first which does not pass
   * @param naive what is found without the method's care (all acts independent, nothing compared
   *     within accounts), in its own standard errors from none
   */
  public record Found(
      Map<String, Estimate> estimates, long accounts, String placebo, double naive) {}

  private final ClaimArchive archive;
  private final ToIntFunction<String> replicate;
  private final int placeboDraws;

  /**
   * Archives that share one.
   *
   * @param replicate by an account's key, {@code platform/id}
   * @param placeboDraws of placebos that are costly
   */
  public ClaimsByReplicate(
      ClaimArchive archive, ToIntFunction<String> replicate, int placeboDraws) {
    this.archive = archive;
    this.replicate = replicate;
    this.placeboDraws = placeboDraws;
  }

  /** What a claim comes to, by replicate. */
  public Map<Integer, Found> of(String claim) {
    return switch (claim) {
      case "C2" -> unanswered();
      case "C3" -> weekly(WeeklyDesign.TALK_BALANCE, Claim.C3, .1, "change_pct_per_10pp");
      case "C4" -> asks();
      case "C5" ->
          weekly(WeeklyDesign.RECIPROCITY, Claim.C5, StrictMath.log(2), "change_pct_per_doubling");
      case "C6" -> comebacks();
      case "C7" -> relevance();
      case "C8" -> reachDepth();
      default -> throw new IllegalArgumentException(claim);
    };
  }

  private <T> Map<Integer, List<T>> byReplicate(List<T> all, Function<T, String> account) {
    return all.stream()
        .collect(
            Collectors.groupingBy(
                each -> replicate.applyAsInt(account.apply(each)),
                TreeMap::new,
                Collectors.toList()));
  }

  /** Numbers by replicate; none has no entry. */
  private static <T> List<T> own(Map<Integer, List<T>> all, int number) {
    return all.getOrDefault(number, List.of());
  }

  private Map<Integer, Found> unanswered() {
    Dataset<Row> owned = archive.keeper().kept("owned", archive.owners().posts(archive.posts()));
    List<TalkSpans.Run> runs =
        Owners.keyed(archive.members())
            .select("entity_key", "campaign_id")
            .distinct()
            .join(owned.select("entity_key", "platform").distinct(), "entity_key")
            .join(
                archive.campaigns().select("campaign_id", "started_at", "stopped_at"),
                "campaign_id")
            .select(
                col("entity_key").as("entityKey"),
                col("platform"),
                col("campaign_id").as("campaignId"),
                col("started_at").as("startedAt"),
                col("stopped_at").as("stoppedAt"))
            .as(Records.encoder(TalkSpans.Run.class))
            .collectAsList();
    List<TalkSpan> spans = new ArrayList<>();
    runs.stream()
        .collect(
            Collectors.groupingBy(
                run -> List.of(run.entityKey(), run.platform()),
                () -> new TreeMap<>(Comparator.comparing(List::toString)),
                Collectors.toList()))
        .forEach(
            (account, its) ->
                spans.addAll(
                    TalkSpans.of(
                        its, Objects.requireNonNull(archive.calendars().get(account.get(1))))));
    Dataset<Row> mentions =
        archive
            .keeper()
            .kept(
                "answered_mentions",
                AnsweredMentions.of(
                    owned,
                    archive.owners().mentions(archive.posts(), archive.bots()),
                    archive.calendars()));
    Map<Integer, List<Counted>> counted =
        byReplicate(AnsweredMentions.byWindow(mentions, spans), Counted::entityKey);
    Map<Integer, List<Answers>> hours =
        byReplicate(AnsweredMentions.hours(mentions, spans), Answers::entityKey);
    Map<Integer, Found> found = new TreeMap<>();
    byReplicate(spans, TalkSpan::entityKey)
        .forEach(
            (number, its) -> {
              List<UnansweredRow> rows =
                  UnansweredTalk.of(its, own(counted, number), own(hours, number), NO_PLACEBO)
                      .rows();
              UnansweredRow row = rows.get(rows.size() - 1);
              found.put(
                  number,
                  new Found(
                      Map.of("answer_ratio", row.answerRatio(), "talk_ratio", row.talkRatio()),
                      row.accounts(),
                      NO_PLACEBO.placeboState(),
                      ofShares(
                          Objects.requireNonNull(row.answeredPost()),
                          Objects.requireNonNull(row.mentionsPost()),
                          Objects.requireNonNull(row.answeredPre()),
                          Objects.requireNonNull(row.mentionsPre()))));
            });
    return found;
  }

  private Map<Integer, Found> weekly(WeeklyDesign design, Claim claim, double unit, String column) {
    FeedWeeks weeks = FeedWeeks.of(archive);
    Map<String, ObservedWeeks> observed = new TreeMap<>();
    archive
        .calendars()
        .forEach((platform, calendar) -> observed.put(platform, ObservedWeeks.of(calendar)));
    FeedsAtHand all = (FeedsAtHand) weeks.feeds(observed, Long.MAX_VALUE);
    Map<Integer, Found> found = new TreeMap<>();
    byReplicate(all.accounts(), AccountFeeds::entityKey)
        .forEach(
            (number, accounts) -> {
              WeeklyFit fit =
                  WeeklyFit.of(claim, design, unit, new FeedsAtHand(accounts, observed));
              found.put(
                  number,
                  new Found(
                      Map.of(column, fit.estimate()),
                      fit.accounts(),
                      fit.placebo().placeboState(),
                      naive(design, accounts)));
            });
    return found;
  }

  /**
   * The slope of the response to posts of a week on what the account did in the week before, over
   * all weeks of all accounts: on its share of promotion, or on the answers that it gave.
   */
  private static double naive(WeeklyDesign design, List<AccountFeeds> accounts) {
    boolean ofPromotion = design != WeeklyDesign.TALK_BALANCE;
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (AccountFeeds account : accounts) {
      Map<Long, FeedWeek> weeks = new TreeMap<>();
      account.weeks().forEach(week -> weeks.put(week.week(), week));
      weeks.forEach(
          (week, row) -> {
            FeedWeek before = weeks.get(week - 1);
            long posts = row.posts(ofPromotion, FeedWeek.Counting.PERSONS);
            if (before != null && before.posts() > 0 && posts > 0) {
              x.add(
                  ofPromotion
                      ? StrictMath.log1p((double) before.replies())
                      : (double) before.promotional() / before.posts());
              y.add(
                  StrictMath.log(
                      (row.events(ofPromotion, FeedWeek.Counting.PERSONS) + .5) / posts));
            }
          });
    }
    return slope(x, y);
  }

  /** Least squares with one regressor: the slope in its standard errors. */
  private static double slope(List<Double> x, List<Double> y) {
    double n = x.size();
    double meanX = x.stream().mapToDouble(each -> each).average().orElse(0);
    double meanY = y.stream().mapToDouble(each -> each).average().orElse(0);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < x.size(); i++) {
      double dx = x.get(i) - meanX;
      double dy = y.get(i) - meanY;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
    double slope = xy / xx;
    return slope / Math.sqrt((yy - slope * xy) / (n - 2) / xx);
  }

  /** Difference of two shares. */
  private static double ofShares(long x, long m, long z, long n) {
    double all = (double) (x + z) / (m + n);
    return ((double) x / m - (double) z / n) / Math.sqrt(all * (1 - all) * (1.0 / m + 1.0 / n));
  }

  /** A mean against 0. */
  private static double ofMean(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    return mean / Math.sqrt(squares / (values.length - 1) / values.length);
  }

  private Map<Integer, Found> asks() {
    Map<String, ObservedCalendar> complete = new TreeMap<>(archive.calendars());
    complete
        .keySet()
        .retainAll(
            CampaignThreads.platformsWithReplies(archive.events())
                .as(Encoders.STRING())
                .collectAsList());
    Dataset<Row> owned = archive.keeper().kept("owned", archive.owners().posts(archive.posts()));
    Dataset<Row> asks =
        archive
            .keeper()
            .kept(
                "asks_met",
                DirectedAsks.of(archive.posts(), archive.events(), archive.bots(), complete));
    List<AskStrata.Owned> strata =
        AskStrata.owned(
            DirectedAsks.withTenth(asks)
                .join(
                    owned.select("platform", "post_id", "entity_key"),
                    new String[] {"platform", "post_id"},
                    "inner"));
    Map<Integer, Found> found = new TreeMap<>();
    byReplicate(strata, AskStrata.Owned::entityKey)
        .forEach(
            (number, its) -> {
              Map<String, List<MatchedRatio.Stratum>> accounts = new TreeMap<>();
              its.forEach(
                  each ->
                      accounts
                          .computeIfAbsent(each.entityKey(), key -> new ArrayList<>())
                          .add(
                              new MatchedRatio.Stratum(
                                  each.warmMet(), each.warm(), each.coldMet(), each.cold())));
              List<MantelHaenszel.Study> studies = new ArrayList<>();
              accounts.forEach((key, own) -> studies.add(MatchedRatio.study(key, own)));
              MatchedRatio ratio = MatchedRatio.of(studies);
              found.put(
                  number,
                  new Found(
                      Map.of("rr_warm_cold", RatioLeg.of(ratio, null).estimate()),
                      ratio.accounts(),
                      NO_PLACEBO.placeboState(),
                      ofShares(
                          its.stream().mapToLong(AskStrata.Owned::warmMet).sum(),
                          its.stream().mapToLong(AskStrata.Owned::warm).sum(),
                          its.stream().mapToLong(AskStrata.Owned::coldMet).sum(),
                          its.stream().mapToLong(AskStrata.Owned::cold).sum())));
            });
    return found;
  }

  private Map<Integer, Found> comebacks() {
    List<ComebackMoment> moments =
        Comebacks.found(archive).seen().stream().map(ReturningAudience.Seen::moment).toList();
    Draws draws = new Draws(archive.seed(), "comebacks");
    Map<Integer, Found> found = new TreeMap<>();
    byReplicate(moments, ComebackMoment::account)
        .forEach(
            (number, its) -> {
              ComebackPenalties penalties = ComebackPenalties.of(its, draws, placeboDraws);
              found.put(
                  number,
                  new Found(
                      Map.of(
                          "penalty_pct_60d", penalties.after(60),
                          "slope_ln_gap", penalties.slope()),
                      penalties.accounts(),
                      placebo(penalties.placebos()),
                      ofMean(
                          penalties.silences().stream()
                              .map(ComebackMoment::response)
                              .filter(Objects::nonNull)
                              .mapToDouble(
                                  response ->
                                      StrictMath.log(
                                          (response.firstFive() / 5.0 + .1)
                                              / ((response.recent() + 5 * response.earlier()) / 6
                                                  + .1)))
                              .toArray())));
            });
    return found;
  }

  private Map<Integer, Found> relevance() {
    Draws draws = new Draws(archive.seed(), "relevance");
    Map<Integer, Found> found = new TreeMap<>();
    byReplicate(Relevance.found(archive).of(true), VenuePost::account)
        .forEach(
            (number, its) -> {
              VenueFit fit = VenueFit.of(its, draws, placeboDraws);
              found.put(
                  number,
                  new Found(
                      Map.of("change_pct_per_sd", fit.estimate()),
                      fit.accounts(),
                      fit.placebo().placeboState(),
                      slope(
                          its.stream().map(VenuePost::distance).toList(),
                          its.stream()
                              .map(post -> StrictMath.log(post.responders() + .5))
                              .toList())));
            });
    return found;
  }

  /** By the campaigns' rows as they are published: accounts have one each. */
  private Map<Integer, Found> reachDepth() {
    Map<String, Map<String, ReachDepthRow>> campaigns = new TreeMap<>();
    ReachDepth.measured(archive).rows().stream()
        .filter(row -> row.scope().equals("campaign") && row.kClass() != null)
        // Not those that were detected on hashtags, which are the accounts' own.
        .filter(row -> "account".equals(row.entityType()))
        .filter(row -> row.breadthDepthLnRatio().low() != null)
        .forEach(
            row ->
                campaigns
                    .computeIfAbsent(
                        Objects.requireNonNull(row.entityKey()), key -> new TreeMap<>())
                    .put(Objects.requireNonNull(row.kClass()), row));
    Map<Integer, Found> found = new TreeMap<>();
    byReplicate(List.copyOf(campaigns.entrySet()), Map.Entry::getKey)
        .forEach(
            (number, its) -> {
              List<PooledOdds.Study> studies = new ArrayList<>();
              double once = 0;
              double back = 0;
              for (Map.Entry<String, Map<String, ReachDepthRow>> campaign : its) {
                Map<String, ReachDepthRow> rows = campaign.getValue();
                Estimate ln = Objects.requireNonNull(rows.get("once")).breadthDepthLnRatio();
                double error =
                    (Objects.requireNonNull(ln.high()) - Objects.requireNonNull(ln.low()))
                        / 2
                        / StudentInterval.quantile(BUCKETS - 1);
                double byOnce = later(rows.get("once"));
                double byBack = later(rows.get("some")) + later(rows.get("regular"));
                once += byOnce;
                back += byBack;
                studies.add(
                    new PooledOdds.Study(
                        campaign.getKey(), byBack, byOnce, ln.value(), error * error));
              }
              PooledOdds odds = PooledOdds.of(studies);
              StudentInterval interval = odds.headlineInterval();
              Double headline = odds.headline();
              found.put(
                  number,
                  new Found(
                      Map.of(
                          "breadth_depth_ln_ratio",
                          interval != null
                              ? Estimate.of(interval.estimate(), interval.low(), interval.high())
                              : headline != null
                                  ? Estimate.withoutInterval(headline)
                                  : Estimate.none("ZERO_CELL")),
                      odds.accounts(),
                      NO_PLACEBO.placeboState(),
                      StrictMath.log(back / once) / Math.sqrt(1 / back + 1 / once)));
            });
    return found;
  }

  private static double later(@Nullable ReachDepthRow row) {
    Double each = row == null ? null : row.laterPerPerson();
    Long people = row == null ? null : row.people();
    return each == null || people == null ? 0 : each * people;
  }

  private static String placebo(List<PlaceboRow> placebos) {
    return placebos.stream()
        .map(PlaceboRow::placeboState)
        .filter(state -> !state.equals(Estimate.OK))
        .findFirst()
        .orElse(Estimate.OK);
  }
}
