package org.afterglow.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.afterglow.archive.Fate;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.Slice;
import org.afterglow.archive.SliceReading;
import org.afterglow.post.Identities;
import org.afterglow.post.Post;
import org.afterglow.spark.Records;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** Texts read once more from archives, for a folder that does not keep them. */
public final class ReadTexts {
  private static final long SLICE_BYTES = 128L << 20;
  private static final Encoder<Text> TEXT = Records.encoder(Text.class);
  private static final Encoder<WorkUnit> WORK_UNIT = Records.encoder(WorkUnit.class);

  private ReadTexts() {}

  /** A text with the key of its post. */
  public record Text(String platform, String postId, String text) {}

  /**
   * The columns of table texts, {@code platform, post_id, text}: of several readings of a post the
   * longest text, since what is embedded in another record is often cut.
   *
   * @param posts files, folders, globs
   * @param options as the folder's archives were read
   * @param identities as in the folder
   * @param wanted keys {@code platform/post_id} of the posts whose texts are wanted; null: all
   * @throws org.afterglow.UserError if there is nothing to read, or it cannot be
   */
  public static Dataset<Row> of(
      SparkSession spark,
      List<String> posts,
      ReadOptions options,
      Identities identities,
      @Nullable Set<String> wanted,
      Progress progress) {
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    Inputs.Found found = Inputs.find("--posts ", posts, hadoop.value());
    found.notes().forEach(progress::note);
    List<WorkUnit> units = new ArrayList<>();
    for (InputFile input : found.files()) {
      for (Slice slice : PlanReading.slices(input, options, SLICE_BYTES, hadoop)) {
        units.add(
            new WorkUnit(
                units.size(),
                0,
                input.number(),
                input.path(),
                input.size(),
                slice.from(),
                slice.to()));
      }
    }
    progress.total(units.stream().mapToLong(unit -> unit.to() - unit.from()).sum());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<List<WorkUnit>> tasks = IngestArchives.tasks(units, context.defaultParallelism());
    Reading reading =
        new Reading(
            options,
            identities,
            wanted == null ? null : context.broadcast(wanted),
            hadoop,
            Progress.Meter.of(spark.sparkContext()));
    return spark
        .createDataset(
            context.parallelize(tasks, Math.max(1, tasks.size())).flatMap(List::iterator).rdd(),
            WORK_UNIT)
        .flatMap(reading, TEXT)
        .groupBy(col("platform"), col("postId").as("post_id"))
        .agg(max_by(col("text"), struct(length(col("text")), col("text"))).as("text"));
  }

  private record Reading(
      ReadOptions options,
      Identities identities,
      @Nullable Broadcast<Set<String>> wanted,
      SerializableConfiguration hadoop,
      Progress.Meter meter)
      implements FlatMapFunction<WorkUnit, Text> {
    @Override
    public Iterator<Text> call(WorkUnit unit) {
      return new Texts(this, unit);
    }

    private @Nullable Text text(Post post) {
      String text = post.text();
      if (text == null || text.isBlank()) {
        return null;
      }
      String id = identities.post(post.platform(), post.postId());
      return wanted == null || wanted.value().contains(post.platform() + "/" + id)
          ? new Text(post.platform(), id, text)
          : null;
    }
  }

  private static final class Texts implements Iterator<Text> {
    private final Reading reading;
    private final WorkUnit unit;
    private final SliceReading records;
    private final Deque<Text> ready = new ArrayDeque<>();
    private boolean closed;

    Texts(Reading reading, WorkUnit unit) {
      this.reading = reading;
      this.unit = unit;
      records = ReadUnits.open(unit, reading.options, reading.hadoop, reading.meter);
      TaskContext task = TaskContext.get();
      if (task != null) {
        TaskCompletionListener closing = done -> close();
        task.addTaskCompletionListener(closing);
      }
    }

    private void close() {
      try {
        closed = true;
        records.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean hasNext() {
      try {
        while (ready.isEmpty() && !closed && records.hasNext()) {
          if (records.next().fate() instanceof Fate.Posted posted) {
            add(posted.post());
            posted.embedded().forEach(this::add);
          }
        }
        if (ready.isEmpty() && !closed) {
          close();
        }
        return !ready.isEmpty();
      } catch (UncheckedIOException e) {
        throw ReadUnits.unreadable(unit, e);
      }
    }

    private void add(Post post) {
      Text text = reading.text(post);
      if (text != null) {
        ready.add(text);
      }
    }

    @Override
    public Text next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }
  }
}
