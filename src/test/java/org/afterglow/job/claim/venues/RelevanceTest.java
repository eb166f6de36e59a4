package org.afterglow.job.claim.venues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.afterglow.SparkExtension;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.job.SmallArchive;
import org.afterglow.job.acts.SuspectedBots;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.Owners;
import org.afterglow.table.Estimate;
import org.afterglow.table.RelevanceRow;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** January is days 0 to 30, February days 31 to 58. */
@ExtendWith(SparkExtension.class)
class RelevanceTest {
  private static final int DAYS = 150;
  private static final int[] ON_TOPIC = {1, 0};

  /** At distances .4, .2, 0, 1 and 2 from what is on the topic. */
  private static final int[][] SKETCHES = {{3, 4}, {4, 3}, {1, 0}, {0, 1}, {-1, 0}};

  private static final List<String> NO_LINK = List.of();

  private final SmallArchive archive = new SmallArchive();

  @Test
  void distancesAreFromWhatOthersWroteInTheThreeMonthsBefore(SparkSession spark) {
    twoVenues();
    // each promoter's own words of January are not what others talk about
    talk("x", 20, 10);
    promote("x", 10, 0, 1);
    promote("x", 40, 0, 1);
    talk("y", 19, 11);
    promote("y", 40, 1, 0);
    talk("z", 20, 10);
    promote("z", 121, 1, 0); // in May
    archive.venuePost("own", "b0", "b0", at(40), .9, NO_LINK, 10, sketch(1, 0));
    archive.venuePost("short", "b0", "v", at(40), .9, NO_LINK, 7, sketch(1, 0));
    archive.like("b0 in v", "ann", at(40.1));

    List<RelevanceRow> rows = Relevance.measured(archive(spark, DAYS, 1)).rows();

    assertThat(rows)
        .extracting(RelevanceRow::entityKey)
        .containsExactly("net/v", "net/w", "net/x", "net/y", "net/z", null);
    assertThat(rows).extracting(RelevanceRow::promoPosts).containsExactly(5L, 5L, 10L, 5L, 5L, 30L);
    // 200 posts of others on the topic and 4 of the other promoters off it
    long ofX = Math.round(100_000 * (1 - 4 / Math.sqrt(200 * 200 + 4 * 4)));
    assertThat(rows)
        .extracting(row -> row.distanceMean().value())
        .containsExactly(
            .72, .72, 5 * ofX / 100_000. / 5, null, null, (720_000 + 5 * ofX) / 100_000. / 15);
    assertThat(rows.get(3).distanceMean().state()).isEqualTo("FEW_OTHERS");
    assertThat(rows.get(4).distanceMean().state()).isEqualTo("FEW_OTHERS");
    assertThat(rows.get(2).posts()).isEqualTo(5);
  }

  @Test
  void postsAreStandardisedAndCountedWithWhatIsKnownOfThem(SparkSession spark) {
    twoVenues();
    for (int i = 0; i < 201; i++) {
      archive.post("flood" + i, "bot", at(100 + i / 1000.));
    }
    archive.venuePost("early", "b0", "v", at(35), .1, NO_LINK, 5, sketch(1, 0));
    reply("early", "ann", 36);
    reply("early", "b0", 36.1);
    reply("early", "bot", 36.2);
    reply("early", "bea", 40); // when the post was made
    archive.like("b0 in v", "ann", at(40.1));
    reply("b0 in v", "ann", 40.2);
    archive.like("b0 in v", "bea", at(46.9));
    archive.like("b0 in v", "cem", at(47)); // seven days after it
    archive.like("b0 in v", "b0", at(40.1));
    archive.like("b0 in v", "bot", at(40.1));
    archive.like("b0 in v", null, at(40.3));
    archive.like("b0 in v", null, at(40.3)); // unknown actors are somebody else each time
    archive.event("like", "b0 in v", null, "day", at(41), true);

    Relevance.Found found = Relevance.found(archive(spark, DAYS, 1));

    List<VenuePost> posts = found.of(true);
    assertThat(posts).hasSize(10);
    assertThat(found.of(false)).hasSize(10).allMatch(each -> each.probability() == .1);
    VenuePost post =
        Objects.requireNonNull(
            posts.stream()
                .filter(each -> each.account().equals("net/b0") && each.venue().equals("v"))
                .findFirst()
                .orElse(null));
    // mean .72 and deviation √(2.608/4) of the five that do not promote
    assertThat(post.distance()).isCloseTo(-.32 / Math.sqrt(.652), within(1e-9));
    assertThat(post)
        .isEqualTo(
            new VenuePost(
                "net/b0",
                "net",
                "v",
                1970 * 12 + 2,
                40 * ObservedCalendar.DAY,
                post.key(),
                true,
                false,
                post.distance(),
                5,
                10,
                true,
                .9,
                1,
                4,
                5));
    assertThat(Relevance.found(archive(spark, 45, 1)).posts()).isEmpty();
  }

  @Test
  void whatTheArchiveLacksIsNamed(SparkSession spark) {
    assertThat(missing(spark)).isEqualTo("NO_VENUE");
    archive.venuePost("own", "b0", "b0", at(40), .9, NO_LINK, 10, sketch(1, 0));
    archive.venuePost("talk", "ann", "v", at(40), .1, NO_LINK, 10, sketch(1, 0));
    assertThat(missing(spark)).isEqualTo("NO_VENUE");
    promote("v", 40, 1, 0);
    assertThat(missing(spark)).isEqualTo("NO_EVENT_TIMES");
  }

  @Test
  void lessResponseFarFromTheTopicIsFoundWhateverTheOrderAndThePartitions(SparkSession spark) {
    crowd(-.5);

    Relevant relevant = Relevance.measured(archive(spark, DAYS, 1));
    RelevanceRow all = relevant.rows().get(2);

    assertThat(all.accounts()).isEqualTo(22);
    assertThat(all.posts()).isEqualTo(22 * 12);
    assertThat(all.changePctPerSd().value()).isCloseTo(-39, within(10.));
    assertThat(all.changePctPerSd().high()).isNegative();
    assertThat(all.changePctPerSdConversational()).isEqualTo(Estimate.none("FEW_ACCOUNTS"));
    assertThat(relevant.evidence().placebos().get(0).placeboState()).isEqualTo("OK");
    assertThat(relevant.evidence().first().hindrances())
        .containsExactly("UNPROVED", "LABELS_UNCHECKED");

    Collections.shuffle(archive.posts, new Random(1));
    Collections.shuffle(archive.events, new Random(2));
    assertThat(Relevance.measured(archive(spark, DAYS, 7))).isEqualTo(relevant);
  }

  private String missing(SparkSession spark) {
    Relevant relevant = Relevance.measured(archive(spark, DAYS, 1));
    assertThat(relevant.rows()).isEmpty();
    return relevant.evidence().first().estimate().state();
  }

  /** Eleven posts each by 21 people on the topic, then five that vary and five that promote. */
  private void twoVenues() {
    for (String venue : List.of("v", "w")) {
      talk(venue, 21, 11);
      for (int i = 0; i < SKETCHES.length; i++) {
        int[] sketch = SKETCHES[i];
        archive.venuePost(
            "varied " + i + venue,
            "t" + i,
            venue,
            at(50),
            .1,
            NO_LINK,
            10,
            sketch(sketch[0], sketch[1]));
        archive.venuePost(
            "b" + i + " in " + venue,
            "b" + i,
            venue,
            at(40),
            .9,
            List.of("shop.example"),
            10,
            sketch(sketch[0], sketch[1]));
      }
    }
  }

  private void talk(String venue, int people, int posts) {
    for (int person = 0; person < people; person++) {
      for (int i = 0; i < posts; i++) {
        archive.venuePost(
            person + " " + i + venue,
            "t" + person,
            venue,
            at(1 + 2 * i),
            .1,
            NO_LINK,
            10,
            sketch(ON_TOPIC[0], ON_TOPIC[1]));
      }
    }
  }

  /** A post by each of five promoters. */
  private void promote(String venue, int day, int first, int second) {
    for (int i = 0; i < 5; i++) {
      archive.venuePost(
          "b" + i + venue + day, "b" + i, venue, at(day), .9, NO_LINK, 10, sketch(first, second));
    }
  }

  /** Promoters of two venues, whose response falls with the distance by theta. */
  private void crowd(double theta) {
    Random random = new Random(5);
    for (String venue : List.of("v", "w")) {
      talk(venue, 25, 9);
      for (int i = 0; i < 40; i++) {
        double angle = random.nextDouble() * Math.PI / 2;
        archive.venuePost(
            "varied " + i + venue,
            "t" + i % 25,
            venue,
            at(32 + i / 2.),
            .1,
            NO_LINK,
            10,
            sketch(angle));
      }
      for (int brand = 0; brand < 22; brand++) {
        for (int i = 0; i < 6; i++) {
          double angle = random.nextDouble() * Math.PI / 2;
          String post = brand + " promotes " + i + venue;
          Instant at = at(32 + 4 * i + random.nextDouble());
          archive.venuePost(post, "brand" + brand, venue, at, .9, NO_LINK, 10, sketch(angle));
          // 1 − cos of a uniform angle has mean .363 and deviation .308
          double away = (1 - Math.cos(angle) - .363) / .308;
          double mean = (3 + brand % 4) * Math.exp(theta * away);
          for (int person = 0; person < 40; person++) {
            if (random.nextDouble() < mean / 40) {
              archive.like(post, "person " + person, at.plusSeconds(3600));
            }
          }
        }
      }
    }
  }

  private ClaimArchive archive(SparkSession spark, int days, int partitions) {
    byte[] halves = new byte[24 * days];
    Arrays.fill(halves, (byte) 2);
    double[] season = new double[168];
    Arrays.fill(season, 1);
    return new ClaimArchive(
        archive.posts(spark).repartition(partitions),
        archive.events(spark).repartition(partitions),
        archive.campaigns(spark),
        archive.members(spark),
        Owners.of(archive.members(spark)),
        SuspectedBots.of(archive.posts(spark)),
        Map.of(SmallArchive.PLATFORM, new ObservedCalendar(0, halves, season)),
        ArchiveFacts.unknown(),
        1,
        (name, rows) -> rows.cache());
  }

  private void reply(String target, String actor, double day) {
    archive.event("reply", target, null, actor, at(day), false);
  }

  private static byte[] sketch(double angle) {
    return sketch(
        Math.toIntExact(Math.round(100 * Math.cos(angle))),
        Math.toIntExact(Math.round(100 * Math.sin(angle))));
  }

  private static byte[] sketch(int first, int second) {
    byte[] sketch = new byte[128];
    sketch[0] = (byte) first;
    sketch[1] = (byte) second;
    return sketch;
  }

  private static Instant at(double day) {
    return Instant.EPOCH.plusMillis(Math.round(day * 86_400_000));
  }
}
