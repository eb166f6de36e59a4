package org.afterglow.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.afterglow.SparkExtension;
import org.afterglow.report.ReportData.ClassCount;
import org.afterglow.report.ReportData.CountedAgain;
import org.afterglow.report.ReportData.CoverageBin;
import org.afterglow.report.ReportData.OutcomeCount;
import org.afterglow.report.ReportData.RejectCount;
import org.afterglow.report.ReportData.SourceCount;
import org.afterglow.report.ReportData.SpanDay;
import org.afterglow.report.ReportData.StateCount;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.CoverageRow;
import org.afterglow.table.DecayRow;
import org.afterglow.table.EngagementRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.PostRow;
import org.afterglow.table.RejectRow;
import org.afterglow.table.RetentionRow;
import org.afterglow.table.SnapshotRow;
import org.afterglow.table.Table;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ReportDataTest {
  private static final Instant HOUR = Instant.parse("2024-03-01T00:00:00Z");
  private static final long MARCH_1 = HOUR.getEpochSecond() / 86_400;

  /** Leaves its tables in target/report/tables, on which the notebooks can be tried. */
  @Test
  void aReportIsGatheredFromPublishedFiles(SparkSession spark) {
    Published tables = new Published(spark, Path.of("target", "report", "tables"));
    List<Samples.Campaign> campaigns = new ArrayList<>();
    for (int i = 0; i < 43; i++) {
      campaigns.add(
          i == 5
              ? Samples.partly("c05", i)
              : Samples.estimated("c%02d".formatted(i), "campaign " + i, i));
    }
    campaigns.add(Samples.ofAdverts("adverts", 50));
    tables.write(
        Tables.POSTS,
        List.of(
            post("reddit", "t3_a", "promotional", "record"),
            post("reddit", "t3_b", "promotional", "record"),
            post("reddit", "t3_c", "no_text", "record"),
            post("twitter", "1", "conversational", "embedded"),
            advert("ad1", HOUR, HOUR.plusSeconds(86_400)),
            advert("ad2", HOUR.plusSeconds(3_600), HOUR.plusSeconds(2 * 86_400 + 1)),
            advert("ad3", HOUR, HOUR)));
    tables.write(
        Tables.SNAPSHOTS,
        List.of(snapshot("1", 0), snapshot("1", 60), snapshot("2", 0), snapshot("2", 7_200)));
    tables.write(
        Tables.REJECTS,
        List.of(reject(1, 0, "NOT_JSON"), reject(1, 4, "NOT_JSON"), reject(0, 2, "TRUNCATED")));
    tables.write(
        Tables.COVERAGE,
        List.of(
            new CoverageRow("reddit", HOUR, 5, "full", null),
            new CoverageRow("reddit", HOUR.plusSeconds(3600), 7, "partial", null),
            new CoverageRow("reddit", HOUR.plusSeconds(86_400), 0, "full", "outage"),
            new CoverageRow("twitter", HOUR.plusSeconds(3 * 86_400 - 1), 1, "unknown", null)));
    tables.write(Tables.CAMPAIGNS, campaigns.stream().map(c -> c.drawn().campaign()).toList());
    tables.write(
        Tables.CAMPAIGN_MEMBERS,
        Stream.concat(
                campaigns.stream().flatMap(c -> c.drawn().members().stream()),
                Stream.of("a", "b", "c", "d", "e", "f", "g")
                    .map(tag -> new CampaignMemberRow("c41", null, "hashtag", tag, "topic")))
            .toList());
    List<EngagementRow> snapshots =
        List.of(
            Samples.snapshots("c03", "all", 0, 1, 2, 30, 0.5),
            Samples.snapshots("adverts", "promotional", 24, 48, 3, 40, 0.25),
            Samples.snapshots("adverts", "all", 0, 1, 1, 10, 0.125),
            Samples.snapshots("adverts", "all", 24, 48, 3, 40, 0.25));
    List<EngagementRow> engagement =
        Stream.concat(campaigns.stream().flatMap(c -> c.engagement().stream()), snapshots.stream())
            .toList();
    tables.write(
        Tables.ENGAGEMENT,
        Stream.concat(engagement.stream(), engagement.stream().map(ReportDataTest::below))
            .toList());
    tables.write(
        Tables.DECAY,
        campaigns.stream()
            .flatMap(c -> c.decay().stream())
            .map(row -> row.campaignId().equals("c42") ? withEvents(row, 1_000_000) : row)
            .toList());
    Estimate whole = new Estimate(0.5, 0.3, 0.7, "OK");
    Estimate ended = new Estimate(null, null, null, "SUPPLY_ENDED");
    List<RetentionRow> stays =
        List.of(
            Samples.stay("c03", "promotional", 0L, 8L, whole, null, ended),
            Samples.stay("c04", "promotional", 0L, null, ended, null, ended),
            Samples.stay("c05", "conversational", 0L, 9L, whole, null, ended),
            Samples.stay(null, null, null, null, ended, null, ended));
    tables.write(Tables.RETENTION, stays);
    tables.write(Tables.DECAY_CURVE, campaigns.stream().flatMap(c -> c.curve().stream()).toList());
    tables.write(
        Tables.DECAY_CONTRAST, campaigns.stream().flatMap(c -> c.contrasts().stream()).toList());
    tables.write(
        Tables.DECAY_CONTRAST_POOLED,
        List.of(
            Samples.pooled("post", "primary", "supports", -0.5, 0.2),
            Samples.withoutPooled("person", "TOO_FEW_EVENTS")));
    List<PlaceboRow> placebos = new ArrayList<>(Samples.PLACEBOS);
    Collections.reverse(placebos);
    tables.write(Tables.PLACEBO, placebos);

    ReportData data = ReportData.read(tables::of, Samples.RUN, ClassifierFacts.NONE);

    assertThat(data.classes())
        .containsExactly(
            new ClassCount("reddit", "no_text", "record", 1),
            new ClassCount("reddit", "promotional", "record", 2),
            new ClassCount("twitter", "conversational", "embedded", 1),
            new ClassCount("twitter", "promotional", "record", 3));
    assertThat(data.rejects())
        .containsExactly(new RejectCount(1, "NOT_JSON", 2), new RejectCount(0, "TRUNCATED", 1));
    assertThat(data.rejectGroups()).isEqualTo(2);
    assertThat(data.coverage())
        .containsExactly(
            new CoverageBin("reddit", MARCH_1, 1, 12, 1, 1, 0, 0),
            new CoverageBin("reddit", MARCH_1 + 1, 1, 0, 0, 0, 1, 0),
            new CoverageBin("twitter", MARCH_1 + 2, 1, 1, 0, 0, 0, 1));

    assertThat(data.campaignCount()).isEqualTo(44);
    assertThat(data.campaigns()).hasSize(ReportData.DRAWN_CAMPAIGNS);
    assertThat(data.campaigns().get(0).campaign().campaignId()).isEqualTo("c42");
    assertThat(data.campaigns().get(0).events()).isEqualTo(2_000_000);
    assertThat(data.campaigns().get(1).campaign()).isEqualTo(campaigns.get(41).drawn().campaign());
    assertThat(data.campaigns().get(1).memberCount()).isEqualTo(8);
    assertThat(data.campaigns().get(1).members()).hasSize(ReportData.NAMED_MEMBERS);
    // c05 was not declared; the others have equally many acts, and more posts the later they are
    assertThat(data.campaigns().stream().map(drawn -> drawn.campaign().campaignId()))
        .doesNotContain("c05", "c00", "c01", "adverts")
        .contains("c02");

    assertThat(data.engagement())
        .allSatisfy(row -> assertThat(row.reach()).isEqualTo("direct"))
        .containsAll(campaigns.get(7).engagement())
        .noneMatch(row -> row.campaignId().equals("c05"));
    assertThat(data.decayCurve()).containsAll(campaigns.get(7).curve());
    assertThat(data.contrasts()).containsAll(campaigns.get(7).contrasts());
    assertThat(data.decay()).hasSize(80).containsAll(campaigns.get(7).decay());
    assertThat(data.pooled()).hasSize(2);
    assertThat(data.placebos()).as("the judged ones first").isEqualTo(Samples.PLACEBOS);
    assertThat(data.states())
        .contains(
            new StateCount("campaigns", "state", "OK", 44),
            new StateCount("campaigns", "flags", "STOP_IN_GAP", 1),
            new StateCount("decay", "t50_days", "OK", 84),
            new StateCount("decay", "t50_days", "HALF_LIFE_BEYOND_WINDOW", 1),
            new StateCount("decay_contrast_pooled", "estimate", "TOO_FEW_EVENTS", 1))
        .noneMatch(count -> count.state().equals("NOT_RUN"));
    assertThat(data.bySource().sources())
        .containsExactly(
            new SourceCount(
                "declared",
                42,
                campaigns.get(0).drawn().campaign().startedAt(),
                campaigns.get(42).drawn().campaign().stoppedAt(),
                // from 21 d in steps of 3 d, without the sixth of them
                (21 + 3 * 21 + 21 + 3 * 22) / 2.0,
                42 * 120 + 42 * 43 / 2 - 5,
                42 * 48 + 42 * 43 / 2 - 5),
            new SourceCount(
                "detected",
                1,
                campaigns.get(5).drawn().campaign().startedAt(),
                campaigns.get(5).drawn().campaign().stoppedAt(),
                36.0,
                125,
                53),
            new SourceCount(
                "ad_record",
                1,
                campaigns.get(43).drawn().campaign().startedAt(),
                campaigns.get(43).drawn().campaign().stoppedAt(),
                171.0,
                5,
                1));
    assertThat(data.bySource().outcomes())
        .containsExactly(
            new OutcomeCount("declared", "half_of_28d_age_hours", "OK", true, 42),
            new OutcomeCount("declared", "lnlor", "OK", true, 42),
            new OutcomeCount("declared", "state", "OK", true, 42),
            new OutcomeCount("declared", "t50_days", "OK", true, 42),
            new OutcomeCount("detected", "half_of_28d_age_hours", "BELOW_RESOLUTION", false, 1),
            new OutcomeCount("detected", "lnlor", "ZERO_CELL", false, 1),
            new OutcomeCount("detected", "state", "OK", true, 1),
            new OutcomeCount("detected", "t50_days", "HALF_LIFE_BEYOND_WINDOW", false, 1),
            new OutcomeCount("ad_record", "state", "OK", true, 1));
    long start =
        Objects.requireNonNull(campaigns.get(43).drawn().campaign().startedAt()).getEpochSecond()
            / 86_400;
    assertThat(data.bySource().spans())
        .containsExactly(
            new SpanDay("advert", MARCH_1, 2, 1),
            new SpanDay("advert", MARCH_1 + 2, 0, 1),
            new SpanDay("campaign", start, 1, 0),
            new SpanDay("campaign", start + 170, 0, 1));
    assertThat(data.stays().archive()).isEqualTo(stays.get(3));
    assertThat(data.stays().campaigns()).isEqualTo(2);
    assertThat(data.stays().drawn().stream().map(drawn -> drawn.campaign().campaignId()))
        .containsExactly("c05", "c03");
    assertThat(data.stays().rows()).containsExactly(stays.get(0), stays.get(2));
    assertThat(data.stays().reasons())
        .containsExactly(new StateCount("retention", "retained_share", "SUPPLY_ENDED", 1));
    CountedAgain again = data.countedAgain();
    assertThat(List.of(again.posts(), again.times(), again.campaigns()))
        .containsExactly(2L, 4L, 2L);
    assertThat(again.drawn().stream().map(drawn -> drawn.campaign().campaignId()))
        .containsExactly("adverts", "c03");
    assertThat(again.rows())
        .containsExactly(snapshots.get(2), snapshots.get(1), snapshots.get(3), snapshots.get(0));
    assertThat(Report.html(data)).contains("Showing 40 of 44 campaigns");
  }

  @Test
  void emptyTablesMakeAWholeReport(SparkSession spark, @TempDir Path folder) {
    Published tables = new Published(spark, folder);

    ReportData data = ReportData.read(tables::of, Samples.empty().run(), ClassifierFacts.NONE);

    assertThat(data).isEqualTo(Samples.empty());
  }

  @Test
  void yearsOfCoverageAreCutIntoABoundedNumberOfStretches(SparkSession spark) {
    List<CoverageRow> hours = new ArrayList<>();
    for (long day = 0; day < 2_000; day++) {
      hours.add(new CoverageRow("reddit", HOUR.plusSeconds(86_400 * day), 3, "full", "full"));
    }

    List<CoverageBin> bins =
        ReportData.coverage(
            Tables.COVERAGE.published(spark.createDataset(hours, Tables.COVERAGE.encoder())));

    // 2,000 days in stretches of 6
    assertThat(bins).hasSize(334).allMatch(bin -> bin.days() == 6);
    assertThat(bins.get(0)).isEqualTo(new CoverageBin("reddit", MARCH_1, 6, 18, 6, 0, 0, 0));
    assertThat(bins.stream().mapToLong(CoverageBin::records).sum()).isEqualTo(6_000);
  }

  /** Tables written as they are published, and empty ones where nothing was written. */
  private record Published(SparkSession spark, Path folder, Map<Table<?>, String> written) {
    Published(SparkSession spark, Path folder) {
      this(spark, folder, new HashMap<>());
    }

    <R extends Record> void write(Table<R> table, List<R> rows) {
      String path = folder.resolve(table.name()).toString();
      table
          .published(spark.createDataset(rows, table.encoder()))
          .coalesce(1)
          .write()
          .mode("overwrite")
          .parquet(path);
      written.put(table, path);
    }

    Dataset<Row> of(Table<?> table) {
      String path = written.get(table);
      return path == null
          ? spark.createDataFrame(List.of(), table.schema())
          : spark.read().schema(table.schema()).parquet(path);
    }
  }

  private static DecayRow withEvents(DecayRow row, long events) {
    return new DecayRow(
        row.campaignId(),
        row.entityType(),
        row.entityKey(),
        row.postClass(),
        row.posts(),
        events,
        row.windowDays(),
        row.halfOf28dAgeHours(),
        row.remains1d(),
        row.remains7d(),
        row.t50Days(),
        row.rho28(),
        row.d28Days(),
        row.halfOfWindowDays(),
        row.day0EventsPerDay(),
        row.floorFitted(),
        row.nbA(),
        row.shareExponential(),
        row.shareWeibull(),
        row.sharePower(),
        row.totalHalvesAfterDays(),
        row.threads(),
        row.threadsAliveShare(),
        row.labelCorrection(),
        row.draws());
  }

  /** The same row counted anywhere below the post. */
  private static EngagementRow below(EngagementRow row) {
    return new EngagementRow(
        row.campaignId(),
        row.entityType(),
        row.entityKey(),
        row.series(),
        row.postClass(),
        "thread",
        row.binFromHours(),
        row.binToHours(),
        row.posts(),
        row.postDays(),
        row.events(),
        row.eventsWeighted(),
        row.ratePerPostDay(),
        row.cumulativePerPost(),
        row.weekStart(),
        row.counterKind(),
        row.counterTotal(),
        row.counterMean(),
        row.counterMedian(),
        row.counterMeanWinsorised(),
        row.counterShareOfNewest(),
        row.counterAgeP10Days(),
        row.counterAgeMedianDays(),
        row.youngDropped());
  }

  private static RejectRow reject(int input, long record, String reason) {
    return new RejectRow(input, record, 0, reason, "made up", null);
  }

  private static SnapshotRow snapshot(String post, long seconds) {
    return new SnapshotRow(
        "twitter", post, HOUR.plusSeconds(seconds), 1L, null, null, null, null, null, 0, seconds);
  }

  private static PostRow advert(String id, Instant start, Instant end) {
    return post("twitter", id, "promotional", "record", start, true, end);
  }

  private static PostRow post(String platform, String id, String postClass, String origin) {
    return post(platform, id, postClass, origin, HOUR, null, null);
  }

  private static PostRow post(
      String platform,
      String id,
      String postClass,
      String origin,
      Instant at,
      @Nullable Boolean adFlag,
      @Nullable Instant adEndedAt) {
    @Nullable Double probability = postClass.equals("no_text") ? null : Double.valueOf(0.5);
    return new PostRow(
        platform,
        id,
        "author",
        null,
        at,
        "OK",
        "post",
        origin,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        adFlag,
        adEndedAt,
        null,
        null,
        null,
        null,
        null,
        null,
        probability,
        postClass,
        null,
        null,
        null,
        null,
        null,
        0,
        0,
        2024,
        3);
  }
}
