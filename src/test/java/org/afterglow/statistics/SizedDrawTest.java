package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SizedDrawTest {
  private static double[] largest(double[] sizes, int n) {
    return Arrays.stream(sizes)
        .boxed()
        .sorted(Comparator.reverseOrder())
        .limit(n)
        .mapToDouble(d -> d)
        .toArray();
  }

  @Test
  void probabilitiesAreInProportionToSizesAndSumToTheNumberDrawn() {
    double[] sizes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

    SizedDraw draw = SizedDraw.of(largest(sizes, 4), 55, 4);

    assertThat(draw.probability(10)).isCloseTo(40 / 55.0, within(1e-12));
    assertThat(draw.probability(1)).isCloseTo(4 / 55.0, within(1e-12));
    assertThat(Arrays.stream(sizes).map(draw::probability).sum()).isCloseTo(4, within(1e-12));
  }

  @Test
  void whatIsTooLargeIsCertainAndTheRestShareWhatIsLeft() {
    double[] sizes = {1000, 40, 1, 1, 1, 1, 1, 1};

    SizedDraw draw = SizedDraw.of(largest(sizes, 3), 1046, 3);

    assertThat(draw.probability(1000)).isEqualTo(1);
    assertThat(draw.probability(40)).isEqualTo(1);
    assertThat(draw.probability(1)).isCloseTo(1 / 6.0, within(1e-12));
    assertThat(draw.rank(40, .999)).isLessThan(draw.rank(1, 1e-9));
  }

  @Test
  void whereNoMoreAreThereThanAreWantedAllAreDrawn() {
    assertThat(SizedDraw.of(new double[] {5, 1}, 6, 2).probability(1)).isEqualTo(1);
    assertThat(SizedDraw.of(new double[] {5, 1}, 6, 9).probability(1)).isEqualTo(1);
  }

  @Test
  void aTotalEstimatedFromTheDrawIsRightOnAverage() {
    SplittableRandom random = new SplittableRandom(5);
    int units = 400;
    int n = 60;
    double[] sizes = random.doubles(units).map(u -> 1 + 30 * Math.pow(u, 6)).toArray();
    // Not in proportion to the sizes, or every draw would give the total exactly.
    double[] values = random.doubles(units).map(u -> 5 + u).toArray();
    SizedDraw draw = SizedDraw.of(largest(sizes, n), Arrays.stream(sizes).sum(), n);
    int draws = 4000;
    double sum = 0;
    for (int k = 0; k < draws; k++) {
      double[] ranks = new double[units];
      for (int i = 0; i < units; i++) {
        ranks[i] = draw.rank(sizes[i], random.nextDouble());
      }
      sum +=
          IntStream.range(0, units)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> ranks[i]))
              .limit(n)
              .mapToDouble(i -> values[i] / draw.probability(sizes[i]))
              .sum();
    }

    assertThat(sum / draws / Arrays.stream(values).sum()).isCloseTo(1, within(.01));
  }
}
