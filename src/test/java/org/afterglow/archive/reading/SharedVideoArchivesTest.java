package org.afterglow.archive.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.afterglow.SharedData;
import org.afterglow.archive.FileState;
import org.afterglow.post.Post;
import org.afterglow.post.PostedAtState;
import org.junit.jupiter.api.Test;

/** Counts of real archives of videos and their comments, as Python's json counts them. */
class SharedVideoArchivesTest {
  private static final String DUMPS = "archives/youtube/ayachamed-palestine/";
  private static final String PAGES = "archives/youtube/phoenix-commentthreads-fixture/tests/";

  private static Reading read(String file, String format) {
    Reading reading = Reading.of(SharedData.path(file));
    assertThat(reading.summary().format()).isEqualTo(format);
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
    assertThat(reading.rejects()).isEmpty();
    return reading;
  }

  @Test
  void aDumpOfCommentsIsReadWhole() {
    Reading comments = read(DUMPS + "youtube_comments.json", "youtube");
    assertThat(comments.fates()).containsOnly(Map.entry("Posted", 6_032L));
    assertThat(comments.posts().stream().map(Post::postId).distinct()).hasSize(5_132);
    assertThat(comments.posts())
        .allSatisfy(
            post -> {
              assertThat(post.postedAtState()).isEqualTo(PostedAtState.OK);
              assertThat(post.rootPostId()).isNotNull();
              assertThat(post.likes()).isNotNull();
              assertThat(String.valueOf(post.text()))
                  .doesNotContain("<br>")
                  .doesNotContain("&#39;");
            });
    Reading videos = read(DUMPS + "youtube_videos.json", "youtube");
    assertThat(videos.fates()).containsOnly(Map.entry("Posted", 225L));
    assertThat(videos.posts().stream().map(Post::postId).distinct()).hasSize(194);
    assertThat(videos.posts().stream().map(Post::authorHandle).distinct()).hasSize(108);
    assertThat(videos.posts()).allSatisfy(post -> assertThat(post.authorHandle()).isNotNull());
    assertThat(comments.posts().stream().filter(post -> post.authorHandle() == null)).hasSize(1);
    assertThat(videos.embedded()).hasSize(6_032);
    assertThat(ids(videos.embedded())).isEqualTo(ids(comments.posts()));
  }

  private static Map<String, Long> ids(List<Post> posts) {
    return posts.stream().collect(Collectors.groupingBy(Post::postId, Collectors.counting()));
  }

  @Test
  void pagesOfTheDataApiAreRead() {
    Reading threads =
        read(PAGES + "integration/scrape/youtube/data/comment_threads_response.json", "youtube");
    assertThat(threads.posts()).hasSize(12);
    assertThat(threads.embedded()).hasSize(1);
    Reading search =
        read(PAGES + "integration/scrape/youtube/data/search_videos_page_final.json", "youtube");
    assertThat(search.posts()).hasSize(5);
    Reading pages =
        read(
            PAGES
                + "integration/tag/data_pull/data/youtube/comment_threads/"
                + "comment_threads-20000101T010000.000000Z.json",
            "youtube");
    assertThat(pages.posts()).hasSize(4);
  }

  @Test
  void aScrapeOfVideosIsReadWhole() {
    Reading reading = read("archives/tiktok/trending-scraper/trending.json", "tiktok");
    assertThat(reading.fates()).containsOnly(Map.entry("Posted", 1_000L));
    assertThat(reading.posts().stream().map(Post::postId).distinct()).hasSize(1_000);
    assertThat(reading.posts().stream().mapToLong(Post::views).sum()).isEqualTo(1_029_212_935L);
    assertThat(reading.posts().stream().mapToLong(Post::likes).sum()).isEqualTo(96_797_880L);
  }
}
