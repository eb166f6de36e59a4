package org.afterglow.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.afterglow.archive.ReadOptions;
import org.afterglow.classify.PostScorer;
import org.afterglow.post.Identities;
import org.afterglow.spark.Records;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Archives in; {@code posts events rejects duplicates deletions snapshots coverage} (and {@code
 * texts} where asked for) out.
 *
 * <p>First every work unit is read, in batches that are committed one by one, so that a restart
 * repeats only what was not; then duplicates are settled over rows that hold no text, and the
 * tables are published together.
 */
public final class IngestArchives {
  static final Encoder<ReadRow> READ_ROW = Records.encoder(ReadRow.class);
  private static final Encoder<WorkUnit> WORK_UNIT = Records.encoder(WorkUnit.class);

  /** Tasks a core, so that an uneven one does not hold up the batch. */
  private static final int TASKS_A_CORE = 3;

  /** Bytes that are worth a task of their own. */
  private static final long TASK_BYTES = 64L << 20;

  /** What opening a file costs, as bytes read in that time. */
  private static final long OPENING_BYTES = 1L << 20;

  /** What a folder that holds a reading already is to be used for. */
  public enum Mode {
    /** Begin, or go on with what was begun in the same way. */
    BEGIN,
    /** Read further archives, and keep what was read. */
    ADD,
    /** Read everything anew. */
    REPLACE,
    /**
     * Go on with a replacement of the whole run that was cut short after its reading, if it was as
     * asked for; else read everything anew.
     */
    GO_ON_REPLACING
  }

  /**
   * What is asked for.
   *
   * @param posts files, folders, globs
   * @param read how archives are read
   * @param selection which posts are wanted
   * @param optOut who is left out
   * @param identities how ids become keys
   * @param keepTexts whether texts are kept
   * @param facts what the user knows of the archive
   * @param sliceBytes largest part of a divisible input that one task reads
   * @param batchBytes bytes of input that are committed together, about
   * @param settings everything that decides what the rows look like, for the manifest
   * @param mode what to do with a reading that is there already
   * @param verified checksums that inputs were found to have, by path
   */
  public record Request(
      List<String> posts,
      ReadOptions read,
      Selection selection,
      OptOut optOut,
      Identities identities,
      boolean keepTexts,
      ArchiveFacts facts,
      long sliceBytes,
      long batchBytes,
      ObjectNode settings,
      Mode mode,
      Map<String, InputFile.Verified> verified) {
    /** Of inputs that nobody looked at before. */
    public Request(
        List<String> posts,
        ReadOptions read,
        Selection selection,
        OptOut optOut,
        Identities identities,
        boolean keepTexts,
        ArchiveFacts facts,
        long sliceBytes,
        long batchBytes,
        ObjectNode settings,
        Mode mode) {
      this(
          posts,
          read,
          selection,
          optOut,
          identities,
          keepTexts,
          facts,
          sliceBytes,
          batchBytes,
          settings,
          mode,
          Map.of());
    }

    /** The same with what the inputs were found to be. */
    public Request with(Map<String, InputFile.Verified> found) {
      return new Request(
          posts,
          read,
          selection,
          optOut,
          identities,
          keepTexts,
          facts,
          sliceBytes,
          batchBytes,
          settings,
          mode,
          found);
    }
  }

  private final OutputFolder out;
  private final SparkSession spark;
  private final Request request;
  private final Progress progress;

  private IngestArchives(OutputFolder out, Request request, Progress progress) {
    this.out = out;
    this.spark = out.spark();
    this.request = request;
    this.progress = progress;
  }

  /** Runs the stage and publishes its tables; if they stand as asked for, leaves them. */
  public static void into(OutputFolder out, Request request, ChosenModel model, Progress progress) {
    IngestArchives ingest = new IngestArchives(out, request, progress);
    PlanReading planning = new PlanReading(out, request);
    if (planning.stands()) {
      out.clearStaging(Stage.INGEST);
      return;
    }
    ReadPlan plan = planning.written();
    planning.notes().forEach(progress::note);
    ingest.read(plan, model.scorer());
    SettleReadings.into(out, plan, ingest.batches(plan), model, request, progress);
  }

  private Path batch(int number) {
    return new Path(PlanReading.folder(out), String.format("batch-%06d", number));
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  private void read(ReadPlan plan, PostScorer scorer) {
    progress.stage("ingest: reading");
    List<Integer> left = new ArrayList<>();
    long bytesLeft = 0;
    for (int number = 0; number < plan.batches(); number++) {
      if (!out.exists(batch(number))) {
        left.add(number);
        bytesLeft += plan.batch(number).stream().mapToLong(unit -> unit.to() - unit.from()).sum();
      }
    }
    progress.total(bytesLeft);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<PostScorer> broadcast = context.broadcast(scorer);
    ReadUnits reading =
        new ReadUnits(
            request.read(),
            request.selection(),
            request.optOut(),
            request.identities(),
            request.keepTexts(),
            broadcast,
            new SerializableConfiguration(hadoop()),
            Progress.Meter.of(spark.sparkContext()));
    for (int number : left) {
      List<List<WorkUnit>> tasks = tasks(plan.batch(number), context.defaultParallelism());
      Path beside = out.staging(Stage.INGEST, batch(number).getName());
      out.delete(beside);
      spark
          .createDataset(
              context.parallelize(tasks, tasks.size()).flatMap(List::iterator).rdd(), WORK_UNIT)
          .flatMap(reading, READ_ROW)
          .write()
          .mode(SaveMode.ErrorIfExists)
          .parquet(beside.toString());
      out.move(beside, batch(number));
    }
    broadcast.destroy();
  }

  private List<Path> batches(ReadPlan plan) {
    List<Path> batches = new ArrayList<>();
    for (int number = 0; number < plan.batches(); number++) {
      batches.add(batch(number));
    }
    return batches;
  }

  /** Units dealt out so that no task has much more to read than another, large units apart. */
  static List<List<WorkUnit>> tasks(List<WorkUnit> units, int cores) {
    long bytes = units.stream().mapToLong(IngestArchives::bytes).sum();
    int wanted =
        (int) Math.min(units.size(), Math.max(TASKS_A_CORE * (long) cores, bytes / TASK_BYTES));
    List<List<WorkUnit>> tasks = new ArrayList<>();
    PriorityQueue<long[]> lightest =
        new PriorityQueue<>(
            Comparator.<long[]>comparingLong(task -> task[0]).thenComparingLong(task -> task[1]));
    for (int task = 0; task < wanted; task++) {
      tasks.add(new ArrayList<>());
      lightest.add(new long[] {0, task});
    }
    units.stream()
        .sorted(Comparator.comparingLong(IngestArchives::bytes).reversed())
        .forEach(
            unit -> {
              long[] task = lightest.remove();
              tasks.get((int) task[1]).add(unit);
              lightest.add(new long[] {task[0] + bytes(unit) + OPENING_BYTES, task[1]});
            });
    return tasks;
  }

  private static long bytes(WorkUnit unit) {
    return unit.to() - unit.from();
  }
}
