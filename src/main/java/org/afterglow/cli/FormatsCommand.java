package org.afterglow.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.afterglow.archive.Formats;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The formats of archives that can be read. */
@Command(
    name = "formats",
    description = "Show the formats of archives that can be read, as --format names them.")
final class FormatsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    List<String> names = Formats.names();
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    PrintWriter out = spec.commandLine().getOut();
    for (String name : names) {
      out.println(
          String.format(Locale.ROOT, "%-" + width + "s  %s", name, Formats.description(name)));
    }
    out.flush();
  }
}
