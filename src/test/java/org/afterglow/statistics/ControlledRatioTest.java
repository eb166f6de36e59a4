package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.afterglow.statistics.ControlledRatio.Events;
import org.afterglow.statistics.ControlledRatio.Stratum;
import org.junit.jupiter.api.Test;

class ControlledRatioTest {
  private static final List<Stratum> STRATA =
      List.of(
          stratum(events("p", 6, 10), events("q", 5, 9), events("r", 8, 7), events("s", 3, 4)),
          stratum(events("q", 4, 12), events("p", 7, 6), events("s", 2, 5)),
          stratum(events("r", 9, 8), events("p", 3, 3), events("t", 6, 9)),
          stratum(events("s", 2, 7), events("q", 4, 4), events("r", 1, 2), events("t", 5, 3)),
          stratum(events("t", 5, 9), events("p", 2, 6), events("s", 4, 2)),
          stratum(events("t", 3, 3), events("q", 6, 8)));

  /** By NumPy and SciPy out of the definition, all worked out anew without each account. */
  @Test
  void agreesWithAnIndependentComputation() {
    ControlledRatio controlled = ControlledRatio.of(STRATA);

    StudentInterval interval = Objects.requireNonNull(controlled.ratio().interval());
    assertThat(interval.estimate()).isCloseTo(-.3215026708149462, within(1e-12));
    assertThat(interval.standardError()).isCloseTo(.2861776148364809, within(1e-12));
    assertThat(interval.degreesOfFreedom()).isCloseTo(2.2826624149834336, within(1e-12));
    assertThat(interval.low()).isCloseTo(-1.4176558645, within(1e-8));
    assertThat(controlled.shares().get("r")).isCloseTo(.29471877234497545, within(1e-12));
    MantelHaenszel pooled = Objects.requireNonNull(controlled.ratio().pooled());
    assertThat(pooled.heaviestAccount()).isEqualTo("r");
    assertThat(controlled.ratio().accounts()).isEqualTo(5);
    assertThat(controlled.others()).isEqualTo(5);
  }

  @Test
  void accountsOfAClusterAreOneAndNotHeldAgainstThemselves() {
    Clusters clusters = new Clusters();
    clusters.link("q", "p");
    clusters.link("s", "r");

    Stratum clustered =
        stratum(events("q", 4, 12), events("p", 7, 6), events("r", 1, 2), events("s", 2, 5))
            .clustered(clusters);

    assertThat(clustered).isEqualTo(stratum(events("p", 4, 12), events("r", 3, 7)));
  }

  @Test
  void whatMovesEverybodyAlikeCancels() {
    Stratum calm = stratum(events("p", 20, 40), events("q", 100, 50), events("r", 60, 30));
    Stratum excited = stratum(events("p", 60, 40), events("q", 300, 50), events("r", 180, 30));

    assertThat(estimate(calm)).isCloseTo(Math.log(.5 / 2), within(1e-12));
    assertThat(estimate(excited)).isCloseTo(estimate(calm), within(1e-12));
  }

  @Test
  void turnedInTimeItIsTheOppositeWithTheSameError() {
    UnaryOperator<Events> turned =
        events -> events(events.account(), events.before(), events.after());
    StudentInterval there = Objects.requireNonNull(ControlledRatio.of(STRATA).ratio().interval());
    StudentInterval back =
        Objects.requireNonNull(
            ControlledRatio.of(
                    STRATA.stream()
                        .map(
                            stratum ->
                                new Stratum(
                                    turned.apply(stratum.own()),
                                    stratum.others().stream().map(turned).toList()))
                        .toList())
                .ratio()
                .interval());

    assertThat(back.estimate()).isCloseTo(-there.estimate(), within(1e-12));
    assertThat(back.standardError()).isCloseTo(there.standardError(), within(1e-12));
  }

  @Test
  void anEmptyCellOfOneStratumIsNoneOfTheRatio() {
    List<Stratum> withEmpty =
        List.of(STRATA.get(0), STRATA.get(2), stratum(events("u", 0, 7), events("p", 0, 2)));

    assertThat(ControlledRatio.of(withEmpty).ratio().state()).isNotEqualTo(FitState.ZERO_CELL);
    assertThat(ControlledRatio.of(List.of()).ratio().state()).isEqualTo(FitState.ZERO_CELL);
    assertThat(ControlledRatio.of(List.of(stratum(events("p", 3, 4)))).ratio().state())
        .isEqualTo(FitState.ZERO_CELL);
  }

  @Test
  void fewOnEitherSideGiveAPointWithoutAnInterval() {
    ControlledRatio few = ControlledRatio.of(STRATA.subList(0, 4));

    assertThat(few.ratio().accounts()).isEqualTo(4);
    assertThat(few.ratio().state()).isEqualTo(FitState.FEW_ACCOUNTS);
    assertThat(few.ratio().interval()).isNull();
    assertThat(few.ratio().pooled()).isNotNull();
  }

  @Test
  void whereEverythingRestsOnOneThatItIsHeldAgainstThereIsNoInterval() {
    List<Stratum> all =
        List.of(
            stratum(events("a", 3, 4), events("z", 5, 5), events("y", 0, 0)),
            stratum(events("b", 3, 4), events("z", 5, 5), events("x", 0, 0)),
            stratum(events("c", 3, 5), events("z", 5, 5), events("w", 0, 0)),
            stratum(events("d", 3, 4), events("z", 5, 5), events("v", 0, 0)),
            stratum(events("e", 4, 4), events("z", 5, 5)));

    assertThat(ControlledRatio.of(all).ratio().state()).isEqualTo(FitState.FEW_ACCOUNTS);
  }

  @Test
  void eventsAreCounts() {
    assertThatThrownBy(() -> events("p", -1, 0)).hasMessageContaining("at least 0");
  }

  private static double estimate(Stratum stratum) {
    return Objects.requireNonNull(ControlledRatio.of(List.of(stratum)).ratio().pooled()).estimate();
  }

  private static Stratum stratum(Events own, Events... others) {
    return new Stratum(own, Arrays.asList(others));
  }

  private static Events events(String account, double after, double before) {
    return new Events(account, after, before);
  }
}
