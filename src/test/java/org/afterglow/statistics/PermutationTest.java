package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.afterglow.statistics.LateOdds.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {
  private static final Draws DRAWS = new Draws(1, "decay_contrast");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void manyDrawsApproachTheExactP(long seed) {
    List<Unit> units = someUnits(seed);

    double exact = Permutation.exactPValue(units);
    double drawn = Permutation.pValue(units, 20_000, d -> DRAWS.stream("c", "post", d));

    assertThat(drawn).isCloseTo(exact, within(4 * Math.sqrt(exact * (1 - exact) / 20_000) + 1e-4));
  }

  @Test
  void exactPOfThreePostsByHand() {
    // One promotional of three, early and late: (3, 0), (1, 1), (0, 3); 8 events in all.
    // Promotional
    // the first: R = 0·1/8 = 0, S = 3·4/8 = 1.5, |ln(.5/2)| = ln 4. The third: R = 3·4/8, S = 0,
    // the
    // same. The second: R = 1·3/8 = S, 0. So two of three are as far out.
    List<Unit> units = List.of(unit(0, true, 3, 0), unit(0, false, 1, 1), unit(0, false, 0, 3));

    assertThat(Permutation.exactPValue(units)).isCloseTo(2 / 3., within(1e-15));
  }

  @Test
  void classesArePermutedWithinStrataOnly() {
    // Each stratum has one class: nothing can be dealt otherwise, every draw is the observation.
    List<Unit> units = List.of(unit(0, true, 9, 0), unit(0, true, 5, 1), unit(1, false, 0, 9));

    assertThat(Permutation.pValue(units, 99, d -> DRAWS.stream("c", "post", d))).isEqualTo(1);
    assertThat(Permutation.exactPValue(units)).isEqualTo(1);
  }

  @Test
  void theSameStreamsGiveTheSameP() {
    List<Unit> units = someUnits(9);

    double p = Permutation.pValue(units, Permutation.DRAWS, d -> DRAWS.stream("c", "post", d));

    assertThat(Permutation.pValue(units, Permutation.DRAWS, d -> DRAWS.stream("c", "post", d)))
        .isEqualTo(p);
    assertThat(p * 1000).isCloseTo(Math.rint(p * 1000), within(1e-9));
  }

  @Test
  void tooManyAssignmentsAreNotCounted() {
    List<Unit> units = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      units.add(unit(0, i % 2 == 0, i, 1));
    }
    assertThatThrownBy(() -> Permutation.exactPValue(units)).hasMessageContaining("10 million");
  }

  private static List<Unit> someUnits(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Unit> units = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      boolean promotional = random.nextInt(3) > 0;
      units.add(
          unit(
              i % 2,
              promotional,
              random.nextInt(promotional ? 12 : 6),
              random.nextInt(promotional ? 6 : 12)));
    }
    return units;
  }

  private static Unit unit(int stratum, boolean promotional, long early, long late) {
    return new Unit(stratum, promotional, early * 1_000_000, late * 1_000_000);
  }
}
