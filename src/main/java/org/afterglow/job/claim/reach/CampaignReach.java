package org.afterglow.job.claim.reach;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.LateOdds;
import org.afterglow.statistics.PlaceboSample;
import org.jspecify.annotations.Nullable;

/**
 * What people of one campaign carried after its stop, by the days on which they engaged before it.
 *
 * @param people of the classes of {@link #CLASSES}
 * @param later what they carried
 * @param top what the tenth of all people carried who came most often later
 * @param ratios of every run
 * @param drawn of the primary run, what those who came back carried in each draw that permutes
 *     classes within the week of first engagement; the others carried the rest
 */
public record CampaignReach(
    String campaignId,
    List<Long> people,
    List<Long> later,
    long top,
    List<Ratio> ratios,
    List<Long> drawn) {
  /** On one day, on two to four, on five and more. */
  static final List<String> CLASSES = List.of("once", "some", "regular");

  static final String PRIMARY = "primary";
  static final String PERMUTED = "k_permuted";

  private static final int BUCKETS = 20;

  /** Variance up to which it is 0 but for rounding. */
  private static final double ROUNDING = 1e-24;

  /**
   * People who are alike in all that this looks at, by how often they engaged before.
   *
   * @param week of their first engagement since the start
   * @param bucket of a hash of their keys, which the jackknife leaves out together
   * @param later times that each of them came later
   */
  public record Cell(
      String campaignId,
      String run,
      int week,
      int bucket,
      long later,
      long once,
      long some,
      long regular) {}

  /**
   * What those who came back carried against what those reached once did.
   *
   * @param ln logarithm of back over once; null where one is 0, fewer than five buckets hold people
   *     or nothing varies between them
   * @param variance by the jackknife; null where ln is
   */
  public record Ratio(
      String run,
      long once,
      long back,
      int buckets,
      @Nullable Double ln,
      @Nullable Double variance) {
    /** Whether there are enough events on either side for a ratio of the campaign's own. */
    boolean tells() {
      return enough(once, back);
    }
  }

  /** Whether there are enough events on either side for a ratio. */
  static boolean enough(long once, long back) {
    return once >= LateOdds.ENOUGH_EVENTS && back >= LateOdds.ENOUGH_EVENTS;
  }

  /**
   * Sums up a campaign.
   *
   * @param cells of all runs, in order of run, week, bucket and later
   */
  static CampaignReach of(String campaignId, Iterator<Cell> cells, Draws draws) {
    Map<String, List<Cell>> runs = new TreeMap<>();
    cells.forEachRemaining(
        cell -> runs.computeIfAbsent(cell.run(), run -> new ArrayList<>()).add(cell));
    List<Ratio> ratios = new ArrayList<>();
    runs.forEach((run, own) -> ratios.add(ratio(run, own)));
    List<Cell> primary = runs.getOrDefault(PRIMARY, List.of());
    long[] people = new long[CLASSES.size()];
    long[] later = new long[CLASSES.size()];
    for (Cell cell : primary) {
      long[] counts = {cell.once(), cell.some(), cell.regular()};
      for (int i = 0; i < counts.length; i++) {
        people[i] += counts[i];
        later[i] += counts[i] * cell.later();
      }
    }
    return new CampaignReach(
        campaignId,
        list(people),
        list(later),
        top(primary),
        ratios,
        drawn(campaignId, primary, draws));
  }

  private static Ratio ratio(String run, List<Cell> cells) {
    Buckets sums = new Buckets();
    for (Cell cell : cells) {
      sums.add(cell.bucket(), cell.later() * cell.once(), cell.later() * back(cell));
    }
    return sums.ratio(run);
  }

  private static long back(Cell cell) {
    return cell.some() + cell.regular();
  }

  private static long all(Cell cell) {
    return cell.once() + back(cell);
  }

  /** How many people are the tenth of so many. */
  static long tenth(long people) {
    return (people + 9) / 10;
  }

  private static long top(List<Cell> cells) {
    TreeMap<Long, Long> byLater = new TreeMap<>();
    long people = 0;
    for (Cell cell : cells) {
      byLater.merge(cell.later(), all(cell), Long::sum);
      people += all(cell);
    }
    long left = tenth(people);
    long top = 0;
    for (Map.Entry<Long, Long> times : byLater.descendingMap().entrySet()) {
      long taken = Math.min(left, times.getValue());
      top += taken * times.getKey();
      left -= taken;
    }
    return top;
  }

  private static List<Long> drawn(String campaignId, List<Cell> cells, Draws draws) {
    Map<Integer, List<Cell>> weeks = new TreeMap<>();
    cells.forEach(cell -> weeks.computeIfAbsent(cell.week(), week -> new ArrayList<>()).add(cell));
    long[] back = new long[PlaceboSample.DRAWS];
    for (int draw = 0; draw < back.length; draw++) {
      SplittableRandom random = draws.stream(campaignId, PERMUTED, draw + 1);
      for (List<Cell> week : weeks.values()) {
        back[draw] += dealtToBack(week, random);
      }
    }
    return list(back);
  }

  /**
   * Deals anew who of a week came back, as many as did. Those who did not come later carry nothing
   * whichever they are dealt to, so that they need no draw.
   *
   * @return what those carried who came back by this draw
   */
  private static long dealtToBack(List<Cell> week, SplittableRandom random) {
    long carried = 0;
    long people = week.stream().mapToLong(CampaignReach::all).sum();
    long back = week.stream().mapToLong(CampaignReach::back).sum();
    for (Cell cell : week) {
      long dealt = 0;
      for (long i = 0; cell.later() > 0 && i < all(cell); i++) {
        if (random.nextDouble() * people < back) {
          dealt++;
          back--;
        }
        people--;
      }
      carried += cell.later() * dealt;
    }
    return carried;
  }

  private static List<Long> list(long... values) {
    List<Long> list = new ArrayList<>();
    for (long value : values) {
      list.add(value);
    }
    return list;
  }

  /** What was carried, by bucket. */
  private static final class Buckets {
    private final boolean[] held = new boolean[BUCKETS];
    private final long[] once = new long[BUCKETS];
    private final long[] back = new long[BUCKETS];

    /** Adds people who carried so much, which may be nothing. */
    void add(int bucket, long byOnce, long byBack) {
      held[bucket] = true;
      once[bucket] += byOnce;
      back[bucket] += byBack;
    }

    /** Each bucket left out in turn, as docs/methods.md, 3.1. */
    Ratio ratio(String run) {
      long allOnce = 0;
      long allBack = 0;
      int buckets = 0;
      for (int b = 0; b < BUCKETS; b++) {
        allOnce += once[b];
        allBack += back[b];
        buckets += held[b] ? 1 : 0;
      }
      if (allOnce == 0 || allBack == 0 || buckets < LateOdds.FEWEST_BUCKETS) {
        return new Ratio(run, allOnce, allBack, buckets, null, null);
      }
      // Over the buckets in use these differences have mean 0.
      double squares = 0;
      for (int b = 0; b < BUCKETS; b++) {
        double influence = (double) back[b] / allBack - (double) once[b] / allOnce;
        squares += influence * influence;
      }
      double variance = buckets / (buckets - 1.0) * squares;
      return variance > ROUNDING
          ? new Ratio(
              run, allOnce, allBack, buckets, StrictMath.log((double) allBack / allOnce), variance)
          : new Ratio(run, allOnce, allBack, buckets, null, null);
    }
  }
}
