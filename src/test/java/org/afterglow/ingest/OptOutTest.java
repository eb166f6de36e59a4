package org.afterglow.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class OptOutTest {
  @Test
  void anEntryIsReadHoweverPeopleWriteIt() {
    OptOut list =
        OptOut.parse(
            """
            \uFEFF@Ada
              "bob"\s
            'cy',
            u/dee
            /u/eve
            reddit/u/fay
            twitter/@Gus  # by mail
            # nobody

            @user@mastodon.social
            mastodon/@ann@example.social
            twitter/7
            #tagged
            """);
    assertThat(list.entries())
        .isEqualTo(
            Set.of(
                "ada",
                "bob",
                "cy",
                "dee",
                "eve",
                "reddit/fay",
                "twitter/gus",
                "user@mastodon.social",
                "mastodon/ann@example.social",
                "twitter/7"));
    assertThat(list.names("mastodon", null, "User@mastodon.social")).isTrue();
    assertThat(list.names("twitter", "7", null)).isTrue();
    assertThat(list.names("reddit", "7", null)).isFalse();
  }
}
