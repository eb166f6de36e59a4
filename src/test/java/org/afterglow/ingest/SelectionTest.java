package org.afterglow.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.afterglow.post.Identities;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final Identities KEYS =
      Identities.pseudonyms("a secret of thirty-two characters".getBytes(UTF_8));

  @Test
  void whoWasAskedForIsRecordedByAKeyedHash() {
    String recorded = Selection.recorded("author=@Annb", KEYS);

    assertThat(recorded).startsWith("author=").doesNotContainIgnoringCase("annb");
    assertThat(Selection.recorded("AUTHOR= annb", KEYS)).isEqualTo(recorded);
    assertThat(Selection.recorded("author=bo", KEYS)).isNotEqualTo(recorded);
    assertThat(
            Selection.recorded(
                "author=annb",
                Identities.pseudonyms("another secret of thirty-two letters".getBytes(UTF_8))))
        .isNotEqualTo(recorded);
  }

  @Test
  void aVenueMayBeSomebodysChannelAndIsRecordedLikeWhoWasAskedFor() {
    assertThat(Selection.recorded("venue=Ann's tea room", KEYS))
        .startsWith("venue=")
        .isNotEqualTo(Selection.recorded("venue=bread", KEYS))
        .doesNotContainIgnoringCase("ann")
        .doesNotContainIgnoringCase("tea");
  }

  @Test
  void otherCriteriaAndKeptIdentitiesAreRecordedAsTheyAre() {
    assertThat(Selection.recorded("hashtag=bread", KEYS)).isEqualTo("hashtag=bread");
    assertThat(Selection.recorded("venue=UCtea", Identities.kept())).isEqualTo("venue=UCtea");
    assertThat(Selection.recorded("author=annb", Identities.kept())).isEqualTo("author=annb");
  }
}
