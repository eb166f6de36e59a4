package org.afterglow.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.afterglow.UserError;
import org.afterglow.simulate.SimulationOptions;
import org.afterglow.simulate.SimulationSummary;
import org.afterglow.simulate.Synthesize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** An archive of which the truth is known. */
@Command(
    name = "synthesize",
    description = {
      "Write an archive with known truth in native formats: archives, campaigns, labels, truths.",
      "docs/simulator.md says what is drawn and names every option of --set."
    })
final class SynthesizeCommand implements Runnable {
  private static final Pattern COUNT = Pattern.compile("(\\d{1,12})([kmg]?)");

  @Parameters(paramLabel = "OUT", description = "Folder to write into.")
  private Path out = Path.of("");

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What random draws start from. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Records to write, about: 250000, 3m, 1g. Default: what 200 entities make.")
  private String count = "0";

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "An option of the simulation: days=200; repeats.")
  private List<String> settings = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("seed", String.valueOf(seed));
    values.put("count", String.valueOf(records(count)));
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals <= 0) {
        throw new UserError("--set " + setting + " is not understood; write days=200");
      }
      values.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    try {
      SimulationSummary summary = Synthesize.write(SimulationOptions.from(values), out);
      spec.commandLine().getOut().println(summary.total());
    } catch (IllegalArgumentException e) {
      throw new UserError("--set: " + e.getMessage());
    } catch (FileAlreadyExistsException e) {
      throw new UserError(e.getFile() + " is there already; " + e.getReason());
    } catch (IOException e) {
      throw new UserError(out + " cannot be written: " + e.getMessage());
    }
  }

  private static long records(String written) {
    Matcher number = COUNT.matcher(written);
    if (!number.matches()) {
      throw new UserError(
          "--count " + written + " is not understood; write 250000, 800k, 3m or 1g");
    }
    long factor =
        switch (number.group(2)) {
          case "k" -> 1000L;
          case "m" -> 1_000_000L;
          case "g" -> 1_000_000_000L;
          default -> 1L;
        };
    return Long.parseLong(number.group(1)) * factor;
  }
}
