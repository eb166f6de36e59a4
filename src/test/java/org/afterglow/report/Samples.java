package org.afterglow.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.afterglow.classify.Evaluation;
import org.afterglow.classify.MeasuredGroup;
import org.afterglow.classify.ModelCard;
import org.afterglow.classify.SampleEvaluation;
import org.afterglow.classify.TrainOptions;
import org.afterglow.classify.WeightedConfusion;
import org.afterglow.report.ReportData.BySource;
import org.afterglow.report.ReportData.ClassCount;
import org.afterglow.report.ReportData.CountedAgain;
import org.afterglow.report.ReportData.CoverageBin;
import org.afterglow.report.ReportData.DrawnCampaign;
import org.afterglow.report.ReportData.OutcomeCount;
import org.afterglow.report.ReportData.RejectCount;
import org.afterglow.report.ReportData.SourceCount;
import org.afterglow.report.ReportData.SpanDay;
import org.afterglow.report.ReportData.StateCount;
import org.afterglow.statistics.CheckedSample;
import org.afterglow.statistics.Draws;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.CampaignRow;
import org.afterglow.table.DecayContrastPooledRow;
import org.afterglow.table.DecayContrastRow;
import org.afterglow.table.DecayCurveRow;
import org.afterglow.table.DecayRow;
import org.afterglow.table.EngagementRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.FindingRow;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.RetentionRow;
import org.jspecify.annotations.Nullable;

/** Made-up results: campaigns with every estimate, with none, and with some. */
public final class Samples {
  /** A name such as an attacker would choose. */
  static final String HOSTILE = "<script>alert(1)</script>\" onload='x' &amp;";

  public static final RunFacts.Fates FATES =
      new RunFacts.Fates(91_234, 80_000, 9_000, 104, 949, 37, 12, 1_100, 32, 1_583, 7);
  public static final RunFacts RUN =
      new RunFacts(
          "0.1.0",
          "4.1.0",
          "promotional-en 1",
          20260101,
          3,
          FATES,
          List.of(),
          new RunFacts.Adverts(31, 20, 2),
          null,
          Instant.parse("2026-02-03T04:05:06Z"));

  /** One that passes, one that was not run, and the printed ones, which fail. */
  static final List<PlaceboRow> PLACEBOS =
      List.of(
          new PlaceboRow("C1a", "opposite_schedule", true, 151, null, null, null, 3, "NOT_RUN"),
          new PlaceboRow("C1a", "split_half", true, 400, .0475, .01, .1, 12, "OK"),
          new PlaceboRow(
              "C1a", "crude_opposite_schedule", false, 400, .86, -.7, .1, 12, "SCHEDULE"),
          new PlaceboRow(
              "C1a", "split_half_promotional", false, 400, .1225, .02, .1, 12, "PLACEBO_FAILED"),
          new PlaceboRow("C1b", "permuted", true, 400, .015, -.03, .1, 12, "OK"),
          new PlaceboRow("C1c", "permuted", true, 380, .095, .04, .1, 12, "PLACEBO_FAILED"),
          new PlaceboRow("C1c", "split_half", true, 12, null, null, null, 3, "NOT_RUN"));

  private static final double[] AGES = {0, 1, 3, 6, 12, 24, 48, 96, 168, 336, 672};
  private static final Instant BEGIN = Instant.parse("2024-01-08T00:00:00Z");

  private static final Evaluation EVALUATION =
      SampleEvaluation.of(1_500, 7, 1).with(SampleEvaluation.drift("posts"));

  private Samples() {}

  /** A campaign and whatever the tables hold of it. */
  public record Campaign(
      DrawnCampaign drawn,
      List<EngagementRow> engagement,
      List<DecayRow> decay,
      List<DecayCurveRow> curve,
      List<DecayContrastRow> contrasts) {}

  /** Nothing came in at all. */
  static ReportData empty() {
    return new ReportData(
        new RunFacts(
            "0.1.0",
            "4.1.0",
            null,
            1,
            0,
            new RunFacts.Fates(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            List.of(),
            new RunFacts.Adverts(0, 0, 0),
            null,
            Instant.parse("2026-02-03T04:05:06Z")),
        List.of(),
        List.of(),
        List.of(),
        0,
        List.of(),
        0,
        ReportData.BySource.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        ReportData.Stays.NONE,
        ReportData.CountedAgain.NONE,
        List.of(),
        List.of(),
        ClassifierFacts.NONE);
  }

  /** Campaigns in every state, and a pooled contrast with its sensitivity runs. */
  static ReportData mixed() {
    List<Campaign> campaigns = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      campaigns.add(estimated("c" + i, "spring sale " + i, i));
    }
    campaigns.add(estimated("hostile", HOSTILE, 7));
    campaigns.add(partly("thin", 8));
    campaigns.add(running("running", 9));
    campaigns.add(countersOnly("counters", 10));
    campaigns.add(ofAdverts("adverts-1", 11));
    List<StateCount> states =
        List.of(
            new StateCount("campaigns", "state", "OK", 9),
            new StateCount("campaigns", "state", "STOP_NOT_OBSERVED", 1),
            new StateCount("campaigns", "flags", "STOP_IN_GAP", 1),
            new StateCount("decay", "t50_days", "HALF_LIFE_BEYOND_WINDOW", 3),
            new StateCount("decay", "t50_days", "TOO_FEW_EVENTS", 2),
            new StateCount("decay", "remains_1d", "TOO_FEW_EVENTS", 2),
            new StateCount("decay_contrast", "lnlor", "ZERO_CELL", 1),
            new StateCount("decay_contrast", "lnlor_crude", "SCHEDULE", 9));
    return data(
        campaigns,
        52,
        List.of(
            pooled("post", "primary", "undetermined", -0.47, 0.21),
            pooled("post", "heaviest_account_out", "undetermined", -0.41, 0.26),
            pooled("post", "uncertain_dropped", "undetermined", -0.52, 0.24),
            pooled("post", "cut_6h", "undetermined", -0.44, 0.22),
            pooled("post", "cut_7d", "undetermined", -0.58, 0.33),
            pooled("person", "primary", "undetermined", -0.12, 0.35),
            withoutPooled("thread", "TOO_FEW_EVENTS")),
        states);
  }

  /** As mixed, with classes that were checked. */
  static ReportData checked() {
    List<CheckedSample.Post> posts = new ArrayList<>();
    for (int i = 0; i < 788; i++) {
      posts.add(new CheckedSample.Post(i % 2 == 0, i % 20 == 3 || i % 2 == 0, 1, 2, 1));
    }
    ReportData data = mixed();
    RunFacts run =
        new RunFacts(
            RUN.programVersion(),
            RUN.sparkVersion(),
            RUN.model(),
            RUN.seed(),
            RUN.inputs(),
            FATES,
            List.of(),
            RUN.adverts(),
            new LabelCheck(
                800,
                10,
                790,
                0,
                2,
                true,
                false,
                WeightedConfusion.of(new CheckedSample(posts), 0, new Draws(1, "test"))),
            RUN.finishedAt());
    DecayContrastPooledRow row = pooled("post", "primary", "undetermined", -0.9, 0.3);
    DecayContrastPooledRow corrected =
        new DecayContrastPooledRow(
            row.unit(),
            row.run(),
            row.headline(),
            row.campaigns(),
            row.accounts(),
            row.zeroCellShare(),
            row.estimate(),
            row.mhEstimate(),
            row.pValue(),
            row.qValue(),
            row.tau(),
            row.i2(),
            row.predictionLow(),
            row.predictionHigh(),
            row.maxAccountShare(),
            1.0,
            .1,
            1.0,
            .1,
            .09,
            "per_cell",
            row.legVerdict(),
            List.of("FEW_ACCOUNTS"));
    return with(
        data,
        run,
        List.of(corrected, pooled("post", "labels_as_predicted", "undetermined", -0.46, 0.2)));
  }

  /** Campaigns were found and none could be compared. */
  static ReportData nothingEstimable() {
    return data(
        List.of(countersOnly("counters", 0), running("running", 1)),
        2,
        List.of(withoutPooled("post", "TOO_FEW_EVENTS")),
        List.of(
            new StateCount("decay", "t50_days", "COUNTERS", 2),
            new StateCount("decay", "t50_days", "STOP_NOT_OBSERVED", 2)));
  }

  static ReportData data(
      List<Campaign> campaigns,
      long count,
      List<DecayContrastPooledRow> pooled,
      List<StateCount> states) {
    return new ReportData(
        RUN,
        coverage(),
        List.of(
            new ClassCount("reddit", "promotional", "record", 1_204),
            new ClassCount("reddit", "conversational", "record", 31_022),
            new ClassCount("reddit", "uncertain", "record", 877),
            new ClassCount("reddit", "no_text", "record", 310),
            new ClassCount("twitter", "promotional", "record", 9_412),
            new ClassCount("twitter", "conversational", "record", 30_003),
            new ClassCount("twitter", "conversational", "embedded", 1_583),
            new ClassCount("twitter", "unsupported_language", "record", 2_901),
            new ClassCount("twitter", "no_text", "record", 4_271)),
        List.of(
            new RejectCount(2, "TRUNCATED", 1),
            new RejectCount(1, "NOT_JSON", 30),
            new RejectCount(1, "LOSSY_ID", 6)),
        44,
        campaigns.stream().map(Campaign::drawn).toList(),
        count,
        bySource(),
        campaigns.stream().flatMap(c -> c.engagement().stream()).toList(),
        campaigns.stream().flatMap(c -> c.decay().stream()).toList(),
        campaigns.stream().flatMap(c -> c.curve().stream()).toList(),
        campaigns.stream().flatMap(c -> c.contrasts().stream()).toList(),
        pooled,
        PLACEBOS,
        campaigns.size() > 5 ? stays(campaigns) : ReportData.Stays.NONE,
        campaigns.size() > 5
            ? countedAgain(campaigns)
            : new CountedAgain(3, 6, 0, List.of(), List.of()),
        states,
        findings(),
        campaigns.size() > 5 ? measured() : carded());
  }

  /** One in each verdict, on each kind of scale. */
  static List<FindingRow> findings() {
    return List.of(
        finding("C1", "undetermined", "LABELS_UNCHECKED", Estimate.of(-1.2, -1.9, -.5), .22),
        finding("C2", "supports", "OK", Estimate.of(.5, .4, .62), .22),
        finding("C3", "no_material_difference", "OK", Estimate.of(-.8, -2.1, .6), 3),
        finding("C4", "contradicts", "OK", Estimate.of(.6, .5, .75), .22),
        finding("C5", "undetermined", "RUNS_DISAGREE", Estimate.of(9, 4, 14), 3),
        finding("C6", "supports", "OK", Estimate.of(35, 20, 48), 10),
        finding("C7", "not_estimable", "NO_VENUE", Estimate.none("NO_VENUE"), 3),
        finding(
            "C8",
            "undetermined",
            "FEW_ACCOUNTS",
            Estimate.qualified(.9, null, null, "FEW_ACCOUNTS"),
            .22));
  }

  private static FindingRow finding(
      String claim, String verdict, String reason, Estimate estimate, double margin) {
    boolean tested = estimate.low() != null;
    return new FindingRow(
        claim,
        verdict,
        reason,
        "What was seen of claim " + claim + ", in one sentence that an analyst may quote.",
        estimate,
        margin,
        tested ? .004 : null,
        tested ? .016 : null,
        tested ? "split_half" : null,
        tested ? .0475 : null,
        tested ? "OK" : "NOT_RUN",
        "OK",
        "0".repeat(64),
        tested ? 12 : 0,
        tested ? 24 : 0,
        tested ? 4_321 : 0);
  }

  /** A model that was measured, and its scores over time. */
  static ClassifierFacts measured() {
    return ClassifierFacts.of(SampleEvaluation.MODEL, null, "posts", EVALUATION);
  }

  /** A model of which there is its card alone. */
  static ClassifierFacts carded() {
    MeasuredGroup metrics = Objects.requireNonNull(EVALUATION.overall());
    ModelCard card =
        new ModelCard(
            ModelCard.KIND,
            "0.1.0",
            List.of(),
            "",
            TrainOptions.standard(),
            1.0,
            null,
            Map.of(),
            Map.of("sources_apart", metrics, "sources_apart/a.csv", metrics, "asks/b", metrics),
            .3,
            .7,
            List.of("en"),
            null,
            List.of(),
            null);
    return ClassifierFacts.of("cd".repeat(32), card, "posts", EVALUATION);
  }

  static DecayContrastPooledRow pooled(
      String unit, String run, String verdict, double estimate, double halfWidth) {
    return new DecayContrastPooledRow(
        unit,
        run,
        "estimate",
        9,
        8,
        0.05,
        Estimate.of(estimate, estimate - halfWidth, estimate + halfWidth),
        Estimate.of(estimate * 0.9, estimate * 0.9 - halfWidth, estimate * 0.9 + halfWidth),
        0.0004,
        0.0004,
        0.31,
        0.42,
        estimate - 3 * halfWidth,
        estimate + 3 * halfWidth,
        0.22,
        null,
        null,
        null,
        null,
        null,
        "none",
        verdict,
        List.of("FEW_ACCOUNTS", "LABELS_UNCHECKED", "NOT_RUN"));
  }

  static DecayContrastPooledRow withoutPooled(String unit, String reason) {
    return new DecayContrastPooledRow(
        unit,
        "primary",
        "estimate",
        0,
        0,
        null,
        Estimate.none(reason),
        Estimate.none(reason),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "none",
        "not_estimable",
        List.of("LABELS_UNCHECKED", "NOT_RUN"));
  }

  /** Every estimate stands. */
  public static Campaign estimated(String id, String label, int place) {
    Campaign base = bare(id, label, place, "OK");
    List<EngagementRow> engagement = new ArrayList<>();
    List<DecayRow> decay = new ArrayList<>();
    List<DecayCurveRow> curve = new ArrayList<>();
    for (String postClass : List.of("promotional", "conversational")) {
      boolean promotional = postClass.equals("promotional");
      double slope = promotional ? 1.25 + 0.03 * place : 0.85 + 0.02 * place;
      double height = (promotional ? 9 : 5) * (1 + 0.4 * place);
      engagement.addAll(ages(id, postClass, slope, height));
      double half = promotional ? 1.2 + 0.4 * place : 5 + place;
      for (int day = 0; day < 56; day++) {
        double exposure = day == 17 ? 0 : 1;
        double fitted = 20 * height * (0.04 + 0.96 * Math.pow(2, -(day + 0.5) / half));
        double noise = 1 + 0.35 * Math.sin(12.9898 * (day + 3 * place) + (promotional ? 0 : 2));
        curve.add(
            new DecayCurveRow(
                id,
                "account",
                "twitter/" + id,
                postClass,
                day,
                exposure == 0 ? 0 : fitted * noise,
                exposure,
                Estimate.of(fitted, fitted * (0.8 - 0.004 * day), fitted * (1.25 + 0.02 * day))));
      }
      decay.add(
          decay(
              id,
              postClass,
              Estimate.of(3 / slope * (promotional ? 1 : 3), 2 / slope, 14 / slope),
              Estimate.of(half, half * 0.6, half * 1.9),
              Estimate.of(0.35 / slope, 0.2 / slope, 0.5 / slope)));
    }
    for (int day = -56; day < 56; day++) {
      double level = day < 0 ? 7 : 3 + 4 * Math.exp(-day / 9.0);
      engagement.add(
          series(
              id,
              "S2_organic",
              "all",
              24.0 * day,
              24.0 * day + 24,
              Estimate.of(level, level * 0.7, level * 1.35),
              null));
      if (day % 2 == 0) {
        engagement.add(counters(id, day, day < 0 ? 6 : 2, day < 0 ? 41 : 37));
      }
    }
    double lnlor = -0.9 + 0.17 * place;
    double width = 0.3 + 0.08 * place;
    return new Campaign(
        base.drawn(),
        engagement,
        decay,
        curve,
        List.of(
            contrast(id, "post", 24, Estimate.of(lnlor, lnlor - width, lnlor + width)),
            contrast(id, "person", 672, Estimate.of(lnlor / 3, lnlor / 3 - 1, lnlor / 3 + 1))));
  }

  /** Too few acts after the stop; only the curve by age and some limits stand. */
  static Campaign partly(String id, int place) {
    Campaign base = bare(id, null, place, "OK");
    List<DecayCurveRow> curve = new ArrayList<>();
    for (int day = 0; day < 20; day++) {
      curve.add(
          new DecayCurveRow(
              id,
              "hashtag",
              "twitter/" + id,
              "promotional",
              day,
              day % 5 == 0 ? 1 : 0,
              1,
              Estimate.none("TOO_FEW_EVENTS")));
    }
    return new Campaign(
        base.drawn(),
        ages(id, "promotional", 1.2, 0.3).subList(0, 6),
        List.of(
            decay(
                id,
                "promotional",
                Estimate.below(1, "BELOW_RESOLUTION"),
                Estimate.above(56, "HALF_LIFE_BEYOND_WINDOW"),
                Estimate.none("TOO_FEW_EVENTS"))),
        curve,
        List.of(contrast(id, "post", 24, Estimate.none("ZERO_CELL"))));
  }

  /** Still running, so that nothing follows its stop. */
  static Campaign running(String id, int place) {
    Campaign base = bare(id, "still running", place, "STOP_NOT_OBSERVED");
    return new Campaign(
        base.drawn(), ages(id, "conversational", 0.9, 4), List.of(), List.of(), List.of());
  }

  /** Lifetime counters without times. */
  static Campaign countersOnly(String id, int place) {
    Campaign base = bare(id, "counters only", place, "OK");
    List<EngagementRow> engagement = new ArrayList<>();
    for (int day = -56; day < 56; day += 3) {
      engagement.add(counters(id, day, 4, 12 + day / 10));
    }
    return new Campaign(
        base.drawn(),
        engagement,
        List.of(
            decay(
                id,
                "all",
                Estimate.none("COUNTERS"),
                Estimate.none("COUNTERS"),
                Estimate.none("COUNTERS"))),
        List.of(),
        List.of());
  }

  /** Known from records of adverts. */
  static Campaign ofAdverts(String id, int place) {
    Campaign base = bare(id, null, place, "OK");
    CampaignRow row = base.drawn().campaign();
    return new Campaign(
        new DrawnCampaign(
            new CampaignRow(
                id,
                row.entityType(),
                row.entityKey(),
                "ad_record",
                null,
                row.startedAt(),
                row.stoppedAt(),
                null,
                5,
                1,
                null,
                null,
                "OK",
                List.of()),
            0,
            base.drawn().members(),
            1),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** Campaigns of every source; three adverts, two of them on one day, and their two campaigns. */
  static BySource bySource() {
    long day = BEGIN.getEpochSecond() / 86_400;
    return new BySource(
        List.of(
            new SourceCount(
                "declared", 10, BEGIN, BEGIN.plus(Duration.ofDays(300)), 30.5, 1_100, 470),
            new SourceCount("detected", 41, BEGIN, null, null, 4_000, 3_000),
            new SourceCount("ad_record", 2, BEGIN, BEGIN.plus(Duration.ofDays(9)), 4.5, 12, 3)),
        List.of(
            new OutcomeCount("declared", "state", "OK", true, 9),
            new OutcomeCount("declared", "state", "STOP_NOT_OBSERVED", false, 1),
            new OutcomeCount("declared", "half_of_28d_age_hours", "OK", true, 7),
            new OutcomeCount("declared", "half_of_28d_age_hours", "TOO_FEW_EVENTS", false, 2),
            new OutcomeCount("declared", "lnlor", "OK", true, 5),
            new OutcomeCount("declared", "lnlor", "NO_POST_BOOTSTRAP", true, 1),
            new OutcomeCount("ad_record", "state", "OK", true, 2),
            new OutcomeCount("ad_record", "half_of_28d_age_hours", "COUNTERS", false, 2),
            new OutcomeCount("ad_record", "t50_days", "COUNTERS", false, 1),
            new OutcomeCount("ad_record", "t50_days", "SHORT_WINDOW", false, 1)),
        List.of(
            new SpanDay("advert", day, 1, 0),
            new SpanDay("advert", day + 2, 1, 1),
            new SpanDay("advert", day + 3, 1, 0),
            new SpanDay("advert", day + 8, 0, 2),
            new SpanDay("campaign", day, 1, 0),
            new SpanDay("campaign", day + 3, 1, 0),
            new SpanDay("campaign", day + 8, 0, 2)));
  }

  /** Two classes of one campaign; their difference over three. */
  static ReportData.Stays stays(List<Campaign> campaigns) {
    Estimate none = new Estimate(null, null, null, "NO_OVERLAP");
    return new ReportData.Stays(
        stay(null, null, null, null, none, null, new Estimate(-6.5, -9.0, -4.0, "OK")),
        1,
        List.of(campaigns.get(0).drawn()),
        List.of(
            stay("c0", "promotional", 0L, 40L, new Estimate(0.75, 0.6, 0.85, "OK"), 0.12, none),
            stay("c0", "promotional", 30L, 21L, new Estimate(0.5, 0.3, 0.7, "OK"), 0.12, none),
            stay("c0", "conversational", 0L, 9L, new Estimate(0.9, 0.5, 1.0, "OK"), null, none)),
        List.of(new StateCount("retention", "retained_share", "SUPPLY_ENDED", 2)));
  }

  static RetentionRow stay(
      @Nullable String campaign,
      @Nullable String postClass,
      @Nullable Long day,
      @Nullable Long atRisk,
      Estimate share,
      @Nullable Double back,
      Estimate difference) {
    boolean all = campaign == null;
    return new RetentionRow(
        all ? "archive" : "campaign",
        campaign,
        all ? null : "account",
        all ? null : "twitter/" + campaign,
        postClass,
        day,
        atRisk,
        atRisk == null ? null : atRisk / 4,
        atRisk == null ? null : 2L,
        share,
        back,
        all ? share : new Estimate(40.5, 35.0, 46.0, "OK"),
        difference,
        all ? null : 3.5,
        all ? 3L : null,
        all ? 3L : null,
        all ? 0.01 : null);
  }

  /** Both classes and unscored posts in one campaign; one class in another; nothing to share. */
  static CountedAgain countedAgain(List<Campaign> campaigns) {
    List<EngagementRow> rows = new ArrayList<>();
    rows.add(snapshots("c0", "promotional", 0, 1, 24, 480, 0.25));
    rows.add(snapshots("c0", "conversational", 0, 1, 4, 12, 0.125));
    rows.add(snapshots("c0", "all", 0, 1, 31, 600, 0.24));
    rows.add(snapshots("c0", "promotional", 672, 1_344, 22, 1_870, 1.0625));
    rows.add(snapshots("c0", "all", 672, 1_344, 22, 1_870, 1.0625));
    rows.add(snapshots("c1", "promotional", 1_344, 8_760, 3, 7, 0.4375));
    rows.add(snapshots("c1", "all", 1_344, 8_760, 3, 7, 0.4375));
    rows.add(snapshots("hostile", "all", 3, 6, 2, 0, null));
    List<DrawnCampaign> drawn =
        List.of("c0", "c1", "hostile").stream()
            .flatMap(
                id ->
                    campaigns.stream()
                        .map(Campaign::drawn)
                        .filter(one -> one.campaign().campaignId().equals(id)))
            .toList();
    return new CountedAgain(61, 140, 4, drawn, rows);
  }

  static EngagementRow snapshots(
      String id,
      String postClass,
      double from,
      double to,
      long posts,
      long total,
      @Nullable Double share) {
    double mean = (double) total / posts;
    return new EngagementRow(
        id,
        "account",
        "twitter/" + id,
        "S4_snapshots",
        postClass,
        "direct",
        from,
        to,
        posts,
        0,
        0,
        0,
        Estimate.none("COUNTERS"),
        null,
        null,
        "acts",
        total,
        posts < 20
            ? Estimate.qualified(mean, null, null, "NO_POST_BOOTSTRAP")
            : Estimate.of(mean, mean * 0.8, mean * 1.25),
        mean * 0.5,
        null,
        share,
        40.0,
        60.0,
        0);
  }

  private static Campaign bare(String id, @Nullable String label, int place, String state) {
    Instant start = BEGIN.plus(Duration.ofDays(20L * place));
    boolean stopped = state.equals("OK");
    CampaignRow row =
        new CampaignRow(
            id,
            label == null ? "hashtag" : "account",
            "twitter/" + id,
            label == null ? "detected" : "declared",
            label,
            start,
            stopped ? start.plus(Duration.ofDays(21 + 3L * place)) : null,
            label == null ? 1.4 : null,
            120L + place,
            48L + place,
            null,
            place == 2 ? start.plus(Duration.ofDays(50)) : null,
            state,
            place == 3 ? List.of("STOP_IN_GAP") : List.of());
    return new Campaign(
        new DrawnCampaign(
            row,
            10_000L - 900L * place,
            List.of(
                label == null
                    ? new CampaignMemberRow(id, null, "hashtag", HOSTILE, "topic")
                    : new CampaignMemberRow(
                        id, "twitter", "account", "mfrggzdfmztwq2lknnwg23tpoa", "owner")),
            label == null ? 3 : 1),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static List<EngagementRow> ages(
      String id, String postClass, double slope, double height) {
    List<EngagementRow> rows = new ArrayList<>();
    double cumulative = 0;
    for (int bin = 0; bin + 1 < AGES.length; bin++) {
      double middle = (AGES[bin] + AGES[bin + 1]) / 2;
      double rate = 24 * height * Math.pow(1 + middle / 2, -slope);
      cumulative += rate * (AGES[bin + 1] - AGES[bin]) / 24;
      rows.add(
          series(
              id,
              "S1_age",
              postClass,
              AGES[bin],
              AGES[bin + 1],
              Estimate.of(rate, rate * 0.75, rate * 1.3),
              cumulative));
    }
    return rows;
  }

  private static EngagementRow series(
      String id,
      String series,
      String postClass,
      double from,
      double to,
      Estimate rate,
      @Nullable Double cumulative) {
    return new EngagementRow(
        id,
        "account",
        "twitter/" + id,
        series,
        postClass,
        "direct",
        from,
        to,
        120,
        100,
        80,
        82.5,
        rate,
        cumulative,
        null,
        null,
        null,
        Estimate.none("NOT_RUN"),
        null,
        null,
        null,
        null,
        null,
        0);
  }

  private static EngagementRow counters(String id, int day, long posts, double mean) {
    return new EngagementRow(
        id,
        "account",
        "twitter/" + id,
        "S4_counters",
        "all",
        "direct",
        24.0 * day,
        24.0 * day + 24,
        posts,
        posts,
        0,
        0,
        Estimate.none("COUNTERS"),
        null,
        BEGIN.plus(Duration.ofDays(60 + day)),
        "acts",
        Math.round(posts * mean),
        Estimate.qualified(mean, null, null, "NO_POST_BOOTSTRAP"),
        mean * 0.6,
        mean * 0.9,
        null,
        9.0,
        30.0,
        1);
  }

  static DecayRow decay(
      String id, String postClass, Estimate byAge, Estimate byLevel, Estimate share) {
    return new DecayRow(
        id,
        "account",
        "twitter/" + id,
        postClass,
        120,
        4_321,
        56,
        byAge,
        share,
        share,
        byLevel,
        share,
        share,
        byLevel,
        180.5,
        0.04,
        0.2,
        0.5,
        0.3,
        0.2,
        null,
        60,
        Estimate.of(0.2, 0.12, 0.31),
        "none",
        99);
  }

  private static DecayContrastRow contrast(
      String id, String unit, double cutHours, Estimate lnlor) {
    return new DecayContrastRow(
        id,
        "account",
        "twitter/" + id,
        unit,
        cutHours,
        4L,
        120L,
        48L,
        3_000.0,
        600.0,
        900.0,
        400.0,
        80.0,
        170.0,
        lnlor,
        lnlor.value() == null ? null : 0.04,
        lnlor.value() == null ? null : 0.012,
        lnlor.value() == null ? null : 0.02,
        lnlor.value() == null ? null : "permutation",
        lnlor,
        Estimate.qualified(-0.8, -1.4, -0.2, "SCHEDULE"),
        "none");
  }

  private static List<CoverageBin> coverage() {
    List<CoverageBin> bins = new ArrayList<>();
    long first = BEGIN.getEpochSecond() / 86_400 - 20;
    for (int day = 0; day < 340; day++) {
      long outage = day >= 90 && day < 94 ? 24 : day == 200 ? 9 : 0;
      bins.add(
          new CoverageBin(
              "twitter",
              first + day,
              1,
              outage == 24 ? 0 : Math.round(120 + 60 * Math.sin(day / 9.0)),
              24 - outage - (day == 0 ? 1 : 0),
              day == 0 ? 1 : 0,
              outage,
              0));
      if (day > 120) {
        bins.add(new CoverageBin("reddit", first + day, 1, 2 + day % 5, 0, 0, 0, 24));
      }
    }
    bins.sort(
        java.util.Comparator.comparing(CoverageBin::platform)
            .thenComparing(CoverageBin::firstEpochDay));
    return bins;
  }

  static ReportData with(ReportData data, UnaryOperator<DecayContrastPooledRow> change) {
    return with(data, data.run(), data.pooled().stream().map(change).toList());
  }

  /** The same after another run, with other pooled contrasts. */
  static ReportData with(ReportData data, RunFacts run, List<DecayContrastPooledRow> pooled) {
    return new ReportData(
        run,
        data.coverage(),
        data.classes(),
        data.rejects(),
        data.rejectGroups(),
        data.campaigns(),
        data.campaignCount(),
        data.bySource(),
        data.engagement(),
        data.decay(),
        data.decayCurve(),
        data.contrasts(),
        pooled,
        data.placebos(),
        data.stays(),
        data.countedAgain(),
        data.states(),
        data.findings(),
        data.classifier());
  }
}
