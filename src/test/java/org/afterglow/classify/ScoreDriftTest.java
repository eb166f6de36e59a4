package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.afterglow.classify.ScoreDrift.Counted;
import org.afterglow.classify.ScoreDrift.Period;
import org.junit.jupiter.api.Test;

class ScoreDriftTest {
  private static final List<Long> ONE = List.of(120L, 80L, 60L, 40L, 20L, 20L, 30L, 40L, 50L, 40L);
  private static final List<Long> OTHER =
      List.of(400L, 300L, 200L, 100L, 80L, 60L, 50L, 40L, 30L, 0L);

  private static Counted counted(int year, int month, int cell, long posts) {
    return new Counted(
        "twitter",
        year,
        month,
        cell,
        posts,
        posts * (5_000L * Math.max(cell, 0) + 2_500),
        0,
        cell == ScoreDrift.NOT_SCORED ? posts : 0);
  }

  private static ScoreDrift of(List<Counted> counts) {
    return ScoreDrift.of("m", "p", counts);
  }

  /** The distance by scipy.spatial.distance.jensenshannon(p, q, base=2), the index by NumPy. */
  @Test
  void indexAndDistanceAreThoseOfAnIndependentComputation() {
    assertThat(ScoreDrift.jensenShannon(ONE, OTHER)).isCloseTo(0.28467399769786, within(1e-12));
    assertThat(ScoreDrift.stabilityIndex(ONE, OTHER)).isCloseTo(0.660254977553272, within(1e-12));
    assertThat(ScoreDrift.stabilityIndex(ONE, ONE)).isZero();
    assertThat(ScoreDrift.jensenShannon(ONE, ONE)).isZero();
    assertThat(
            ScoreDrift.jensenShannon(
                List.of(1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L),
                List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 9L)))
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void aPromotionalShareFromTenToThirtyPercentIsLarge() {
    assertThat(
            ScoreDrift.stabilityIndex(
                List.of(700_000L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 300_000L),
                List.of(900_000L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 100_000L)))
        .isCloseTo(.27, within(.001))
        .isGreaterThan(ScoreDrift.LARGE_INDEX);
  }

  /** 200 posts of the platform's own distribution, drawn 2,000 times. */
  @Test
  void fewestPostsThatAreJudgedDoNotDriftByChance() {
    SplittableRandom random = new SplittableRandom(5);
    int beyond = 0;
    for (int draw = 0; draw < 2_000; draw++) {
      long[] seen = new long[10];
      for (int i = 0; i < ScoreDrift.FEWEST; i++) {
        int left = random.nextInt(1_260);
        int bin = 0;
        while (left >= OTHER.get(bin)) {
          left -= OTHER.get(bin++).intValue();
        }
        seen[bin]++;
      }
      List<Long> histogram = new ArrayList<>();
      for (long n : seen) {
        histogram.add(n);
      }
      beyond += ScoreDrift.stabilityIndex(histogram, OTHER) >= ScoreDrift.LARGE_INDEX ? 1 : 0;
    }
    assertThat(beyond).isZero();
  }

  @Test
  void aQuarterStandsForMonthsThatAreThin() {
    ScoreDrift drift =
        of(
            List.of(
                counted(2012, 1, 10, 600),
                counted(2012, 2, 10, 499),
                counted(2012, 4, 10, 500),
                counted(2012, 6, 10, 700),
                counted(2013, 12, 10, 150)));
    assertThat(drift.periods())
        .extracting(Period::period)
        .containsExactly("2012-Q1", "2012-04", "2012-06", "2013-Q4");
    assertThat(drift.periods()).extracting(Period::n).containsExactly(1_099L, 500L, 700L, 150L);
    assertThat(drift.periods().get(0).firstMonth()).isEqualTo(12 * 2012);
    assertThat(drift.periods().get(0).months()).isEqualTo(3);
    assertThat(drift.periods().get(1).firstMonth()).isEqualTo(12 * 2012 + 3);
    Period few = drift.periods().get(3);
    assertThat(few.flags()).containsExactly(ScoreDrift.FEW);
    assertThat(few.populationStabilityIndex()).isNull();
    assertThat(few.mean()).isCloseTo(.0525, within(1e-12));
  }

  @Test
  void aYearThatTurnsIsFlaggedAndOthersAreNot() {
    List<Counted> counts = new ArrayList<>();
    for (int month = 1; month <= 12; month++) {
      counts.add(counted(2012, month, 10, 900));
      counts.add(counted(2012, month, 190, 100));
    }
    counts.add(counted(2013, 1, 10, 600));
    counts.add(counted(2013, 1, 190, 400));
    counts.add(counted(2013, 2, 10, 900));
    counts.add(counted(2013, 2, 190, 100));
    counts.add(counted(2013, 2, ScoreDrift.NOT_SCORED, 300));
    ScoreDrift drift = of(counts);
    assertThat(drift.periods().stream().filter(period -> !period.flags().isEmpty()))
        .extracting(Period::period, Period::flags)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("2013-01", List.of(ScoreDrift.SCORES)),
            org.assertj.core.groups.Tuple.tuple("2013-02", List.of(ScoreDrift.LANGUAGES)));
    Period last = drift.periods().get(13);
    assertThat(last.n()).isEqualTo(1_300);
    assertThat(last.scored()).isEqualTo(1_000);
    assertThat(last.unsupportedLanguageShare()).isCloseTo(300 / 1300.0, within(1e-12));
    List<Counted> turned = new ArrayList<>(counts);
    Collections.reverse(turned);
    assertThat(of(turned)).isEqualTo(drift);
  }

  @Test
  void decilesLieWithinTheirCells() {
    List<Counted> counts = new ArrayList<>();
    for (int cell = 0; cell < ScoreDrift.CELLS; cell++) {
      counts.add(counted(2012, 1, cell, 10));
    }
    List<Double> deciles = of(counts).platforms().get(0).deciles();
    assertThat(deciles).hasSize(9);
    for (int i = 0; i < 9; i++) {
      assertThat(deciles.get(i)).isCloseTo((i + 1) / 10.0, within(1e-12));
    }
    Period alike = of(List.of(counted(2012, 1, 199, 7))).platforms().get(0);
    assertThat(alike.deciles()).allSatisfy(q -> assertThat(q).isBetween(.995, 1.0));
  }

  @Test
  void postsWithoutATimeAreCountedApart() {
    ScoreDrift drift = of(List.of(counted(0, 0, 3, 5), counted(2012, 1, 3, 2)));
    assertThat(drift.undated()).isEqualTo(5);
    assertThat(drift.platforms()).singleElement().extracting(Period::n).isEqualTo(2L);
    assertThat(of(List.of()).periods()).isEmpty();
    Period unscored = of(List.of(counted(2012, 1, ScoreDrift.NOT_SCORED, 4))).platforms().get(0);
    assertThat(unscored.mean()).isNull();
    assertThat(unscored.uncertainShare()).isNull();
    assertThat(Objects.requireNonNull(unscored.unsupportedLanguageShare())).isEqualTo(1);
    assertThat(unscored.deciles()).isEmpty();
  }
}
