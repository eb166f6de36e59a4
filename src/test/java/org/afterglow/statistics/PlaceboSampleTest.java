package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.afterglow.statistics.PlaceboSample.Deal;
import org.afterglow.statistics.PlaceboSample.Unit;
import org.junit.jupiter.api.Test;

class PlaceboSampleTest {
  private static final long DAY = 86_400_000_000L;
  private static final long ONE = 1_000_000;

  @Test
  void onlyUnitsOfTheClassThatIsDealtToCount() {
    List<Unit> units = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      units.add(new Unit(0, i, true, i * DAY, 100, 0, 100 * ONE));
      units.add(new Unit(0, i, false, i * DAY, 8, 6 * ONE, 2 * ONE));
    }

    LateOdds conversational = drawn(units, Deal.HALVES, 1);
    LateOdds promotional = drawn(units, Deal.PROMOTIONAL_HALVES, 1);
    LateOdds permuted = drawn(units, Deal.PERMUTED, 1);

    // Halves of 5 units with 30 early and 10 late acts each: R = S = 10·30/80, the same in all.
    assertThat(conversational.r()).isCloseTo(3.75, within(1e-12));
    assertThat(conversational.s()).isCloseTo(3.75, within(1e-12));
    assertThat(promotional.r()).as("no early act").isZero();
    assertThat(permuted.r() + permuted.s()).isPositive().isNotEqualTo(7.5);
  }

  @Test
  void tooFewActsInADealtClassAreNoContrast() {
    List<Unit> units = new ArrayList<>();
    units.add(new Unit(0, 0, false, 0, 59, 30 * ONE, 29 * ONE));
    for (int i = 1; i < 6; i++) {
      units.add(new Unit(0, i, false, i * DAY, 0, 0, 0));
    }
    assertThat(PlaceboSample.of(units, Deal.HALVES).takesPart()).isFalse();

    units.add(new Unit(0, 6, false, 6 * DAY, 1, 0, ONE));
    PlaceboSample sample = PlaceboSample.of(units, Deal.HALVES);
    assertThat(sample.takesPart()).isTrue();
    assertThat(sample.draw(new SplittableRandom(1)).odds()).isNull();
  }

  @Test
  void fewerThanFiveMatchesAreNoSchedule() {
    assertThat(PlaceboSample.of(scheduled(5, 10), Deal.OPPOSITE_SCHEDULE).takesPart()).isTrue();
    assertThat(PlaceboSample.of(scheduled(4, 10), Deal.OPPOSITE_SCHEDULE).takesPart()).isFalse();
    assertThat(PlaceboSample.of(scheduled(5, 9), Deal.OPPOSITE_SCHEDULE).takesPart()).isFalse();
    assertThat(PlaceboSample.of(scheduled(4, 10), Deal.HALVES).takesPart()).isTrue();
  }

  @Test
  void classesArePermutedWhereThereAreTwo() {
    assertThat(PlaceboSample.of(scheduled(1, 9), Deal.PERMUTED).takesPart()).isTrue();
    assertThat(PlaceboSample.of(scheduled(0, 9), Deal.PERMUTED).takesPart()).isFalse();
    List<Unit> promotional =
        scheduled(0, 9).stream()
            .map(unit -> new Unit(0, unit.bucket(), true, 0, 10, 5 * ONE, 5 * ONE))
            .toList();
    assertThat(PlaceboSample.of(promotional, Deal.PERMUTED).takesPart()).isFalse();
    assertThat(PlaceboSample.of(promotional, Deal.PROMOTIONAL_HALVES).takesPart()).isTrue();
  }

  @Test
  void matchesMoreThanTwoDaysOffAreCounted() {
    List<Unit> units = scheduled(0, 10);
    for (int i = 0; i < 5; i++) {
      units.add(new Unit(1, 0, true, (9 + i) * DAY, 0, 0, 0)); // conversational end on day 9
    }
    PlaceboSample.Drawn drawn =
        PlaceboSample.of(units, Deal.OPPOSITE_SCHEDULE).draw(new SplittableRandom(3));

    assertThat(drawn.matched()).isEqualTo(5);
    assertThat(drawn.far()).isBetween(3, 5);
  }

  @Test
  void classesThatDoNotDifferPass() {
    assertThat(share(Deal.HALVES, false, 1).passes()).isTrue();
    assertThat(share(Deal.OPPOSITE_SCHEDULE, false, 1).passes()).isTrue();
    assertThat(share(Deal.PERMUTED, false, 1).passes()).isTrue();
  }

  @Test
  void aTrendWithinWeeksThatGoesWithTheScheduleFailsTheOppositeScheduleAlone() {
    PlaceboShare opposite = share(Deal.OPPOSITE_SCHEDULE, true, 2);

    assertThat(opposite.passes()).isFalse();
    assertThat(opposite.rejectionShare()).isGreaterThan(.9);
    assertThat(opposite.meanEstimate()).as("late posts live longer here").isGreaterThan(.3);
    assertThat(share(Deal.HALVES, true, 2).passes()).isTrue();
  }

  @Test
  void aShareWithoutDrawsDoesNotPass() {
    PlaceboShare none = new PlaceboShare();
    none.add(PooledOdds.of(List.of()));

    assertThat(none.draws()).isZero();
    assertThat(none.rejectionShare()).isNull();
    assertThat(none.meanEstimate()).isNull();
    assertThat(none.passes()).isFalse();
  }

  /** Twelve campaigns, promotional posts at the end of weeks, with a trend within weeks or not. */
  private static PlaceboShare share(Deal deal, boolean trend, int seed) {
    List<PlaceboSample> samples = new ArrayList<>();
    Random random = new Random(seed);
    for (int campaign = 0; campaign < 12; campaign++) {
      List<Unit> units = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        boolean promotional = i % 3 == 0;
        double day = promotional ? 5 + 2 * random.nextDouble() : 7 * random.nextDouble();
        int week = random.nextInt(3);
        double late = trend ? .2 + .08 * day : .4;
        int events = 2 + random.nextInt(12);
        int lateEvents = 0;
        for (int event = 0; event < events; event++) {
          lateEvents += random.nextDouble() < late ? 1 : 0;
        }
        units.add(
            new Unit(
                week,
                random.nextInt(20),
                promotional,
                (long) ((7 * week + day) * DAY),
                events,
                (events - lateEvents) * ONE,
                lateEvents * ONE));
      }
      units.sort((one, other) -> Long.compare(one.at(), other.at()));
      samples.add(PlaceboSample.of(units, deal));
    }
    PlaceboShare share = new PlaceboShare();
    for (int draw = 1; draw <= 100; draw++) {
      List<PooledOdds.Study> studies = new ArrayList<>();
      for (int i = 0; i < samples.size(); i++) {
        LateOdds odds =
            Objects.requireNonNull(
                samples
                    .get(i)
                    .draw(new SplittableRandom(1_000L * seed + 50_000L * i + draw))
                    .odds());
        studies.add(
            new PooledOdds.Study("a" + i, odds.r(), odds.s(), odds.lnlor(), odds.variance()));
      }
      share.add(PooledOdds.of(studies));
    }
    return share;
  }

  private static List<Unit> scheduled(int promotional, int conversational) {
    List<Unit> units = new ArrayList<>();
    for (int i = 0; i < conversational; i++) {
      units.add(new Unit(0, i % 20, false, i * DAY, 10, 5 * ONE, 5 * ONE));
    }
    for (int i = 0; i < promotional; i++) {
      units.add(new Unit(0, i % 20, true, i * DAY, 0, 0, 0));
    }
    return units;
  }

  private static LateOdds drawn(List<Unit> units, Deal deal, long seed) {
    return Objects.requireNonNull(
        PlaceboSample.of(units, deal).draw(new SplittableRandom(seed)).odds());
  }
}
