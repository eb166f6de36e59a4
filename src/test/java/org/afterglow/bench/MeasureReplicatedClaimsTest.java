package org.afterglow.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.afterglow.job.claim.Replicates;
import org.afterglow.simulate.SimulationOptions;
import org.afterglow.table.Estimate;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What replicates of a claim come to, without the archives. */
class MeasureReplicatedClaimsTest {
  private static final String NULL = ClaimCondition.of("C4").get(0).name();
  private static final String EFFECT = ClaimCondition.of("C4").get(1).name();

  private static ReplicateFigure ratio(String condition, double value, double low, double high) {
    return ReplicateFigure.of(
        new SharedArchive.World(condition, 0, 7, Path.of("world")),
        ClaimFigure.of("C4").get(0),
        new Replicates.Found(Map.of("rr_warm_cold", Estimate.of(value, low, high)), 40, "OK", 2.5));
  }

  @Test
  void aRatioIsTakenToItsLogarithmAndHeldAgainstTheTruth() {
    List<ReplicateFigure> figures = new ArrayList<>();
    figures.add(ratio(NULL, 1.1, .9, 1.4));
    figures.add(ratio(NULL, 1.3, 1.1, 1.6));
    figures.add(ratio(EFFECT, 1.6, 1.2, 2));
    List<AcceptanceLine> lines = MeasureReplicatedClaims.lines("C4", "C4", figures);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0).line()).isEqualTo("C4 rr_warm_cold rejected");
    assertThat(List.of(lines.get(0).hits(), lines.get(0).trials())).isEqualTo(List.of(1L, 2L));
    assertThat(lines.get(0).further()).contains("naive differs in 2 of 2");
    assertThat(List.of(lines.get(1).hits(), lines.get(1).trials())).isEqualTo(List.of(1L, 2L));
    assertThat(lines.get(2).line()).isEqualTo("C4 rr_warm_cold detected");
    assertThat(List.of(lines.get(2).hits(), lines.get(2).trials())).isEqualTo(List.of(1L, 1L));
    assertThat(lines.get(3).hits()).isEqualTo(1);
  }

  @Test
  void aPenaltyIsALossSoThatItsLimitsChangePlaces() {
    ReplicateFigure figure =
        ReplicateFigure.of(
            new SharedArchive.World("c", 0, 7, Path.of("world")),
            ClaimFigure.of("C6").get(0),
            new Replicates.Found(Map.of("penalty_pct_60d", Estimate.of(40, 20, 60)), 40, "OK", 0));
    assertThat(figure.value()).isCloseTo(Math.log(.6), within(1e-12));
    assertThat(figure.low()).isCloseTo(Math.log(.4), within(1e-12));
    assertThat(figure.high()).isCloseTo(Math.log(.8), within(1e-12));
    assertThat(ReplicateFigure.ofCsv(figure.csv())).isEqualTo(figure);
  }

  @Test
  void anEstimateWithoutAnIntervalDetectsNothing() {
    ReplicateFigure figure =
        ReplicateFigure.of(
            new SharedArchive.World(EFFECT, 0, 7, Path.of("world")),
            ClaimFigure.of("C4").get(0),
            new Replicates.Found(
                Map.of("rr_warm_cold", Estimate.none("FEW_ACCOUNTS")), 4, "NOT_RUN", 0));
    assertThat(figure.state()).isEqualTo("FEW_ACCOUNTS");
    AcceptanceLine line = MeasureReplicatedClaims.lines("C4", "C4", List.of(figure)).get(0);
    assertThat(List.of(line.hits(), line.trials())).isEqualTo(List.of(0L, 1L));
  }

  @Test
  void everyConditionCanBeSimulatedAndIsOfItsClaimsFiguresAlone() {
    Set<String> asked = new HashSet<>();
    for (ClaimCondition condition : ClaimCondition.ALL) {
      assertThat(SimulationOptions.from(condition.replicate(true)).labels()).isEqualTo(800);
      for (String claim : condition.part().split("\\+", -1)) {
        ClaimFigure.of(claim).forEach(figure -> asked.add(figure.column()));
      }
      assertThat(asked).containsAll(condition.truths().keySet());
    }
    // Without an effect and with one, each figure has a truth of either kind.
    for (ClaimFigure figure : ClaimFigure.ALL) {
      assertThat(ClaimCondition.ALL)
          .anyMatch(condition -> isNone(figure, condition.truths().get(figure.column())));
      assertThat(ClaimCondition.ALL)
          .anyMatch(
              condition ->
                  condition.truths().containsKey(figure.column())
                      && !isNone(figure, condition.truths().get(figure.column())));
    }
  }

  private static boolean isNone(ClaimFigure figure, @Nullable Double truth) {
    return truth != null && truth == figure.none();
  }

  @Test
  void whatFollowersPassOnIsThatOfTheirFourths() {
    NormalDistribution normal = new NormalDistribution();
    double most = 0;
    double fewest = 0;
    int steps = 100_000;
    for (int i = 0; i < steps; i++) {
      double place = (i + .5) / steps / 4;
      most += Math.min(1, .65 * Math.exp(-.3 * -normal.inverseCumulativeProbability(place)));
      fewest += Math.min(1, .65 * Math.exp(-.3 * normal.inverseCumulativeProbability(place)));
    }

    assertThat(ClaimCondition.passedOn(-.3, .65)).isCloseTo(Math.log(most / fewest), within(1e-4));
    assertThat(ClaimCondition.passedOn(-1e-6, .65)).isCloseTo(0, within(1e-5));
  }
}
