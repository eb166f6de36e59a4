package org.afterglow.archive.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.afterglow.SharedData;
import org.afterglow.archive.Fate;
import org.afterglow.post.EngagementKind;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.afterglow.post.PostedAtState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts of real archives of single platforms, which were established by other programs. */
class SharedNativeArchivesTest {
  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(SharedData.path("archives/" + folder))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void add(Map<String, Long> fates, Reading reading) {
    reading.fates().forEach((fate, count) -> fates.merge(fate, count, Long::sum));
  }

  @Test
  void everyPageOfTweetsIsRead() throws IOException {
    Map<String, Long> fates = new TreeMap<>();
    long embedded = 0;
    for (Path file : files("twitter_v2/twarc-csv")) {
      Reading reading = Reading.of(file);
      if (Files.size(file) > 0) {
        assertThat(reading.summary().format()).isEqualTo("twitter_v2");
      }
      add(fates, reading);
      Set<String> others = new HashSet<>();
      reading.embedded().forEach(post -> others.add(post.postId()));
      reading.posts().forEach(post -> others.remove(post.postId()));
      embedded += others.size();
      assertThat(reading.posts())
          .allSatisfy(
              post -> {
                assertThat(post.postedAtState()).isEqualTo(PostedAtState.OK);
                assertThat(post.authorId()).isNotNull();
              });
    }
    assertThat(fates)
        .containsOnly(
            Map.entry("Posted", 1_509L),
            Map.entry("not a post count", 169L),
            Map.entry("not a post user", 96L),
            Map.entry("not a post list", 6L),
            Map.entry("not a post compliance_entry", 4L),
            Map.entry("not a post error", 27L),
            Map.entry("rejected NOT_JSON", 1L));
    assertThat(embedded).isEqualTo(659);
  }

  @ParameterizedTest
  @CsvSource({
    "twitter_v2/twarc-network/tweets.jsonl, 500, 176",
    "twitter_v2/twut-v2/10-v2-sample.jsonl, 10, 8",
    "twitter_v1/evently-anon/test.jsonl, 194, 0",
  })
  void tweetsAndTheirOriginalsAreRead(String file, int tweets, int originals) {
    Reading reading = Reading.of(SharedData.path("archives/" + file));
    assertThat(reading.summary().format()).isEqualTo("twitter_v2");
    Set<String> ids = new HashSet<>();
    Set<String> embedded = new HashSet<>();
    reading.posts().forEach(post -> ids.add(post.postId()));
    reading.embedded().forEach(post -> embedded.add(post.postId()));
    embedded.removeAll(ids);
    assertThat(ids).hasSize(tweets);
    assertThat(embedded).hasSize(originals);
    assertThat(reading.posts())
        .allSatisfy(
            post -> assertThat(post.kind() == PostKind.REPOST).isEqualTo(post.text() == null));
    assertThat(reading.posts()).extracting(Post::conversationId).doesNotContainNull();
  }

  @ParameterizedTest
  @CsvSource({"outbox.json", "outbox_formatted.json"})
  void anOutboxAndItsPrettyTwinAreRead(String file) {
    Reading reading = Reading.of(SharedData.path("archives/mastodon/dealingwith/" + file));
    assertThat(reading.summary().format()).isEqualTo("mastodon");
    // 1,260 Create, of which 35 are addressed to named people alone, and 326 Announce.
    assertThat(reading.fates())
        .containsOnly(Map.entry("Posted", 1_551L), Map.entry("not a post direct_message", 35L));
    assertThat(reading.posts().stream().filter(post -> post.kind() == PostKind.REPOST))
        .hasSize(326)
        .allSatisfy(post -> assertThat(post.repostedAuthorId()).isNotNull());
    assertThat(reading.posts().stream().filter(post -> post.kind() == PostKind.REPLY)).hasSize(404);
    assertThat(reading.posts())
        .allSatisfy(
            post -> {
              assertThat(post.postedAtState()).isEqualTo(PostedAtState.OK);
              assertThat(post.authorId()).isNotNull();
              if (post.text() != null) {
                assertThat(post.text()).doesNotContain("<p>", "</", "&amp;", "&#39;");
              }
            });
  }

  @ParameterizedTest
  @CsvSource({
    "likes.json, like_without_time, 1115",
    "bookmarks.json, bookmark, 865",
    "actor.json, account, 1"
  })
  void filesBesideAnOutboxAreNoPosts(String file, String kind, long records) {
    assertThat(Reading.of(SharedData.path("archives/mastodon/dealingwith/" + file)).fates())
        .containsOnly(Map.entry("not a post " + kind, records));
  }

  @Test
  void everyEventOfTheJetstreamHasItsFate() {
    Reading reading =
        Reading.of(
            SharedData.path(
                "archives/bluesky/jetstream-corpus/internal/corpus/testdata/expected_v1.jsonl"));
    assertThat(reading.summary().format()).isEqualTo("bluesky");
    assertThat(reading.records()).hasSize(152);
    assertThat(reading.fates())
        .containsEntry("Posted", 17L)
        .containsEntry("Acted", 120L)
        .containsEntry("Deleted", 1L)
        .containsEntry("not a post follow", 6L)
        .containsEntry("not a post follow_taken_back", 3L);
    assertThat(
            reading.records().stream()
                .filter(
                    record ->
                        record.fate() instanceof Fate.Acted acted
                            && acted.act().kind() == EngagementKind.LIKE))
        .hasSize(105);
    assertThat(reading.rejects()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "firebase-items-2015/comments.json, 21",
    "firebase-items-2015/topstories.json, 40",
    "firebase-items-2015/hn.json, 1770",
    "dataquest-csv/hacker_news.csv, 20000"
  })
  void everyItemOfHackerNewsIsRead(String file, long items) {
    Reading reading = Reading.of(SharedData.path("archives/hackernews/" + file));
    assertThat(reading.fates()).containsOnly(Map.entry("Posted", items));
    assertThat(reading.posts())
        .allSatisfy(
            post -> {
              assertThat(post.platform()).isEqualTo("hackernews");
              assertThat(post.postedAtState()).isEqualTo(PostedAtState.OK);
              assertThat(post.text()).isNotNull().doesNotContain("<p>", "&#x27;");
              assertThat(post.authorHandle()).isNotNull();
            });
    assertThat(reading.posts()).extracting(Post::postId).doesNotHaveDuplicates();
  }

  @Test
  void everyMessageOfTheChannelsIsRead() throws IOException {
    long messages = 0;
    Set<String> venues = new HashSet<>();
    for (Path file : files("telegram/nktkln-news")) {
      Reading reading = Reading.of(file);
      assertThat(reading.summary().format()).isEqualTo("telegram");
      assertThat(reading.fates()).containsOnlyKeys("Posted");
      messages += reading.posts().size();
      String channel = file.getFileName().toString().substring(3, 13);
      assertThat(reading.posts())
          .allSatisfy(
              post -> {
                assertThat(post.postId()).startsWith(channel + "/");
                assertThat(post.authorId()).isEqualTo("channel" + channel);
                assertThat(post.postedAtState()).isEqualTo(PostedAtState.OK);
              });
      assertThat(reading.posts()).extracting(Post::postId).doesNotHaveDuplicates();
      reading.posts().forEach(post -> venues.add(String.valueOf(post.venue())));
    }
    assertThat(messages).isEqualTo(22_099);
    assertThat(venues).hasSize(24);
  }
}
