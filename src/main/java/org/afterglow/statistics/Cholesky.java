package org.afterglow.statistics;

import java.util.Arrays;

/**
 * The factor L of a symmetric matrix, A = LLᵀ, over those of its rows that are no combination of
 * rows taken before them. Vectors have as many elements as A has rows; those of rows left out are
 * not read, and 0 in results.
 */
final class Cholesky {
  /** Share of a row's own size that must be left beside the rows before it. */
  private static final double LEAST_REST = 1e-9;

  /** The same of rows that were found to be no combination in a like matrix. */
  private static final double LEAST_REST_AGAIN = 1e-13;

  private final int size;
  private final int[] kept;
  private final double[][] factor;

  private Cholesky(int size, int[] kept, double[][] factor) {
    this.size = size;
    this.kept = kept;
    this.factor = factor;
  }

  /**
   * The factor.
   *
   * @param matrix lower triangle, not negative definite
   * @param size its rows
   * @param order rows in the order in which they are taken; others do not take part
   */
  static Cholesky of(double[] matrix, int size, int[] order) {
    return of(matrix, size, order, LEAST_REST);
  }

  /** The factor of another matrix over the rows that were kept of this one. */
  Cholesky again(double[] matrix) {
    return of(matrix, size, kept, LEAST_REST_AGAIN);
  }

  private static Cholesky of(double[] matrix, int size, int[] order, double leastRest) {
    double[][] factor = new double[order.length][];
    int[] kept = new int[order.length];
    int n = 0;
    for (int row : order) {
      double[] line = new double[n + 1];
      double rest = matrix[LowerTriangle.at(row, row)];
      double whole = rest;
      for (int j = 0; j < n; j++) {
        double sum = matrix[LowerTriangle.at(row, kept[j])];
        for (int k = 0; k < j; k++) {
          sum -= line[k] * factor[j][k];
        }
        line[j] = sum / factor[j][j];
        rest -= line[j] * line[j];
      }
      if (rest > leastRest * whole) {
        line[n] = StrictMath.sqrt(rest);
        factor[n] = line;
        kept[n++] = row;
      }
    }
    return new Cholesky(size, Arrays.copyOf(kept, n), Arrays.copyOf(factor, n));
  }

  /** The rows that were not left out, in the order in which they were taken. */
  int[] kept() {
    return kept.clone();
  }

  /** Whether a row was not left out. */
  boolean keeps(int row) {
    return Arrays.stream(kept).anyMatch(k -> k == row);
  }

  /** A⁻¹v. */
  double[] solve(double[] v) {
    return back(whiten(v));
  }

  /** L⁻¹v, one element for each row that was kept. */
  double[] whiten(double[] v) {
    double[] white = new double[kept.length];
    for (int i = 0; i < kept.length; i++) {
      double sum = v[kept[i]];
      for (int j = 0; j < i; j++) {
        sum -= factor[i][j] * white[j];
      }
      white[i] = sum / factor[i][i];
    }
    return white;
  }

  /** L⁻ᵀw of a vector with an element for each row that was kept. */
  double[] back(double[] white) {
    double[] solved = white.clone();
    for (int i = kept.length - 1; i >= 0; i--) {
      solved[i] /= factor[i][i];
      for (int j = 0; j < i; j++) {
        solved[j] -= factor[i][j] * solved[i];
      }
    }
    double[] v = new double[size];
    for (int i = 0; i < kept.length; i++) {
      v[kept[i]] = solved[i];
    }
    return v;
  }

  /** L⁻¹BL⁻ᵀ of another symmetric matrix, in full, a row for each that was kept. */
  double[][] whitenMatrix(double[] matrix) {
    int n = kept.length;
    double[][] half = new double[n][]; // half[j] = L⁻¹ times column j of B
    for (int j = 0; j < n; j++) {
      double[] column = new double[size];
      for (int i = 0; i < n; i++) {
        column[kept[i]] = matrix[LowerTriangle.at(kept[i], kept[j])];
      }
      half[j] = whiten(column);
    }
    double[][] white = new double[n][n];
    for (int i = 0; i < n; i++) {
      double[] row = new double[size];
      for (int j = 0; j < n; j++) {
        row[kept[j]] = half[j][i];
      }
      white[i] = whiten(row);
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double mean = (white[i][j] + white[j][i]) / 2;
        white[i][j] = mean;
        white[j][i] = mean;
      }
    }
    return white;
  }
}
