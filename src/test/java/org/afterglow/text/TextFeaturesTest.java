package org.afterglow.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextFeaturesTest {
  private final Words words = new Words();
  private final TextFeatures features = new TextFeatures();

  private Map<Integer, Double> of(String text, String... names) {
    Map<Integer, Double> found = new LinkedHashMap<>();
    words.read(text, List.of(names));
    features.emit(words, (index, value) -> assertThat(found.put(index, value)).isNull());
    return found;
  }

  @Test
  void givesEachFeatureOnceWithinTheDimension() {
    Map<Integer, Double> found = of("buy buy buy the same same thing, buy it again");
    assertThat(found.keySet()).allMatch(index -> index >= 0 && index < TextFeatures.DIMENSION);
    assertThat(found.values()).allMatch(value -> value > 0);
  }

  @Test
  void wordsHaveLengthOneAndSequencesToo() {
    Map<Integer, Double> found = of("Come and see what we made for you");
    assertThat(square(found, TextFeatures.SURFACE, TextFeatures.SEQUENCES))
        .isCloseTo(1, within(1e-12));
    assertThat(square(found, TextFeatures.SEQUENCES, TextFeatures.DIMENSION))
        .isCloseTo(1, within(1e-12));
  }

  private static double square(Map<Integer, Double> found, int from, int to) {
    return found.entrySet().stream()
        .filter(e -> e.getKey() >= from && e.getKey() < to)
        .mapToDouble(e -> e.getValue() * e.getValue())
        .sum();
  }

  @Test
  void aMaskedNameLeavesNoTrace() {
    assertThat(of("Acmetools opens today", "acmetools"))
        .isEqualTo(of("Bobsshoes opens today", "bobsshoes"));
  }

  @Test
  void isTheSameAfterALongTextAndThousandsOfOthers() {
    String text = "Is anybody else at the lake today?";
    Map<Integer, Double> first = of(text);
    of("word ".repeat(30_000));
    for (int i = 0; i < 5_000; i++) {
      words.read("number " + i + " of many", List.of());
      features.emit(words, (index, value) -> {});
    }
    assertThat(of(text)).isEqualTo(first);
  }

  @Test
  void whatIsRepostedByHandAfterOwnWordsDoesNotCount() {
    Map<Integer, Double> own = of("Well said! RT @somebody: buy one, get one free today");
    assertThat(own.keySet()).isEqualTo(of("Well said! RT @somebodyelse").keySet());
    assertThat(own.keySet()).isNotEqualTo(of("Well said!").keySet());
    assertThat(of("@friend MT @somebody: buy one today").keySet())
        .isNotEqualTo(of("@friend MT @somebody").keySet());
    assertThat(of("Please RT: buy one today").keySet()).isNotEqualTo(of("Please RT").keySet());
    assertThat(of("RT @a: nice RT @b: thing").keySet())
        .isEqualTo(of("RT @a: nice RT @b: another").keySet());
  }

  /** Saved models depend on these places: if this fails, {@code ModelCard.KIND} must change. */
  @Test
  void hashesAsSavedModelsExpect() {
    int sum =
        of("Buy now @you: 5% off https://a.example #deal!").keySet().stream()
            .reduce(0, (a, b) -> 31 * a + b);
    assertThat(sum).isEqualTo(EXPECTED);
  }

  private static final int EXPECTED = -385186292;
}
