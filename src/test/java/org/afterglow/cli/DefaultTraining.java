package org.afterglow.cli;

import java.util.Objects;
import org.afterglow.classify.TrainOptions;
import picocli.CommandLine;

/** The options of a training that a configuration file asks for. */
public final class DefaultTraining {
  private DefaultTraining() {}

  public static TrainOptions options(String config) {
    CommandLine program = new CommandLine(CommandLine.Model.CommandSpec.create());
    program.addSubcommand("train", new TrainCommand());
    program.parseArgs(
        ConfigFile.expand(
            program, new String[] {"train", "out", "--config", config, "--labels", "labels.csv"}));
    TrainCommand command =
        Objects.requireNonNull(program.getSubcommands().get("train")).getCommand();
    return command.options();
  }
}
