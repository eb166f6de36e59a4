package org.afterglow.archive.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.afterglow.archive.ReadOptions;
import org.afterglow.post.Post;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people wrote comes out of every format as its platform shows it. */
class TextSurvivesTest {
  /**
   * Emoji, alone, joined and with a variation selector; a flag; Hebrew with points between marks of
   * direction; Arabic; letters with one and with two combining marks; letters beyond the first
   * plane; a wide space; what markup is made of.
   */
  private static final String WORDS =
      "Tea \ud83c\udf75 \ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 \u2764\ufe0f"
          + " \ud83c\uddeb\ud83c\uddf7 \u200f\u05e7\u05b8\u05e4\u05b6\u05d4\u200f"
          + " \u0634\u0627\u064a e\u0301 o\u0323\u0302 \ud835\udcaf\ud801\udc37 \u3000\u8336"
          + " a < b & c > d \"e\" 'f' &amp; 100%";

  private static final String LINK = "https://e.example/?a=1&b=2";

  /** A way of writing texts, by how its text stands in its document. */
  private enum Written {
    /** As it is. */
    PLAIN,
    /** With entities for what markup is made of, as some APIs give texts without markup. */
    ENTITIES,
    /** As HTML, with a link behind it. */
    HTML;

    String write(String text) {
      return switch (this) {
        case PLAIN -> text;
        case ENTITIES -> escaped(text);
        case HTML ->
            "<p>" + escaped(text) + " <a href=\"" + escaped(LINK) + "\" rel=\"nofollow\">more</a>";
      };
    }
  }

  /**
   * A document of a format with a place for a text.
   *
   * @param within how what is written stands in the document
   * @param document in it, {@code @TEXT@} is the place
   */
  private record Sample(
      String format, Written written, UnaryOperator<String> within, String document) {
    String with(String text) {
      return document.replace("@TEXT@", within.apply(written.write(text)));
    }

    @Override
    public String toString() {
      return format + ", " + written;
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String json(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  /** As JSON in ASCII alone, which writes what is beyond the first plane as two. */
  private static String jsonOfAscii(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : json(text).toCharArray()) {
      out.append(c < 128 ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return out.toString();
  }

  private static Sample sample(
      String format, Written written, UnaryOperator<String> within, String document) {
    return new Sample(format, written, within, document);
  }

  private static String html(String text) {
    return "<html><head><title>Tea</title></head><body><p>" + text + "</p></body></html>";
  }

  static List<Sample> samples() {
    UnaryOperator<String> json = TextSurvivesTest::json;
    UnaryOperator<String> ascii = TextSurvivesTest::jsonOfAscii;
    UnaryOperator<String> asItIs = UnaryOperator.identity();
    String status =
        "{\"created_at\":\"Mon Sep 14 12:00:00 +0000 2020\",\"id_str\":\"10\",\"text\":\"@TEXT@\"}";
    String tweet =
        "{\"data\":[{\"id\":\"10\",\"author_id\":\"3\",\"text\":\"@TEXT@\"}],\"meta\":"
            + "{\"result_count\":1}}";
    return List.of(
        sample("twitter_v1", Written.ENTITIES, json, status),
        sample("twitter_v1", Written.ENTITIES, ascii, status),
        sample("twitter_v2", Written.ENTITIES, json, tweet),
        sample("twitter_v2", Written.ENTITIES, ascii, tweet),
        sample(
            "reddit",
            Written.ENTITIES,
            json,
            "{\"id\":\"c1\",\"subreddit\":\"tea\",\"link_id\":\"t3_s1\",\"body\":\"@TEXT@\"}"),
        sample(
            "mastodon",
            Written.HTML,
            json,
            "{\"type\":\"Note\",\"id\":\"https://a.example/1\",\"attributedTo\":"
                + "\"https://a.example/users/ann\",\"to\":"
                + "[\"https://www.w3.org/ns/activitystreams#Public\"],\"content\":\"@TEXT@\"}"),
        sample(
            "bluesky",
            Written.PLAIN,
            json,
            "{\"did\":\"did:plc:ann\",\"time_us\":1600084800000000,\"kind\":\"commit\",\"commit\":"
                + "{\"operation\":\"create\",\"collection\":\"app.bsky.feed.post\",\"rkey\":\"3k\","
                + "\"record\":{\"text\":\"@TEXT@\"}}}"),
        sample(
            "hackernews",
            Written.HTML,
            json,
            "{\"id\":1,\"type\":\"comment\",\"by\":\"ann\",\"time\":1600084800,\"parent\":2,"
                + "\"text\":\"@TEXT@\"}"),
        sample(
            "telegram",
            Written.PLAIN,
            json,
            "{\"name\":\"Tea\",\"type\":\"public_channel\",\"id\":77,\"messages\":[{\"id\":1,"
                + "\"type\":\"message\",\"date\":\"2020-09-14T12:00:00\",\"from\":\"Tea\","
                + "\"from_id\":\"channel77\",\"text\":[\"@TEXT@\"]}]}"),
        sample(
            "telegram",
            Written.PLAIN,
            json,
            "{\"_\":\"Message\",\"id\":1,\"peer_id\":{\"channel_id\":77},\"date\":1600084800,"
                + "\"message\":\"@TEXT@\"}"),
        sample(
            "youtube",
            Written.HTML,
            json,
            "{\"kind\":\"youtube#comment\",\"id\":\"c1\",\"snippet\":{\"textDisplay\":\"@TEXT@\"}}"),
        sample(
            "youtube",
            Written.PLAIN,
            json,
            "{\"kind\":\"youtube#comment\",\"id\":\"c1\",\"snippet\":{\"textOriginal\":\"@TEXT@\"}}"),
        sample(
            "tiktok",
            Written.ENTITIES,
            json,
            "{\"id\":\"1\",\"createTime\":1600084800,\"authorMeta\":{\"id\":\"7\"},\"text\":"
                + "\"@TEXT@\"}"),
        sample(
            "crowdtangle",
            Written.ENTITIES,
            json,
            "{\"platformId\":\"77_5\",\"date\":\"2020-09-13 12:26:40\",\"account\":{\"id\":1},"
                + "\"message\":\"@TEXT@\"}"),
        sample(
            "table",
            Written.ENTITIES,
            json,
            "{\"id\":\"21\",\"created_at\":\"2020-09-13T12:26:40Z\",\"text\":\"@TEXT@\"}"),
        sample(
            "table",
            Written.ENTITIES,
            text -> text.replace("\"", "\"\""),
            "id,created_at,text\n21,2020-09-13T12:26:40Z,\"@TEXT@\"\n"),
        sample(
            "stackexchange",
            Written.HTML,
            TextSurvivesTest::escaped,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<posts>\n<row Id=\"1\" PostTypeId=\"1\""
                + " CreationDate=\"2020-09-13T12:26:40\" Body=\"@TEXT@\" />\n</posts>\n"),
        sample(
            "wordpress",
            Written.HTML,
            asItIs,
            "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>"
                + "<wp:base_blog_url>http://tea.example</wp:base_blog_url><item>"
                + "<content:encoded><![CDATA[@TEXT@]]></content:encoded><wp:post_id>7</wp:post_id>"
                + "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item>"
                + "</channel></rss>"),
        sample(
            "disqus",
            Written.HTML,
            asItIs,
            "<disqus xmlns:dsq=\"http://disqus.com/disqus-internals\"><post dsq:id=\"9\">"
                + "<message><![CDATA[@TEXT@]]></message><createdAt>2020-09-14T12:26:40Z</createdAt>"
                + "<thread dsq:id=\"8\" /></post></disqus>"),
        sample(
            "warc",
            Written.HTML,
            text -> Fixtures.warc(html(text + " " + "and it goes on for a while. ".repeat(20))),
            "@TEXT@"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void wordsComeOutAsTheyAreShown(Sample sample) {
    Post post =
        Reading.of(
                sample.with(WORDS).getBytes(StandardCharsets.UTF_8),
                ReadOptions.defaults().withFormat(sample.format()))
            .post();
    if (sample.written() == Written.HTML) {
      assertThat(post.text()).contains(WORDS + " more");
      assertThat(post.links()).contains(LINK);
    } else {
      assertThat(post.text()).isEqualTo(WORDS);
    }
  }
}
