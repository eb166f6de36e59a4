package org.afterglow.archive.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.afterglow.archive.Format;
import org.afterglow.archive.Head;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.json.BlueskyFormatTest;
import org.afterglow.archive.json.HackerNewsFormatTest;
import org.afterglow.archive.json.JsonFormat;
import org.afterglow.archive.json.MastodonFormatTest;
import org.afterglow.archive.json.TelegramFormatTest;
import org.afterglow.archive.json.TwitterV2FormatTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Formats know their own records, and leave each other's alone. */
class NativeFormatsTest {
  /** Records of every format that has none but its own, by the format's name. */
  private static Map<String, List<String>> samples() {
    Map<String, List<String>> samples = new LinkedHashMap<>();
    samples.put("twitter_v1", List.of(Statuses.status(1, "tea"), Statuses.status(2, "cups")));
    samples.put("twitter_v2", List.of(TwitterV2FormatTest.PAGE));
    samples.put(
        "reddit",
        List.of(
            "{\"id\":\"c1\",\"subreddit\":\"tea\",\"link_id\":\"t3_s1\",\"body\":\"a\","
                + "\"author\":\"annb\",\"created_utc\":1600000000}",
            "{\"id\":\"s1\",\"subreddit\":\"tea\",\"title\":\"Cups\",\"url\":\"https://e.example\","
                + "\"created_utc\":1600000000,\"score\":1}"));
    samples.put(
        "mastodon",
        List.of(MastodonFormatTest.CREATE, MastodonFormatTest.ANNOUNCE, MastodonFormatTest.STATUS));
    samples.put(
        "bluesky",
        List.of(BlueskyFormatTest.POST, BlueskyFormatTest.LIKE, BlueskyFormatTest.IDENTITY));
    samples.put("hackernews", List.of(HackerNewsFormatTest.STORY, HackerNewsFormatTest.COMMENT));
    samples.put("telegram", List.of(TelegramFormatTest.COLLECTED, TelegramFormatTest.DESKTOP));
    return samples;
  }

  @Test
  void everySampleIsRecognisedAsItself() {
    samples()
        .forEach(
            (format, records) -> {
              for (String record : records) {
                assertThat(Reading.of(record).summary().format()).isEqualTo(format);
                assertThat(Reading.of(record + "\n" + record + "\n").summary().format())
                    .isEqualTo(format);
                assertThat(Reading.of("[" + record + ",\n" + record + "]").summary().format())
                    .isEqualTo(format);
              }
              assertThat(Reading.of(String.join("\n", records)).posts()).isNotEmpty();
            });
  }

  @Test
  void noOtherNativeFormatTakesASample() {
    samples()
        .forEach(
            (format, records) -> {
              Head head = head(String.join("\n", records));
              for (String other : Formats.names()) {
                Format candidate = Formats.known(other);
                if (candidate instanceof JsonFormat json && !other.equals("table")) {
                  assertThat(json.recognises(head, ReadOptions.defaults()) > 0)
                      .as("%s takes %s", other, format)
                      .isEqualTo(other.equals(format));
                }
              }
            });
  }

  @Test
  @Timeout(60)
  void recordsMadeToCostMuchCostLittle() {
    String chain =
        IntStream.range(0, 30_000)
            .mapToObj(
                i ->
                    "{\"id\":\"%d\",\"text\":\"a\",\"referenced_tweets\":[{\"type\":\"quoted\",\"id\":\"%d\"}]}"
                        .formatted(i, i + 1))
            .collect(Collectors.joining(","));
    Reading page =
        Reading.of(
            "{\"data\":[{\"id\":\"x\",\"text\":\"a\",\"author_id\":\"1\",\"referenced_tweets\":"
                + "[{\"type\":\"quoted\",\"id\":\"0\"}]}],\"includes\":{\"tweets\":["
                + chain
                + "]}}");
    assertThat(page.embedded()).hasSize(30_000);
    String anchors =
        IntStream.range(0, 200_000)
            .mapToObj(i -> "<a href=https://e.example/" + i + ">")
            .collect(Collectors.joining());
    assertThat(
            Reading.of(
                    HackerNewsFormatTest.STORY.replace(
                        "\"url\"", "\"text\":\"" + anchors + "\",\"url\""))
                .post()
                .links())
        .hasSize(200_001);
    for (String marks : List.of("](", "[](https://x", "[", "](https://x)", "**", "__")) {
      String hostile = TelegramFormatTest.COLLECTED.replace("hot tea", marks.repeat(400_000) + ")");
      assertThat(Reading.of(TelegramFormatTest.COLLECTED + "\n" + hostile + "\n").posts())
          .hasSize(2);
    }
    String mentions =
        "{\"index\":{\"byteStart\":0,\"byteEnd\":4000000},\"features\":[{\"did\":\"did:x\"}]},"
            .repeat(50_000);
    Reading post =
        Reading.of(
            BlueskyFormatTest.POST.replace(
                "\"text\":\"hot tea\"",
                "\"text\":\"@" + "a".repeat(4_000_000) + "\",\"facets\":[" + mentions + "{}]"));
    assertThat(post.post().mentions()).hasSize(50_000);
  }

  private static Head head(String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new Head(bytes, bytes.length, true, "input");
  }
}
