package org.afterglow.statistics;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * By how much the response to an account's posts is lower after a silence than without one
 * (docs/methods.md, 5, C6), from moments of silence and of accounts that kept posting, both
 * followed over a like lag of g days: {@code ln μ = b₀·gap + b₁·gap·ln(g/7) + c + f(r, e, ln(g/7))
 * + month}, with r and e the logarithms of mean response before and f their squares, product and
 * products with ln(g/7). {@code penalty_pct(g) = 100(1 − exp(b₀ + b₁·ln(g/7)))}.
 */
public final class SilencePenalty {
  private static final int LEADING = 2;
  private static final int COVARIATES = 11;
  private static final double WEEK = 7;
  private static final double HALF = .5;

  /** Moments that a month needs for a level of its own. */
  private static final long FEWEST_MOMENTS = 20;

  private SilencePenalty() {}

  /**
   * A moment of an account, and the response to its first five posts after the lag.
   *
   * @param silent whether there was silence in between
   * @param lagDays how long it lasted, or in a control how long it might have, above 0
   * @param recent mean response to the last 5 posts before
   * @param earlier mean response to posts 6 to 30 before
   * @param month level of its platform and month, by {@link #levels}
   * @param events the response
   */
  public record Moment(
      boolean silent, double lagDays, double recent, double earlier, int month, double events) {
    public Moment {
      if (!(lagDays > 0) || !(recent >= 0) || !(earlier >= 0)) {
        throw new IllegalArgumentException(
            String.format(
                "lag %s, response before %s and %s; the lag above 0, the others at least 0",
                lagDays, recent, earlier));
      }
    }
  }

  /**
   * The level of each platform and month: 0 is common to those with fewer than {@value
   * #FEWEST_MOMENTS} moments or no event, whose own could not be told, and to the first of the
   * others.
   *
   * @param moments how many each has
   * @param events their response in all
   */
  public static int[] levels(long[] moments, double[] events) {
    int[] levels = new int[moments.length];
    int next = 0;
    for (int i = 0; i < levels.length; i++) {
      if (moments[i] >= FEWEST_MOMENTS && events[i] > 0) {
        levels[i] = next++;
      }
    }
    return levels;
  }

  /** How many covariates a panel has where there are so many levels of months. */
  public static int covariates(int levels) {
    return COVARIATES + levels - 1;
  }

  /**
   * An account's panel.
   *
   * @param moments in the order of their times
   * @param levels of months, at least 1
   */
  public static LogLinkPanel panel(String account, List<Moment> moments, int levels) {
    return LogLinkPanel.of(
        account, moments.stream().map(moment -> observation(moment, levels)).toList());
  }

  private static LogLinkPanel.Observation observation(Moment moment, int levels) {
    double silent = moment.silent ? 1 : 0;
    double lag = StrictMath.log(moment.lagDays / WEEK);
    double r = StrictMath.log(moment.recent + HALF);
    double e = StrictMath.log(moment.earlier + HALF);
    double[] x = new double[covariates(levels)];
    double[] first = {silent, silent * lag, 1, r, e, r * r, e * e, r * e, lag, lag * r, lag * e};
    System.arraycopy(first, 0, x, 0, COVARIATES);
    if (moment.month > 0) {
      x[COVARIATES + moment.month - 1] = 1;
    }
    return new LogLinkPanel.Observation(moment.events, x);
  }

  /** Fits panels, in whatever order they come. */
  public static LogLinkRegression fit(List<LogLinkPanel> panels) {
    return LogLinkRegression.of(panels, LEADING);
  }

  /** Fits accounts whose panels lie elsewhere. */
  public static LogLinkRegression fit(int levels, LogLinkRegression.Accounts accounts) {
    return LogLinkRegression.of(covariates(levels), LEADING, accounts);
  }

  /** Fits other silences as {@link LogLinkRegression#again}; panels in the order of keys. */
  public static ClusteredFit again(LogLinkRegression fitted, List<LogLinkPanel> panels) {
    return fitted.again(panels, LEADING);
  }

  /** ln(response after so many days of silence ÷ without); null where the fit is not OK. */
  public static ClusteredFit.@Nullable Contrast atLag(ClusteredFit fit, double days) {
    return fit.contrast(1, StrictMath.log(days / WEEK));
  }

  /** The share that each account has of what is known of {@link #atLag}. */
  public static SortedMap<String, Double> sharesAtLag(ClusteredFit fit, double days) {
    return fit.shares(1, StrictMath.log(days / WEEK));
  }

  /** The share that each account has of what is known of {@link #slope}. */
  public static SortedMap<String, Double> sharesOfSlope(ClusteredFit fit) {
    return fit.shares(0, 1);
  }

  /** b₁, by how much that falls or rises with ln(g); null where the fit is not OK. */
  public static ClusteredFit.@Nullable Contrast slope(ClusteredFit fit) {
    return fit.contrast(0, 1);
  }

  /**
   * {@code penalty_pct} with its interval: percent by which the response after so many days of
   * silence is lower; null where the fit is not OK or no account moves it.
   */
  public static @Nullable StudentInterval penaltyPercent(ClusteredFit fit, double days) {
    ClusteredFit.Contrast contrast = atLag(fit, days);
    return contrast == null || contrast.interval() == null
        ? null
        : contrast.interval().percentChange().negated();
  }
}
