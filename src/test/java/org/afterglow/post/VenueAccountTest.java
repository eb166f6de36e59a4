package org.afterglow.post;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VenueAccountTest {
  @ParameterizedTest
  @CsvSource({
    "youtube, UC0123456789abcdefghi-_Z, UC0123456789abcdefghi-_Z,",
    "youtube, UC Tea, , UC Tea",
    "youtube, @tea, , tea",
    "telegram, channel1234567890, channel1234567890,",
    "telegram, -1001234567890, channel1234567890,",
    "telegram, 1234567890, channel1234567890,",
    "telegram, -77, chat77,",
    "telegram, chat77, chat77,",
    "telegram, Tea room, , Tea room",
    "reddit, u_Ann-B, , Ann-B",
    "reddit, /user/ann, , ann",
    "reddit, u/ann, , ann",
  })
  void channelsChatsAndProfilesAreAccounts(String platform, String venue, String id, String name) {
    assertThat(VenueAccount.of(platform, venue)).isEqualTo(new Mention(id, name));
  }

  @ParameterizedTest
  @CsvSource({
    "reddit, bread",
    "reddit, unu_bread",
    "stackexchange, cooking.stackexchange.com",
    "facebook, 99",
    "disqus, u_forum",
    "forum, kitchen"
  })
  void otherVenuesArePlaces(String platform, String venue) {
    assertThat(VenueAccount.of(platform, venue)).isNull();
  }

  @Test
  void whatUsersWriteMeansTheAccountWhateverItsCase() {
    Mention channel = new Mention("channel1234567890", null);
    assertThat(VenueAccount.means("telegram", "-1001234567890", channel)).isTrue();
    assertThat(VenueAccount.means("telegram", "1234567891", channel)).isFalse();
    assertThat(VenueAccount.means("telegram", "Tea room", channel)).isFalse();
    String id = "UC0123456789abcdefghi-_Z";
    assertThat(VenueAccount.means("youtube", id.toLowerCase(Locale.ROOT), new Mention(id, null)))
        .isTrue();
    assertThat(VenueAccount.means("reddit", "u/ANN", new Mention(null, "ann"))).isTrue();
    assertThat(VenueAccount.means("mine", "Tea", new Mention(null, "tea"))).isTrue();
    assertThat(VenueAccount.means("mine", "Rye", new Mention(null, "tea"))).isFalse();
  }
}
