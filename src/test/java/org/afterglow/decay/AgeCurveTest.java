package org.afterglow.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.afterglow.statistics.Draws;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgeCurveTest {
  private static final int BUCKETS = 200;
  private static final int[][] DRAWS =
      IntStream.range(0, 199)
          .mapToObj(
              draw -> Draws.poissonWeights(new Draws(7, "decay").stream("c", "x", draw), BUCKETS))
          .toArray(int[][]::new);

  @Test
  void binsAreHalfOpen() {
    assertThat(AgeCurve.bin(0)).isZero();
    assertThat(AgeCurve.bin(0.999)).isZero();
    assertThat(AgeCurve.bin(1)).isEqualTo(1);
    assertThat(AgeCurve.bin(24)).isEqualTo(5);
    assertThat(AgeCurve.bin(671.9)).isEqualTo(9);
    assertThat(AgeCurve.bin(672)).isEqualTo(-1);
  }

  @Test
  void halfIsReachedLinearlyInTheLogarithmOfAge() {
    // Of 100 events 40 come in the first 3 h, 20 from 3 to 6 h, 40 in the last bin.
    AgeCurve curve = AgeCurve.of(counts(100, 0, 40, 20, 0, 0, 0, 0, 0, 0, 40), DRAWS, false);

    assertThat(value(curve.halfOf28dAgeHours())).isCloseTo(3 * Math.sqrt(2), within(1e-9));
    assertThat(value(curve.remains1d())).isCloseTo(0.4, within(1e-9));
    assertThat(value(curve.remains7d())).isCloseTo(0.4, within(1e-9));
    assertThat(curve.cumulative().get(2)).isCloseTo(0.6, within(1e-9));
    assertThat(curve.cumulative().get(9)).isCloseTo(1, within(1e-9));
    assertThat(curve.halfOf28dAgeHours().low()).isNotNull();
  }

  @Test
  void halfWithinTheFirstHourIsBelowResolution() {
    AgeCurve curve = AgeCurve.of(counts(100, 80, 10, 10, 0, 0, 0, 0, 0, 0, 0), DRAWS, false);

    assertThat(curve.halfOf28dAgeHours()).isEqualTo(Measured.below(1, Reason.BELOW_RESOLUTION));
    assertThat(curve.remains1d().state()).isEqualTo(Reason.OK);
    assertThat(value(curve.remains1d())).isZero();
    assertThat(Objects.requireNonNull(curve.remains1d().high()))
        .as("of 80 to 100 posts that were acted upon, each in a bucket of its own")
        .isBetween(3.69 / 100, 3.69 / 80);
  }

  @Test
  void strayEventsAmongCountersTellNothing() {
    AgeCurve curve = AgeCurve.of(counts(100, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0), DRAWS, true);

    assertThat(curve.halfOf28dAgeHours()).isEqualTo(Measured.none(Reason.COUNTERS));
    assertThat(curve.remains1d()).isEqualTo(Measured.none(Reason.COUNTERS));
    assertThat(curve.rates().get(0)).isEqualTo(Measured.none(Reason.COUNTERS));
  }

  @Test
  void fewEventsCarrySharesBeforeHalfLives() {
    AgeCurve forty = AgeCurve.of(counts(100, 0, 20, 0, 0, 0, 20, 0, 0, 0, 0), DRAWS, false);
    AgeCurve one = AgeCurve.of(counts(100, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0), DRAWS, false);

    assertThat(forty.halfOf28dAgeHours()).isEqualTo(Measured.none(Reason.TOO_FEW_EVENTS));
    assertThat(value(forty.remains1d())).isCloseTo(0.5, within(1e-9));
    assertThat(one.remains1d()).isEqualTo(Measured.none(Reason.TOO_FEW_EVENTS));
    assertThat(value(one.rates().get(1))).isCloseTo(1 / (100 * 2 / 24.0), within(1e-9));
  }

  @Test
  void noEventIsAllZeroUnlessCountersSayOtherwise() {
    AgeCurve.Counts none = counts(100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    AgeCurve zero = AgeCurve.of(none, DRAWS, false);

    assertThat(zero.halfOf28dAgeHours()).isEqualTo(Measured.none(Reason.ALL_ZERO));
    assertThat(zero.rates().get(0).state()).isEqualTo(Reason.ALL_ZERO);
    assertThat(Objects.requireNonNull(zero.rates().get(0).high()))
        .isCloseTo(3.69 / (100 / 24.0), within(1e-9));
    assertThat(AgeCurve.of(none, DRAWS, true).remains1d())
        .isEqualTo(Measured.none(Reason.COUNTERS));
  }

  @Test
  void agesThatNoPostWasObservedAtLeaveTheWholeUnknown() {
    AgeCurve.Counts counts = counts(100, 10, 20, 20, 20, 20, 20, 0, 0, 0, 0);
    for (double[] bucket : counts.postDays()) {
      bucket[9] = 0;
    }

    AgeCurve curve = AgeCurve.of(counts, DRAWS, false);

    assertThat(curve.halfOf28dAgeHours()).isEqualTo(Measured.none(Reason.SHORT_WINDOW));
    assertThat(curve.rates().get(9)).isEqualTo(Measured.none(Reason.SHORT_WINDOW));
    assertThat(curve.cumulative().get(9)).isNull();
    assertThat(curve.cumulative().get(8)).isNotNull();
  }

  @Test
  void youngPostsCountWhileTheyAreObserved() {
    AgeCurve.Counts counts = counts(100, 0, 0, 0, 0, 100, 0, 0, 0, 0, 50);
    for (int b = 0; b < 50; b++) {
      counts.postDays()[b][9] = 0;
    }

    AgeCurve curve = AgeCurve.of(counts, DRAWS, false);

    assertThat(value(curve.remains1d())).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void fewerThanTwentyPostsHaveNoInterval() {
    AgeCurve curve = AgeCurve.of(counts(19, 0, 19, 38, 19, 0, 0, 0, 19, 0, 19), DRAWS, false);

    for (Measured measured :
        List.of(
            curve.halfOf28dAgeHours(),
            curve.remains1d(),
            curve.remains7d(),
            curve.rates().get(1),
            curve.rates().get(0))) {
      assertThat(measured.state()).isEqualTo(Reason.NO_POST_BOOTSTRAP);
      assertThat(measured.value()).isNotNull();
      assertThat(measured.low()).isNull();
      assertThat(measured.high()).isNull();
    }
    assertThat(
            AgeCurve.of(counts(19, new long[AgeCurve.BINS]), DRAWS, false).rates().get(0).state())
        .as("nothing at all needs no draws")
        .isEqualTo(Reason.ALL_ZERO);
  }

  @Test
  void intervalsHoldTheShareThatTheEventsWereMadeWith() {
    int held = 0;
    for (int s = 0; s < 40; s++) {
      SplittableRandom random = new SplittableRandom(s);
      AgeCurve.Counts counts = counts(200, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
      for (int i = 0; i < 600; i++) {
        int bin = random.nextDouble() < 0.3 ? 6 : 2;
        counts.weighted()[random.nextInt(BUCKETS)][bin]++;
        counts.events()[bin]++;
      }
      Measured share = AgeCurve.of(counts, DRAWS, false).remains1d();
      if (Objects.requireNonNull(share.low()) <= 0.3
          && Objects.requireNonNull(share.high()) >= 0.3) {
        held++;
      }
    }
    assertThat(held).isBetween(34, 40);
  }

  private static double value(Measured measured) {
    return Objects.requireNonNull(measured.value());
  }

  /**
   * 100 promotional posts with 8 early acts and 2 late ones each, 100 others with 2 and 8; of early
   * acts on promotional posts a fifth lies on posts taken for the others, of late ones half.
   */
  @Test
  void whatIsMistakenByAgeIsPutRight() {
    AgeCurve.Counts promotional = counts(100, 0, 640, 0, 0, 0, 0, 0, 0, 0, 100);
    AgeCurve.Counts others = counts(100, 0, 360, 0, 0, 0, 0, 0, 0, 0, 900);
    double s = .8;
    double late = .5;
    AgeCurve.Shares shares = new AgeCurve.Shares(1 / s, 0, 1 / late, 0);
    AgeCurve.Shares rest = new AgeCurve.Shares(1, 1 - 1 / s, 1, 1 - 1 / late);
    List<AgeCurve.Shares> same = Collections.nCopies(DRAWS.length, shares);
    List<AgeCurve.Shares> sameRest = Collections.nCopies(DRAWS.length, rest);

    AgeCurve predicted = AgeCurve.of(promotional, DRAWS, false);
    AgeCurve corrected =
        predicted.corrected(promotional, others, shares, same, DRAWS, DRAWS, false);
    AgeCurve ofOthers =
        AgeCurve.of(others, DRAWS, false)
            .corrected(others, promotional, rest, sameRest, DRAWS, DRAWS, false);

    assertThat(value(predicted.remains1d())).isCloseTo(100 / 740., within(1e-9));
    assertThat(value(corrected.remains1d())).isCloseTo(.2, within(1e-9));
    assertThat(value(ofOthers.remains1d())).isCloseTo(.8, within(1e-9));
    assertThat(corrected.rates()).as("what was counted").isEqualTo(predicted.rates());
    assertThat(corrected.remains1d().state()).isEqualTo(Reason.OK);
    assertThat(Objects.requireNonNull(corrected.remains1d().low())).isLessThan(.2);
  }

  @Test
  void aClassThatIsNothingButMistakesHasNoCurve() {
    AgeCurve.Counts own = counts(100, 0, 100, 0, 0, 0, 0, 0, 0, 0, 100);
    AgeCurve.Shares none = new AgeCurve.Shares(1.1, -1.1, 1.1, -1.1);

    AgeCurve corrected =
        AgeCurve.of(own, DRAWS, false)
            .corrected(
                own, own, none, Collections.nCopies(DRAWS.length, none), DRAWS, DRAWS, false);

    assertThat(corrected.remains1d()).isEqualTo(Measured.none(Reason.ALL_ZERO));
    assertThat(corrected.halfOf28dAgeHours()).isEqualTo(Measured.none(Reason.ALL_ZERO));
  }

  @Test
  void theSamplesErrorWidensACorrectedCurve() {
    AgeCurve.Counts own = counts(400, 0, 400, 0, 0, 0, 0, 0, 0, 0, 400);
    AgeCurve.Counts others = counts(400, 0, 400, 0, 0, 0, 0, 0, 0, 0, 400);
    AgeCurve.Shares shares = new AgeCurve.Shares(1.2, -.2, 1.2, -.2);
    SplittableRandom random = new SplittableRandom(4);
    List<AgeCurve.Shares> varied =
        IntStream.range(0, DRAWS.length)
            .mapToObj(draw -> new AgeCurve.Shares(1.2, -.2, 1.2, -.5 + .6 * random.nextDouble()))
            .toList();

    AgeCurve predicted = AgeCurve.of(own, DRAWS, false);
    AgeCurve known =
        predicted.corrected(
            own, others, shares, Collections.nCopies(DRAWS.length, shares), DRAWS, DRAWS, false);
    AgeCurve learnt = predicted.corrected(own, others, shares, varied, DRAWS, DRAWS, false);

    assertThat(width(learnt.remains1d())).isGreaterThan(1.3 * width(known.remains1d()));
    assertThat(value(learnt.remains1d())).isEqualTo(value(known.remains1d()));
  }

  @Test
  void reweightingsThatSayNothingAreLeftOutOfACorrectedCurve() {
    AgeCurve.Counts own = counts(100, 0, 100, 0, 0, 0, 0, 0, 0, 0, 100);
    AgeCurve.Shares shares = new AgeCurve.Shares(1, 0, 1, 0);
    List<AgeCurve.@Nullable Shares> none = new ArrayList<>();
    for (int draw = 0; draw < DRAWS.length; draw++) {
      none.add(draw % 2 == 0 ? shares : null);
    }

    Measured half =
        AgeCurve.of(own, DRAWS, false)
            .corrected(own, own, shares, none, DRAWS, DRAWS, false)
            .remains1d();

    assertThat(half.state()).isEqualTo(Reason.OK);
    assertThat(value(half)).isCloseTo(.5, within(1e-9));
  }

  private static double width(Measured measured) {
    return Objects.requireNonNull(measured.high()) - Objects.requireNonNull(measured.low());
  }

  /** Posts and events dealt to buckets in turn, every post observed for 28 days. */
  private static AgeCurve.Counts counts(int posts, long... events) {
    double[][] weighted = new double[BUCKETS][AgeCurve.BINS];
    double[][] postDays = new double[BUCKETS][AgeCurve.BINS];
    int used = Math.min(posts, BUCKETS);
    for (int bin = 0; bin < AgeCurve.BINS; bin++) {
      double days = (AgeCurve.EDGES_HOURS.get(bin + 1) - AgeCurve.EDGES_HOURS.get(bin)) / 24.0;
      for (int post = 0; post < posts; post++) {
        postDays[post % BUCKETS][bin] += days;
      }
      for (int event = 0; event < events[bin]; event++) {
        weighted[(event * 13 + bin) % used][bin]++;
      }
    }
    return new AgeCurve.Counts(posts, Arrays.copyOf(events, AgeCurve.BINS), weighted, postDays);
  }
}
