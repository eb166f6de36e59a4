package org.afterglow.archive.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.afterglow.archive.ReadRecord;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.reading.Reading;
import org.afterglow.post.DeletedState;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.afterglow.post.PostedAtState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlogFormatsTest {
  // ---- WordPress

  private static String blog(String... items) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!-- generator=\"WordPress\" -->\n"
        + "<rss version=\"2.0\"\n\txmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n"
        + "<title>Tea</title><link>https://www.tea.example</link>\n"
        + "<wp:base_blog_url>http://www.Tea.example/blog/</wp:base_blog_url>\n"
        + "<wp:author><wp:author_id>3</wp:author_id><wp:author_login><![CDATA[ann]]>"
        + "</wp:author_login><wp:author_email>ann@tea.example</wp:author_email></wp:author>\n"
        + "<wp:tag><wp:tag_slug>x</wp:tag_slug></wp:tag>\n"
        + String.join("\n", items)
        + "\n</channel>\n</rss>\n";
  }

  private static String item(String type, String fields) {
    return "<item><title>Tea &amp; cups</title><pubDate>Sun, 13 Sep 2020 12:26:40 +0000</pubDate>"
        + "<dc:creator><![CDATA[ann]]></dc:creator><content:encoded><![CDATA[One\nline.\n\n"
        + "[caption id=\"a\" width=\"3\"]<a href=\"https://e.example/x\">Two</a>[/caption] é]]>"
        + "</content:encoded><wp:post_id>7</wp:post_id><wp:post_type>"
        + type
        + "</wp:post_type><category domain=\"post_tag\" nicename=\"green-tea\">"
        + "<![CDATA[Green tea]]></category><category domain=\"category\" nicename=\"c\">C</category>"
        + fields
        + "</item>";
  }

  private static String comment(int id, String fields) {
    return "<wp:comment><wp:comment_id>"
        + id
        + "</wp:comment_id><wp:comment_author><![CDATA[Bo B]]></wp:comment_author>"
        + "<wp:comment_author_email>bo@mail.example</wp:comment_author_email>"
        + "<wp:comment_author_IP>192.0.2.77</wp:comment_author_IP>"
        + "<wp:comment_date>2020-09-13 14:26:40</wp:comment_date>"
        + "<wp:comment_date_gmt>2020-09-13 12:26:40</wp:comment_date_gmt>"
        + "<wp:comment_content><![CDATA[Nice.\n\nYes]]></wp:comment_content>"
        + fields
        + "</wp:comment>";
  }

  @Test
  void anItemIsAPostAndItsCommentsAreComments() {
    String document =
        blog(
            item(
                "post",
                "<wp:status>publish</wp:status>"
                    + comment(1, "<wp:comment_parent>0</wp:comment_parent>")
                    + comment(
                        2,
                        "<wp:comment_parent>1</wp:comment_parent>"
                            + "<wp:comment_user_id>3</wp:comment_user_id>")));
    Reading reading = Reading.of(document);
    assertThat(reading.summary().format()).isEqualTo("wordpress");
    assertThat(reading.fates())
        .containsOnly(
            Map.entry("Posted", 3L),
            Map.entry("not a post author", 1L),
            Map.entry("not a post category", 1L));
    Post post = reading.posts().get(0);
    assertThat(post.platform()).isEqualTo("wordpress");
    assertThat(post.postId()).isEqualTo("tea.example/blog/post/7");
    assertThat(post.authorId()).isEqualTo("tea.example/blog/user/3");
    assertThat(post.authorHandle()).isEqualTo("ann");
    assertThat(post.venue()).isEqualTo("tea.example/blog");
    assertThat(post.text()).isEqualTo("Tea & cups\n\nOne\nline.\n\nTwo é");
    assertThat(post.links()).containsExactly("https://e.example/x");
    assertThat(post.hashtags()).containsExactly("green-tea");
    assertThat(post.postedAtMicros()).isEqualTo(1_600_000_000_000_000L);
    Post first = reading.posts().get(1);
    assertThat(first.postId()).isEqualTo("tea.example/blog/comment/1");
    assertThat(first.kind()).isEqualTo(PostKind.COMMENT);
    assertThat(first.replyToPostId()).isEqualTo(post.postId());
    assertThat(first.rootPostId()).isEqualTo(post.postId());
    assertThat(first.authorId()).isEqualTo("tea.example/blog/name/bo b");
    assertThat(first.authorName()).isEqualTo("Bo B");
    assertThat(first.text()).isEqualTo("Nice.\n\nYes");
    assertThat(first.postedAtMicros()).isEqualTo(1_600_000_000_000_000L);
    Post second = reading.posts().get(2);
    assertThat(second.replyToPostId()).isEqualTo(first.postId());
    assertThat(second.authorId()).isEqualTo(post.authorId());
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    for (ReadRecord record : reading.records()) {
      assertThat(bytes[(int) record.byteOffset()]).isEqualTo((byte) '<');
    }
    assertThat(bytes[(int) reading.records().get(3).byteOffset() + 4]).isEqualTo((byte) 'c');
  }

  @ParameterizedTest
  @CsvSource({
    "attachment, publish, attachment",
    "nav_menu_item, publish, nav_menu_item",
    "shop_order, publish, other_item",
    "post, draft, draft",
    "post, future, draft",
    "page, private, private",
    "post, trash, trash",
  })
  void whatWasNeverPublicIsNoPost(String type, String status, String kind) {
    assertThat(Reading.of(blog(item(type, "<wp:status>" + status + "</wp:status>"))).fates())
        .containsEntry("not a post " + kind, 1L)
        .doesNotContainKey("Posted");
  }

  @Test
  void aPasswordProtects() {
    assertThat(Reading.of(blog(item("post", "<wp:post_password>x</wp:post_password>"))).fates())
        .containsEntry("not a post protected", 1L);
  }

  @ParameterizedTest
  @CsvSource({
    "<wp:comment_type>pingback</wp:comment_type>, pingback",
    "<wp:comment_type>trackback</wp:comment_type>, trackback",
    "<wp:comment_type>order_note</wp:comment_type>, other_comment",
    "<wp:comment_approved>0</wp:comment_approved>, unapproved_comment",
    "<wp:comment_approved>spam</wp:comment_approved>, spam",
    "<wp:comment_approved>trash</wp:comment_approved>, trash",
  })
  void whatNobodySaidInPublicIsNoComment(String field, String kind) {
    assertThat(Reading.of(blog(item("page", comment(1, field)))).fates())
        .containsEntry("not a post " + kind, 1L)
        .containsEntry("Posted", 1L);
  }

  @ParameterizedTest
  @CsvSource({
    "0000-00-00 00:00:00, 'Sun, 13 Sep 2020 12:26:40 +0000', 2020-09-13 14:26:40, OK",
    "0000-00-00 00:00:00, 'Mon, 30 Nov -0001 00:00:00 +0000', 2020-09-13 12:26:40, OK",
    "0000-00-00 00:00:00, , 0000-00-00 00:00:00, IMPLAUSIBLE",
    ", , , MISSING",
  })
  void zeroDatesAreNoTimes(String gmt, String rfc, String clock, PostedAtState state) {
    String item =
        item(
                "post",
                (gmt == null ? "" : "<wp:post_date_gmt>" + gmt + "</wp:post_date_gmt>")
                    + (clock == null ? "" : "<wp:post_date>" + clock + "</wp:post_date>"))
            .replaceFirst(
                "<pubDate>.*?</pubDate>", rfc == null ? "" : "<pubDate>" + rfc + "</pubDate>");
    Reading reading = Reading.of(blog(item));
    assertThat(reading.post().postedAtState()).isEqualTo(state);
    if (state == PostedAtState.OK) {
      assertThat(reading.post().postedAtMicros()).isEqualTo(1_600_000_000_000_000L);
      assertThat(reading.summary().zoneAssumed()).isEqualTo(rfc.contains("-0001"));
    }
  }

  @Test
  void addressesNeverLeaveTheReader() {
    String signed = comment(1, "").replace("Bo B", "bo@mail.example");
    String numbered = comment(2, "").replace("Bo B", "192.0.2.77");
    String login = item("post", signed + numbered).replace("CDATA[ann]", "CDATA[dee@mail.example]");
    String broken = comment(3, "").replace("<wp:comment_id>3", "<wp:comment_id>");
    Reading reading =
        Reading.of(
            blog(
                login,
                item("post", broken),
                "<item><wp:comment_author_email>bo@mail.example"
                    + "</wp:comment_author_email><x>192.0.2.77 2001:db8::1</y></item>"));
    assertThat(reading.posts()).hasSize(4);
    assertThat(reading.posts().get(0).authorHandle()).isNull();
    assertThat(reading.posts().get(1).authorId()).isNull();
    assertThat(reading.rejects()).containsExactly(RejectReason.MISSING_FIELD, RejectReason.NOT_XML);
    assertThat(reading.records().toString())
        .doesNotContain("@")
        .doesNotContain("192.0.2")
        .doesNotContain("2001:db8");
  }

  @Test
  void aFeedIsNoExport() {
    Reading reading = Reading.of("<rss version=\"2.0\"><channel><item></item></channel></rss>");
    assertThat(reading.posts()).isEmpty();
    assertThat(reading.summary().format()).isNotEqualTo("wordpress");
  }

  // ---- Disqus

  private static String export(String... elements) {
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<disqus xmlns=\"http://disqus.com\""
        + " xmlns:dsq=\"http://disqus.com/disqus-internals\">\n<category dsq:id=\"1\">\n"
        + "<forum>tea</forum>\n</category>\n"
        + String.join("\n", elements)
        + "\n</disqus>";
  }

  private static String thread(int id, String title) {
    return "<thread dsq:id=\""
        + id
        + "\">\n<id>/tea.html</id>\n<forum>tea</forum>\n"
        + "<category dsq:id=\"1\" />\n<link>https://tea.example/tea.html</link>\n<title>"
        + title
        + "</title>\n<message />\n<createdAt>2020-09-13T12:26:40Z</createdAt>\n<author>\n"
        + "<email>ann@tea.example</email>\n<name>Ann</name>\n<isAnonymous>false</isAnonymous>\n"
        + "<username>ann1</username>\n</author>\n<ipAddress>192.0.2.1</ipAddress>\n"
        + "<isDeleted>false</isDeleted>\n</thread>";
  }

  private static String post(int id, int thread, String imported, String fields) {
    return "<post dsq:id=\""
        + id
        + "\">\n<id>"
        + imported
        + "</id>\n"
        + "<message><![CDATA[<p>Nice.<br>Yes &amp; no</p>]]></message>\n"
        + "<createdAt>2019-09-13T12:26:40Z</createdAt>\n<author>\n<email>bo@mail.example</email>\n"
        + "<name>Bo</name>\n<isAnonymous>true</isAnonymous>\n</author>\n"
        + "<ipAddress>192.0.2.1</ipAddress>\n<thread dsq:id=\""
        + thread
        + "\" />\n"
        + fields
        + "</post>";
  }

  @Test
  void threadsArePostsAndPostsAreComments() {
    Reading reading =
        Reading.of(
            export(
                thread(8, "Green &amp; black"),
                post(8, 8, "", ""),
                post(9, 8, "", "<parent dsq:id=\"8\" />")));
    assertThat(reading.summary().format()).isEqualTo("disqus");
    Post article = reading.posts().get(0);
    assertThat(article.postId()).isEqualTo("thread/8");
    assertThat(article.text()).isEqualTo("Green & black");
    assertThat(article.venue()).isEqualTo("tea");
    assertThat(article.authorHandle()).isEqualTo("ann1");
    assertThat(article.links()).containsExactly("https://tea.example/tea.html");
    Post first = reading.posts().get(1);
    assertThat(first.postId()).isEqualTo("post/8");
    assertThat(first.kind()).isEqualTo(PostKind.COMMENT);
    assertThat(first.replyToPostId()).isEqualTo("thread/8");
    assertThat(first.text()).isEqualTo("Nice.\nYes & no");
    assertThat(first.authorId()).isEqualTo("tea/name/bo");
    assertThat(Objects.requireNonNull(first.postedAtMicros()))
        .isLessThan(Objects.requireNonNull(article.postedAtMicros()));
    assertThat(reading.posts().get(2).replyToPostId()).isEqualTo("post/8");
    assertThat(reading.posts().get(2).rootPostId()).isEqualTo("thread/8");
    assertThat(reading.records().toString()).doesNotContain("@").doesNotContain("192.0");
    assertThat(reading.fates()).containsEntry("not a post category", 1L);
  }

  @Test
  void theSameCommentUnderTwoIdsHasTheFirst() {
    Reading reading =
        Reading.of(
            export(
                thread(1, "Tea"),
                thread(2, "Tea"),
                thread(3, "Pots"),
                post(11, 1, "wp_id=5", ""),
                post(12, 2, "wp_id=5", ""),
                post(13, 2, "wp_id=6", "<parent dsq:id=\"12\" />"),
                post(14, 3, "wp_id=5", "").replace("Bo<", "Cy<"),
                post(15, 3, "", ""),
                post(16, 3, "", "")));
    assertThat(reading.posts())
        .extracting(Post::postId)
        .containsExactly(
            "thread/1",
            "thread/1",
            "thread/3",
            "post/11",
            "post/11",
            "post/13",
            "post/14",
            "post/15",
            "post/16");
    assertThat(reading.posts().get(5).replyToPostId()).isEqualTo("post/11");
    assertThat(reading.posts().get(5).rootPostId()).isEqualTo("thread/1");
  }

  @Test
  void whatWasTakenDownHasAState() {
    Reading reading =
        Reading.of(
            export(
                post(1, 1, "", "<isDeleted>true</isDeleted><isSpam>false</isSpam>"),
                post(2, 1, "", "<isDeleted>true</isDeleted><isSpam>true</isSpam>"),
                "<post><message>m</message></post>"));
    assertThat(reading.post().deletedState()).isEqualTo(DeletedState.DELETED);
    assertThat(reading.post().text()).isNull();
    assertThat(reading.fates())
        .containsEntry("not a post spam", 1L)
        .containsEntry("rejected MISSING_FIELD", 1L);
  }

  @Test
  void whatCannotBeStoredIsReplacedInIdsToo() {
    String status = "<wp:status>publish</wp:status>";
    String comment = comment(5, "").replace("_id>5<", "_id>5\u0000<");
    assertThat(Reading.of(blog(item("post", status + comment))).posts().get(1).postId())
        .isEqualTo("tea.example/blog/comment/5\ufffd");
    String document = export(thread(8, "Green"), post(9, 8, "", ""));
    assertThat(Reading.of(document.replace("<post dsq:id=\"9", "<post dsq:id=\"9\u0000")).posts())
        .extracting(Post::postId)
        .contains("post/9\ufffd");
  }
}
