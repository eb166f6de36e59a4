package org.afterglow.classify;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.mllib.linalg.DenseVector;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.Gradient;
import org.apache.spark.mllib.optimization.LBFGS;
import org.apache.spark.mllib.optimization.Updater;
import scala.Tuple2;

/**
 * The fit of a weighted logistic regression, penalised coefficient by coefficient, by MLlib's
 * L-BFGS: it minimises Σ weight·log loss + ½·Σ penalty·(coefficient − centre)².
 *
 * <p>MLlib's {@code LogisticRegression} would do for one penalty around zero, but it works on
 * features scaled to unit variance, where a penalty that is the same for all is a million times
 * stronger on the rarest feature than on the commonest; it had not converged after 200 steps where
 * this has after 50 (docs/decisions/0022-training.md).
 *
 * <p>The texts lie in one partition, in the order given, so that sums are the same on any number of
 * cores; they travel once, as a broadcast, and not with the task of every step.
 */
final class LogisticFit implements AutoCloseable {
  /** Pairs of steps that L-BFGS remembers; what MLlib takes. */
  private static final int CORRECTIONS = 10;

  private final Broadcast<List<Tuple2<Object, Vector>>> rows;
  private final JavaRDD<Tuple2<Object, Vector>> data;
  private final int texts;

  /**
   * Hands out the texts.
   *
   * @param yes the labels
   * @param weights above 0
   */
  LogisticFit(JavaSparkContext spark, List<SparseVector> vectors, boolean[] yes, double[] weights) {
    this.texts = yes.length;
    List<Tuple2<Object, Vector>> signed = new ArrayList<>(yes.length);
    for (int i = 0; i < yes.length; i++) {
      signed.add(new Tuple2<>(yes[i] ? weights[i] : -weights[i], Vectors.fromML(vectors.get(i))));
    }
    Broadcast<List<Tuple2<Object, Vector>>> sent = spark.broadcast(signed);
    rows = sent;
    data = spark.parallelize(List.of(0), 1).flatMap(one -> sent.value().iterator());
  }

  /**
   * The coefficients.
   *
   * @param penalties by place, 0 or more
   * @param centres by place: what the coefficient is drawn to
   * @param start where the search begins
   * @param tolerance relative change of the loss at which it ends
   * @param iterations at most
   */
  double[] coefficients(
      double[] penalties, double[] centres, double[] start, double tolerance, int iterations) {
    Tuple2<Vector, double[]> found =
        LBFGS.runLBFGS(
            data.rdd(),
            new WeightedLoss(),
            new Penalty(penalties, centres, texts),
            CORRECTIONS,
            tolerance,
            iterations,
            1,
            Vectors.dense(start));
    return found._1().toArray();
  }

  @Override
  public void close() {
    rows.destroy();
  }

  /** The log loss of a margin, where the label is yes by a share of one. */
  static double loss(double margin, double yes) {
    return Math.max(margin, 0) - yes * margin + Math.log1p(Math.exp(-Math.abs(margin)));
  }

  /** The log loss of one text; what MLlib calls its label is its weight, below 0 if it is a no. */
  private static final class WeightedLoss extends Gradient {
    private static final long serialVersionUID = 1;

    @Override
    public double compute(Vector text, double signed, Vector coefficients, Vector sum) {
      org.apache.spark.mllib.linalg.SparseVector features =
          (org.apache.spark.mllib.linalg.SparseVector) text;
      int[] indices = features.indices();
      double[] values = features.values();
      double[] at = ((DenseVector) coefficients).values();
      double[] gradient = ((DenseVector) sum).values();
      double margin = 0;
      for (int i = 0; i < indices.length; i++) {
        margin += at[indices[i]] * values[i];
      }
      double yes = signed > 0 ? 1 : 0;
      double weight = Math.abs(signed);
      double error = weight * (1 / (1 + Math.exp(-margin)) - yes);
      for (int i = 0; i < indices.length; i++) {
        gradient[indices[i]] += error * values[i];
      }
      return weight * loss(margin, yes);
    }
  }

  /** The penalty, as a step against it; MLlib asks for its value and for its gradient so. */
  private static final class Penalty extends Updater {
    private static final long serialVersionUID = 1;

    private final double[] penalties;
    private final double[] centres;
    private final int texts;

    Penalty(double[] penalties, double[] centres, int texts) {
      this.penalties = penalties;
      this.centres = centres;
      this.texts = texts;
    }

    /** MLlib's loss is the mean over texts, the penalty is meant against their sum. */
    @Override
    public Tuple2<Vector, Object> compute(
        Vector coefficients, Vector gradient, double step, int iteration, double regularisation) {
      double[] from = coefficients.toArray();
      double[] next = gradient.toArray().clone();
      double value = 0;
      for (int i = 0; i < next.length; i++) {
        double strength = penalties[i] / texts;
        next[i] = from[i] - step * (next[i] + strength * (from[i] - centres[i]));
        double off = next[i] - centres[i];
        value += strength * off * off / 2;
      }
      return new Tuple2<>(Vectors.dense(next), value);
    }
  }
}
