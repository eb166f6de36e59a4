package org.afterglow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextMeasuresTest {
  private static TextMeasures of(String text, String... names) {
    Words words = new Words();
    words.read(text, List.of(names));
    return TextMeasures.of(words);
  }

  @Test
  void countsWordsPersonsAndNames() {
    TextMeasures measures =
        of("We made our Lampify for you \ud83d\ude00 https://a.example 2 ways", "Lampify");
    assertThat(measures.wordCount()).isEqualTo(8);
    assertThat(measures.firstPersonPluralCount()).isEqualTo(2);
    assertThat(measures.secondPersonCount()).isEqualTo(1);
    assertThat(measures.ownNameCount()).isEqualTo(1);
  }

  @Test
  void lengthIsInCodePointsOfTheWholeText() {
    assertThat(of("\ud83d\ude00a").textLength()).isEqualTo(2);
    assertThat(of("ab ".repeat(50_000)).textLength()).isEqualTo(150_000);
  }

  @Test
  void curlyApostrophesCountLikeStraightOnes() {
    assertThat(of("you\u2019re we\u2019ll").secondPersonCount()).isEqualTo(1);
    assertThat(of("you\u2019re we\u2019ll").firstPersonPluralCount()).isEqualTo(1);
  }

  @Test
  void theSketchKnowsTopicsNotStopWordsOrOrder() {
    assertThat(of("dogs and collars").topicSketch())
        .isEqualTo(of("the collars of dogs").topicSketch());
    assertThat(of("and the of").topicSketch()).containsOnly(0);
    byte[] many = of("collar ".repeat(500)).topicSketch();
    assertThat(IntStream.range(0, many.length).filter(i -> many[i] != 0)).hasSize(1);
    assertThat(IntStream.range(0, many.length).map(i -> Math.abs(many[i])).max()).hasValue(127);
  }
}
