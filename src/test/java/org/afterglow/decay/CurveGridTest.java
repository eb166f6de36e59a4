package org.afterglow.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The golden values were computed once by the methods' reference implementation of the grid. */
class CurveGridTest {
  private static final Offset<Double> EXACT = within(1e-6);
  private static final CurveGrid GRID = CurveGrid.standard();
  private static final List<CurveFamily> FAMILIES =
      List.of(CurveFamily.EXPONENTIAL, CurveFamily.WEIBULL, CurveFamily.POWER);

  @Test
  void curvesAreTabulatedAsTheReferenceDoes() {
    assertThat(GRID.size()).isEqualTo(10_368);
    assertCurve(
        0,
        0.7080581752155645,
        2.057435553634326e-28,
        1.107252374696946,
        0.3895299283125272,
        2.521786366940363e-56,
        -7.378241814969295);
    assertCurve(
        1,
        0.7194295370418767,
        0.02527584611218863,
        1.7869893252080322,
        0.39563462902940194,
        0.01,
        -7.694113605320767);
    assertCurve(
        100,
        1.0474002104184443,
        0.12256116819337408,
        4.596870601943647,
        0.5711433811527946,
        0.07,
        -7.628487520133915);
    assertCurve(
        1151,
        Double.POSITIVE_INFINITY,
        0.9968794963716054,
        27.955891579214942,
        0.9999382392086955,
        0.9941859874767215,
        -10.844827338409518);
    assertCurve(
        1152,
        1.9545655274481877,
        0.03078656173586774,
        4.692743140475368,
        0.4612841040290221,
        0.0037217926919953423,
        -8.764536176089186);
    assertCurve(
        5000,
        3.2863959371282134,
        0.2653132309446625,
        9.495517360042642,
        0.942282445206029,
        0.25000000000000006,
        -9.252629661974435);
    assertCurve(
        7777,
        29.591437388587423,
        0.5139188037966659,
        19.837520206904262,
        0.982734098430904,
        0.3420205951610627,
        -9.080407966440657);
    assertCurve(
        10_367,
        Double.POSITIVE_INFINITY,
        0.9965750317522164,
        27.950853139015873,
        0.9999289176437243,
        0.9938500856401429,
        -12.231121699529409);
    double sum = 0;
    double prior = 0;
    for (int curve = 0; curve < GRID.size(); curve++) {
      prior += Math.exp(GRID.logPrior(curve));
      for (int day = 0; day < CurveGrid.DAYS; day++) {
        sum += GRID.mean(curve, day);
      }
    }
    assertThat(sum).isCloseTo(354554.50469248154, EXACT);
    assertThat(prior).isCloseTo(1, EXACT);
  }

  @Test
  void anExponentialWithAFloorIsFittedAsTheReferenceDoes() {
    double[] events = series(t -> Math.floor(200 * Math.pow(2, -t / 4.0) + 10 + 0.5));

    CurveFit fit = GRID.fit(events, filled(1));

    assertThat(fit.overdispersion()).isCloseTo(4e-4, EXACT);
    assertThat(fit.likeliest()).isEqualTo(507);
    assertPosterior(
        fit,
        new double[] {4.473058757582299, 5.005461248715756, 5.005461248715756},
        new double[] {0.049422268811288535, 0.053773605476661074, 0.053773605476661074},
        new double[] {6.829880431102089, 7.476211671374493, 7.476211671374493},
        new double[] {0.9998908656470058, 3.593931405849599e-05, 7.319503893569507e-05},
        -0.6771166350875278);
  }

  @Test
  void seriesAreFittedTogetherAsOneByOneToTheLastBit() {
    double[] exposure = series(t -> t % 9 == 4 ? 0 : t % 5 == 0 ? .75 : 1.1);
    SplittableRandom random = new SplittableRandom(8);
    double[][] together = new double[11][];
    for (int i = 0; i < together.length; i++) {
      double scale = Math.pow(10, i * 0.6 - 1);
      double halfLife = 0.3 + i * 3;
      together[i] =
          series(t -> Math.floor(scale * (Math.pow(2, -t / halfLife) + random.nextDouble())));
    }
    together[3] = series(t -> t < 40 ? 0 : 5); // days that are zero here alone
    together[4] = filled(0);

    List<CurveFit> fits = GRID.fit(together, exposure);

    for (int i = 0; i < together.length; i++) {
      CurveFit alone = GRID.fit(together[i], exposure);
      assertThat(fits.get(i).posterior()).isEqualTo(alone.posterior());
      assertThat(fits.get(i).levels()).isEqualTo(alone.levels());
      assertThat(fits.get(i).overdispersion()).isEqualTo(alone.overdispersion());
      assertThat(fits.get(i).likeliest()).isEqualTo(alone.likeliest());
    }
  }

  @Test
  void theLikeliestCurveAndThePosteriorAreThoseOfExactLikelihoodsOfAllCurves() {
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 16; i++) {
      double scale = Math.pow(10, i * 0.35 - 1);
      double[] events =
          series(t -> Math.floor(scale * (Math.pow(1 + t, -.7) + random.nextDouble())));
      double[] exposure = series(t -> t % 7 == 3 ? 0 : 0.5 + random.nextDouble());

      CurveFit fit = GRID.fit(events, exposure);

      double[] weights = series(t -> exposure[t] > 0 ? 1 : 0);
      int observed = (int) Arrays.stream(weights).sum();
      for (int pass = 0; pass < CurveFit.WEIGHTINGS; pass++) {
        int best = likeliest(events, exposure, weights);
        double level = level(best, events, exposure, weights);
        double[] mu = series(t -> level * exposure[t] * GRID.mean(best, t));
        double a = Overdispersion.of(events, mu, weights, observed);
        weights = series(t -> exposure[t] > 0 ? 1 / (1 + a * mu[t]) : 0);
      }
      int best = likeliest(events, exposure, weights);
      double highest = logLikelihood(best, events, exposure, weights);
      double[] posterior = new double[GRID.size()];
      for (int curve = 0; curve < GRID.size(); curve++) {
        double each = logLikelihood(curve, events, exposure, weights);
        posterior[curve] = Math.exp(each - highest + GRID.logPrior(curve));
      }
      double sum = Arrays.stream(posterior).sum();
      assertThat(fit.likeliest()).isEqualTo(best);
      for (int curve = 0; curve < GRID.size(); curve++) {
        assertThat(fit.posterior()[curve]).isCloseTo(posterior[curve] / sum, within(1e-10));
      }
    }
  }

  private static int likeliest(double[] events, double[] exposure, double[] weights) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int curve = 0; curve < GRID.size(); curve++) {
      double each = logLikelihood(curve, events, exposure, weights);
      if (each > highest) {
        best = curve;
        highest = each;
      }
    }
    return best;
  }

  private static double logLikelihood(
      int curve, double[] events, double[] exposure, double[] weights) {
    double sum = 0;
    double weighted = 0;
    double total = 0;
    for (int day = 0; day < CurveGrid.DAYS; day++) {
      double mean = GRID.mean(curve, day);
      sum += weights[day] * events[day] * Math.log(mean + Double.MIN_NORMAL);
      weighted += weights[day] * events[day];
      total += weights[day] * exposure[day] * mean;
    }
    return sum - weighted * Math.log(total + Double.MIN_NORMAL);
  }

  private static double level(int curve, double[] events, double[] exposure, double[] weights) {
    double weighted = 0;
    double total = 0;
    for (int day = 0; day < CurveGrid.DAYS; day++) {
      weighted += weights[day] * events[day];
      total += weights[day] * exposure[day] * GRID.mean(curve, day);
    }
    return weighted / total;
  }

  @Test
  void anUnevenSeriesWithGapsIsFittedAsTheReferenceDoes() {
    double[] exposure = series(t -> t % 9 == 4 ? 0 : t % 5 == 0 ? .75 : 1.1);
    double[] events = series(t -> t * 7919 % 13 + Math.floor(60 * Math.pow(1 + t / 1.5, -1.2)));

    CurveFit fit = GRID.fit(events, exposure);

    assertThat(fit.overdispersion()).isCloseTo(0.1879170621305093, EXACT);
    assertThat(fit.likeliest()).isEqualTo(5762);
    assertPosterior(
        fit,
        new double[] {1.2722658580064103, 2.9568366514218405, 12.8355393372714},
        new double[] {0.06871498495382078, 0.1461375427970857, 0.33855996056063714},
        new double[] {4.42858862411332, 7.787388174212973, 15.027098666384974},
        new double[] {0.09722407903511315, 0.2277861123553975, 0.6749898086094892},
        -6.415077759404288);
  }

  @Test
  void aSeriesThatDoesNotDecayIsFittedAsTheReferenceDoes() {
    double[] events = series(t -> t * 31 % 7 * 3.0);

    CurveFit fit = GRID.fit(events, filled(1));

    assertThat(fit.overdispersion()).isCloseTo(0.36751260214259673, EXACT);
    assertPosterior(
        fit,
        new double[] {38.155912369741195, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY},
        new double[] {0.5108113215446248, 0.8277643343296469, 0.9802621277853929},
        new double[] {15.984873861888115, 24.932019247222904, 27.66094958364406},
        new double[] {0.3086738389040128, 0.35929142290335125, 0.33203473819263596},
        -8.577330116305134);
  }

  @Test
  void whatStandsOnUnobservedDaysIsNotLookedAt() {
    double[] exposure = series(t -> t == 0 ? 0 : 1);
    double[] events = series(t -> 50 - t / 2);
    double[] other = events.clone();
    other[0] = 1e6;

    assertThat(GRID.fit(other, exposure).posterior())
        .isEqualTo(GRID.fit(events, exposure).posterior());
  }

  @Test
  void withoutEventsThePriorStands() {
    double[] posterior = GRID.fit(filled(0), filled(1)).posterior();

    assertThat(posterior[5000]).isCloseTo(Math.exp(GRID.logPrior(5000)), within(1e-12));
  }

  private static void assertCurve(
      int curve, double t50, double rho28, double d28, double first, double last, double logPrior) {
    if (Double.isInfinite(t50)) {
      assertThat(GRID.t50(curve)).isEqualTo(t50);
    } else {
      assertThat(GRID.t50(curve)).isCloseTo(t50, EXACT);
    }
    assertThat(GRID.rho28(curve)).isCloseTo(rho28, EXACT);
    assertThat(GRID.d28(curve)).isCloseTo(d28, EXACT);
    assertThat(GRID.mean(curve, 0)).isCloseTo(first, EXACT);
    assertThat(GRID.mean(curve, 55)).isCloseTo(last, EXACT);
    assertThat(GRID.logPrior(curve)).isCloseTo(logPrior, EXACT);
  }

  private static void assertPosterior(
      CurveFit fit,
      double[] t50,
      double[] rho28,
      double[] d28,
      double[] families,
      double meanLogPosterior) {
    double[] points = {.025, .5, .975};
    double[] posterior = fit.posterior();
    for (int i = 0; i < 3; i++) {
      double t = GRID.t50Quantile(posterior, points[i]);
      if (Double.isInfinite(t50[i])) {
        assertThat(t).isEqualTo(t50[i]);
      } else {
        assertThat(t).isCloseTo(t50[i], EXACT);
      }
      assertThat(GRID.rho28Quantile(posterior, points[i])).isCloseTo(rho28[i], EXACT);
      assertThat(GRID.d28Quantile(posterior, points[i])).isCloseTo(d28[i], EXACT);
      double share = 0;
      for (int c = 0; c < posterior.length; c++) {
        share += GRID.family(c) == FAMILIES.get(i) ? posterior[c] : 0;
      }
      assertThat(share).isCloseTo(families[i], EXACT);
    }
    assertThat(Arrays.stream(posterior).map(p -> p * Math.log(Math.max(p, 1e-300))).sum())
        .isCloseTo(meanLogPosterior, EXACT);
  }

  private static double[] series(java.util.function.IntToDoubleFunction of) {
    return java.util.stream.IntStream.range(0, CurveGrid.DAYS).mapToDouble(of).toArray();
  }

  private static double[] filled(double each) {
    return series(t -> each);
  }
}
