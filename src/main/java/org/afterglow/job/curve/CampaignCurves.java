package org.afterglow.job.curve;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.afterglow.decay.AgeCurve;
import org.afterglow.decay.BaggedFit;
import org.afterglow.decay.Baseline;
import org.afterglow.decay.CounterSeries;
import org.afterglow.decay.CurveFamily;
import org.afterglow.decay.CurveGrid;
import org.afterglow.decay.Measured;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.decay.Reason;
import org.afterglow.decay.StopCurve;
import org.afterglow.job.acts.CampaignActs;
import org.afterglow.statistics.CheckedSample;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.Interval;
import org.afterglow.statistics.LabelCorrection;
import org.afterglow.statistics.LateOdds;
import org.afterglow.table.CounterChangeRow;
import org.afterglow.table.DecayCurveRow;
import org.afterglow.table.DecayRow;
import org.afterglow.table.EngagementRow;
import org.afterglow.table.Estimate;
import org.jspecify.annotations.Nullable;

/** The curves of one campaign, from sums over its posts and acts. */
final class CampaignCurves {
  private static final List<String> CLASSES = List.of("promotional", "conversational");
  private static final String ALL = "all";

  /** Series of acts have no counters. */
  private static final String NO_COUNTERS = "NOT_RUN";

  private static final CurveCell.CounterDay NOTHING_COUNTED =
      new CurveCell.CounterDay(null, null, null, 0, 0, 0, 0);

  private static final int DRAWS = 199;
  private static final int[][] NO_DRAWS = {};
  private static final int DAYS_BEFORE = CounterSeries.DAYS_BEFORE;
  private static final int DAYS = DAYS_BEFORE + CurveGrid.DAYS;
  private static final int WEEK = 7;
  private static final long DAY = ObservedCalendar.DAY;

  private final CurveCampaign campaign;
  private final Map<String, ObservedCalendar> calendars;
  private final Draws draws;
  private final @Nullable LabelCorrection correction;
  private final Map<ObservedCalendar, Long> platforms;
  private final double[] exposure;
  private final Map<String, int[][]> drawn = new HashMap<>();
  private final List<CurveRows> rows = new ArrayList<>();

  private final Map<String, Long> posts = new HashMap<>();
  private final Map<String, Threads> threads = new HashMap<>();
  private final Map<String, Sums> sums = new HashMap<>();
  private final Map<String, Map<Integer, CurveCell.CounterDay>> counterDays = new HashMap<>();
  private final TreeMap<Integer, CurveCell.CounterDay> counterWeeks = new TreeMap<>();
  private final Map<String, Map<Integer, CurveCell.CounterDay>> snapshotBins = new HashMap<>();

  /** Sums of one series, class and reach by bucket and bin; most buckets of most hold nothing. */
  private static final class Sums {
    final long[][] posts;
    final long[][] events;
    final long[][] weights;
    final long[][] atRisk;
    private final long[] nothing;

    Sums(int bins) {
      nothing = new long[bins];
      posts = empty();
      events = empty();
      weights = empty();
      atRisk = empty();
    }

    private long[][] empty() {
      long[][] empty = new long[FitCurves.BUCKETS][];
      Arrays.fill(empty, nothing);
      return empty;
    }

    void add(CurveCell cell, int bin) {
      add(posts, cell.bucket(), cell.posts(), bin);
      add(events, cell.bucket(), cell.events(), bin);
      add(weights, cell.bucket(), cell.weightMillionths(), bin);
      add(atRisk, cell.bucket(), cell.atRiskMicros(), bin);
    }

    private void add(long[][] to, int bucket, long[] from, int first) {
      if (from.length > 0 && to[bucket] == nothing) {
        to[bucket] = nothing.clone();
      }
      for (int i = 0; i < from.length; i++) {
        to[bucket][first + i] += from[i];
      }
    }
  }

  /**
   * Threads that posts of a class began.
   *
   * @param watched for long enough
   * @param alive those of them that went on
   */
  private record Threads(long watched, long alive) {
    static final Threads NONE = new Threads(0, 0);
  }

  /**
   * The curves of a campaign.
   *
   * @param correction for errors of the classes of posts; null: they are taken as predicted
   */
  CampaignCurves(
      CurveCampaign campaign,
      Map<String, ObservedCalendar> calendars,
      Draws draws,
      @Nullable LabelCorrection correction) {
    this.correction = correction;
    this.campaign = campaign;
    this.calendars = calendars;
    this.draws = draws;
    platforms = platforms();
    exposure = exposure();
  }

  /** All rows of the campaign. */
  List<CurveRows> rows(Iterator<CurveCell> cells) {
    cells.forEachRemaining(this::take);
    boolean countersOnly = campaign.countersOnly();
    Double totalHalves = stopped() == null ? null : counters();
    for (String postClass : CLASSES) {
      AgeCurve age = age(postClass, CampaignActs.DIRECT, countersOnly);
      age(postClass, CampaignActs.THREAD, countersOnly);
      StopCurve stop = stop(postClass, countersOnly);
      decay(postClass, corrected(postClass, age), stop, totalHalves, countersOnly);
    }
    if (stopped() != null) {
      organic();
    }
    snapshots();
    return rows;
  }

  private void take(CurveCell cell) {
    switch (cell.series()) {
      case FitCurves.THREADS ->
          threads.put(cell.postClass(), new Threads(cell.posts()[0], cell.events()[0]));
      case FitCurves.POSTS -> posts.merge(cell.postClass(), cell.posts()[0], Long::sum);
      case FitCurves.COUNTER_WEEKS -> {
        if (cell.counters() != null) {
          counterWeeks.put(cell.bin(), cell.counters());
        }
      }
      case FitCurves.SNAPSHOTS -> {
        if (cell.counters() != null) {
          snapshotBins
              .computeIfAbsent(cell.postClass(), c -> new HashMap<>())
              .put(cell.bin(), cell.counters());
        } else {
          sums(cell, CounterSeries.AGE_BINS).add(cell, cell.bin());
        }
      }
      case FitCurves.BASELINE -> {
        if (cell.counters() == null) {
          sums(cell, WEEK).add(cell, 0);
        }
      }
      case FitCurves.AGE -> sums(cell, AgeCurve.BINS).add(cell, cell.bin());
      case FitCurves.STOP -> sums(cell, CurveGrid.DAYS).add(cell, cell.bin());
      default -> {
        if (cell.counters() != null) {
          counterDays
              .computeIfAbsent(cell.postClass(), c -> new HashMap<>())
              .put(cell.bin(), cell.counters());
        } else {
          sums(cell, DAYS).add(cell, cell.bin() + DAYS_BEFORE);
        }
      }
    }
  }

  private Sums sums(CurveCell cell, int bins) {
    return sums.computeIfAbsent(
        key(cell.series(), cell.postClass(), cell.reach()), k -> new Sums(bins));
  }

  private Sums sums(String series, String postClass, String reach, int bins) {
    Sums found = sums.get(key(series, postClass, reach));
    return found == null ? new Sums(bins) : found;
  }

  private static String key(String series, String postClass, String reach) {
    return series + ' ' + postClass + ' ' + reach;
  }

  private int[][] draws(String unit) {
    return drawn.computeIfAbsent(
        unit,
        u -> {
          int[][] weights = new int[DRAWS][];
          for (int draw = 0; draw < DRAWS; draw++) {
            weights[draw] =
                Draws.poissonWeights(
                    draws.stream(campaign.campaignId(), u, draw), FitCurves.BUCKETS);
          }
          return weights;
        });
  }

  private AgeCurve age(String postClass, String reach, boolean countersOnly) {
    Sums acts = sums(FitCurves.AGE, postClass, reach, AgeCurve.BINS);
    Sums time = sums(FitCurves.AGE, postClass, CampaignActs.DIRECT, AgeCurve.BINS);
    long[] events = byBin(acts.events);
    long[] atRisk = byBin(time.posts);
    AgeCurve curve =
        AgeCurve.of(
            ageCounts(postClass, acts, time),
            AgeCurve.hasInterval(posts(postClass)) && sum(events) > 0 ? draws(postClass) : NO_DRAWS,
            countersOnly);
    long[] weights = byBin(acts.weights);
    long[] micros = byBin(time.atRisk);
    for (int bin = 0; bin < AgeCurve.BINS; bin++) {
      rows.add(
          CurveRows.of(
              row(
                  FitCurves.AGE,
                  postClass,
                  reach,
                  AgeCurve.EDGES_HOURS.get(bin),
                  AgeCurve.EDGES_HOURS.get(bin + 1),
                  atRisk[bin],
                  (double) micros[bin] / DAY,
                  events[bin],
                  weights[bin] / 1e6,
                  estimate(curve.rates().get(bin)),
                  curve.cumulative().get(bin))));
    }
    return curve;
  }

  private AgeCurve.Counts ageCounts(String postClass, Sums acts, Sums time) {
    return new AgeCurve.Counts(
        posts(postClass),
        byBin(acts.events),
        scaled(acts.weights, 1_000_000),
        scaled(time.atRisk, DAY));
  }

  /** The curve with what the checked sample says of the classes. */
  private AgeCurve corrected(String postClass, AgeCurve curve) {
    LateOdds.Confusion confusion = correction == null ? null : correction.confusion();
    if (correction == null || confusion == null) {
      return curve;
    }
    boolean promotional = postClass.equals(CLASSES.get(0));
    String other = CLASSES.get(promotional ? 1 : 0);
    Sums own = sums(FitCurves.AGE, postClass, CampaignActs.DIRECT, AgeCurve.BINS);
    Sums others = sums(FitCurves.AGE, other, CampaignActs.DIRECT, AgeCurve.BINS);
    List<AgeCurve.@Nullable Shares> drawnShares = new ArrayList<>();
    for (CheckedSample.Rates drawn : correction.reweighted()) {
      drawnShares.add(drawn.confusion().map(each -> shares(each, promotional)).orElse(null));
    }
    return curve.corrected(
        ageCounts(postClass, own, own),
        ageCounts(other, others, others),
        shares(confusion, promotional),
        drawnShares,
        draws(postClass),
        draws(other),
        campaign.countersOnly());
  }

  private static AgeCurve.Shares shares(LateOdds.Confusion confusion, boolean promotional) {
    double earlyOwn = confusion.early(promotional);
    double earlyOther = confusion.early(!promotional);
    double lateOwn = confusion.late(promotional);
    double lateOther = confusion.late(!promotional);
    return promotional
        ? new AgeCurve.Shares(earlyOwn, earlyOther, lateOwn, lateOther)
        : new AgeCurve.Shares(1 - earlyOwn, 1 - earlyOther, 1 - lateOwn, 1 - lateOther);
  }

  private StopCurve stop(String postClass, boolean countersOnly) {
    Sums acts = sums(FitCurves.STOP, postClass, CampaignActs.DIRECT, CurveGrid.DAYS);
    StopCurve.Counts counts =
        new StopCurve.Counts(
            posts(postClass),
            windowDays(),
            Arrays.copyOfRange(exposure, DAYS_BEFORE, DAYS),
            scaled(acts.events, 1));
    StopCurve curve =
        StopCurve.of(counts, counts.drawable() ? draws(postClass) : NO_DRAWS, countersOnly);
    if (stopped() == null) {
      return curve;
    }
    long[] events = byBin(acts.events);
    long[] weights = byBin(acts.weights);
    for (int day = 0; day < CurveGrid.DAYS; day++) {
      if (day < counts.windowDays()) {
        rows.add(
            CurveRows.of(
                row(
                    FitCurves.STOP,
                    postClass,
                    CampaignActs.DIRECT,
                    24.0 * day,
                    24.0 * (day + 1),
                    counts.posts(),
                    counts.exposure()[day],
                    events[day],
                    weights[day] / 1e6,
                    estimate(curve.rates().get(day)),
                    null)));
      }
      rows.add(
          CurveRows.of(
              new DecayCurveRow(
                  campaign.campaignId(),
                  campaign.entityType(),
                  campaign.entityKey(),
                  postClass,
                  day,
                  counts.events(day),
                  counts.exposure()[day],
                  estimate(curve.fitted().get(day)))));
    }
    return curve;
  }

  private void decay(
      String postClass,
      AgeCurve age,
      StopCurve stop,
      @Nullable Double totalHalvesAfterDays,
      boolean countersOnly) {
    BaggedFit fit = stop.fit();
    Measured day0 = stop.fitted().get(0);
    long observedDays =
        Arrays.stream(exposure, DAYS_BEFORE, DAYS).filter(share -> share > 0).count();
    rows.add(
        CurveRows.of(
            new DecayRow(
                campaign.campaignId(),
                campaign.entityType(),
                campaign.entityKey(),
                postClass,
                posts(postClass),
                total(sums(FitCurves.AGE, postClass, CampaignActs.DIRECT, AgeCurve.BINS).events),
                observedDays,
                estimate(age.halfOf28dAgeHours()),
                estimate(age.remains1d()),
                estimate(age.remains7d()),
                estimate(stop.t50Days()),
                estimate(stop.rho28()),
                estimate(stop.d28Days()),
                estimate(stop.halfOfWindowDays()),
                day0.value(),
                fit == null ? null : (Double) fit.floor(),
                fit == null ? null : (Double) fit.single().overdispersion(),
                fit == null ? null : (Double) fit.share(CurveFamily.EXPONENTIAL),
                fit == null ? null : (Double) fit.share(CurveFamily.WEIBULL),
                fit == null ? null : (Double) fit.share(CurveFamily.POWER),
                totalHalvesAfterDays,
                threads(postClass).watched,
                threadsAliveShare(postClass, countersOnly),
                correction == null ? "none" : "per_cell",
                AgeCurve.hasInterval(posts(postClass)) ? DRAWS : 0)));
  }

  private Threads threads(String postClass) {
    return threads.getOrDefault(postClass, Threads.NONE);
  }

  private Estimate threadsAliveShare(String postClass, boolean countersOnly) {
    if (!campaign.repliesNamed()) {
      return Estimate.none("NO_REPLY_IDS");
    }
    Threads of = threads(postClass);
    Interval interval = Interval.wilson(of.alive, of.watched);
    if (countersOnly || interval == null) {
      return Estimate.none((countersOnly ? Reason.COUNTERS : Reason.SHORT_WINDOW).name());
    }
    return Estimate.of((double) of.alive / of.watched, interval.low(), interval.high());
  }

  private void organic() {
    Sums talk = sums(FitCurves.ORGANIC, ALL, CampaignActs.DIRECT, DAYS);
    long[] events = byBin(talk.events);
    double[][] daily = new double[DRAWS][DAYS];
    long total = total(talk.events);
    boolean bootstrap = AgeCurve.hasInterval(total);
    int[][] draws = bootstrap ? draws(FitCurves.ORGANIC) : NO_DRAWS;
    for (int r = 0; r < draws.length; r++) {
      for (int b = 0; b < FitCurves.BUCKETS; b++) {
        for (int day = 0; draws[r][b] > 0 && day < DAYS; day++) {
          daily[r][day] += (double) draws[r][b] * talk.events[b][day];
        }
      }
    }
    for (int i = 0; i < DAYS; i++) {
      int day = i;
      if (!(exposure[i] > 0)) {
        continue;
      }
      double[] rates =
          bootstrap
              ? Arrays.stream(daily).mapToDouble(each -> each[day] / exposure[day]).toArray()
              : new double[0];
      rows.add(
          CurveRows.of(
              row(
                  FitCurves.ORGANIC,
                  ALL,
                  CampaignActs.DIRECT,
                  24.0 * (day - DAYS_BEFORE),
                  24.0 * (day - DAYS_BEFORE + 1),
                  events[day],
                  exposure[day],
                  events[day],
                  (double) events[day],
                  estimate(AgeCurve.rate(events[day], exposure[day], rates, total == 0)),
                  null)));
    }
  }

  /** Adds rows of counters by day of posting; the days after which their total halves. */
  private @Nullable Double counters() {
    String kind = campaign.counterKind();
    Double limit = campaign.counterLimit();
    Instant stop = campaign.stoppedAt();
    if (kind == null || stop == null) {
      return null;
    }
    long midnight = Math.floorDiv(micros(stop), DAY) * DAY;
    boolean[] observed = new boolean[DAYS];
    // What was posted when is told on through the next campaign; only the halving ends there.
    boolean[] beforeNext = new boolean[DAYS];
    for (int i = 0; i < DAYS; i++) {
      long from = midnight + (i - DAYS_BEFORE) * DAY;
      observed[i] = observedShare(from, from + DAY) >= StopCurve.LEAST_OBSERVED;
      beforeNext[i] = observed[i] && from < next();
    }
    for (String postClass : List.of("promotional", "conversational", ALL)) {
      Sums counted = sums(FitCurves.COUNTERS, postClass, CampaignActs.DIRECT, DAYS);
      long[] made = byBin(counted.posts);
      long[] totals = byBin(counted.events);
      Map<Integer, CurveCell.CounterDay> figures = counterDays.getOrDefault(postClass, Map.of());
      for (int i = 0; i < DAYS; i++) {
        if (!observed[i]) {
          continue;
        }
        int day = i - DAYS_BEFORE;
        CurveCell.CounterDay figure = figures.getOrDefault(day, NOTHING_COUNTED);
        boolean any = made[i] > 0;
        rows.add(
            CurveRows.of(
                new EngagementRow(
                    campaign.campaignId(),
                    campaign.entityType(),
                    campaign.entityKey(),
                    FitCurves.COUNTERS,
                    postClass,
                    CampaignActs.DIRECT,
                    24.0 * day,
                    24.0 * (day + 1),
                    made[i],
                    0,
                    0,
                    0,
                    Estimate.none(Reason.COUNTERS.name()),
                    null,
                    instant(midnight + day * DAY),
                    kind,
                    totals[i],
                    estimate(
                        CounterSeries.mean(
                            column(counted.posts, i),
                            column(counted.events, i),
                            AgeCurve.hasInterval(made[i]) ? draws(postClass) : NO_DRAWS)),
                    any ? figure.median() : null,
                    any && limit != null
                        ? (Double)
                            CounterSeries.winsorised(
                                made[i], figure.totalBelow(), figure.above(), limit)
                        : null,
                    null,
                    any ? figure.ageP10Days() : null,
                    any ? figure.ageMedianDays() : null,
                    figure.young())));
      }
    }
    changes(midnight, kind);
    List<@Nullable Double> ages = medianAges(-DAYS_BEFORE / WEEK);
    long[] totals = byBin(sums(FitCurves.COUNTERS, ALL, CampaignActs.DIRECT, DAYS).events);
    return CounterSeries.ageMixed(ages)
        ? null
        : CounterSeries.totalHalvesAfterDays(totals, beforeNext);
  }

  /** Adds rows of what was posted in weeks around the stop, held against the baseline. */
  private void changes(long midnight, String kind) {
    Instant start = campaign.startedAt();
    List<Baseline.Span> spans = Objects.requireNonNullElse(campaign.baseline(), List.of());
    double baselineDays =
        mean(calendar -> spans.stream().mapToDouble(span -> days(calendar, span)).sum());
    List<@Nullable Double> ages = medianAges(-1);
    CurveCell.CounterDay baselineAges = counterWeeks.get(CountedWeek.BASELINE);
    ages.add(baselineAges == null ? null : baselineAges.ageMedianDays());
    boolean ageMixed = CounterSeries.ageMixed(ages);
    long weekMicros = WEEK * DAY;
    for (int week = -1; week < CounterSeries.WEEKS; week++) {
      Baseline.Span span =
          new Baseline.Span(midnight + week * weekMicros, midnight + (week + 1) * weekMicros);
      if (week < 0 && start != null && micros(start) > span.from()) {
        continue; // not all of it was campaign
      }
      double observedDays = mean(calendar -> days(calendar, span));
      Reason refused = null;
      if (!Baseline.stands(baselineDays)) {
        refused = Reason.NO_BASELINE;
      } else if (span.until() > Math.min(end(), next())) {
        refused = Reason.SHORT_WINDOW;
      } else if (observedDays < CounterSeries.ENOUGH_DAYS) {
        refused = Reason.GAP_HEAVY;
      } else if (ageMixed) {
        refused = Reason.AGE_MIXED;
      }
      for (String postClass : List.of("promotional", "conversational", ALL)) {
        CounterSeries.Counted before = counted(FitCurves.BASELINE, postClass, 0, baselineDays);
        CounterSeries.Counted made =
            counted(FitCurves.COUNTERS, postClass, DAYS_BEFORE + week * WEEK, observedDays);
        CounterSeries.Change change =
            refused != null
                ? CounterSeries.Change.none(refused)
                : CounterSeries.Change.between(
                    before,
                    made,
                    AgeCurve.hasInterval(Math.min(sum(before.posts()), sum(made.posts())))
                        ? draws(postClass)
                        : NO_DRAWS);
        rows.add(
            CurveRows.of(
                new CounterChangeRow(
                    campaign.campaignId(),
                    campaign.entityType(),
                    campaign.entityKey(),
                    postClass,
                    week,
                    instant(span.from()),
                    kind,
                    sum(made.posts()),
                    sum(made.totals()),
                    observedDays,
                    sum(before.posts()),
                    sum(before.totals()),
                    baselineDays,
                    estimate(change.lnTotal()),
                    estimate(change.lnPosts()),
                    estimate(change.lnMean()))));
      }
    }
  }

  /** What was posted on seven days of a series, from one of them on. */
  private CounterSeries.Counted counted(String series, String postClass, int first, double days) {
    Sums sums =
        sums(
            series,
            postClass,
            CampaignActs.DIRECT,
            series.equals(FitCurves.BASELINE) ? WEEK : DAYS);
    return new CounterSeries.Counted(
        byBucket(sums.posts, first, first + WEEK),
        byBucket(sums.events, first, first + WEEK),
        days);
  }

  private static long[] byBucket(long[][] sums, int from, int until) {
    return Arrays.stream(sums)
        .mapToLong(bucket -> Arrays.stream(bucket, from, until).sum())
        .toArray();
  }

  /** Median ages of the counters of posts of weeks from one on. */
  private List<@Nullable Double> medianAges(int firstWeek) {
    List<@Nullable Double> ages = new ArrayList<>();
    counterWeeks.tailMap(firstWeek).values().forEach(week -> ages.add(week.ageMedianDays()));
    return ages;
  }

  private static double days(ObservedCalendar calendar, Baseline.Span span) {
    return (double) calendar.observedMicros(span.from(), span.until()) / DAY;
  }

  private EngagementRow row(
      String series,
      String postClass,
      String reach,
      double fromHours,
      double untilHours,
      long atRisk,
      double postDays,
      long events,
      double weighted,
      Estimate rate,
      @Nullable Double cumulative) {
    return new EngagementRow(
        campaign.campaignId(),
        campaign.entityType(),
        campaign.entityKey(),
        series,
        postClass,
        reach,
        fromHours,
        untilHours,
        atRisk,
        postDays,
        events,
        weighted,
        rate,
        cumulative,
        null,
        null,
        null,
        Estimate.none(NO_COUNTERS),
        null,
        null,
        null,
        null,
        null,
        0);
  }

  /** Adds rows of counters by age, of posts that were counted again later. */
  private void snapshots() {
    for (String postClass : List.of("promotional", "conversational", ALL)) {
      Sums counted =
          sums(FitCurves.SNAPSHOTS, postClass, CampaignActs.DIRECT, CounterSeries.AGE_BINS);
      long[] posts = byBin(counted.posts);
      long[] totals = byBin(counted.events);
      new TreeMap<>(snapshotBins.getOrDefault(postClass, Map.of()))
          .forEach(
              (bin, figure) ->
                  rows.add(
                      CurveRows.of(
                          new EngagementRow(
                              campaign.campaignId(),
                              campaign.entityType(),
                              campaign.entityKey(),
                              FitCurves.SNAPSHOTS,
                              postClass,
                              CampaignActs.DIRECT,
                              CounterSeries.AGE_EDGES_HOURS.get(bin),
                              CounterSeries.AGE_EDGES_HOURS.get(bin + 1),
                              posts[bin],
                              0,
                              0,
                              0,
                              Estimate.none(Reason.COUNTERS.name()),
                              null,
                              null,
                              campaign.snapshotKind(),
                              totals[bin],
                              estimate(
                                  CounterSeries.mean(
                                      column(counted.posts, bin),
                                      column(counted.events, bin),
                                      AgeCurve.hasInterval(posts[bin])
                                          ? draws(postClass)
                                          : NO_DRAWS)),
                              figure.median(),
                              null,
                              CounterSeries.shareOfNewest(totals[bin], figure.newestTotal()),
                              figure.ageP10Days(),
                              figure.ageMedianDays(),
                              0))));
    }
  }

  /** Observed share times season of each day around the stop; 0 where less than half was. */
  private double[] exposure() {
    double[] exposure = new double[DAYS];
    Instant stop = stopped();
    if (stop == null) {
      return exposure;
    }
    for (int i = 0; i < DAYS; i++) {
      long from = micros(stop) + (i - DAYS_BEFORE) * DAY;
      long until = Math.min(from + DAY, next());
      if (observedShare(from, until) >= StopCurve.LEAST_OBSERVED) {
        exposure[i] = mean(calendar -> calendar.seasonedHours(from, until) / 24);
      }
    }
    return exposure;
  }

  /** Days from the stop to the next campaign or the archive's end, at most 56. */
  private double windowDays() {
    Instant stop = stopped();
    if (stop == null) {
      return 0;
    }
    double days = (double) (Math.min(end(), next()) - micros(stop)) / DAY;
    return platforms.isEmpty() ? 0 : Math.max(0, Math.min(CurveGrid.DAYS, days));
  }

  /** The end of the archive on the platforms of the campaign. */
  private long end() {
    return platforms.keySet().stream()
        .mapToLong(ObservedCalendar::end)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  private double observedShare(long from, long until) {
    return mean(calendar -> (double) calendar.observedMicros(from, until) / DAY);
  }

  /** Mean over the campaign's platforms, by the posts that it made on each. */
  private double mean(ToDoubleFunction<ObservedCalendar> of) {
    double sum = 0;
    double all = 0;
    for (Map.Entry<ObservedCalendar, Long> each : platforms.entrySet()) {
      sum += each.getValue() * of.applyAsDouble(each.getKey());
      all += each.getValue();
    }
    return all > 0 ? sum / all : 0;
  }

  /** Calendars with the posts that count on them; every calendar alike where it made none. */
  private Map<ObservedCalendar, Long> platforms() {
    Map<ObservedCalendar, Long> found = new LinkedHashMap<>();
    List<CurveCampaign.PlatformPosts> made = campaign.platforms();
    if (made != null) {
      for (CurveCampaign.PlatformPosts each : made) {
        ObservedCalendar calendar = calendars.get(each.platform());
        if (calendar != null) {
          found.put(calendar, each.posts());
        }
      }
    } else {
      new TreeMap<>(calendars).values().forEach(calendar -> found.put(calendar, 1L));
    }
    return found;
  }

  private @Nullable Instant stopped() {
    return campaign.stoppedAt();
  }

  private long next() {
    Instant next = campaign.nextCampaignAt();
    return next == null ? Long.MAX_VALUE : micros(next);
  }

  private long posts(String postClass) {
    return posts.getOrDefault(postClass, 0L);
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
  }

  private static Estimate estimate(Measured measured) {
    return new Estimate(measured.value(), measured.low(), measured.high(), measured.state().name());
  }

  private static long total(long[][] byBucket) {
    return sum(byBin(byBucket));
  }

  private static long sum(long[] values) {
    return Arrays.stream(values).sum();
  }

  private static long[] byBin(long[][] byBucket) {
    long[] bins = new long[byBucket[0].length];
    for (long[] bucket : byBucket) {
      for (int bin = 0; bin < bins.length; bin++) {
        bins[bin] += bucket[bin];
      }
    }
    return bins;
  }

  private static long[] column(long[][] byBucket, int bin) {
    return Arrays.stream(byBucket).mapToLong(bucket -> bucket[bin]).toArray();
  }

  private static double[][] scaled(long[][] byBucket, double unit) {
    double[][] scaled = new double[byBucket.length][byBucket[0].length];
    for (int bucket = 0; bucket < scaled.length; bucket++) {
      for (int bin = 0; bin < scaled[bucket].length; bin++) {
        scaled[bucket][bin] = byBucket[bucket][bin] / unit;
      }
    }
    return scaled;
  }
}
