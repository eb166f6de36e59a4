package org.afterglow.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.afterglow.SharedData;
import org.junit.jupiter.api.Test;

/**
 * 49 tweets of October 2011 with the times of all their retweets in a week: those on which
 * Kobayashi and Lambiotte (2016) trained TiDeH, out of Zhao et al. (2015).
 */
class RetweetCascadesTest {
  private static final int CASCADES = 49;

  @Test
  void halfOfTheRetweetsOfRealTweetsIsFoundFromTheirBins() throws IOException {
    Path folder = SharedData.path("archives/campaign/tideh-cascades/training");
    List<Double> exact = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    for (int number = 1; number <= CASCADES; number++) {
      double[] ages = agesHours(folder.resolve("RT" + number + ".txt"));
      double half = median(ages);
      Measured measured = curve(ages).halfOf28dAgeHours();
      if (half < 1) {
        assertThat(measured).isEqualTo(Measured.none(Reason.BELOW_RESOLUTION));
      } else {
        assertThat(measured.state()).isEqualTo(Reason.NO_POST_BOOTSTRAP);
        double value = Objects.requireNonNull(measured.value());
        // A bin is known by its sum alone: within it the half may be off, but not beyond it.
        assertThat(AgeCurve.bin(value)).isEqualTo(AgeCurve.bin(half));
        exact.add(half);
        found.add(value);
      }
    }

    assertThat(exact).hasSize(34);
    assertThat(Math.log(median(found) / median(exact))).isCloseTo(0, within(.1));
    double off =
        IntStream.range(0, found.size())
            .mapToDouble(i -> Math.log(found.get(i) / exact.get(i)))
            .average()
            .orElseThrow();
    assertThat(off).isCloseTo(0, within(.1));
  }

  /** One post, watched for 28 days. */
  private static AgeCurve curve(double[] agesHours) {
    long[] events = new long[AgeCurve.BINS];
    double[][] weighted = new double[1][AgeCurve.BINS];
    double[][] postDays = new double[1][AgeCurve.BINS];
    for (double age : agesHours) {
      events[AgeCurve.bin(age)]++;
      weighted[0][AgeCurve.bin(age)]++;
    }
    for (int bin = 0; bin < AgeCurve.BINS; bin++) {
      postDays[0][bin] = (AgeCurve.EDGES_HOURS.get(bin + 1) - AgeCurve.EDGES_HOURS.get(bin)) / 24.0;
    }
    return AgeCurve.of(
        new AgeCurve.Counts(1, events, weighted, postDays),
        new int[0][],
        /* countersOnly= */ false);
  }

  /**
   * Lines of seconds since the tweet and followers; the first line counts, the next is the tweet.
   */
  private static double[] agesHours(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank())
        .skip(2)
        .mapToDouble(line -> Double.parseDouble(line.split(" ", -1)[0]) / 3600)
        .toArray();
  }

  private static double median(List<Double> values) {
    return median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
