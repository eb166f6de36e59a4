package org.afterglow.job.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.afterglow.decay.ObservedCalendar;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CountedWeekTest {
  private static final long DAY = ObservedCalendar.DAY;

  /** Of the week before the stop: three posts on its second day, a young one, one on its last. */
  private final List<CountedWeek.Post> posts =
      new ArrayList<>(
          List.of(
              post(-6, 3, "promotional", 10, 20 * DAY, false),
              post(-6, 3, "promotional", 20, 30 * DAY, false),
              post(-6, 4, "conversational", 4000, 70 * DAY, false),
              post(-6, 5, "promotional", 7, DAY, true),
              post(-1, 3, null, 5, null, false)));

  @Test
  void sumsStandByBucketFromTheFirstDayOfTheWeekOn() {
    List<CurveCell> cells = cells();

    CurveCell promotional = sums(cells, "promotional", 3);
    assertThat(promotional.bin()).isEqualTo(-7);
    assertThat(promotional.posts()).containsExactly(0, 2, 0, 0, 0, 0, 0);
    assertThat(promotional.events()).containsExactly(0, 30, 0, 0, 0, 0, 0);
    assertThat(sums(cells, "all", 3).posts()).containsExactly(0, 2, 0, 0, 0, 0, 1);
    assertThat(sums(cells, "all", 3).events()).containsExactly(0, 30, 0, 0, 0, 0, 5);
    assertThat(cells).noneMatch(cell -> cell.bucket() == 5);
  }

  @Test
  void figuresOfADayAreThoseOfItsPostsThatAreNotYoung() {
    CurveCell.CounterDay promotional = figures("S4_counters", "promotional", -6);
    CurveCell.CounterDay all = figures("S4_counters", "all", -6);
    CurveCell.CounterDay unscored = figures("S4_counters", "all", -1);

    assertThat(promotional.median()).isEqualTo(15);
    assertThat(promotional.ageMedianDays()).isEqualTo(25);
    assertThat(promotional.ageP10Days()).isEqualTo(21);
    assertThat(promotional.young()).isEqualTo(1);
    assertThat(promotional.above()).isZero();
    assertThat(promotional.totalBelow()).isEqualTo(30);
    assertThat(all.median()).isEqualTo(20);
    assertThat(all.above()).isEqualTo(1);
    assertThat(all.totalBelow()).isEqualTo(30);
    assertThat(unscored.median()).isEqualTo(5);
    assertThat(unscored.ageMedianDays()).isNull();
    assertThat(figures("S4_weeks", "all", -1).ageMedianDays()).isEqualTo(30);
  }

  @Test
  void aDayOfYoungPostsAloneHasTheirNumberAndNoFigures() {
    posts.clear();
    posts.add(post(8, 1, "promotional", 7, DAY, true));

    CurveCell.CounterDay day = figures("S4_counters", "promotional", 8);

    assertThat(day.young()).isEqualTo(1);
    assertThat(day.median()).isNull();
    assertThat(figures("S4_weeks", "all", 1).ageMedianDays()).isNull();
    assertThat(cells()).allMatch(cell -> cell.bucket() == -1);
  }

  @Test
  void theOrderOfPostsDoesNotMatter() {
    List<String> inOrder = cells().stream().map(CountedWeekTest::text).toList();

    Collections.shuffle(posts, new Random(3));

    assertThat(cells().stream().map(CountedWeekTest::text)).containsExactlyElementsOf(inOrder);
  }

  private List<CurveCell> cells() {
    List<CurveCell> cells = new ArrayList<>();
    CountedWeek.cells(posts.iterator()).forEachRemaining(cells::add);
    return cells;
  }

  private static CurveCell sums(List<CurveCell> cells, String postClass, int bucket) {
    return cells.stream()
        .filter(cell -> cell.postClass().equals(postClass) && cell.bucket() == bucket)
        .findFirst()
        .orElseThrow();
  }

  private CurveCell.CounterDay figures(String series, String postClass, int bin) {
    return Objects.requireNonNull(
        cells().stream()
            .filter(cell -> cell.series().equals(series) && cell.postClass().equals(postClass))
            .filter(cell -> cell.counters() != null && cell.bin() == bin)
            .findFirst()
            .orElseThrow()
            .counters());
  }

  private static String text(CurveCell cell) {
    return "%s %s %d %d %s %s %s"
        .formatted(
            cell.series(),
            cell.postClass(),
            cell.bucket(),
            cell.bin(),
            java.util.Arrays.toString(cell.posts()),
            java.util.Arrays.toString(cell.events()),
            cell.counters());
  }

  private static CountedWeek.Post post(
      int bin,
      int bucket,
      @Nullable String postClass,
      long counter,
      @Nullable Long age,
      boolean young) {
    return new CountedWeek.Post(
        "c", Math.floorDiv(bin, 7), bin, bucket, postClass, counter, age, young, 1000.0);
  }
}
