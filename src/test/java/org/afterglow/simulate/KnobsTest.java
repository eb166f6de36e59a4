package org.afterglow.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.afterglow.simulate.WrittenArchive.TimedAct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each option of the simulator moves what it should. */
class KnobsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  /** A few owners of statuses, of whom nothing is blurred and whom nobody else disturbs. */
  private static SimulationOptions still() {
    return SimulationOptions.defaults()
        .with("days", 200)
        .with("entities", 4)
        .with("redditShare", 0)
        .with("twitterShare", 1)
        .with("campaignOnlyShare", 0)
        .with("sustainedShare", 1)
        .with("steadyShare", 0)
        .with("partnerShare", 0)
        .with("campaignsMin", 1)
        .with("campaignsMax", 1)
        .with("volumeMean", 0)
        .with("volumeSd", 0)
        .with("entityVolumeSd", 0)
        .with("driftSd", 0)
        .with("shockSd", 0)
        .with("dayNoiseShape", 0)
        .with("outages", 0)
        .with("duplicateShare", 0)
        .with("deletionShare", 0)
        .with("brokenShare", 0)
        .with("mentionsPerDay", 0)
        .with("backgroundPerDay", 1)
        .with("labels", 0)
        .with("twitterFiles", "MONTH");
  }

  private WrittenArchive write(SimulationOptions options) throws IOException {
    Path out = folder.resolve("out");
    Synthesize.write(options, out);
    return new WrittenArchive(out);
  }

  private static List<Entity> entities(SimulationOptions options, int count) {
    Roster roster = new Roster(options, Phrases.read());
    return IntStream.range(0, count).mapToObj(roster::entity).toList();
  }

  @Test
  void archivesWithOtherNumbersNameNothingAlikeAndCanBeReadAsOne() throws IOException {
    List<Set<String>> posts = new ArrayList<>();
    List<Set<String>> authors = new ArrayList<>();
    List<Set<String>> campaigns = new ArrayList<>();
    for (int part = 0; part < 2; part++) {
      Path out = folder.resolve("part" + part);
      Synthesize.write(
          still()
              .with("seed", 5 + part)
              .with("backgroundPerDay", 0)
              .with("persons", 200)
              .with("firstEntity", 4 * part)
              .with("firstPerson", 1200 * part),
          out);
      WrittenArchive written = new WrittenArchive(out);
      Set<String> ids = new HashSet<>();
      Set<String> users = new HashSet<>();
      for (JsonNode status : written.records("twitter")) {
        ids.add(status.path("id_str").asText());
        users.add(status.path("user").path("id_str").asText());
        users.add(status.path("user").path("screen_name").asText());
      }
      posts.add(ids);
      authors.add(users);
      Set<String> named = new HashSet<>();
      written.table("truth_campaign.csv").forEach(row -> named.add(row[0]));
      campaigns.add(named);
    }
    assertThat(posts.get(0)).hasSizeGreaterThan(500).doesNotContainAnyElementsOf(posts.get(1));
    assertThat(authors.get(0)).hasSizeGreaterThan(100).doesNotContainAnyElementsOf(authors.get(1));
    assertThat(campaigns)
        .containsExactly(
            Set.of("c0-1", "c1-1", "c2-1", "c3-1"), Set.of("c4-1", "c5-1", "c6-1", "c7-1"));
  }

  @Test
  void aRampHalvesThePromotionOfTheLastThird() throws IOException {
    WrittenArchive written =
        write(
            still()
                .with("rampDownShare", 1)
                .with("promotionalPerDay", 60)
                .with("volumeMean", -3)
                .with("backgroundPromotionalPerDay", 0));
    Map<String, String[]> campaigns = new HashMap<>();
    written.table("truth_campaign.csv").forEach(row -> campaigns.put(row[0], row));
    int[][] posts = new int[2][2];
    for (String[] post : written.table("truth_post.csv")) {
      String[] campaign = campaigns.get(post[3]);
      if (campaign != null) {
        Instant start = Instant.parse(campaign[8]);
        double days = WrittenArchive.days(start, Instant.parse(campaign[9]));
        double place = WrittenArchive.days(start, Instant.parse(post[6])) / days;
        posts[post[4].equals("promotional") ? 1 : 0][place < 2 / 3.0 ? 0 : 1]++;
      }
    }
    assertThat((double) posts[1][1] / posts[1][0]).isCloseTo(.25, within(.03));
    assertThat((double) posts[0][1] / posts[0][0]).isCloseTo(.5, within(.2));
  }

  @Test
  void campaignsOverlapAndAreSparseInTheirShares() {
    SimulationOptions options =
        SimulationOptions.defaults()
            .with("days", 800)
            .with("campaignsMin", 3)
            .with("campaignsMax", 3)
            .with("overlapShare", .3)
            .with("sparseShare", .2);
    int following = 0;
    int overlapping = 0;
    int campaigns = 0;
    int sparse = 0;
    double sparseRates = 0;
    for (Entity entity : entities(options, 300)) {
      Entity.Campaign before = null;
      for (Entity.Campaign campaign : entity.campaigns()) {
        campaigns++;
        if (campaign.days() == options.sparseDays()) {
          sparse++;
          sparseRates += Math.log(campaign.promotionalPerDay());
        } else {
          assertThat(campaign.days()).isBetween(12, 45);
        }
        if (before != null) {
          following++;
          overlapping += campaign.startDay() < before.stopDay() ? 1 : 0;
          assertThat(campaign.startDay()).isGreaterThan(before.startDay());
        }
        before = campaign;
      }
    }
    assertThat((double) overlapping / following).isCloseTo(.3, within(.06));
    assertThat((double) sparse / campaigns).isCloseTo(.2, within(.05));
    assertThat(Math.exp(sparseRates / sparse)).isCloseTo(.45, within(.06));
    for (Entity entity : entities(options.with("overlapShare", 0), 50)) {
      for (int next = 1; next < entity.campaigns().size(); next++) {
        assertThat(entity.campaigns().get(next).startDay())
            .isGreaterThanOrEqualTo(entity.campaigns().get(next - 1).stopDay() + 28);
      }
    }
  }

  @Test
  void campaignsOfMixedProfilesHaveEachOneOfTheSix() {
    Set<PostingProfile> promotional = EnumSet.noneOf(PostingProfile.class);
    Set<String> pairs = new HashSet<>();
    SimulationOptions options =
        SimulationOptions.defaults()
            .with("promotionalProfile", "MIXED")
            .with("conversationalProfile", "MIXED");
    for (Entity entity : entities(options, 200)) {
      for (Entity.Campaign campaign : entity.campaigns()) {
        promotional.add(campaign.promotionalProfile());
        pairs.add(campaign.promotionalProfile() + " " + campaign.conversationalProfile());
      }
    }
    assertThat(promotional)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(PostingProfile.MIXED)));
    assertThat(pairs).hasSizeGreaterThan(20);
  }

  @Test
  void theArchiveHasNothingBeyondItsTruncatedEnds() throws IOException {
    SimulationOptions options = still().with("truncateStartDays", 60).with("truncateEndDays", 50);
    WrittenArchive written = write(options);
    List<Instant> times = new ArrayList<>();
    for (JsonNode status : written.records("twitter")) {
      times.add(Instant.ofEpochMilli(status.get("timestamp_ms").asLong()));
    }
    Instant begins = Instant.parse("2024-01-01T00:00:00Z").plus(Duration.ofDays(60));
    Instant ends = begins.plus(Duration.ofDays(90));
    assertThat(times).hasSizeGreaterThan(100).allMatch(at -> !at.isBefore(begins));
    assertThat(times).allMatch(at -> at.isBefore(ends));
    assertThat(written.table("truth_exposure.csv"))
        .anyMatch(row -> row[0].equals("twitter") && row[2].equals(begins.toString()))
        .anyMatch(row -> row[0].equals("twitter") && row[1].equals(ends.toString()));
    assertThatThrownBy(() -> options.with("truncateEndDays", 140))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be below days (200)");
  }

  @Test
  void botsThatActLateMoveTheContrastToTheOtherTruth() throws IOException {
    SimulationOptions options =
        still()
            .with("volumeMean", 1.6)
            .with("cascadeMean", 1)
            .with("families", "EXPONENTIAL")
            .with("halfLivesDays", "1")
            .with("promotionalHalfLifeRatio", 1)
            .with("accountHalfLifeSd", 0)
            .with("conversationalPerDay", 3)
            .with("tailDays", 60)
            .with("botTiming", "LATE")
            .with("botActsShare", .5);
    WrittenArchive written = write(options);
    Map<String, String> kinds = new HashMap<>();
    written.table("truth_bot.csv").forEach(row -> kinds.put(row[1], row[2]));
    Map<String, Map<String, Integer>> texts = new HashMap<>();
    for (JsonNode status : written.records("twitter")) {
      String author = status.get("user").get("screen_name").asText();
      texts
          .computeIfAbsent(author, unused -> new HashMap<>())
          .merge(status.get("text").asText(), 1, Integer::sum);
    }
    List<String> bots = kinds.keySet().stream().filter(bot -> bot.matches(".*X\\d+")).toList();
    assertThat(bots).hasSize(10);
    for (String bot : bots) {
      assertThat(Objects.requireNonNull(texts.get(bot))).hasSize(1);
      assertThat(Objects.requireNonNull(texts.get(bot)).values().iterator().next())
          .isGreaterThanOrEqualTo(20);
    }
    double[][] cells = new double[2][2];
    for (TimedAct act : written.campaignActs()) {
      if (act.ageDays() < 28) {
        cells[act.promotional() ? 1 : 0][act.ageDays() < 1 ? 0 : 1] += act.weight();
      }
    }
    String[] truth = written.table("truth_contrast.csv").get(0);
    assertThat(Double.parseDouble(truth[1])).isZero();
    assertThat(Double.parseDouble(truth[4])).isGreaterThan(.4);
    assertThat(Math.log(cells[1][1] / cells[1][0]) - Math.log(cells[0][1] / cells[0][0]))
        .isCloseTo(Double.parseDouble(truth[4]), within(.15));
  }

  @Test
  void botsThatFloodPostMoreThanTwoHundredTimesOnOneDay() throws IOException {
    WrittenArchive written =
        write(still().with("bots", 3).with("botKind", "FLOOD").with("botActsShare", .3));
    Map<String, Integer> posts = new HashMap<>();
    for (JsonNode status : written.records("twitter")) {
      String day = status.get("created_at").asText().substring(0, 10);
      posts.merge(status.get("user").get("screen_name").asText() + " " + day, 1, Integer::sum);
    }
    assertThat(written.table("truth_bot.csv").stream().filter(row -> row[2].equals("flood")))
        .hasSize(3)
        .allMatch(
            row ->
                posts.entrySet().stream()
                    .anyMatch(day -> day.getKey().startsWith(row[1]) && day.getValue() > 200));
  }

  @Test
  void anOwnerAnswersNoMoreThanItsCapacityAndMayAnswerTwice() throws IOException {
    SimulationOptions options =
        still()
            .with("entities", 2)
            .with("volumeMean", 2)
            .with("mentionsPerDay", 2)
            .with("answerShare", .9)
            .with("answerShareAfter", .9)
            .with("answersMean", 2)
            .with("answerCapacityPerDay", 3);
    WrittenArchive written = write(options);
    Map<String, Integer> byDay = new HashMap<>();
    Map<String, Integer> toOne = new HashMap<>();
    for (JsonNode status : written.records("twitter")) {
      String author = status.get("user").get("screen_name").asText();
      String asked = status.path("in_reply_to_status_id_str").asText("null");
      if (!asked.equals("null") && owners(written).contains(author)) {
        String day = status.get("created_at").asText().substring(0, 10);
        byDay.merge(author + day, 1, Integer::sum);
        toOne.merge(asked, 1, Integer::sum);
      }
    }
    assertThat(byDay).hasSizeGreaterThan(200);
    assertThat(byDay.values()).allMatch(answers -> answers <= 3).contains(3);
    assertThat(toOne.values()).contains(2);
  }

  private static Set<String> owners(WrittenArchive written) {
    Set<String> owners = new HashSet<>();
    written
        .table("truth_campaign.csv")
        .forEach(row -> owners.addAll(List.of(row[3].split(" ", -1))));
    return owners;
  }

  /** Posts in order of time by author: days since the start, promotional or not, ln volume. */
  private static Map<String, List<double[]>> posts(WrittenArchive written) {
    Map<String, List<double[]>> posts = new TreeMap<>();
    Instant start = Instant.parse("2024-01-01T00:00:00Z");
    for (String[] row : written.table("truth_post.csv")) {
      posts
          .computeIfAbsent(row[2], unused -> new ArrayList<>())
          .add(
              new double[] {
                WrittenArchive.days(start, Instant.parse(row[6])),
                row[4].equals("promotional") ? 1 : 0,
                Math.log(Double.parseDouble(row[8]))
              });
    }
    return posts;
  }

  @Test
  void theta3LowersTalkByThePromotionOfTheWeekBefore() throws IOException {
    WrittenArchive written = write(still().with("theta3", -.8));
    int moved = 0;
    for (List<double[]> posts : posts(written).values()) {
      for (double[] post : posts) {
        int week = (int) post[0] / 7;
        List<double[]> before = posts.stream().filter(p -> (int) p[0] / 7 == week - 1).toList();
        double share = before.stream().mapToDouble(p -> p[1]).average().orElse(0);
        assertThat(post[2]).isCloseTo(post[1] == 1 ? 0 : -.8 * share, within(2e-4));
        moved += share > 0 && post[1] == 0 ? 1 : 0;
      }
    }
    assertThat(moved).isGreaterThan(50);
    assertThat(written.table("truth_effects.csv").get(0)[2]).isEqualTo("-0.8");
  }

  @Test
  void whoHasSpokenWithAnOwnerDoesWhatItAsksTheRatherByTheta4() throws IOException {
    double[] shares = new double[2];
    for (int effect = 0; effect < 2; effect++) {
      Path out = folder.resolve("effect" + effect);
      Synthesize.write(
          still()
              .with("asksPerDay", 3)
              .with("askMetShare", .05)
              .with("theta4", effect)
              .with("repostShare", .6)
              .with("answerShare", 0)
              .with("answerShareAfter", 0)
              .with("labels", 200),
          out);
      shares[effect] = ratioOfMetAsks(new WrittenArchive(out));
    }
    assertThat(shares[0]).isBetween(.6, 1.6);
    assertThat(shares[1] / shares[0]).isBetween(2.0, 4.5);
    assertThat(Files.readAllLines(folder.resolve("effect0/labels.csv")))
        .first()
        .asString()
        .endsWith(",asks");
    assertThat(Files.readAllLines(folder.resolve("effect0/labels.csv")))
        .anyMatch(line -> line.endsWith(",1"))
        .anyMatch(line -> line.endsWith(",0"));
  }

  @Test
  void peopleRecommendWhetherTheyWereAskedOrNeverAndTheTruthTellsWhich() throws IOException {
    WrittenArchive written =
        write(
            still()
                .with("asksPerDay", 1)
                .with("recommendationsPerDay", 2)
                .with("recommendAskedShare", .5)
                .with("recommendationReplies", 1)
                .with("earnedReplyRatio", 2)
                .with("mentionsPerDay", .2)
                .with("answerShare", 0)
                .with("answerShareAfter", 0)
                .with("quoteShare", .2)
                .with("persons", 4000));
    Set<String> owners = owners(written);
    Map<String, List<Long>> asked = new HashMap<>();
    Map<String, Long> answers = new HashMap<>();
    for (JsonNode status : written.records("twitter")) {
      String author = status.path("user").path("screen_name").asText();
      String answered = status.path("in_reply_to_status_id_str").asText("null");
      JsonNode named = whole(status).at("/entities/user_mentions/0/screen_name");
      if (owners.contains(author) && answered.equals("null") && !named.isMissingNode()) {
        asked
            .computeIfAbsent(author + " " + named.asText(), pair -> new ArrayList<>())
            .add(status.get("timestamp_ms").asLong());
      }
      answers.merge(answered, 1L, Long::sum);
    }
    Map<String, String> truth = new HashMap<>();
    written.table("truth_recommendation.csv").forEach(row -> truth.put(row[1], row[4]));
    long[] recommended = new long[2];
    long[] answersToThem = new long[2];
    int naming = 0;
    for (JsonNode status : written.records("twitter")) {
      String author = status.path("user").path("screen_name").asText();
      boolean quotes = status.has("quoted_status");
      String owner =
          quotes
              ? status.at("/quoted_status/user/screen_name").asText()
              : whole(status).at("/entities/user_mentions/0/screen_name").asText();
      if (owners.contains(author)
          || !owners.contains(owner)
          || status.has("retweeted_status")
          || !status.path("in_reply_to_status_id").isNull()) {
        continue;
      }
      naming++;
      String id = status.get("id_str").asText();
      long at = status.get("timestamp_ms").asLong();
      List<Long> asks =
          asked.getOrDefault(owner + " " + author, List.of()).stream()
              .filter(ask -> ask < at)
              .toList();
      String kind =
          asks.isEmpty()
              ? "earned"
              : asks.stream().anyMatch(ask -> at - ask <= Duration.ofDays(28).toMillis())
                  ? "asked"
                  : "asked_before";
      assertThat(truth.get(id)).as(id).isEqualTo(kind);
      if (text(status).endsWith("@" + owner) && !kind.equals("asked_before")) {
        recommended[kind.equals("asked") ? 1 : 0]++;
        answersToThem[kind.equals("asked") ? 1 : 0] += answers.getOrDefault(id, 0L);
      }
    }
    assertThat(truth.size()).isEqualTo(naming);
    assertThat((double) recommended[1] / (recommended[0] + recommended[1]))
        .isBetween(.43, .55); // in the first days nobody has been asked yet
    assertThat((double) answersToThem[1] / recommended[1]).isCloseTo(1, within(.15));
    assertThat((double) answersToThem[0] / recommended[0]).isCloseTo(2, within(.2));
  }

  /** What holds the text of a status and what stands in it: long ones have it apart. */
  private static JsonNode whole(JsonNode status) {
    return status.has("extended_tweet") ? status.get("extended_tweet") : status;
  }

  private static String text(JsonNode status) {
    return whole(status).path(status.has("extended_tweet") ? "full_text" : "text").asText();
  }

  /**
   * Share of asks answered by people who had answered the owner in 90 days, over that of others.
   */
  private static double ratioOfMetAsks(WrittenArchive written) throws IOException {
    Set<String> owners = owners(written);
    Map<String, String> asked = new HashMap<>();
    Map<String, Long> lastAnswer = new HashMap<>();
    Map<String, Boolean> warm = new HashMap<>();
    Set<String> met = new HashSet<>();
    List<JsonNode> statuses =
        written.records("twitter").stream()
            .filter(status -> status.has("user"))
            .sorted(Comparator.comparingLong(status -> status.get("timestamp_ms").asLong()))
            .toList();
    for (JsonNode status : statuses) {
      String author = status.get("user").get("screen_name").asText();
      String answered = status.path("in_reply_to_screen_name").asText("null");
      long at = status.get("timestamp_ms").asLong();
      JsonNode named = status.at("/entities/user_mentions/0/screen_name");
      if (owners.contains(author) && answered.equals("null") && !named.isMissingNode()) {
        String id = status.get("id_str").asText();
        String person = named.asText();
        asked.put(id, person);
        Long last = lastAnswer.get(person + author);
        warm.put(id, last != null && at - last < Duration.ofDays(90).toMillis());
      } else if (owners.contains(answered)) {
        lastAnswer.put(author + answered, at);
        String ask = status.get("in_reply_to_status_id_str").asText();
        if (author.equals(asked.get(ask))) {
          met.add(ask);
        }
      }
    }
    long[] all = new long[2];
    long[] done = new long[2];
    warm.forEach(
        (ask, spoken) -> {
          all[spoken ? 1 : 0]++;
          done[spoken ? 1 : 0] += met.contains(ask) ? 1 : 0;
        });
    assertThat(all[0]).isGreaterThan(200);
    assertThat(all[1]).isGreaterThan(200);
    return (double) done[1] / all[1] / ((double) done[0] / all[0]);
  }

  @Test
  void theta7LowersPromotionOffTheTopicOfItsVenue() throws IOException {
    SimulationOptions options =
        still()
            .with("twitterShare", 0)
            .with("redditShare", 1)
            .with("venueShare", 0)
            .with("voice", "WORDS")
            .with("venuesPerEntity", 3)
            .with("theta7", -.3);
    WrittenArchive written = write(options);
    double[] volumes =
        posts(written).values().stream()
            .flatMap(List::stream)
            .filter(post -> post[1] == 1)
            .mapToDouble(post -> post[2])
            .toArray();
    double mean = Arrays.stream(volumes).average().orElseThrow();
    double sd =
        Math.sqrt(Arrays.stream(volumes).map(v -> (v - mean) * (v - mean)).sum() / volumes.length);
    assertThat(mean).isCloseTo(0, within(.05));
    assertThat(sd).isCloseTo(.3, within(.03));
    assertThat(posts(written).values().stream().flatMap(List::stream))
        .allMatch(post -> post[1] == 1 || post[2] == 0);
    Map<String, Set<String>> venues = new HashMap<>();
    for (JsonNode post : written.records("reddit")) {
      if (post.has("title")) {
        venues
            .computeIfAbsent(post.get("author").asText(), author -> new HashSet<>())
            .add(post.get("subreddit").asText());
      }
    }
    assertThat(venues.values()).anyMatch(own -> own.size() == 3);
  }

  @Test
  void littleEngagementBringsOnPromotionWhereThereIsFeedback() throws IOException {
    SimulationOptions options =
        still()
            .with("entities", 12)
            .with("days", 300)
            .with("volumeMean", 1)
            .with("driftSd", .5)
            .with("declinePerYear", 0)
            .with("steadyShare", 1)
            .with("campaignsMin", 0)
            .with("campaignsMax", 0);
    double[] slopes = new double[2];
    double[] posts = new double[2];
    for (int feedback = 0; feedback < 2; feedback++) {
      Path out = folder.resolve("feedback" + feedback);
      Synthesize.write(options.with("promotionFeedback", feedback), out);
      double[] sums = promotionByLevel(posts(new WrittenArchive(out)));
      slopes[feedback] = sums[0];
      posts[feedback] = sums[1];
    }
    assertThat(slopes[0]).isBetween(-.15, .15);
    assertThat(slopes[1]).isLessThan(-.2);
    assertThat(posts[1] / posts[0]).isBetween(.7, 1.6);
  }

  /** Correlation of promotional posts of a week with the level of the one before; and how many. */
  private static double[] promotionByLevel(Map<String, List<double[]>> posts) {
    List<double[]> pairs = new ArrayList<>();
    double promotional = 0;
    for (List<double[]> own : posts.values()) {
      double all =
          own.stream()
              .filter(post -> post[1] == 0)
              .mapToDouble(post -> post[2])
              .average()
              .orElse(0);
      for (int week = 1; week < 42; week++) {
        int now = week;
        double level =
            own.stream()
                .filter(post -> post[1] == 0 && (int) post[0] / 7 == now - 1)
                .mapToDouble(post -> post[2])
                .average()
                .orElse(all);
        double count =
            own.stream().filter(post -> post[1] == 1 && (int) post[0] / 7 == now).count();
        promotional += count;
        pairs.add(new double[] {level - all, count});
      }
    }
    double meanX = pairs.stream().mapToDouble(pair -> pair[0]).average().orElseThrow();
    double meanY = pairs.stream().mapToDouble(pair -> pair[1]).average().orElseThrow();
    double xy = pairs.stream().mapToDouble(p -> (p[0] - meanX) * (p[1] - meanY)).sum();
    double xx = pairs.stream().mapToDouble(p -> (p[0] - meanX) * (p[0] - meanX)).sum();
    double yy = pairs.stream().mapToDouble(p -> (p[1] - meanY) * (p[1] - meanY)).sum();
    return new double[] {xy / Math.sqrt(xx * yy), promotional};
  }

  @Test
  void silencesComeTheRatherInBadSpellsWhereTheyFollowTheLevel() {
    SimulationOptions options =
        still().with("days", 500).with("driftSd", .5).with("silencesPerYear", 6);
    double[] levels = new double[2];
    for (int follows = 0; follows < 2; follows++) {
      SimulationOptions either = options.with("silencesFollowLevel", 3 * follows);
      levels[follows] =
          entities(either, 40).stream()
              .flatMapToDouble(
                  entity -> {
                    double[] drift =
                        SimulatedCalendar.drift(
                            either, Draws.of(either.seed(), "drift", entity.index()));
                    return SilentSpell.of(either, entity).stream()
                        .mapToDouble(spell -> Math.log(drift[(int) spell.fromDay() / 7]));
                  })
              .average()
              .orElseThrow();
    }
    assertThat(levels[0]).isBetween(-.3, .05);
    assertThat(levels[1]).isLessThan(levels[0] - .2);
  }

  @Test
  void ownersAreSpokenOfLessAfterAStopByMentionsAfter() throws IOException {
    SimulationOptions options =
        still().with("mentionsPerDay", 2).with("mentionsAfter", 0).with("volumeMean", -9);
    WrittenArchive written = write(options);
    Map<String, Instant> stops = new HashMap<>();
    written.table("truth_campaign.csv").forEach(row -> stops.put(row[2], Instant.parse(row[9])));
    long before = 0;
    long after = 0;
    for (JsonNode status : written.records("twitter")) {
      JsonNode named = status.at("/entities/user_mentions/0/screen_name");
      Instant stop = stops.get(named.asText());
      if (stop != null) {
        boolean later = status.get("timestamp_ms").asLong() >= stop.toEpochMilli();
        before += later ? 0 : 1;
        after += later ? 1 : 0;
      }
    }
    assertThat(before).isGreaterThan(500);
    assertThat(after).isZero();
  }

  @Test
  void peopleOfManyFollowersPassLessOnByPassOnByFollowers() throws IOException {
    double[] means = new double[2];
    for (int less = 0; less < 2; less++) {
      Path out = folder.resolve("less" + less);
      Synthesize.write(still().with("passOnByFollowers", -less), out);
      means[less] =
          new WrittenArchive(out)
              .records("twitter").stream()
                  .filter(status -> status.has("retweeted_status"))
                  .mapToDouble(s -> Math.log(s.at("/user/followers_count").asDouble() + .5))
                  .average()
                  .orElseThrow();
    }
    assertThat(means[0]).isBetween(4.2, 4.8);
    assertThat(means[1]).isLessThan(means[0] - .8);
  }

  @Test
  void theta5LiftsPromotionByTheAnswersOfTheMonthBefore() throws IOException {
    SimulationOptions options =
        still()
            .with("theta5", .3)
            .with("mentionsPerDay", 1)
            .with("answerShare", 1)
            .with("answerShareAfter", 1);
    WrittenArchive written = write(options);
    Map<String, int[]> answers = new HashMap<>();
    Set<String> owners = owners(written);
    for (JsonNode status : written.records("twitter")) {
      String author = status.get("user").get("screen_name").asText();
      if (owners.contains(author) && !status.get("in_reply_to_status_id_str").isNull()) {
        int day =
            (int)
                WrittenArchive.days(
                    Instant.parse("2024-01-01T00:00:00Z"),
                    Instant.ofEpochMilli(status.get("timestamp_ms").asLong()));
        answers.computeIfAbsent(author, unused -> new int[201])[day]++;
      }
    }
    int moved = 0;
    for (Map.Entry<String, List<double[]>> owner : posts(written).entrySet()) {
      int[] given = answers.getOrDefault(owner.getKey(), new int[201]);
      for (double[] post : owner.getValue()) {
        int day = (int) post[0];
        int before = Arrays.stream(given, Math.max(0, day - 28), day).sum();
        double expected = post[1] == 1 ? .3 * Math.log(1 + before) : 0;
        assertThat(post[2]).isCloseTo(expected, within(2e-4));
        moved += post[1] == 1 && before > 0 ? 1 : 0;
      }
    }
    assertThat(moved).isGreaterThan(50);
  }

  @Test
  void theta6LowersTheFivePostsAfterASilenceTheLongerTheMore() throws IOException {
    WrittenArchive written =
        write(
            still()
                .with("days", 400)
                .with("sustainedShare", 0)
                .with("theta6", -.25)
                .with("silencesPerYear", 4));
    List<String[]> silences = written.table("truth_silence.csv");
    assertThat(silences).hasSizeGreaterThan(5);
    Instant start = Instant.parse("2024-01-01T00:00:00Z");
    Map<String, List<double[]>> posts = posts(written);
    int lowered = 0;
    for (String[] silence : silences) {
      double from = WrittenArchive.days(start, Instant.parse(silence[2]));
      double to = WrittenArchive.days(start, Instant.parse(silence[3]));
      assertThat(to - from).isGreaterThanOrEqualTo(14);
      List<double[]> ofOwner = Objects.requireNonNull(posts.get(silence[1]));
      assertThat(ofOwner).noneMatch(post -> post[0] > from + 1e-4 && post[0] < to - 1e-4);
      boolean next =
          silences.stream()
              .anyMatch(
                  other ->
                      other[1].equals(silence[1])
                          && Math.abs(WrittenArchive.days(start, Instant.parse(other[2])) - to)
                              < 20);
      List<double[]> after = ofOwner.stream().filter(post -> post[0] >= to - 1e-4).toList();
      if (!next && after.size() > 6) {
        for (int post = 0; post < 5; post++) {
          assertThat(after.get(post)[2]).isCloseTo(-.25 * Math.log((to - from) / 7), within(2e-4));
        }
        assertThat(after.get(5)[2]).isZero();
        lowered++;
      }
    }
    assertThat(lowered).isGreaterThan(2);
  }

  @Test
  void aThinArchiveHasOneToThreePostsAnHour() throws IOException {
    SimulationSummary summary =
        Synthesize.write(SimulationOptions.from(Map.of("archive", "THIN")), folder.resolve("out"));
    assertThat(summary.total().posts() / (400 * 24.0)).isBetween(1.0, 3.0);
    assertThat(summary.campaigns()).isPositive();
  }

  @Test
  void anArchiveByKeywordHasPostsWithAHashtagAlone() throws IOException {
    SimulationOptions options =
        SimulationOptions.from(Map.of("archive", "KEYWORD_ONLY", "days", "150", "entities", "6"));
    WrittenArchive written = write(options.with("campaignsMin", 1));
    List<JsonNode> statuses =
        written.records("twitter").stream().filter(status -> status.has("user")).toList();
    assertThat(statuses)
        .hasSizeGreaterThan(100)
        .allMatch(status -> status.toString().contains("#"));
    assertThat(statuses).anyMatch(status -> status.has("retweeted_status"));
    assertThat(options.collected()).isEqualTo(Collected.TAGGED);
  }

  @Test
  void anArchiveOfOneAccountHasNobodyWhoDoesNotSpeakToIt() throws IOException {
    WrittenArchive written =
        write(
            SimulationOptions.from(
                Map.of("archive", "SINGLE_ACCOUNT", "volumeMean", "0", "oddities", "0")));
    Set<String> owners = owners(written);
    assertThat(owners).hasSize(1);
    String owner = owners.iterator().next();
    assertThat(Files.exists(folder.resolve("out/archives/reddit"))).isFalse();
    long spokenTo =
        written.records("twitter").stream()
            .filter(status -> status.has("user") && status.toString().contains(owner))
            .count();
    long statuses = written.records("twitter").stream().filter(s -> s.has("user")).count();
    // The rest is what people say to one another below its posts.
    assertThat((double) spokenTo / statuses).isGreaterThan(.85);
    assertThat(written.table("truth_campaign.csv")).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void anArchiveOfCountersHasNobodysActs() throws IOException {
    SimulationOptions options =
        SimulationOptions.from(
            Map.of(
                "archive",
                "COUNTERS_ONLY",
                "days",
                "150",
                "entities",
                "5",
                "backgroundPerDay",
                "0",
                "answerShare",
                "0",
                "answerShareAfter",
                "0"));
    WrittenArchive written = write(options);
    List<String> lines = written.lines("forum");
    long replies = 0;
    Set<String> posts = new HashSet<>();
    for (String[] row : written.table("truth_post.csv")) {
      posts.add(row[1]);
    }
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      if (posts.contains(cells[0])) {
        replies += Long.parseLong(cells[cells.length - 2]);
      }
      assertThat(cells[cells.length - 5]).as("in reply to").isEmpty();
    }
    assertThat(posts).hasSizeGreaterThan(100);
    assertThat(replies).isGreaterThan(500);
  }

  @Test
  void whatIsGivenGoesBeforeThePreset() {
    SimulationOptions options =
        SimulationOptions.from(Map.of("archive", "VARIED", "churnDays", "33"));
    assertThat(options.churnDays()).isEqualTo(33);
    assertThat(options.churnShape()).isEqualTo(2);
    assertThat(SimulationOptions.from(options.asMap())).isEqualTo(options);
    for (Preset preset : Preset.values()) {
      assertThat(SimulationOptions.from(Map.of("archive", preset.name())).archive())
          .isEqualTo(preset);
    }
  }

  private static SimulationOptions counted(int count) {
    return SimulationOptions.defaults()
        .with("days", 120)
        .with("entities", 3)
        .with("start", LocalDate.of(2023, 1, 1))
        .with("volumeMean", .5)
        .with("threads", 1)
        .with("count", count);
  }

  @Test
  void aCountIsReachedWithTheSameBytesOnAnyNumberOfThreads() throws IOException {
    SimulationSummary one = Synthesize.write(counted(60_000), folder.resolve("one"));
    SimulationSummary four =
        Synthesize.write(counted(60_000).with("threads", 4), folder.resolve("four"));
    assertThat(one).isEqualTo(four);
    assertThat((double) one.total().records()).isCloseTo(60_000, within(4000.0));
    assertThat(one.entities()).isGreaterThan(6);
    Map<String, String> contents = contents(folder.resolve("one"));
    assertThat(contents(folder.resolve("four"))).isEqualTo(contents);
    assertThat(contents).hasSizeGreaterThan(100);
    WrittenArchive written = new WrittenArchive(folder.resolve("one"));
    assertThat(written.twitterCounts())
        .usingRecursiveComparison()
        .ignoringFields("unobserved")
        .isEqualTo(one.of("twitter"));
    assertThat(written.redditCounts())
        .usingRecursiveComparison()
        .ignoringFields("unobserved")
        .isEqualTo(one.of("reddit"));
  }

  private static Map<String, String> contents(Path out) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (var files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            out.relativize(file).toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  @Test
  void aDayThatIsTooLongToSortAtOnceIsSortedByParts() throws IOException {
    SimulationOptions options = still();
    Simulation simulation = new Simulation(options);
    NativeWriter writer = Objects.requireNonNull(simulation.writers().get(Platform.TWITTER));
    for (long sortedAtOnce : new long[] {1000, 1L << 30}) {
      Path spooled = Files.createDirectory(folder.resolve("spool" + sortedAtOnce));
      try (Spool spool = new Spool(spooled, simulation.calendar(), sortedAtOnce)) {
        Draws draws = Draws.of(1, "lines");
        for (int line = 0; line < 2000; line++) {
          long at = simulation.calendar().micros(draws.uniform() * 40);
          byte[] bytes = (at + "\n").getBytes(StandardCharsets.UTF_8);
          spool.add(new UnitRecords.Line("twitter", at, bytes));
        }
        spool.flush();
        assertThat(spool.groups("twitter", writer)).hasSize(2);
        for (List<Integer> days : spool.groups("twitter", writer)) {
          spool.write("twitter", days, writer, folder.resolve("files" + sortedAtOnce));
        }
      }
    }
    Map<String, String> parts = contents(folder.resolve("files1000"));
    assertThat(parts).hasSize(2).isEqualTo(contents(folder.resolve("files" + (1L << 30))));
    try (var in =
        new java.util.Scanner(
            WrittenArchive.open(folder.resolve("files1000/twitter/2024-01.json.gz")),
            StandardCharsets.UTF_8)) {
      List<Long> times = new ArrayList<>();
      in.forEachRemaining(line -> times.add(Long.parseLong(line)));
      assertThat(times).hasSizeGreaterThan(1000).isSorted();
    }
  }
}
