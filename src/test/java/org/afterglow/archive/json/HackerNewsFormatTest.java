package org.afterglow.archive.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.reading.Reading;
import org.afterglow.post.DeletedState;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.afterglow.post.PostedAtState;
import org.junit.jupiter.api.Test;

public class HackerNewsFormatTest {
  private static final ReadOptions OPTIONS = ReadOptions.defaults().withFormat("hackernews");

  public static final String STORY =
      "{\"by\":\"ann\",\"descendants\":4,\"id\":11,\"kids\":[12,13],\"score\":7,"
          + "\"time\":1437637136,\"title\":\"Tea &amp; cups\",\"type\":\"story\","
          + "\"url\":\"https://e.example/a\"}";
  public static final String COMMENT =
      "{\"by\":\"bo\",\"id\":12,\"parent\":11,\"text\":\"It&#x27;s <i>hot</i>:<p><a href=\\\"https:"
          + "&#x2F;&#x2F;e.example&#x2F;long&#x2F;one\\\" rel=\\\"nofollow\\\">https:&#x2F;&#x2F;"
          + "e.example&#x2F;long&#x2F;...</a>\",\"time\":1437638136,\"type\":\"comment\"}";

  private static Reading read(String... json) {
    return Reading.of(String.join("\n", json), OPTIONS);
  }

  @Test
  void aStoryIsAPost() {
    Post post = read(STORY).post();
    assertThat(post.platform()).isEqualTo("hackernews");
    assertThat(post.postId()).isEqualTo("11");
    assertThat(post.authorHandle()).isEqualTo("ann");
    assertThat(post.authorId()).isNull();
    assertThat(post.kind()).isEqualTo(PostKind.POST);
    assertThat(post.text()).isEqualTo("Tea & cups");
    assertThat(post.links()).containsExactly("https://e.example/a");
    assertThat(post.score()).isEqualTo(7);
    assertThat(post.replies()).isEqualTo(4);
    assertThat(post.postedAtMicros()).isEqualTo(1_437_637_136_000_000L);
    assertThat(post.countedAtMicros()).isNull();
  }

  @Test
  void aCommentAnswersItsParent() {
    Post post = Reading.of("[" + COMMENT + ",\n" + STORY + "]").posts().get(0);
    assertThat(post.kind()).isEqualTo(PostKind.COMMENT);
    assertThat(post.replyToPostId()).isEqualTo("11");
    assertThat(post.text()).isEqualTo("It's hot:\n\nhttps://e.example/long/one");
    assertThat(post.links()).containsExactly("https://e.example/long/one");
  }

  @Test
  void jobsAndPollsArePostsAndOptionsOfPollsAreNot() {
    Reading reading =
        read(
            STORY.replace("story", "job").replace("\"url\"", "\"text\""),
            STORY.replace("story", "poll"),
            STORY.replace("story", "pollopt"),
            STORY.replace("story", "other"),
            "{\"id\":\"ann\",\"created\":1,\"karma\":5,\"about\":\"x\",\"submitted\":[1]}",
            "null");
    assertThat(reading.posts()).extracting(Post::kind).containsOnly(PostKind.POST).hasSize(2);
    assertThat(reading.posts().get(0).text()).isEqualTo("Tea & cups\n\nhttps://e.example/a");
    assertThat(reading.posts().get(0).links()).containsExactly("https://e.example/a");
    assertThat(reading.fates())
        .containsEntry("not a post poll_option", 1L)
        .containsEntry("not a post other_item", 1L)
        .containsEntry("not a post account", 1L)
        .containsEntry("not a post bare_value", 1L);
  }

  @Test
  void whatIsGoneHasAState() {
    List<Post> posts =
        read(
                "{\"deleted\":true,\"id\":21,\"parent\":11,\"time\":1437638136,\"type\":\"comment\"}",
                COMMENT.replace("\"id\"", "\"dead\":true,\"id\""),
                "{\"by\":\"cy\",\"dead\":true,\"id\":22,\"parent\":11,\"text\":\"[flagged]\","
                    + "\"time\":1437638136,\"type\":\"comment\"}",
                "{\"deleted\":true,\"id\":23,\"type\":\"story\"}")
            .posts();
    assertThat(posts)
        .extracting(Post::deletedState)
        .containsExactly(
            DeletedState.DELETED, DeletedState.REMOVED, DeletedState.REMOVED, DeletedState.DELETED);
    assertThat(posts.get(0).text()).isNull();
    assertThat(posts.get(0).authorHandle()).isNull();
    assertThat(posts.get(1).text()).startsWith("It's hot");
    assertThat(posts.get(2).text()).isNull();
    assertThat(posts.get(3).postedAtState()).isEqualTo(PostedAtState.MISSING);
  }

  @Test
  void aTableByTheColumnGivesAnItemForEveryKey() {
    String table =
        "{\"by\":{\"31\":\"ann\",\"32\":\"bo\"},\"descendants\":{\"31\":0.0,\"32\":null},"
            + "\"kids\":{\"31\":[5,6],\"32\":null},\"score\":{\"31\":3,\"32\":4},"
            + "\"text\":{\"31\":null,\"32\":\"we &amp; you\"},\"time\":{\"31\":1463172288,"
            + "\"32\":1463172743},\"title\":{\"31\":\"Cups\",\"32\":\"Tea\"},"
            + "\"type\":{\"31\":\"story\",\"32\":\"job\"},\"url\":{\"31\":\"https://e.example\","
            + "\"32\":null}}";
    for (String document : List.of(table, table.replace(",\"", ",\n\""))) {
      Reading reading = Reading.of(document);
      assertThat(reading.summary().format()).isEqualTo("hackernews");
      assertThat(reading.posts()).extracting(Post::postId).containsExactly("31", "32");
      assertThat(reading.posts()).extracting(Post::score).containsExactly(3L, 4L);
      assertThat(reading.posts()).extracting(Post::replies).containsExactly(0L, null);
      assertThat(reading.posts()).extracting(Post::text).containsExactly("Cups", "Tea\n\nwe & you");
    }
    String numbered = table.replace("31", "0").replace("32", "1");
    Reading reading = Reading.of(numbered.replaceFirst("\\{", "{\"id\":{\"0\":41,\"1\":42},"));
    assertThat(reading.posts()).extracting(Post::postId).containsExactly("41", "42");
  }

  @Test
  void aCsvOfStoriesMapsItself() {
    Reading reading =
        Reading.of(
            """
            id,title,url,num_points,num_comments,author,created_at
            51,Tea &amp; cups,https://e.example/a,18,2,ann,5/28/2016 19:51
            52,"Ask: cups, or pots?",,1,0,bo,9/18/2015 9:39
            """);
    Post post = reading.posts().get(0);
    assertThat(post.platform()).isEqualTo("hackernews");
    assertThat(post.postId()).isEqualTo("51");
    assertThat(post.kind()).isEqualTo(PostKind.POST);
    assertThat(post.authorHandle()).isEqualTo("ann");
    assertThat(post.text()).isEqualTo("Tea & cups");
    assertThat(post.links()).containsExactly("https://e.example/a");
    assertThat(post.score()).isEqualTo(18);
    assertThat(post.replies()).isEqualTo(2);
    assertThat(post.postedAtMicros()).isEqualTo(1_464_465_060_000_000L);
    assertThat(reading.summary().zoneAssumed()).isTrue();
  }

  @Test
  void whatIdentifiesNothingIsRejected() {
    assertThat(
            read(
                    "{\"by\":\"a\",\"type\":\"story\",\"time\":1437638136}",
                    "{\"by\":\"a\",\"id\":7,\"time\":1437638136}",
                    "{\"by\":\"a\",\"id\":1.5e18,\"type\":\"story\",\"time\":1437638136}")
                .fates())
        .containsOnly(Map.entry("rejected MISSING_FIELD", 2L), Map.entry("rejected LOSSY_ID", 1L));
  }

  @Test
  void fieldsOfTheWrongTypeDoNoHarm() {
    String[] values = {"null", "1", "1.5", "\"x\"", "true", "[]", "[{}]"};
    String[] fields = {
      "by",
      "time",
      "title",
      "text",
      "url",
      "parent",
      "score",
      "descendants",
      "deleted",
      "dead",
      "kids",
      "parts",
      "karma"
    };
    for (String field : fields) {
      for (String value : values) {
        Reading reading =
            read("{\"id\":9,\"type\":\"comment\",\"" + field + "\":" + value + "}", COMMENT);
        assertThat(reading.posts())
            .as("%s: %s", field, value)
            .extracting(Post::postId)
            .containsExactly("9", "12");
      }
    }
  }
}
