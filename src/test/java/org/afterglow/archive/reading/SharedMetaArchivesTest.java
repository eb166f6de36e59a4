package org.afterglow.archive.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.afterglow.SharedData;
import org.afterglow.archive.FileState;
import org.afterglow.post.Post;
import org.afterglow.post.PostedAtState;
import org.junit.jupiter.api.Test;

/** Counts of real tables of Facebook and YouTube, as Python's csv and json count their rows. */
class SharedMetaArchivesTest {
  private static Reading read(String file) {
    Reading reading = Reading.of(SharedData.path("archives/" + file));
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
    return reading;
  }

  @Test
  void exportsOfCrowdTangleAreReadWhole() {
    List<Post> posts = new ArrayList<>();
    for (String file : List.of("db1_rows_with_genocide.csv", "db2_rows_with_genocide.csv")) {
      Reading reading = read("facebook/crowdtangle-gaza/" + file);
      assertThat(reading.rejects()).isEmpty();
      assertThat(reading.summary().zoneAssumed()).isFalse();
      posts.addAll(reading.posts());
    }
    assertThat(posts).hasSize(2_203 + 382);
    assertThat(posts)
        .allSatisfy(
            post -> {
              assertThat(post.platform()).isEqualTo("facebook");
              assertThat(post.postId()).matches("\\d+_\\d+");
              assertThat(post.postId()).startsWith(post.authorId() + "_");
              assertThat(post.postedAtState()).isEqualTo(PostedAtState.OK);
              assertThat(post.reposts()).isNotNull();
              assertThat(post.likes()).isNull();
            });
    assertThat(
            read("facebook/crowdtangle-gaza/media_outlets_with_fb_page_admin_in_palestine.csv")
                .fates())
        .containsOnly(Map.entry("not a post table_row", 58L));
  }

  @Test
  void ratedPostsAreReadWhole() {
    Reading reading = read("facebook/buzzfeed-fact-check/facebook-fact-check.csv");
    assertThat(reading.fates()).containsOnly(Map.entry("Posted", 2_282L));
    assertThat(reading.posts().stream().filter(post -> post.reposts() == null)).hasSize(70);
    assertThat(reading.posts().stream().filter(post -> post.likes() == null)).hasSize(2);
    assertThat(reading.posts().stream().map(Post::postId).distinct()).hasSize(2_282);
  }

  @Test
  void advertsAreReadWhole() {
    Reading reading = read("facebook/ira-ads-fb-instagram/FacebookAds.csv");
    assertThat(reading.fates()).containsOnly(Map.entry("Posted", 3_516L));
    assertThat(reading.posts())
        .allSatisfy(
            post -> {
              assertThat(post.adFlag()).isTrue();
              assertThat(post.postId()).startsWith("ad/");
            });
    Map<PostedAtState, Integer> states = new HashMap<>();
    reading.posts().forEach(post -> states.merge(post.postedAtState(), 1, Integer::sum));
    // Three lack the end of their zone.
    assertThat(states)
        .containsOnly(
            Map.entry(PostedAtState.OK, 3_507),
            Map.entry(PostedAtState.MISSING, 6),
            Map.entry(PostedAtState.UNREADABLE, 3));
    assertThat(reading.posts().stream().filter(post -> post.text() == null)).hasSize(41);
    assertThat(reading.posts().stream().filter(post -> post.adEndMicros() != null)).hasSize(2_286);
    assertThat(
            reading.posts().stream()
                .filter(post -> post.authorId() != null || post.authorHandle() != null))
        .hasSize(2_570);
    assertThat(reading.posts().stream().filter(post -> post.views() != null)).hasSize(3_456);
  }

  @Test
  void pagesOfTheApiAreRead() {
    String folder = "facebook/phoenix-crowdtangle-fixtures/tests/unit/scrape/";
    Reading mock = read(folder + "crowdtangle_mock_data.json");
    assertThat(mock.summary().format()).isEqualTo("crowdtangle");
    assertThat(mock.fates()).containsOnly(Map.entry("Posted", 2L));
    assertThat(mock.posts()).allSatisfy(post -> assertThat(post.likes()).isPositive());
    Reading parsed = read(folder + "fb_post_parser/output.json");
    assertThat(parsed.post().likes()).isNull();
  }

  @Test
  void theTableOfCommentsAgreesWithItsJsonTwin() {
    Reading table = read("youtube/ayachamed-palestine/youtube_comments.csv");
    Reading json = read("youtube/ayachamed-palestine/youtube_comments.json");
    assertThat(table.fates())
        .containsOnly(Map.entry("Posted", 6_028L), Map.entry("rejected BROKEN_ROW", 8L));
    Map<String, Post> byId = new HashMap<>();
    json.posts().forEach(post -> byId.put(post.postId(), post));
    long same = table.posts().stream().filter(post -> post.equals(byId.get(post.postId()))).count();
    assertThat(same).isGreaterThan(6_000);
    Reading videos = read("youtube/ayachamed-palestine/youtube_videos.csv");
    assertThat(videos.fates()).containsOnly(Map.entry("Posted", 225L));
    assertThat(videos.posts())
        .isEqualTo(read("youtube/ayachamed-palestine/youtube_videos.json").posts());
  }
}
