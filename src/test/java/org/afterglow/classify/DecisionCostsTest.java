package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DecisionCostsTest {
  @Test
  void errorsOfEqualCostGiveABandAroundOneHalf() {
    assertThat(DecisionCosts.STANDARD.uncertainFrom()).isCloseTo(.3, within(1e-12));
    assertThat(DecisionCosts.STANDARD.uncertainTo()).isCloseTo(.7, within(1e-12));
  }

  @Test
  void atTheEndsOfTheBandDoubtCostsAsMuchAsSpeaking() {
    DecisionCosts costs = new DecisionCosts(2, .8, .24);
    assertThat((1 - costs.uncertainTo()) * 2).isCloseTo(.24, within(1e-12));
    assertThat(costs.uncertainFrom() * .8).isCloseTo(.24, within(1e-12));
  }

  @Test
  void dearDoubtLeavesNoBand() {
    DecisionCosts costs = new DecisionCosts(1, 1, .6);
    assertThat(costs.uncertainFrom()).isEqualTo(.5);
    assertThat(costs.uncertainTo()).isEqualTo(.5);
    assertThat(PostScorer.postClass(.5, costs.uncertainFrom(), costs.uncertainTo()))
        .isEqualTo(org.afterglow.post.PostClass.PROMOTIONAL);
  }

  @Test
  void costsAreAboveNothing() {
    assertThatThrownBy(() -> new DecisionCosts(1, 0, .3))
        .hasMessageContaining("falseConversational is 0.0, should be above 0");
    assertThatThrownBy(() -> new DecisionCosts(Double.NaN, 1, .3))
        .hasMessageContaining("falsePromotional");
  }
}
