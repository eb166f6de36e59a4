package org.afterglow.simulate;

import java.time.LocalDate;
import java.util.function.DoubleUnaryOperator;

/**
 * What an estimator would find with endless data: integrals over the kernels of a class, over the
 * lognormal spread of half-lives between posts, and over the posting profile (docs/methods.md,
 * sections 2.4, 3.1 and 8). Bursts, noise, season and sampling leave these values as they are.
 */
final class Truth {
  private static final int POSTS = 200;
  private static final double MOST_DAYS = 3650;

  /** What stands for the logarithm of a level that is nothing to a double. */
  private static final double LEAST_LOG = -50;

  private static final int DELAY_STEPS = 4000;
  private static final double SPREAD = 7;
  private static final int SPREAD_STEPS = 80;
  private static final double[] NORMAL_WEIGHT = new double[SPREAD_STEPS + 1];

  static {
    double sum = 0;
    for (int step = 0; step <= SPREAD_STEPS; step++) {
      double z = point(step);
      NORMAL_WEIGHT[step] = StrictMath.exp(-z * z / 2);
      sum += NORMAL_WEIGHT[step];
    }
    for (int step = 0; step <= SPREAD_STEPS; step++) {
      NORMAL_WEIGHT[step] /= sum;
    }
  }

  private final Kernel[] kernels = new Kernel[SPREAD_STEPS + 1];
  private final double[] scale = new double[SPREAD_STEPS + 1];

  /**
   * The truth of posts whose half-lives are spread around that of a kernel.
   *
   * @param common the kernel of the median post
   * @param halfLifeSd standard deviation of ln half-life between posts
   */
  Truth(Kernel common, double halfLifeSd) {
    for (int step = 0; step <= SPREAD_STEPS; step++) {
      double factor = StrictMath.exp(halfLifeSd * point(step));
      kernels[step] = new Kernel(common.family(), common.halfLifeDays() * factor, common.floor());
      scale[step] =
          NORMAL_WEIGHT[step] * (1 - common.floor()) / kernels[step].integral(Kernel.SPAN_DAYS);
    }
  }

  private static double point(int step) {
    return SPREAD * (2.0 * step / SPREAD_STEPS - 1);
  }

  /** The share of 28 days' engagement that a post has by an age, in the mean of posts. */
  double cumulative(double age) {
    double sum = kernels[0].floor() * age / Kernel.SPAN_DAYS;
    for (int step = 0; step <= SPREAD_STEPS; step++) {
      sum += scale[step] * kernels[step].integral(age);
    }
    return sum;
  }

  private double density(double age) {
    double sum = kernels[0].floor() / Kernel.SPAN_DAYS;
    for (int step = 0; step <= SPREAD_STEPS; step++) {
      sum += scale[step] * kernels[step].rate(age);
    }
    return sum;
  }

  /** The age in hours by which half of 28 days' engagement has come. */
  double halfOf28DaysAgeHours() {
    double low = 0;
    double high = Kernel.SPAN_DAYS;
    for (int step = 0; step < 60; step++) {
      double middle = (low + high) / 2;
      if (cumulative(middle) < .5) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return 24 * (low + high) / 2;
  }

  /** Log odds that engagement of the first 28 days comes after the first. */
  double logOddsLate() {
    double early = cumulative(1);
    return StrictMath.log((1 - early) / early);
  }

  /**
   * The same with what bots add: acts worth a share of 28 days' engagement, evenly over the ages
   * from 1 to 28 days.
   */
  double logOddsLateWith(double botShare) {
    double early = cumulative(1);
    return StrictMath.log((1 - early + botShare) / early);
  }

  /**
   * Log odds that a contribution to a thread of age below 56 days comes in the second 28: the acts
   * that are posts themselves, and answers to a share of them an exponential time later.
   *
   * @param direct share of the acts that are posts below or over the root
   * @param answered answers among people for each act
   * @param answerDays their mean delay
   */
  double logOddsLateTalk(double direct, double answered, double answerDays) {
    double spanDays = Kernel.SPAN_DAYS;
    double early = direct * cumulative(spanDays);
    double all = direct * cumulative(2 * spanDays);
    if (answered > 0) { // the integral takes longer than all else
      early += answered * delayed(spanDays, answerDays);
      all += answered * delayed(2 * spanDays, answerDays);
    }
    return StrictMath.log((all - early) / early);
  }

  /** Simpson's rule over F(a)·exp(−(age − a)/delay)/delay, the share that has come and waited. */
  private double delayed(double age, double delay) {
    double sum = cumulative(age);
    double width = age / DELAY_STEPS;
    for (int step = 1; step < DELAY_STEPS; step++) {
      double wait = (DELAY_STEPS - step) * width / delay;
      // Beyond 40 delays nothing is still waiting that could be seen in a double.
      if (wait < 40) {
        sum += (step % 2 == 1 ? 4 : 2) * cumulative(step * width) * StrictMath.exp(-wait);
      }
    }
    return sum * width / 3 / delay;
  }

  /**
   * What is left after a stop, of posts made in a campaign by a profile.
   *
   * @param t50Days when the daily level has halved from its mean on day 0; infinite if it has not
   *     within ten years
   * @param rho28 level at day 28 over the mean of day 0
   * @param d28Days integral of the level over 28 days, in means of day 0
   */
  record AfterStop(double t50Days, double rho28, double d28Days) {}

  AfterStop afterStop(PostingProfile profile, LocalDate start, int days) {
    return afterStop(profile, start, days, place -> 1);
  }

  /**
   * The same of posts that a ramp thins out.
   *
   * @param shareLeft what it leaves of the posts at a time in days since the start
   */
  AfterStop afterStop(
      PostingProfile profile, LocalDate start, int days, DoubleUnaryOperator shareLeft) {
    double[] age = new double[POSTS];
    double[] posts = new double[POSTS];
    for (int post = 0; post < POSTS; post++) {
      double place = profile.quantile((post + .5) / POSTS, start, days);
      age[post] = days - place;
      posts[post] = shareLeft.applyAsDouble(place);
    }
    double day0 = between(age, posts, 0, 1);
    return new AfterStop(
        halved(
            sinceStop ->
                Math.max(LEAST_LOG, StrictMath.log(2 * level(age, posts, sinceStop) / day0))),
        level(age, posts, Kernel.SPAN_DAYS) / day0,
        between(age, posts, 0, Kernel.SPAN_DAYS) / day0);
  }

  /**
   * Where a falling function crosses 0: by false position over ln(1 + days), in which levels are
   * nearly straight, halving the end that stays (Illinois).
   *
   * @return infinite if it has not within ten years
   */
  private static double halved(DoubleUnaryOperator excess) {
    double low = 0;
    double high = StrictMath.log1p(MOST_DAYS);
    double atLow = excess.applyAsDouble(0);
    double atHigh = excess.applyAsDouble(MOST_DAYS);
    if (atHigh > 0) {
      return Double.POSITIVE_INFINITY;
    }
    int stayed = 0;
    for (int step = 0; step < 200 && high - low > 1e-13; step++) {
      double middle = (low * atHigh - high * atLow) / (atHigh - atLow);
      double at = excess.applyAsDouble(StrictMath.expm1(middle));
      if (at == 0) {
        return StrictMath.expm1(middle);
      }
      if (at > 0) {
        low = middle;
        atLow = at;
        atHigh = stayed == 1 ? atHigh / 2 : atHigh;
        stayed = 1;
      } else {
        high = middle;
        atHigh = at;
        atLow = stayed == -1 ? atLow / 2 : atLow;
        stayed = -1;
      }
    }
    return StrictMath.expm1((low + high) / 2);
  }

  private double level(double[] age, double[] posts, double sinceStop) {
    double sum = 0;
    for (int post = 0; post < age.length; post++) {
      sum += posts[post] * density(age[post] + sinceStop);
    }
    return sum;
  }

  private double between(double[] age, double[] posts, double from, double to) {
    double sum = 0;
    for (int post = 0; post < age.length; post++) {
      sum += posts[post] * (cumulative(age[post] + to) - cumulative(age[post] + from));
    }
    return sum;
  }

  /** The z below which a standard normal number falls with a probability in (0, 1). */
  static double normalQuantile(double probability) {
    if (probability >= 1) {
      return Double.POSITIVE_INFINITY;
    }
    double low = -SPREAD;
    double high = SPREAD;
    for (int step = 0; step < 60; step++) {
      double middle = (low + high) / 2;
      if (normalShareBelow(middle) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** Simpson's rule over the density from 0. */
  private static double normalShareBelow(double z) {
    int steps = 400;
    double width = z / steps;
    double sum = 1 + StrictMath.exp(-z * z / 2);
    for (int step = 1; step < steps; step++) {
      double x = step * width;
      sum += (step % 2 == 1 ? 4 : 2) * StrictMath.exp(-x * x / 2);
    }
    return .5 + sum * width / 3 / StrictMath.sqrt(2 * StrictMath.PI);
  }
}
