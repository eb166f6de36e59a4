package org.afterglow.classify;

import java.util.Arrays;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vectors;

/**
 * A margin over the features: the sum of the coefficients of a text's features, each times its
 * value, and the intercept. Its logistic is a probability.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a List would box each
record Margin(double[] coefficients, double intercept) {

  /** That of a fitted stage. */
  static Margin of(LogisticRegressionModel stage) {
    return new Margin(stage.coefficients().toArray(), stage.intercept());
  }

  double of(SparseVector vector) {
    double sum = intercept;
    int[] indices = vector.indices();
    double[] values = vector.values();
    for (int i = 0; i < indices.length; i++) {
      sum += coefficients[indices[i]] * values[i];
    }
    return sum;
  }

  Margin calibrated(Calibration calibration) {
    return new Margin(
        Arrays.stream(coefficients).map(each -> each * calibration.slope()).toArray(),
        calibration.margin(intercept));
  }

  /** The same as a stage of a pipeline. */
  LogisticRegressionModel stage(String uid) {
    return new LogisticRegressionModel(uid, Vectors.dense(coefficients).compressed(), intercept);
  }
}
