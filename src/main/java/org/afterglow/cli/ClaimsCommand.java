package org.afterglow.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.afterglow.UserError;
import org.afterglow.job.claim.Claim;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What an archive says of the claims, and how that came about. */
@Command(
    name = "claims",
    description = {
      "Measure what the archive of a folder says of the claims C2 to C8, and judge all eight.",
      "Table findings has a row for each, with what may be said or what is missing; the rules are in"
          + " docs/verdicts.md.",
      "With --explain nothing is measured: how a finding came about is told from the folder's tables."
    })
final class ClaimsCommand implements Runnable {
  private static final String ALL = "all";

  @Parameters(paramLabel = "OUT", description = "Folder of the tables.")
  private String out = "";

  @Option(
      names = "--explain",
      paramLabel = "CLAIM",
      split = ",",
      description = {
        "Tell how the finding on a claim, C1 to C8 or all, came about in this folder: what was"
            + " counted, left out and compared, by which settings and rule, and what weighs most."
            + " Repeats."
      })
  private List<String> explained = List.of();

  @Mixin private SharedOptions shared = new SharedOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    List<Claim> claims = asked(explained);
    try (Session session = shared.open()) {
      OutputFolder folder = OutputFolder.toRead(session.spark(), out);
      if (claims.isEmpty()) {
        OutputFolder written = session.writing(folder);
        written.require(Stage.DECAY);
        new Stages(written, session.progress(), shared.facts(), shared.seed()).claims();
      } else {
        ExplainText.of(folder, claims).forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
      }
    }
  }

  /** The claims that words name, each once and in order. */
  private static List<Claim> asked(List<String> words) {
    TreeSet<Claim> claims = new TreeSet<>();
    for (String word : words) {
      if (word.equalsIgnoreCase(ALL)) {
        claims.addAll(Arrays.asList(Claim.values()));
        continue;
      }
      try {
        claims.add(Claim.valueOf(word.strip().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new UserError("--explain " + word + ": right would be one of C1 to C8, or all");
      }
    }
    return List.copyOf(claims);
  }
}
