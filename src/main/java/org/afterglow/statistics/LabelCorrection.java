package org.afterglow.statistics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.afterglow.statistics.CheckedSample.Cell;
import org.afterglow.statistics.CheckedSample.Rates;
import org.jspecify.annotations.Nullable;

/**
 * What a checked sample says of the labels of a contrast: how late odds are corrected for errors of
 * the labels, what its own error adds to the corrected value, and whether the labels are too
 * uncertain to correct by (docs/methods.md, 3.5).
 *
 * @param rates of the sample as it is
 * @param reweighted rates of its reweightings
 * @param tooLittle whether the sample alone forbids to correct: s − f below {@value
 *     CheckedSample#LEAST_DIFFERENCE} or not to be had in a cell, or a class in a cell worth fewer
 *     than {@value CheckedSample#FEWEST_EFFECTIVE} posts
 */
public record LabelCorrection(Rates rates, List<Rates> reweighted, boolean tooLittle)
    implements Serializable {
  /** Standard deviation over reweightings above which labels are uncertain. */
  public static final double MOST_ERROR = .35;

  /** Share of reweightings without a ratio above which labels are uncertain. */
  public static final double MOST_WITHOUT_RATIO = .05;

  /** Reweightings of which a standard deviation is worth nothing. */
  private static final int TOO_FEW = 10;

  public LabelCorrection {
    reweighted = List.copyOf(reweighted);
  }

  /** What a sample says. */
  public static LabelCorrection of(CheckedSample sample, Draws draws) {
    Rates rates = sample.rates();
    boolean tooLittle = false;
    for (Cell cell : Cell.values()) {
      Double s = rates.share(cell, true);
      Double f = rates.share(cell, false);
      tooLittle |= s == null || f == null || s - f < CheckedSample.LEAST_DIFFERENCE;
      for (boolean promotional : new boolean[] {true, false}) {
        tooLittle |= sample.effectiveSize(cell, promotional) < CheckedSample.FEWEST_EFFECTIVE;
      }
    }
    return new LabelCorrection(rates, sample.reweightings(draws), tooLittle);
  }

  /** What late odds are corrected by; null where labels are no better than chance. */
  public LateOdds.@Nullable Confusion confusion() {
    return rates.confusion().orElse(null);
  }

  /**
   * How far a contrast can be corrected.
   *
   * @param standardError standard deviation of ln(R/S) over the reweightings that have it; null
   *     where hardly any has
   * @param uncertain whether the corrected value must not be given
   */
  public record Effect(@Nullable Double standardError, boolean uncertain) {}

  /**
   * The effect of the sample's error on a contrast.
   *
   * @param pairs of all campaigns that are pooled
   */
  public Effect effect(LateOdds.Pairs pairs) {
    List<Double> ratios = new ArrayList<>();
    for (Rates drawn : reweighted) {
      LateOdds.Confusion confusion = drawn.confusion().orElse(null);
      if (confusion != null && pairs.r(confusion) > 0 && pairs.s(confusion) > 0) {
        ratios.add(StrictMath.log(pairs.r(confusion) / pairs.s(confusion)));
      }
    }
    Double error = ratios.size() > TOO_FEW ? deviation(ratios) : null;
    int without = reweighted.size() - ratios.size();
    return new Effect(
        error,
        tooLittle
            || confusion() == null
            || without > MOST_WITHOUT_RATIO * reweighted.size()
            || error == null
            || error > MOST_ERROR);
  }

  /** Of draws, not of a sample of draws: divided by their number. */
  private static Double deviation(List<Double> values) {
    double mean = values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return StrictMath.sqrt(squares / values.size());
  }
}
