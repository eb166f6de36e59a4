package org.afterglow.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.sum;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.afterglow.table.Manifest;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts which acts were counted and which left out, and why, for the manifest (docs/methods.md,
 * 1.2). Fewer than {@value Privacy#FEWEST_PEOPLE} people are not counted out.
 */
final class CountActs {
  private static final String WITHHELD = "SUPPRESSED";

  private CountActs() {}

  /**
   * Of both reaches, by reason, summed over campaigns: an act upon a post of two campaigns is two.
   *
   * @param unseen acts upon posts that the archive does not hold
   * @param contamination of the direct acts
   */
  static ObjectNode of(FitCurves curves, Dataset<Row> unseen, Contamination contamination) {
    ObjectNode counts = Manifest.JSON.createObjectNode();
    ObjectNode direct = counts.putObject("acts_counted");
    ObjectNode leftOut = counts.putObject("acts_left_out");
    direct.put(CampaignActs.DIRECT, counted(curves.direct()));
    direct.put(CampaignActs.THREAD, counted(curves.thread()));
    leftOut.set(CampaignActs.DIRECT, leftOut(curves.direct()));
    leftOut.set(CampaignActs.THREAD, leftOut(curves.thread()));
    leftOut.put("target_unseen", unseen.count());
    ObjectNode unknown = counts.putObject("unknown_actors");
    unknown.put(CampaignActs.DIRECT, unknown(curves.direct()));
    unknown.put(CampaignActs.THREAD, unknown(curves.thread()));
    counts.set("suspected_bots", suspectedBots(curves.bots()));
    counts.put(
        "campaigns_with_dominant_actor",
        contamination.actors().select("campaign_id").distinct().count());
    counts.put(
        "campaigns_with_dominant_author",
        contamination.posts().select("campaign_id").distinct().count());
    counts.put("acts_of_identical_texts", contamination.texts().count());
    return counts;
  }

  private static long counted(CampaignActs acts) {
    return acts.counted().count() + acts.dated().count();
  }

  private static long unknown(CampaignActs acts) {
    return acts.counted().filter(col("actor_id").isNull()).count()
        + acts.dated().filter(col("actor_id").isNull()).count();
  }

  private static ObjectNode leftOut(CampaignActs acts) {
    ObjectNode reasons = Manifest.JSON.createObjectNode();
    for (Row row :
        acts.leftOut()
            .groupBy("reason")
            .agg(sum("acts").as("acts"))
            .orderBy("reason")
            .collectAsList()) {
      reasons.put(row.<String>getAs("reason"), row.<Long>getAs("acts"));
    }
    return reasons;
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
        long people = row.<Long>getAs(rule);
        if (Privacy.shows(people)) {
          rules.put(rule, people);
        } else {
          rules.put(rule, WITHHELD);
        }
      }
    }
    return platforms;
  }
}
