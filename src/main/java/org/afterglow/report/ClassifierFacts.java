package org.afterglow.report;

import org.afterglow.classify.Evaluation;
import org.afterglow.classify.ModelCard;
import org.afterglow.classify.ScoreDrift;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the model that gave the classes.
 *
 * @param modelHash of the model that the folder's posts were scored by; empty where unknown
 * @param card of that model; null where the folder has none
 * @param evaluation of that model on labels; null where there is none
 * @param otherEvaluated whether there is one of another model instead
 * @param drift of the scores that stand in the folder now; null where it was not measured
 */
public record ClassifierFacts(
    String modelHash,
    @Nullable ModelCard card,
    @Nullable Evaluation evaluation,
    boolean otherEvaluated,
    @Nullable ScoreDrift drift) {
  static final ClassifierFacts NONE = new ClassifierFacts("", null, null, false, null);

  /**
   * What of an evaluation belongs to a folder.
   *
   * @param postsHash content hash of the folder's posts
   * @param found what stands beside the tables; null where nothing does
   */
  public static ClassifierFacts of(
      String modelHash, @Nullable ModelCard card, String postsHash, @Nullable Evaluation found) {
    boolean labelled = found != null && found.overall() != null;
    boolean own = found != null && labelled && modelHash.equals(found.modelHash());
    ScoreDrift drift = found == null ? null : found.drift();
    return new ClassifierFacts(
        modelHash,
        card,
        own ? found : null,
        labelled && !own,
        drift != null && drift.postsHash().equals(postsHash) && drift.modelHash().equals(modelHash)
            ? drift
            : null);
  }
}
