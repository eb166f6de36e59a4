package org.afterglow.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A synthetic archive read back from its files alone, without any class of the simulator. */
final class WrittenArchive {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DateTimeFormatter CREATED_AT =
      DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss xx yyyy", Locale.ROOT);

  private final Path out;

  WrittenArchive(Path out) {
    this.out = out;
  }

  /** Lines of all files of one platform, in order of files and lines. */
  List<String> lines(String platform) throws IOException {
    List<String> lines = new ArrayList<>();
    try (var files = Files.walk(out.resolve("archives").resolve(platform))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(file), UTF_8))) {
          reader.lines().forEach(lines::add);
        }
      }
    }
    return lines;
  }

  static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    String name = file.toString();
    return name.endsWith(".gz")
        ? new GZIPInputStream(in)
        : name.endsWith(".zst") ? new ZstdInputStream(in) : in;
  }

  /** Records of one platform; lines that are blank or broken are left out. */
  List<JsonNode> records(String platform) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : lines(platform)) {
      JsonNode record = parsed(line);
      if (record != null) {
        records.add(record);
      }
    }
    return records;
  }

  /** A line as JSON, null if it is blank or broken. */
  private static @Nullable JsonNode parsed(String line) {
    try {
      return line.isEmpty() ? null : MAPPER.readTree(line);
    } catch (JsonProcessingException broken) {
      return null;
    }
  }

  /** The counts of Twitter statuses and notices, from the lines. */
  SimulationCounts twitterCounts() throws IOException {
    long rejects = 0;
    long blank = 0;
    long deletions = 0;
    long duplicates = 0;
    Map<String, Long> kinds = new HashMap<>();
    Set<String> ids = new HashSet<>();
    Set<String> inside = new HashSet<>();
    for (String line : lines("twitter")) {
      if (line.isEmpty()) {
        blank++;
        continue;
      }
      JsonNode status;
      try {
        status = MAPPER.readTree(line);
      } catch (JsonProcessingException broken) {
        rejects++;
        continue;
      }
      if (status.has("delete")) {
        deletions++;
      } else if (!ids.add(status.get("id_str").asText())) {
        duplicates++;
      } else {
        kinds.merge(kind(status), 1L, Long::sum);
        for (String carrier : List.of("retweeted_status", "quoted_status")) {
          if (status.has(carrier)) {
            inside.add(status.get(carrier).get("id_str").asText());
          }
        }
      }
    }
    inside.removeAll(ids);
    long posts = ids.size();
    return new SimulationCounts(
        posts + duplicates + deletions + rejects,
        posts,
        kinds.getOrDefault("post", 0L),
        kinds.getOrDefault("reply", 0L),
        kinds.getOrDefault("repost", 0L),
        kinds.getOrDefault("quote", 0L),
        0,
        duplicates,
        deletions,
        rejects,
        blank,
        inside.size(),
        0,
        0);
  }

  private static String kind(JsonNode status) {
    if (status.has("retweeted_status")) {
      return "repost";
    }
    if (status.has("quoted_status")) {
      return "quote";
    }
    return status.get("in_reply_to_status_id").isNull() ? "post" : "reply";
  }

  SimulationCounts redditCounts() throws IOException {
    long rejects = 0;
    long blank = 0;
    long duplicates = 0;
    long comments = 0;
    long submissions = 0;
    long takenBack = 0;
    Set<String> ids = new HashSet<>();
    for (String line : lines("reddit")) {
      if (line.isEmpty()) {
        blank++;
        continue;
      }
      JsonNode record;
      try {
        record = MAPPER.readTree(line);
      } catch (JsonProcessingException broken) {
        rejects++;
        continue;
      }
      boolean comment = record.has("body");
      if (!ids.add((comment ? "t1_" : "t3_") + record.get("id").asText())) {
        duplicates++;
        continue;
      }
      comments += comment ? 1 : 0;
      submissions += comment ? 0 : 1;
      takenBack += record.get("author").asText().equals("[deleted]") ? 1 : 0;
    }
    return new SimulationCounts(
        ids.size() + duplicates + rejects,
        ids.size(),
        submissions,
        0,
        0,
        0,
        comments,
        duplicates,
        0,
        rejects,
        blank,
        0,
        takenBack,
        0);
  }

  /** One act on a post of a campaign. */
  record TimedAct(
      String campaign, boolean promotional, double ageDays, double sinceStopDays, double weight) {}

  /** Acts on posts of campaigns on Twitter, each weighted by 1/season of its hour. */
  List<TimedAct> campaignActs() throws IOException {
    Map<String, String[]> posts = new HashMap<>();
    for (String[] row : table("truth_post.csv")) {
      if (!row[3].isEmpty()) {
        posts.put(row[1], row);
      }
    }
    Map<String, Instant> stops = new HashMap<>();
    for (String[] row : table("truth_campaign.csv")) {
      stops.put(row[0], Instant.parse(row[9]));
    }
    double[] season = new double[168];
    for (String[] row : table("truth_season.csv")) {
      season[Integer.parseInt(row[0])] = Double.parseDouble(row[1]);
    }
    List<TimedAct> acts = new ArrayList<>();
    for (JsonNode status : records("twitter")) {
      String[] post = posts.get(target(status));
      if (post != null && !status.get("user").get("screen_name").asText().equals(post[2])) {
        ZonedDateTime at = ZonedDateTime.parse(status.get("created_at").asText(), CREATED_AT);
        int hour = (at.getDayOfWeek().getValue() - 1) * 24 + at.getHour();
        acts.add(
            new TimedAct(
                post[3],
                post[4].equals("promotional"),
                days(Instant.parse(post[6]), at.toInstant()),
                days(Objects.requireNonNull(stops.get(post[3])), at.toInstant()),
                1 / season[hour]));
      }
    }
    return acts;
  }

  /** One act by one person on a post of an owner on Twitter. */
  record PersonsAct(String person, String owner, boolean promotional, Instant at) {}

  /** Acts on posts of entities on Twitter by others than their owners. */
  List<PersonsAct> personsActs() throws IOException {
    Map<String, String[]> posts = new HashMap<>();
    table("truth_post.csv").forEach(row -> posts.put(row[1], row));
    List<PersonsAct> acts = new ArrayList<>();
    for (JsonNode status : records("twitter")) {
      String[] post = posts.get(target(status));
      String person = status.path("user").path("screen_name").asText("");
      if (post != null && !person.equals(post[2])) {
        acts.add(
            new PersonsAct(
                person,
                post[2],
                post[4].equals("promotional"),
                ZonedDateTime.parse(status.get("created_at").asText(), CREATED_AT).toInstant()));
      }
    }
    return acts;
  }

  private static String target(JsonNode status) {
    return status.has("retweeted_status")
        ? status.get("retweeted_status").get("id_str").asText()
        : status.has("quoted_status")
            ? status.get("quoted_status").get("id_str").asText()
            : status.path("in_reply_to_status_id_str").asText("");
  }

  static double days(Instant from, Instant to) {
    return (to.getEpochSecond() - from.getEpochSecond()) / 86_400.0;
  }

  /** Rows of a truth table without its header; none of the cells holds a comma. */
  List<String[]> table(String name) {
    try {
      return Files.readAllLines(out.resolve("truth").resolve(name)).stream()
          .skip(1)
          .map(line -> line.split(",", -1))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
