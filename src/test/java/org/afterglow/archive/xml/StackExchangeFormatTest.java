package org.afterglow.archive.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.afterglow.archive.Fate;
import org.afterglow.archive.FileState;
import org.afterglow.archive.Limits;
import org.afterglow.archive.Mapping;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.ReadRecord;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.reading.Reading;
import org.afterglow.post.Act;
import org.afterglow.post.EngagementKind;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.afterglow.post.PostedAtState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackExchangeFormatTest {
  private static final String QUESTION =
      "<row Id=\"1\" PostTypeId=\"1\" CreationDate=\"2020-09-13T12:26:40.250\" Score=\"-2\""
          + " ViewCount=\"77\" Body=\"&lt;p&gt;Which tea, a &amp;lt; b?&lt;/p&gt;&#xA;&lt;p&gt;"
          + "&lt;a href=&quot;https://e.example/x&quot;&gt;This&lt;/a&gt;&lt;/p&gt;\""
          + " OwnerUserId=\"12\" Title=\"Tea &amp;amp; cups\" Tags=\"&lt;green&gt;&lt;pots&gt;\""
          + " AnswerCount=\"1\" CommentCount=\"2\" />";

  private static String table(String root, String... rows) {
    return "\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!DOCTYPE "
        + root
        + " SYSTEM '"
        + root
        + ".dtd'>\n<"
        + root
        + ">\n  "
        + String.join("\n  ", rows)
        + "\n</"
        + root
        + ">\n";
  }

  @Test
  void aQuestionIsAPost() {
    Reading reading = Reading.of(table("posts", QUESTION));
    assertThat(reading.summary().format()).isEqualTo("stackexchange");
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
    assertThat(reading.summary().zoneAssumed()).isFalse();
    Post post = reading.post();
    assertThat(post.platform()).isEqualTo("stackexchange");
    assertThat(post.postId()).isEqualTo("post/1");
    assertThat(post.authorId()).isEqualTo("user/12");
    assertThat(post.kind()).isEqualTo(PostKind.POST);
    assertThat(post.postedAtMicros()).isEqualTo(1_600_000_000_250_000L);
    assertThat(post.text()).isEqualTo("Tea & cups\n\nWhich tea, a < b?\n\nThis");
    assertThat(post.links()).containsExactly("https://e.example/x");
    assertThat(post.hashtags()).containsExactly("green", "pots");
    assertThat(post.score()).isEqualTo(-2);
    assertThat(post.replies()).isEqualTo(3);
    assertThat(post.views()).isEqualTo(77);
    assertThat(post.venue()).isNull();
  }

  @Test
  void anAnswerRepliesToItsQuestion() {
    Post post =
        Reading.of(
                table(
                    "posts",
                    "<row Id=\"2\" PostTypeId=\"2\" ParentId=\"1\" CommentCount=\"0\""
                        + " Body=\"&lt;p&gt;Green.&lt;/p&gt;\" Tags=\"|a|b|\""
                        + " OwnerDisplayName=\"user39\" CreationDate=\"2020-09-13T12:26:40\"/>"))
            .post();
    assertThat(post.kind()).isEqualTo(PostKind.REPLY);
    assertThat(post.replyToPostId()).isEqualTo("post/1");
    assertThat(post.rootPostId()).isEqualTo("post/1");
    assertThat(post.authorId()).isNull();
    assertThat(post.authorName()).isEqualTo("user39");
    assertThat(post.replies()).isZero();
    assertThat(post.hashtags()).containsExactly("a", "b");
  }

  @Test
  void aCommentAndAPostOfOneNumberAreTwo() {
    Post post =
        Reading.of(
                table(
                    "comments",
                    "<row Id=\"1\" PostId=\"1\" Score=\"4\" Text=\"@Bo a &amp;gt; b\" UserId=\"3\""
                        + " CreationDate=\"2020-09-13T12:26:40\" />"))
            .post();
    assertThat(post.postId()).isEqualTo("comment/1");
    assertThat(post.replyToPostId()).isEqualTo("post/1");
    assertThat(post.rootPostId()).isNull();
    assertThat(post.kind()).isEqualTo(PostKind.COMMENT);
    assertThat(post.text()).isEqualTo("@Bo a > b");
    assertThat(post.score()).isEqualTo(4);
    assertThat(post.mentions()).isNull();
  }

  private static String vote(int id, int type) {
    return "<row Id=\""
        + id
        + "\" PostId=\"7\" VoteTypeId=\""
        + type
        + "\" CreationDate=\"2020-09-13T00:00:00.000\""
        + (type == 5 ? " UserId=\"9\"" : "")
        + " />";
  }

  @Test
  void votesAreActsOfADay() {
    Reading reading = Reading.of(table("votes", vote(1, 2), vote(2, 3), vote(3, 5)));
    List<Act> acts =
        reading.records().stream().map(record -> ((Fate.Acted) record.fate()).act()).toList();
    assertThat(acts)
        .extracting(Act::kind)
        .containsExactly(EngagementKind.VOTE, EngagementKind.VOTE, EngagementKind.LIKE);
    assertThat(acts).extracting(Act::actorId).containsExactly(null, null, "user/9");
    assertThat(acts).extracting(Act::nativeId).containsExactly("vote/1", "vote/2", "vote/3");
    assertThat(acts)
        .allSatisfy(
            act -> {
              assertThat(act.dayOnly()).isTrue();
              assertThat(act.atMicros()).isEqualTo(1_599_955_200_000_000L);
              assertThat(act.targetPostId()).isEqualTo("post/7");
            });
  }

  @Test
  void votesThatAreNoEngagementSaySo() {
    assertThat(
            Reading.of(
                    table(
                        "votes",
                        vote(1, 1),
                        vote(2, 4),
                        vote(3, 12),
                        vote(4, 6),
                        vote(5, 8),
                        vote(6, 16)))
                .fates())
        .containsOnly(
            Map.entry("not a post acceptance", 1L),
            Map.entry("not a post flag", 2L),
            Map.entry("not a post moderation_vote", 1L),
            Map.entry("not a post bounty", 1L),
            Map.entry("not a post other_vote", 1L));
  }

  @ParameterizedTest
  @CsvSource({
    "users, user",
    "tags, tag",
    "badges, badge",
    "posthistory, post_history",
    "postlinks, post_link"
  })
  void otherTablesHoldNoPosts(String table, String kind) {
    assertThat(Reading.of(table(table, "<row Id=\"1\" />", "<row Id=\"2\" />")).fates())
        .containsOnly(Map.entry("not a post " + kind, 2L));
  }

  @Test
  void wikisOfTagsAreNoPosts() {
    assertThat(
            Reading.of(
                    table(
                        "posts",
                        QUESTION.replace("PostTypeId=\"1\"", "PostTypeId=\"5\""),
                        QUESTION.replace("PostTypeId=\"1\"", "PostTypeId=\"6\"")))
                .fates())
        .containsOnly(
            Map.entry("not a post tag_wiki", 1L), Map.entry("not a post other_post_type", 1L));
  }

  @ParameterizedTest
  @CsvSource({
    "cooking.stackexchange.com/Posts.xml, cooking.stackexchange.com, cooking.stackexchange.com",
    "StackOverflow.com-Posts/Posts.xml, stackoverflow.com, stackoverflow.com",
    "dumps/stackoverflow.com-Posts.xml.gz, stackoverflow.com, stackoverflow.com",
    "dumps/Cooking/Posts.xml, cooking,",
    "my.dumps.zip/Posts.xml, my.dumps, my.dumps",
  })
  void theDumpNamesTheSite(String file, String site, @Nullable String venue, @TempDir Path folder)
      throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, table("posts", QUESTION));

    Post post = Reading.of(path).post();

    assertThat(post.postId()).isEqualTo(site + "/post/1");
    assertThat(post.venue()).isEqualTo(venue);
  }

  @Test
  void sitesWithinOneArchiveOrSeveralAreToldApart(@TempDir Path folder) throws IOException {
    Path flat = folder.resolve("tea.example.zip");
    Path deep = folder.resolve("all.zip");
    zip(flat, "Posts.xml");
    zip(deep, "tea.example/Posts.xml", "bun.example/Posts.xml");

    assertThat(Reading.of(flat).post().postId()).isEqualTo("tea.example/post/1");
    assertThat(Reading.of(deep).posts())
        .extracting(Post::postId)
        .containsExactly("tea.example/post/1", "bun.example/post/1");
  }

  private static void zip(Path path, String... names) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(path))) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        out.write(table("posts", QUESTION).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void aMappingNamesTheSite() {
    ReadOptions options =
        ReadOptions.defaults()
            .withMappings(
                List.of(
                    Mapping.constants("other", "reddit", "r"),
                    Mapping.constants("site", "stackexchange", "tea.example")));
    Post post = Reading.of(table("posts", QUESTION), options).post();
    assertThat(post.postId()).isEqualTo("tea.example/post/1");
    assertThat(post.authorId()).isEqualTo("tea.example/user/12");
    assertThat(post.venue()).isEqualTo("tea.example");
  }

  @Test
  void rowsHaveTheirOffsets() {
    String document =
        table("posts", QUESTION, QUESTION.replace("row Id=\"1\"", "row Id=\"é\""), QUESTION);
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    Reading reading = Reading.of(bytes);
    assertThat(reading.posts()).hasSize(3);
    for (ReadRecord record : reading.records()) {
      assertThat(new String(bytes, (int) record.byteOffset(), 8, StandardCharsets.UTF_8))
          .isEqualTo("<row Id=");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<row Id=\"5\" PostTypeId=\"1 />",
        "<row Id=\"5\" PostTypeId=1 />",
        "<row Id=\"5\" PostTypeId=\"1\">",
        "<row Id=\"5\" PostTypeId=\"1\"><a></b></row>",
        "<row Id=\"5\" <row Id=\"6\"",
        "<row Id=\"5\" PostTypeId=\"1\"><a></a>",
      })
  void aBrokenRowCostsItselfAlone(String broken) {
    for (String[] rows :
        new String[][] {{QUESTION, broken, QUESTION}, {broken, QUESTION, QUESTION}}) {
      Reading reading = Reading.of(table("posts", rows));
      assertThat(reading.posts()).as(broken).hasSize(2);
      assertThat(reading.rejects()).containsOnly(RejectReason.NOT_XML);
      assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
    }
    Reading last = Reading.of(table("posts", QUESTION, broken));
    assertThat(last.posts()).hasSize(1);
    assertThat(last.rejects()).isNotEmpty().containsOnly(RejectReason.NOT_XML);
    assertThat(last.summary().state()).isEqualTo(FileState.COMPLETE);
  }

  @Test
  void whatIsMissingIsRejected() {
    assertThat(
            Reading.of(
                    table(
                        "posts",
                        "<row PostTypeId=\"1\" />",
                        "<row Id=\"1\" PostTypeId=\"1\" />",
                        "<row Id=\"\" PostTypeId=\"1\" />"))
                .fates())
        .containsOnly(Map.entry("Posted", 1L), Map.entry("rejected MISSING_FIELD", 2L));
  }

  @Test
  void controlCharactersAndUnknownEntitiesStayInTheirPlace() {
    Post post =
        Reading.of(
                table(
                    "comments",
                    "<row Id=\"1\" PostId=\"2\" Text=\"a\u0001b&#x0;&#x1F;&nope; &eacute;\" />"))
            .post();
    assertThat(post.text()).isEqualTo("a\u0001b\ufffd\ufffd&nope; é");
    assertThat(post.postedAtState()).isEqualTo(PostedAtState.MISSING);
  }

  @Test
  void aCutDocumentGivesAllBeforeTheCutAndOneRejection() {
    byte[] bytes = table("posts", QUESTION, QUESTION, QUESTION).getBytes(StandardCharsets.UTF_8);
    int all = 0;
    for (int length = 200; length < bytes.length - 9; length++) {
      Reading reading = Reading.of(Arrays.copyOf(bytes, length));
      assertThat(reading.rejects()).as("%d bytes", length).containsExactly(RejectReason.TRUNCATED);
      assertThat(reading.summary().state()).isEqualTo(FileState.TRUNCATED);
      assertThat(reading.posts()).hasSizeGreaterThanOrEqualTo(all);
      all = reading.posts().size();
    }
    assertThat(all).isEqualTo(3);
  }

  @Test
  void bytesThatAreNotUtf8CostTheirRowAlone() {
    byte[] bytes =
        table("posts", QUESTION, QUESTION.replace("cups", "cu\u0007s"), QUESTION)
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 7) {
        bytes[i] = (byte) 0xff;
      }
    }
    assertThat(Reading.of(bytes).fates())
        .containsOnly(Map.entry("Posted", 2L), Map.entry("rejected NOT_UTF8", 1L));
  }

  @Test
  void aDeclaredCharsetIsRead() {
    byte[] bytes =
        table("comments", "<row Id=\"1\" PostId=\"2\" Text=\"caf\u00e9\" />")
            .replace("\ufeff", "")
            .replace("utf-8", "ISO-8859-1")
            .getBytes(StandardCharsets.ISO_8859_1);
    Reading reading = Reading.of(bytes);
    assertThat(reading.post().text()).isEqualTo("café");
    assertThat(reading.summary().charset()).isEqualTo("ISO-8859-1");
    byte[] wide =
        table("comments", "<row Id=\"1\" PostId=\"2\" Text=\"caf\u00e9\" />")
            .replace("utf-8", "utf-16")
            .getBytes(StandardCharsets.UTF_16LE);
    assertThat(Reading.of(wide).post().text()).isEqualTo("café");
  }

  @Test
  void limitsHold() {
    ReadOptions options =
        ReadOptions.defaults().withLimits(new Limits(2048, 1024, 8, 1000, 1 << 20, 1 << 30));
    String longRow = QUESTION.replace("Tea", "Tea ".repeat(1000));
    String deep = "<row Id=\"1\" PostTypeId=\"1\">" + "<a>".repeat(9) + "</a>".repeat(9) + "</row>";
    assertThat(Reading.of(table("posts", QUESTION, longRow, deep, QUESTION), options).fates())
        .containsOnly(
            Map.entry("Posted", 2L),
            Map.entry("rejected TOO_LONG", 1L),
            Map.entry("rejected TOO_DEEP", 1L));
    String bomb = "<row Id=\"1\" PostTypeId=\"1\">" + "<a>".repeat(100_000);
    assertThat(Reading.of(table("posts", QUESTION, bomb, QUESTION)).posts()).hasSize(2);
  }

  @Test
  void declarationsAreSkippedUnread() {
    String document =
        "<?xml version='1.0'?><!DOCTYPE posts [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;\">"
            + "<!ENTITY f SYSTEM \"file:///etc/hostname\">]>\n<!-- <row Id='9'/> --><posts>"
            + "<row Id=\"1\" PostTypeId=\"1\" Title=\"&b;&f;\" /></posts>";
    assertThat(Reading.of(document).post().text()).isEqualTo("&b;&f;");
  }

  @Test
  void tablesAreReadWithinAZip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String root : List.of("posts", "users")) {
        zip.putNextEntry(new ZipEntry(root + ".xml"));
        zip.write(table(root, QUESTION).getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(Reading.of(bytes.toByteArray()).fates())
        .containsOnly(Map.entry("Posted", 1L), Map.entry("not a post user", 1L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1\u0000", "1&#0;"})
  void whatCannotBeStoredIsReplacedInIdsToo(String id) {
    Post post =
        Reading.of(table("posts", QUESTION.replace("<row Id=\"1\"", "<row Id=\"" + id + "\"")))
            .post();
    assertThat(post.postId()).isEqualTo("post/1\ufffd");
    String vote =
        "<row Id=\"1\" PostId=\"" + id + "\" VoteTypeId=\"2\" CreationDate=\"2020-09-13\" />";
    Fate fate = Reading.of(table("votes", vote)).records().get(0).fate();
    assertThat(fate)
        .isInstanceOfSatisfying(
            Fate.Acted.class,
            acted -> assertThat(acted.act().targetPostId()).isEqualTo("post/1\ufffd"));
  }
}
