package org.afterglow.archive.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.afterglow.archive.json.BlueskyFormatTest;
import org.afterglow.archive.json.HackerNewsFormatTest;
import org.afterglow.archive.json.MastodonFormatTest;
import org.afterglow.archive.json.TelegramFormatTest;
import org.afterglow.archive.json.TwitterV2FormatTest;

/** A small archive of every format, written by us in the shapes of real ones. */
final class Fixtures {
  /**
   * One archive.
   *
   * @param name tells fixtures of one format apart
   * @param format the name of its format
   * @param records its JSON records, each a value of its own; empty for what is no JSON
   * @param text the archive as it is usually found
   * @param posts how many posts it holds, those embedded in others not counted
   */
  record Fixture(String name, String format, List<String> records, String text, int posts) {
    byte[] bytes() {
      return text.getBytes(UTF_8);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final String STATUS =
      "{\"created_at\":\"Mon Sep 14 12:00:00 +0000 2020\",\"id\":10,\"id_str\":\"10\","
          + "\"text\":\"Tea &amp; cups \\ud83c\\udf75 https://t.co/1\",\"source\":"
          + "\"<a href=\\\"http://x.example\\\">Kettle</a>\",\"lang\":\"en\",\"truncated\":true,"
          + "\"in_reply_to_status_id_str\":\"9\",\"in_reply_to_user_id_str\":\"8\","
          + "\"in_reply_to_screen_name\":\"bo\",\"extended_tweet\":{\"full_text\":"
          + "\"Tea &amp; cups and more https://t.co/1\",\"entities\":{\"hashtags\":[{\"text\":"
          + "\"tea\",\"indices\":[1,2]}],\"urls\":[],\"user_mentions\":[]}},\"user\":{\"id\":3,"
          + "\"id_str\":\"3\",\"name\":\"Ann Baker\",\"screen_name\":\"annb\","
          + "\"followers_count\":44},\"entities\":{\"hashtags\":[{\"text\":\"tea\"}],\"urls\":"
          + "[{\"url\":\"https://t.co/1\",\"expanded_url\":\"https://e.example/a\"}],"
          + "\"user_mentions\":[{\"id_str\":\"8\",\"id\":8,\"screen_name\":\"bo\"}]},"
          + "\"retweet_count\":5,\"favorite_count\":6,\"timestamp_ms\":\"1600084800000\"}";

  private static final String RETWEET =
      "{\"created_at\":\"Mon Sep 14 12:01:00 +0000 2020\",\"id\":11,\"id_str\":\"11\","
          + "\"text\":\"RT @annb: Tea\",\"user\":{\"id\":4,\"id_str\":\"4\",\"name\":\"Cy\","
          + "\"screen_name\":\"cy\"},\"retweeted_status\":"
          + STATUS
          + ",\"quoted_status_id_str\":\"7\",\"quoted_status\":"
          + STATUS.replace("\"10\"", "\"7\"").replace("\"id\":10", "\"id\":7")
          + "}";

  private static final String DELETE =
      "{\"delete\":{\"status\":{\"id\":12,\"id_str\":\"12\",\"user_id\":3,\"user_id_str\":\"3\"},"
          + "\"timestamp_ms\":\"1600084900000\"}}";

  private static final String COMMENT =
      "{\"id\":\"c1\",\"subreddit\":\"tea\",\"link_id\":\"t3_s1\",\"parent_id\":\"t1_c0\","
          + "\"body\":\"a &gt; b, ask u/bo\",\"author\":\"annb\",\"author_fullname\":\"t2_x\","
          + "\"created_utc\":1600000000,\"score\":-3,\"edited\":false,\"retrieved_on\":1600001000}";

  private static final String SUBMISSION =
      "{\"id\":\"s1\",\"subreddit\":\"tea\",\"title\":\"Cups\",\"selftext\":\"[deleted]\","
          + "\"url\":\"https://e.example\",\"author\":\"[deleted]\",\"created_utc\":\"1600000000\","
          + "\"score\":1,\"num_comments\":4,\"edited\":1600000100.0,\"stickied\":false,"
          + "\"promoted\":true,\"crosspost_parent\":\"t3_s0\",\"crosspost_parent_list\":[{\"id\":"
          + "\"s0\",\"subreddit\":\"pots\",\"title\":\"Pots\",\"author\":\"bo\","
          + "\"created_utc\":1599990000}]}";

  private static final String VIDEO =
      "{\"id\":\"6907228749016714497\",\"text\":\"Green &amp; hot #tea @bo\",\"createTime\":"
          + "1600000000,\"authorMeta\":{\"id\":\"77\",\"name\":\"ann\",\"nickName\":\"Ann A\","
          + "\"fans\":12},\"diggCount\":3710,\"shareCount\":50,\"playCount\":44800,"
          + "\"commentCount\":68,\"mentions\":[\"@bo\"],\"hashtags\":[{\"id\":\"1\",\"name\":"
          + "\"tea\"}]}";

  private static final String CROWDTANGLE =
      "{\"platformId\":\"77_5\",\"platform\":\"Facebook\",\"date\":\"2020-09-13 12:26:40\","
          + "\"updated\":\"2020-09-14 12:26:40\",\"message\":\"Hot &amp; green\","
          + "\"expandedLinks\":[{\"original\":\"https://t.example\",\"expanded\":"
          + "\"https://e.example/x\"}],\"postUrl\":\"https://www.facebook.com/tea/posts/5\","
          + "\"subscriberCount\":1234,\"statistics\":{\"actual\":{\"likeCount\":10,\"shareCount\":3}},"
          + "\"account\":{\"id\":1,\"name\":\"Tea\",\"handle\":\"teapage\",\"platformId\":\"77\"}}";

  private static final String THREAD =
      "{\"kind\":\"youtube#commentThread\",\"id\":\"c1\",\"snippet\":{\"channelId\":\"UCtea\","
          + "\"videoId\":\"vid01\",\"topLevelComment\":"
          + youTubeComment("c1")
          + ",\"totalReplyCount\":1},\"replies\":{\"comments\":["
          + youTubeComment("c1.r1")
          + "]}}";

  private static final String ROW =
      "{\"id\":\"21\",\"created_at\":\"2020-09-13T12:26:40Z\",\"text\":\"hot tea\",\"user\":"
          + "{\"name\":\"ann\"},\"likes\":3,\"retweets\":\"1\"}";

  private Fixtures() {}

  private static String youTubeComment(String id) {
    return "{\"kind\":\"youtube#comment\",\"id\":\""
        + id
        + "\",\"snippet\":{\"channelId\":\"UCtea\",\"videoId\":\"vid01\","
        + "\"textDisplay\":\"Nice &amp; green<br>tea\",\"authorDisplayName\":\"@bo-b\","
        + "\"authorChannelId\":{\"value\":\"UCbo\"},\"likeCount\":\"3\","
        + "\"publishedAt\":\"2020-09-13T12:26:40Z\"}}";
  }

  /** One archive a format, and several of those that have several shapes. */
  static List<Fixture> all() {
    return List.of(
        lines("twitter_v1", 2, STATUS, RETWEET, DELETE),
        lines("twitter_v2", 2, TwitterV2FormatTest.PAGE),
        lines("reddit", 2, COMMENT, SUBMISSION),
        lines(
            "mastodon",
            3,
            MastodonFormatTest.CREATE,
            MastodonFormatTest.ANNOUNCE,
            MastodonFormatTest.STATUS),
        document(
            "mastodon_outbox",
            "mastodon",
            2,
            "{\"@context\":[\"https://www.w3.org/ns/activitystreams\"],\"id\":\"outbox.json\","
                + "\"type\":\"OrderedCollection\",\"totalItems\":99,\"orderedItems\":["
                + MastodonFormatTest.CREATE
                + ",\n"
                + MastodonFormatTest.ANNOUNCE
                + "]}"),
        lines(
            "bluesky",
            1,
            BlueskyFormatTest.POST,
            BlueskyFormatTest.LIKE,
            BlueskyFormatTest.IDENTITY),
        lines("hackernews", 2, HackerNewsFormatTest.STORY, HackerNewsFormatTest.COMMENT),
        lines("telegram", 2, TelegramFormatTest.COLLECTED, TelegramFormatTest.DESKTOP),
        document(
            "telegram_export",
            "telegram",
            2,
            TelegramFormatTest.export(
                "public_channel",
                TelegramFormatTest.DESKTOP,
                TelegramFormatTest.DESKTOP.replace("\"id\":7", "\"id\":8"))),
        lines("youtube", 1, THREAD),
        document(
            "youtube_page",
            "youtube",
            1,
            "{\n \"kind\": \"youtube#commentThreadListResponse\",\n \"items\": [\n  "
                + THREAD
                + "\n ]\n}"),
        lines("tiktok", 1, VIDEO),
        document(
            "tiktok_scrape",
            "tiktok",
            1,
            "{\"headers\":{\"user-agent\":\"x\"},\"collector\":[" + VIDEO + "],\"zip\":\"\"}"),
        lines("crowdtangle", 1, CROWDTANGLE),
        document(
            "crowdtangle_page",
            "crowdtangle",
            1,
            "{\"status\":200,\"result\":{\"posts\":[" + CROWDTANGLE + "],\"pagination\":{}}}"),
        new Fixture("json_table", "table", List.of(ROW), ROW + "\n" + ROW + "\n", 2),
        table("csv", ","),
        table("tsv", "\t"),
        table("psv", "|"),
        document(
            "crowdtangle_csv",
            "table",
            1,
            "\ufeffPage Name,User Name,Facebook Id,Post Created,Type,Likes,Comments,Shares,URL,"
                + "Message,Sponsor Id\nTea Page,teapage,77,2020-09-13 08:26:40 EDT,Link,\"4,000\","
                + "20,,https://www.facebook.com/teapage/posts/5,\"Green, &amp; hot #tea\",\n"),
        document(
            "stackexchange",
            "stackexchange",
            2,
            "\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<posts>\n  <row Id=\"1\""
                + " PostTypeId=\"1\" CreationDate=\"2020-09-13T12:26:40.250\" Score=\"-2\""
                + " ViewCount=\"77\" Body=\"&lt;p&gt;Which tea, a &amp;lt; b?&lt;/p&gt;\""
                + " OwnerUserId=\"12\" Title=\"Tea &amp;amp; cups\" Tags=\"&lt;green&gt;\""
                + " AnswerCount=\"1\" CommentCount=\"2\" />\n  <row Id=\"2\" PostTypeId=\"2\""
                + " ParentId=\"1\" CreationDate=\"2020-09-13T13:26:40\" Body=\"&lt;p&gt;Green\""
                + " OwnerDisplayName=\"user39\" Tags=\"|a|b|\" />\n</posts>\n"),
        document(
            "stackexchange_votes",
            "stackexchange",
            0,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<votes>\n  <row Id=\"1\" PostId=\"7\""
                + " VoteTypeId=\"2\" CreationDate=\"2020-09-13T00:00:00.000\" />\n</votes>\n"),
        document(
            "wordpress",
            "wordpress",
            2,
            "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!-- generator=\"WordPress\" -->\n"
                + "<rss version=\"2.0\"\n\txmlns:wp=\"http://wordpress.org/export/1.2/\">\n"
                + "<channel>\n<title>Tea</title><link>https://www.tea.example</link>\n"
                + "<wp:base_blog_url>http://www.tea.example/blog/</wp:base_blog_url>\n"
                + "<item><title>Tea &amp; cups</title><pubDate>Sun, 13 Sep 2020 12:26:40 +0000"
                + "</pubDate><dc:creator><![CDATA[ann]]></dc:creator><content:encoded><![CDATA[One"
                + "\n\n[caption id=\"a\"]<a href=\"https://e.example/x\">Two</a>[/caption] é]]>"
                + "</content:encoded><wp:post_id>7</wp:post_id><wp:post_type>post</wp:post_type>"
                + "<wp:status>publish</wp:status><wp:comment><wp:comment_id>5</wp:comment_id>"
                + "<wp:comment_author><![CDATA[Bo B]]></wp:comment_author>"
                + "<wp:comment_author_email>bo@mail.example</wp:comment_author_email>"
                + "<wp:comment_date_gmt>2020-09-13 12:26:40</wp:comment_date_gmt>"
                + "<wp:comment_content><![CDATA[Nice.]]></wp:comment_content>"
                + "<wp:comment_approved>1</wp:comment_approved></wp:comment></item>\n"
                + "</channel>\n</rss>\n"),
        document(
            "disqus",
            "disqus",
            2,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<disqus xmlns=\"http://disqus.com\""
                + " xmlns:dsq=\"http://disqus.com/disqus-internals\">\n<category dsq:id=\"1\">\n"
                + "<forum>tea</forum>\n</category>\n<thread dsq:id=\"8\">\n<id>/tea.html</id>\n"
                + "<forum>tea</forum>\n<link>https://tea.example/tea.html</link>\n<title>Green"
                + "</title>\n<message />\n<createdAt>2020-09-13T12:26:40Z</createdAt>\n<author>\n"
                + "<name>Ann</name>\n<username>ann1</username>\n</author>\n"
                + "<isDeleted>false</isDeleted>\n</thread>\n<post dsq:id=\"9\">\n<id />\n<message>"
                + "<![CDATA[<p>Nice.<br>Yes &amp; no</p>]]></message>\n"
                + "<createdAt>2020-09-14T12:26:40Z</createdAt>\n<author>\n<name>Bo</name>\n"
                + "</author>\n<thread dsq:id=\"8\" />\n</post>\n</disqus>\n"),
        new Fixture("warc", "warc", List.of(), warc(), 1));
  }

  private static Fixture lines(String format, int posts, String... records) {
    return new Fixture(format, format, List.of(records), String.join("\n", records) + "\n", posts);
  }

  private static Fixture document(String name, String format, int posts, String text) {
    return new Fixture(name, format, List.of(), text, posts);
  }

  private static Fixture table(String name, String delimiter) {
    List<String> rows =
        List.of(
            "tweet_id,user_screen_name,created_at,tweet,likes,retweets,lang",
            "12,annb,2020-09-14 12:00:00,\"hello \"\"there\"\"\nall\",5,1.0,en",
            "13,bo,2020-09-14 12:00:01,hi,,2,en",
            "14,cy,2020-09-14 12:00:02,\"é\",,3,fr");
    String text = String.join("\n", rows).replace(",", delimiter);
    return document(name, "table", 3, text + "\n");
  }

  /** A web archive of what describes it and a page. */
  static String warc() {
    return warc(
        "<html><head>"
            + "<title>Tea</title><meta property=\"article:published_time\""
            + " content=\"2020-09-13T12:26:40Z\"></head><body><p>Green tea, é, which is long"
            + " enough to be the text of a page.</p></body></html>");
  }

  /** A web archive of what describes it and a page of that HTML. */
  static String warc(String html) {
    String http = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html;
    return record("warcinfo", "", "application/warc-fields", "software: x")
        + record("response", "https://tea.example/a", "application/http; msgtype=response", http);
  }

  private static String record(String type, String address, String media, String content) {
    return String.join(
        "\r\n",
        "WARC/1.0",
        "WARC-Type: " + type,
        "WARC-Target-URI: " + address,
        "WARC-Date: 2021-01-02T03:04:05Z",
        "Content-Type: " + media,
        "Content-Length: " + content.getBytes(UTF_8).length,
        "",
        content,
        "",
        "");
  }
}
