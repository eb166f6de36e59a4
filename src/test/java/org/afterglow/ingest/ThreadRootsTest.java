package org.afterglow.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.afterglow.SparkExtension;
import org.afterglow.spark.Records;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class ThreadRootsTest {
  /** A post as far as threads go. */
  public record Link(
      String platform,
      String postId,
      @Nullable String replyToPostId,
      @Nullable String rootPostId) {}

  private final AtomicInteger rounds = new AtomicInteger();

  @Test
  void aChainIsFollowedToItsBeginningInAsManyJoinsAsItsLengthHasDigits(SparkSession spark) {
    List<Link> links = new ArrayList<>();
    links.add(new Link("x", "0", null, null));
    for (int i = 1; i <= 300; i++) {
      links.add(new Link("x", String.valueOf(i), String.valueOf(i - 1), null));
    }

    Map<String, @Nullable String> roots = roots(spark, links);

    assertThat(roots).hasSize(299).containsOnlyKeys(deep(links));
    assertThat(roots.values()).containsOnly("0");
    assertThat(rounds.get()).isLessThanOrEqualTo(3 + 9);
  }

  @Test
  void circlesHaveNoBeginning(SparkSession spark) {
    List<Link> links =
        List.of(
            new Link("x", "a", "b", null),
            new Link("x", "b", "c", null),
            new Link("x", "c", "a", null),
            new Link("x", "tail", "a", null),
            new Link("x", "self", "self", null));

    Map<String, @Nullable String> roots = roots(spark, links);

    assertThat(roots).containsOnlyKeys("x/a", "x/b", "x/c", "x/tail", "x/self");
    assertThat(roots.values()).containsOnlyNulls();
  }

  @Test
  void aStatedRootEndsTheChainAndPlatformsAreApart(SparkSession spark) {
    List<Link> links =
        List.of(
            new Link("x", "2", "1", "stated"),
            new Link("x", "3", "2", null),
            new Link("x", "4", "3", null),
            new Link("y", "3", "2", null),
            new Link("y", "4", "3", null));

    assertThat(roots(spark, links))
        .containsOnly(
            Map.entry("x/3", "stated"), Map.entry("x/4", "stated"), Map.entry("y/4", "2"));
  }

  @Test
  void whereNobodyAnswersAnAnswerThereIsNothingToFollow(SparkSession spark) {
    assertThat(
            ThreadRoots.of(
                rows(spark, List.of(new Link("x", "2", "1", null), new Link("x", "1", null, null))),
                (name, rows) -> rows))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rootsAreThoseOfFollowingEveryPostAlone(long seed, SparkSession spark) {
    Random random = new Random(seed);
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String reply = random.nextInt(4) == 0 ? null : String.valueOf(random.nextInt(420) - 10);
      String root = reply != null && random.nextInt(20) == 0 ? "root" + i : null;
      links.add(new Link("x", String.valueOf(i), reply, root));
    }

    assertThat(roots(spark, links)).isEqualTo(followed(links));
  }

  private static Map<String, @Nullable String> followed(List<Link> links) {
    Map<String, Link> byId = new HashMap<>();
    links.forEach(link -> byId.put(link.postId(), link));
    Map<String, @Nullable String> roots = new HashMap<>();
    for (String key : deep(links)) {
      String at = key.substring(2);
      Set<String> seen = new HashSet<>();
      String root = null;
      while (seen.add(at)) {
        Link link = byId.get(at);
        if (link == null || link.replyToPostId() == null) {
          root = at;
          break;
        }
        if (link.rootPostId() != null) {
          root = link.rootPostId();
          break;
        }
        at = link.replyToPostId();
      }
      roots.put(key, root);
    }
    return roots;
  }

  /** Posts without a stated root that answer an answer. */
  private static Set<String> deep(List<Link> links) {
    Set<String> answers = new HashSet<>();
    for (Link link : links) {
      if (link.replyToPostId() != null) {
        answers.add(link.platform() + "/" + link.postId());
      }
    }
    Set<String> deep = new HashSet<>();
    for (Link link : links) {
      if (link.rootPostId() == null
          && answers.contains(link.platform() + "/" + link.replyToPostId())) {
        deep.add(link.platform() + "/" + link.postId());
      }
    }
    return deep;
  }

  private Map<String, @Nullable String> roots(SparkSession spark, List<Link> links) {
    Dataset<Row> found =
        ThreadRoots.of(
            rows(spark, links),
            (name, rows) -> {
              rounds.incrementAndGet();
              return spark.createDataFrame(rows.collectAsList(), rows.schema());
            });
    Map<String, @Nullable String> roots = new HashMap<>();
    if (found != null) {
      for (Row row : found.collectAsList()) {
        assertThat(row.getBoolean(3)).isTrue();
        String before = roots.put(row.getString(0) + "/" + row.getString(1), row.getString(2));
        assertThat(before).isNull();
      }
    }
    return roots;
  }

  private static Dataset<Row> rows(SparkSession spark, List<Link> links) {
    List<Link> several = new ArrayList<>(links);
    several.add(links.get(0)); // read twice
    return spark.createDataset(several, Records.encoder(Link.class)).toDF();
  }
}
