package org.afterglow.archive.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.reading.Reading;
import org.afterglow.post.DeletedState;
import org.afterglow.post.Mention;
import org.afterglow.post.Origin;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedditFormatTest {
  private static final ReadOptions OPTIONS = ReadOptions.defaults().withFormat("reddit");

  private static Reading read(String... json) {
    return Reading.of(String.join("\n", json), OPTIONS);
  }

  private static String comment(String fields) {
    return "{\"id\":\"c1\",\"subreddit\":\"tea\",\"link_id\":\"t3_s1\",\"created_utc\":1600000000"
        + (fields.contains("\"body\"") ? "" : ",\"body\":\"hello\"")
        + (fields.isEmpty() ? "" : "," + fields)
        + "}";
  }

  private static String submission(String fields) {
    return "{\"id\":\"s1\",\"subreddit\":\"tea\",\"created_utc\":\"1600000000\",\"title\":\"Cups\""
        + (fields.isEmpty() ? "" : "," + fields)
        + "}";
  }

  @Test
  void aCommentBecomesAPost() {
    Post post =
        read(comment(
                "\"body\":\"a &gt; b, ask u/Some_body or /u/other1\",\"author\":\"annb\","
                    + "\"author_fullname\":\"t2_x\",\"parent_id\":\"t1_c0\",\"score\":-3,"
                    + "\"retrieved_on\":1600001000,\"ups\":9"))
            .post();
    assertThat(post.postId()).isEqualTo("t1_c1");
    assertThat(post.kind()).isEqualTo(PostKind.COMMENT);
    assertThat(post.authorId()).isNull();
    assertThat(post.authorHandle()).isEqualTo("annb");
    assertThat(post.venue()).isEqualTo("tea");
    assertThat(post.replyToPostId()).isEqualTo("t1_c0");
    assertThat(post.rootPostId()).isEqualTo("t3_s1");
    assertThat(post.score()).isEqualTo(-3);
    assertThat(post.likes()).isNull();
    assertThat(post.postedAtMicros()).isEqualTo(1_600_000_000_000_000L);
    assertThat(post.countedAtMicros()).isEqualTo(1_600_001_000_000_000L);
    assertThat(post.text()).isEqualTo("a > b, ask u/Some_body or /u/other1");
    assertThat(post.mentions())
        .containsExactly(new Mention(null, "Some_body"), new Mention(null, "other1"));
    assertThat(post.adFlag()).isNull();
  }

  @Test
  void aSubmissionBecomesAPost() {
    Post post =
        read(submission(
                "\"selftext\":\"see https://e.example/b)\",\"url\":\"https://e.example/a\","
                    + "\"num_comments\":4,\"score\":\"12\",\"promoted\":false,"
                    + "\"_meta\":{\"retrieved_2nd_on\":1600002000,\"is_edited\":true},"
                    + "\"retrieved_on\":1600001000"))
            .post();
    assertThat(post.postId()).isEqualTo("t3_s1");
    assertThat(post.kind()).isEqualTo(PostKind.POST);
    assertThat(post.text()).isEqualTo("Cups\n\nsee https://e.example/b)");
    assertThat(post.links()).containsExactly("https://e.example/a", "https://e.example/b");
    assertThat(post.replies()).isEqualTo(4);
    assertThat(post.score()).isEqualTo(12);
    assertThat(post.countedAtMicros()).isEqualTo(1_600_002_000_000_000L);
    assertThat(post.adFlag()).isFalse();
    assertThat(post.authorHandle()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1600000000", "\"1600000000\"", "1600000000.0", "\"1600000000.0\""})
  void timesAreReadInAnyType(String created) {
    Post post =
        read(comment("").replace("\"created_utc\":1600000000", "\"created_utc\":" + created))
            .post();
    assertThat(post.postedAtMicros()).isEqualTo(1_600_000_000_000_000L);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"promoted\":true', true",
    "'\"promoted\":null,\"is_created_from_ads_ui\":true', true",
    "'\"promoted\":false,\"is_created_from_ads_ui\":false', false",
    "'\"promoted\":null', ",
  })
  void advertisingIsFlaggedWhereItIsSaid(String fields, Boolean flag) {
    assertThat(read(submission(fields)).post().adFlag()).isEqualTo(flag);
  }

  @ParameterizedTest
  @CsvSource({"[deleted], DELETED", "[removed], REMOVED"})
  void whatIsGoneHasAState(String mark, DeletedState state) {
    Post comment =
        read(comment(
                "\"body\":\"" + mark + "\",\"author\":\"[deleted]\",\"author_fullname\":\"t2_x\""))
            .post();
    assertThat(comment.text()).isNull();
    assertThat(comment.authorHandle()).isNull();
    assertThat(comment.authorId()).isNull();
    assertThat(comment.deletedState()).isEqualTo(state);
    Post submission = read(submission("\"selftext\":\"" + mark + "\",\"author\":\"a\"")).post();
    assertThat(submission.text()).isEqualTo("Cups");
    assertThat(submission.deletedState()).isEqualTo(state);
    assertThat(submission.authorHandle()).isEqualTo("a");
  }

  @Test
  void aTextThatOutlivedItsAuthorIsKept() {
    Post post = read(comment("\"author\":\"[deleted]\"")).post();
    assertThat(post.text()).isEqualTo("hello");
    assertThat(post.authorHandle()).isNull();
    assertThat(post.deletedState()).isNull();
  }

  @Test
  void aCommentAndASubmissionOfOneBareIdAreTwoPosts() {
    Reading reading = read(comment("").replace("\"c1\"", "\"s1\""), submission(""));
    assertThat(reading.posts()).extracting(Post::postId).containsExactly("t1_s1", "t3_s1");
  }

  @Test
  void parentsAreReadInAllTheirForms() {
    assertThat(
            read(
                    comment("\"parent_id\":\"t3_s1\""),
                    comment("\"parent_id\":35"),
                    comment("\"parent_id\":null"),
                    comment(""))
                .posts())
        .extracting(Post::replyToPostId)
        .containsExactly("t3_s1", "t1_z", "t3_s1", "t3_s1");
  }

  @Test
  void aCrosspostQuotesTheOriginalThatItCarries() {
    Reading reading =
        read(
            submission(
                "\"retrieved_on\":1600001000,\"crosspost_parent\":\"t3_s0\","
                    + "\"crosspost_parent_list\":[{\"id\":\"s0\",\"title\":\"Pots\","
                    + "\"subreddit\":\"pots\",\"author_fullname\":\"t2_y\",\"author\":\"bo\","
                    + "\"created_utc\":1590000000,\"score\":5}]"));
    assertThat(reading.post().kind()).isEqualTo(PostKind.QUOTE);
    assertThat(reading.post().quotedPostId()).isEqualTo("t3_s0");
    assertThat(reading.post().quotedAuthorId()).isNull();
    Post original = reading.embedded().get(0);
    assertThat(original.origin()).isEqualTo(Origin.EMBEDDED);
    assertThat(original.venue()).isEqualTo("pots");
    assertThat(original.countedAtMicros()).isEqualTo(1_600_001_000_000_000L);
  }

  @Test
  void theChildrenOfAListingAreRecordsToTheLastAnswer() {
    String answer = "{\"kind\":\"t1\",\"data\":" + comment("").replace("c1", "c2") + "}";
    String replies =
        "{\"kind\":\"Listing\",\"data\":{\"children\":["
            + answer
            + ",{\"kind\":\"more\",\"data\":{\"id\":\"q\",\"children\":[\"c7\"]}}]}}";
    String parent =
        "{\"kind\":\"t1\",\"data\":" + comment("\"body\":\"b\",\"replies\":" + replies) + "}";
    String listing =
        "{\"kind\":\"Listing\",\"data\":{\"after\":null,\"children\":["
            + parent
            + ",{\"kind\":\"t3\",\"data\":"
            + submission("")
            + "},{\"kind\":\"t5\",\"data\":{\"display_name\":\"tea\",\"id\":\"q\"}}]}}";
    for (String document : List.of(listing, "[" + listing + "]", listing + "\n" + listing + "\n")) {
      Reading reading = Reading.of(document);
      long times = document.startsWith("{") && document.contains("\n") ? 2 : 1;
      assertThat(reading.summary().format()).isEqualTo("reddit");
      assertThat(reading.fates())
          .containsOnly(
              Map.entry("Posted", 3 * times),
              Map.entry("not a post more_comments", times),
              Map.entry("not a post subreddit", times));
      assertThat(reading.posts()).extracting(Post::postId).contains("t1_c1", "t1_c2", "t3_s1");
    }
  }

  @Test
  void whatIdentifiesNothingIsRejected() {
    assertThat(
            read(
                    "{\"body\":\"a\",\"subreddit\":\"tea\"}",
                    "{\"id\":1.5e30,\"body\":\"a\"}",
                    "{\"id\":\"x\",\"subreddit\":\"tea\"}",
                    "{\"id\":\"x\",\"name\":\"bo\",\"link_karma\":3}")
                .fates())
        .containsOnly(
            Map.entry("rejected MISSING_FIELD", 2L),
            Map.entry("rejected LOSSY_ID", 1L),
            Map.entry("not a post account", 1L));
  }

  @Test
  void fieldsOfTheWrongTypeDoNoHarm() {
    String[] values = {"null", "1", "1.5", "\"x\"", "true", "[]", "{}", "[{}]", "{\"data\":{}}"};
    String[] fields = {
      "created_utc", "author", "author_fullname", "score", "parent_id", "link_id", "edited",
      "replies", "retrieved_on", "_meta", "crosspost_parent_list", "promoted", "name", "subreddit",
      "num_comments", "crosspost_parent", "kind"
    };
    for (String field : fields) {
      for (String value : values) {
        Reading reading =
            read("{\"id\":\"c9\",\"body\":\"a\",\"" + field + "\":" + value + "}", comment(""));
        assertThat(reading.posts())
            .as("%s: %s", field, value)
            .extracting(Post::postId)
            .contains("t1_c1");
        assertThat(reading.rejects()).as("%s: %s", field, value).isEmpty();
      }
    }
  }
}
