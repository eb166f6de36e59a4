package org.afterglow.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.afterglow.statistics.CheckedSample;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.LabelCorrection;
import org.afterglow.statistics.LateOdds;
import org.afterglow.statistics.LateOdds.Pairs;
import org.afterglow.statistics.MistakenPost;
import org.afterglow.statistics.PooledOdds;
import org.jspecify.annotations.Nullable;

/**
 * The contrast of posts whose classes are predicted with errors that follow decay, corrected by a
 * checked sample (docs/methods.md, 3.5), by its estimators alone: twenty campaigns on twelve
 * accounts, both classes of one half-life, through {@link LabelCorrection}, {@link LateOdds} and
 * {@link PooledOdds}.
 */
final class SimulatedLabels {
  private static final int CAMPAIGNS = 20;
  private static final int ACCOUNTS = 12;
  private static final int CHECKED = 800;
  private static final double HALF_LIFE_DAYS = 4;
  private static final double ACCOUNT_SD = .3;

  /**
   * Replicates of a condition.
   *
   * @param corrected with the sample's error; without an interval where labels are uncertain
   * @param asPredicted what the contrast would be without a correction
   */
  record Measured(MeasuredReplicates corrected, MeasuredReplicates asPredicted) {}

  private SimulatedLabels() {}

  /**
   * Replicates in which the classes decay alike.
   *
   * @param accuracy .9 or .8, of predictions at an ordinary half-life
   * @param shift by how much a post sounds less promotional for each log of its half-life
   * @param firstSeed of the first; the others follow
   */
  static Measured replicates(double accuracy, double shift, int count, long firstSeed) {
    Measured measured = new Measured(new MeasuredReplicates(), new MeasuredReplicates());
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      add(measured, accuracy, shift, seed);
    }
    return measured;
  }

  private static void add(Measured measured, double accuracy, double shift, long seed) {
    Random random = new Random(seed);
    double[] halfLives = new double[ACCOUNTS];
    for (int i = 0; i < ACCOUNTS; i++) {
      halfLives[i] = HALF_LIFE_DAYS * Math.exp(ACCOUNT_SD * random.nextGaussian());
    }
    List<List<MistakenPost>> campaigns = new ArrayList<>();
    List<String> accounts = new ArrayList<>();
    for (int i = 0; i < CAMPAIGNS; i++) {
      int of = i < ACCOUNTS ? i : random.nextInt(ACCOUNTS);
      campaigns.add(MistakenPost.campaign(random, halfLives[of], halfLives[of], accuracy, shift));
      accounts.add("a" + of);
    }
    List<MistakenPost> all = campaigns.stream().flatMap(List::stream).toList();
    CheckedSample sample = MistakenPost.sample(random, all, CHECKED);
    LabelCorrection correction =
        LabelCorrection.of(sample, new Draws(seed, "decay_contrast_pooled"));
    LateOdds.Confusion confusion = correction.confusion();

    measured.asPredicted.add(PooledOdds.of(studies(campaigns, accounts, null)), 0);
    LabelCorrection.Effect effect = correction.effect(pairs(campaigns));
    Double error = effect.standardError();
    if (effect.uncertain() || confusion == null || error == null) {
      measured.corrected.addWithoutEstimate();
    } else {
      measured.corrected.add(
          PooledOdds.of(studies(campaigns, accounts, confusion)).withAdded(error), 0);
    }
  }

  private static List<PooledOdds.Study> studies(
      List<List<MistakenPost>> campaigns,
      List<String> accounts,
      LateOdds.@Nullable Confusion confusion) {
    List<PooledOdds.Study> studies = new ArrayList<>();
    for (int i = 0; i < campaigns.size(); i++) {
      List<MistakenPost> posts = campaigns.get(i);
      if (acts(posts, true) >= LateOdds.ENOUGH_EVENTS
          && acts(posts, false) >= LateOdds.ENOUGH_EVENTS) {
        LateOdds odds = LateOdds.of(predicted(posts), confusion);
        studies.add(
            new PooledOdds.Study(
                accounts.get(i), odds.r(), odds.s(), odds.lnlor(), odds.variance()));
      }
    }
    return studies;
  }

  private static Pairs pairs(List<List<MistakenPost>> campaigns) {
    Pairs pairs = Pairs.NONE;
    for (List<MistakenPost> posts : campaigns) {
      pairs = pairs.plus(LateOdds.of(predicted(posts)).pairs());
    }
    return pairs;
  }

  private static List<LateOdds.Sums> predicted(List<MistakenPost> posts) {
    return posts.stream().map(post -> post.sums(post.predicted())).toList();
  }

  private static long acts(List<MistakenPost> posts, boolean promotional) {
    return posts.stream()
        .filter(post -> post.predicted() == promotional)
        .mapToLong(post -> (long) post.early() + post.late())
        .sum();
  }
}
