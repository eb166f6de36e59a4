package org.afterglow.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.afterglow.archive.ReadOptions;
import org.afterglow.classify.TrainModel;
import org.afterglow.classify.TrainOptions;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.ingest.ChosenModel;
import org.afterglow.ingest.IngestArchives;
import org.afterglow.ingest.OptOut;
import org.afterglow.ingest.Progress;
import org.afterglow.ingest.Selection;
import org.afterglow.job.find.FindCampaigns;
import org.afterglow.post.Identities;
import org.afterglow.spark.LocalFiles;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.apache.spark.sql.SparkSession;

/** Takes shared archives through the stages that all measurements begin with. */
final class SharedRun {
  private SharedRun() {}

  static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.sql.shuffle.partitions", 8)
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
        .config("spark.hadoop.fs.file.impl", LocalFiles.class.getName())
        .getOrCreate();
  }

  /**
   * Archives → posts, events, campaigns, unless a measurement that was cut short has them.
   *
   * @param folder where what is written stands, the model too
   * @param part its name there
   */
  static OutputFolder read(SharedArchive archive, Path folder, String part) throws IOException {
    return read(archive, folder, part, "model");
  }

  /**
   * The same.
   *
   * @param model name of the model there; made from the labels of the first archive if it is
   *     missing
   */
  static OutputFolder read(SharedArchive archive, Path folder, String part, String model)
      throws IOException {
    OutputFolder out = OutputFolder.toWrite(session(), folder.resolve(part + "-out").toString());
    if (out.finished(Stage.CAMPAIGNS)) {
      return out;
    }
    if (!out.finished(Stage.INGEST)) {
      IngestArchives.into(
          out,
          new IngestArchives.Request(
              List.of(archive.archives().toString()),
              ReadOptions.defaults(),
              Selection.ALL,
              OptOut.NOBODY,
              Identities.kept(),
              false,
              ArchiveFacts.unknown(),
              64L << 20,
              8L << 30,
              Manifest.JSON.createObjectNode(),
              IngestArchives.Mode.BEGIN),
          ChosenModel.of(out, model(archive, folder.resolve(model))),
          Progress.SILENT);
    }
    tell(part + ": ingested");
    FindCampaigns.into(
        out,
        archive.declared(),
        Identities.kept(),
        ArchiveFacts.unknown(),
        Manifest.JSON.createObjectNode());
    tell(part + ": campaigns found");
    return out;
  }

  /** A model of the simulator's two vocabularies, which share no word, trained once. */
  private static String model(SharedArchive archive, Path model) {
    if (!Files.exists(model)) {
      SparkSession spark = session();
      TrainModel.train(
              spark,
              List.of(archive.labels().toString()),
              TrainOptions.standard()
                  .withRegularisations(List.of(.05))
                  .withLeast(2, 1)
                  .withFolds(0))
          .save(model.toString(), spark.sparkContext().hadoopConfiguration());
    }
    return model.toString();
  }

  static void tell(String what) {
    System.err.printf(Locale.ROOT, "%s (%.0f CPU s)%n", what, cpuSeconds());
  }

  static double cpuSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  static long heapPeakMegabytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        >> 20;
  }
}
