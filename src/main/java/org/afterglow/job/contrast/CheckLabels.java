package org.afterglow.job.contrast;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * Holds the classes of contrasted posts, people and threads against labels that people gave to a
 * sample of posts (docs/methods.md, 3.5). A person has its class from the post that acquired it, a
 * thread from the post that began it. Classes and engagement are those of this folder, whatever
 * model or state of it the sample was drawn under; of the sample come the labels and the weights.
 *
 * @param corrections of posts, and of people and threads where the sample suffices for these
 * @param confusion by unit, in the primary run
 * @param labels that were given
 * @param found how many of them are of posts that are contrasted
 * @param changed of these, those whose engagement is not what it was when they were drawn
 */
public record CheckLabels(
    Corrections corrections,
    Map<ContrastUnit, WeightedConfusion> confusion,
    CheckedLabels labels,
    long found,
    long changed) {
  /** Where it stands in the details of the stage. */
  public static final String DETAILS = "label_check";

  /** Share by which engagement may differ without having changed: sums were rounded. */
  private static final double ROUNDING = .001;

  public static final Encoder<CheckedUnit> UNIT = Records.encoder(CheckedUnit.class);
  private static final Encoder<CheckedLabels.Label> LABEL =
      Records.encoder(CheckedLabels.Label.class);
  private static final Encoder<CheckedPost> CHECKED = Records.encoder(CheckedPost.class);

  /** What a checked post decides in one run, summed over campaigns; acts in millionths. */
  public record CheckedPost(
      String unit,
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
   * @param contrasted what is contrasted, of all campaigns
   * @param jobSeed that the reweightings start from
   * @throws UserError if no label is of a contrasted post
   */
  public static CheckLabels of(
      Dataset<CheckedUnit> contrasted, CheckedLabels labels, long jobSeed) {
    Map<String, List<CheckedPost>> runs = new TreeMap<>();
    checked(contrasted, labels)
        .collectAsList()
        .forEach(
            post ->
                runs.computeIfAbsent(
                        FitContrast.key(post.unit(), post.run()), run -> new ArrayList<>())
                    .add(post));
    runs.values().forEach(posts -> posts.sort(Comparator.comparing(CheckedPost::key)));
    List<CheckedPost> posts = runs.getOrDefault(primary(ContrastUnit.POST), List.of());
    if (posts.isEmpty()) {
      throw new UserError(
          "--validation: none of its "
              + labels.labels().size()
              + " labelled posts is contrasted in this folder: it was drawn from another one, or"
              + " under another key of pseudonyms or other campaigns; draw from this one by label"
              + " --for validation");
    }
    Draws draws = new Draws(jobSeed, "decay_contrast_pooled");
    Map<ContrastUnit, Map<String, LabelCorrection>> corrections = new TreeMap<>();
    Map<ContrastUnit, WeightedConfusion> confusion = new TreeMap<>();
    for (ContrastUnit unit : ContrastUnit.values()) {
      Map<String, LabelCorrection> ofUnit = new TreeMap<>();
      for (String run : unit.correctedRuns()) {
        ofUnit.put(run, LabelCorrection.of(sample(runs, FitContrast.key(unit.word(), run)), draws));
      }
      // The sample was drawn for posts: what it cannot tell of the others stays as predicted.
      if (unit == ContrastUnit.POST
          || !Objects.requireNonNull(ofUnit.get(ContrastFit.PRIMARY)).tooLittle()) {
        corrections.put(unit, ofUnit);
      }
      confusion.put(unit, WeightedConfusion.of(sample(runs, primary(unit)), 0, draws));
    }
    return new CheckLabels(
        new Corrections(corrections), confusion, labels, posts.size(), changed(posts, labels));
  }

  private static String primary(ContrastUnit unit) {
    return FitContrast.key(unit.word(), ContrastFit.PRIMARY);
  }

  private static CheckedSample sample(Map<String, List<CheckedPost>> runs, String run) {
    return new CheckedSample(
        runs.getOrDefault(run, List.of()).stream().map(CheckedPost::sampled).toList());
  }

  /** What checked posts decide in every run. */
  private static Dataset<CheckedPost> checked(
      Dataset<CheckedUnit> contrasted, CheckedLabels labels) {
    Dataset<Row> given =
        contrasted
            .sparkSession()
            .createDataset(labels.labels(), LABEL)
            .select(col("key"), col("promotional"), col("weight"));
    return contrasted
        .join(broadcast(given), col("postKey").equalTo(col("key")))
        .groupBy("unit", "run", "key", "promotional", "predicted", "weight")
        .agg(sum("early").as("early"), sum("late").as("late"))
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
    json.set("confusion", confusion(ContrastUnit.POST));
    json.set("people", of(ContrastUnit.PERSON));
    json.set("threads", of(ContrastUnit.THREAD));
    return json;
  }

  private ObjectNode of(ContrastUnit unit) {
    ObjectNode json =
        Manifest.JSON.createObjectNode().put("corrected", !corrections.of(unit).isEmpty());
    json.set("confusion", confusion(unit));
    return json;
  }

  private JsonNode confusion(ContrastUnit unit) {
    return Objects.requireNonNull(confusion.get(unit)).json();
  }
}
