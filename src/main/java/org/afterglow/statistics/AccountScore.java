package org.afterglow.statistics;

import java.io.Serializable;

/**
 * What the data of one account say of p coefficients at given values of them: all that a regression
 * needs to know of an account in one Newton step.
 *
 * @param account key of the account
 * @param objective logarithm of the (quasi-)likelihood, up to a constant
 * @param score its gradient, p numbers
 * @param information its expected curvature, a symmetric matrix of p rows of which the lower
 *     triangle is given by rows: (0,0), (1,0), (1,1), (2,0), …
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AccountScore(String account, double objective, double[] score, double[] information)
    implements Serializable {
  public AccountScore {
    if (information.length != LowerTriangle.length(score.length)) {
      throw new IllegalArgumentException(
          score.length + " scores with an information of " + information.length);
    }
  }
}
