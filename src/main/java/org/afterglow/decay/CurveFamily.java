package org.afterglow.decay;

/** A family of curves g(t) of time with g(0) = 1 and g(h) = ½ (docs/methods.md, 2.2). */
@SuppressWarnings("ImmutableEnumChecker") // members are only ever handed out as copies
public enum CurveFamily {
  EXPONENTIAL(1) {
    @Override
    double value(double member, double t, double h) {
      return Math.pow(2, -t / h);
    }

    @Override
    double inverse(double member, double v, double h) {
      return -h * Math.log(v) / LN2;
    }
  },
  WEIBULL(0.4, 0.55, 0.75, 1.5) {
    @Override
    double value(double member, double t, double h) {
      return Math.exp(-LN2 * Math.pow(t / h, member));
    }

    @Override
    double inverse(double member, double v, double h) {
      return h * Math.pow(-Math.log(v) / LN2, 1 / member);
    }
  },
  POWER(0.7, 1, 1.5, 2.5) {
    @Override
    double value(double member, double t, double h) {
      return Math.pow(1 + (Math.pow(2, 1 / member) - 1) * t / h, -member);
    }

    @Override
    double inverse(double member, double v, double h) {
      return h * (Math.pow(v, -1 / member) - 1) / (Math.pow(2, 1 / member) - 1);
    }
  };

  private static final double LN2 = Math.log(2);

  private final double[] members;

  CurveFamily(double... members) {
    this.members = members;
  }

  /** Shape parameters of the members. */
  double[] members() {
    return members.clone();
  }

  /** g(t) of the member with half-life h. */
  abstract double value(double member, double t, double h);

  /** The t with g(t) = v, 0 &lt; v ≤ 1. */
  abstract double inverse(double member, double v, double h);
}
