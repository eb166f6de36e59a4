package org.afterglow.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.afterglow.classify.WeightedConfusion;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest tells of the labels that classes were checked by.
 *
 * @param rows of the files
 * @param blank rows without a label
 * @param labelled posts
 * @param neutral of these, those labelled so, which count as not promotional
 * @param notContrasted of the labelled, those that no contrast of this folder is made of
 * @param people whether the contrast of people is corrected by them
 * @param threads whether that of threads is
 * @param confusion of predicted classes in the primary run
 */
public record LabelCheck(
    long rows,
    long blank,
    long labelled,
    long neutral,
    long notContrasted,
    boolean people,
    boolean threads,
    WeightedConfusion confusion) {

  /** Of the details of stage decay; null where nobody checked any label. */
  static @Nullable LabelCheck of(JsonNode check) {
    return check.path("confusion") instanceof ObjectNode confusion
        ? new LabelCheck(
            check.path("rows").asLong(),
            check.path("blank").asLong(),
            check.path("labelled").asLong(),
            check.path("neutral").asLong(),
            check.path("not_contrasted").asLong(),
            check.at("/people/corrected").asBoolean(),
            check.at("/threads/corrected").asBoolean(),
            WeightedConfusion.of(confusion))
        : null;
  }
}
