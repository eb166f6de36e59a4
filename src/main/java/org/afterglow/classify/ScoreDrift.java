package org.afterglow.classify;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the scores of an archive's posts are distributed, platform by platform and period by period,
 * each period against its whole platform. A period is a month, or a quarter where one of the
 * quarter's months has fewer than {@value #THIN_MONTH} scored posts.
 *
 * <p>A distribution that moves may tell of posts that changed (a campaign, an election) or of words
 * that the model does not know; only labels of that time tell which. What is flagged: {@value
 * #SCORES}, a population stability index of {@value #LARGE_INDEX} or more (from there on the usual
 * reading is a large change, Siddiqi, Credit Risk Scorecards, 2006; a promotional share that goes
 * from 10 to 30 % gives .27); {@value #LANGUAGES}, a share of posts in other languages that is
 * {@value #LARGE_LANGUAGE_DIFFERENCE} or more away from the platform's; {@value #FEW}, fewer than
 * {@value #FEWEST} scored posts, of which nothing is said: with that many an index of .14 comes by
 * chance once in a thousand times (n times the index is nearly χ² with nine degrees of freedom;
 * Yurdakul, Statistical Properties of Population Stability Index, 2018), so that .25 does not.
 *
 * @param modelHash of the model that gave the scores
 * @param postsHash content hash of the table of posts
 * @param undated posts with a text that have no time, left out
 * @param platforms one a platform, over all time; their index and distance are null
 * @param periods in order of platform and time
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ScoreDrift(
    String modelHash,
    String postsHash,
    long undated,
    List<Period> platforms,
    List<Period> periods) {
  /** Equal parts of the range of probability in which posts are counted. */
  public static final int CELLS = 200;

  /** The part of posts without a probability. */
  public static final int NOT_SCORED = -1;

  public static final String SCORES = "SCORES_DRIFT";
  public static final String LANGUAGES = "LANGUAGES_DRIFT";
  public static final String FEW = "TOO_FEW_POSTS";

  static final int THIN_MONTH = 500;
  static final int FEWEST = 200;
  static final double LARGE_INDEX = .25;
  static final double LARGE_LANGUAGE_DIFFERENCE = .1;
  private static final int BINS = 10;

  public ScoreDrift {
    platforms = List.copyOf(platforms);
    periods = List.copyOf(periods);
  }

  /**
   * Posts with a text of one platform, month and part of the range of probability.
   *
   * @param year 0 where unknown
   * @param month from 1; 0 where unknown
   * @param cell of {@value #CELLS}; {@value #NOT_SCORED} for posts without a probability
   * @param posts how many
   * @param millionths sum of their probabilities in millionths
   * @param uncertain those in the band of doubt
   * @param unsupported those in a language that the model does not know
   */
  public record Counted(
      String platform,
      int year,
      int month,
      int cell,
      long posts,
      long millionths,
      long uncertain,
      long unsupported) {}

  /**
   * The scores of a stretch of time.
   *
   * @param period {@code 2013-02}, {@code 2013-Q1}, or {@code all}
   * @param firstMonth months from January of year 0 to its first one; null for {@code all}
   * @param months how many months long it is; null for {@code all}
   * @param n posts with a text
   * @param scored those with a probability
   * @param mean probability; null where none is scored
   * @param deciles nine, to within half a hundredth; empty where none is scored
   * @param histogram scored posts in ten bins of probability of equal width
   * @param uncertainShare share of the scored in the band of doubt; null where none is scored
   * @param unsupportedLanguageShare share of n; null where there is none
   * @param populationStabilityIndex Σ (p − q) ln(p/q) over the bins, p of the period, q of the
   *     platform, half a post added to each bin; null where not judged
   * @param jensenShannonDistance root of the Jensen–Shannon divergence of p and q in bits, from 0
   *     to 1; null where not judged
   * @param flags what is large
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Period(
      String platform,
      String period,
      @Nullable Integer firstMonth,
      @Nullable Integer months,
      long n,
      long scored,
      @Nullable Double mean,
      List<Double> deciles,
      List<Long> histogram,
      @Nullable Double uncertainShare,
      @Nullable Double unsupportedLanguageShare,
      @Nullable Double populationStabilityIndex,
      @Nullable Double jensenShannonDistance,
      List<String> flags) {
    public Period {
      deciles = List.copyOf(deciles);
      histogram = List.copyOf(histogram);
      flags = List.copyOf(flags);
    }
  }

  /** Of counts in any order. */
  public static ScoreDrift of(String modelHash, String postsHash, Collection<Counted> counts) {
    Map<String, Map<Integer, Sum>> byMonth = new TreeMap<>();
    long undated = 0;
    for (Counted one : counts) {
      if (one.year() == 0 || one.month() == 0) {
        undated += one.posts();
      } else {
        byMonth
            .computeIfAbsent(one.platform(), name -> new TreeMap<>())
            .computeIfAbsent(12 * one.year() + one.month() - 1, month -> new Sum())
            .add(one);
      }
    }
    List<Period> platforms = new ArrayList<>();
    List<Period> periods = new ArrayList<>();
    byMonth.forEach(
        (platform, months) -> {
          Sum whole = new Sum();
          months.values().forEach(whole::add);
          platforms.add(whole.period(platform, "all", null, null, null));
          Map<Integer, Map<Integer, Sum>> quarters = new TreeMap<>();
          months.forEach(
              (month, sum) ->
                  quarters.computeIfAbsent(month / 3, q -> new TreeMap<>()).put(month, sum));
          quarters.forEach((quarter, of) -> add(periods, platform, quarter, of, whole));
        });
    return new ScoreDrift(modelHash, postsHash, undated, platforms, periods);
  }

  private static void add(
      List<Period> periods, String platform, int quarter, Map<Integer, Sum> months, Sum whole) {
    boolean thin = months.values().stream().anyMatch(sum -> sum.scored < THIN_MONTH);
    if (!thin) {
      months.forEach(
          (month, sum) ->
              periods.add(
                  sum.period(
                      platform,
                      "%04d-%02d".formatted(month / 12, month % 12 + 1),
                      month,
                      1,
                      whole)));
      return;
    }
    Sum all = new Sum();
    months.values().forEach(all::add);
    periods.add(
        all.period(
            platform, "%04d-Q%d".formatted(quarter / 4, quarter % 4 + 1), 3 * quarter, 3, whole));
  }

  private static final class Sum {
    private final long[] cells = new long[CELLS];
    private long n;
    private long scored;
    private long millionths;
    private long uncertain;
    private long unsupported;

    void add(Counted one) {
      n += one.posts();
      millionths += one.millionths();
      uncertain += one.uncertain();
      unsupported += one.unsupported();
      if (one.cell() != NOT_SCORED) {
        scored += one.posts();
        cells[one.cell()] += one.posts();
      }
    }

    void add(Sum other) {
      for (int i = 0; i < CELLS; i++) {
        cells[i] += other.cells[i];
      }
      n += other.n;
      scored += other.scored;
      millionths += other.millionths;
      uncertain += other.uncertain;
      unsupported += other.unsupported;
    }

    Period period(
        String platform,
        String name,
        @Nullable Integer firstMonth,
        @Nullable Integer months,
        @Nullable Sum whole) {
      List<String> flags = new ArrayList<>();
      Double index = null;
      Double distance = null;
      if (whole != null && scored < FEWEST) {
        flags.add(FEW);
      } else if (whole != null) {
        index = stabilityIndex(histogram(), whole.histogram());
        distance = jensenShannon(histogram(), whole.histogram());
        if (index >= LARGE_INDEX) {
          flags.add(SCORES);
        }
      }
      if (whole != null
          && n >= FEWEST
          && Math.abs((double) unsupported / n - (double) whole.unsupported / whole.n)
              >= LARGE_LANGUAGE_DIFFERENCE) {
        flags.add(LANGUAGES);
      }
      return new Period(
          platform,
          name,
          firstMonth,
          months,
          n,
          scored,
          scored == 0 ? null : Double.valueOf(millionths / 1e6 / scored),
          deciles(),
          histogram(),
          scored == 0 ? null : Double.valueOf((double) uncertain / scored),
          n == 0 ? null : Double.valueOf((double) unsupported / n),
          index,
          distance,
          flags);
    }

    private List<Long> histogram() {
      long[] bins = new long[BINS];
      for (int i = 0; i < CELLS; i++) {
        bins[i * BINS / CELLS] += cells[i];
      }
      return java.util.Arrays.stream(bins).boxed().toList();
    }

    /** Posts of a cell are taken to lie evenly in it. */
    private List<Double> deciles() {
      List<Double> deciles = new ArrayList<>();
      long below = 0;
      int cell = 0;
      for (int tenth = 1; tenth <= 9 && scored > 0; tenth++) {
        double wanted = scored * tenth / 10.0;
        while (below + cells[cell] < wanted) {
          below += cells[cell++];
        }
        deciles.add((cell + (wanted - below) / cells[cell]) / CELLS);
      }
      return deciles;
    }
  }

  /** Σ (p − q) ln(p/q) with half a post more in each bin, so that empty ones have a logarithm. */
  static double stabilityIndex(List<Long> one, List<Long> other) {
    double sum = 0;
    double all = total(one) + one.size() / 2.0;
    double allOther = total(other) + other.size() / 2.0;
    for (int i = 0; i < one.size(); i++) {
      double p = (one.get(i) + .5) / all;
      double q = (other.get(i) + .5) / allOther;
      sum += (p - q) * StrictMath.log(p / q);
    }
    return sum;
  }

  /** The distance of Endres &amp; Schindelin (IEEE Trans. Inf. Theory 49, 2003), base 2. */
  static double jensenShannon(List<Long> one, List<Long> other) {
    double sum = 0;
    for (int i = 0; i < one.size(); i++) {
      double p = (double) one.get(i) / total(one);
      double q = (double) other.get(i) / total(other);
      sum += part(p, (p + q) / 2) / 2 + part(q, (p + q) / 2) / 2;
    }
    return Math.sqrt(Math.max(0, sum));
  }

  private static double part(double p, double m) {
    return p == 0 ? 0 : p * StrictMath.log(p / m) / StrictMath.log(2);
  }

  private static long total(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
