package org.afterglow.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.afterglow.campaign.Vnb.Detection;
import org.afterglow.campaign.Vnb.Interval;
import org.afterglow.campaign.Vnb.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VnbTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("goldenExamples")
  void itAgreesWithTheReference(String name, long[] posts, double[] observed, Detection expected) {
    Detection detection = Vnb.detect(posts, observed);

    assertThat(detection.campaigns()).as(name).isEqualTo(expected.campaigns());
    assertThat(detection.state()).isEqualTo(expected.state());
    close(detection.quietRate(), expected.quietRate());
    close(detection.campaignRate(), expected.campaignRate());
    close(detection.dispersion(), expected.dispersion());
  }

  @Test
  void withoutAnObservedFortnightThereIsNothingToJudge() {
    double[] observed = new double[30];
    Arrays.fill(observed, 0, 6, 1);
    long[] posts = new long[30];
    Arrays.fill(posts, 0, 6, 3);

    assertThat(Vnb.detect(posts, observed).state()).isEqualTo(State.GAP_HEAVY);
  }

  @Test
  void aSeriesOfThirteenDaysIsTooShort() {
    assertThat(Vnb.detect(always(4, 13), observed(13)).state()).isEqualTo(State.SHORT_WINDOW);
  }

  @Test
  void steadyHeavyPromotionIsNoCampaign() {
    assertThat(Vnb.detect(always(4, 20), observed(20)).campaigns()).isEmpty();
  }

  @Test
  void whereTheSeriesIsPromotionFromEndToEndNothingTellsTheCampaign() {
    long[] posts = always(9, 60);
    posts[0] = 0;
    posts[59] = 0;
    Detection detection = Vnb.detect(posts, observed(60));

    assertThat(detection.campaigns()).isEmpty();
    assertThat(detection.state()).isIn(State.NONE, State.NO_OFF_STATE);
  }

  @Test
  void everyDayNeedsItsObservation() {
    assertThatThrownBy(() -> Vnb.detect(new long[20], new double[19]))
        .hasMessage("20 days of posts, 19 days of observation");
  }

  private static long[] always(long posts, int days) {
    long[] series = new long[days];
    Arrays.fill(series, posts);
    return series;
  }

  private static double[] observed(int days) {
    double[] observed = new double[days];
    Arrays.fill(observed, 1);
    return observed;
  }

  private static void close(@Nullable Double actual, @Nullable Double expected) {
    if (expected == null) {
      assertThat(actual).isNull();
    } else {
      assertThat(actual).isCloseTo(expected, within(1e-9));
    }
  }

  /** Series and outputs of the reference implementation, to nine places. */
  static Stream<Arguments> goldenExamples() {
    return Stream.of(
        golden(
            "one campaign",
            """
            0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0
            2 2 3 0 2 2 5 1 2 1 4 3 5 3 5 5 2 1 2 1 5 1 3 2 2 0 0 0 1 0 0 0 0 0 1 1 0 0 0 0
            0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 1 0 0 0 1 0 0 0 0 1 0 0 0 0 0 0 0 0 1
            """,
            new int[] {},
            new Detection(List.of(new Interval(40, 65)), State.OK, 0.110571452, 2.576129989, 20.0)),
        golden(
            "the same, eight days of outage inside",
            """
            0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0
            2 2 3 0 2 2 5 1 0 0 0 0 0 0 0 0 2 1 2 1 5 1 3 2 2 0 0 0 1 0 0 0 0 0 1 1 0 0 0 0
            0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 1 0 0 0 1 0 0 0 0 1 0 0 0 0 0 0 0 0 1
            """,
            new int[] {48, 49, 50, 51, 52, 53, 54, 55},
            new Detection(List.of(new Interval(40, 65)), State.OK, 0.110354674, 2.155270194, 20.0)),
        golden(
            "two bursts with five quiet days between: merged",
            """
            0 0 0 0 1 0 0 0 0 0 0 1 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 6 7 2 1 4 3 2 7 2 7
            2 1 6 5 2 0 0 0 0 0 5 1 2 6 3 2 2 3 4 5 2 2 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
            1 0 1 0 0 0 0 1 0 0 0 0 0 0 1 0 0 1 0 0 0 0 0 1 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0
            """,
            new int[] {},
            new Detection(List.of(new Interval(30, 62)), State.OK, 0.114190337, 3.372132021, 20.0)),
        golden(
            "too few posts",
            """
            0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
            0 0 0 0 0 0 0 0 0 0 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
            0 0 0 0 0 0 0 0 0 0 1
            """,
            new int[] {},
            new Detection(List.of(), State.TOO_FEW_PROMO_POSTS, null, null, null)),
        golden(
            "steady promoter",
            """
            1 0 2 3 1 4 1 1 0 1 0 0 0 1 0 1 2 1 1 1 0 1 0 0 0 2 2 0 2 2 2 1 3 2 1 0 0 1 0 2
            0 1 0 0 0 1 0 1 0 0 0 0 2 0 1 0 0 1 0 1 0 0 0 1 0 0 1 0 1 2 0 0 0 1 0 1 2 2 0 0
            0 0 2 0 2 0 2 2 0 0
            """,
            new int[] {},
            new Detection(List.of(), State.NONE, 0.556966078, 1.392415194, 20.0)),
        golden(
            "always on",
            """
            3 1 3 3 4 2 2 2 6 0 5 2 0 1 2 2 2 0 0 4 3 1 1 6 4 2 5 2 1 3 3 4 10 3 2 2 1 2 3 3
            1 3 3 4 2 4 3 3 5 2 1 1 1 5 2 1 1 3 4 2 2 2 3 2 3 2 2 2 2 1 2 8 5 2 3 1 3 1 2 8
            1 3 3 2 1 3 4 2 0 4
            """,
            new int[] {},
            new Detection(List.of(), State.NONE, 2.359591539, 7.078774617, 2.0)),
        golden(
            "two campaigns",
            """
            1 0 0 0 0 0 0 0 0 1 1 0 0 0 0 0 0 0 1 0 4 2 6 2 1 1 3 10 6 0 6 2 1 4 8 2 1 3 5 2
            0 2 0 0 0 0 0 0 0 0 1 0 1 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 2 3 1 4 5 2 1 2 3 3
            2 2 2 1 2 2 1 0 1 0 1 3 0 1 1 3 2 2 1 2 0 1 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 1 0
            """,
            new int[] {},
            new Detection(
                List.of(new Interval(20, 42), new Interval(70, 100)),
                State.OK,
                0.155570392,
                2.409112812,
                4.977592711)));
  }

  private static Arguments golden(String name, String posts, int[] outageDays, Detection expected) {
    long[] counts = Arrays.stream(posts.strip().split("\\s+")).mapToLong(Long::parseLong).toArray();
    double[] observed = observed(counts.length);
    for (int day : outageDays) {
      observed[day] = 0;
    }
    return arguments(name, counts, observed, expected);
  }
}
