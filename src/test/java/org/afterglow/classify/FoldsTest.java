package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static final List<String> THINGS =
      List.of("lamp", "boot", "kettle", "bicycle", "violin", "ladder", "pillow", "candle");

  private static LabelledText text(String text, String file, @Nullable Integer year) {
    return new LabelledText(text, text.startsWith("buy"), file, "", null, null, year, null, null);
  }

  /** One text of each label a thing, no two nearly alike; the years again and again. */
  private static List<LabelledText> texts(String file, @Nullable Integer... years) {
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < THINGS.size(); i++) {
      String what = THINGS.get(i) + " " + file;
      texts.add(text("buy " + what, file, years[i % years.length]));
      texts.add(text("lost " + what, file, years[i % years.length]));
    }
    return texts;
  }

  private static boolean[] yes(List<LabelledText> texts) {
    return TrainModel.flags(texts, LabelledText::promotional);
  }

  private static @Nullable Folds years(List<LabelledText> texts, int count) {
    return Folds.years(texts, yes(texts), count);
  }

  @Test
  void yearsAreDealtInBlocksThatFollowOneAnother() {
    List<LabelledText> texts = texts("attic", 2019, 2012, 2015, 2010);
    texts.addAll(texts("barn", 2016, 2014, 2011, 2020));
    Folds folds = Objects.requireNonNull(years(texts, 4));
    int[] byYear =
        IntStream.range(0, texts.size())
            .boxed()
            .sorted(Comparator.comparing(i -> Objects.requireNonNull(texts.get(i).year())))
            .mapToInt(i -> folds.of()[i])
            .toArray();
    assertThat(byYear).isSorted();
    assertThat(Arrays.stream(folds.of()).distinct().sorted()).containsExactly(0, 1, 2, 3);
    for (int fold = 0; fold < 4; fold++) {
      assertThat(folds.in(fold).cardinality()).isEqualTo(8);
    }
  }

  @Test
  void textsWithoutAYearAlwaysTrainUnlessTheyAreCopiesOfOneThatHasIt() {
    List<LabelledText> texts = texts("attic", 2010, 2020);
    texts.addAll(texts("barn", 2010, 2020));
    texts.add(text("nobody knows when this was said", "cellar", null));
    texts.add(text(texts.get(2).text(), "cellar", null)); // of 2020
    texts.add(text(texts.get(0).text(), "cellar", 2020)); // of 2010 before
    Folds folds = Objects.requireNonNull(years(texts, 2));
    assertThat(folds.of()[32]).isEqualTo(Folds.NEVER_LEFT_OUT);
    assertThat(folds.of()[33]).isEqualTo(1);
    assertThat(folds.of()[34]).isEqualTo(folds.of()[0]).isZero();
    assertThat(folds.outside(0).get(32)).isTrue();
    assertThat(folds.outside(1).get(32)).isTrue();
    assertThat(folds.tested().get(32)).isFalse();
    assertThat(folds.tested().cardinality()).isEqualTo(34);
  }

  @Test
  void yearsOfOneFileAloneOrOfFewTextsOrOneYearAloneAreNone() {
    List<LabelledText> one = texts("attic", 2010, 2020);
    one.addAll(texts("barn", (Integer) null));
    assertThat(years(one, 2)).isNull();
    List<LabelledText> few = texts("attic", 2010, 2020);
    few.addAll(texts("barn", 2010, null, null));
    assertThat(years(few, 2)).isNull();
    List<LabelledText> sameYear = texts("attic", 2010);
    sameYear.addAll(texts("barn", 2010));
    assertThat(years(sameYear, 2)).isNull();
    List<LabelledText> fine = texts("attic", 2010, 2020);
    fine.addAll(texts("barn", 2010, 2020));
    assertThat(years(fine, 2)).isNotNull();
    assertThat(years(fine, 0)).isNull();
  }

  @Test
  void whatWasNeverLeftOutHasNoPartInCalibrationOrLoss() {
    double[] margins = {2, -1, 1, -2, 1, -1.5, .5, -.5};
    boolean[] yes = {true, false, true, false, true, false, false, true};
    int[] of = {0, 0, 0, 0, 1, 1, 1, 1};
    double[] weights = {1, 1, 1, 1, 1, 1, 1, 1};
    CrossFit alone = new CrossFit(margins, new Folds(of, 2), yes);
    CrossFit with =
        new CrossFit(
            Arrays.copyOf(margins, 10),
            new Folds(new int[] {0, 0, 0, 0, 1, 1, 1, 1, -1, -1}, 2),
            new boolean[] {true, false, true, false, true, false, false, true, true, true});
    double[] more = {1, 1, 1, 1, 1, 1, 1, 1, 50, 50};
    assertThat(Arrays.copyOf(with.probabilities(more), 8)).isEqualTo(alone.probabilities(weights));
    assertThat(with.logLoss(more)).isEqualTo(alone.logLoss(weights)).isPositive();
    assertThat(with.calibration(more)).isEqualTo(alone.calibration(weights));
  }
}
