package org.afterglow.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.afterglow.UserError;
import org.afterglow.table.Program;
import org.apache.hadoop.fs.FSError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What spark-submit starts: {@code spark-submit --class org.afterglow.cli.Main afterglow.jar
 * COMMAND …}.
 */
@Command(
    name = "afterglow",
    description = {
      "What is left of the audience when the campaign stops.",
      "Reads archives of public posts, classifies them as promotional or conversational, and"
          + " measures how engagement decays after campaigns stop."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      IngestCommand.class,
      CampaignsCommand.class,
      DecayCommand.class,
      ClaimsCommand.class,
      ReportCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      ClassifyCommand.class,
      LabelCommand.class,
      SynthesizeCommand.class,
      CheckCommand.class,
      QueryCommand.class,
      TablesCommand.class,
      FormatsCommand.class,
      PeekCommand.class,
    },
    versionProvider = Main.Version.class)
public final class Main implements Runnable {
  private static final int BUG = 1;
  private static final int USAGE_WIDTH = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    Scratch.removeAtExit();
    int exit = run(writer(FileDescriptor.out), writer(FileDescriptor.err), args);
    if (exit != 0) {
      System.exit(exit); // not on success: YARN takes it for an early death
    }
  }

  /**
   * Runs a command in this process.
   *
   * @return 0 done, 2 the user's mistake, 3 input that could not be read, 1 a bug
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new Main());
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Show the version.")
                .build());
    addHelp(line);
    line.getSubcommands().values().forEach(Main::addHelp);
    line.setOut(out)
        .setErr(err)
        .setExpandAtFiles(false) // archives and handles may begin with @
        .setUsageHelpWidth(USAGE_WIDTH)
        .setParameterExceptionHandler((e, given) -> mistake(e))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command.getErr()));
    boolean unknown =
        args.length > 0 && !args[0].startsWith("-") && !line.getSubcommands().containsKey(args[0]);
    try {
      // --help after a word that is no command would show the program's help, as if all were well.
      return line.execute(unknown ? new String[] {args[0]} : ConfigFile.expand(line, args));
    } catch (UserError | OutOfMemoryError | FSError e) { // of Hadoop, no exception: a full disk
      return failed(e, err);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing command: one of " + String.join(", ", spec.subcommands().keySet()));
  }

  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
  }

  private static int mistake(ParameterException e) {
    CommandLine command = e.getCommandLine();
    StringBuilder line = new StringBuilder(oneLine(e).replaceFirst("\\.$", ""));
    if (e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      if (command.getParent() == null && !first.startsWith("-")) {
        line = new StringBuilder("There is no command '" + first + "'");
      }
      List<String> near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        line.append("; did you mean ").append(String.join(" or ", near)).append('?');
      }
      if (!first.startsWith("-") && command.getCommandSpec().findOption("--posts") != null) {
        line.append("; several paths are written --posts A --posts B, or as a glob in quotes");
      }
    } else if (e instanceof MissingParameterException
        && command.getCommandSpec().findOption("--labels") != null
        && command.getCommandSpec().positionalParameters().stream()
            .anyMatch(missing -> oneLine(e).contains(missing.paramLabel()))) {
      line.append("; it stands before --labels, which takes all that follows");
    }
    line.append(" (").append(command.getCommandSpec().qualifiedName()).append(" --help)");
    command.getErr().println(line);
    return UserError.MISTAKE;
  }

  private static int failed(Throwable failure, PrintWriter err) {
    Optional<UserError> error = Failure.userError(failure);
    if (error.isPresent()) {
      err.println(oneLine(error.get()));
      return error.get().exitCode();
    }
    err.println("This is a bug in Afterglow. Please report it with these lines:");
    failure.printStackTrace(err);
    return BUG;
  }

  private static String oneLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static PrintWriter writer(FileDescriptor stream) {
    return new PrintWriter(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }

  /** What runs: the program, and the Spark and Java that it finds. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "afterglow " + Program.VERSION,
        "Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        "Java ${java.version}"
      };
    }
  }
}
