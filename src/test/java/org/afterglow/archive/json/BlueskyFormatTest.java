package org.afterglow.archive.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.afterglow.archive.Fate;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.reading.Reading;
import org.afterglow.post.Act;
import org.afterglow.post.Deletion;
import org.afterglow.post.EngagementKind;
import org.afterglow.post.Mention;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.afterglow.post.PostedAtState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class BlueskyFormatTest {
  private static final ReadOptions OPTIONS = ReadOptions.defaults().withFormat("bluesky");
  private static final String DID = "did:plc:annannannannannannannann";
  private static final String BO = "at://did:plc:bobobobobobobobobobobobo/app.bsky.feed.post/3k7";
  private static final long SEEN = micros("2024-12-04T12:00:00Z") + 123_456;

  public static final String POST =
      commit(
          "create",
          "app.bsky.feed.post",
          "3k1",
          "{\"$type\":\"app.bsky.feed.post\",\"createdAt\":\"2024-12-04T11:59:58.5Z\","
              + "\"text\":\"hot tea\"}");
  public static final String LIKE = commit("create", "app.bsky.feed.like", "3k2", subject(BO));
  public static final String IDENTITY =
      "{\"did\":\"" + DID + "\",\"time_us\":" + SEEN + ",\"kind\":\"identity\",\"identity\":{}}";

  private static long micros(String instant) {
    return Instant.parse(instant).getEpochSecond() * 1_000_000;
  }

  private static Reading read(String... json) {
    return Reading.of(String.join("\n", json), OPTIONS);
  }

  private static String commit(String operation, String collection, String key, String record) {
    return "{\"did\":\""
        + DID
        + "\",\"time_us\":"
        + SEEN
        + ",\"kind\":\"commit\",\"commit\":{\"rev\":\"r\",\"operation\":\""
        + operation
        + "\",\"collection\":\""
        + collection
        + "\",\"rkey\":\""
        + key
        + "\""
        + (record.isEmpty() ? "" : ",\"record\":" + record + ",\"cid\":\"c\"")
        + "}}";
  }

  private static String subject(String uri) {
    return "{\"createdAt\":\"2024-12-04T11:59:59Z\",\"subject\":{\"cid\":\"c\",\"uri\":\""
        + uri
        + "\"}}";
  }

  private static String post(String fields) {
    return commit(
        "create",
        "app.bsky.feed.post",
        "3k9",
        "{\"createdAt\":\"2024-12-04T11:59:58Z\"," + fields + "}");
  }

  @Test
  void aCreatedPostIsAPost() {
    Reading reading = Reading.of(POST + "\n" + LIKE + "\n");
    assertThat(reading.summary().format()).isEqualTo("bluesky");
    Post post = reading.post();
    assertThat(post.platform()).isEqualTo("bluesky");
    assertThat(post.postId()).isEqualTo("at://" + DID + "/app.bsky.feed.post/3k1");
    assertThat(post.authorId()).isEqualTo(DID);
    assertThat(post.kind()).isEqualTo(PostKind.POST);
    assertThat(post.text()).isEqualTo("hot tea");
    assertThat(post.postedAtMicros()).isEqualTo(micros("2024-12-04T11:59:58Z") + 500_000);
    assertThat(post.countedAtMicros()).isNull();
  }

  @Test
  void likesAndRepostsAreActsWithTheirTimes() {
    Reading reading = read(LIKE, commit("create", "app.bsky.feed.repost", "3k3", subject(BO)));
    assertThat(reading.records().get(0).fate())
        .isEqualTo(
            new Fate.Acted(
                new Act(
                    "bluesky",
                    "at://" + DID + "/app.bsky.feed.like/3k2",
                    EngagementKind.LIKE,
                    micros("2024-12-04T11:59:59Z"),
                    false,
                    DID,
                    null,
                    BO,
                    "did:plc:bobobobobobobobobobobobo",
                    null)));
    assertThat(reading.records().get(1).fate())
        .isInstanceOfSatisfying(
            Fate.Acted.class,
            acted -> {
              assertThat(acted.act().kind()).isEqualTo(EngagementKind.REPOST);
              assertThat(acted.act().nativeId())
                  .isEqualTo("at://" + DID + "/app.bsky.feed.repost/3k3");
            });
  }

  @Test
  void aReplyHasItsParentAndItsRoot() {
    String root = BO.replace("3k7", "3k5");
    Post post =
        read(post(
                "\"text\":\"a\",\"reply\":{\"root\":{\"cid\":\"c\",\"uri\":\""
                    + root
                    + "\"},\"parent\":{\"cid\":\"c\",\"uri\":\""
                    + BO
                    + "\"}}"))
            .post();
    assertThat(post.kind()).isEqualTo(PostKind.REPLY);
    assertThat(post.replyToPostId()).isEqualTo(BO);
    assertThat(post.replyToAuthorId()).isEqualTo("did:plc:bobobobobobobobobobobobo");
    assertThat(post.rootPostId()).isEqualTo(root);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"$type\":\"app.bsky.embed.record\",\"record\":{\"cid\":\"c\",\"uri\":\"@\"}}",
        "{\"$type\":\"app.bsky.embed.recordWithMedia\",\"record\":{\"$type\":\"x\",\"record\":"
            + "{\"uri\":\"@\",\"cid\":\"c\"}},\"media\":{\"external\":{\"uri\":"
            + "\"https://e.example/a\"}}}"
      })
  void anEmbeddedPostIsQuoted(String embed) {
    Post post = read(post("\"text\":\"a\",\"embed\":" + embed.replace("@", BO))).post();
    assertThat(post.kind()).isEqualTo(PostKind.QUOTE);
    assertThat(post.quotedPostId()).isEqualTo(BO);
    assertThat(post.quotedAuthorId()).isEqualTo("did:plc:bobobobobobobobobobobobo");
    if (embed.contains("e.example")) {
      assertThat(post.links()).containsExactly("https://e.example/a");
    }
  }

  @Test
  void anEmbeddedFeedIsNoQuote() {
    String feed = BO.replace("app.bsky.feed.post", "app.bsky.feed.generator");
    Post post =
        read(post("\"text\":\"a\",\"embed\":{\"record\":{\"uri\":\"" + feed + "\"}}")).post();
    assertThat(post.kind()).isEqualTo(PostKind.POST);
    assertThat(post.quotedPostId()).isNull();
  }

  @Test
  void facetsAreTagsMentionsAndLinks() {
    Post post =
        read(post(
                "\"text\":\"té @bo.example &amp; #tea e.example/a\",\"langs\":[\"fr\",\"en\"],"
                    + "\"tags\":[\"cups\"],\"embed\":{\"external\":{\"uri\":"
                    + "\"https://e.example/a\",\"title\":\"x\"}},\"facets\":["
                    + facet(4, 15, "\"did\":\"did:plc:bo\"")
                    + ","
                    + facet(22, 26, "\"tag\":\"tea\"")
                    + ","
                    + facet(27, 38, "\"uri\":\"https://e.example/a\"")
                    + ","
                    + facet(900, 990, "\"did\":\"did:plc:cy\"")
                    + "]"))
            .post();
    assertThat(post.mentions())
        .containsExactly(new Mention("did:plc:bo", "bo.example"), new Mention("did:plc:cy", null));
    assertThat(post.hashtags()).containsExactlyInAnyOrder("tea", "cups");
    assertThat(post.links()).containsExactly("https://e.example/a");
    assertThat(post.language()).isEqualTo("fr");
    // The text is plain: what looks like an entity was written so.
    assertThat(post.text()).isEqualTo("té @bo.example &amp; #tea e.example/a");
  }

  private static String facet(int from, int to, String feature) {
    return "{\"features\":[{\"$type\":\"x\","
        + feature
        + "}],\"index\":{\"byteStart\":"
        + from
        + ",\"byteEnd\":"
        + to
        + "}}";
  }

  @ParameterizedTest
  @CsvSource({
    "2024-12-04T11:00:00+00:00, 2024-12-04T11:00:00Z",
    "2016-01-01T00:00:00Z, 2016-01-01T00:00:00Z",
    "2024-12-04T13:00:00Z, ",
    "2924-12-04T13:00:00Z, ",
    "0001-01-01T00:00:00Z, ",
    "soon, ",
    "'', ",
  })
  void theEarlierOfTheClaimedTimeAndTheStreamsCounts(String claimed, String expected) {
    Post post = read(post("\"text\":\"a\"").replace("2024-12-04T11:59:58Z", claimed)).post();
    assertThat(post.postedAtState()).isEqualTo(PostedAtState.OK);
    assertThat(post.postedAtMicros()).isEqualTo(expected == null ? SEEN : micros(expected));
  }

  @Test
  void aDeletedPostIsADeletionAtTheTimeOfTheStream() {
    Reading reading = read(commit("delete", "app.bsky.feed.post", "3k1", ""));
    assertThat(reading.records().get(0).fate())
        .isEqualTo(
            new Fate.Deleted(
                new Deletion(
                    "bluesky", "at://" + DID + "/app.bsky.feed.post/3k1", DID, null, SEEN)));
  }

  @Test
  void allElseIsNoPostOfAKind() {
    assertThat(
            read(
                    IDENTITY,
                    IDENTITY.replace("identity", "account"),
                    commit("delete", "app.bsky.feed.like", "3k2", ""),
                    commit("delete", "app.bsky.feed.repost", "3k2", ""),
                    commit("create", "app.bsky.graph.follow", "3k2", "{\"subject\":\"did:x\"}"),
                    commit("delete", "app.bsky.graph.follow", "3k2", ""),
                    commit("update", "app.bsky.actor.profile", "self", "{\"text\":\"x\"}"),
                    commit("create", "app.bsky.feed.threadgate", "3k2", "{}"),
                    commit("create", "org.example.note", "3k2", "{\"text\":\"x\"}"),
                    LIKE.replace("app.bsky.feed.post", "app.bsky.feed.generator"))
                .fates())
        .containsOnly(
            Map.entry("not a post identity_event", 1L),
            Map.entry("not a post account_event", 1L),
            Map.entry("not a post like_taken_back", 1L),
            Map.entry("not a post repost_taken_back", 1L),
            Map.entry("not a post follow", 1L),
            Map.entry("not a post follow_taken_back", 1L),
            Map.entry("not a post profile", 1L),
            Map.entry("not a post other_record", 1L),
            Map.entry("not a post foreign_record", 1L),
            Map.entry("not a post like_of_no_post", 1L));
  }

  @Test
  void whatIdentifiesNothingIsRejected() {
    assertThat(
            read(
                    commit("create", "app.bsky.feed.post", "3k2", ""),
                    commit("create", "app.bsky.feed.like", "3k2", "{}"),
                    POST.replace("\"rkey\"", "\"other\""),
                    POST.replace("\"did\"", "\"other\""),
                    POST.replace("\"collection\"", "\"other\""))
                .rejects())
        .hasSize(5)
        .containsOnly(RejectReason.MISSING_FIELD);
  }

  @Test
  void fieldsOfTheWrongTypeDoNoHarm() {
    String[] values = {"null", "1", "1.5", "\"x\"", "true", "[]", "{}", "[{}]", "[[]]"};
    String[] fields = {
      "createdAt", "text", "reply", "embed", "facets", "langs", "tags", "subject", "labels"
    };
    for (String field : fields) {
      for (String value : values) {
        Reading reading = read(post("\"" + field + "\":" + value), POST);
        assertThat(reading.posts()).as("%s: %s", field, value).hasSize(2);
        assertThat(reading.posts().get(0).postedAtState()).isEqualTo(PostedAtState.OK);
      }
    }
  }
}
