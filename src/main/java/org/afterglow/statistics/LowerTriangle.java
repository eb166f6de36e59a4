package org.afterglow.statistics;

/** Symmetric matrices of which the lower triangle is held by rows: (0,0), (1,0), (1,1), (2,0), … */
final class LowerTriangle {
  private LowerTriangle() {}

  /** How many numbers a matrix of so many rows is held in. */
  static int length(int rows) {
    return rows * (rows + 1) / 2;
  }

  /** Where an element is held. */
  static int at(int row, int column) {
    return row >= column ? length(row) + column : length(column) + row;
  }

  /** Adds the outer product of a vector with itself. */
  static void addOuter(double[] matrix, double weight, double[] vector) {
    int at = 0;
    for (int i = 0; i < vector.length; i++) {
      double weighted = weight * vector[i];
      if (weighted == 0) { // as of most months
        at += i + 1;
        continue;
      }
      for (int j = 0; j <= i; j++) {
        matrix[at++] += weighted * vector[j];
      }
    }
  }

  /** uᵀAv. */
  static double form(double[] matrix, double[] u, double[] v) {
    double sum = 0;
    int at = 0;
    for (int i = 0; i < u.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += matrix[at++] * (u[i] * v[j] + u[j] * v[i]);
      }
      sum += matrix[at++] * u[i] * v[i];
    }
    return sum;
  }
}
