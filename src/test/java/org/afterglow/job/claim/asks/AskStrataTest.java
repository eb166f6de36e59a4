package org.afterglow.job.claim.asks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.claim.asks.AskStrata.Cluster;
import org.afterglow.job.claim.asks.AskStrata.Counted;
import org.afterglow.job.claim.asks.AskStrata.Stratum;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.statistics.Draws;
import org.junit.jupiter.api.Test;

class AskStrataTest {
  private static final Draws DRAWS = new Draws(1, "asks");

  @Test
  void aClusterSumsTheStrataOfItsAskers() {
    Cluster cluster =
        AskStrata.summed(
            ContrastFit.BOTS_IN,
            3,
            List.of(
                    stratum("a", 0, 10, 4, 30, 3),
                    stratum("a", 1, 5, 5, 5, 0),
                    stratum("b", 0, 2, 1, 2, 1),
                    stratum("c", 0, 2, 0, 2, 0))
                .iterator(),
            DRAWS);

    assertThat(cluster.askers()).isEqualTo(2);
    assertThat(cluster.r()).isCloseTo(4 * 30 / 40.0 + 2.5 + .5, within(1e-12));
    assertThat(cluster.s()).isCloseTo(3 * 10 / 40.0 + .5, within(1e-12));
    assertThat(cluster.weight()).isCloseTo(300 / 40.0 + 2.5 + 1 + 1, within(1e-12));
    assertThat(cluster.drawnR()).isEmpty();
  }

  @Test
  void wherePeopleSpokenWithDoMoreThePlaceboFindsNothingAndTheRatioDoes() {
    MetAsks asks = asks(.6);

    assertThat(asks.placebos().get(0).placeboState()).isEqualTo("OK");
    assertThat(asks.placebos().get(0).rejectionShare()).isBetween(.01, .08);
    assertThat(asks.rows().get(0).rrWarmCold().low()).isGreaterThan(1);
    assertThat(asks.leg().hindrances()).containsExactly("UNPROVED", "LABELS_UNCHECKED");
  }

  @Test
  void wherePeopleSpokenWithDoNoMoreNothingIsFound() {
    assertThat(asks(.3).rows().get(0).pValue()).isGreaterThan(.05);
  }

  @Test
  void fewAsksOfAKindHaveNoRatio() {
    Counted few = new Counted(40, 9, 29, 20, 300, 2);
    MetAsks asks = MetAsks.of(few, few, List.of(), List.of(), List.of());

    assertThat(asks.rows().get(0).state()).isEqualTo("TOO_FEW_EVENTS");
    assertThat(asks.leg().estimate().state()).isEqualTo("TOO_FEW_EVENTS");
  }

  @Test
  void anHourCountsOnceNinetyObservedDaysLieBeforeItAndAWeekAfter() {
    int days = 120;
    byte[] halves = new byte[24 * days];
    java.util.Arrays.fill(halves, (byte) 2);
    java.util.Arrays.fill(halves, 24 * 10, 24 * 15, (byte) 0);
    double[] season = new double[168];
    java.util.Arrays.fill(season, 1);

    List<DirectedAsks.Hour> hours =
        DirectedAsks.hours("net", new ObservedCalendar(0, halves, season));

    assertThat(hours.get(0)).isEqualTo(new DirectedAsks.Hour("net", 24 * 95, 0));
    assertThat(hours.get(24 * 5)).isEqualTo(new DirectedAsks.Hour("net", 24 * 100, day(5)));
    assertThat(hours.get(24 * 11)).isEqualTo(new DirectedAsks.Hour("net", 24 * 106, day(16)));
    assertThat(hours.get(hours.size() - 1).hour()).isEqualTo(24 * 120 - (long) Math.ceil(.8 * 168));
  }

  private static long day(int day) {
    return day * ObservedCalendar.DAY;
  }

  /** Forty askers whose cold asks are met in 3 of 10. */
  private static MetAsks asks(double warm) {
    SplittableRandom random = new SplittableRandom(5);
    List<Cluster> clusters = new ArrayList<>();
    long[] sums = new long[4];
    for (int asker = 0; asker < 40; asker++) {
      List<Stratum> strata = new ArrayList<>();
      for (int tenth = 0; tenth < 3; tenth++) {
        long[] met = new long[2];
        for (int i = 0; i < 12; i++) {
          met[0] += random.nextDouble() < warm ? 1 : 0;
          met[1] += random.nextDouble() < .3 ? 1 : 0;
        }
        strata.add(stratum("a" + asker, tenth, 12, met[0], 12, met[1]));
        sums[0] += 12;
        sums[1] += met[0];
        sums[2] += 12;
        sums[3] += met[1];
      }
      clusters.add(AskStrata.summed(AskStrata.PRIMARY, asker, strata.iterator(), DRAWS));
    }
    Counted all = new Counted(900, 900, sums[0], sums[1], sums[2], sums[3]);
    return MetAsks.of(all, all, clusters, List.of(), List.of());
  }

  private static Stratum stratum(
      String asker, int tenth, long warm, long warmMet, long cold, long coldMet) {
    return new Stratum("run", 1, asker, tenth, warm, warmMet, cold, coldMet);
  }
}
