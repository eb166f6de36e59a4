package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlaceboDealTest {
  @Test
  void membersAreListedByStratum() {
    assertThat(PlaceboDeal.members(new int[] {4, -1, 4, 0, -1}))
        .isDeepEqualTo(new int[][] {{1, 4}, {3}, {0, 2}});
    assertThat(PlaceboDeal.members(new int[0])).isEmpty();
  }

  @Test
  void everyStratumIsHalved() {
    int[][] members = {{0, 1}, {2, 3, 4, 5}, {6, 7, 8}};
    TreeSet<Integer> ofThree = new TreeSet<>();
    int[] chosenOften = new int[9];
    SplittableRandom random = new SplittableRandom(1);
    for (int draw = 0; draw < 4_000; draw++) {
      boolean[] chosen = PlaceboDeal.halves(members, 9, random);
      assertThat(count(chosen, 0, 2)).isEqualTo(1);
      assertThat(count(chosen, 2, 6)).isEqualTo(2);
      ofThree.add(count(chosen, 6, 9));
      for (int i = 0; i < 9; i++) {
        chosenOften[i] += chosen[i] ? 1 : 0;
      }
    }
    assertThat(ofThree).as("the odd one goes by coin").containsExactly(1, 2);
    // Each unit is chosen with probability 1/2: sd of the count is 32.
    assertThat(Arrays.stream(chosenOften)).allMatch(often -> Math.abs(often - 2_000) < 160);
  }

  @Test
  void aPermutedClassHasAsManyOfEveryStratumAsBefore() {
    int[][] members = {{0, 2, 4}, {1, 3, 5, 6}};
    boolean[] classes = {true, false, false, true, true, true, true};
    TreeSet<String> deals = new TreeSet<>();
    SplittableRandom random = new SplittableRandom(2);
    for (int draw = 0; draw < 500; draw++) {
      boolean[] dealt = PlaceboDeal.permuted(members, classes, random);
      assertThat(dealt[0] ? 1 : 0).isEqualTo(2 - (dealt[2] ? 1 : 0) - (dealt[4] ? 1 : 0));
      assertThat(count(dealt, 0, 7)).isEqualTo(5);
      deals.add(Arrays.toString(dealt));
    }
    assertThat(deals).as("3 choose 2 times 4 choose 3").hasSize(12);
  }

  @Test
  void eachTimeTakesTheNearestUnitThatIsFree() {
    long[] at = {0, 10, 20, 30, 40, 50};

    // 41 takes 40; which of the other two comes first does not matter to them.
    PlaceboDeal.Matched one = PlaceboDeal.opposite(at, new long[] {41}, new SplittableRandom(1));
    assertThat(one.chosen()).containsExactly(false, false, false, false, true, false);
    assertThat(one.distances()).containsExactly(1);

    // Three at 20 take it, then the earlier of 10 and 30, which are as near, then the other.
    PlaceboDeal.Matched three =
        PlaceboDeal.opposite(at, new long[] {20, 20, 20}, new SplittableRandom(1));
    assertThat(three.chosen()).containsExactly(false, true, true, true, false, false);
    assertThat(three.distances()).containsExactly(0, 10, 10);
    assertThat(PlaceboDeal.opposite(at, new long[] {20, 20}, new SplittableRandom(1)).chosen())
        .containsExactly(false, true, true, false, false, false);
  }

  @Test
  void noMoreThanHalfOfTheUnitsAreTaken() {
    long[] at = {0, 10, 20, 30, 40};
    TreeSet<String> deals = new TreeSet<>();
    for (int seed = 0; seed < 60; seed++) {
      PlaceboDeal.Matched matched =
          PlaceboDeal.opposite(at, new long[] {0, 20, 40}, new SplittableRandom(seed));
      assertThat(count(matched.chosen(), 0, 5)).isEqualTo(2);
      deals.add(Arrays.toString(matched.chosen()));
    }
    assertThat(deals).as("which two of three times, at random").hasSize(3);
  }

  @Test
  void ofUnitsAtOneTimeTheFirstIsTaken() {
    long[] at = {5, 5, 5, 9, 9, 30};

    assertThat(PlaceboDeal.opposite(at, new long[] {5, 5}, new SplittableRandom(1)).chosen())
        .containsExactly(true, true, false, false, false, false);
    assertThat(PlaceboDeal.opposite(at, new long[] {7, 7}, new SplittableRandom(1)).chosen())
        .as("5 is as near as 9, and earlier")
        .containsExactly(true, true, false, false, false, false);
    assertThat(PlaceboDeal.opposite(at, new long[] {20}, new SplittableRandom(1)).chosen())
        .as("30 is nearer")
        .containsExactly(false, false, false, false, false, true);
  }

  @Test
  void noUnitOrNoTimeIsNoMatch() {
    assertThat(
            PlaceboDeal.opposite(new long[0], new long[] {1}, new SplittableRandom(1)).distances())
        .isEmpty();
    assertThat(PlaceboDeal.opposite(new long[] {1}, new long[0], new SplittableRandom(1)).chosen())
        .containsExactly(false);
  }

  @Test
  void theSearchAgreesWithLookingAtEveryUnit() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int span = 1 + random.nextInt(200);
      long[] at = random.longs(random.nextInt(60), 0, span).sorted().toArray();
      long[] wanted = random.longs(random.nextInt(60), -20, span + 20).toArray();

      PlaceboDeal.Matched matched = PlaceboDeal.opposite(at, wanted, new SplittableRandom(seed));

      boolean[] chosen = new boolean[at.length];
      long[] distances = bruteForce(at, wanted.clone(), new SplittableRandom(seed), chosen);
      assertThat(matched.chosen()).isEqualTo(chosen);
      assertThat(matched.distances()).isEqualTo(distances);
    }
  }

  private static long[] bruteForce(
      long[] at, long[] deck, SplittableRandom random, boolean[] chosen) {
    long[] distances = new long[Math.min(deck.length, at.length / 2)];
    for (int i = 0; i < distances.length; i++) {
      int j = i + random.nextInt(deck.length - i);
      long time = deck[j];
      deck[j] = deck[i];
      int best = -1;
      for (int unit = 0; unit < at.length; unit++) {
        if (!chosen[unit] && (best < 0 || Math.abs(at[unit] - time) < Math.abs(at[best] - time))) {
          best = unit; // ascending, so that of equally near ones the earlier and first stays
        }
      }
      chosen[best] = true;
      distances[i] = Math.abs(at[best] - time);
    }
    return distances;
  }

  private static int count(boolean[] chosen, int from, int to) {
    return (int) IntStream.range(from, to).filter(i -> chosen[i]).count();
  }
}
