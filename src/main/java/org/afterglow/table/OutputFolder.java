package org.afterglow.table;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.afterglow.UserError;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The folder that a run writes to, on any file system that Hadoop reads. Tables are written beside
 * it and moved in when their stage is whole; the manifest says which stages are.
 *
 * <p>While a stage is replaced its entry is gone from the manifest, so that no reader takes the old
 * tables, or half of the new ones, for whole.
 */
public final class OutputFolder {
  private static final String MANIFEST = "manifest.json";
  private static final String STAGING = "_staging";
  private static final Pattern GLOB = Pattern.compile("[\\[\\]{}*?\\\\]");

  private final SparkSession spark;
  private final Path folder;
  private final FileSystem files;

  private OutputFolder(SparkSession spark, Path folder, FileSystem files) {
    this.spark = spark;
    this.folder = folder;
    this.files = files;
  }

  /** A folder to write to: new, empty, or ours; anything else is refused untouched. */
  public static OutputFolder toWrite(SparkSession spark, String path) {
    OutputFolder out = unclaimed(spark, path);
    try {
      if (out.files.mkdirs(out.file(STAGING))) {
        return out;
      }
    } catch (FileAlreadyExistsException | ParentNotDirectoryException e) {
      // said below, as where the file system only answers no
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new UserError(
        path + " cannot be made; name a folder below one that exists and that you may write to");
  }

  /**
   * The same folder with nothing written yet, for what has to be settled before.
   *
   * @throws UserError if it is not one that may be written to
   */
  public static OutputFolder unclaimed(SparkSession spark, String path) {
    OutputFolder out = at(spark, path);
    try {
      if (out.files.exists(out.folder)) {
        if (!out.files.getFileStatus(out.folder).isDirectory()) {
          throw new UserError(path + " is a file; the output must be a folder");
        }
        boolean ours = out.files.exists(out.file(MANIFEST)) || out.holdsStagingAlone();
        if (!ours && out.files.listStatus(out.folder).length > 0) {
          throw new UserError(
              path + " is not empty and was not written by afterglow; name a new or empty folder");
        }
        out.manifest();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }

  /** Whether there is nothing but what a first stage leaves that has not finished. */
  private boolean holdsStagingAlone() throws IOException {
    for (FileStatus status : files.listStatus(folder)) {
      if (!status.getPath().getName().startsWith("_")) {
        return false;
      }
    }
    return files.exists(file(STAGING));
  }

  /** A folder to read from: it has a manifest of a layout that this program knows. */
  public static OutputFolder toRead(SparkSession spark, String path) {
    OutputFolder out = at(spark, path);
    try {
      if (!out.files.exists(out.folder)) {
        throw new UserError(path + " does not exist; name a folder that a run has written");
      }
      if (!out.files.exists(out.file(MANIFEST))) {
        throw new UserError(
            out.files.exists(out.file(STAGING))
                ? path + " holds a run that has not finished its first stage; run it again"
                : path + " has no manifest.json; name a folder that a run has written");
      }
      out.manifest();
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OutputFolder at(SparkSession spark, String path) {
    try {
      Path given = new Path(path);
      FileSystem files = given.getFileSystem(spark.sparkContext().hadoopConfiguration());
      Path folder = files.makeQualified(given);
      if (GLOB.matcher(folder.toUri().getPath()).find()) {
        throw new UserError(
            folder.toUri().getPath()
                + " holds one of { } [ ] * ? \\, by which Spark would look for other folders when it"
                + " reads; name an output folder without them");
      }
      return new OutputFolder(spark, folder, files);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(path + " is no folder that can be reached: " + e.getMessage());
    }
  }

  public SparkSession spark() {
    return spark;
  }

  public FileSystem files() {
    return files;
  }

  /** Where the folder stands. */
  public Path path() {
    return folder;
  }

  /** A path inside the folder. */
  public Path file(String name) {
    return new Path(folder, name);
  }

  /** A path inside the staging area of a stage. */
  public Path staging(Stage stage, String name) {
    return new Path(new Path(file(STAGING), stage.word()), name);
  }

  /** What the manifest says now; an empty one where there is none. */
  public Manifest manifest() {
    Path path = file(MANIFEST);
    try {
      if (!files.exists(path)) {
        return Manifest.empty();
      }
      JsonNode json = Manifest.JSON.readTree(text(path));
      if (!json.isObject()) {
        throw new UserError(path + " is not a manifest of afterglow; name a folder of ours");
      }
      // Before anything else is looked at: another layout may have other fields.
      JsonNode layout = json.path("format");
      if (!layout.isInt()) {
        throw new UserError(path + " is not a manifest of afterglow; name a folder of ours");
      }
      if (layout.intValue() != Manifest.FORMAT) {
        throw new UserError(
            path
                + " has layout "
                + layout.intValue()
                + "; this program reads layout "
                + Manifest.FORMAT
                + ": use the release that wrote it, or run anew with --replace");
      }
      return Manifest.JSON.treeToValue(json, Manifest.class);
    } catch (JsonProcessingException e) {
      throw new UserError(path + " is not a manifest of afterglow; name a folder of ours");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a stage is whole and builds on what stands now. */
  public boolean finished(Stage stage) {
    Manifest.StageEntry entry = manifest().stages().get(stage.word());
    return entry != null && !entry.stale();
  }

  /** Refuses a stage that is unfinished or stale, naming all that have to be run for it. */
  public void require(Stage stage) {
    if (finished(stage)) {
      return;
    }
    List<String> due =
        Arrays.stream(Stage.values())
            .filter(each -> each.compareTo(stage) <= 0 && !finished(each))
            .map(Stage::word)
            .toList();
    boolean stale = manifest().stages().containsKey(stage.word());
    throw new UserError(
        "the stage %s of %s is %s; run %s"
            .formatted(
                stage.word(),
                "file".equals(folder.toUri().getScheme()) ? folder.toUri().getPath() : folder,
                stale ? "stale: what it builds on was written anew" : "not finished",
                due.size() > 1 ? String.join(", then ", due) : stale ? "it again" : "it first"));
  }

  /** The rows of a table whose stage is whole. */
  public Dataset<Row> table(Table<?> table) {
    require(Stage.of(table));
    if (!manifest().tables().containsKey(table.name())) {
      throw new UserError("the table " + table.name() + " is not in " + folder);
    }
    return rows(table, file(table.name()));
  }

  /** Whether a table stands, of a stage that is whole. */
  public boolean holds(Table<?> table) {
    return finished(Stage.of(table)) && manifest().tables().containsKey(table.name());
  }

  private Dataset<Row> rows(Table<?> table, Path path) {
    return spark.read().schema(table.schema()).parquet(path.toString());
  }

  /** Begins to write a stage; nothing is visible before {@link Publication#commit}. */
  public Publication publish(Stage stage) {
    return new Publication(stage);
  }

  /** Removes a stage's entry and tables from view; its staging area stays. */
  public void withdraw(Stage stage) {
    write(manifest().without(stage));
  }

  /** Removes the staging area of a stage. */
  public void clearStaging(Stage stage) {
    delete(new Path(file(STAGING), stage.word()));
  }

  /** Writes a small text file whole: beside it first, then moved in. */
  public void writeText(Path path, String content) {
    Path beside = new Path(path.getParent(), "." + path.getName() + ".new");
    try {
      files.mkdirs(path.getParent());
      try (FSDataOutputStream stream = files.create(beside, true)) {
        stream.write(content.getBytes(StandardCharsets.UTF_8));
      }
      replace(beside, path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole of a small text file. */
  public String text(Path path) {
    try (FSDataInputStream stream = files.open(path)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (ChecksumException e) {
      throw new UserError(
          path + " was changed after it was written; restore it, or name another folder");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether something stands at a path. */
  public boolean exists(Path path) {
    try {
      return files.exists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a file or folder, if it is there. */
  public void delete(Path path) {
    try {
      files.delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Size of a file, or of all files below a folder. */
  public long bytes(Path path) {
    try {
      return files.getContentSummary(path).getLength();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Moves a file or folder to a place where nothing stands. */
  public void move(Path from, Path to) {
    try {
      files.mkdirs(to.getParent());
      if (!files.rename(from, to)) {
        throw new IOException("could not move " + from + " to " + to);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Manifest manifest) {
    writeText(file(MANIFEST), manifest.json());
  }

  private void replace(Path from, Path to) throws IOException {
    // Hadoop's rename does not replace; FileContext's does, atomically where the file system can.
    org.apache.hadoop.fs.FileContext.getFileContext(
            files.getUri(), spark.sparkContext().hadoopConfiguration())
        .rename(from, to, org.apache.hadoop.fs.Options.Rename.OVERWRITE);
  }

  /** The tables of whole stages whose files are not those that were written; by number and size. */
  public List<String> damagedTables() {
    List<String> damaged = new ArrayList<>();
    manifest()
        .tables()
        .forEach(
            (name, entry) -> {
              FileTotals found = filesOf(file(name));
              if (found.count() != entry.files() || found.bytes() != entry.bytes()) {
                damaged.add(name);
              }
            });
    return damaged;
  }

  /** Those that a stage makes the rows of, or wrote last. */
  public List<String> damagedTables(Stage stage) {
    Manifest manifest = manifest();
    return damagedTables().stream()
        .filter(
            name ->
                Stage.of(Tables.named(name)) == stage
                    || manifest.entry(Tables.named(name)).stage().equals(stage.word()))
        .toList();
  }

  private record FileTotals(int count, long bytes) {
    FileTotals plus(FileTotals other) {
      return new FileTotals(count + other.count, bytes + other.bytes);
    }
  }

  private FileTotals filesOf(Path table) {
    try {
      return files.exists(table) ? filesWithin(table) : new FileTotals(0, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Folder by folder: Hadoop's list of all files also asks, for each, who may read it. */
  private FileTotals filesWithin(Path folder) throws IOException {
    FileTotals totals = new FileTotals(0, 0);
    for (FileStatus status : files.listStatus(folder)) {
      if (status.isDirectory()) {
        totals = totals.plus(filesWithin(status.getPath()));
      } else if (status.getPath().getName().endsWith(".parquet")) {
        totals = totals.plus(new FileTotals(1, status.getLen()));
      }
    }
    return totals;
  }

  /** Tables of one stage on their way into the folder. */
  public final class Publication {
    private final Stage stage;
    private final long begun = System.nanoTime();
    private final List<Table<?>> tables = new ArrayList<>();

    private final SortedMap<String, Manifest.TableEntry> kept = new TreeMap<>();
    private final SortedMap<String, Path> beside = new TreeMap<>();

    private Publication(Stage stage) {
      this.stage = stage;
      delete(staging(stage, "tables"));
    }

    /** Writes a table into the staging area. */
    public <R extends Record> Publication table(Table<R> table, Dataset<R> rows) {
      return published(table, table.published(rows));
    }

    /** Writes a table whose columns bear their published names already. */
    public Publication published(Table<?> table, Dataset<Row> rows) {
      tables.add(table);
      Path path = stagedAt(table);
      Dataset<Row> laidOut = layOut(table, rows.select(columns(table)));
      if (table.partitionedBy().isEmpty()) {
        laidOut.write().mode(SaveMode.ErrorIfExists).parquet(path.toString());
        return this;
      }
      String[] by = table.partitionedBy().toArray(String[]::new);
      laidOut.write().mode(SaveMode.ErrorIfExists).partitionBy(by).parquet(path.toString());
      keepSchemaOfNothing(table, path, laidOut);
      return this;
    }

    /** Spark writes no file at all for a partitioned table without rows. */
    private void keepSchemaOfNothing(Table<?> table, Path path, Dataset<Row> rows) {
      try {
        if (files.exists(path)
            && Arrays.stream(files.listStatus(path)).anyMatch(FileStatus::isDirectory)) {
          return;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      delete(path);
      StringBuilder nowhere = new StringBuilder(path.toString());
      table.partitionedBy().forEach(column -> nowhere.append('/').append(column).append("=0"));
      spark
          .createDataFrame(List.of(), rows.schema())
          .drop(table.partitionedBy().toArray(String[]::new))
          .coalesce(1)
          .write()
          .parquet(nowhere.toString());
    }

    /** Moves the tables in and says so in the manifest, with the stage's own details. */
    public Manifest.StageEntry commit(JsonNode details) {
      SortedMap<String, Manifest.TableEntry> written = new TreeMap<>(kept);
      written.putAll(measured());
      // Also what this stage replaces of another one's: it is not whole while it is moved in.
      Manifest standing = manifest().without(stage);
      standing.tables().keySet().removeAll(written.keySet());
      write(standing);
      for (Table<?> table : tables) {
        delete(file(table.name()));
        move(stagedAt(table), file(table.name()));
      }
      beside.forEach(
          (name, path) -> {
            delete(file(name));
            move(path, file(name));
          });
      Manifest.StageEntry entry =
          new Manifest.StageEntry(
              Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
              Math.round((System.nanoTime() - begun) / 1e6) / 1e3,
              written.values().stream().mapToLong(Manifest.TableEntry::bytes).sum(),
              false,
              spark.version(),
              System.getProperty("java.version", ""),
              details);
      write(manifest().with(stage, entry, written));
      delete(staging(stage, "tables"));
      return entry;
    }

    /** A file or folder that is no table and moves in with the tables. */
    public Publication beside(String name, Path staged) {
      beside.put(name, staged);
      return this;
    }

    /** The stage's tables that are not written here stay as they are. */
    public Publication keepOtherTables() {
      Manifest before = manifest();
      for (Table<?> table : stage.tables()) {
        Manifest.TableEntry entry = before.tables().get(table.name());
        if (entry != null && !tables.contains(table)) {
          kept.put(table.name(), entry);
        }
      }
      return this;
    }

    /** The rows of a table as they stand in the staging area. */
    public Dataset<Row> staged(Table<?> table) {
      return rows(table, stagedAt(table));
    }

    /** What was written of tables that are not in their place yet. */
    private SortedMap<String, Manifest.TableEntry> measured() {
      Map<String, Dataset<Row>> rows = new TreeMap<>();
      tables.forEach(table -> rows.put(table.name(), rows(table, stagedAt(table))));
      Map<String, ContentHash> hashes = ContentHash.of(rows);
      SortedMap<String, Manifest.TableEntry> entries = new TreeMap<>();
      for (Table<?> table : tables) {
        ContentHash hash = Objects.requireNonNull(hashes.get(table.name()));
        FileTotals found = filesOf(stagedAt(table));
        entries.put(
            table.name(),
            new Manifest.TableEntry(
                stage.word(), hash.rows(), hash.hash(), found.count(), found.bytes()));
      }
      return entries;
    }

    private Path stagedAt(Table<?> table) {
      return new Path(staging(stage, "tables"), table.name());
    }

    private static org.apache.spark.sql.Column[] columns(Table<?> table) {
      return Arrays.stream(table.schema().fields())
          .map(field -> col(field.name()).cast(field.dataType()))
          .toArray(org.apache.spark.sql.Column[]::new);
    }

    private Dataset<Row> layOut(Table<?> table, Dataset<Row> rows) {
      if (table.large()) {
        return rows; // whoever made the rows has laid them out
      }
      return rows.repartition(1)
          .sortWithinPartitions(
              table.key().stream()
                  .map(name -> col(name))
                  .toArray(org.apache.spark.sql.Column[]::new));
    }
  }
}
