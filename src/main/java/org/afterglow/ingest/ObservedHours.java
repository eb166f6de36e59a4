package org.afterglow.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.afterglow.decay.Coverage;
import org.afterglow.decay.HourState;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.spark.Records;
import org.afterglow.table.CoverageRow;
import org.afterglow.table.Tables;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Which hours an archive observed, by platform: one row for each hour from its first post to its
 * last (docs/methods.md, 1.1).
 *
 * <p>An hour is partial where the inputs taken together begin or end: one file after the other,
 * each beginning where the last one ended, leave no seam.
 */
public final class ObservedHours {
  private static final Encoder<HourCount> HOUR_COUNT = Records.encoder(HourCount.class);
  private static final Encoder<CoverageRow> COVERAGE = Tables.COVERAGE.encoder();
  private static final long SECONDS = 3600;

  private ObservedHours() {}

  /**
   * Judges all posts that are records.
   *
   * @param posts rows of table posts
   * @param facts outages that the user knows of
   */
  public static Dataset<CoverageRow> fromPosts(Dataset<Row> posts, ArchiveFacts facts) {
    Dataset<Row> hours =
        records(posts)
            .groupBy(col("platform"), col("input"), hour(col("posted_at")).as("hour"))
            .agg(count(lit(1)).as("records"));
    Dataset<Row> inputs =
        hours
            .groupBy("platform", "input")
            .agg(min("hour").as("first"), max("hour").as("last"))
            .selectExpr("platform", "stack(2, first, 1L, 0L, last, 0L, 1L) as (hour, begins, ends)")
            .selectExpr("platform", "hour", "0L as records", "begins", "ends");
    return hours
        .selectExpr("platform", "hour", "records", "0L as begins", "0L as ends")
        .unionByName(inputs)
        .groupBy("platform", "hour")
        .agg(sum("records").as("records"), sum("begins").as("begins"), sum("ends").as("ends"))
        .as(HOUR_COUNT)
        .groupByKey((MapFunction<HourCount, String>) HourCount::platform, Encoders.STRING())
        .flatMapGroups(
            (FlatMapGroupsFunction<String, HourCount, CoverageRow>)
                (platform, counts) -> judge(platform, counts, facts.of(platform)),
            COVERAGE);
  }

  /**
   * The observed share of every hour, in the judgement without campaigns where that has been made.
   *
   * @return platform, hour (since 1970-01-01T00:00Z), observed_hours: 0, .5 or 1
   */
  public static Dataset<Row> observed(Dataset<Row> coverage) {
    Column state = coalesce(col("state_without_campaigns"), col("state"));
    Column share = lit(0.0);
    for (HourState each : HourState.values()) {
      share = when(state.equalTo(each.word()), each.observedHalves() * 0.5).otherwise(share);
    }
    return coverage.select(
        col("platform"), hour(col("hour")).as("hour"), share.as("observed_hours"));
  }

  /** Whole hours since 1970-01-01T00:00Z of a timestamp column. */
  public static Column hour(Column timestamp) {
    return floor(unix_micros(timestamp).divide(lit((double) ObservedCalendar.HOUR)));
  }

  /** Posts that are records of their own and have a time. */
  public static Dataset<Row> records(Dataset<Row> posts) {
    return posts.filter(col("origin").equalTo("record").and(col("posted_at").isNotNull()));
  }

  private static Iterator<CoverageRow> judge(
      String platform, Iterator<HourCount> counts, ArchiveFacts.PlatformFacts facts) {
    List<HourCount> hours = new ArrayList<>();
    counts.forEachRemaining(hours::add);
    hours.sort(Comparator.comparingLong(HourCount::hour));
    long first = hours.get(0).hour();
    int length = Math.toIntExact(hours.get(hours.size() - 1).hour() - first + 1);
    long[] records = new long[length];
    long[] begins = new long[length];
    long[] ends = new long[length];
    for (HourCount hour : hours) {
      int i = (int) (hour.hour() - first);
      records[i] = hour.records();
      begins[i] = hour.begins();
      ends[i] = hour.ends();
    }
    HourState[] states =
        Coverage.judge(first, records, seams(begins, ends), outages(first, length, facts));
    return IntStream.range(0, length)
        .mapToObj(i -> new CoverageRow(platform, at(first + i), records[i], states[i].word(), null))
        .iterator();
  }

  /** Hours in which an input begins that none leads up to, or ends that none goes on from. */
  private static BitSet seams(long[] begins, long[] ends) {
    BitSet seams = new BitSet(begins.length);
    long running = 0;
    for (int i = 0; i < begins.length; i++) {
      boolean ledUpTo = running > 0 || i > 0 && ends[i - 1] > 0;
      seams.set(i, begins[i] > 0 && !ledUpTo);
      running += begins[i] - ends[i];
      boolean goesOn = running > 0 || i + 1 < begins.length && begins[i + 1] > 0;
      if (ends[i] > 0 && !goesOn) {
        seams.set(i);
      }
    }
    return seams;
  }

  /** Hours that a known outage touches. */
  public static BitSet outages(long first, int length, ArchiveFacts.PlatformFacts facts) {
    BitSet out = new BitSet(length);
    for (ArchiveFacts.Outage outage : facts.outages()) {
      long from = Math.max(0, Math.floorDiv(outage.from().getEpochSecond(), SECONDS) - first);
      long until =
          Math.min(length, -Math.floorDiv(-outage.until().getEpochSecond(), SECONDS) - first);
      if (from < until) {
        out.set((int) from, (int) until);
      }
    }
    return out;
  }

  private static Instant at(long hour) {
    return Instant.ofEpochSecond(hour * SECONDS);
  }
}
