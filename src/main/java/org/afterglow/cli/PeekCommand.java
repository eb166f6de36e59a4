package org.afterglow.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.afterglow.UserError;
import org.afterglow.archive.CarriedClaims;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.reading.Formats;
import org.afterglow.ingest.FileLook;
import org.afterglow.ingest.InputFile;
import org.afterglow.ingest.Inputs;
import org.afterglow.ingest.LookAtFiles;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A first look at archives, in seconds however large they are: before a night of reading them. */
@Command(
    name = "peek",
    description = {
      "A first look at files: what they are, and their first records as ingest would read them.",
      "Takes seconds however large they are, and writes nothing."
    })
final class PeekCommand implements Runnable {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files, folders or globs, on any file system of Hadoop.")
  private List<String> paths = List.of();

  @Option(
      names = {"-n", "--show"},
      paramLabel = "N",
      defaultValue = "3",
      description = "Posts to show of each file. Default: ${DEFAULT-VALUE}.")
  private int shown;

  @Option(
      names = "--show-text",
      description = "Show texts, handles and ids, which are other people's. Default: masked.")
  private boolean showText;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Records to read of each file, at most. Default: ${DEFAULT-VALUE}.")
  private long records;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "67108864",
      description = "Stored bytes to read of each file, at most. Default: 64 MiB.")
  private long bytes;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Time to read for, over all files. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--files",
      paramLabel = "N",
      defaultValue = "12",
      description = "Files to look at, spread evenly over all. Default: ${DEFAULT-VALUE}.")
  private int files;

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    if (records < 1 || bytes < 1 || files < 1 || shown < 0 || !(seconds > 0 && seconds < 1e6)) {
      throw new UserError(
          "--records, --bytes and --files are 1 at least, --show 0, --seconds more than 0");
    }
    ReadOptions options = reading.read();
    Logging.setQuiet();
    Configuration hadoop = new Configuration();
    Inputs.Found found = Inputs.find("", paths, hadoop);
    List<InputFile> all = found.files();
    List<InputFile> some = LookAtFiles.spread(all, files);
    PrintWriter out = spec.commandLine().getOut();
    found.notes().forEach(note -> spec.commandLine().getErr().println(PeekText.plain(note)));
    List<UserError> failures = new ArrayList<>();
    Set<String> formats = new TreeSet<>();
    long until = System.nanoTime() + (long) (seconds * 1e9);
    boolean readable = false;
    for (int i = 0; i < some.size(); i++) {
      InputFile file = some.get(i);
      Duration share =
          Duration.ofNanos(Math.max(0, (until - System.nanoTime()) / (some.size() - i)));
      out.println(PeekText.plain(file.path().replaceFirst("^file:(?=/)", "")));
      try {
        FileLook look =
            LookAtFiles.at(
                file, options, new LookAtFiles.Extent(records, bytes, share, shown), hadoop);
        PeekText.of(look, showText).forEach(line -> out.println("  " + line));
        readable |= look.readable();
        formats.addAll(List.of(look.format().split("\\+")));
      } catch (UserError e) {
        out.println("  cannot be read");
        failures.add(e);
      }
      out.println();
      out.flush();
    }
    if (some.size() < all.size()) {
      out.println(
          some.size()
              + " of "
              + ProgressSnapshot.count(all.size())
              + " files were looked at ("
              + ProgressSnapshot.size(all.stream().mapToLong(InputFile::size).sum())
              + " in all); --files N looks at more");
      out.println();
    }
    if (readable) {
      out.println(
          "counts are of records as they stand, duplicates among them, which ingest takes out");
      out.println();
    }
    claims(out, formats);
    out.flush();
    if (!readable) {
      throw failures.isEmpty()
          ? UserError.unreadable(
              "nothing that was looked at could be read; --format or --mapping say what it is"
                  + " (afterglow formats)")
          : failures.get(0);
    }
    failures.forEach(failure -> spec.commandLine().getErr().println(failure.getMessage()));
  }

  private static void claims(PrintWriter out, Set<String> formats) {
    formats.retainAll(Formats.names());
    if (!formats.isEmpty()) {
      out.println("what can be asked of these archives (afterglow formats NAME tells more)");
    }
    for (String format : formats) {
      CarriedClaims.lines(format, Formats.carries(format))
          .forEach(line -> out.println("  " + line));
    }
  }
}
