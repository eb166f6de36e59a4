package org.afterglow.statistics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log late-odds ratio: by how much the log odds that an event comes late rather than early
 * differ between promotional and conversational units (posts, people or threads), within strata. In
 * a stratum let a, b be the late and early events of promotional units, c, d those of
 * conversational ones and T = a + b + c + d; then R = Σ a·d/T, S = Σ b·c/T and lnlor = ln(R/S), the
 * Mantel–Haenszel estimator (Greenland &amp; Robins 1985; docs/methods.md, 3.1). Negative:
 * promotional engagement ends sooner. Levels cancel, so popularity, supply and sampling do not
 * matter; only the shape in time is left.
 *
 * <p>The variance leaves each bucket of units out in turn: u_b = (R − R_b)/R − (S − S_b)/S, v =
 * B/(B − 1)·Σ(u_b − ū)² over the B buckets that hold units.
 *
 * @param r sum over strata of a·d/T, in events; may be negative when labels were inverted
 * @param s sum over strata of b·c/T, in events; may be negative when labels were inverted
 * @param lnlor ln(r/s); null where it is a zero cell: r or s is not positive, fewer than {@value
 *     #FEWEST_BUCKETS} buckets hold units, or the variance is 0
 * @param variance jackknife variance of lnlor; null where lnlor is
 * @param buckets how many buckets hold units, whether or not these have events
 * @param pairs what r and s come from, under this confusion or another
 */
public record LateOdds(
    double r,
    double s,
    @Nullable Double lnlor,
    @Nullable Double variance,
    int buckets,
    Pairs pairs) {
  /** Buckets below which a jackknife variance means nothing. */
  public static final int FEWEST_BUCKETS = 5;

  /** Events that a class needs for a contrast to be one. */
  public static final long ENOUGH_EVENTS = 30;

  /**
   * Variance up to which it is 0 but for rounding: units whose events come in one proportion vary
   * by some 1e-32, which would give their campaign all of the weight.
   */
  static final double ROUNDING = 1e-24;

  /** Event weights are whole millionths, so that their sums do not depend on order. */
  public static final double MILLION = 1e6;

  private static final Comparator<Sums> KEY_ORDER =
      Comparator.comparingInt(Sums::stratum)
          .thenComparingInt(Sums::bucket)
          .thenComparing(Sums::promotional);

  /**
   * One post, person or thread.
   *
   * @param promotional its class, as predicted
   * @param early weight of its early events, millionths
   * @param late weight of its late events, millionths
   */
  public record Unit(int stratum, boolean promotional, long early, long late) {}

  /**
   * Sums over the units of one class in one stratum and bucket; there is one wherever there are
   * units, with or without events.
   *
   * @param bucket the part of all units, by a hash of their keys, that is left out together
   * @param early weight of early events, millionths
   * @param late weight of late events, millionths
   * @param cross sum over units of early × late, in squared events; matters only where labels are
   *     inverted
   */
  public record Sums(
      int stratum, int bucket, boolean promotional, long early, long late, double cross) {}

  /**
   * How classes are mistaken, apart for early and late events, because errors that follow decay
   * would otherwise make a contrast out of nothing.
   *
   * @param sEarly P(predicted promotional | promotional) weighted by early events
   * @param fEarly P(predicted promotional | conversational) weighted by early events
   * @param sLate the first, weighted by late events
   * @param fLate the second, weighted by late events
   */
  public record Confusion(double sEarly, double fEarly, double sLate, double fLate)
      implements Serializable {
    public Confusion {
      if (!(sEarly > fEarly && sLate > fLate)) {
        throw new IllegalArgumentException(
            "labels no better than chance cannot be inverted: early %s against %s, late %s against %s"
                .formatted(sEarly, fEarly, sLate, fLate));
      }
    }

    /**
     * Weight in the promotional class of an early event on a unit of some predicted class; what is
     * left of 1 is its weight in the conversational one.
     */
    public double early(boolean predictedPromotional) {
      return weight(sEarly, fEarly, predictedPromotional);
    }

    /** The same of a late event. */
    public double late(boolean predictedPromotional) {
      return weight(sLate, fLate, predictedPromotional);
    }

    private static double weight(double s, double f, boolean predictedPromotional) {
      return (predictedPromotional ? 1 - f : -f) / (s - f);
    }
  }

  /**
   * Sums over strata of late × early events of distinct units, divided by T, by the classes that
   * the late and the early unit are labelled with: all that r and s depend on, whatever the
   * confusion. They add over strata and campaigns.
   *
   * @param promotional both are promotional: Σ (a·b − Σ e·l)/T
   * @param latePromotional Σ a·d/T
   * @param earlyPromotional Σ b·c/T
   * @param conversational neither is: Σ (c·d − Σ e·l)/T
   */
  public record Pairs(
      double promotional, double latePromotional, double earlyPromotional, double conversational)
      implements Serializable {
    /** No pairs. */
    public static final Pairs NONE = new Pairs(0, 0, 0, 0);

    /** The pairs of both. */
    public Pairs plus(Pairs other) {
      return new Pairs(
          promotional + other.promotional,
          latePromotional + other.latePromotional,
          earlyPromotional + other.earlyPromotional,
          conversational + other.conversational);
    }

    /**
     * Late promotional against early conversational events.
     *
     * @param confusion null: classes are taken as they are labelled
     */
    public double r(@Nullable Confusion confusion) {
      if (confusion == null) {
        return latePromotional;
      }
      double l1 = confusion.late(true);
      double l0 = confusion.late(false);
      double e1 = confusion.early(true);
      double e0 = confusion.early(false);
      return l1 * (1 - e1) * promotional
          + l1 * (1 - e0) * latePromotional
          + l0 * (1 - e1) * earlyPromotional
          + l0 * (1 - e0) * conversational;
    }

    /**
     * Early promotional against late conversational events.
     *
     * @param confusion null: classes are taken as they are labelled
     */
    public double s(@Nullable Confusion confusion) {
      if (confusion == null) {
        return earlyPromotional;
      }
      double l1 = confusion.late(true);
      double l0 = confusion.late(false);
      double e1 = confusion.early(true);
      double e0 = confusion.early(false);
      return (1 - l1) * e1 * promotional
          + (1 - l1) * e0 * latePromotional
          + (1 - l0) * e1 * earlyPromotional
          + (1 - l0) * e0 * conversational;
    }
  }

  /** Of classes as they are labelled. The order of the sums does not matter. */
  public static LateOdds of(Collection<Sums> sums) {
    return of(sums, null);
  }

  /**
   * Of classes corrected for their labels' errors: the cells by predicted class are inverted, and
   * the products of single units, which would pair a unit with itself, are taken out
   * (docs/methods.md, 3.5).
   *
   * @param confusion null: classes are taken as they are labelled
   */
  public static LateOdds of(Collection<Sums> sums, @Nullable Confusion confusion) {
    List<Sums> ordered = sums.stream().sorted(KEY_ORDER).toList();
    int[] buckets = ordered.stream().mapToInt(Sums::bucket).distinct().sorted().toArray();
    List<Stratum> strata = strata(ordered, buckets);
    Pairs all = Pairs.NONE;
    Pairs[] without = new Pairs[buckets.length];
    Arrays.fill(without, Pairs.NONE);
    for (Stratum stratum : strata) {
      Pairs whole = stratum.all.pairs();
      all = all.plus(whole);
      for (int b = 0; b < buckets.length; b++) {
        without[b] = without[b].plus(stratum.has(b) ? stratum.without(b).pairs() : whole);
      }
    }
    double r = all.r(confusion);
    double s = all.s(confusion);
    if (!(r > 0 && s > 0) || buckets.length < FEWEST_BUCKETS) {
      return new LateOdds(r, s, null, null, buckets.length, all);
    }
    double variance =
        jackknifeVariance(
            r,
            s,
            Arrays.stream(without).mapToDouble(rest -> rest.r(confusion)).toArray(),
            Arrays.stream(without).mapToDouble(rest -> rest.s(confusion)).toArray());
    return variance > ROUNDING
        ? new LateOdds(r, s, StrictMath.log(r / s), variance, buckets.length, all)
        : new LateOdds(r, s, null, null, buckets.length, all);
  }

  /** Whether there is no estimate of its own; such a campaign still counts in pooled r and s. */
  public boolean zeroCell() {
    return lnlor == null;
  }

  private static double jackknifeVariance(double r, double s, double[] rRest, double[] sRest) {
    int n = rRest.length;
    double[] influence = new double[n];
    double mean = 0;
    for (int b = 0; b < n; b++) {
      influence[b] = (r - rRest[b]) / r - (s - sRest[b]) / s;
      mean += influence[b] / n;
    }
    double squares = 0;
    for (double u : influence) {
      squares += (u - mean) * (u - mean);
    }
    return n / (n - 1.0) * squares;
  }

  private static List<Stratum> strata(List<Sums> ordered, int[] buckets) {
    List<Stratum> strata = new ArrayList<>();
    int last = 0;
    for (Sums sums : ordered) {
      if (strata.isEmpty() || sums.stratum != last) {
        strata.add(new Stratum(buckets.length));
        last = sums.stratum;
      }
      strata.get(strata.size() - 1).add(Arrays.binarySearch(buckets, sums.bucket), sums);
    }
    return strata;
  }

  private static final class Stratum {
    final Cells all = new Cells();
    private final Cells[] byBucket;

    Stratum(int buckets) {
      byBucket = new Cells[buckets];
    }

    void add(int bucket, Sums sums) {
      if (byBucket[bucket] == null) {
        byBucket[bucket] = new Cells();
      }
      byBucket[bucket].add(sums);
      all.add(sums);
    }

    boolean has(int bucket) {
      return byBucket[bucket] != null;
    }

    Cells without(int bucket) {
      return all.minus(byBucket[bucket]);
    }
  }

  /** The four cells of a stratum, exact in millionths, and the sums of early × late by class. */
  private static final class Cells {
    private long latePromo;
    private long earlyPromo;
    private long lateConv;
    private long earlyConv;
    private double crossPromo;
    private double crossConv;

    void add(Sums sums) {
      if (sums.promotional) {
        latePromo += sums.late;
        earlyPromo += sums.early;
        crossPromo += sums.cross;
      } else {
        lateConv += sums.late;
        earlyConv += sums.early;
        crossConv += sums.cross;
      }
    }

    Cells minus(Cells part) {
      Cells rest = new Cells();
      rest.latePromo = latePromo - part.latePromo;
      rest.earlyPromo = earlyPromo - part.earlyPromo;
      rest.lateConv = lateConv - part.lateConv;
      rest.earlyConv = earlyConv - part.earlyConv;
      rest.crossPromo = crossPromo - part.crossPromo;
      rest.crossConv = crossConv - part.crossConv;
      return rest;
    }

    Pairs pairs() {
      long total = latePromo + earlyPromo + lateConv + earlyConv;
      if (total == 0) {
        return Pairs.NONE;
      }
      double weight = total / MILLION;
      return new Pairs(
          (double) latePromo * earlyPromo / total / MILLION - crossPromo / weight,
          (double) latePromo * earlyConv / total / MILLION,
          (double) earlyPromo * lateConv / total / MILLION,
          (double) lateConv * earlyConv / total / MILLION - crossConv / weight);
    }
  }
}
