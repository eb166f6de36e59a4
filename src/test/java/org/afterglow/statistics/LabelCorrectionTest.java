package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.afterglow.statistics.CheckedSample.Post;
import org.afterglow.statistics.CheckedSample.Rates;
import org.afterglow.statistics.LabelCorrection.Effect;
import org.afterglow.statistics.LateOdds.Confusion;
import org.afterglow.statistics.LateOdds.Pairs;
import org.junit.jupiter.api.Test;

class LabelCorrectionTest {
  private static final int ARCHIVES = 150;
  private static final int CAMPAIGNS = 15;
  private static final int CHECKED = 800;
  private static final Rates GOOD = new Rates(.9, .1, .85, .15);
  private static final Pairs PAIRS = new Pairs(40, 30, 60, 50);

  /**
   * A true null whose labels are mistaken the more the longer a post lives: predicted classes
   * differ, those corrected for apart in each cell do not (docs/methods.md, 3.5).
   */
  @Test
  void errorsThatFollowDecayMakeNoContrastOnceCorrected() {
    Outcome outcome = Outcome.of(4, 4, .9, .6, 1);

    assertThat(outcome.mean(Archive::byTruth)).isBetween(-.03, .03);
    assertThat(outcome.mean(Archive::asPredicted)).isBetween(-.35, -.15);
    assertThat(outcome.mean(Archive::corrected)).isBetween(-.05, .05);
  }

  @Test
  void aContrastThatErrorsShrinkIsHadBack() {
    Outcome outcome = Outcome.of(2, 8, .9, 0, 2);

    assertThat(outcome.mean(Archive::byTruth)).isCloseTo(-1.32, within(.06));
    assertThat(outcome.mean(Archive::asPredicted)).isGreaterThan(-1.15);
    assertThat(outcome.mean(Archive::corrected)).isCloseTo(-1.32, within(.06));
    assertThat(outcome.mean(Archive::pairedWithThemselves))
        .as("a post paired with itself makes it overshoot")
        .isLessThan(-1.36);
  }

  @Test
  void reweightingsTellTheErrorThatTheSampleAdds() {
    Outcome outcome = Outcome.of(4, 4, .8, .3, 3);

    double told = outcome.mean(Archive::standardError);
    double[] errors =
        outcome.archives.stream().mapToDouble(a -> a.corrected() - a.byTrueRates()).toArray();
    double mean = IntStream.range(0, errors.length).mapToDouble(i -> errors[i]).sum() / ARCHIVES;
    double squares = 0;
    for (double error : errors) {
      squares += (error - mean) * (error - mean);
    }
    assertThat(told / Math.sqrt(squares / (ARCHIVES - 1))).isBetween(.75, 1.3);
    assertThat(outcome.archives.stream().filter(a -> a.effect.uncertain()).count())
        .as("s − f is .6 at best, and below .5 in some samples")
        .isLessThan(ARCHIVES / 7);
  }

  @Test
  void theStandardErrorIsTheDeviationOfTheLogRatios() {
    List<Rates> drawn = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      drawn.add(i % 2 == 0 ? GOOD : new Rates(.95, .1, .85, .15));
    }
    double one = ratio(PAIRS, new Confusion(.9, .1, .85, .15));
    double other = ratio(PAIRS, new Confusion(.95, .1, .85, .15));

    Effect effect = new LabelCorrection(GOOD, drawn, false).effect(PAIRS);

    assertThat(effect.standardError()).isCloseTo(Math.abs(one - other) / 2, within(1e-12));
    assertThat(effect.uncertain()).isFalse();
  }

  @Test
  void labelsAreUncertainUnderEachOfTheConditions() {
    assertThat(correction(199, 0, GOOD).effect(PAIRS).uncertain()).isFalse();
    Rates noBetterThanChance = new Rates(.5, .6, .85, .15);
    assertThat(correction(190, 9, noBetterThanChance).effect(PAIRS).uncertain()).isFalse();
    assertThat(correction(189, 10, noBetterThanChance).effect(PAIRS).uncertain())
        .as("more than 5 % without a ratio")
        .isTrue();
    assertThat(correction(189, 10, new Rates(.9, null, .85, .15)).effect(PAIRS).uncertain())
        .isTrue();
    assertThat(correction(100, 99, new Rates(.6, .1, .85, .15)).effect(PAIRS))
        .as("a deviation above .35")
        .satisfies(effect -> assertThat(effect.standardError()).isGreaterThan(.35))
        .satisfies(effect -> assertThat(effect.uncertain()).isTrue());
    assertThat(
            new LabelCorrection(GOOD, correction(199, 0, GOOD).reweighted(), true)
                .effect(PAIRS)
                .uncertain())
        .as("too small a sample")
        .isTrue();
    assertThat(correction(199, 0, GOOD).effect(Pairs.NONE)).isEqualTo(new Effect(null, true));
  }

  @Test
  void aSampleIsTooLittleWhereAClassIsWorthFewPostsOrLabelsSayLittle() {
    Draws draws = new Draws(1, "test");
    assertThat(LabelCorrection.of(sample(100, 100, 0), draws).tooLittle()).isFalse();
    assertThat(LabelCorrection.of(sample(99, 100, 0), draws).tooLittle()).isTrue();
    assertThat(LabelCorrection.of(sample(100, 99, 0), draws).tooLittle()).isTrue();
    assertThat(LabelCorrection.of(sample(100, 100, 25), draws).tooLittle()).isFalse();
    assertThat(LabelCorrection.of(sample(100, 100, 26), draws).tooLittle())
        .as("s − f = .48")
        .isTrue();
    LabelCorrection empty = LabelCorrection.of(new CheckedSample(List.of()), draws);
    assertThat(empty.tooLittle()).isTrue();
    assertThat(empty.confusion()).isNull();
  }

  /** Posts of equal weight, so many of each class mistaken. */
  private static CheckedSample sample(int promotional, int conversational, int mistaken) {
    List<Post> posts = new ArrayList<>();
    for (int i = 0; i < promotional; i++) {
      posts.add(new Post(true, i >= mistaken, 2, 3, 1));
    }
    for (int i = 0; i < conversational; i++) {
      posts.add(new Post(false, i < mistaken, 2, 3, 1));
    }
    return new CheckedSample(posts);
  }

  private static LabelCorrection correction(int good, int other, Rates others) {
    List<Rates> drawn = new ArrayList<>();
    for (int i = 0; i < good + other; i++) {
      drawn.add(i < good ? GOOD : others);
    }
    return new LabelCorrection(GOOD, drawn, false);
  }

  private static double ratio(Pairs pairs, Confusion confusion) {
    return Math.log(pairs.r(confusion) / pairs.s(confusion));
  }

  private record Outcome(List<Archive> archives) {
    static Outcome of(double promotional, double other, double accuracy, double shift, int seed) {
      Random random = new Random(seed);
      return new Outcome(
          IntStream.range(0, ARCHIVES)
              .mapToObj(i -> Archive.of(random, promotional, other, accuracy, shift, i))
              .toList());
    }

    double mean(java.util.function.ToDoubleFunction<Archive> value) {
      return archives.stream().mapToDouble(value).sum() / archives.size();
    }
  }

  /** Log ratios of one archive, over campaigns that all have the same true one. */
  private record Archive(
      double byTruth,
      double asPredicted,
      double corrected,
      double pairedWithThemselves,
      double byTrueRates,
      Effect effect) {
    double standardError() {
      return Objects.requireNonNull(effect.standardError());
    }

    static Archive of(
        Random random,
        double promotional,
        double other,
        double accuracy,
        double shift,
        int number) {
      List<MistakenPost> all = new ArrayList<>();
      Pairs truth = Pairs.NONE;
      Pairs predicted = Pairs.NONE;
      Pairs withSelves = Pairs.NONE;
      for (int i = 0; i < CAMPAIGNS; i++) {
        List<MistakenPost> posts =
            MistakenPost.campaign(random, promotional, other, accuracy, shift);
        all.addAll(posts);
        truth = truth.plus(pairs(posts, true, true));
        predicted = predicted.plus(pairs(posts, false, true));
        withSelves = withSelves.plus(pairs(posts, false, false));
      }
      LabelCorrection correction =
          LabelCorrection.of(MistakenPost.sample(random, all, CHECKED), new Draws(number, "test"));
      Confusion confusion = Objects.requireNonNull(correction.confusion());
      Confusion known =
          new CheckedSample(all.stream().map(post -> post.checked(1)).toList())
              .rates()
              .confusion()
              .orElseThrow();
      return new Archive(
          Math.log(truth.r(null) / truth.s(null)),
          Math.log(predicted.r(null) / predicted.s(null)),
          ratio(predicted, confusion),
          ratio(withSelves, confusion),
          ratio(predicted, known),
          correction.effect(predicted));
    }

    private static Pairs pairs(List<MistakenPost> posts, boolean byTruth, boolean selvesOut) {
      return LateOdds.of(
              posts.stream()
                  .map(post -> post.sums(byTruth ? post.promotional() : post.predicted()))
                  .map(sums -> selvesOut ? sums : withoutProducts(sums))
                  .toList())
          .pairs();
    }

    private static LateOdds.Sums withoutProducts(LateOdds.Sums sums) {
      return new LateOdds.Sums(
          sums.stratum(), sums.bucket(), sums.promotional(), sums.early(), sums.late(), 0);
    }
  }
}
