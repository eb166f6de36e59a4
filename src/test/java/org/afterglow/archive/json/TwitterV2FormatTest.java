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
import org.afterglow.post.DeletedState;
import org.afterglow.post.Deletion;
import org.afterglow.post.Mention;
import org.afterglow.post.Origin;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.junit.jupiter.api.Test;

public class TwitterV2FormatTest {
  private static final ReadOptions OPTIONS = ReadOptions.defaults().withFormat("twitter_v2");
  private static final String TWARC =
      "\"__twarc\":{\"url\":\"https://api.example/2\",\"retrieved_at\":\"2021-04-08T19:34:32+00:00\"}";
  private static final String METRICS =
      "\"public_metrics\":{\"retweet_count\":5,\"reply_count\":2,\"like_count\":7,\"quote_count\":1,"
          + "\"impression_count\":90}";

  public static final String PAGE =
      "{\"data\":["
          + tweet("21", "\"text\":\"hot tea\",\"author_id\":\"3\"," + METRICS)
          + ","
          + tweet(
              "22",
              "\"text\":\"RT @annb: a long sto…\",\"author_id\":\"4\","
                  + METRICS
                  + ",\"referenced_tweets\":[{\"type\":\"retweeted\",\"id\":\"20\"}]")
          + "],\"includes\":{\"users\":[{\"id\":\"3\",\"username\":\"annb\",\"name\":\"Ann Baker\","
          + "\"public_metrics\":{\"followers_count\":44,\"tweet_count\":9}}],\"tweets\":["
          + tweet("20", "\"text\":\"a long story of tea\",\"author_id\":\"3\"," + METRICS)
          + "]},\"errors\":[{\"title\":\"Not Found Error\",\"resource_type\":\"tweet\"}],"
          + "\"meta\":{\"result_count\":2},"
          + TWARC
          + "}";

  private static Reading read(String... json) {
    return Reading.of(String.join("\n", json), OPTIONS);
  }

  private static String tweet(String id, String fields) {
    return "{\"id\":\"" + id + "\",\"created_at\":\"2021-04-08T12:00:00.000Z\"," + fields + "}";
  }

  private static long micros(String instant) {
    return Instant.parse(instant).toEpochMilli() * 1_000;
  }

  @Test
  void everyElementOfAPageIsARecordAndSoIsEveryError() {
    Reading reading = Reading.of(PAGE);
    assertThat(reading.summary().format()).isEqualTo("twitter_v2");
    assertThat(reading.fates())
        .containsOnly(Map.entry("Posted", 2L), Map.entry("not a post error", 1L));
    Post post = reading.posts().get(0);
    assertThat(post.platform()).isEqualTo("twitter");
    assertThat(post.postId()).isEqualTo("21");
    assertThat(post.authorId()).isEqualTo("3");
    assertThat(post.authorHandle()).isEqualTo("annb");
    assertThat(post.authorName()).isEqualTo("Ann Baker");
    assertThat(post.followerCount()).isEqualTo(44);
    assertThat(post.postedAtMicros()).isEqualTo(micros("2021-04-08T12:00:00Z"));
    assertThat(post.text()).isEqualTo("hot tea");
    assertThat(post.likes()).isEqualTo(7);
    assertThat(post.reposts()).isEqualTo(5);
    assertThat(post.replies()).isEqualTo(2);
    assertThat(post.quotes()).isEqualTo(1);
    assertThat(post.views()).isEqualTo(90);
    assertThat(post.countedAtMicros()).isEqualTo(micros("2021-04-08T19:34:32Z"));
    List<Long> offsets = reading.records().stream().map(ReadRecord::byteOffset).toList();
    assertThat(offsets).isSorted().doesNotHaveDuplicates();
    assertThat(PAGE.substring(offsets.get(1).intValue())).startsWith("{\"id\":\"22\"");
  }

  @Test
  void aRetweetLeavesTextAndCountersToTheIncludedOriginal() {
    Reading reading = Reading.of(PAGE);
    Post retweet = reading.posts().get(1);
    assertThat(retweet.kind()).isEqualTo(PostKind.REPOST);
    assertThat(retweet.text()).isNull();
    assertThat(retweet.reposts()).isNull();
    assertThat(retweet.repostedPostId()).isEqualTo("20");
    assertThat(retweet.repostedAuthorId()).isEqualTo("3");
    Post original = reading.embedded().get(0);
    assertThat(original.origin()).isEqualTo(Origin.EMBEDDED);
    assertThat(original.text()).isEqualTo("a long story of tea");
    assertThat(original.authorHandle()).isEqualTo("annb");
    assertThat(original.reposts()).isEqualTo(5);
    assertThat(original.countedAtMicros()).isEqualTo(micros("2021-04-08T19:34:32Z"));
  }

  @Test
  void anObjectAsDataIsOneRecord() {
    Reading reading =
        read(
            "{\"data\":"
                + tweet("21", "\"text\":\"hot\",\"author_id\":\"3\"," + METRICS)
                + ",\"matching_rules\":[{\"id\":1}]}",
            "{\"data\":" + tweet("22", "\"text\":\"cold\",\"author_id\":\"3\"") + "}");
    assertThat(reading.posts()).extracting(Post::postId).containsExactly("21", "22");
    // A stream gives the counters of the moment of posting.
    assertThat(reading.posts().get(0).countedAtMicros()).isEqualTo(micros("2021-04-08T12:00:00Z"));
    assertThat(reading.posts().get(1).countedAtMicros()).isNull();
  }

  @Test
  void aPageIsTheSameOverManyLines() {
    String pretty = PAGE.replace("{", "{\n  ").replace(",\"", ",\n  \"");
    assertThat(Reading.of(pretty).fates()).isEqualTo(Reading.of(PAGE).fates());
    assertThat(Reading.of(PAGE + "\n" + PAGE + "\n").posts()).hasSize(4);
  }

  @Test
  void aFlattenedTweetCarriesItsReferences() {
    Post post;
    Reading reading =
        read(
            tweet(
                "23",
                "\"text\":\"@bo see @cy &amp; #tea\",\"author_id\":\"3\",\"lang\":\"en\","
                    + "\"source\":\"Kettle\",\"conversation_id\":\"19\","
                    + "\"in_reply_to_user_id\":\"8\",\"in_reply_to_user\":{\"id\":\"8\","
                    + "\"username\":\"bo\"},\"author\":{\"id\":\"3\",\"username\":\"annb\"},"
                    + "\"referenced_tweets\":["
                    + "{\"type\":\"replied_to\",\"id\":\"20\"},"
                    + "{\"type\":\"quoted\",\"id\":\"11\",\"text\":\"old\",\"author_id\":\"9\","
                    + "\"created_at\":\"2021-04-01T00:00:00.000Z\","
                    + METRICS
                    + ",\"author\":{\"id\":\"9\",\"username\":\"dee\"}}],"
                    + "\"entities\":{\"hashtags\":[{\"start\":1,\"end\":4,\"tag\":\"tea\"}],"
                    + "\"mentions\":[{\"username\":\"bo\",\"id\":\"8\"},{\"username\":\"cy\"}],"
                    + "\"urls\":[{\"url\":\"https://t.co/1\",\"expanded_url\":\"https://b.ly/1\","
                    + "\"unwound_url\":\"https://e.example/a\"},{\"url\":\"https://t.co/2\","
                    + "\"expanded_url\":\"https://e.example/b\"},{\"url\":\"https://t.co/3\","
                    + "\"media_key\":\"3_1\"}]},"
                    + TWARC));
    post = reading.post();
    assertThat(post.kind()).isEqualTo(PostKind.REPLY);
    assertThat(post.text()).isEqualTo("@bo see @cy & #tea");
    assertThat(post.replyToPostId()).isEqualTo("20");
    assertThat(post.replyToAuthorId()).isEqualTo("8");
    assertThat(post.replyToAuthorHandle()).isEqualTo("bo");
    assertThat(post.conversationId()).isEqualTo("19");
    assertThat(post.rootPostId()).isEqualTo("19");
    assertThat(post.quotedPostId()).isEqualTo("11");
    assertThat(post.quotedAuthorId()).isEqualTo("9");
    assertThat(post.hashtags()).containsExactly("tea");
    assertThat(post.mentions()).containsExactly(new Mention("8", "bo"), new Mention(null, "cy"));
    assertThat(post.links()).containsExactly("https://e.example/a", "https://e.example/b");
    assertThat(post.sourceApp()).isEqualTo("Kettle");
    assertThat(post.language()).isEqualTo("en");
    assertThat(reading.embedded()).extracting(Post::postId).containsExactly("11");
    assertThat(reading.embedded().get(0).authorHandle()).isEqualTo("dee");
    assertThat(reading.embedded().get(0).likes()).isEqualTo(7);
  }

  @Test
  void mentionsWithoutIdsTakeThemFromTheAccountsOfThePage() {
    Reading reading =
        read(
            "{\"data\":["
                + tweet(
                    "21",
                    "\"text\":\"@AnnB\",\"author_id\":\"4\",\"entities\":"
                        + "{\"mentions\":[{\"username\":\"AnnB\"}]}")
                + "],\"includes\":{\"users\":[{\"id\":\"3\",\"username\":\"annb\"}]}}");
    assertThat(reading.post().mentions()).containsExactly(new Mention("3", "AnnB"));
    assertThat(reading.post().hashtags()).isEmpty();
  }

  @Test
  void earlierVersionsOfAnEditedTweetAreEmbedded() {
    Reading reading =
        read(
            "{\"data\":["
                + tweet("21", "\"text\":\"a\",\"author_id\":\"4\"")
                + ","
                + tweet(
                    "32",
                    "\"text\":\"tea\",\"author_id\":\"3\","
                        + "\"edit_history_tweet_ids\":[\"31\",\"32\"]")
                + "],\"includes\":{\"tweets\":["
                + tweet("31", "\"text\":\"tee\",\"author_id\":\"3\"")
                + "]}}");
    assertThat(reading.posts()).extracting(Post::postId).containsExactly("21", "32");
    assertThat(reading.records().get(1).fate())
        .isInstanceOfSatisfying(
            Fate.Posted.class,
            posted -> assertThat(posted.embedded()).extracting(Post::postId).containsExactly("31"));
  }

  @Test
  void whatIsIncludedAndReferredToByNoneStandsWithTheFirstPost() {
    Reading reading =
        read(
            "{\"data\":["
                + tweet("21", "\"text\":\"a\",\"author_id\":\"4\"")
                + "],\"includes\":{\"tweets\":["
                + tweet("31", "\"text\":\"pinned\",\"author_id\":\"3\"")
                + "]}}");
    assertThat(reading.embedded()).extracting(Post::postId).containsExactly("31");
  }

  @Test
  void aTextThatMayNotBeShownIsNone() {
    Post withheld =
        read(tweet(
                "21",
                "\"text\":\"@annb's account has been withheld in Atlantis. Learn more.\","
                    + "\"author_id\":\"3\",\"withheld\":{\"scope\":\"user\"}"))
            .post();
    assertThat(withheld.text()).isNull();
    assertThat(withheld.deletedState()).isEqualTo(DeletedState.REMOVED);
    Post elsewhere =
        read(tweet(
                "22",
                "\"text\":\"tea\",\"author_id\":\"3\",\"withheld\":{\"country_codes\":[\"XX\"]}"))
            .post();
    assertThat(elsewhere.text()).isEqualTo("tea");
    assertThat(elsewhere.deletedState()).isNull();
  }

  @Test
  void aLongTextIsWhole() {
    Post post =
        read(tweet(
                "21",
                "\"text\":\"lo…\",\"author_id\":\"3\",\"note_tweet\":{\"text\":\"longest #x\","
                    + "\"entities\":{\"hashtags\":[{\"tag\":\"x\"}]}}"))
            .post();
    assertThat(post.text()).isEqualTo("longest #x");
    assertThat(post.hashtags()).containsExactly("x");
  }

  @Test
  void noImpressionsOfATweetThatPeopleLikedAreUnknown() {
    String liked = "\"public_metrics\":{\"like_count\":3,\"impression_count\":0}";
    String fresh = "\"public_metrics\":{\"like_count\":0,\"impression_count\":0}";
    Reading reading =
        read(
            tweet("21", "\"text\":\"a\",\"author_id\":\"3\"," + liked),
            tweet("22", "\"text\":\"a\",\"author_id\":\"3\"," + fresh));
    assertThat(reading.posts()).extracting(Post::views).containsExactly(null, 0L);
  }

  @Test
  void filesBesideTheTweetsAreNoPosts() {
    String counts =
        "{\"data\":[{\"end\":\"2021-10-16T19:00:00.000Z\",\"start\":\"2021-10-16T18:00:00.000Z\","
            + "\"tweet_count\":3}],\"meta\":{\"total_tweet_count\":3}}";
    String users =
        "{\"data\":[{\"id\":\"3\",\"username\":\"annb\",\"pinned_tweet_id\":\"7\"}],"
            + "\"includes\":{\"tweets\":["
            + tweet("7", "\"text\":\"pinned\",\"author_id\":\"3\"")
            + "]}}";
    String lists =
        "{\"data\":[{\"id\":\"5\",\"name\":\"cups\",\"owner_id\":\"3\",\"member_count\":2}],"
            + "\"meta\":{\"result_count\":1}}";
    String compliance =
        "{\"id\":\"7\",\"action\":\"delete\",\"created_at\":\"2019-09-06T17:25:54.667Z\","
            + "\"reason\":\"protected\"}";
    for (Map.Entry<String, String> file :
        Map.of("count", counts, "user", users, "list", lists, "compliance_entry", compliance)
            .entrySet()) {
      Reading reading = Reading.of(file.getValue());
      assertThat(reading.summary().format()).as(file.getKey()).isEqualTo("twitter_v2");
      assertThat(reading.fates()).containsOnly(Map.entry("not a post " + file.getKey(), 1L));
    }
    assertThat(read("{\"errors\":[{\"title\":\"Forbidden\"}]}").fates())
        .containsOnly(Map.entry("not a post errors", 1L));
    assertThat(read("{\"data\":[],\"meta\":{\"result_count\":0}}").fates())
        .containsOnly(Map.entry("not a post page_without_records", 1L));
    assertThat(read("{\"meta\":{\"result_count\":0}}").fates())
        .containsOnly(Map.entry("not a post page_without_records", 1L));
  }

  @Test
  void noticesOfTheComplianceStreamAreDeletions() {
    Reading reading =
        read(
            "{\"data\":{\"delete\":{\"tweet\":{\"id\":\"77\",\"author_id\":\"3\"},"
                + "\"event_at\":\"2021-04-08T12:00:00.000Z\"}}}");
    assertThat(reading.records().get(0).fate())
        .isEqualTo(
            new Fate.Deleted(
                new Deletion("twitter", "77", "3", null, micros("2021-04-08T12:00:00Z"))));
  }

  @Test
  void theWholeTweetsOfADamagedPageAreKept() {
    Reading reading = read(PAGE.substring(0, PAGE.indexOf("\"text\":\"RT")), PAGE);
    assertThat(reading.rejects()).containsExactly(RejectReason.NOT_JSON);
    assertThat(reading.posts()).extracting(Post::postId).containsExactly("21", "21", "22");
    String single = "{\"data\":" + tweet("21", "\"text\":\"hot\"") + ",\"includes\":{\"us";
    assertThat(read(single, PAGE).posts()).hasSize(2);
  }

  @Test
  void whatIdentifiesNothingIsRejected() {
    assertThat(
            read(
                    "{\"text\":\"a\",\"author_id\":\"3\"}",
                    "{\"id\":1.316529221557252e+18,\"text\":\"a\",\"author_id\":\"3\"}",
                    "{\"id\":\"5\",\"author_id\":\"3\"}")
                .fates())
        .containsOnly(Map.entry("rejected MISSING_FIELD", 2L), Map.entry("rejected LOSSY_ID", 1L));
  }

  @Test
  void fieldsOfTheWrongTypeDoNoHarm() {
    String[] values = {
      "null", "1", "1.5", "\"x\"", "true", "[]", "{}", "[{}]", "[1]", "{\"id\":1}"
    };
    String[] fields = {
      "created_at",
      "author_id",
      "author",
      "conversation_id",
      "in_reply_to_user",
      "source",
      "referenced_tweets",
      "public_metrics",
      "entities",
      "edit_history_tweet_ids",
      "withheld",
      "includes",
      "errors",
      "__twarc",
      "note_tweet",
      "lang",
      "matching_rules"
    };
    String good = tweet("9", "\"text\":\"b\",\"author_id\":\"3\"");
    for (String field : fields) {
      for (String value : values) {
        Reading reading =
            read("{\"id\":\"8\",\"text\":\"a\",\"" + field + "\":" + value + "}", good);
        assertThat(reading.posts())
            .as("%s: %s", field, value)
            .extracting(Post::postId)
            .containsExactly("8", "9");
        assertThat(reading.rejects()).as("%s: %s", field, value).isEmpty();
      }
    }
  }
}
