package org.afterglow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.afterglow.UserError;
import org.afterglow.classify.EvaluateModel;
import org.afterglow.classify.Evaluation;
import org.afterglow.classify.Model;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How well a model does on labels that it was not trained on. */
@Command(
    name = "evaluate",
    description =
        "Measure a model against labelled texts: OUT/metrics.json, overall and by source.")
final class EvaluateCommand implements Runnable {
  @Parameters(paramLabel = "OUT", description = "Folder to write metrics.json into.")
  private String out = "";

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      required = true,
      arity = "1..*",
      description = "Files of labels, as for train; repeats.")
  private List<String> labels = List.of();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "The model. Default: OUT/model, or else the one that comes with the program.")
  private @Nullable String model;

  @Mixin private SharedOptions shared = new SharedOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    try (Session session = shared.open()) {
      session.progress().stage("evaluate");
      Configuration hadoop = session.spark().sparkContext().hadoopConfiguration();
      Path unpacked = Files.createTempDirectory("afterglow-model");
      try {
        Evaluation evaluation =
            EvaluateModel.evaluate(
                session.spark(),
                chosen(new ModelFolder(session.spark(), out), unpacked, hadoop),
                labels);
        evaluation.write(new org.apache.hadoop.fs.Path(out, "metrics.json").toString(), hadoop);
        spec.commandLine().getOut().println(evaluation.overall());
      } finally {
        FileUtil.fullyDelete(unpacked.toFile());
      }
    } catch (IllegalArgumentException e) {
      throw new UserError("evaluate: " + e.getMessage());
    } catch (IOException e) {
      throw new UserError("evaluate: no temporary folder can be made: " + e.getMessage());
    }
  }

  private String chosen(ModelFolder own, Path unpacked, Configuration hadoop) {
    if (model != null) {
      return model;
    }
    if (own.exists()) {
      return own.path();
    }
    String folder = unpacked.resolve("model").toUri().toString();
    Model.unpackDefault(folder, hadoop);
    return folder;
  }
}
