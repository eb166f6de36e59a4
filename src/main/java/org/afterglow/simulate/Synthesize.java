package org.afterglow.simulate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.afterglow.simulate.UnitRecords.LabelledPost;

/**
 * Writes an archive with known truth: {@code archives/} in the platforms' native shapes, {@code
 * campaigns.csv}, {@code labels.csv} and {@code mapping.json} as the program takes them, {@code
 * truth/} with what an estimator ought to find, and {@code simulation.json} with the options and
 * the counts (docs/simulator.md).
 */
public final class Synthesize {
  private static final String ARCHIVES = "archives";
  private static final String TRUTH = "truth";
  private static final String CAMPAIGNS = "campaigns.csv";
  private static final String LABELS = "labels.csv";
  private static final String SIMULATION = "simulation.json";
  private static final String MAPPING = "mapping.json";
  private static final String SPOOL = ".spool";

  private Synthesize() {}

  /**
   * Writes a synthetic archive.
   *
   * @param options what it is made of
   * @param out a folder, made if it is missing; other files in it are left alone
   * @return what was written
   * @throws FileAlreadyExistsException if a synthetic archive, or a part of one, is there already
   * @throws IOException if a file cannot be written
   */
  public static SimulationSummary write(SimulationOptions options, Path out) throws IOException {
    for (String part : List.of(ARCHIVES, TRUTH, CAMPAIGNS, LABELS, MAPPING, SIMULATION, SPOOL)) {
      if (Files.exists(out.resolve(part))) {
        throw new FileAlreadyExistsException(
            out.resolve(part).toString(), null, "remove it, or write into another folder");
      }
    }
    Files.createDirectories(out.resolve(TRUTH));
    Simulation simulation = new Simulation(options);
    Map<String, SimulationCounts> counts = new TreeMap<>();
    LabelSample labels = new LabelSample(options.labels());
    int files;
    try (Spool spool =
        new Spool(Files.createDirectory(out.resolve(SPOOL)), simulation.calendar())) {
      Set<TruthTable> tables = EnumSet.allOf(TruthTable.class);
      if (options.recommendationsPerDay() == 0) {
        tables.remove(TruthTable.RECOMMENDATION);
      }
      try (Truths truths = new Truths(tables, out.resolve(TRUTH))) {
        simulation.tell(
            records -> {
              for (UnitRecords.Line line : records.lines()) {
                spool.add(line);
              }
              truths.write(records);
              records.labelled().forEach(labels::offer);
              counts.merge(records.platform().word(), records.counts(), SimulationCounts::plus);
            });
      }
      spool.flush();
      files = writeStreams(simulation, spool, out.resolve(ARCHIVES), options.threads());
    }
    List<LabelledPost> labelled = labels.posts();
    writeLabels(labelled, options.asksPerDay() > 0, out.resolve(LABELS));
    new TruthTables(options, simulation).write(out.resolve(TRUTH));
    int declared = new Declarations(options, simulation).write(out.resolve(CAMPAIGNS));
    SimulationSummary summary =
        new SimulationSummary(
            counts,
            simulation.told(),
            IntStream.range(0, simulation.told())
                .map(index -> simulation.entity(index).campaigns().size())
                .sum(),
            declared,
            labelled.size(),
            files);
    writeMapping(out.resolve(MAPPING));
    writeSimulation(options, summary, out.resolve(SIMULATION));
    return summary;
  }

  /** The truth tables with rows of every entity, while they are written. */
  private static final class Truths implements AutoCloseable {
    private final Map<TruthTable, OutputStream> outs = new EnumMap<>(TruthTable.class);

    Truths(Set<TruthTable> tables, Path folder) throws IOException {
      for (TruthTable table : tables) {
        outs.put(table, csv(folder.resolve(table.file()), table.header()));
      }
    }

    void write(UnitRecords records) throws IOException {
      for (Map.Entry<TruthTable, OutputStream> table : outs.entrySet()) {
        for (byte[] row : records.truth(table.getKey())) {
          table.getValue().write(row);
        }
      }
    }

    @Override
    public void close() throws IOException {
      for (OutputStream out : outs.values()) {
        out.close();
      }
    }
  }

  private static int writeStreams(Simulation simulation, Spool spool, Path archives, int threads)
      throws IOException {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> written = new ArrayList<>();
      for (NativeWriter writer : simulation.writers().values()) {
        for (String stream : writer.streams()) {
          for (List<Integer> days : spool.groups(stream, writer)) {
            written.add(workers.submit(() -> spool.write(stream, days, writer, archives)));
          }
        }
      }
      int files = 0;
      for (Future<Integer> one : written) {
        files += one.get();
      }
      return files;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException unwritable) {
        throw unwritable;
      }
      throw new IllegalStateException("A stream could not be written", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while writing " + archives, interrupted);
    } finally {
      workers.shutdownNow();
    }
  }

  /**
   * Writes labels.csv.
   *
   * @param asking whether anybody asks for anything, and so a column tells who does
   */
  private static void writeLabels(List<LabelledPost> posts, boolean asking, Path file)
      throws IOException {
    String header = "id,text,label,source,created_at,lang";
    try (OutputStream out = csv(file, asking ? header + ",asks" : header)) {
      for (LabelledPost post : posts) {
        List<String> cells =
            new ArrayList<>(
                List.of(
                    post.id(),
                    post.text(),
                    post.promotional() ? "promotional" : "conversational",
                    post.source(),
                    time(post.atMicros()),
                    "en"));
        if (asking) {
          cells.add(post.asks() ? "1" : "0");
        }
        out.write(CsvLine.bytes(cells));
      }
    }
  }

  private static void writeMapping(Path file) throws IOException {
    Files.write(
        file,
        TwitterV1Writer.line(
            json -> {
              json.useDefaultPrettyPrinter();
              json.writeStartObject();
              json.writeStringField("name", "forum");
              json.writeObjectFieldStart("applies_to");
              json.writeStringField("file", "posts.csv");
              json.writeEndObject();
              json.writeStringField("platform", Platform.FORUM.word());
              json.writeEndObject();
            }));
  }

  private static void writeSimulation(
      SimulationOptions options, SimulationSummary summary, Path file) throws IOException {
    Map<String, String> written = options.asMap();
    // The bytes do not depend on it, and neither should this file's.
    written.remove("threads");
    if (options.recommendationsPerDay() == 0) {
      // So that archives without any are what they were before there were any.
      written.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).contains("recommend"));
      written.remove("earnedReplyRatio");
    }
    byte[] json =
        TwitterV1Writer.line(
            generator -> {
              generator.useDefaultPrettyPrinter();
              generator.writeStartObject();
              generator.writeObjectFieldStart("options");
              for (Map.Entry<String, String> option : written.entrySet()) {
                generator.writeStringField(option.getKey(), option.getValue());
              }
              generator.writeEndObject();
              generator.writeObjectFieldStart("summary");
              generator.writeNumberField("entities", summary.entities());
              generator.writeNumberField("campaigns", summary.campaigns());
              generator.writeNumberField("declared_campaigns", summary.declaredCampaigns());
              generator.writeNumberField("labels", summary.labels());
              generator.writeNumberField("files", summary.files());
              generator.writeObjectFieldStart("platforms");
              for (Map.Entry<String, SimulationCounts> platform : summary.platforms().entrySet()) {
                SimulationCounts counts = platform.getValue();
                generator.writeObjectFieldStart(platform.getKey());
                generator.writeNumberField("records", counts.records());
                generator.writeNumberField("posts", counts.posts());
                generator.writeNumberField("standalone", counts.standalone());
                generator.writeNumberField("replies", counts.replies());
                generator.writeNumberField("reposts", counts.reposts());
                generator.writeNumberField("quotes", counts.quotes());
                generator.writeNumberField("comments", counts.comments());
                generator.writeNumberField("duplicates", counts.duplicates());
                generator.writeNumberField("deletions", counts.deletions());
                generator.writeNumberField("rejects", counts.rejects());
                generator.writeNumberField("blank_lines", counts.blankLines());
                generator.writeNumberField("embedded", counts.embedded());
                generator.writeNumberField("taken_back", counts.takenBack());
                generator.writeNumberField("unobserved", counts.unobserved());
                generator.writeEndObject();
              }
              generator.writeEndObject();
              generator.writeEndObject();
              generator.writeEndObject();
            });
    Files.write(file, json);
  }

  /** Opens a CSV file and writes its header. */
  static OutputStream csv(Path file, String header) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    out.write((header + "\n").getBytes(StandardCharsets.UTF_8));
    return out;
  }

  /** A time as the tables beside the archive write it, to the second. */
  static String time(long micros) {
    return DateTimeFormatter.ISO_INSTANT.format(
        Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L)).truncatedTo(ChronoUnit.SECONDS));
  }
}
