package org.afterglow.archive.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.afterglow.archive.Fate;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.ReadRecord;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.reading.Reading;
import org.afterglow.post.Deletion;
import org.afterglow.post.Mention;
import org.afterglow.post.Origin;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.afterglow.post.PostedAtState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwitterV1FormatTest {
  private static final long NOON = Instant.parse("2020-09-14T12:00:00Z").toEpochMilli() * 1_000;
  private static final ReadOptions OPTIONS = ReadOptions.defaults().withFormat("twitter_v1");

  private static Reading read(String... json) {
    return Reading.of(String.join("\n", json), OPTIONS);
  }

  private static String status(String fields) {
    return "{\"created_at\":\"Mon Sep 14 12:00:00 +0000 2020\",\"id_str\":\"10\"," + fields + "}";
  }

  @Test
  void aStatusBecomesAPost() {
    Post post =
        read(status(
                "\"id\":10,\"text\":\"Tea &amp; &lt;b&gt; &amp;amp; https://t.co/1\","
                    + "\"source\":\"<a href=\\\"http://x.example\\\" rel=\\\"nofollow\\\">"
                    + "Kettle &amp; Co</a>\",\"lang\":\"en\",\"user\":{\"id\":3,"
                    + "\"id_str\":\"3\",\"name\":\"Ann Baker\",\"screen_name\":\"annb\","
                    + "\"followers_count\":\"44\",\"description\":null},\"entities\":"
                    + "{\"hashtags\":[{\"text\":\"tea\",\"indices\":[1,2]}],\"urls\":"
                    + "[{\"url\":\"https://t.co/1\",\"expanded_url\":\"https://e.example/a\"}],"
                    + "\"user_mentions\":[{\"id_str\":\"8\",\"id\":8,\"screen_name\":\"bo\"}],"
                    + "\"media\":[{\"url\":\"https://t.co/2\"}]},"
                    + "\"retweet_count\":5,\"favorite_count\":6.0,\"reply_count\":null"))
            .post();
    assertThat(post.platform()).isEqualTo("twitter");
    assertThat(post.postId()).isEqualTo("10");
    assertThat(post.authorId()).isEqualTo("3");
    assertThat(post.authorHandle()).isEqualTo("annb");
    assertThat(post.authorName()).isEqualTo("Ann Baker");
    assertThat(post.followerCount()).isEqualTo(44);
    assertThat(post.postedAtMicros()).isEqualTo(NOON);
    assertThat(post.kind()).isEqualTo(PostKind.POST);
    assertThat(post.text()).isEqualTo("Tea & <b> &amp; https://t.co/1");
    assertThat(post.hashtags()).containsExactly("tea");
    assertThat(post.links()).containsExactly("https://e.example/a");
    assertThat(post.mentions()).containsExactly(new Mention("8", "bo"));
    assertThat(post.reposts()).isEqualTo(5);
    assertThat(post.likes()).isEqualTo(6);
    assertThat(post.replies()).isNull();
    assertThat(post.countedAtMicros()).isNull();
    assertThat(post.sourceApp()).isEqualTo("Kettle & Co");
    assertThat(post.language()).isEqualTo("en");
    assertThat(post.adFlag()).isNull();
  }

  @Test
  void longTextsCountInWhateverFieldTheyStand() {
    assertThat(read(status("\"full_text\":\"long\",\"text\":\"lo…\"")).post().text())
        .isEqualTo("long");
    Post extended =
        read(status(
                "\"text\":\"lo…\",\"entities\":{\"hashtags\":[]},\"extended_tweet\":"
                    + "{\"full_text\":\"longest\",\"entities\":{\"hashtags\":"
                    + "[{\"text\":\"end\"}]}}"))
            .post();
    assertThat(extended.text()).isEqualTo("longest");
    assertThat(extended.hashtags()).containsExactly("end");
  }

  @Test
  void theCountersOfALiveStatusAreDatedByItsPosting() {
    Post post =
        read(status("\"text\":\"a\",\"favorite_count\":0,\"filter_level\":\"medium\"")).post();
    assertThat(post.likes()).isZero();
    assertThat(post.countedAtMicros()).isEqualTo(NOON);
  }

  @Test
  void aRetweetHasNoTextAndCarriesItsOriginal() {
    Reading reading =
        read(
            status(
                "\"text\":\"RT @bo: hi\",\"retweet_count\":7,\"user\":{\"id\":1},"
                    + "\"retweeted_status\":{\"created_at\":\"Sun Sep 13 12:00:00 +0000 2020\","
                    + "\"id_str\":\"9\",\"text\":\"hi\",\"user\":{\"id\":2},\"retweet_count\":7,"
                    + "\"favorite_count\":3,\"quoted_status_id_str\":\"8\",\"quoted_status\":"
                    + "{\"id_str\":\"8\",\"text\":\"oh\",\"user\":{\"id\":4},\"created_at\":"
                    + "\"Sat Sep 12 12:00:00 +0000 2020\",\"favorite_count\":1}}"));
    Post retweet = reading.post();
    assertThat(retweet.kind()).isEqualTo(PostKind.REPOST);
    assertThat(retweet.text()).isNull();
    assertThat(retweet.reposts()).isNull();
    assertThat(retweet.repostedPostId()).isEqualTo("9");
    assertThat(retweet.repostedAuthorId()).isEqualTo("2");
    List<Post> embedded = reading.embedded();
    assertThat(embedded).extracting(Post::postId).containsExactly("9", "8");
    assertThat(embedded).extracting(Post::origin).containsOnly(Origin.EMBEDDED);
    assertThat(embedded).extracting(Post::countedAtMicros).containsOnly(NOON);
    assertThat(embedded.get(0).kind()).isEqualTo(PostKind.QUOTE);
    assertThat(embedded.get(0).quotedAuthorId()).isEqualTo("4");
    assertThat(embedded.get(0).likes()).isEqualTo(3);
  }

  @Test
  void aReplyThatQuotesIsAReply() {
    Post post =
        read(status(
                "\"text\":\"a\",\"in_reply_to_status_id_str\":\"5\","
                    + "\"in_reply_to_status_id\":5,\"in_reply_to_user_id_str\":\"6\","
                    + "\"in_reply_to_screen_name\":\"bo\",\"quoted_status_id_str\":\"7\""))
            .post();
    assertThat(post.kind()).isEqualTo(PostKind.REPLY);
    assertThat(post.replyToPostId()).isEqualTo("5");
    assertThat(post.replyToAuthorId()).isEqualTo("6");
    assertThat(post.replyToAuthorHandle()).isEqualTo("bo");
    assertThat(post.quotedPostId()).isEqualTo("7");
    assertThat(read(status("\"text\":\"a\",\"in_reply_to_user_id_str\":\"6\"")).post().kind())
        .isEqualTo(PostKind.POST);
  }

  @Test
  void deleteNoticesAreDeletions() {
    Reading reading =
        read(
            "{\"delete\":{\"status\":{\"id\":12,\"id_str\":\"12\",\"user_id\":3},"
                + "\"timestamp_ms\":\"1600084800000\"}}",
            "{\"delete\":{\"status\":{\"id\":13,\"user_id\":3}}}");
    assertThat(reading.records())
        .extracting(ReadRecord::fate)
        .containsExactly(
            new Fate.Deleted(new Deletion("twitter", "12", "3", null, NOON)),
            new Fate.Deleted(new Deletion("twitter", "13", "3", null, null)));
  }

  @Test
  void whatIsNoStatusSaysWhatItIs() {
    Reading reading =
        read(
            "{\"limit\":{\"track\":5}}",
            "{\"scrub_geo\":{\"user_id\":1}}",
            "{\"friends\":[1,2]}",
            "{\"id\":5,\"screen_name\":\"bo\",\"followers_count\":2}",
            "{\"errors\":[{\"code\":88}]}",
            "{\"something\":1}");
    assertThat(reading.fates())
        .containsOnly(
            Map.entry("not a post limit_notice", 1L),
            Map.entry("not a post scrub_geo_notice", 1L),
            Map.entry("not a post friends_list", 1L),
            Map.entry("not a post user", 1L),
            Map.entry("not a post errors", 1L),
            Map.entry("not a post other_message", 1L));
  }

  @Test
  void listsOfAccountsAreNoPosts() {
    String account =
        "{\"id\":5,\"screen_name\":\"bo\",\"followers_count\":2,\"description\":\"me\","
            + "\"created_at\":\"Mon Sep 14 12:00:00 +0000 2009\"}\n";
    assertThat(Reading.of(account.repeat(3)).fates())
        .containsOnly(Map.entry("not a post user", 3L));
    String table =
        "id,screen_name,created_at,followers_count,friends_count,favourites_count,description\n";
    assertThat(Reading.of(table + "5,bo,2009-01-01,3,4,5,me\n".repeat(3)).fates())
        .containsOnly(Map.entry("not a post table_row", 3L));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"id\":1.316529221557252e+18', LOSSY_ID",
    "'\"id_str\":\"1.316529221557252e+18\"', LOSSY_ID",
    "'\"id\":null', MISSING_FIELD",
    "'\"user\":{}', MISSING_FIELD"
  })
  void idsThatIdentifyNothingAreRejected(String field, RejectReason reason) {
    assertThat(read("{\"text\":\"a\"," + field + "}").rejects()).containsExactly(reason);
  }

  @Test
  void aGoodIdBesideALossyOneCounts() {
    Post post =
        read("{\"id\":1.3165e+18,\"id_str\":\"1316529221557252096\",\"text\":\"a\"}").post();
    assertThat(post.postId()).isEqualTo("1316529221557252096");
    assertThat(post.postedAtState()).isEqualTo(PostedAtState.MISSING);
    assertThat(read("{\"id\":18446744073709551616,\"text\":\"a\"}").post().postId())
        .isEqualTo("18446744073709551616");
  }

  @Test
  void timesThatCannotBeAreNotKept() {
    String form = "{\"id\":1,\"text\":\"a\",\"created_at\":\"%s\"}";
    assertThat(
            read(
                    form.formatted("Thu Jan 01 00:00:00 +0000 1970"),
                    form.formatted("Sat Jan 01 00:00:00 +0000 0000"),
                    form.formatted("Fri Jan 01 00:00:00 +0000 2100"),
                    form.formatted("soon"))
                .posts())
        .extracting(Post::postedAtState)
        .containsExactly(
            PostedAtState.IMPLAUSIBLE,
            PostedAtState.IMPLAUSIBLE,
            PostedAtState.IMPLAUSIBLE,
            PostedAtState.UNREADABLE);
  }

  @Test
  void fieldsOfTheWrongTypeDoNoHarm() {
    String[] values = {"null", "1", "1.5", "\"x\"", "true", "[]", "{}", "[{}]", "{\"id\":[]}"};
    String[] fields = {
      "created_at",
      "text",
      "full_text",
      "user",
      "entities",
      "retweeted_status",
      "quoted_status",
      "extended_tweet",
      "source",
      "lang",
      "favorite_count",
      "timestamp_ms",
      "statuses",
      "in_reply_to_status_id",
      "in_reply_to_status_id_str",
      "quoted_status_id",
      "delete",
      "limit"
    };
    for (String field : fields) {
      for (String value : values) {
        Reading reading =
            read(
                "{\"id\":1,\"text\":\"a\",\"" + field + "\":" + value + "}",
                status("\"text\":\"b\""));
        assertThat(reading.records()).as("%s: %s", field, value).hasSizeBetween(1, 3);
        assertThat(reading.posts()).extracting(Post::postId).contains("10");
        assertThat(reading.rejects())
            .as("%s: %s", field, value)
            .doesNotContain(RejectReason.NOT_JSON, RejectReason.BAD_VALUE);
      }
    }
  }
}
