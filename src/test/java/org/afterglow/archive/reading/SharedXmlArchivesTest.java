package org.afterglow.archive.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.afterglow.SharedData;
import org.afterglow.archive.FileState;
import org.afterglow.post.DeletedState;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.afterglow.post.PostedAtState;
import org.junit.jupiter.api.Test;

/** Counts of real XML archives, as Python's ElementTree counts their elements. */
class SharedXmlArchivesTest {
  private static final String SITE = "archives/stackexchange/small-site-full/";
  private static final Pattern E_MAIL = Pattern.compile("[\\w.]+@[\\w]+\\.[a-z]{2,}");

  private static Reading read(String file) {
    Reading reading = Reading.of(SharedData.path(file));
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
    assertThat(reading.rejects()).isEmpty();
    return reading;
  }

  @Test
  void aSiteOfStackExchangeIsReadWhole() {
    Reading posts = read(SITE + "Posts.xml");
    // 556 questions and 1,095 answers of 1,657 rows.
    assertThat(posts.fates())
        .containsOnly(Map.entry("Posted", 1_651L), Map.entry("not a post tag_wiki", 6L));
    assertThat(posts.posts().stream().filter(post -> post.kind() == PostKind.REPLY)).hasSize(1_095);
    Reading comments = read(SITE + "Comments.xml");
    assertThat(comments.fates()).containsOnly(Map.entry("Posted", 3_454L));
    assertThat(comments.posts().stream().filter(post -> post.authorId() == null)).hasSize(142);
    Set<String> ids = new HashSet<>();
    for (Reading reading : List.of(posts, comments)) {
      assertThat(reading.posts())
          .allSatisfy(
              post -> {
                assertThat(post.postedAtState()).isEqualTo(PostedAtState.OK);
                assertThat(post.text()).isNotNull();
                assertThat(ids.add(post.postId())).isTrue();
              });
    }
    // But for those that write of markup itself.
    assertThat(
            posts.posts().stream()
                .map(post -> Objects.requireNonNull(post.text()))
                .filter(text -> text.contains("<p>") || text.contains("&lt;")))
        .hasSizeLessThan(3);
  }

  @Test
  void otherTablesOfASiteHoldNoPosts() {
    assertThat(read(SITE + "Users.xml").fates()).containsOnly(Map.entry("not a post user", 2_295L));
    assertThat(read(SITE + "Badges.xml").fates())
        .containsOnly(Map.entry("not a post badge", 4_931L));
  }

  @Test
  void aBlogIsReadWithItsComments() {
    Reading reading = read("archives/blogs/wxr-bitcoinfrance/wordpress.xml");
    // 78 published posts and 10 pages, 193 comments; 24 drafts make the 102 posts that it exports,
    // 42 pingbacks the 235 comments.
    assertThat(reading.fates())
        .containsOnly(
            Map.entry("Posted", 78L + 10 + 193),
            Map.entry("not a post draft", 24L),
            Map.entry("not a post private", 1L),
            Map.entry("not a post attachment", 193L),
            Map.entry("not a post other_item", 1L),
            Map.entry("not a post pingback", 42L),
            Map.entry("not a post author", 1L),
            Map.entry("not a post category", 116L));
    assertThat(reading.posts())
        .allSatisfy(
            post -> {
              assertThat(post.postedAtState()).isEqualTo(PostedAtState.OK);
              assertThat(String.valueOf(post.authorName())).doesNotContain("@");
              assertThat(post.replyToPostId() == null).isEqualTo(post.kind() == PostKind.POST);
            });
    // Some signed with nothing but their address.
    assertThat(reading.posts().stream().filter(post -> post.authorId() == null))
        .isNotEmpty()
        .hasSizeLessThan(15);
    assertThat(reading.posts().stream().map(Post::postId).distinct()).hasSize(281);
  }

  @Test
  void aForumOfDisqusIsReadWithItsTwins() {
    Reading reading = read("archives/blogs/disqus-tl3shi/disqus.xml");
    assertThat(reading.fates())
        .containsOnly(Map.entry("Posted", 569L + 2_693), Map.entry("not a post category", 1L));
    assertThat(reading.posts().stream().filter(post -> post.kind() == PostKind.COMMENT))
        .hasSize(2_693);
    assertThat(reading.posts().stream().filter(post -> post.deletedState() == DeletedState.DELETED))
        .hasSize(6);
    Set<String> ids = new HashSet<>();
    reading.posts().forEach(post -> ids.add(post.postId()));
    assertThat(ids.stream().filter(id -> id.startsWith("post/"))).hasSize(1_719);
    assertThat(ids.stream().filter(id -> id.startsWith("thread/"))).hasSize(440);
    assertThat(reading.posts())
        .allSatisfy(
            post -> {
              assertThat(post.venue()).isEqualTo("hexo-tanglei");
              if (post.kind() == PostKind.COMMENT) {
                assertThat(ids).contains(Objects.requireNonNull(post.rootPostId()));
              }
              assertThat(E_MAIL.matcher(post.authorId() + " " + post.authorName()).find())
                  .isFalse();
            });
  }
}
