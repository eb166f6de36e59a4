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
import org.afterglow.post.Act;
import org.afterglow.post.Deletion;
import org.afterglow.post.EngagementKind;
import org.afterglow.post.Mention;
import org.afterglow.post.Origin;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class MastodonFormatTest {
  private static final ReadOptions OPTIONS = ReadOptions.defaults().withFormat("mastodon");
  private static final long NOON = Instant.parse("2022-11-20T12:00:00Z").toEpochMilli() * 1_000;
  private static final String ANN = "https://tea.example/users/ann";
  private static final String TO =
      "\"to\":[\"https://www.w3.org/ns/activitystreams#Public\"],\"cc\":[\""
          + ANN
          + "/followers\"]";

  public static final String CREATE = create("1", "\"content\":\"<p>hot tea</p>\"");
  public static final String ANNOUNCE =
      "{\"id\":\""
          + ANN
          + "/statuses/2/activity\",\"type\":\"Announce\",\"actor\":\""
          + ANN
          + "\",\"published\":\"2022-11-20T12:00:00Z\",\"to\":[\"https://www.w3.org/ns/"
          + "activitystreams#Public\"],\"cc\":[\"https://cup.example/users/bo\",\""
          + ANN
          + "/followers\"],\"object\":\"https://cup.example/users/bo/statuses/77\"}";
  public static final String STATUS =
      "{\"id\":\"5\",\"uri\":\""
          + ANN
          + "/statuses/5\",\"created_at\":\"2022-11-20T12:00:00.000Z\",\"visibility\":\"public\","
          + "\"content\":\"<p>hot <a href=\\\"https://e.example/a\\\">tea</a></p>\","
          + "\"language\":\"en\",\"favourites_count\":3,\"reblogs_count\":2,\"replies_count\":1,"
          + "\"in_reply_to_id\":null,\"spoiler_text\":\"\",\"reblog\":null,\"application\":"
          + "{\"name\":\"Kettle\"},\"tags\":[{\"name\":\"tea\"}],\"mentions\":[],\"account\":"
          + account("1", "ann")
          + "}";

  private static Reading read(String... json) {
    return Reading.of(String.join("\n", json), OPTIONS);
  }

  private static String create(String number, String fields) {
    return "{\"id\":\""
        + ANN
        + "/statuses/"
        + number
        + "/activity\",\"type\":\"Create\",\"actor\":\""
        + ANN
        + "\",\"published\":\"2022-11-20T12:00:00Z\","
        + TO
        + ",\"object\":{\"id\":\""
        + ANN
        + "/statuses/"
        + number
        + "\",\"type\":\"Note\",\"published\":\"2022-11-20T12:00:00Z\",\"attributedTo\":\""
        + ANN
        + "\","
        + TO
        + ","
        + fields
        + "}}";
  }

  private static String account(String id, String acct) {
    String server = acct.contains("@") ? acct.substring(acct.indexOf('@') + 1) : "tea.example";
    String name = acct.contains("@") ? acct.substring(0, acct.indexOf('@')) : acct;
    return "{\"id\":\""
        + id
        + "\",\"username\":\""
        + name
        + "\",\"acct\":\""
        + acct
        + "\",\"display_name\":\"Ms "
        + name
        + "\",\"followers_count\":12,\"url\":\"https://"
        + server
        + "/@"
        + name
        + "\"}";
  }

  private static String outbox(String... items) {
    return "{\"@context\":[\"https://www.w3.org/ns/activitystreams\",{\"items\":\"as:items\"}],"
        + "\"id\":\"outbox.json\",\"type\":\"OrderedCollection\",\"totalItems\":99,"
        + "\"orderedItems\":["
        + String.join(",", items)
        + "]}";
  }

  @Test
  void aCreateIsAPostAndAnAnnounceARepost() {
    Reading reading = Reading.of(outbox(CREATE, ANNOUNCE));
    assertThat(reading.summary().format()).isEqualTo("mastodon");
    Post post = reading.posts().get(0);
    assertThat(post.platform()).isEqualTo("mastodon");
    assertThat(post.postId()).isEqualTo(ANN + "/statuses/1");
    assertThat(post.authorId()).isEqualTo(ANN);
    assertThat(post.authorHandle()).isEqualTo("ann@tea.example");
    assertThat(post.postedAtMicros()).isEqualTo(NOON);
    assertThat(post.kind()).isEqualTo(PostKind.POST);
    assertThat(post.text()).isEqualTo("hot tea");
    Post boost = reading.posts().get(1);
    assertThat(boost.postId()).isEqualTo(ANN + "/statuses/2/activity");
    assertThat(boost.kind()).isEqualTo(PostKind.REPOST);
    assertThat(boost.text()).isNull();
    assertThat(boost.repostedPostId()).isEqualTo("https://cup.example/users/bo/statuses/77");
    assertThat(boost.repostedAuthorId()).isEqualTo("https://cup.example/users/bo");
    assertThat(boost.authorId()).isEqualTo(ANN);
  }

  @Test
  void anOutboxIsTheSameOnALineAndOverMany() {
    String line = outbox(CREATE, ANNOUNCE, create("3", "\"content\":\"<p>x</p>\""));
    String pretty = line.replace("{", "{\n  ").replace(",\"", ",\n  \"").replace("[", "[\n");
    assertThat(Reading.of(pretty).posts()).isEqualTo(Reading.of(line).posts()).hasSize(3);
    assertThat(Reading.of(line + "\n" + line + "\n").posts()).hasSize(6);
    List<Long> offsets = Reading.of(line).records().stream().map(ReadRecord::byteOffset).toList();
    assertThat(line.substring(offsets.get(1).intValue())).startsWith(ANNOUNCE);
  }

  @Test
  void markupBecomesTextTagsMentionsAndLinks() {
    Post post =
        read(create(
                "1",
                "\"summary\":\"brew &amp; talk\",\"contentMap\":{\"en\":\"<p>…</p>\"},"
                    + "\"conversation\":\"tag:tea.example,2022:1\",\"content\":\"<p><a "
                    + "href=\\\"https://cup.example/@bo\\\" class=\\\"u-url mention\\\">@<span>bo"
                    + "</span></a> see<br>#<a href=\\\"https://tea.example/tags/tea\\\" "
                    + "class=\\\"mention hashtag\\\" rel=\\\"tag\\\">tea</a> <a "
                    + "href=\\\"https://e.example/a\\\">e.example/a</a></p>\",\"tag\":["
                    + "{\"type\":\"Mention\",\"href\":\"https://cup.example/users/bo\",\"name\":"
                    + "\"@bo\"},{\"type\":\"Hashtag\",\"href\":\"x\",\"name\":\"#tea\"}],"
                    + "\"likes\":{\"type\":\"Collection\",\"totalItems\":4},\"shares\":"
                    + "{\"totalItems\":2},\"replies\":{\"id\":\"r\",\"first\":{\"items\":[]}}"))
            .post();
    assertThat(post.text()).isEqualTo("brew & talk\n\n@bo see\n#tea e.example/a");
    assertThat(post.hashtags()).containsExactly("tea");
    assertThat(post.mentions())
        .containsExactly(new Mention("https://cup.example/users/bo", "bo@cup.example"));
    assertThat(post.links()).containsExactly("https://e.example/a");
    assertThat(post.language()).isEqualTo("en");
    assertThat(post.conversationId()).isEqualTo("tag:tea.example,2022:1");
    assertThat(post.likes()).isEqualTo(4);
    assertThat(post.reposts()).isEqualTo(2);
    assertThat(post.replies()).isNull();
  }

  @Test
  void aReplyNamesWhomItAnswersIfItMentionsThem() {
    Reading reading =
        read(
            create(
                "1",
                "\"content\":\"a\",\"inReplyTo\":\"https://cup.example/users/bo/statuses/7\","
                    + "\"tag\":[{\"type\":\"Mention\",\"href\":\"https://cup.example/users/bo\","
                    + "\"name\":\"@bo@cup.example\"}]"),
            create("2", "\"content\":\"b\",\"inReplyTo\":\"" + ANN + "/statuses/1\",\"tag\":[]"),
            create("3", "\"content\":\"c\",\"inReplyTo\":\"https://x.example/objects/9\""));
    assertThat(reading.posts()).extracting(Post::kind).containsOnly(PostKind.REPLY);
    assertThat(reading.posts())
        .extracting(Post::replyToAuthorId)
        .containsExactly("https://cup.example/users/bo", ANN, null);
    assertThat(reading.posts().get(2).replyToPostId()).isEqualTo("https://x.example/objects/9");
  }

  @Test
  void anObjectMayBeAnAddressAndAnAnnouncedOneMayBeThere() {
    String bare =
        create("4", "").replaceAll("\"object\":\\{.*", "\"object\":\"https://a.example/4\"}");
    Post post = read(bare).post();
    assertThat(post.postId()).isEqualTo("https://a.example/4");
    assertThat(post.text()).isNull();
    assertThat(post.postedAtMicros()).isEqualTo(NOON);
    String note =
        "{\"id\":\"https://a.example/9\",\"type\":\"Note\",\"attributedTo\":\"https://a.example/u\","
            + "\"content\":\"own\",\"published\":\"2022-11-01T00:00:00Z\"}";
    Reading boost = read(ANNOUNCE.replace("\"https://cup.example/users/bo/statuses/77\"", note));
    assertThat(boost.post().repostedPostId()).isEqualTo("https://a.example/9");
    assertThat(boost.post().repostedAuthorId()).isEqualTo("https://a.example/u");
    assertThat(boost.embedded().get(0).text()).isEqualTo("own");
    assertThat(boost.embedded().get(0).origin()).isEqualTo(Origin.EMBEDDED);
  }

  @Test
  void messagesToNamedPeopleAreNoPublicPosts() {
    String direct = CREATE.replace(TO, "\"to\":[\"https://cup.example/users/bo\"],\"cc\":[]");
    String toNobody = CREATE.replace(TO, "\"to\":[],\"cc\":[]");
    String followers = CREATE.replace(TO, "\"to\":[\"" + ANN + "/followers\"],\"cc\":[]");
    String status = STATUS.replace("\"public\"", "\"direct\"");
    assertThat(read(direct, toNobody, status).fates())
        .containsOnly(Map.entry("not a post direct_message", 3L));
    assertThat(read(followers).posts()).hasSize(1);
  }

  @Test
  void otherActivitiesHaveTheirFates() {
    String tail = ",\"actor\":\"" + ANN + "\",\"published\":\"2022-11-20T12:00:00Z\"}";
    Reading reading =
        read(
            "{\"type\":\"Like\",\"id\":\"l1\",\"object\":\"https://a.example/9\"" + tail,
            "{\"type\":\"Delete\",\"id\":\"d1\",\"object\":{\"type\":\"Tombstone\",\"id\":"
                + "\"https://a.example/8\"}"
                + tail,
            "{\"type\":\"Delete\",\"id\":\"d2\",\"object\":\"" + ANN + "\"" + tail,
            "{\"type\":\"Follow\",\"object\":\"https://a.example/u\"" + tail,
            "{\"type\":\"Undo\",\"object\":{\"type\":\"Follow\"}" + tail,
            "{\"type\":\"Update\",\"object\":{\"type\":\"Person\",\"id\":\"x\"}" + tail,
            create("9", "\"name\":\"green\",\"inReplyTo\":\"https://a.example/poll\""));
    assertThat(reading.records().get(0).fate())
        .isEqualTo(
            new Fate.Acted(
                new Act(
                    "mastodon",
                    "l1",
                    EngagementKind.LIKE,
                    NOON,
                    false,
                    ANN,
                    "ann@tea.example",
                    "https://a.example/9",
                    null,
                    null)));
    assertThat(reading.records().get(1).fate())
        .isEqualTo(
            new Fate.Deleted(
                new Deletion("mastodon", "https://a.example/8", ANN, "ann@tea.example", NOON)));
    assertThat(reading.fates())
        .containsEntry("not a post account", 2L)
        .containsEntry("not a post follow", 1L)
        .containsEntry("not a post other_activity", 1L)
        .containsEntry("not a post poll_vote", 1L);
  }

  @ParameterizedTest
  @CsvSource({"likes.json, like_without_time", "bookmarks.json, bookmark", "x, bare_value"})
  void listsOfAddressesAreNoPosts(String id, String kind) {
    String list = outbox("\"https://a.example/1\"", "\"https://a.example/2\"");
    assertThat(Reading.of(list.replace("outbox.json", id)).fates())
        .containsOnly(Map.entry("not a post " + kind, 2L));
  }

  @Test
  void whatStandsBesideAnOutboxIsNoPost() {
    String actor =
        "{\"@context\":\"x\",\"id\":\""
            + ANN
            + "\",\"type\":\"Person\",\"preferredUsername\":"
            + "\"ann\",\"inbox\":\"i\",\"outbox\":\"outbox.json\",\"name\":\"Ann\"}";
    assertThat(Reading.of(actor).fates()).containsOnly(Map.entry("not a post account", 1L));
    assertThat(Reading.of(outbox()).fates()).isEmpty();
    assertThat(
            Reading.of("{\"id\":\"o\",\"type\":\"OrderedCollection\",\"first\":\"o?page=1\"}")
                .fates())
        .containsOnly(Map.entry("not a post page_without_records", 1L));
  }

  @Test
  void aStatusOfTheApiIsAPost() {
    Post post = read(STATUS).post();
    assertThat(post.postId()).isEqualTo(ANN + "/statuses/5");
    assertThat(post.authorId()).isEqualTo(ANN);
    assertThat(post.authorHandle()).isEqualTo("ann@tea.example");
    assertThat(post.authorName()).isEqualTo("Ms ann");
    assertThat(post.followerCount()).isEqualTo(12);
    assertThat(post.text()).isEqualTo("hot tea");
    assertThat(post.links()).containsExactly("https://e.example/a");
    assertThat(post.likes()).isEqualTo(3);
    assertThat(post.reposts()).isEqualTo(2);
    assertThat(post.replies()).isEqualTo(1);
    assertThat(post.hashtags()).containsExactly("tea");
    assertThat(post.sourceApp()).isEqualTo("Kettle");
    assertThat(post.countedAtMicros()).isNull();
    assertThat(Reading.of("[" + STATUS + "," + STATUS + "]").posts()).hasSize(2);
  }

  @Test
  void aReblogCarriesItsOriginal() {
    String boost =
        "{\"id\":\"8\",\"uri\":\"https://tea.example/users/cy/statuses/8/activity\",\"created_at\":"
            + "\"2022-11-21T12:00:00.000Z\",\"content\":\"\",\"account\":"
            + account("3", "cy")
            + ",\"reblog\":"
            + STATUS
            + "}";
    Reading reading = read(boost);
    assertThat(reading.post().kind()).isEqualTo(PostKind.REPOST);
    assertThat(reading.post().repostedPostId()).isEqualTo(ANN + "/statuses/5");
    assertThat(reading.post().repostedAuthorId()).isEqualTo(ANN);
    Post original = reading.embedded().get(0);
    assertThat(original.likes()).isEqualTo(3);
    assertThat(original.countedAtMicros()).isEqualTo(NOON + 86_400_000_000L);
  }

  @Test
  void theNumberOfAnAnsweredStatusBecomesItsAddress() {
    String bo = account("2", "bo");
    String dee = account("4", "dee@cup.example");
    Reading reading =
        read(
            STATUS.replace("\"in_reply_to_id\":null", reply("4", "1")),
            STATUS
                .replace("\"in_reply_to_id\":null", reply("6", "2"))
                .replace("\"mentions\":[]", "\"mentions\":[" + bo + "]"),
            STATUS
                .replace("\"in_reply_to_id\":null", reply("7", "4"))
                .replace("\"mentions\":[]", "\"mentions\":[" + dee + "]"),
            STATUS.replace("\"in_reply_to_id\":null", reply("9", "99")));
    assertThat(reading.posts())
        .extracting(Post::replyToPostId)
        .containsExactly(
            ANN + "/statuses/4",
            "https://tea.example/users/bo/statuses/6",
            "https://tea.example/@dee@cup.example/7",
            null);
    assertThat(reading.posts())
        .extracting(Post::replyToAuthorHandle)
        .containsExactly("ann@tea.example", "bo@tea.example", "dee@cup.example", null);
    assertThat(reading.posts()).extracting(Post::kind).containsOnly(PostKind.REPLY);
  }

  private static String reply(String status, String account) {
    return "\"in_reply_to_id\":\"" + status + "\",\"in_reply_to_account_id\":\"" + account + "\"";
  }

  @Test
  void whatIdentifiesNothingIsRejected() {
    assertThat(
            read(
                    "{\"type\":\"Note\",\"content\":\"a\"}",
                    "{\"type\":\"Announce\",\"id\":\"x\"}",
                    "{\"type\":\"Create\",\"id\":\"x\"}",
                    "{\"content\":\"a\"}")
                .rejects())
        .hasSize(4)
        .containsOnly(RejectReason.MISSING_FIELD);
  }

  @Test
  void fieldsOfTheWrongTypeDoNoHarm() {
    String[] values = {
      "null", "1", "1.5", "\"x\"", "true", "[]", "{}", "[{}]", "[1]", "{\"id\":1}"
    };
    String[] fields = {
      "published",
      "to",
      "cc",
      "content",
      "summary",
      "inReplyTo",
      "conversation",
      "context",
      "tag",
      "contentMap",
      "likes",
      "shares",
      "replies",
      "quote",
      "quoteUrl",
      "attributedTo",
      "name",
      "mentions",
      "tags",
      "poll",
      "application",
      "language",
      "attachment"
    };
    for (String field : fields) {
      for (String value : values) {
        String note =
            "{\"id\":\"n\",\"type\":\"Note\",\"attributedTo\":\"u\",\""
                + field
                + "\":"
                + value
                + "}";
        Reading reading = read(note, CREATE);
        assertThat(reading.records()).as("%s: %s", field, value).hasSize(2);
        assertThat(reading.rejects()).as("%s: %s", field, value).isEmpty();
        assertThat(reading.posts()).extracting(Post::postId).contains(ANN + "/statuses/1");
        Reading status =
            read(STATUS.replace("\"spoiler_text\":\"\"", "\"" + field + "\":" + value), STATUS);
        assertThat(status.posts()).as("%s: %s", field, value).hasSize(2);
      }
    }
  }
}
