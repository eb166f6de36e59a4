package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The estimators of C2 to C6 over many sets of accounts with known effects, all seeded. */
class ClaimsSimulationTest {
  /** What is borne of true nulls, and below which probability at that limit a test fails. */
  private static final double LIMIT = .08;

  private static final double FAILS = .001;

  @Test
  void talkIsNotToldFromPromotionThatDoesNothing() {
    Figures figures = figures(100, s -> fit(s.talkBalance(60, 26, 0, 0)));

    assertHolds(figures);
    assertThat(figures.mean()).isCloseTo(0, within(.06));
  }

  @Test
  void whatPromotionTakesFromTalkIsFound() {
    Figures figures = figures(40, s -> fit(s.talkBalance(60, 26, -.8, 0)));

    assertThat(figures.mean()).isCloseTo(-.8, within(.09));
    assertThat(figures.rejected()).isGreaterThanOrEqualTo(32);
    assertThat(figures.covering(-.8)).isGreaterThanOrEqualTo(34);
  }

  @Test
  void promotionThatAnswersToLowResponseMisleadsLittle() {
    Figures figures = figures(100, s -> fit(s.talkBalance(60, 26, 0, .5)));

    assertHolds(figures);
    assertThat(figures.mean()).isCloseTo(.04, within(.06));
  }

  @Test
  void answersThatEarnNothingAreNotTakenToEarn() {
    Figures figures = figures(100, s -> fit(s.reciprocity(60, 26, 0)));

    assertHolds(figures);
    assertThat(figures.mean()).isCloseTo(0, within(.04));
  }

  @Test
  void whatAnswersEarnIsFound() {
    Figures figures = figures(50, s -> fit(s.reciprocity(60, 26, .3)));

    assertThat(figures.mean()).isCloseTo(.3, within(.06));
    assertThat(figures.rejected()).isGreaterThanOrEqualTo(20);
    assertThat(figures.covering(.3)).isGreaterThanOrEqualTo(42);
  }

  @Test
  void growthOfAccountsIsTakenForAnEffectOnlyWithoutTheirTrends() {
    Figures with = figures(40, s -> fit(s.growing(60, 26, true)));
    Figures without = figures(40, s -> fit(s.growing(60, 26, false)));

    assertHolds(with);
    assertThat(with.mean()).isCloseTo(0, within(.05));
    assertThat(without.rejected()).isGreaterThanOrEqualTo(28);
  }

  @Test
  void sharesAnsweredBeforeAndAfter() {
    Figures alike = figures(100, s -> MatchedRatio.of(s.unanswered(40, 1)).interval());
    Figures halved = figures(40, s -> MatchedRatio.of(s.unanswered(40, .5)).interval());

    assertHolds(alike);
    assertThat(alike.mean()).isCloseTo(0, within(.04));
    assertThat(halved.mean()).isCloseTo(Math.log(.5), within(.08));
    assertThat(halved.rejected()).isGreaterThanOrEqualTo(32);
  }

  @Test
  void asksOfAcquaintances() {
    Figures alike = figures(100, s -> asks(s.asks(40, 0), UnaryOperator.identity()));
    Figures more = figures(40, s -> asks(s.asks(40, .5), UnaryOperator.identity()));

    assertHolds(alike);
    assertThat(alike.mean()).isCloseTo(0, within(.06));
    assertThat(more.mean()).isCloseTo(.5, within(.08));
    assertThat(more.rejected()).isGreaterThanOrEqualTo(28);
  }

  @Test
  void acquaintanceDealtWithinStrataIsAPlaceboAlsoWhereItCounts() {
    Map<String, List<MatchedRatio.Stratum>> asks = new SimulatedClaims(1).asks(40, .5);
    SplittableRandom random = new SplittableRandom(1);
    PlaceboShare share = new PlaceboShare();
    for (int draw = 0; draw < 200; draw++) {
      share.add(asks(asks, stratum -> stratum.dealt(random)));
    }

    assertThat(share.draws()).isEqualTo(200);
    assertThat(share.passes()).isTrue();
    assertThat(share.meanEstimate()).isCloseTo(0, within(.05));
  }

  @Test
  void silenceThatCostsNothingIsNotTakenToCost() {
    List<ClusteredFit> fits = comebacks(8, 0);
    Figures atTwoMonths = Figures.of(fits, fit -> SilencePenalty.atLag(fit, 60));
    Figures slopes = Figures.of(fits, SilencePenalty::slope);

    assertHolds(atTwoMonths);
    assertHolds(slopes);
    assertThat(atTwoMonths.mean()).isCloseTo(0, within(.06));
    assertThat(slopes.mean()).isCloseTo(0, within(.06));
  }

  @Test
  void whatSilenceCostsIsFoundWhileAllResponseDeclines() {
    List<ClusteredFit> fits = comebacks(8, -.25);
    Figures slopes = Figures.of(fits, SilencePenalty::slope);
    Figures atTwoMonths = Figures.of(fits, fit -> SilencePenalty.atLag(fit, 60));

    assertThat(slopes.mean()).isCloseTo(-.25, within(.06));
    assertThat(slopes.rejected()).isGreaterThanOrEqualTo(7);
    assertThat(atTwoMonths.mean()).isCloseTo(-.25 * Math.log(60 / 7.0), within(.06));
  }

  /** Estimates of replicates, with intervals. */
  private record Figures(List<StudentInterval> intervals) {
    static Figures of(
        List<ClusteredFit> fits, Function<ClusteredFit, ClusteredFit.Contrast> contrast) {
      return new Figures(
          fits.stream()
              .map(fit -> Objects.requireNonNull(contrast.apply(fit).interval()))
              .toList());
    }

    double mean() {
      return intervals.stream().mapToDouble(StudentInterval::estimate).average().orElseThrow();
    }

    long rejected() {
      return intervals.stream().filter(i -> i.pValue() <= .05).count();
    }

    long covering(double truth) {
      return intervals.stream().filter(i -> i.low() <= truth && truth <= i.high()).count();
    }
  }

  private static Figures figures(
      int replicates, Function<SimulatedClaims, @Nullable StudentInterval> estimate) {
    List<StudentInterval> intervals = new ArrayList<>();
    for (int seed = 0; seed < replicates; seed++) {
      intervals.add(Objects.requireNonNull(estimate.apply(new SimulatedClaims(seed))));
    }
    return new Figures(intervals);
  }

  private static List<ClusteredFit> comebacks(int replicates, double slope) {
    List<ClusteredFit> fits = new ArrayList<>();
    for (int seed = 0; seed < replicates; seed++) {
      fits.add(SilencePenalty.fit(new SimulatedClaims(seed).comebacks(120, slope, -.36)).fit());
    }
    return fits;
  }

  private static StudentInterval fit(List<FixedEffectsPanel> panels) {
    return Objects.requireNonNull(
        Objects.requireNonNull(FixedEffectsPoisson.of(panels).contrast(1)).interval());
  }

  private static @Nullable StudentInterval asks(
      Map<String, List<MatchedRatio.Stratum>> strata, UnaryOperator<MatchedRatio.Stratum> change) {
    List<MantelHaenszel.Study> studies = new ArrayList<>();
    strata.forEach(
        (asker, cells) ->
            studies.add(MatchedRatio.study(asker, cells.stream().map(change).toList())));
    return MatchedRatio.of(studies).interval();
  }

  /** Exact one-sided binomial test against the limit (docs/methods.md, 9). */
  private static void assertHolds(Figures figures) {
    BinomialDistribution atLimit = new BinomialDistribution(null, figures.intervals.size(), LIMIT);
    int rejected = (int) figures.rejected();
    assertThat(1 - atLimit.cumulativeProbability(rejected - 1))
        .as("%s of %s nulls rejected", rejected, figures.intervals.size())
        .isGreaterThanOrEqualTo(FAILS);
  }
}
