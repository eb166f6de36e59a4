package org.afterglow.simulate;

/**
 * How the engagement with one post is spread over its age. The rate is g(age) with g(0) = 1 and
 * g(half-life) = ½, scaled so that a share 1 − floor of the first 28 days comes from it, and the
 * floor evenly, for ever (docs/methods.md, sections 2.2 and 8).
 *
 * @param family the shape of g
 * @param halfLifeDays the age at which g has halved
 * @param floor share of the first 28 days' engagement that comes evenly, 0 ≤ floor &lt; 1
 */
record Kernel(KernelFamily family, double halfLifeDays, double floor) {
  static final double SPAN_DAYS = 28;
  private static final double LN2 = StrictMath.log(2);
  private static final double POWER = 1.2;
  private static final double POWER_SCALE = StrictMath.pow(2, 1 / POWER) - 1;

  /** The rate g, without scale or floor. */
  double rate(double age) {
    double x = age / halfLifeDays;
    return switch (family) {
      case EXPONENTIAL -> StrictMath.exp(-LN2 * x);
      case WEIBULL -> StrictMath.exp(-LN2 * StrictMath.sqrt(x));
      case POWER -> StrictMath.pow(1 + POWER_SCALE * x, -POWER);
    };
  }

  /** The integral of g from 0 to an age, in days. */
  double integral(double age) {
    double x = age / halfLifeDays;
    return halfLifeDays
        * switch (family) {
          case EXPONENTIAL -> -StrictMath.expm1(-LN2 * x) / LN2;
          case WEIBULL -> {
            double root = LN2 * StrictMath.sqrt(x);
            yield 2 / (LN2 * LN2) * (1 - (1 + root) * StrictMath.exp(-root));
          }
          case POWER ->
              (1 - StrictMath.pow(1 + POWER_SCALE * x, 1 - POWER)) / (POWER_SCALE * (POWER - 1));
        };
  }

  /** Engagement up to an age, as a multiple of that of the first 28 days. */
  double cumulative(double age) {
    return (1 - floor) * integral(age) / integral(SPAN_DAYS) + floor * age / SPAN_DAYS;
  }

  /** An age in [0, horizon), drawn in proportion to the rate of engagement. */
  double draw(Draws draws, double horizonDays) {
    double evenly = floor * horizonDays / SPAN_DAYS;
    if (draws.uniform() * cumulative(horizonDays) < evenly) {
      return draws.uniform() * horizonDays;
    }
    double target = draws.uniform() * integral(horizonDays) / halfLifeDays;
    return halfLifeDays
        * switch (family) {
          case EXPONENTIAL -> -StrictMath.log1p(-LN2 * target) / LN2;
          case WEIBULL -> weibullAge(target * LN2 * LN2 / 2);
          case POWER ->
              (StrictMath.pow(1 - POWER_SCALE * (POWER - 1) * target, 1 / (1 - POWER)) - 1)
                  / POWER_SCALE;
        };
  }

  /** Solves 1 − (1 + r)·e^(−r) = share for r, and gives (r / ln 2)². */
  private static double weibullAge(double share) {
    double low = 0;
    double high = 60;
    for (int step = 0; step < 60; step++) {
      double middle = (low + high) / 2;
      if (1 - (1 + middle) * StrictMath.exp(-middle) < share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double root = (low + high) / (2 * LN2);
    return root * root;
  }
}
