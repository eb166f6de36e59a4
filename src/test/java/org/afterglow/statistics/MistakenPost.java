package org.afterglow.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A post of a simulated campaign whose class is predicted with errors.
 *
 * @param week seven-day block since the campaign's start
 * @param promotional its true class
 * @param predicted whether it is predicted to be
 * @param early acts below a day of age
 * @param late acts from one day to 28 days
 */
public record MistakenPost(
    int week, int bucket, boolean promotional, boolean predicted, int early, int late) {
  private static final long ONE = (long) LateOdds.MILLION;

  /** As in a sample in which it stands for so many posts. */
  CheckedSample.Post checked(double weight) {
    return new CheckedSample.Post(promotional, predicted, weight, early, late);
  }

  /** Its sums under a class, with what it would be if paired with itself. */
  public LateOdds.Sums sums(boolean byClass) {
    return new LateOdds.Sums(week, bucket, byClass, early * ONE, late * ONE, (double) early * late);
  }

  /** A checked sample, drawn with replacement in proportion to acts. */
  public static CheckedSample sample(Random random, List<MistakenPost> posts, int size) {
    double[] until = new double[posts.size()];
    double total = 0;
    for (int i = 0; i < until.length; i++) {
      total += posts.get(i).early + posts.get(i).late;
      until[i] = total;
    }
    List<CheckedSample.Post> drawn = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int at = Arrays.binarySearch(until, random.nextDouble() * total);
      MistakenPost post = posts.get(at < 0 ? -at - 1 : at + 1);
      drawn.add(post.checked(total / (post.early + post.late)));
    }
    return new CheckedSample(drawn);
  }

  /**
   * A campaign with some 3 posts a day of each class, whose half-lives vary around the class's.
   *
   * @param promotional half-life, days
   * @param other the same of conversational posts
   * @param accuracy .9 or .8, of predictions at the class's own half-life
   * @param shift by how much the score falls with the log of the half-life
   */
  public static List<MistakenPost> campaign(
      Random random, double promotional, double other, double accuracy, double shift) {
    double length = 12 + random.nextInt(34);
    double separation = accuracy == .9 ? 1.2815515655446004 : .8416212335729143; // Φ⁻¹
    List<MistakenPost> posts = new ArrayList<>();
    for (int i = 0; i < 6 * length; i++) {
      boolean promotes = i % 2 == 0;
      double spread = .8 * random.nextGaussian();
      double halfLife = (promotes ? promotional : other) * Math.exp(spread);
      double early =
          .98 * (1 - Math.pow(2, -1 / halfLife)) / (1 - Math.pow(2, -28 / halfLife)) + .02 / 28;
      double volume = Math.exp(1.5 + 1.2 * random.nextGaussian());
      double score = (promotes ? separation : -separation) - shift * spread + random.nextGaussian();
      posts.add(
          new MistakenPost(
              (int) (random.nextDouble() * length / 7),
              random.nextInt(20),
              promotes,
              score > 0,
              poisson(random, volume * early),
              poisson(random, volume * (1 - early))));
    }
    return posts;
  }

  private static int poisson(Random random, double mean) {
    double limit = Math.exp(-Math.min(mean, 700));
    int k = 0;
    for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
      k++;
    }
    return k;
  }
}
