package org.afterglow.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.afterglow.archive.CarriedClaims;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.Slice;
import org.afterglow.archive.SliceReading;
import org.afterglow.archive.reading.ArchiveReader;
import org.afterglow.archive.reading.Formats;
import org.afterglow.archive.table.TableFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;

/** Tells by the beginnings of some inputs what formats they have, before any is read. */
public final class RecogniseInputs {
  private static final int LOOKED_AT = 24;
  private static final long BYTES = 4L << 20;
  private static final Duration TIME = Duration.ofSeconds(5);

  private RecogniseInputs() {}

  /**
   * What the inputs can be asked, by their formats, as lines for people (see {@link
   * CarriedClaims#lines}); empty where no format was recognised.
   *
   * @param posts files, folders and globs as the user gave them
   */
  public static List<String> claims(List<String> posts, ReadOptions options, Configuration hadoop) {
    List<InputFile> all = Inputs.find(posts, hadoop);
    List<InputFile> some = LookAtFiles.spread(all, LOOKED_AT);
    TreeSet<String> formats = new TreeSet<>();
    long until = System.nanoTime() + TIME.toNanos();
    for (InputFile file : some) {
      formats.addAll(List.of(format(file, options, hadoop, until).split("\\+")));
    }
    formats.retainAll(Formats.names());
    List<String> lines = new ArrayList<>();
    if (!formats.isEmpty()) {
      lines.add(
          "what can be asked of these archives, by their formats"
              + (some.size() < all.size()
                  ? " (of " + some.size() + " of " + all.size() + " inputs):"
                  : ":"));
    }
    for (String format : formats) {
      CarriedClaims.lines(format, Formats.carries(format)).forEach(line -> lines.add("  " + line));
    }
    return lines;
  }

  /** The format of an input as far as its first record tells; unknown where that cannot be read. */
  private static String format(
      InputFile file, ReadOptions options, Configuration hadoop, long until) {
    HadoopBytes bytes =
        new HadoopBytes(file.path(), file.size(), new SerializableConfiguration(hadoop), null);
    RationedBytes rationed = new RationedBytes(bytes, until);
    rationed.allow(BYTES);
    try {
      if (ParquetRows.recognises(bytes, options)) {
        return TableFormat.NAME;
      }
      try (SliceReading reading =
          ArchiveReader.open(rationed, new Slice(0, file.size()), options)) {
        try {
          boolean unused = reading.hasNext();
        } catch (UncheckedIOException e) {
          // What was recognised by then is enough; the reading itself will say what is wrong.
        }
        return reading.soFar().format();
      }
    } catch (IOException | UncheckedIOException e) {
      return "unknown";
    }
  }
}
