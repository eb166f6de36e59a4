package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LegVerdictTest {
  private static final double MARGIN = Math.log(1.25);

  @Test
  void noEstimateCannotBeJudged() {
    assertThat(LegVerdict.of(null, -1, MARGIN, .01, true)).isEqualTo(LegVerdict.NOT_ESTIMABLE);
  }

  @Test
  void whatForbidsToConcludeComesBeforeEveryFigure() {
    assertThat(LegVerdict.of(interval(-1, .1), -1, MARGIN, .001, true))
        .isEqualTo(LegVerdict.UNDETERMINED);
  }

  @Test
  void anIntervalWithinTheMarginIsNoMaterialDifferenceEvenWithoutZero() {
    assertThat(LegVerdict.of(interval(-.1, .01), -1, MARGIN, .001, false))
        .isEqualTo(LegVerdict.NO_MATERIAL_DIFFERENCE);
  }

  @Test
  void aClaimIsSupportedOnItsSideAndContradictedOnTheOther() {
    assertThat(LegVerdict.of(interval(-1, .1), -1, MARGIN, .001, false, -.8, -.1))
        .isEqualTo(LegVerdict.SUPPORTS);
    assertThat(LegVerdict.of(interval(1, .1), -1, MARGIN, .001, false, .8))
        .isEqualTo(LegVerdict.CONTRADICTS);
    assertThat(LegVerdict.of(interval(1, .1), 1, MARGIN, .001, false))
        .isEqualTo(LegVerdict.SUPPORTS);
  }

  @Test
  void oneThingAmissLeavesItUndetermined() {
    assertThat(LegVerdict.of(interval(-1, .1), -1, MARGIN, .06, false))
        .as("q above .05")
        .isEqualTo(LegVerdict.UNDETERMINED);
    assertThat(LegVerdict.of(interval(-1, .1), -1, MARGIN, .001, false, -.8, .1))
        .as("a sensitivity point across zero")
        .isEqualTo(LegVerdict.UNDETERMINED);
    assertThat(LegVerdict.of(interval(-.2, .07), -1, MARGIN, .001, false))
        .as("a point inside the margin with an interval that reaches out of it")
        .isEqualTo(LegVerdict.UNDETERMINED);
    assertThat(LegVerdict.of(interval(-.5, .4), -1, MARGIN, .001, false))
        .as("an interval across zero")
        .isEqualTo(LegVerdict.UNDETERMINED);
  }

  @Test
  void theWordIsWhatTablesSay() {
    assertThat(LegVerdict.NO_MATERIAL_DIFFERENCE.word()).isEqualTo("no_material_difference");
  }

  private static StudentInterval interval(double estimate, double standardError) {
    return StudentInterval.of(estimate, standardError, 20);
  }
}
