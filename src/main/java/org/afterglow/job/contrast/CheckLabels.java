package org.afterglow.job.contrast;

import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.sum;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.UserError;
import org.afterglow.classify.CheckedLabels;
import org.afterglow.classify.WeightedConfusion;
import org.afterglow.spark.Records;
import org.afterglow.statistics.CheckedSample;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.LabelCorrection;
import org.afterglow.statistics.LateOdds;
import org.afterglow.table.Manifest;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Holds the classes of contrasted posts against labels that people gave to a sample of them
 * (docs/methods.md, 3.5). Classes and engagement are those of this folder, whatever model or state
 * of it the sample was drawn under; of the sample come the labels and the weights.
 *
 * @param corrections by run of posts; empty: no labels were given
 * @param confusion in the primary run
 * @param labels that were given
 * @param found how many of them are of posts that are contrasted
 * @param changed of these, those whose engagement is not what it was when they were drawn
 */
public record CheckLabels(
    Map<String, LabelCorrection> corrections,
    WeightedConfusion confusion,
    CheckedLabels labels,
    long found,
    long changed) {
  /** Where it stands in the details of the stage. */
  public static final String DETAILS = "label_check";

  /** Share by which engagement may differ without having changed: sums were rounded. */
  private static final double ROUNDING = .001;

  private static final Encoder<CheckedLabels.Label> LABEL =
      Records.encoder(CheckedLabels.Label.class);
  private static final Encoder<CheckedPost> CHECKED = Records.encoder(CheckedPost.class);

  /** A checked post in one run, summed over campaigns; weights of acts in millionths. */
  public record CheckedPost(
      String run,
      String key,
      boolean promotional,
      boolean predicted,
      double weight,
      long early,
      long late) {
    CheckedSample.Post sampled() {
      return new CheckedSample.Post(
          promotional, predicted, weight, early / LateOdds.MILLION, late / LateOdds.MILLION);
    }
  }

  /**
   * Holds classes against labels.
   *
   * @param contrasted all posts of campaigns
   * @param jobSeed that the reweightings start from
   * @throws UserError if no label is of a contrasted post
   */
  public static CheckLabels of(
      Dataset<ContrastPost> contrasted, CheckedLabels labels, long jobSeed) {
    Map<String, List<CheckedPost>> runs = new TreeMap<>();
    checked(contrasted, labels)
        .collectAsList()
        .forEach(post -> runs.computeIfAbsent(post.run(), run -> new ArrayList<>()).add(post));
    runs.values().forEach(posts -> posts.sort(Comparator.comparing(CheckedPost::key)));
    List<CheckedPost> primary = runs.getOrDefault(ContrastFit.PRIMARY, List.of());
    if (primary.isEmpty()) {
      throw new UserError(
          "--validation: none of its "
              + labels.labels().size()
              + " labelled posts is contrasted in this folder: it was drawn from another one, or"
              + " under another key of pseudonyms or other campaigns; draw from this one by label"
              + " --for validation");
    }
    Draws draws = new Draws(jobSeed, "decay_contrast_pooled");
    Map<String, LabelCorrection> corrections = new TreeMap<>();
    for (String run : ContrastUnit.POST.correctedRuns()) {
      corrections.put(run, LabelCorrection.of(sample(runs.getOrDefault(run, List.of())), draws));
    }
    return new CheckLabels(
        corrections,
        WeightedConfusion.of(sample(primary), 0, draws),
        labels,
        primary.size(),
        changed(primary, labels));
  }

  private static CheckedSample sample(List<CheckedPost> posts) {
    return new CheckedSample(posts.stream().map(CheckedPost::sampled).toList());
  }

  /** The checked posts in every run, by run and key. */
  private static Dataset<CheckedPost> checked(
      Dataset<ContrastPost> contrasted, CheckedLabels labels) {
    Dataset<Row> given =
        contrasted
            .sparkSession()
            .createDataset(labels.labels(), LABEL)
            .select(col("key"), col("promotional").as("truth"), col("weight"));
    return ContrastPosts.analysed(contrasted)
        .join(broadcast(given), col("postKey").equalTo(col("key")))
        .select(
            col("key"),
            col("truth"),
            col("promotional").as("predicted"),
            col("weight"),
            explode(array_compact(ContrastPosts.runs())).as("cell"))
        .groupBy(
            col("cell.run").as("run"), col("key"), col("truth"), col("predicted"), col("weight"))
        .agg(sum("cell.early").as("early"), sum("cell.late").as("late"))
        .withColumnRenamed("truth", "promotional")
        .as(CHECKED);
  }

  private static long changed(List<CheckedPost> found, CheckedLabels labels) {
    Map<String, CheckedLabels.Label> given = new HashMap<>();
    labels.labels().forEach(label -> given.put(label.key(), label));
    return found.stream()
        .filter(
            post -> {
              CheckedLabels.Label label = given.get(post.key());
              return label != null
                  && (differs(label.early(), post.sampled().early())
                      || differs(label.late(), post.sampled().late()));
            })
        .count();
  }

  private static boolean differs(@Nullable Double then, double now) {
    return then != null && Math.abs(then - now) > ROUNDING * Math.max(1, Math.max(then, now));
  }

  /** For the manifest. */
  public ObjectNode json() {
    ObjectNode json =
        Manifest.JSON
            .createObjectNode()
            .put("rows", labels.rows())
            .put("blank", labels.blank())
            .put("repeated", labels.repeated())
            .put("labelled", labels.labels().size())
            .put("neutral", labels.neutral())
            .put("not_contrasted", labels.labels().size() - found)
            .put("engagement_changed", changed);
    json.set("confusion", confusion.json());
    return json;
  }
}
