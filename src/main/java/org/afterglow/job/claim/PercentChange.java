package org.afterglow.job.claim;

import java.util.Map;
import org.afterglow.statistics.ClusteredFit;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;

/** What a regression with a log link finds, as a change in percent. */
public final class PercentChange {
  private PercentChange() {}

  /** Percent for so many of the first covariate. */
  public static Estimate estimate(ClusteredFit fit, double unit) {
    ClusteredFit.Contrast contrast = fit.contrast(unit);
    if (contrast == null) {
      return Estimate.none(fit.state().name());
    }
    StudentInterval interval = contrast.interval();
    if (interval == null) {
      return Estimate.withoutInterval(percent(contrast.estimate()));
    }
    StudentInterval percent = interval.percentChange();
    return Estimate.of(percent.estimate(), percent.low(), percent.high());
  }

  /** Adds the point of a run, in percent, if it has one. */
  public static void put(
      Map<String, Double> sensitivity, String run, ClusteredFit fit, double unit) {
    ClusteredFit.Contrast contrast = fit.contrast(unit);
    if (contrast != null) {
      sensitivity.put(run, percent(contrast.estimate()));
    }
  }

  private static double percent(double logarithm) {
    return 100 * StrictMath.expm1(logarithm);
  }
}
