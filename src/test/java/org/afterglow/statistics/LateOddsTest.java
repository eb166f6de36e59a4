package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.afterglow.statistics.LateOdds.Confusion;
import org.afterglow.statistics.LateOdds.Pairs;
import org.afterglow.statistics.LateOdds.Sums;
import org.afterglow.statistics.LateOdds.Unit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LateOddsTest {
  /** Examples that every implementation of docs/methods.md has to agree with. */
  private static final Posts SIX =
      new Posts("0 0 0 0 0 0", "++--++", "12 9 5 3 13 14", "80 1 2 1 0 1", "71 2 3 0 2 1");

  private static final Posts THREE_WEEKS =
      new Posts(
          "2 2 2 1 2 2 2 0 1 1 0 1 1 2 1 0 2 2 0 1 1 2 0 1",
          "+--+--+----+++--++----+-",
          "0 9 9 13 2 9 7 4 16 13 3 15 10 3 13 9 9 7 19 3 19 4 16 19",
          "1 1 20 3 1 3 0 3 2 3 1 13 2 3 7 8 12 5 2 2 0 6 1 0",
          "1 3 13 1 0 6 0 1 2 8 1 6 2 1 10 6 7 2 6 4 1 14 0 0");

  private static final Posts NO_DIFFERENCE =
      new Posts(
          "2 3 0 3 1 2 2 1 3 0 1 1 2 1 0 0 0 0 0 3 0 2 3 0 1 1 1 3 0 3",
          "-++-+-+-+--+--+-+-+++-++-+-++-",
          "10 10 5 10 19 4 15 0 6 18 17 1 16 16 9 7 19 19 13 7 4 18 5 11 13 4 6 14 3 13",
          "10 14 1 3 9 1 0 1 6 0 1 1 6 0 7 0 0 0 7 0 1 2 4 0 0 3 1 0 2 0",
          "6 0 0 1 8 1 2 4 4 0 1 3 2 2 6 1 0 0 5 1 1 0 6 1 0 3 1 4 1 2");

  private static final Confusion CONFUSION = new Confusion(.9, .1, .85, .15);

  @Test
  void oneStratumOfSixPosts() {
    assertAgrees(LateOdds.of(SIX.sums()), 1.390243902, 1.5, -0.075985907, 0.557475427);
    assertThat(Permutation.exactPValue(SIX.units())).isCloseTo(0.933333333, within(1e-9));
  }

  @Test
  void threeWeeksWithPromotionEarlier() {
    assertAgrees(
        LateOdds.of(THREE_WEEKS.sums()), 5.353535354, 14.937304075, -1.026104557, 0.094084422);
  }

  @Test
  void thirtyPostsWithoutADifference() {
    assertAgrees(
        LateOdds.of(NO_DIFFERENCE.sums()), 3.371929825, 4.882296651, -0.370130506, 0.331229003);
  }

  @Test
  void labelsInvertedApartForEarlyAndLateEvents() {
    assertAgrees(
        LateOdds.of(THREE_WEEKS.sums(), CONFUSION),
        3.5151624,
        17.5402501,
        -1.60741252,
        0.350176648);
  }

  /** The deviation was had from the normative formulas, stratum by stratum. */
  @Test
  void oneSetOfPairsServesEveryReweightingOfTheLabels() {
    LateOdds odds = LateOdds.of(THREE_WEEKS.sums());
    List<CheckedSample.Rates> drawn = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      drawn.add(
          new CheckedSample.Rates(.9 - .01 * i, .1 + .005 * i, .85 + .004 * i, .15 - .003 * i));
    }

    assertThat(odds.pairs().r(CONFUSION)).isCloseTo(3.515162399860676, within(1e-9));
    assertThat(odds.pairs().s(CONFUSION)).isCloseTo(17.540250099517344, within(1e-9));
    assertThat(new LabelCorrection(drawn.get(0), drawn, false).effect(odds.pairs()))
        .satisfies(
            effect ->
                assertThat(number(effect.standardError()))
                    .isCloseTo(0.08104770428701466, within(1e-9)));
  }

  @Test
  void perfectLabelsInvertToThemselves() {
    LateOdds inverted = LateOdds.of(THREE_WEEKS.sums(), new Confusion(1, 0, 1, 0));
    LateOdds naive = LateOdds.of(THREE_WEEKS.sums());

    assertThat(inverted.r()).isCloseTo(naive.r(), within(1e-12));
    assertThat(inverted.s()).isCloseTo(naive.s(), within(1e-12));
    assertThat(number(inverted.lnlor())).isCloseTo(number(naive.lnlor()), within(1e-12));
    assertThat(number(inverted.variance())).isCloseTo(number(naive.variance()), within(1e-12));
  }

  @Test
  void noLatePromotionalEventIsAZeroCellThatKeepsItsSums() {
    Posts posts = new Posts("0 0 0 1", "++--", "0 1 2 3", "5 2 4 3", "0 0 6 2");

    LateOdds odds = LateOdds.of(posts.sums());

    assertThat(odds.zeroCell()).isTrue();
    assertThat(odds.r()).isZero();
    assertThat(odds.s()).isCloseTo(2.470588235, within(1e-9));
    assertThat(odds.variance()).isNull();
  }

  @Test
  void fewerThanFiveBucketsAreAZeroCell() {
    Posts four = new Posts("0 0 0 0", "++--", "0 1 2 3", "5 2 4 3", "1 2 6 2");
    Posts five = new Posts("0 0 0 0 0", "++---", "0 1 2 3 9", "5 2 4 3 0", "1 2 6 2 0");

    assertThat(LateOdds.of(four.sums()).zeroCell()).isTrue();
    assertThat(LateOdds.of(four.sums()).buckets()).isEqualTo(4);
    assertThat(LateOdds.of(five.sums()).zeroCell())
        .as("a post without events holds its bucket")
        .isFalse();
  }

  @Test
  void variationOfNoBucketIsAZeroCell() {
    Posts alike =
        new Posts(
            "0 0 0 0 0 0 0 0 0 0",
            "+++++-----",
            "0 1 2 3 4 0 1 2 3 4",
            "1 1 1 1 1 1 1 1 1 1",
            "1 1 1 1 1 1 1 1 1 1");

    assertThat(LateOdds.of(alike.sums()).zeroCell()).isTrue();
  }

  @Test
  void variationThatIsRoundingAloneIsAZeroCell() {
    Posts proportional =
        new Posts(
            "0 0 0 0 0 0 0 0 0 0 0 0",
            "++++++------",
            "0 1 2 3 4 5 6 7 8 9 10 11",
            "1 2 3 4 5 7 3 6 9 12 15 21",
            "3 6 9 12 15 21 7 14 21 28 35 49");

    assertThat(LateOdds.of(proportional.sums()).zeroCell()).isTrue();
    assertThat(LateOdds.of(proportional.sums()).r()).isPositive();
  }

  @Test
  void oneClassAloneOrNothingAtAllIsAZeroCell() {
    Posts promotional = new Posts("0 0 0 0 0", "+++++", "0 1 2 3 4", "1 2 3 4 5", "1 2 3 4 5");

    assertThat(LateOdds.of(promotional.sums()))
        .isEqualTo(new LateOdds(0, 0, null, null, 5, new Pairs(225 / 30. - 55 / 30., 0, 0, 0)));
    assertThat(LateOdds.of(List.of())).isEqualTo(new LateOdds(0, 0, null, null, 0, Pairs.NONE));
  }

  @Test
  void theOrderOfTheSumsDoesNotMatterToTheLastBit() {
    List<Sums> sums = new ArrayList<>(NO_DIFFERENCE.sums());
    LateOdds expected = LateOdds.of(sums, CONFUSION);
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(sums, new Random(seed));
      assertThat(LateOdds.of(sums, CONFUSION)).isEqualTo(expected);
    }
  }

  @Test
  void swappingTheClassesTurnsTheSign() {
    List<Sums> swapped =
        THREE_WEEKS.sums().stream()
            .map(
                s ->
                    new Sums(
                        s.stratum(), s.bucket(), !s.promotional(), s.early(), s.late(), s.cross()))
            .toList();

    assertThat(number(LateOdds.of(swapped).lnlor())).isCloseTo(1.026104557, within(1e-9));
  }

  @Test
  void labelsNoBetterThanChanceCannotBeInverted() {
    assertThatThrownBy(() -> new Confusion(.4, .4, .9, .1)).hasMessageContaining("0.4");
  }

  private static void assertAgrees(
      LateOdds odds, double r, double s, double lnlor, double variance) {
    assertThat(odds.r()).isCloseTo(r, within(1e-9));
    assertThat(odds.s()).isCloseTo(s, within(1e-9));
    assertThat(number(odds.lnlor())).isCloseTo(lnlor, within(1e-9));
    assertThat(number(odds.variance())).isCloseTo(variance, within(1e-9));
  }

  private static double number(@Nullable Double x) {
    return Objects.requireNonNull(x);
  }

  /** Posts as columns: classes as + (promotional) and −, whole events. */
  record Posts(String strata, String classes, String buckets, String early, String late) {
    List<Unit> units() {
      List<Unit> units = new ArrayList<>();
      long[] e = numbers(early);
      long[] l = numbers(late);
      for (int i = 0; i < e.length; i++) {
        units.add(
            new Unit(
                (int) numbers(strata)[i],
                classes.charAt(i) == '+',
                e[i] * 1_000_000,
                l[i] * 1_000_000));
      }
      return units;
    }

    /** A row a post, which the estimator adds up itself. */
    List<Sums> sums() {
      List<Sums> sums = new ArrayList<>();
      List<Unit> units = units();
      for (int i = 0; i < units.size(); i++) {
        Unit unit = units.get(i);
        sums.add(
            new Sums(
                unit.stratum(),
                (int) numbers(buckets)[i],
                unit.promotional(),
                unit.early(),
                unit.late(),
                unit.early() / 1e6 * unit.late() / 1e6));
      }
      return sums;
    }

    private static long[] numbers(String text) {
      return List.of(text.split(" ")).stream().mapToLong(Long::parseLong).toArray();
    }
  }
}
