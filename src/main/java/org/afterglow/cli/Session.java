package org.afterglow.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.afterglow.ingest.Progress;
import org.afterglow.spark.LocalFiles;
import org.afterglow.table.FolderLock;
import org.afterglow.table.OutputFolder;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * A command's Spark session and its progress display. A session that is already active is used and
 * left running; one that was opened here is stopped on {@link #close}.
 */
final class Session implements AutoCloseable {
  /** What results depend on: not for users to change. */
  private static final Map<String, String> FIXED =
      Map.of(
          "spark.sql.session.timeZone", "UTC",
          "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS",
          "spark.sql.ansi.enabled", "true");

  private static final int DEFAULT_WIDTH = 100;

  private final SparkSession spark;
  private final boolean opened;
  private final ProgressDisplay progress;
  private @Nullable FolderLock lock;

  private Session(SparkSession spark, boolean opened, ProgressDisplay progress) {
    this.spark = spark;
    this.opened = opened;
    this.progress = progress;
  }

  /**
   * Opens a session on the master that the launcher chose, or else on all cores of this machine.
   *
   * @param name of the application, as Spark's pages show it
   * @param verbose whether Spark's own log is shown
   */
  static Session open(String name, boolean verbose, PrintWriter err) {
    SparkSession active = active();
    if (active == null) {
      Logging.set(verbose);
    }
    SparkSession spark = active != null ? active : create(name);
    FIXED.forEach((key, value) -> spark.conf().set(key, value));
    ProgressDisplay progress =
        new ProgressDisplay(
            err, onTerminal(), width(), stage -> spark.sparkContext().setJobDescription(stage));
    spark.sparkContext().addSparkListener(progress);
    return new Session(spark, active == null, progress);
  }

  /** A folder that this command alone writes to, from now on until the session is closed. */
  OutputFolder writing(OutputFolder folder) {
    lock = FolderLock.of(folder);
    return folder;
  }

  SparkSession spark() {
    return spark;
  }

  Progress progress() {
    return progress;
  }

  @Override
  public void close() {
    progress.close();
    if (lock != null) {
      lock.close();
    }
    if (opened) {
      spark.stop();
    } else {
      spark.sparkContext().setJobDescription(null);
      spark.sparkContext().removeSparkListener(progress);
    }
  }

  private static SparkSession create(String name) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", "local[*]");
    if (conf.get("spark.app.name", Main.class.getName()).equals(Main.class.getName())) {
      conf.set("spark.app.name", name); // spark-submit names it after the class
    }
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    if (conf.get("spark.master").startsWith("local")) {
      // Spark's 200 suit a cluster; here they cost more than the work of most archives.
      conf.setIfMissing(
          "spark.sql.shuffle.partitions",
          String.valueOf(4 * Runtime.getRuntime().availableProcessors()));
      // Its pages would be open to the network, and they show what is being computed.
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.hadoop.fs.file.impl", LocalFiles.class.getName());
      // Of itself Spark takes up to 64 MB for every sort and every hash table of every task, which
      // small queries do not fill; a task may take 8,192 pages.
      conf.setIfMissing("spark.buffer.pageSize", "4m");
    }
    // Posts that millions engage with: what is more than twice, not five times the rest is parted.
    conf.setIfMissing("spark.sql.adaptive.skewJoin.skewedPartitionFactor", "2");
    conf.setIfMissing("spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes", "64m");
    // Spark gives up a query whose small side has not come within five minutes, which it does not
    // where few cores are busy with something else of the same query.
    conf.setIfMissing("spark.sql.broadcastTimeout", "-1");
    // Nothing is kept there, but Spark would make the folder wherever the user stands.
    conf.setIfMissing(
        "spark.sql.warehouse.dir",
        Path.of(System.getProperty("java.io.tmpdir"), "afterglow-warehouse").toUri().toString());
    FIXED.forEach(conf::set);
    return SparkSession.builder().config(conf).getOrCreate();
  }

  private static @Nullable SparkSession active() {
    Option<SparkSession> session =
        SparkSession.getActiveSession().orElse(SparkSession::getDefaultSession);
    return session.isDefined() && !session.get().sparkContext().isStopped() ? session.get() : null;
  }

  /** scripts/afterglow knows; where nobody tells, lines suit a log and a terminal alike. */
  private static boolean onTerminal() {
    return "1".equals(System.getenv("AFTERGLOW_TTY"));
  }

  private static int width() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{1,3}")
        ? Integer.parseInt(columns)
        : DEFAULT_WIDTH;
  }
}
