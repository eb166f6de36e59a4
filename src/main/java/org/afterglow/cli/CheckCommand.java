package org.afterglow.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.afterglow.job.CheckFolder;
import org.afterglow.table.OutputFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds a folder against its manifest, schemas and invariants. */
@Command(
    name = "check",
    description = "Hold a folder's tables against its manifest, their schemas and invariants.")
final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "OUT", description = "Folder of the tables.")
  private String out = "";

  @Mixin private SharedOptions shared = new SharedOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (Session session = shared.open()) {
      List<CheckFolder.Finding> findings =
          CheckFolder.of(OutputFolder.toRead(session.spark(), out));
      PrintWriter lines = spec.commandLine().getOut();
      for (CheckFolder.Finding finding : findings) {
        lines.println(word(finding.outcome()) + finding.subject() + ": " + finding.message());
      }
      long held = findings.stream().filter(f -> f.outcome() == CheckFolder.Outcome.HOLDS).count();
      long wrong = findings.stream().filter(f -> f.outcome() == CheckFolder.Outcome.WRONG).count();
      lines.println(
          wrong == 0
              ? "all " + held + " checks hold"
              : wrong
                  + " of "
                  + (held + wrong)
                  + " checks do not hold; the command that wrote the folder mends it, with --replace"
                  + " if it says that the run is finished");
      return wrong == 0 ? 0 : org.afterglow.UserError.MISTAKE;
    }
  }

  private static String word(CheckFolder.Outcome outcome) {
    return switch (outcome) {
      case HOLDS -> "ok       ";
      case WRONG -> "WRONG    ";
      case NOT_RUN -> "not run  ";
    };
  }
}
