package org.afterglow.archive.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.afterglow.SharedData;
import org.afterglow.archive.FileState;
import org.afterglow.archive.Mapping;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.RejectReason;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.afterglow.post.PostedAtState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts of real archives, which were established by other programs. */
class SharedArchivesTest {
  private static List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(SharedData.path("archives/" + folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void theStreamGrabHasItsStatusesDeletionsAndEmbeddedOriginals() throws IOException {
    Set<String> ids = new HashSet<>();
    Set<String> embedded = new HashSet<>();
    Map<String, Long> fates = new TreeMap<>();
    for (Path file : files("twitter_v1/archiveorg-stream-20130810", ".bz2")) {
      Reading reading = Reading.of(file);
      assertThat(reading.summary().format()).isEqualTo("twitter_v1");
      assertThat(reading.summary().compression()).isEqualTo("bzip2");
      assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
      reading.fates().forEach((fate, count) -> fates.merge(fate, count, Long::sum));
      reading.posts().forEach(post -> ids.add(post.postId()));
      reading.embedded().forEach(post -> embedded.add(post.postId()));
      assertThat(reading.posts())
          .allSatisfy(
              post -> {
                assertThat(post.postedAtState()).isEqualTo(PostedAtState.OK);
                assertThat(post.kind() == PostKind.REPOST).isEqualTo(post.text() == null);
              });
    }
    assertThat(fates).containsOnly(Map.entry("Posted", 8_290L), Map.entry("Deleted", 949L));
    assertThat(ids).hasSize(8_286);
    embedded.removeAll(ids);
    assertThat(embedded).hasSize(1_583);
  }

  @ParameterizedTest
  @CsvSource({
    "evently-anon/tweets_anonymized.jsonl, 359",
    "twut-v1/10-sample.jsonl, 10",
    "twut-v1/100-sample.jsonl, 100",
    "twut-v1/500-sample.jsonl, 500",
    "waynegraham/tweets.jsonl, 4"
  })
  void statusesByTheLineAreAllRead(String file, int statuses) {
    Reading reading = Reading.of(SharedData.path("archives/twitter_v1/" + file));
    assertThat(reading.fates()).containsOnly(Map.entry("Posted", (long) statuses));
    assertThat(reading.summary().format()).isEqualTo("twitter_v1");
  }

  @Test
  void brokenLinesAreRejectedOneByOne() {
    Reading reading =
        Reading.of(
            SharedData.path("archives/twitter_v1/evently-anon/test.jsonl"),
            ReadOptions.defaults().withFormat("twitter_v1"));
    assertThat(reading.rejects().stream().filter(reason -> reason == RejectReason.NOT_JSON))
        .hasSize(17);
    assertThat(reading.records()).hasSize(211);
  }

  @Test
  void anArrayWithinAZipGivesItsStatuses() {
    Reading reading =
        Reading.of(
            SharedData.path(
                "archives/campaign/clinton-sanders-2016/andrews_stuff/berniesanders.zip"));
    assertThat(reading.fates()).containsOnly(Map.entry("Posted", 7_386L));
    assertThat(reading.summary().compression()).isEqualTo("zip");
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
  }

  @Test
  void threeFormsOfOneAccountAgree() {
    String folder = "archives/campaign/clinton-sanders-2016/andrews_stuff/";
    Reading full = Reading.of(SharedData.path(folder + "berniesanders.zip"));
    Reading table = Reading.of(SharedData.path(folder + "berniesanders.csv"));
    Reading brief = Reading.of(SharedData.path(folder + "berniesanders_short.json"));
    assertThat(table.fates()).containsOnly(Map.entry("Posted", 7_386L));
    assertThat(brief.fates()).containsOnly(Map.entry("Posted", 7_386L));
    Map<String, Post> byId = new HashMap<>();
    full.posts().forEach(post -> byId.put(post.postId(), post));
    for (Reading other : List.of(table, brief)) {
      assertThat(other.posts())
          .allSatisfy(
              post -> {
                Post same = Objects.requireNonNull(byId.get(post.postId()));
                assertThat(post.postedAtMicros()).isEqualTo(same.postedAtMicros());
                if (same.kind() != PostKind.REPOST && post.kind() != PostKind.REPOST) {
                  assertThat(post.likes()).isEqualTo(same.likes());
                  assertThat(post.text()).isEqualTo(same.text());
                }
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RC_2005-12.zst, 1075, COMMENT",
    "reddit/submissions/RS_2019-10.zst, 8271, POST",
  })
  void redditDumpsOfAnyWindowAreRead(String file, int posts, PostKind kind) {
    Reading reading = Reading.of(SharedData.path("archives/reddit/pushshift-zst/" + file));
    assertThat(reading.fates()).containsOnly(Map.entry("Posted", (long) posts));
    assertThat(reading.summary().format()).isEqualTo("reddit");
    assertThat(reading.posts())
        .allSatisfy(
            post -> {
              assertThat(post.kind()).isIn(kind, PostKind.QUOTE);
              assertThat(post.countedAtMicros()).isNotNull();
              assertThat(post.venue()).isNotNull();
            });
  }

  @Test
  void everyTableOfTopSubmissionsIsRead() throws IOException {
    long posts = 0;
    for (Path file : files("reddit/top-2.5-million", ".csv")) {
      Reading reading = Reading.of(file);
      assertThat(reading.rejects()).isEmpty();
      posts += reading.posts().size();
      assertThat(reading.posts())
          .allSatisfy(
              post -> {
                assertThat(post.platform()).isEqualTo("reddit");
                assertThat(post.postId()).startsWith("t3_");
                assertThat(post.venue()).isEqualToIgnoringCase(name(file));
                assertThat(post.score()).isNotNull();
              });
    }
    assertThat(posts).isEqualTo(26_785);
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.indexOf('.'));
  }

  @Test
  void theTablesOfCongressAccountForEveryRow() throws IOException {
    Map<String, Long> fates = new TreeMap<>();
    for (Path file : files("campaign/congress-2009-2022", ".csv.gz")) {
      Reading reading = Reading.of(file);
      assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
      reading.fates().forEach((fate, count) -> fates.merge(fate, count, Long::sum));
    }
    assertThat(fates)
        // Two of the rows hold a bare carriage return, at which Python's csv would break them.
        .containsOnly(Map.entry("Posted", 436_497L));
  }

  @Test
  void trollAccountsGetIdsFromWhatTheyWrote() throws IOException {
    Mapping twitter = Mapping.constants("ira", "twitter", null);
    List<String> ids = new ArrayList<>();
    long reposts = 0;
    for (Path file : files("campaign/ira-trolls-by-author", ".csv.gz")) {
      Reading reading = Reading.of(file, ReadOptions.defaults().withMappings(List.of(twitter)));
      assertThat(reading.rejects()).isEmpty();
      assertThat(reading.summary().zoneAssumed()).isTrue();
      for (Post post : reading.posts()) {
        ids.add(post.postId());
        reposts += post.kind() == PostKind.REPOST ? 1 : 0;
        assertThat(post.authorHandle()).isEqualTo(name(file));
      }
    }
    assertThat(ids).hasSize(213_584);
    assertThat(reposts).isPositive();
  }

  @Test
  void idsLostToFloatsAreRejected() throws IOException {
    Map<String, Long> fates = new TreeMap<>();
    for (Path file : files("campaign/us2020-hashtags", ".csv")) {
      Reading.of(file).fates().forEach((fate, count) -> fates.merge(fate, count, Long::sum));
    }
    // One row is broken in two, with shifted cells that fill up to the header's number.
    assertThat(fates)
        .containsOnly(
            Map.entry("rejected LOSSY_ID", 3_998L),
            Map.entry("rejected BAD_VALUE", 1L),
            Map.entry("rejected MISSING_FIELD", 1L));
  }

  @Test
  void aTableThatHoldsNoPostsSaysSo() {
    Reading reading =
        Reading.of(
            SharedData.path(
                "archives/campaign/robyn-mmm/python/src/robyn/tutorials/resources/"
                    + "dt_simulated_weekly.csv"));
    assertThat(reading.posts()).isEmpty();
    assertThat(reading.fates()).containsOnly(Map.entry("not a post table_row", 208L));
  }
}
