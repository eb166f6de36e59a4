package org.afterglow.archive.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.reading.Reading;
import org.afterglow.post.Mention;
import org.afterglow.post.Origin;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VideoFormatsTest {
  // ---- YouTube

  private static String comment(String id, String fields) {
    return "{\"kind\":\"youtube#comment\",\"id\":\""
        + id
        + "\",\"snippet\":{\"channelId\":\"UCtea\",\"videoId\":\"vid01\","
        + "\"textDisplay\":\"Nice &amp; green<br>tea\",\"authorDisplayName\":\"@bo-b\","
        + "\"authorChannelId\":{\"value\":\"UCbo\"},\"likeCount\":\"3\","
        + "\"publishedAt\":\"2020-09-13T12:26:40Z\""
        + fields
        + "}}";
  }

  private static String thread(String id, String replies) {
    return "{\"kind\":\"youtube#commentThread\",\"id\":\""
        + id
        + "\",\"snippet\":{\"channelId\":\"UCtea\",\"videoId\":\"vid01\",\"topLevelComment\":"
        + comment(id, "")
        + ",\"totalReplyCount\":2}"
        + replies
        + "}";
  }

  private static String page(String... items) {
    return "{\n \"kind\": \"youtube#commentThreadListResponse\",\n \"pageInfo\": {\"totalResults\":"
        + " 9},\n \"items\": [\n  "
        + String.join(",\n  ", items)
        + "\n ]\n}";
  }

  @Test
  void aThreadIsACommentThatCarriesItsReplies() {
    String reply =
        comment("c1.r1", ",\"parentId\":\"c1\",\"textOriginal\":\"a < b\"").replace("UCbo", "UCcy");
    Reading reading = Reading.of(page(thread("c1", ",\"replies\":{\"comments\":[" + reply + "]}")));
    assertThat(reading.summary().format()).isEqualTo("youtube");
    Post post = reading.post();
    assertThat(post.platform()).isEqualTo("youtube");
    assertThat(post.postId()).isEqualTo("c1");
    assertThat(post.kind()).isEqualTo(PostKind.COMMENT);
    assertThat(post.rootPostId()).isEqualTo("vid01");
    assertThat(post.replyToPostId()).isEqualTo("vid01");
    assertThat(post.venue()).isEqualTo("UCtea");
    assertThat(post.authorId()).isEqualTo("UCbo");
    assertThat(post.authorHandle()).isEqualTo("bo-b");
    assertThat(post.authorName()).isNull();
    assertThat(post.text()).isEqualTo("Nice & green\ntea");
    assertThat(post.likes()).isEqualTo(3);
    assertThat(post.replies()).isEqualTo(2);
    assertThat(post.postedAtMicros()).isEqualTo(1_600_000_000_000_000L);
    Post inner = reading.embedded().get(0);
    assertThat(inner.origin()).isEqualTo(Origin.EMBEDDED);
    assertThat(inner.postId()).isEqualTo("c1.r1");
    assertThat(inner.replyToPostId()).isEqualTo("c1");
    assertThat(inner.rootPostId()).isEqualTo("vid01");
    assertThat(inner.text()).isEqualTo("a < b");
  }

  @Test
  void pagesComeOneALineInAnArrayOrAlone() {
    String first = page(thread("c1", ""), thread("c2", ""));
    String second = page(thread("c3", ""));
    for (String document :
        new String[] {
          first + "\n" + second,
          "[" + first + "," + second + "]",
          first.replace("\n", "") + "\n" + second.replace("\n", ""),
          String.join("\n", thread("c1", ""), thread("c2", ""), comment("c3", ""))
        }) {
      Reading reading = Reading.of(document);
      assertThat(reading.summary().format()).isEqualTo("youtube");
      assertThat(reading.posts()).extracting(Post::postId).containsExactly("c1", "c2", "c3");
    }
    assertThat(Reading.of(page()).records()).isEmpty();
  }

  @Test
  void aVideoIsAPostOfItsChannel() {
    String snippet =
        "\"snippet\":{\"publishedAt\":\"2020-09-13T12:26:40Z\",\"channelId\":\"UCtea\",\"title\":"
            + "\"Tea &amp; cups\",\"description\":\"How to #brew\",\"channelTitle\":\"Tea\"}";
    Reading reading =
        Reading.of(
            "{\"kind\":\"youtube#searchListResponse\",\"items\":[{\"kind\":\"youtube#searchResult\","
                + "\"id\":{\"kind\":\"youtube#video\",\"videoId\":\"vid01\"},"
                + snippet
                + "},{\"kind\":\"youtube#searchResult\",\"id\":{\"kind\":\"youtube#channel\","
                + "\"channelId\":\"UCx\"},"
                + snippet
                + "},{\"kind\":\"youtube#video\",\"id\":\"vid02\","
                + snippet
                + ",\"statistics\":{\"viewCount\":\"12\",\"likeCount\":\"3\",\"commentCount\":\"0\"}}"
                + ",{\"kind\":\"youtube#playlist\",\"id\":\"PL\"}]}");
    assertThat(reading.fates())
        .containsOnly(
            Map.entry("Posted", 2L),
            Map.entry("not a post search_result", 1L),
            Map.entry("not a post playlist", 1L));
    Post found = reading.posts().get(0);
    assertThat(found.postId()).isEqualTo("vid01");
    assertThat(found.kind()).isEqualTo(PostKind.POST);
    assertThat(found.authorId()).isEqualTo("UCtea");
    assertThat(found.authorHandle()).isNull();
    assertThat(found.authorName()).isEqualTo("Tea");
    assertThat(found.venueAccount()).isEqualTo(new Mention("UCtea", null));
    assertThat(found.text()).isEqualTo("Tea & cups\n\nHow to #brew");
    assertThat(found.views()).isNull();
    Post counted = reading.posts().get(1);
    assertThat(counted.views()).isEqualTo(12);
    assertThat(counted.likes()).isEqualTo(3);
    assertThat(counted.replies()).isZero();
  }

  @Test
  void flatDumpsAreRead() {
    String flat =
        "{\"videoId\":\"vid01\",\"commentId\":\"c1\",\"author\":\"@bo\",\"text\":\"It&#39;s<br>so\","
            + "\"likeCount\":48624,\"publishedAt\":\"2020-09-13T12:26:40Z\",\"feeling\":\"neutral\"}";
    Reading comments = Reading.of("[" + flat + ",\n" + flat.replace("c1", "c1.2") + "]");
    assertThat(comments.summary().format()).isEqualTo("youtube");
    assertThat(comments.posts()).hasSize(2);
    assertThat(comments.posts().get(0).text()).isEqualTo("It's\nso");
    assertThat(comments.posts().get(0).rootPostId()).isEqualTo("vid01");
    assertThat(comments.posts().get(0).likes()).isEqualTo(48_624);
    assertThat(comments.posts().get(1).replyToPostId()).isEqualTo("c1");
    Reading videos =
        Reading.of(
            "[{\"videoId\":\"vid01\",\"title\":\"T\",\"description\":\"\",\"channelTitle\":\"Tea\","
                + "\"viewCount\":\"60\",\"likeCount\":\"\",\"commentCount\":0,\"tags\":[],"
                + "\"comments\":["
                + flat
                + "],\"commentsCount\":1}]");
    assertThat(videos.post().postId()).isEqualTo("vid01");
    assertThat(videos.post().likes()).isNull();
    assertThat(videos.post().views()).isEqualTo(60);
    assertThat(videos.embedded()).extracting(Post::postId).containsExactly("c1");
    assertThat(videos.post().authorHandle()).isEqualTo("Tea");
    assertThat(videos.post().authorName()).isEqualTo("Tea");
    assertThat(videos.post().venueAccount()).isEqualTo(new Mention(null, "Tea"));
    assertThat(videos.embedded().get(0).venueAccount()).isEqualTo(new Mention(null, "Tea"));
    assertThat(comments.posts().get(0).venueAccount()).isNull();
  }

  @Test
  void theTitleOfAChannelStandsForItOnlyWhereNoIdDoes() {
    String titled = comment("c1", "").replace("@bo-b", "Bo B");
    Post known = Reading.of(titled).post();
    assertThat(known.authorId()).isEqualTo("UCbo");
    assertThat(known.authorHandle()).isNull();
    assertThat(known.authorName()).isEqualTo("Bo B");
    Post unknown = Reading.of(titled.replace("\"authorChannelId\"", "\"x\"")).post();
    assertThat(unknown.authorId()).isNull();
    assertThat(unknown.authorHandle()).isEqualTo("Bo B");
    Post address =
        Reading.of(
                titled.replace("\"authorChannelId\"", "\"x\"").replace("Bo B", "bo@mail.example"))
            .post();
    assertThat(address.authorHandle()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "\"x\"", "true", "[]", "{}", "[{}]", "[1]"})
  void fieldsOfTheWrongTypeDoNoHarm(String value) {
    for (String field :
        new String[] {
          "id",
          "snippet",
          "replies",
          "likeCount",
          "publishedAt",
          "authorChannelId",
          "comments",
          "topLevelComment",
          "title",
          "videoId",
          "statistics",
          "tags"
        }) {
      Reading reading =
          Reading.of(
              comment("c1", "")
                  + "\n"
                  + comment("c1", ",\"" + field + "\":" + value)
                  + "\n"
                  + thread("c2", ",\"" + field + "\":" + value)
                  + "\n"
                  + comment("c3", ""));
      assertThat(reading.posts())
          .as("%s: %s", field, value)
          .extracting(Post::postId)
          .contains("c1", "c3");
      assertThat(reading.rejects())
          .as("%s: %s", field, value)
          .isSubsetOf(RejectReason.MISSING_FIELD);
    }
  }

  // ---- TikTok

  private static String video(String id, String fields) {
    return "{\"id\":"
        + id
        + ",\"text\":\"Green &amp; hot #tea @bo\",\"createTime\":1600000000,"
        + "\"authorMeta\":{\"id\":\"77\",\"name\":\"ann\",\"nickName\":\"Ann A\",\"fans\":12},"
        + "\"diggCount\":3710,\"shareCount\":50,\"playCount\":44800,\"commentCount\":68,"
        + "\"mentions\":[\"@bo\"],\"hashtags\":[{\"id\":\"1\",\"name\":\"tea\"}]"
        + fields
        + "}";
  }

  @Test
  void aVideoIsAPostWithCounters() {
    Reading reading =
        Reading.of(
            "{\"headers\":{\"user-agent\":\"x\",\"cookie\":\"y\"},\"collector\":["
                + video("\"6907228749016714497\"", "")
                + ","
                + video("\"2\"", ",\"isAd\":true")
                + "],\"zip\":\"\"}");
    assertThat(reading.summary().format()).isEqualTo("tiktok");
    Post post = reading.posts().get(0);
    assertThat(post.platform()).isEqualTo("tiktok");
    assertThat(post.postId()).isEqualTo("6907228749016714497");
    assertThat(post.authorId()).isEqualTo("77");
    assertThat(post.authorHandle()).isEqualTo("ann");
    assertThat(post.authorName()).isEqualTo("Ann A");
    assertThat(post.followerCount()).isEqualTo(12);
    assertThat(post.likes()).isEqualTo(3_710);
    assertThat(post.reposts()).isEqualTo(50);
    assertThat(post.replies()).isEqualTo(68);
    assertThat(post.views()).isEqualTo(44_800);
    assertThat(post.text()).isEqualTo("Green & hot #tea @bo");
    assertThat(post.hashtags()).containsExactly("tea");
    assertThat(post.mentions()).containsExactly(new Mention(null, "bo"));
    assertThat(post.postedAtMicros()).isEqualTo(1_600_000_000_000_000L);
    assertThat(post.adFlag()).isNull();
    assertThat(reading.posts().get(1).adFlag()).isTrue();
    assertThat(reading.records().get(0).byteOffset()).isPositive();
  }

  @Test
  void videosComeAloneToo() {
    Reading reading =
        Reading.of(
            "[" + video("\"1\"", "") + "," + video("2", "") + "," + video("6.9e18", "") + "]");
    assertThat(reading.fates())
        .containsOnly(Map.entry("Posted", 2L), Map.entry("rejected LOSSY_ID", 1L));
    assertThat(Reading.of("{\"headers\":{},\"collector\":[]}").posts()).isEmpty();
  }
}
