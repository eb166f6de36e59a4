package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.afterglow.classify.InformativeChoice.Candidate;
import org.afterglow.text.TextMeasures;
import org.afterglow.text.Words;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InformativeChoiceTest {
  private static byte[] sketch(String text) {
    Words words = new Words();
    words.read(text, List.of());
    return TextMeasures.of(words).topicSketch();
  }

  private static Candidate candidate(double probability, String text, @Nullable String author) {
    return new Candidate(probability, sketch(text), author, List.of("platform net"));
  }

  @Test
  void theDoubtfulComeFirst() {
    List<Candidate> candidates =
        List.of(
            candidate(.95, "flour water salt yeast", null),
            candidate(.48, "bicycles need chains oiled", null),
            candidate(.2, "rain expected tomorrow evening", null));

    assertThat(InformativeChoice.of(candidates, List.of(), 3, 9)).containsExactly(1, 2, 0);
  }

  @Test
  void copiesAreNotChosenNorAreThoseOfTextsThatAreLabelledAnyway() {
    List<Candidate> candidates =
        List.of(
            candidate(.5, "win tickets tonight at the harbour concert", "a"),
            candidate(.5, "Win tickets tonight at the harbour concert!!", "b"),
            candidate(.5, "fresh rye loaves every saturday morning", "c"),
            candidate(.1, "anybody seen my grey cat around", "d"));

    assertThat(
            InformativeChoice.of(
                candidates, List.of(sketch("fresh rye loaves every saturday morning")), 9, 9))
        .containsExactly(0, 3);
  }

  @Test
  void aTextUnlikeTheOthersGoesBeforeOneThatIsMoreDoubtfulButLikeThem() {
    List<Candidate> candidates =
        List.of(
            candidate(.5, "win tickets tonight harbour concert", null),
            candidate(.49, "win tickets tonight harbour festival", null),
            candidate(.35, "anybody seen my grey cat around", null));

    assertThat(InformativeChoice.of(candidates, List.of(), 2, 9)).containsExactly(0, 2);
  }

  @Test
  void placesThatHaveSomeAlreadyGiveWayToOthers() {
    List<Candidate> candidates = new ArrayList<>();
    String[] words = {"anvil", "birch", "cobalt", "dune", "ember", "fjord", "gravel", "hazel"};
    for (int i = 0; i < words.length; i++) {
      candidates.add(
          new Candidate(
              i < 6 ? .5 : .4,
              sketch(words[i]),
              null,
              List.of(i < 6 ? "platform large" : "platform small")));
    }

    List<Integer> chosen = InformativeChoice.of(candidates, List.of(), 4, 9);

    assertThat(chosen).filteredOn(place -> place >= 6).hasSize(2);
  }

  @Test
  void noAuthorHasMoreThanTheirPartUnlessNobodyElseHasAny() {
    List<Candidate> candidates =
        List.of(
            candidate(.5, "anvil", "busy"),
            candidate(.5, "birch", "busy"),
            candidate(.5, "cobalt", "busy"),
            candidate(.1, "dune", "rare"));

    assertThat(InformativeChoice.of(candidates, List.of(), 3, 2)).containsExactly(0, 1, 3);
    assertThat(InformativeChoice.of(candidates, List.of(), 4, 2)).containsExactly(0, 1, 3, 2);
  }

  @Test
  void textsOfStopWordsAloneAreLikeNothing() {
    List<Candidate> candidates =
        List.of(candidate(.5, "what about you", "a"), candidate(.5, "and then this", "b"));

    assertThat(InformativeChoice.of(candidates, List.of(), 2, 1)).containsExactly(0, 1);
  }
}
