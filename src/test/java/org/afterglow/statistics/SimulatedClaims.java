package org.afterglow.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.random.RandomDataGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Accounts whose audience responds by a known effect or none, while much else moves: levels of
 * accounts differ by factors, drift (autoregressive), grow or shrink, and counts vary beyond
 * Poisson's (gamma of shape 2).
 */
final class SimulatedClaims {
  private final RandomDataGenerator random;

  SimulatedClaims(long seed) {
    random = new RandomDataGenerator(new Well19937c(seed));
  }

  /**
   * C3: responses to conversational posts of a week, log-linear in the share of promotion in the
   * week before.
   *
   * @param feedback by how much low response raises the log odds of promotion in the next week
   */
  List<FixedEffectsPanel> talkBalance(int accounts, int weeks, double theta, double feedback) {
    List<FixedEffectsPanel> panels = new ArrayList<>();
    for (int a = 0; a < accounts; a++) {
      double level = random.nextGaussian(1.5, 1);
      double[] drift = drift(weeks + 2, .9, .35, .5);
      double[] habit = drift(weeks + 2, .8, .8, .5);
      double postsPerWeek = Math.exp(random.nextGaussian(2, .4));
      List<FixedEffectsPanel.Observation> observations = new ArrayList<>();
      double share = 0;
      double posts = 0;
      double response = 0;
      for (int t = 0; t < weeks + 2; t++) {
        double now = poisson(postsPerWeek);
        double promotional =
            binomial(now, 1 / (1 + Math.exp(.5 - habit[t] + feedback * (response - level))));
        double conversational = now - promotional;
        double events = counts(conversational * Math.exp(level + drift[t] + theta * share));
        if (t >= 2 && conversational > 0) {
          observations.add(
              new FixedEffectsPanel.Observation(
                  0, t, conversational, events, share, Math.log(1 + posts), response));
        }
        response = Math.log((events + .5) / (conversational + .5));
        share = now > 0 ? promotional / now : 0;
        posts = now;
      }
      panels.add(FixedEffectsPanel.of("a" + a, observations));
    }
    return panels;
  }

  /**
   * C5: responses to promotional posts of a week, as a power of the answers given in the four weeks
   * before. Mentions come with the account's level, and answers are as many as there is time for.
   */
  List<FixedEffectsPanel> reciprocity(int accounts, int weeks, double theta) {
    List<FixedEffectsPanel> panels = new ArrayList<>();
    for (int a = 0; a < accounts; a++) {
      double level = random.nextGaussian(1.5, 1);
      double[] drift = drift(weeks + 5, .9, .35, .5);
      double[] readiness = drift(weeks + 5, .9, 1, 0);
      double[] time = drift(weeks + 5, .9, .5, 0);
      double capacity = random.nextGaussian(1.2, .5);
      double postsPerWeek = Math.exp(random.nextGaussian(1.2, .3));
      double[] given = new double[weeks + 5];
      double[] mentions = new double[weeks + 5];
      double[] posts = new double[weeks + 5];
      double response = 0;
      List<FixedEffectsPanel.Observation> observations = new ArrayList<>();
      for (int t = 0; t < weeks + 5; t++) {
        mentions[t] = poisson(Math.exp(level + drift[t]));
        given[t] =
            Math.min(
                binomial(mentions[t], 1 / (1 + Math.exp(-readiness[t]))),
                poisson(Math.exp(capacity + time[t])));
        posts[t] = poisson(postsPerWeek);
        double x = Math.log(1 + fourWeeks(given, t));
        double events = counts(posts[t] * Math.exp(level + drift[t] - 1 + theta * x));
        if (t >= 5 && posts[t] > 0) {
          observations.add(
              new FixedEffectsPanel.Observation(
                  0,
                  t,
                  posts[t],
                  events,
                  x,
                  Math.log(1 + fourWeeks(mentions, t)),
                  Math.log(1 + fourWeeks(posts, t)),
                  response));
        }
        response = Math.log((events + .5) / (posts[t] + .5));
      }
      panels.add(FixedEffectsPanel.of("a" + a, observations));
    }
    return panels;
  }

  /**
   * Accounts whose response, posts and covariate all grow or shrink together, and have nothing else
   * to do with one another.
   *
   * @param trend whether the panel knows of time
   */
  List<FixedEffectsPanel> growing(int accounts, int weeks, boolean trend) {
    List<FixedEffectsPanel> panels = new ArrayList<>();
    for (int a = 0; a < accounts; a++) {
      double level = random.nextGaussian(1.5, 1);
      double growth = random.nextGaussian(0, .8);
      double[] drift = drift(weeks, .9, .35, 0);
      double[] giving = drift(weeks, .9, .5, 0);
      List<FixedEffectsPanel.Observation> observations = new ArrayList<>();
      for (int t = 0; t < weeks; t++) {
        double grown = growth * (2.0 * t / (weeks - 1) - 1);
        double posts = poisson(Math.exp(1.2 + grown));
        double x = Math.log(1 + poisson(Math.exp(1.5 + giving[t] + grown)));
        double events = counts(posts * Math.exp(level + drift[t] + grown));
        if (posts > 0) {
          observations.add(new FixedEffectsPanel.Observation(0, trend ? t : 0, posts, events, x));
        }
      }
      panels.add(FixedEffectsPanel.of("a" + a, observations));
    }
    return panels;
  }

  /**
   * C6: accounts with a post a day for 600 days fall silent for 14 to 120 days, the more so after
   * bad spells.
   *
   * @param slope by how much the log response after a silence falls with ln(g/7)
   * @param drift of all log responses, per year
   */
  List<LogLinkPanel> comebacks(int accounts, double slope, double drift) {
    int days = 600;
    double[] lags = {14, 30, 60, 120};
    List<List<SilencePenalty.Moment>> all = new ArrayList<>();
    long[] moments = new long[days / 30];
    double[] response = new double[days / 30];
    for (int a = 0; a < accounts; a++) {
      double level = random.nextGaussian(2, 1);
      double[] spell = drift(days, .98, .6, 0);
      double[] events = new double[days];
      for (int t = 0; t < days; t++) {
        events[t] =
            poisson(Math.exp(level + spell[t] + drift * t / 365) * random.nextGamma(1.2, 1 / 1.2));
      }
      List<SilencePenalty.Moment> ofAccount = new ArrayList<>();
      int t = 31;
      while (t < days - 130) {
        double better = meanLog(events, t - 5, t) - meanLog(events, t - 30, t - 5);
        int lag = (int) lags[random.nextInt(0, 3)];
        boolean silent = random.nextUniform(0, 1) < 1 / (1 + Math.exp(4 + 1.5 * better));
        if (silent || t % 3 == 0) {
          double y = sum(events, t + lag, t + lag + 5);
          if (silent && slope < 0) {
            y = binomial(y, Math.exp(slope * Math.log(lag / 7.0)));
          }
          int month = (t + lag) / 30;
          moments[month]++;
          response[month] += y;
          ofAccount.add(
              new SilencePenalty.Moment(
                  silent,
                  lag,
                  sum(events, t - 5, t) / 5,
                  sum(events, t - 30, t - 5) / 25,
                  month,
                  y));
        }
        t += silent ? lag + 36 : 1;
      }
      all.add(ofAccount);
    }
    int[] levels = SilencePenalty.levels(moments, response);
    int count = 1;
    for (int level : levels) {
      count = Math.max(count, level + 1);
    }
    List<LogLinkPanel> panels = new ArrayList<>();
    for (int a = 0; a < accounts; a++) {
      List<SilencePenalty.Moment> ofAccount = new ArrayList<>();
      for (SilencePenalty.Moment m : all.get(a)) {
        ofAccount.add(
            new SilencePenalty.Moment(
                m.silent(), m.lagDays(), m.recent(), m.earlier(), levels[m.month()], m.events()));
      }
      panels.add(SilencePenalty.panel("a" + a, ofAccount, count));
    }
    return panels;
  }

  /**
   * C2: mentions of accounts answered before and after a stop, the shares of both varying by chance
   * around the account's own.
   */
  List<MantelHaenszel.Study> unanswered(int accounts, double ratio) {
    List<MantelHaenszel.Study> studies = new ArrayList<>();
    for (int a = 0; a < accounts; a++) {
      double mentions = Math.exp(random.nextGaussian(3, 1));
      double share = random.nextBeta(2, 3);
      double after = poisson(mentions * Math.exp(random.nextGaussian(-.4, .3)));
      double before = poisson(mentions);
      studies.add(
          MatchedRatio.study(
              "a" + a,
              List.of(
                  new MatchedRatio.Stratum(
                      binomial(after, answered(ratio * share)),
                      after,
                      binomial(before, answered(share)),
                      before))));
    }
    return studies;
  }

  /** A share that varies around its mean with the concentration of 20 trials. */
  private double answered(double share) {
    return random.nextBeta(20 * share, 20 * (1 - share));
  }

  /**
   * C4: asks by askers, met the more often the more active the target is, whom askers the rather
   * know; strata are tenths of activity. Askers differ in how well they fare.
   */
  Map<String, List<MatchedRatio.Stratum>> asks(int askers, double theta) {
    Map<String, List<MatchedRatio.Stratum>> strata = new TreeMap<>();
    for (int a = 0; a < askers; a++) {
      double[][] cells = new double[10][4];
      double fares = random.nextGaussian(0, .5);
      double knows = random.nextGaussian(-1, .7);
      double asks = poisson(Math.exp(random.nextGaussian(3.5, .7)));
      for (int ask = 0; ask < asks; ask++) {
        double rank = random.nextUniform(0, 1);
        boolean warm = random.nextUniform(0, 1) < 1 / (1 + Math.exp(-knows - 2 * (rank - .5)));
        double chance = Math.exp(-2.3 + fares + 1.2 * (rank - .5) + (warm ? theta : 0));
        double met = random.nextUniform(0, 1) < Math.min(1, chance) ? 1 : 0;
        double[] cell = cells[(int) (10 * rank)];
        cell[warm ? 0 : 2] += met;
        cell[warm ? 1 : 3]++;
      }
      strata.put(
          "a" + a,
          Arrays.stream(cells).map(c -> new MatchedRatio.Stratum(c[0], c[1], c[2], c[3])).toList());
    }
    return strata;
  }

  /** An autoregressive path with a linear trend whose slope is random. */
  private double[] drift(int length, double rho, double sd, double trend) {
    double[] path = new double[length];
    double slope = trend > 0 ? random.nextGaussian(0, trend) : 0;
    double x = random.nextGaussian(0, sd);
    for (int t = 0; t < length; t++) {
      path[t] = x + slope * (2.0 * t / length - 1);
      x = rho * x + random.nextGaussian(0, sd * Math.sqrt(1 - rho * rho));
    }
    return path;
  }

  private double counts(double mean) {
    return mean > 0 ? poisson(mean * random.nextGamma(2, .5)) : 0;
  }

  private double poisson(double mean) {
    return mean > 1e-12 ? random.nextPoisson(mean) : 0;
  }

  private double binomial(double n, double p) {
    int hits = 0;
    for (int i = 0; i < n; i++) {
      hits += random.nextUniform(0, 1) < p ? 1 : 0;
    }
    return hits;
  }

  private static double fourWeeks(double[] of, int t) {
    return sum(of, Math.max(0, t - 4), t);
  }

  private static double sum(double[] of, int from, int to) {
    double sum = 0;
    for (int t = from; t < to; t++) {
      sum += of[t];
    }
    return sum;
  }

  private static double meanLog(double[] of, int from, int to) {
    double sum = 0;
    for (int t = from; t < to; t++) {
      sum += Math.log(1 + of[t]);
    }
    return sum / (to - from);
  }
}
