package org.afterglow.job.claim.asks;

import static org.afterglow.job.claim.MeasuredArchive.COMPLETE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.afterglow.SparkExtension;
import org.afterglow.job.SmallArchive;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.MeasuredArchive;
import org.afterglow.simulate.SimulationOptions;
import org.afterglow.simulate.Synthesize;
import org.afterglow.table.MentionRow;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What simulated archives say of recommendations is what the simulator knows of them. */
@ExtendWith(SparkExtension.class)
class EarnedSimulationTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
  private static final Instant FIRST_COUNTED = Instant.parse("2024-01-29T00:00:00Z");
  private static final int DAYS = 120;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void ofFewAskedForAndLessAnsweredBothAreFound(SparkSession spark) throws IOException {
    Earned.Told told = measured(spark, .2, 2);

    assertThat(told.share().value()).isGreaterThan(.7);
    assertThat(told.responses().low()).isGreaterThan(1.4);
    assertThat(told.responses().high()).isBetween(2.0, 2.8);
  }

  /** Measures an archive and holds its counts and its share against the truth. */
  private Earned.Told measured(SparkSession spark, double askedShare, double earnedReplyRatio)
      throws IOException {
    Synthesize.write(
        SimulationOptions.defaults()
            .with("seed", 11)
            .with("days", DAYS)
            .with("entities", 6)
            .with("redditShare", 0)
            .with("twitterShare", 1)
            .with("partnerShare", 0)
            .with("steadyShare", 0)
            .with("campaignOnlyShare", 0)
            .with("sustainedShare", 1)
            .with("campaignsMin", 1)
            .with("campaignsMax", 1)
            .with("outages", 0)
            .with("volumeMean", -1)
            .with("quoteShare", 0)
            .with("mentionsPerDay", .1)
            .with("backgroundPerDay", 1)
            .with("asksPerDay", 1.5)
            .with("recommendationsPerDay", 1.5)
            .with("recommendAskedShare", askedShare)
            .with("recommendationReplies", 2)
            .with("earnedReplyRatio", earnedReplyRatio)
            .with("duplicateShare", 0)
            .with("deletionShare", 0)
            .with("brokenShare", 0)
            .with("labels", 0)
            .with("twitterFiles", "MONTH"),
        folder);
    Earned earned = measured(spark);
    Earned.Told told = earned.archive();
    Map<String, Long> truth = new HashMap<>();
    Set<String> days = new HashSet<>();
    // In order of time, so that of several a day the first one stands.
    Files.readAllLines(folder.resolve("truth/truth_recommendation.csv")).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .filter(row -> !Instant.parse(row[5]).isBefore(FIRST_COUNTED))
        .sorted((a, b) -> a[5].compareTo(b[5]))
        .filter(row -> days.add(row[2] + " " + row[3] + " " + row[5].substring(0, 10)))
        .forEach(row -> truth.merge(row[4], 1L, Long::sum));
    long trulyEarned = truth.getOrDefault("earned", 0L);
    long trulyAsked = truth.getOrDefault("asked", 0L);
    // An hour of which the 28th day before begins may hold an ask on either side.
    assertThat(told.earned()).isCloseTo(trulyEarned, within(2L));
    assertThat(told.asked()).isCloseTo(trulyAsked, within(4L));
    assertThat(told.askedBefore()).isCloseTo(truth.getOrDefault("asked_before", 0L), within(4L));
    assertThat(told.share().state()).isEqualTo("OK");
    assertThat(told.share().value())
        .isCloseTo((double) trulyEarned / (trulyEarned + trulyAsked), within(.01));
    // Among the recommenders are those who only name an owner, whom nobody dealt out.
    assertThat(told.share().low()).isLessThan(1 - askedShare + .1);
    assertThat(told.share().high()).isGreaterThan(1 - askedShare);
    return told;
  }

  private Earned measured(SparkSession spark) throws IOException {
    SmallArchive archive = new SmallArchive();
    Set<String> owners = new HashSet<>();
    for (String line : Files.readAllLines(folder.resolve("truth/truth_campaign.csv"))) {
      String[] row = line.split(",", -1);
      if (!row[0].equals("campaign_id")) {
        owners.add(row[3]);
        archive.campaign(row[0], row[3], Instant.parse(row[8]), Instant.parse(row[9]), null);
      }
    }
    for (JsonNode status : statuses()) {
      String id = status.path("id_str").asText();
      String author = status.at("/user/screen_name").asText();
      Instant at = Instant.ofEpochMilli(status.path("timestamp_ms").asLong());
      String parent = status.path("in_reply_to_status_id_str").asText("null");
      if (status.has("retweeted_status")) {
        continue;
      }
      List<MentionRow> mentions = new ArrayList<>();
      JsonNode whole = status.has("extended_tweet") ? status.get("extended_tweet") : status;
      whole
          .at("/entities/user_mentions")
          .forEach(named -> mentions.add(new MentionRow(null, named.path("screen_name").asText())));
      boolean replies = !parent.equals("null");
      archive.post(id, author, at, .1, 0, List.of(), mentions, replies ? parent : null);
      if (replies) {
        archive.event("reply", parent, null, author, at, false);
      }
    }
    archive.coverage(START, START.plusSeconds(86_400L * DAYS), "full");
    Dataset<Row> posts =
        archive
            .posts(spark)
            .withColumn(
                "ask_probability",
                when(
                        col("author_id")
                            .isin(owners.toArray())
                            .and(size(col("mentions")).gt(0))
                            .and(col("reply_to_post_id").isNull()),
                        lit(.9))
                    .otherwise(lit(.1)))
            .withColumn("follower_count", size(col("mentions")).cast("bigint"))
            .localCheckpoint();
    ClaimArchive measured = MeasuredArchive.of(archive, posts, COMPLETE);
    return Recommendations.measured(
        measured,
        Asks.complete(measured),
        measured.keeper().kept("owned", measured.owners().posts(posts)));
  }

  private List<JsonNode> statuses() throws IOException {
    List<JsonNode> statuses = new ArrayList<>();
    try (var files = Files.walk(folder.resolve("archives/twitter"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isEmpty()) {
              statuses.add(MAPPER.readTree(line));
            }
          }
        }
      }
    }
    return statuses;
  }
}
