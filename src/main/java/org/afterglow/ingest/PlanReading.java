package org.afterglow.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.afterglow.UserError;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.Slice;
import org.afterglow.archive.reading.Slices;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Decides what is to be read, and what of it was read and committed before. */
final class PlanReading {
  /** Where what was read is kept, for a restart and for archives that are added later. */
  private static final String READ = "_read";

  private static final String PLAN = "plan.json";

  /** In the manifest: whether everything was read anew into a folder that held a run. */
  static final String REPLACED = "replaced";

  private final OutputFolder out;
  private final IngestArchives.Request request;
  private final Configuration hadoop;
  private Inputs.@Nullable Found found;

  PlanReading(OutputFolder out, IngestArchives.Request request) {
    this.out = out;
    this.request = request;
    this.hadoop = out.spark().sparkContext().hadoopConfiguration();
  }

  /** The folder that keeps what was read. */
  static Path folder(OutputFolder out) {
    return out.file(READ);
  }

  /** The reading that a folder holds, finished or not; null if it holds none. */
  static @Nullable ReadPlan before(OutputFolder out) {
    Path path = new Path(folder(out), PLAN);
    if (!out.exists(path)) {
      return null;
    }
    try {
      return Manifest.JSON.readValue(out.text(path), ReadPlan.class);
    } catch (JsonProcessingException e) {
      throw new UserError(path + " is damaged; run anew with --replace");
    }
  }

  /** The same; a damaged one is as good as none where everything is read anew. */
  private @Nullable ReadPlan before() {
    try {
      return before(out);
    } catch (UserError damaged) {
      if (request.mode() == IngestArchives.Mode.REPLACE
          || request.mode() == IngestArchives.Mode.GO_ON_REPLACING) {
        return null;
      }
      throw damaged;
    }
  }

  /**
   * Whether what is asked for stands published already, so that a run that was cut short in a later
   * stage goes on there.
   */
  boolean stands() {
    ReadPlan before = before();
    return before != null
        && (request.mode() == IngestArchives.Mode.BEGIN
            || request.mode() == IngestArchives.Mode.GO_ON_REPLACING && replaced())
        && before.id().equals(published())
        && before.inputs().size()
            == out.manifest().entry(Stage.INGEST).details().path("inputs").size()
        && Stage.INGEST.tables().stream()
            .allMatch(
                table -> out.holds(table) || table.equals(Tables.TEXTS) && !request.keepTexts())
        && out.damagedTables(Stage.INGEST).isEmpty()
        && before.firstDifference(request.settings(), inputs()) == null;
  }

  /** The plan that holds from now on, written down. */
  ReadPlan written() {
    ReadPlan before = before();
    ReadPlan plan = verified(plan(before));
    if (before == null || !before.id().equals(plan.id())) {
      out.delete(folder(out));
    }
    try {
      out.writeText(new Path(folder(out), PLAN), Manifest.JSON.writeValueAsString(plan));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    return plan;
  }

  /** The plan with what its inputs were found to be, now or when they were planned. */
  private ReadPlan verified(ReadPlan plan) {
    List<InputFile> inputs =
        plan.inputs().stream()
            .map(
                input -> {
                  InputFile.Verified now = request.verified().get(input.path());
                  return now == null
                      ? input
                      : new InputFile(input.number(), input.path(), input.size(), now);
                })
            .toList();
    return new ReadPlan(plan.id(), plan.settings(), inputs, plan.units());
  }

  private ReadPlan plan(@Nullable ReadPlan before) {
    if (before == null) {
      return begun();
    }
    if (request.mode() == IngestArchives.Mode.ADD) {
      return extended(before);
    }
    String difference = before.firstDifference(request.settings(), inputs());
    if (request.mode() != IngestArchives.Mode.BEGIN) {
      // A replacement that was cut short goes on; what stands published is read anew.
      return difference == null && !before.id().equals(published()) ? before : begun();
    }
    if (difference != null) {
      throw new UserError(
          "the folder holds a run that differs: "
              + difference
              + "; run it as it was, or anew with --replace");
    }
    return before;
  }

  /** What stands published began as a replacement. */
  private boolean replaced() {
    Manifest.StageEntry entry = out.manifest().stages().get(Stage.INGEST.word());
    return entry != null && entry.details().path(REPLACED).asBoolean();
  }

  private @Nullable String published() {
    Manifest.StageEntry entry = out.manifest().stages().get(Stage.INGEST.word());
    return entry == null ? null : entry.details().path("reading").asText();
  }

  private List<InputFile> inputs() {
    if (found == null) {
      found = found();
    }
    return found.files();
  }

  /** Lines on what the user named and is passed over. */
  List<String> notes() {
    return found == null ? List.of() : found.notes();
  }

  private Inputs.Found found() {
    Inputs.Found inputs = Inputs.find("--posts ", request.posts(), hadoop);
    String folder = out.path().toString();
    String inside = folder.endsWith("/") ? folder : folder + "/";
    for (InputFile input : inputs.files()) {
      if (input.path().startsWith(inside)) {
        throw new UserError(
            "--posts holds the output folder "
                + folder
                + ", whose tables would be read as posts; name an output folder outside of it");
      }
    }
    return inputs;
  }

  private ReadPlan begun() {
    List<InputFile> inputs = inputs();
    return new ReadPlan(
        UUID.randomUUID().toString(), request.settings(), inputs, units(inputs, 0, 0));
  }

  private ReadPlan extended(ReadPlan before) {
    String difference = ReadPlan.firstDifference(before.settings(), request.settings());
    if (difference != null) {
      throw new UserError(
          "archives can only be added as the others were read: "
              + difference
              + "; leave the option as it was, or run anew with --replace");
    }
    Map<String, InputFile> known =
        before.inputs().stream().collect(Collectors.toMap(InputFile::path, input -> input));
    List<InputFile> all = new ArrayList<>(before.inputs());
    List<InputFile> added = new ArrayList<>();
    for (InputFile input : inputs()) {
      InputFile same = known.get(input.path());
      if (same == null) {
        InputFile numbered = new InputFile(all.size(), input.path(), input.size());
        all.add(numbered);
        added.add(numbered);
      } else if (same.size() != input.size()) {
        throw new UserError(
            input.path()
                + " had "
                + same.size()
                + " bytes when it was read, has "
                + input.size()
                + "; run anew with --replace");
      }
    }
    List<WorkUnit> units = new ArrayList<>(before.units());
    units.addAll(units(added, units.size(), before.batches()));
    return new ReadPlan(before.id(), before.settings(), all, units);
  }

  private List<WorkUnit> units(List<InputFile> inputs, int firstUnit, int firstBatch) {
    List<WorkUnit> units = new ArrayList<>();
    SerializableConfiguration shared = new SerializableConfiguration(hadoop);
    int batch = firstBatch;
    long inBatch = 0;
    for (InputFile input : inputs) {
      for (Slice slice : slices(input, request.read(), request.sliceBytes(), shared)) {
        long bytes = slice.to() - slice.from();
        if (inBatch > 0 && inBatch + bytes > request.batchBytes()) {
          batch++;
          inBatch = 0;
        }
        inBatch += Math.max(bytes, 1);
        units.add(
            new WorkUnit(
                firstUnit + units.size(),
                batch,
                input.number(),
                input.path(),
                input.size(),
                slice.from(),
                slice.to()));
      }
    }
    return units;
  }

  /**
   * Slices of an input that tasks can read apart, from its beginning to its end.
   *
   * @throws UserError if its bytes cannot be fetched
   */
  static List<Slice> slices(
      InputFile input, ReadOptions options, long sliceBytes, SerializableConfiguration shared) {
    try {
      HadoopBytes bytes = new HadoopBytes(input.path(), input.size(), shared, null);
      if (input.size() > sliceBytes && ParquetRows.recognises(bytes, options)) {
        return ParquetRows.slices(input.size(), sliceBytes);
      }
      return Slices.plan(bytes, options, sliceBytes);
    } catch (IOException e) {
      throw UserError.unreadable(input.path() + " cannot be read: " + e.getMessage());
    }
  }
}
