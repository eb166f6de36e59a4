package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.afterglow.table.Estimate;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  @Test
  void textStandsBesideItsHeadingInLinesThatFit() {
    Explanation text = new Explanation();
    text.heading("Counted");
    text.say("word ".repeat(30));
    text.item("one of several");
    text.code("3 accounts ", "NO_OWNER");

    assertThat(text.lines()).allMatch(line -> line.length() <= 120);
    assertThat(text.lines().get(0)).startsWith("  Counted    word word").hasSize(117);
    assertThat(text.lines().get(1)).startsWith("             word word");
    assertThat(text.lines().get(2)).isEqualTo("             · one of several");
    assertThat(text.lines().get(3))
        .isEqualTo(
            "             · 3 accounts NO_OWNER: The campaign has no account that speaks for it, which"
                + " the claim needs.");
  }

  @Test
  void whatSteersATerminalIsNotPrinted() {
    Explanation text = new Explanation();
    text.say("a name\u001b[31m\nof two lines");

    assertThat(text.lines()).containsExactly("             a name [31m of two lines");
  }

  @Test
  void figuresAreReadOnTheirOwnScale() {
    assertThat(ExplainedFigure.of("unanswered.answer_ratio").text(Estimate.of(.4512, .3, .66)))
        .isEqualTo("0.45 times (95 % interval 0.3 to 0.66).");
    assertThat(ExplainedFigure.of("comebacks.penalty_pct_60d").text(Estimate.of(38, -4, 52)))
        .isEqualTo("38 % (95 % interval −4 to 52).");
    ExplainedFigure logarithm = ExplainedFigure.of("reach_depth.breadth_depth_ln_ratio");
    assertThat(logarithm.text(Estimate.withoutInterval(Math.log(2))))
        .isEqualTo("2 times, without an interval; its logarithm is 0.69.");
    assertThat(logarithm.judged(Math.log(.5))).isEqualTo("0.5 times");
    assertThat(logarithm.margin(Math.log(1.25))).isEqualTo("between 0.8 and 1.25 times");
    assertThat(ExplainedFigure.of("comebacks.slope_ln_gap").text(Estimate.none("FEW_SILENCES")))
        .startsWith("none, FEW_SILENCES: Fewer than 5 silences");
  }
}
