package org.afterglow.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.afterglow.statistics.PooledOdds;
import org.afterglow.statistics.StudentInterval;
import org.jspecify.annotations.Nullable;

/** What replicates of one condition came to, each pooled as the program pools an archive. */
final class MeasuredReplicates {
  private static final double LEVEL = .05;

  private final List<Replicate> replicates = new ArrayList<>();

  /**
   * A pooled contrast and what it ought to be.
   *
   * @param headline null where there is no point to cite
   * @param interval null where there is no interval
   */
  private record Replicate(
      @Nullable Double headline, @Nullable StudentInterval interval, double truth) {}

  /**
   * Adds a replicate.
   *
   * @param campaigns those that can be pooled, in the order of their keys
   * @param truth mean of their true contrasts
   */
  void add(List<PooledOdds.Study> campaigns, double truth) {
    add(PooledOdds.of(campaigns), truth);
  }

  /** Adds one that is pooled already. */
  void add(PooledOdds pooled, double truth) {
    replicates.add(new Replicate(pooled.headline(), pooled.headlineInterval(), truth));
  }

  /** Adds one of which the program gives no value. */
  void addWithoutEstimate() {
    replicates.add(new Replicate(null, null, 0));
  }

  int count() {
    return replicates.size();
  }

  /** How many differ from 0 at the 5 % level; those without an interval do not. */
  long rejected() {
    return intervals().filter(interval -> interval.pValue() <= LEVEL).count();
  }

  /** How many lie below 0 with their whole interval. */
  long below() {
    return intervals().filter(interval -> interval.high() < 0).count();
  }

  /** How many have an interval. */
  long withInterval() {
    return intervals().count();
  }

  /** Of those that have an interval, how many hold the truth. */
  long covering() {
    return replicates.stream()
        .filter(
            each ->
                each.interval != null
                    && each.interval.low() <= each.truth
                    && each.truth <= each.interval.high())
        .count();
  }

  /** Mean error of the headline with its Monte-Carlo standard error, {@code +.012 ± .020}. */
  String bias() {
    double[] errors = errors();
    return errors.length < 2
        ? "–"
        : String.format(
            Locale.ROOT,
            "%+.3f ± %.3f",
            Arrays.stream(errors).average().orElseThrow(),
            sd(errors) / Math.sqrt(errors.length));
  }

  /** Mean of the truth. */
  double truth() {
    return replicates.stream().mapToDouble(Replicate::truth).average().orElse(0);
  }

  /** Median half-width of the intervals; NaN without any. */
  double halfWidth() {
    double[] widths =
        intervals()
            .mapToDouble(interval -> (interval.high() - interval.low()) / 2)
            .sorted()
            .toArray();
    return widths.length == 0 ? Double.NaN : widths[(widths.length - 1) / 2];
  }

  /**
   * Median half-width over that of an interval by the spread that the errors really have, 1.96
   * standard deviations; NaN below two replicates.
   */
  double widthOverKnown() {
    double[] errors = errors();
    return errors.length < 2 ? Double.NaN : halfWidth() / (1.96 * sd(errors));
  }

  private java.util.stream.Stream<StudentInterval> intervals() {
    return replicates.stream().map(Replicate::interval).filter(Objects::nonNull);
  }

  private double[] errors() {
    return replicates.stream()
        .filter(each -> each.headline != null)
        .mapToDouble(each -> Objects.requireNonNull(each.headline) - each.truth)
        .toArray();
  }

  private static double sd(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1));
  }
}
