package org.afterglow.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.afterglow.post.Identities;
import org.afterglow.post.Mention;
import org.afterglow.post.PostBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "youtube, UC0123456789abcdefghi-_Z, UC0123456789abcdefghi-_Z",
    "telegram, Tea room, tea room",
    "telegram, Tea room, -1001234567890",
    "telegram, Tea room, channel1234567890",
    "reddit, u_Ann, u_ann",
    "reddit, u_Ann, u/ann",
    "reddit, bread, Bread"
  })
  void aVenueIsSelectedByWhatItIsCalledOrByItsAccount(
      String platform, String venue, String written) {
    PostBuilder post = new PostBuilder(platform, "1").venue(venue);
    if (platform.equals("telegram")) {
      post.venue(venue, new Mention("channel1234567890", null));
    }

    assertThat(selecting(written).keepsVenue(post.build())).isTrue();
    assertThat(selecting("other").keepsVenue(post.build())).isFalse();
    assertThat(selecting(written).keepsVenue(new PostBuilder(platform, "1").build())).isFalse();
  }

  private static Selection selecting(String venue) {
    return new Selection(null, null, Selection.parse(List.of("venue=" + venue)), false);
  }

  @Test
  void otherCriteriaAndKeptIdentitiesAreRecordedAsTheyAre() {
    assertThat(Selection.recorded("hashtag=bread", KEYS)).isEqualTo("hashtag=bread");
    assertThat(Selection.recorded("venue=UCtea", Identities.kept())).isEqualTo("venue=UCtea");
    assertThat(Selection.recorded("author=annb", Identities.kept())).isEqualTo("author=annb");
  }
}
