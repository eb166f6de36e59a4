package org.afterglow.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.afterglow.bench.SimulatedContrasts.Schedule;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.job.MeasureDecay;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;

/**
 * Holds the estimators of decay against docs/methods.md, 9, by the program's own tables: synthetic
 * archives, replicates of each condition sharing one, go through every stage, and what is published
 * is pooled by replicate and compared with the truth. Prints a Markdown table. Run by
 * scripts/measure-decay.
 */
final class MeasureEstimators {
  private static final String ALONE = "alone";
  private static final String LABELS = "labels";
  private static final String POSTS = "posts";
  private static final String CURVES = "curves";
  private static final String PEOPLE = "people";
  private static final String DETECTION = "detection";

  /**
   * Lines by what is simulated for them. The first two go through the estimators alone; posts,
   * curves and people share one archive.
   */
  private static final List<String> LINES =
      List.of(ALONE, LABELS, POSTS, CURVES, PEOPLE, DETECTION);

  /** Replicates that the estimators alone have for one that goes through every stage. */
  private static final int ALONE_FOR_ONE = 10;

  private static final long SEED = 1;

  private final Path folder;
  private final int replicates;
  private final List<AcceptanceLine> lines = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private MeasureEstimators(Path folder, int replicates) {
    this.folder = folder;
    this.replicates = replicates;
  }

  /** Arguments: a folder for what is written, replicates of each condition, lines (or all). */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    List<String> only = Arrays.asList(args).subList(2, args.length);
    if (!LINES.containsAll(only)) {
      System.err.println("--only " + only + "; right would be of " + LINES);
      System.exit(2);
    }
    List<String> wanted = only.isEmpty() ? LINES : only;
    MeasureEstimators measured = new MeasureEstimators(folder, Integer.parseInt(args[1]));
    if (wanted.contains(ALONE)) {
      measured.measureAlone();
    }
    if (wanted.contains(LABELS)) {
      measured.measureLabels();
    }
    List<String> ofDecay = Stream.of(POSTS, CURVES, PEOPLE).filter(wanted::contains).toList();
    if (!ofDecay.isEmpty()) {
      measured.measureDecay(ofDecay);
    }
    if (wanted.contains(DETECTION)) {
      measured.measureDetection();
    }
    measured.print(new PrintStream(System.out, true, StandardCharsets.UTF_8));
  }

  private void measureAlone() {
    int count = ALONE_FOR_ONE * replicates;
    long seed = 0;
    for (double ratio : new double[] {1, .25}) {
      for (Schedule schedule : Schedule.values()) {
        for (double perDay : new double[] {3, .45}) {
          if (ratio == 1 || perDay >= 1) {
            String name =
                (ratio == 1 ? "null, " : "fourfold gap, ")
                    + (schedule == Schedule.UNIFORM ? "uniform" : "promotion late, talk early")
                    + (perDay < 1 ? ", .45 posts a day of either class" : "");
            SimulatedContrasts.Measured measured =
                SimulatedContrasts.replicates(ratio, schedule, perDay, count, seed);
            lines.addAll(
                ReplicateFigures.lines(
                    "lnlor_age, estimators alone,",
                    name,
                    measured.byAge(),
                    ratio == 1 ? beside(measured.crude()) : ""));
            seed += count;
          }
        }
      }
    }
    notes.add("estimators alone: " + count + " replicates of each condition, seeds from 0 on");
    SharedRun.tell("alone: measured");
  }

  private void measureLabels() {
    int count = ALONE_FOR_ONE * replicates;
    long seed = 0;
    for (double accuracy : new double[] {.9, .8}) {
      for (double shift : new double[] {0, .3, .6}) {
        SimulatedLabels.Measured measured =
            SimulatedLabels.replicates(accuracy, shift, count, seed);
        MeasuredReplicates predicted = measured.asPredicted();
        lines.addAll(
            ReplicateFigures.lines(
                "lnlor_age, labels checked,",
                String.format(Locale.ROOT, "null, accuracy %s, shift %s", accuracy, shift),
                measured.corrected(),
                String.format(
                    Locale.ROOT,
                    "; as predicted %d of %d rejected, bias %s",
                    predicted.rejected(),
                    predicted.count(),
                    predicted.bias())));
        seed += count;
      }
    }
    notes.add("labels: " + count + " replicates of each condition, seeds from 0 on");
    SharedRun.tell("labels: measured");
  }

  private static String beside(MeasuredReplicates crude) {
    return String.format(
        Locale.ROOT,
        "; the crude contrast differs in %d of %d, bias %s",
        crude.rejected(),
        crude.withInterval(),
        crude.bias());
  }

  private void measureDecay(List<String> wanted) throws IOException {
    SharedArchive archive = new SharedArchive(folder.resolve("decay"));
    if (wanted.contains(POSTS)) {
      add(archive, EstimatorCondition.OF_POSTS, replicates);
    }
    // Each campaign and class is a trial, so fewer replicates will do.
    if (wanted.contains(CURVES)) {
      add(archive, EstimatorCondition.OF_CURVES, Math.max(1, replicates / 2));
    }
    if (wanted.contains(PEOPLE)) {
      add(archive, EstimatorCondition.OF_PEOPLE, replicates);
    }
    SharedRun.tell("decay: simulated");
    OutputFolder out = SharedRun.read(archive, folder, "decay");
    if (!out.finished(Stage.DECAY)) {
      MeasureDecay.into(out, ArchiveFacts.unknown(), SEED, null, Manifest.JSON.createObjectNode());
    }
    SharedRun.tell("decay: measured");
    ReplicateFigures figures = new ReplicateFigures(archive, out);
    if (wanted.contains(POSTS)) {
      lines.addAll(figures.posts(EstimatorCondition.OF_POSTS));
      lines.addAll(figures.threads(EstimatorCondition.OF_POSTS));
    }
    if (wanted.contains(CURVES)) {
      lines.addAll(figures.curves(EstimatorCondition.OF_CURVES));
    }
    if (wanted.contains(PEOPLE)) {
      lines.addAll(figures.people(EstimatorCondition.OF_PEOPLE));
    }
    lines.add(figures.codes());
    notes.addAll(figures.placebos());
    note("decay", archive, figures);
  }

  private void measureDetection() throws IOException {
    SharedArchive archive = new SharedArchive(folder.resolve("detection"));
    add(archive, EstimatorCondition.OF_DETECTION, Math.max(1, replicates / 4));
    SharedRun.tell("detection: simulated");
    OutputFolder out = SharedRun.read(archive, folder, "detection");
    lines.addAll(DetectedCampaigns.lines(archive, out));
    note("detection", archive, new ReplicateFigures(archive, out));
  }

  private static void add(
      SharedArchive archive, List<EstimatorCondition> conditions, int replicates)
      throws IOException {
    for (EstimatorCondition condition : conditions) {
      for (int number = 0; number < replicates; number++) {
        boolean labels = archive.worlds().isEmpty();
        archive.add(condition.name(), number, condition.replicate(number, labels));
      }
    }
  }

  private void note(String part, SharedArchive archive, ReplicateFigures figures) {
    notes.add(
        String.format(
            Locale.ROOT,
            "%s: seeds %d to %d, %d campaigns; %d of %d posts of entities got another class than"
                + " they have in truth",
            part,
            archive.worlds().get(0).seed(),
            archive.worlds().get(archive.worlds().size() - 1).seed(),
            archive.truth("truth_campaign").count(),
            figures.misclassified(),
            archive.truth("truth_post").count()));
    SharedRun.tell(part + ": told");
  }

  private void print(PrintStream out) {
    out.print(AcceptanceLine.header());
    lines.forEach(line -> out.print(line.markdown()));
    out.println();
    notes.forEach(note -> out.println("- " + note));
    out.printf(
        Locale.ROOT,
        "- %d replicates of each condition that goes through every stage; %.0f CPU s, %d MB of heap"
            + " at most%n",
        replicates,
        SharedRun.cpuSeconds(),
        SharedRun.heapPeakMegabytes());
  }
}
