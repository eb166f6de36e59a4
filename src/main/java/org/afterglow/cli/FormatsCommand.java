package org.afterglow.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.afterglow.UserError;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.Carries.Extent;
import org.afterglow.archive.reading.Formats;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The formats of archives that can be read, and what each can tell. */
@Command(
    name = "formats",
    description = "Show the formats of archives that can be read, as --format names them.")
final class FormatsCommand implements Runnable {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A format: shows in words what its archives can tell.")
  private @Nullable String name;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) {
      all(out, Formats.names());
    } else if (Formats.names().contains(name)) {
      one(out, name);
    } else {
      throw new UserError(
          "format is " + name + ", must be one of " + String.join(", ", Formats.names()));
    }
    out.flush();
  }

  private static void all(PrintWriter out, List<String> names) {
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    for (String one : names) {
      out.println(padded(one, width) + Formats.description(one));
    }
    out.println();
    StringBuilder header = new StringBuilder(padded("carries", width));
    for (Aspect aspect : Aspect.values()) {
      header.append(padded(aspect.word(), aspect.word().length()));
    }
    out.println(header.toString().stripTrailing());
    for (String one : names) {
      Carries carries = Formats.carries(one);
      StringBuilder line = new StringBuilder(padded(one, width));
      for (Aspect aspect : Aspect.values()) {
        line.append(padded(mark(carries.extent(aspect)), aspect.word().length()));
      }
      out.println(line.toString().stripTrailing());
    }
    out.println();
    out.println("some: in some archives of the format, or in some of their records;");
    out.println("in words: afterglow formats NAME");
  }

  private static void one(PrintWriter out, String name) {
    out.println(name + ": " + Formats.description(name));
    Carries carries = Formats.carries(name);
    int width = 0;
    for (Aspect aspect : Aspect.values()) {
      width = Math.max(width, aspect.word().length());
    }
    for (Aspect aspect : Aspect.values()) {
      out.println(
          "  "
              + padded(aspect.word(), width)
              + padded(mark(carries.extent(aspect)), 4)
              + aspect.meaning());
    }
  }

  private static String mark(Extent extent) {
    return extent == Extent.NO ? "-" : extent.name().toLowerCase(Locale.ROOT);
  }

  private static String padded(String cell, int width) {
    return String.format(Locale.ROOT, "%-" + width + "s ", cell);
  }
}
