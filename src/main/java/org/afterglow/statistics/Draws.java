package org.afterglow.statistics;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Random streams that depend on what is drawn and on nothing else: never on partitions, the order
 * of rows or the clock. The stream of (campaign, unit, draw) starts from {@code xxhash64(job_seed,
 * table, campaign_id, unit, draw)}, each hash being the seed of the next and the first seed 42,
 * which is what Spark SQL's function of that name returns for a BIGINT, three strings and a BIGINT;
 * any stream can thus be had again from outside (docs/methods.md, 7).
 *
 * @param jobSeed the seed in the configuration
 * @param table the table that the draws are for
 */
public record Draws(long jobSeed, String table) implements Serializable {
  private static final XXHash64 XXHASH64 = XXHashFactory.safeInstance().hash64();
  private static final long FIRST_SEED = 42;

  /** P(X ≤ k) of a Poisson variable of mean 1, k = 0 … 17, beyond which a double holds 1 alone. */
  private static final double[] POISSON = poissonDistribution(18);

  /**
   * A stream of its own for one draw.
   *
   * @param unit what is drawn in the campaign: a class, a unit of analysis, a run
   * @param draw number of the draw
   */
  public SplittableRandom stream(String campaignId, String unit, long draw) {
    return new SplittableRandom(seed(campaignId, unit, draw));
  }

  /** The hash that a stream starts from. */
  public long seed(String campaignId, String unit, long draw) {
    long hash = hash(jobSeed, FIRST_SEED);
    hash = hash(table, hash);
    hash = hash(campaignId, hash);
    hash = hash(unit, hash);
    return hash(draw, hash);
  }

  /** A Poisson variable of mean 1 by inversion of its distribution, from one double. */
  public static int poisson(SplittableRandom random) {
    double u = random.nextDouble();
    int k = 0;
    while (k < POISSON.length && u >= POISSON[k]) {
      k++;
    }
    return k;
  }

  /** Poisson(1) weights of buckets 0 … count − 1, drawn in that order. */
  public static int[] poissonWeights(SplittableRandom random, int count) {
    int[] weights = new int[count];
    for (int i = 0; i < count; i++) {
      weights[i] = poisson(random);
    }
    return weights;
  }

  private static long hash(long value, long seed) {
    byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return XXHASH64.hash(bytes, 0, bytes.length, seed);
  }

  private static long hash(String value, long seed) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return XXHASH64.hash(bytes, 0, bytes.length, seed);
  }

  private static double[] poissonDistribution(int length) {
    double[] distribution = new double[length];
    double probability = 1 / Math.E;
    double sum = 0;
    for (int k = 0; k < length; k++) {
      sum += probability;
      distribution[k] = sum;
      probability /= k + 1;
    }
    return distribution;
  }
}
