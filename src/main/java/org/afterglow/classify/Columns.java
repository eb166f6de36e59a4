package org.afterglow.classify;

import java.util.Arrays;
import org.afterglow.text.TextFeatures;
import org.apache.spark.ml.linalg.SparseVector;

/** The features that a fit keeps, side by side, with further columns after them. */
final class Columns {
  private final int[] rank = new int[TextFeatures.DIMENSION];
  private final int kept;

  /** Keeps these places, in this order. */
  Columns(int[] places) {
    Arrays.fill(rank, -1);
    for (int i = 0; i < places.length; i++) {
      rank[places[i]] = i;
    }
    kept = places.length;
  }

  /** The vector of the kept features of a text and of what more there is of it. */
  SparseVector of(SparseVector features, double... further) {
    int[] indices = features.indices();
    double[] values = features.values();
    int[] places = new int[indices.length + further.length];
    double[] found = new double[places.length];
    int count = 0;
    for (int i = 0; i < indices.length; i++) {
      if (rank[indices[i]] >= 0) {
        places[count] = rank[indices[i]];
        found[count++] = values[i];
      }
    }
    for (int i = 0; i < further.length; i++) {
      places[count] = kept + i;
      found[count++] = further[i];
    }
    return new SparseVector(
        kept + further.length, Arrays.copyOf(places, count), Arrays.copyOf(found, count));
  }
}
