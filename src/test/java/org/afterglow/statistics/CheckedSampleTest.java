package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.afterglow.statistics.CheckedSample.Cell;
import org.afterglow.statistics.CheckedSample.Post;
import org.afterglow.statistics.CheckedSample.Rates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckedSampleTest {
  private static final List<Post> KNOWN =
      List.of(
          new Post(true, true, 2, 3, 1),
          new Post(true, false, 1, 4, 5),
          new Post(true, true, .5, 0, 8),
          new Post(false, true, 4, 1, 0),
          new Post(false, false, 2, 8, 3),
          new Post(false, false, 1, 0, 14));

  @Test
  void sharesAreOfWeightTimesEngagement() {
    // early: promotional 6 right of 6 + 4; conversational 4 wrong of 4 + 16
    // late: promotional 2 + 4 right of 2 + 5 + 4; conversational 0 wrong of 6 + 14
    assertThat(new CheckedSample(KNOWN).rates()).isEqualTo(new Rates(.6, .2, 6 / 11.0, 0.0));
    assertThat(new CheckedSample(KNOWN).rates(new int[] {0, 1, 2, 3, 1, 0}))
        .isEqualTo(new Rates(0.0, 12 / 28.0, 8 / 13.0, 0.0));
  }

  @Test
  void theEffectiveSizeIsKishs() {
    CheckedSample sample = new CheckedSample(KNOWN);
    assertThat(sample.effectiveSize(Cell.EARLY, true)).isCloseTo(100 / 52.0, within(1e-12));
    assertThat(sample.effectiveSize(Cell.LATE, true)).isCloseTo(121 / 45.0, within(1e-12));
    assertThat(sample.effectiveSize(Cell.EARLY, false)).isCloseTo(400 / 272.0, within(1e-12));
    assertThat(sample.effectiveSize(Cell.LATE, false)).isCloseTo(400 / 232.0, within(1e-12));
    assertThat(new CheckedSample(List.of()).effectiveSize(Cell.LATE, false)).isZero();
  }

  @Test
  void itsRatesCorrectLateOdds() {
    assertThat(new CheckedSample(KNOWN).rates().confusion())
        .contains(new LateOdds.Confusion(.6, .2, 6 / 11.0, 0));
    assertThat(new Rates(.6, .7, .9, .1).confusion()).isEmpty();
    assertThat(new Rates(.6, .2, .9, null).confusion()).isEqualTo(Optional.empty());
  }

  @Test
  void whatHasNoWeightHasNoShare() {
    Rates rates = new CheckedSample(List.of(new Post(true, true, 1, 0, 2))).rates();
    assertThat(rates).isEqualTo(new Rates(null, null, 1.0, null));
    assertThatThrownBy(() -> new Post(true, true, -1, 0, 0)).hasMessageContaining("weight -1.0");
    assertThatThrownBy(() -> new Post(true, true, 1, Double.NaN, 0)).hasMessageContaining("NaN");
  }

  @Test
  void reweightingsDependOnTheSeedAlone() {
    CheckedSample sample = new CheckedSample(KNOWN);
    List<Rates> drawn = sample.reweightings(new Draws(7, "metrics"));
    assertThat(drawn)
        .hasSize(CheckedSample.REWEIGHTINGS)
        .isEqualTo(sample.reweightings(new Draws(7, "metrics")))
        .isNotEqualTo(sample.reweightings(new Draws(8, "metrics")));
  }

  /**
   * Posts are drawn in proportion to their engagement, and predicted the worse the more early
   * engagement they have; the sample must give the shares in the archive, and its reweightings
   * their error.
   */
  @Test
  void aSampleDrawnByEngagementTellsTheSharesOfTheArchive() {
    SplittableRandom random = new SplittableRandom(11);
    List<Post> archive = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      boolean promotional = random.nextInt(3) == 0;
      double early = Math.floor(-20 * Math.log(1 - random.nextDouble()));
      double late = Math.floor(-10 * Math.log(1 - random.nextDouble()));
      double right = 1 - Math.min(.3, early / 200);
      boolean predicted = random.nextDouble() < right == promotional;
      archive.add(new Post(promotional, predicted, 1, early, late));
    }
    Rates truth = new CheckedSample(archive).rates();
    double events = archive.stream().mapToDouble(post -> post.early() + post.late()).sum();
    int[] covered = new int[4];
    double[] bias = new double[4];
    int samples = 60;
    for (int s = 0; s < samples; s++) {
      List<Post> drawn = new ArrayList<>();
      for (Post post : archive) {
        double chance = Math.min(1, 800 * (post.early() + post.late()) / events);
        if (random.nextDouble() < chance) {
          drawn.add(
              new Post(
                  post.promotional(),
                  post.predictedPromotional(),
                  1 / chance,
                  post.early(),
                  post.late()));
        }
      }
      CheckedSample sample = new CheckedSample(drawn);
      List<Rates> reweighted = sample.reweightings(new Draws(s, "metrics"));
      double[] whole = values(sample.rates());
      double[] wanted = values(truth);
      for (int i = 0; i < 4; i++) {
        int at = i;
        double[] spread = reweighted.stream().mapToDouble(rates -> values(rates)[at]).toArray();
        Interval interval = Interval.percentile(spread, whole[i]);
        covered[i] += interval.low() <= wanted[i] && wanted[i] <= interval.high() ? 1 : 0;
        bias[i] += (whole[i] - wanted[i]) / samples;
      }
      assertThat(sample.effectiveSize(Cell.EARLY, true)).isGreaterThan(100);
    }
    // 50 of 60 at a true coverage of 95 % happens less than once in a thousand times
    for (int i = 0; i < 4; i++) {
      assertThat(covered[i]).isGreaterThanOrEqualTo(50);
      assertThat(bias[i]).isBetween(-.012, .012);
    }
  }

  private static double[] values(Rates rates) {
    return new double[] {
      value(rates.sEarly()), value(rates.fEarly()), value(rates.sLate()), value(rates.fLate())
    };
  }

  private static double value(@Nullable Double share) {
    return Objects.requireNonNull(share);
  }

  @Test
  void sharesDoNotDependOnTheOrderOfPosts() {
    List<Post> turned = new ArrayList<>(KNOWN);
    Collections.reverse(turned);
    assertThat(new CheckedSample(turned).rates()).isEqualTo(new CheckedSample(KNOWN).rates());
  }
}
