package org.afterglow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.afterglow.UserError;
import org.afterglow.archive.Limits;
import org.afterglow.archive.Mapping;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.reading.Formats;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how the bytes of archives become records. */
final class ReadingOptions {
  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description = "Zone of times that name none. Default: ${DEFAULT-VALUE}.")
  private String zone = "UTC";

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "Take every input for this format. Default: recognised from the content.")
  private @Nullable String format;

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "How a table's columns are read, as JSON (docs/mapping.md); repeats.")
  private List<Path> mappings = List.of();

  @Option(
      names = "--max-record-bytes",
      paramLabel = "N",
      defaultValue = "16777216",
      description = "Longest record that is read; longer ones are rejected. Default: 16 MiB.")
  private int maxRecordBytes;

  @Option(
      names = "--max-depth",
      paramLabel = "N",
      defaultValue = "200",
      description = "Deepest nesting within a record. Default: ${DEFAULT-VALUE} levels.")
  private int maxDepth;

  @Option(
      names = "--max-inflated-ratio",
      paramLabel = "N",
      defaultValue = "1000",
      description = {
        "How many times its size a compressed input may inflate to, once it has given 64 MiB.",
        "Default: ${DEFAULT-VALUE}."
      })
  private double maxInflatedRatio;

  String zone() {
    return zone;
  }

  @Nullable String format() {
    return format;
  }

  List<Path> mappings() {
    return mappings;
  }

  int maxRecordBytes() {
    return maxRecordBytes;
  }

  int maxDepth() {
    return maxDepth;
  }

  double maxInflatedRatio() {
    return maxInflatedRatio;
  }

  /** What the options say; a user's mistake if they say what cannot be. */
  ReadOptions read() {
    List<Mapping> tables = new ArrayList<>();
    for (Path file : mappings) {
      tables.addAll(mappings(file));
    }
    try {
      return ReadOptions.defaults()
          .withZone(ZoneId.of(zone))
          .withFormat(format == null ? null : Formats.known(format).name())
          .withMappings(tables)
          .withLimits(limits());
    } catch (DateTimeException e) {
      throw new UserError("--zone " + zone + " is no time zone; write UTC or Europe/Paris");
    } catch (IllegalArgumentException e) {
      throw new UserError("--" + e.getMessage());
    }
  }

  private Limits limits() {
    try {
      return Limits.DEFAULT.with(maxRecordBytes, maxDepth, maxInflatedRatio);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          String.valueOf(e.getMessage())
              .replace("maxRecordBytes", "--max-record-bytes")
              .replace("maxDepth", "--max-depth")
              .replace("maxRatio", "--max-inflated-ratio"));
    }
  }

  private static List<Mapping> mappings(Path file) {
    try {
      return Mapping.parse(text("--mapping", file));
    } catch (IllegalArgumentException e) {
      throw new UserError("--mapping " + file + ": " + e.getMessage());
    }
  }

  static String text(String option, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UserError(option + " " + file + " cannot be read: " + e.getMessage());
    }
  }
}
