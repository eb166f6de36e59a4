package org.afterglow.archive.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.reading.Reading;
import org.afterglow.post.Mention;
import org.afterglow.post.Origin;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class TelegramFormatTest {
  private static final ReadOptions OPTIONS = ReadOptions.defaults().withFormat("telegram");
  private static final long NOON = Instant.parse("2024-12-04T12:00:00Z").toEpochMilli() * 1_000;

  public static final String COLLECTED =
      "{\"message_id\":7,\"sender_id\":-1001234567890,\"text\":\"hot tea\","
          + "\"date\":\"2024-12-04T12:00:00+00:00\",\"channel\":\"Tea room\"}";
  public static final String DESKTOP =
      message(
          "7",
          "\"text\":[\"hot \",{\"type\":\"bold\",\"text\":\"tea\"},\" \",{\"type\":\"hashtag\","
              + "\"text\":\"#cups\"},\" \",{\"type\":\"link\",\"text\":\"e.example/a\"},\" \","
              + "{\"type\":\"text_link\",\"text\":\"here\",\"href\":\"https://e.example/b\"},\" \","
              + "{\"type\":\"mention\",\"text\":\"@bo\"},{\"type\":\"mention_name\",\"text\":"
              + "\"Cy\",\"user_id\":5}]");

  private static Reading read(String... json) {
    return Reading.of(String.join("\n", json), OPTIONS);
  }

  private static String message(String id, String fields) {
    return "{\"id\":"
        + id
        + ",\"type\":\"message\",\"date\":\"2024-12-04T13:00:00\",\"date_unixtime\":\"1733313600\","
        + "\"from\":\"Tea room\",\"from_id\":\"channel1234567890\","
        + fields
        + "}";
  }

  public static String export(String type, String... messages) {
    return "{\"name\":\"Tea room\",\"type\":\""
        + type
        + "\",\"id\":1234567890,\"messages\":["
        + String.join(",\n", messages)
        + "]}";
  }

  @Test
  void aMessageOfAnExportIsAPost() {
    Reading reading = Reading.of(export("public_channel", DESKTOP, message("8", "\"text\":\"x\"")));
    assertThat(reading.summary().format()).isEqualTo("telegram");
    assertThat(reading.summary().zoneAssumed()).isFalse();
    Post post = reading.posts().get(0);
    assertThat(post.platform()).isEqualTo("telegram");
    assertThat(post.postId()).isEqualTo("1234567890/7");
    assertThat(post.authorId()).isEqualTo("channel1234567890");
    assertThat(post.authorName()).isEqualTo("Tea room");
    assertThat(post.venue()).isEqualTo("Tea room");
    assertThat(post.venueAccount()).isEqualTo(new Mention("channel1234567890", null));
    assertThat(post.postedAtMicros()).isEqualTo(NOON);
    assertThat(post.kind()).isEqualTo(PostKind.POST);
    assertThat(post.text()).isEqualTo("hot tea #cups e.example/a here @boCy");
    assertThat(post.hashtags()).containsExactly("cups");
    assertThat(post.links()).containsExactly("https://e.example/a", "https://e.example/b");
    assertThat(post.mentions())
        .containsExactly(new Mention(null, "bo"), new Mention("user5", null));
    assertThat(post.views()).isNull();
    assertThat(post.likes()).isNull();
    assertThat(reading.posts().get(1).hashtags()).isNull();
  }

  @Test
  void aMessageThatCollectorsWroteIsTheSamePost() {
    Reading reading = Reading.of("[\n  " + COLLECTED + ",\n  " + COLLECTED + "\n]");
    assertThat(reading.summary().format()).isEqualTo("telegram");
    Post post = reading.posts().get(0);
    assertThat(post.postId()).isEqualTo("1234567890/7");
    assertThat(post.authorId()).isEqualTo("channel1234567890");
    assertThat(post.venue()).isEqualTo("Tea room");
    assertThat(post.venueAccount()).isEqualTo(new Mention("channel1234567890", null));
    assertThat(post.postedAtMicros()).isEqualTo(NOON);
    assertThat(post.text()).isEqualTo("hot tea");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "**hot** tea, **cups** | hot tea, cups",
        "**hot tea | **hot tea",
        "a__b__c and snake__case | a__b__c and snake__case",
        "__hot__ `x` | hot `x`",
        "[tea](https://e.example/b) and [not](a link) | tea and [not](a link)",
        "[a] (b) ](https://x | [a] (b) ](https://x",
      })
  void marksOfMarkupGo(String text, String expected) {
    Post post = read(COLLECTED.replace("hot tea", text)).post();
    assertThat(post.text()).isEqualTo(expected);
    if (text.contains("e.example/b")) {
      assertThat(post.links()).containsExactly("https://e.example/b");
    } else {
      assertThat(post.links()).isNull();
    }
  }

  @Test
  void repliesNameTheMessageThatTheyAnswer() {
    Reading reading =
        Reading.of(
            export(
                "private_supergroup",
                message("8", "\"reply_to_message_id\":7,\"text\":\"a\"")
                    .replace("channel1234567890", "user55"),
                message(
                    "9",
                    "\"reply_to_message_id\":3,\"reply_to_peer_id\":\"channel99\",\"text\":\"b\"")));
    assertThat(reading.posts()).extracting(Post::kind).containsOnly(PostKind.REPLY);
    assertThat(reading.posts())
        .extracting(Post::replyToPostId)
        .containsExactly("1234567890/7", "99/3");
    assertThat(reading.posts().get(0).authorId()).isEqualTo("user55");
  }

  @Test
  void reactionsThatApproveAreLikes() {
    Post post =
        Reading.of(
                export(
                    "public_channel",
                    message(
                        "8",
                        "\"text\":\"a\",\"reactions\":[{\"type\":\"emoji\",\"count\":4,\"emoji\":"
                            + "\"\u2764\"},{\"type\":\"emoji\",\"count\":9,\"emoji\":"
                            + "\"\ud83d\udc4e\"},{\"type\":\"paid\",\"count\":1}]")))
            .post();
    assertThat(post.likes()).isEqualTo(5);
  }

  @Test
  void aForwardedMessageIsARepost() {
    Reading reading =
        Reading.of(
            export(
                "public_channel",
                message(
                    "8",
                    "\"forwarded_from\":\"Cup room\",\"forwarded_from_id\":\"channel77\","
                        + "\"text\":\"theirs\"")));
    assertThat(reading.post().kind()).isEqualTo(PostKind.REPOST);
    assertThat(reading.post().text()).isNull();
    assertThat(reading.post().repostedAuthorId()).isEqualTo("channel77");
    assertThat(reading.embedded()).isEmpty();
  }

  @Test
  void aMessageOfTheApiHasItsCountersAndEmbedsWhatItForwards() {
    String raw =
        "{\"_\":\"Message\",\"id\":8,\"peer_id\":{\"_\":\"PeerChannel\",\"channel_id\":1234567890},"
            + "\"date\":\"2024-12-04T12:00:00+00:00\",\"message\":\"see **x** https://e.example/a\","
            + "\"from_id\":null,\"views\":900,\"forwards\":12,\"replies\":{\"replies\":3},"
            + "\"reactions\":{\"results\":[{\"reaction\":{\"emoticon\":\"\u2764\"},\"count\":6}]},"
            + "\"entities\":[{\"_\":\"MessageEntityTextUrl\",\"url\":\"https://e.example/b\"}],"
            + "\"reply_to\":{\"reply_to_msg_id\":5,\"reply_to_top_id\":2}}";
    String forward =
        raw.replace(
            "\"views\"",
            "\"fwd_from\":{\"date\":\"2024-12-01T00:00:00+00:00\",\"from_id\":{\"_\":"
                + "\"PeerChannel\",\"channel_id\":77},\"channel_post\":31},\"views\"");
    Reading reading = Reading.of(raw + "\n" + forward + "\n");
    assertThat(reading.summary().format()).isEqualTo("telegram");
    Post post = reading.posts().get(0);
    assertThat(post.postId()).isEqualTo("1234567890/8");
    assertThat(post.authorId()).isEqualTo("channel1234567890");
    assertThat(post.text()).isEqualTo("see **x** https://e.example/a");
    assertThat(post.links())
        .containsExactlyInAnyOrder("https://e.example/b", "https://e.example/a");
    assertThat(post.views()).isEqualTo(900);
    assertThat(post.reposts()).isEqualTo(12);
    assertThat(post.replies()).isEqualTo(3);
    assertThat(post.likes()).isEqualTo(6);
    assertThat(post.replyToPostId()).isEqualTo("1234567890/5");
    assertThat(post.rootPostId()).isEqualTo("1234567890/2");
    Post repost = reading.posts().get(1);
    assertThat(repost.kind()).isEqualTo(PostKind.REPOST);
    assertThat(repost.repostedPostId()).isEqualTo("77/31");
    Post original = reading.embedded().get(0);
    assertThat(original.origin()).isEqualTo(Origin.EMBEDDED);
    assertThat(original.postId()).isEqualTo("77/31");
    assertThat(original.authorId()).isEqualTo("channel77");
    assertThat(original.venueAccount()).isEqualTo(new Mention("channel77", null));
    assertThat(original.text()).startsWith("see");
    assertThat(original.views()).isNull();
  }

  @Test
  void theChatsOfAnAccountAreToldApart() {
    String account =
        "{\"about\":\"x\",\"personal_information\":{\"user_id\":3},\"contacts\":{\"list\":[{\"a\":"
            + "[1,2]},{\"b\":2}]},\"chats\":{\"about\":\"y\",\"list\":["
            + export("public_channel", DESKTOP)
            + ","
            + export("personal_chat", message("1", "\"text\":\"secret\"")).replace("90,", "91,")
            + ","
            + export("public_supergroup", message("2", "\"text\":\"b\"")).replace("90,", "92,")
            + "]},\"left_chats\":{\"about\":\"z\",\"list\":["
            + export("public_channel", message("3", "\"text\":\"c\"")).replace("90,", "93,")
            + "]}}";
    for (String document : List.of(account, account.replace(",\"", ",\n \""))) {
      Reading reading = Reading.of(document);
      assertThat(reading.posts())
          .extracting(Post::postId)
          .containsExactly("1234567890/7", "1234567892/2", "1234567893/3");
      assertThat(reading.fates()).containsEntry("not a post private_message", 1L);
    }
  }

  @Test
  void serviceMessagesAreNoPosts() {
    assertThat(
            Reading.of(
                    export(
                        "public_channel",
                        DESKTOP,
                        "{\"id\":1,\"type\":\"service\",\"date\":\"2024-12-04T13:00:00\","
                            + "\"actor_id\":\"channel1\",\"action\":\"pin_message\",\"text\":\"\"}",
                        "{\"id\":2,\"type\":\"unsupported\"}"))
                .fates())
        .containsOnly(
            Map.entry("Posted", 1L),
            Map.entry("not a post service_message", 1L),
            Map.entry("not a post other_message", 1L));
  }

  @Test
  void aTimeWithoutZoneIsOfTheZoneOfTheOptions() {
    String old = DESKTOP.replace("\"date_unixtime\":\"1733313600\",", "");
    Reading reading =
        Reading.of(export("public_channel", old), OPTIONS.withZone(ZoneId.of("Europe/Berlin")));
    assertThat(reading.post().postedAtMicros()).isEqualTo(NOON);
    assertThat(reading.summary().zoneAssumed()).isTrue();
  }

  @Test
  void whatIdentifiesNothingIsRejected() {
    assertThat(
            read(
                    COLLECTED.replace("\"message_id\"", "\"other\""),
                    COLLECTED.replace("\"sender_id\"", "\"other\""),
                    COLLECTED.replace("-100", ""))
                .fates())
        .containsOnly(Map.entry("rejected MISSING_FIELD", 3L));
  }

  @Test
  void fieldsOfTheWrongTypeDoNoHarm() {
    String[] values = {"null", "1", "1.5", "\"x\"", "true", "[]", "{}", "[{}]", "[[]]"};
    String[] fields = {
      "text",
      "date",
      "channel",
      "reply_to_message_id",
      "reply_to",
      "fwd_from",
      "views",
      "forwards",
      "reactions",
      "replies",
      "entities",
      "from",
      "forwarded_from_id",
      "message",
      "peer_id"
    };
    for (String field : fields) {
      for (String value : values) {
        String odd =
            "{\"message_id\":8,\"sender_id\":-1001234567890,\"" + field + "\":" + value + "}";
        Reading reading = read(odd, COLLECTED);
        assertThat(reading.records()).as("%s: %s", field, value).hasSize(2);
        assertThat(reading.rejects()).as("%s: %s", field, value).isEmpty();
        assertThat(reading.posts()).extracting(Post::postId).contains("1234567890/7");
      }
    }
  }
}
