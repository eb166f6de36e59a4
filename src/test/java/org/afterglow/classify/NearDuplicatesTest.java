package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {
  @Test
  void copiesThatDifferInAddressCaseOrAWordAreOneGroup() {
    int[] groups =
        NearDuplicates.groups(
            List.of(
                "Check out my new channel for the best music of the year https://a.example/1",
                "my dog ate the whole cake and now he is sleeping",
                "CHECK out my new channel for the best music of the year http://b.example",
                "Check out my new channel for the best music of this year"));
    assertThat(groups).containsExactly(0, 1, 0, 0);
  }

  @Test
  void textsOnOneSubjectAreNotCopies() {
    assertThat(
            NearDuplicates.groups(
                List.of("the match was great today", "the match was dull and far too long")))
        .containsExactly(0, 1);
  }
}
