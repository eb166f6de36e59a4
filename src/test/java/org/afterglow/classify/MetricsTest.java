package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.afterglow.classify.Metrics.Prediction;
import org.afterglow.post.PostClass;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static Prediction scored(boolean promotional, double probability, PostClass postClass) {
    return new Prediction(promotional, new Score(probability, postClass, null, "en"));
  }

  private static final List<Prediction> KNOWN =
      List.of(
          scored(true, .9, PostClass.PROMOTIONAL),
          scored(true, .6, PostClass.UNCERTAIN),
          scored(true, .2, PostClass.CONVERSATIONAL),
          scored(false, .8, PostClass.PROMOTIONAL),
          scored(false, .1, PostClass.CONVERSATIONAL),
          new Prediction(false, new Score(null, PostClass.UNSUPPORTED_LANGUAGE, null, "fr")),
          new Prediction(true, new Score(null, PostClass.NO_TEXT, null, null)),
          scored(false, .05, PostClass.CONVERSATIONAL));

  @Test
  void countsAndSharesOfKnownPredictions() {
    Metrics metrics = Metrics.of(KNOWN);
    assertThat(metrics.n()).isEqualTo(8);
    assertThat(metrics.prevalence()).isEqualTo(.5);
    assertThat(metrics.truePositives()).isEqualTo(2);
    assertThat(metrics.falseNegatives()).isEqualTo(1);
    assertThat(metrics.falsePositives()).isEqualTo(1);
    assertThat(metrics.trueNegatives()).isEqualTo(2);
    assertThat(metrics.notScored()).isEqualTo(2);
    assertThat(metrics.recall()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(metrics.falsePositiveRate()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(metrics.macroF1()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(metrics.uncertainShare()).isCloseTo(1 / 6.0, within(1e-12));
    assertThat(metrics.unsupportedLanguageShare()).isEqualTo(1 / 8.0);
    // .9 hit (1/1), .8 miss, .6 hit (2/3), .2 hit (3/4)
    assertThat(metrics.prAuc()).isCloseTo((1 + 2 / 3.0 + 3 / 4.0) / 3, within(1e-12));
    assertThat(metrics.brier()).isCloseTo((.01 + .16 + .64 + .64 + .01 + .0025) / 6, within(1e-12));
    // bins: [0,.1) 1 at .05; [.1,.2) 1 at .1; [.2,.3) one hit at .2; .6 hit; .8 miss; .9 hit
    assertThat(metrics.ece()).isCloseTo((.05 + .1 + .8 + .4 + .8 + .1) / 6, within(1e-12));
  }

  @Test
  void doNotDependOnOrder() {
    List<Prediction> turned = new ArrayList<>(KNOWN);
    Collections.reverse(turned);
    assertThat(Metrics.of(turned)).isEqualTo(Metrics.of(KNOWN));
  }

  @Test
  void tiesAreOneStepOfAveragePrecision() {
    Metrics metrics =
        Metrics.of(
            List.of(
                scored(true, .7, PostClass.PROMOTIONAL), scored(false, .7, PostClass.PROMOTIONAL)));
    assertThat(metrics.prAuc()).isEqualTo(.5);
  }

  @Test
  void whatPostsCannotGiveIsNull() {
    Metrics metrics = Metrics.of(List.of(scored(false, .1, PostClass.CONVERSATIONAL)));
    assertThat(metrics.recall()).isNull();
    assertThat(metrics.macroF1()).isNull();
    assertThat(metrics.prAuc()).isNull();
    assertThat(metrics.falsePositiveRate()).isEqualTo(0);
    assertThat(Metrics.of(List.of()).prevalence()).isNull();
  }
}
