package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CombinedVerdictTest {
  @Test
  void everyCombinationComesToWhatTheRuleSays() {
    Map<CombinedVerdict, Integer> counts = new HashMap<>();
    for (LegVerdict posts : LegVerdict.values()) {
      for (LegVerdict people : LegVerdict.values()) {
        for (LegVerdict threads : LegVerdict.values()) {
          List<LegVerdict> others = List.of(people, threads);
          List<LegVerdict> all = List.of(posts, people, threads);
          // "C1a and one of C1b, C1c support, none contradicts; mirrored for contradicts."
          boolean supports =
              posts == LegVerdict.SUPPORTS
                  && others.contains(LegVerdict.SUPPORTS)
                  && !all.contains(LegVerdict.CONTRADICTS);
          boolean contradicts =
              posts == LegVerdict.CONTRADICTS
                  && others.contains(LegVerdict.CONTRADICTS)
                  && !all.contains(LegVerdict.SUPPORTS);
          boolean nothing =
              all.stream().distinct().toList().equals(List.of(LegVerdict.NOT_ESTIMABLE));
          String word =
              supports
                  ? "supports"
                  : contradicts ? "contradicts" : nothing ? "not_estimable" : "undetermined";
          CombinedVerdict combined = CombinedVerdict.ofC1(posts, people, threads);

          assertThat(combined.word()).as("%s", all).isEqualTo(word);
          assertThat(CombinedVerdict.ofC1(posts, threads, people)).isEqualTo(combined);
          // "C1a alone: undetermined", and says which way posts go.
          boolean alone =
              !others.contains(LegVerdict.SUPPORTS) && !others.contains(LegVerdict.CONTRADICTS);
          assertThat(combined == CombinedVerdict.POSTS_ALONE_SUPPORT)
              .as("%s", all)
              .isEqualTo(alone && posts == LegVerdict.SUPPORTS);
          assertThat(combined == CombinedVerdict.POSTS_ALONE_CONTRADICT)
              .as("%s", all)
              .isEqualTo(alone && posts == LegVerdict.CONTRADICTS);
          counts.merge(combined, 1, Integer::sum);
        }
      }
    }
    // Of 25 pairs of others: 9 with neither word, 7 that support without contradicting, 7 the
    // mirror, 2 opposed.
    assertThat(counts)
        .containsOnly(
            Map.entry(CombinedVerdict.SUPPORTS, 7),
            Map.entry(CombinedVerdict.CONTRADICTS, 7),
            Map.entry(CombinedVerdict.POSTS_ALONE_SUPPORT, 9),
            Map.entry(CombinedVerdict.POSTS_ALONE_CONTRADICT, 9),
            Map.entry(CombinedVerdict.NOT_ESTIMABLE, 1),
            Map.entry(CombinedVerdict.UNDETERMINED, 125 - 33));
  }

  @Test
  void postsAloneSayThatNothingIsKnownOfRelationships() {
    assertThat(CombinedVerdict.POSTS_ALONE_SUPPORT.sentence())
        .isEqualTo("Promotional posts expire faster; nothing is known here of relationships.");
  }
}
