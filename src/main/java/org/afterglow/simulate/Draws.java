package org.afterglow.simulate;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * A stream of random numbers that depends on the seed and on the name of the thing drawn, on
 * nothing else: not on the order of work, the clock or the machine. Only {@link StrictMath} is
 * used, so that the bits are equal everywhere.
 */
final class Draws {
  private final SplittableRandom random;

  private Draws(long state) {
    this.random = new SplittableRandom(state);
  }

  /** The stream of the thing called {@code name} with these numbers. */
  static Draws of(long seed, String name, long... numbers) {
    return new Draws(hash(seed, name, numbers));
  }

  /** 64 well-mixed bits of a seed, a name and numbers. */
  static long hash(long seed, String name, long... numbers) {
    long hash = mix(seed ^ 0x9E3779B97F4A7C15L);
    for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
      hash = mix(hash * 31 + letter);
    }
    for (long number : numbers) {
      hash = mix(hash ^ mix(number + 0x632BE59BD9B4E019L));
    }
    return hash;
  }

  /** A number in [0, 1) of a seed, a name and numbers. */
  static double share(long seed, String name, long... numbers) {
    return (hash(seed, name, numbers) >>> 11) * 0x1.0p-53;
  }

  /** The finaliser of MurmurHash3. */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }

  /** Uniform in [0, 1). */
  double uniform() {
    return (random.nextLong() >>> 11) * 0x1.0p-53;
  }

  double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Uniform in 0 … bound − 1. */
  int below(int bound) {
    return (int) (uniform() * bound);
  }

  boolean chance(double probability) {
    return uniform() < probability;
  }

  /** Standard normal, by Box and Muller. */
  double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
  }

  double logNormal(double mean, double sd) {
    return StrictMath.exp(mean + sd * normal());
  }

  double exponential(double mean) {
    return -mean * StrictMath.log(1 - uniform());
  }

  /** Number of trials up to and with the first success, of the given mean of at least 1. */
  int geometric(double mean) {
    if (mean <= 1) {
      return 1;
    }
    return 1 + (int) (StrictMath.log(1 - uniform()) / StrictMath.log(1 - 1 / mean));
  }

  /** Gamma of mean 1, by Marsaglia and Tsang (2000). */
  double gammaOfMeanOne(double shape) {
    if (shape < 1) {
      double boosted = gamma(shape + 1) * StrictMath.pow(1 - uniform(), 1 / shape);
      return boosted / shape;
    }
    return gamma(shape) / shape;
  }

  private double gamma(double shape) {
    double d = shape - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = normal();
      double v = 1 + c * x;
      if (v > 0) {
        v = v * v * v;
        if (StrictMath.log(1 - uniform()) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
          return d * v;
        }
      }
    }
  }

  /** Poisson: counts exponential gaps, halving large means (a Poisson is a sum of Poissons). */
  int poisson(double mean) {
    if (mean > 30) {
      return poisson(mean / 2) + poisson(mean / 2);
    }
    double limit = StrictMath.exp(-mean);
    double product = uniform();
    int count = 0;
    while (product > limit) {
      product *= uniform();
      count++;
    }
    return count;
  }
}
