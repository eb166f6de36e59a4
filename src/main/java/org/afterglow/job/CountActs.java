package org.afterglow.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.afterglow.job.acts.ActsUponPosts;
import org.afterglow.job.acts.CampaignActs;
import org.afterglow.job.acts.Contamination;
import org.afterglow.job.acts.Privacy;
import org.afterglow.job.acts.SuspectedBots;
import org.afterglow.job.people.CampaignPerson;
import org.afterglow.table.Manifest;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts which acts were counted and which left out, and why, for the manifest (docs/methods.md,
 * 1.2). Fewer than {@value Privacy#FEWEST_PEOPLE} people are not counted out.
 */
final class CountActs {
  private CountActs() {}

  /**
   * Of both reaches, by reason, summed over campaigns: an act upon a post of two campaigns is two.
   *
   * @param acts upon the posts of the campaigns themselves and upon anything below them
   * @param bots rows of {@link SuspectedBots}
   * @param unseen acts upon posts that the archive does not hold
   * @param contamination of the direct acts
   */
  static ObjectNode of(
      ActsUponPosts acts, Dataset<Row> bots, Dataset<Row> unseen, Contamination contamination) {
    ObjectNode counts = Manifest.JSON.createObjectNode();
    List<Row> tallies = acts.counts().orderBy("reason", "unknown").collectAsList();
    ObjectNode counted = counts.putObject("acts_counted");
    ObjectNode leftOut = counts.putObject("acts_left_out");
    ObjectNode unknown = counts.putObject("unknown_actors");
    for (String reach : List.of(CampaignActs.DIRECT, CampaignActs.THREAD)) {
      counted.put(reach, sum(tallies, CountActs::counts, reach));
      unknown.put(reach, sum(tallies, row -> counts(row) && row.<Boolean>getAs("unknown"), reach));
      leftOut.set(reach, leftOut(tallies, reach + "_acts"));
    }
    leftOut.put("target_unseen", unseen.count());
    counts.set("suspected_bots", suspectedBots(bots));
    counts.put("campaigns_with_dominant_actor", campaigns(contamination.actors()));
    counts.put("campaigns_with_dominant_author", campaigns(contamination.posts()));
    counts.put("acts_of_identical_texts", contamination.texts().count());
    return counts;
  }

  private static long campaigns(Dataset<Row> rows) {
    return rows.select("campaign_id").distinct().count();
  }

  /** Whom campaigns acquired, by what, and who was no newcomer; suspected bots apart. */
  static ObjectNode people(Dataset<CampaignPerson> people) {
    ObjectNode counts = Manifest.JSON.createObjectNode();
    for (Row row :
        people
            .toDF()
            .withColumn(
                "what", when(col("suspected"), "suspected_bot").otherwise(col("acquiredBy")))
            .groupBy("what")
            .agg(count(lit(1)).as("people"))
            .orderBy("what")
            .collectAsList()) {
      put(counts, row.<String>getAs("what"), row.<Long>getAs("people"));
    }
    return counts;
  }

  private static void put(ObjectNode counts, String what, long people) {
    if (Privacy.shows(people)) {
      counts.put(what, people);
    } else {
      counts.put(what, Privacy.SUPPRESSED);
    }
  }

  private static boolean counts(Row tally) {
    return tally.getAs("reason") == null;
  }

  private static long sum(List<Row> tallies, Predicate<Row> which, String column) {
    return tallies.stream().filter(which).mapToLong(row -> row.<Long>getAs(column)).sum();
  }

  /** Acts that do not count, by reason. */
  private static ObjectNode leftOut(List<Row> tallies, String acts) {
    Map<String, Long> reasons = new TreeMap<>();
    for (Row row : tallies) {
      String reason = row.getAs("reason");
      long there = row.<Long>getAs(acts);
      if (reason != null && there > 0) {
        reasons.merge(reason, there, Long::sum);
      }
    }
    ObjectNode node = Manifest.JSON.createObjectNode();
    reasons.forEach(node::put);
    return node;
  }

  private static ObjectNode suspectedBots(Dataset<Row> bots) {
    ObjectNode platforms = Manifest.JSON.createObjectNode();
    for (Row row :
        bots.groupBy("platform")
            .agg(count_if(col("busy")).as("busy"), count_if(col("repetitive")).as("repetitive"))
            .orderBy("platform")
            .collectAsList()) {
      ObjectNode rules = platforms.putObject(row.<String>getAs("platform"));
      for (String rule : List.of("busy", "repetitive")) {
        put(rules, rule, row.<Long>getAs(rule));
      }
    }
    return platforms;
  }
}
