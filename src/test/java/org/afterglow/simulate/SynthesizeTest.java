package org.afterglow.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.afterglow.SharedData;
import org.afterglow.simulate.WrittenArchive.TimedAct;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthesizeTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The small archive, written once for all tests that only look at it. */
  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path shared;

  @SuppressWarnings("NullAway.Init")
  private static SimulationSummary summary;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @BeforeAll
  static void writeSmall() throws IOException {
    summary = Synthesize.write(small(), shared.resolve("out"));
  }

  private static WrittenArchive written() {
    return new WrittenArchive(shared.resolve("out"));
  }

  /** A small archive of all three platforms, with every fault turned up. */
  private static SimulationOptions small() {
    return SimulationOptions.defaults()
        .with("days", 70)
        .with("threads", 1)
        .with("hashtagShare", 1)
        .with("entities", 8)
        .with("leadDays", 5)
        .with("tailDays", 20)
        .with("campaignDaysMax", 20)
        .with("campaignsMin", 1)
        .with("campaignsMax", 1)
        .with("campaignOnlyShare", .3)
        .with("sustainedShare", .7)
        .with("volumeMean", .5)
        .with("backgroundPerDay", 10)
        .with("duplicateShare", .02)
        .with("deletionShare", .05)
        .with("brokenShare", .02)
        .with("blankShare", .02)
        .with("labels", 200);
  }

  /** Statuses alone, one kernel for all entities, nothing that blurs it. */
  private static SimulationOptions clean() {
    return SimulationOptions.defaults()
        .with("days", 110)
        .with("entities", 12)
        .with("redditShare", 0)
        .with("twitterShare", 1)
        .with("sustainedShare", 0)
        .with("campaignOnlyShare", 1)
        .with("campaignsMin", 1)
        .with("campaignsMax", 1)
        .with("campaignDaysMin", 20)
        .with("campaignDaysMax", 30)
        .with("leadDays", 5)
        .with("tailDays", 60)
        .with("conversationalPerDay", 3)
        .with("partnerShare", 0)
        .with("families", "EXPONENTIAL")
        .with("halfLivesDays", 2)
        .with("accountHalfLifeSd", 0)
        .with("volumeSd", .5)
        .with("cascadeMean", 1)
        .with("shockSd", 0)
        .with("dayNoiseShape", 0)
        .with("outages", 0)
        .with("deletionShare", 0)
        .with("duplicateShare", 0)
        .with("talkShare", 0)
        .with("answerShare", 0)
        .with("mentionsPerDay", 0)
        .with("backgroundPerDay", 2)
        .with("twitterFiles", "MONTH");
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
  void equalSeedsGiveEqualBytesOnOneThreadAndOnFour() throws IOException {
    Synthesize.write(small().with("threads", 4), folder.resolve("four"));
    Map<String, String> one = contents(shared.resolve("out"));
    Map<String, String> four = contents(folder.resolve("four"));
    assertThat(four.keySet()).isEqualTo(one.keySet()).hasSizeGreaterThan(20);
    one.forEach((name, bytes) -> assertThat(bytes.equals(four.get(name))).as(name).isTrue());
  }

  @Test
  void anotherSeedGivesAnotherArchive() throws IOException {
    Synthesize.write(small().with("seed", 2), folder.resolve("two"));
    assertThat(
            Files.mismatch(
                shared.resolve("out/archives/forum/posts.csv"),
                folder.resolve("two/archives/forum/posts.csv")))
        .isNotNegative();
  }

  @Test
  void theSummaryCountsWhatTheFilesHold() throws IOException {
    WrittenArchive written = written();
    SimulationCounts twitter = summary.of("twitter");
    SimulationCounts reddit = summary.of("reddit");
    assertThat(written.twitterCounts())
        .usingRecursiveComparison()
        .ignoringFields("unobserved")
        .isEqualTo(twitter);
    assertThat(written.redditCounts())
        .usingRecursiveComparison()
        .ignoringFields("unobserved")
        .isEqualTo(reddit);
    assertThat(written.lines("forum")).hasSize((int) summary.of("forum").records() + 1);
    SimulationCounts total = summary.total();
    assertThat(total.records())
        .isEqualTo(total.posts() + total.duplicates() + total.deletions() + total.rejects());
    assertThat(twitter.duplicates()).isPositive();
    assertThat(twitter.deletions()).isPositive();
    assertThat(twitter.rejects()).isPositive();
    assertThat(twitter.blankLines()).isPositive();
    assertThat(twitter.embedded()).isPositive();
    assertThat(twitter.quotes()).isPositive();
    assertThat(reddit.comments()).isPositive();
    assertThat(reddit.takenBack()).isPositive();
    assertThat(total.unobserved()).isPositive();
    assertThat(summary.labels()).isEqualTo(200);
  }

  @Test
  void samplingKeepsItsShareOfTheRecords() throws IOException {
    SimulationCounts all = summary.total();
    SimulationCounts tenth =
        Synthesize.write(small().with("samplingRate", .1), folder.resolve("tenth")).total();
    assertThat((double) tenth.posts() / all.posts()).isCloseTo(.1, within(.02));
    assertThat(tenth.embedded()).isGreaterThan(all.embedded());
  }

  @Test
  void recordsOfOneStreamStandInOrderOfTime() throws IOException {
    long last = 0;
    for (JsonNode status : written().records("twitter")) {
      if (status.has("timestamp_ms") && !status.has("delete")) {
        long at = status.get("timestamp_ms").asLong();
        // A duplicate is delivered again 1.5 s later with the time of the first.
        assertThat(at).isGreaterThanOrEqualTo(last - 1500);
        last = Math.max(last, at);
      }
    }
  }

  @Test
  void nothingIsRecordedDuringAnOutage() throws IOException {
    WrittenArchive written = written();
    List<String[]> outages =
        written.table("truth_exposure.csv").stream()
            .filter(row -> row[0].equals("twitter"))
            .toList();
    assertThat(outages).hasSize(3);
    for (JsonNode status : written.records("twitter")) {
      if (status.has("timestamp_ms")) {
        String at = Synthesize.time(status.get("timestamp_ms").asLong() * 1000);
        assertThat(outages)
            .noneMatch(outage -> at.compareTo(outage[1]) >= 0 && at.compareTo(outage[2]) < 0);
      }
    }
  }

  @Test
  void theActsAgreeWithTheTruth() throws IOException {
    Synthesize.write(clean(), folder.resolve("out"));
    WrittenArchive written = new WrittenArchive(folder.resolve("out"));
    List<TimedAct> acts = written.campaignActs();
    double[] logOdds = new double[2];
    for (boolean promotional : new boolean[] {true, false}) {
      List<TimedAct> of28Days =
          acts.stream()
              .filter(act -> act.promotional() == promotional && act.ageDays() < 28)
              .sorted(Comparator.comparingDouble(TimedAct::ageDays))
              .toList();
      double sum = of28Days.stream().mapToDouble(TimedAct::weight).sum();
      double passed = 0;
      double halfAge = 0;
      for (TimedAct act : of28Days) {
        passed += act.weight();
        if (passed >= sum / 2) {
          halfAge = act.ageDays() * 24;
          break;
        }
      }
      String name = promotional ? "promotional" : "conversational";
      double truth =
          written.table("truth_decay.csv").stream()
              .filter(row -> row[1].equals(name))
              .mapToDouble(row -> Double.parseDouble(row[8]))
              .findFirst()
              .orElseThrow();
      assertThat(of28Days.size()).as(name).isGreaterThan(3000);
      assertThat(halfAge / truth).as("half of 28 days, " + name).isCloseTo(1, within(.12));
      logOdds[promotional ? 0 : 1] = lateOdds(of28Days, TimedAct::ageDays, 1, 28);
    }
    double truth = Double.parseDouble(written.table("truth_contrast.csv").get(0)[1]);
    assertThat(truth).isLessThan(-1);
    assertThat(logOdds[0] - logOdds[1]).isCloseTo(truth, within(.15));
  }

  @Test
  void schedulesAloneMoveTheCrudeContrastButNotTheTruth() throws IOException {
    SimulationOptions options =
        clean()
            .withEqualKernels()
            .with("promotionalProfile", "LATE")
            .with("conversationalProfile", "EARLY");
    Synthesize.write(options, folder.resolve("out"));
    WrittenArchive written = new WrittenArchive(folder.resolve("out"));
    assertThat(written.table("truth_contrast.csv"))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(Double.parseDouble(row[1])).isZero());
    List<TimedAct> promotional =
        written.campaignActs().stream().filter(TimedAct::promotional).toList();
    List<TimedAct> conversational =
        written.campaignActs().stream().filter(act -> !act.promotional()).toList();
    double byAge =
        lateOdds(promotional, TimedAct::ageDays, 1, 28)
            - lateOdds(conversational, TimedAct::ageDays, 1, 28);
    double sinceStop =
        lateOdds(promotional, TimedAct::sinceStopDays, 7, 28)
            - lateOdds(conversational, TimedAct::sinceStopDays, 7, 28);
    assertThat(byAge).isCloseTo(0, within(.15));
    assertThat(sinceStop).isLessThan(-.5);
  }

  /** Log of the weight in [cut, end) over the weight in [0, cut). */
  private static double lateOdds(
      List<TimedAct> acts, ToDoubleFunction<TimedAct> time, double cut, double end) {
    double early = 0;
    double late = 0;
    for (TimedAct act : acts) {
      double at = time.applyAsDouble(act);
      if (at >= 0 && at < cut) {
        early += act.weight();
      } else if (at >= cut && at < end) {
        late += act.weight();
      }
    }
    return Math.log(late / early);
  }

  @Test
  void everyDeclaredEntityIsInTheArchiveAndItsCampaignInTheTruth() throws IOException {
    WrittenArchive written = written();
    Set<String> planned = new HashSet<>();
    written.table("truth_campaign.csv").forEach(row -> planned.add(row[0]));
    Set<String> handles = new HashSet<>();
    Set<String> tags = new HashSet<>();
    for (JsonNode status : written.records("twitter")) {
      if (status.has("user")) {
        handles.add(status.get("user").get("screen_name").asText());
        status.get("entities").get("hashtags").forEach(tag -> tags.add(tag.get("text").asText()));
      }
    }
    Set<String> declared = new HashSet<>();
    for (String line :
        Files.readAllLines(shared.resolve("out/campaigns.csv")).stream().skip(1).toList()) {
      String[] row = line.split(",", -1);
      declared.add(row[0]);
      if (row[1].equals("twitter")) {
        assertThat(row[2].equals("account") ? handles : tags).contains(row[3]);
      }
    }
    assertThat(planned).containsAll(declared);
    assertThat(declared).hasSize(summary.declaredCampaigns()).isNotEmpty();
    assertThat(planned).hasSize(summary.campaigns());
  }

  @Test
  void statusesHaveTheKeysOfRealOnes() throws IOException {
    List<JsonNode> ours = written().records("twitter");
    List<JsonNode> real = new ArrayList<>();
    for (String line :
        Files.readAllLines(SharedData.path("archives/twitter_v1/twut-v1/500-sample.jsonl"))) {
      real.add(MAPPER.readTree(line));
    }
    Set<String> realKeys = keys(real);
    Set<String> ourKeys = keys(ours.stream().filter(status -> status.has("user")).toList());
    assertThat(realKeys).containsAll(ourKeys);
    // What every real status has at the top, ours have too.
    Set<String> always = keys(List.of(real.get(0)));
    for (JsonNode status : real) {
      always.retainAll(keys(List.of(status)));
    }
    assertThat(ourKeys).containsAll(always);
  }

  @Test
  void commentsAndSubmissionsHaveTheKeysOfRealOnes() throws IOException {
    List<JsonNode> ours = written().records("reddit");
    Set<String> comments = keys(ours.stream().filter(record -> record.has("body")).toList());
    Set<String> submissions = keys(ours.stream().filter(record -> record.has("title")).toList());
    JsonNode realComment = first(SharedData.path("archives/reddit/pushshift-zst/RC_2005-12.zst"));
    JsonNode realSubmission =
        first(SharedData.path("archives/reddit/pushshift-zst/reddit/submissions/RS_2019-10.zst"));
    assertThat(comments).containsAll(keys(List.of(realComment)));
    assertThat(keys(List.of(realSubmission))).containsAll(submissions);
  }

  private static JsonNode first(Path file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new ZstdInputStream(Files.newInputStream(file)).setLongMax(31),
                StandardCharsets.UTF_8))) {
      return MAPPER.readTree(reader.readLine());
    }
  }

  /** Names at the top, and below {@code user} with that before them. */
  private static Set<String> keys(List<JsonNode> records) {
    Set<String> keys = new HashSet<>();
    for (JsonNode record : records) {
      record.fieldNames().forEachRemaining(keys::add);
      if (record.has("user")) {
        record.get("user").fieldNames().forEachRemaining(name -> keys.add("user." + name));
      }
    }
    return keys;
  }

  @Test
  void anArchiveThatIsThereIsNotWrittenOver() throws IOException {
    Files.createDirectories(folder.resolve("archives"));
    assertThatThrownBy(() -> Synthesize.write(small(), folder))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("archives");
  }

  @Test
  void optionsAreReadBackFromTheirNames() {
    SimulationOptions options = small().with("start", LocalDate.of(2023, 5, 1)).with("seed", 99);
    assertThat(SimulationOptions.from(options.asMap())).isEqualTo(options);
    assertThat(options.seed()).isEqualTo(99);
  }

  @Test
  void wrongOptionsAreRefusedWithWhatWouldBeRight() {
    assertThatThrownBy(() -> SimulationOptions.from(Map.of("entitys", "3")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no option entitys");
    assertThatThrownBy(() -> small().with("samplingRate", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("samplingRate = 2.0 must be a share from 0 to 1");
    assertThatThrownBy(() -> small().with("families", "EXPONENTIAL,CUBIC"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("families");
    assertThatThrownBy(() -> small().with("start", "yesterday"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a date like");
  }

  @Test
  void labelsAreHalfPromotionalAndNoTextStandsTwice() throws IOException {
    List<String> rows = Files.readAllLines(shared.resolve("out/labels.csv"));
    assertThat(rows.get(0)).isEqualTo("id,text,label,source,created_at,lang");
    assertThat(rows.stream().filter(row -> row.contains(",promotional,"))).hasSize(100);
    assertThat(rows.stream().filter(row -> row.contains(",conversational,"))).hasSize(100);
  }

  @Test
  void wordsAreToldApartByVocabularyAlone() throws IOException {
    Synthesize.write(
        small()
            .with("entities", 4)
            .with("voice", "WORDS")
            .with("vocabularyOverlap", 0)
            .with("labelAccuracy", 1),
        folder.resolve("out"));
    Set<String> promotional = new HashSet<>();
    Set<String> conversational = new HashSet<>();
    for (String row : Files.readAllLines(folder.resolve("out/labels.csv"))) {
      Set<String> words = row.contains(",promotional,") ? promotional : conversational;
      for (String word : row.split(",", -1)[1].split(" ", -1)) {
        if (word.matches("[a-z']+")) {
          words.add(word);
        }
      }
    }
    assertThat(promotional).hasSizeGreaterThan(50).doesNotContainAnyElementsOf(conversational);
  }
}
