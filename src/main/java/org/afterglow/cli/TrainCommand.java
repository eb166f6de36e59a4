package org.afterglow.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.afterglow.UserError;
import org.afterglow.classify.Metrics;
import org.afterglow.classify.Model;
import org.afterglow.classify.TrainModel;
import org.afterglow.classify.TrainOptions;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Labels in, a saved model with its card out. */
@Command(
    name = "train",
    description = {
      "Train a model on labelled texts: OUT/model, a saved MLlib PipelineModel with its card.",
      "Labels are CSV: id,text,label[,source,created_at,lang], label promotional or conversational."
    })
final class TrainCommand implements Runnable {
  @Parameters(paramLabel = "OUT", description = "Folder to write the model into.")
  private String out = "";

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      required = true,
      arity = "1..*",
      description = "Files of labels; repeats.")
  private List<String> labels = List.of();

  @Option(
      names = "--credit",
      paramLabel = "FILE=TEXT",
      description = "Whose work a file of labels is, for the card; repeats.")
  private List<String> credits = List.of();

  @Option(
      names = "--weight",
      paramLabel = "FILE=FACTOR",
      description = "How much more than others a file of labels counts; repeats. Default: 1.")
  private List<String> weights = List.of();

  @Option(names = "--replace", description = "Write OUT/model anew.")
  private boolean replace;

  @Mixin private SharedOptions shared = new SharedOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    TrainOptions options =
        TrainOptions.standard()
            .withSeed(shared.seed())
            .withWeights(weightsByFile())
            .withCredits(byFile("--credit", credits, "whose work"));
    try (Session session = shared.open()) {
      SparkSession spark = session.spark();
      ModelFolder folder = new ModelFolder(spark, out);
      folder.refuseExisting(replace);
      session.progress().stage("train");
      Model model = TrainModel.train(spark, labels, options);
      folder.write(model);
      for (Map.Entry<String, Metrics> test : model.card().metrics().entrySet()) {
        spec.commandLine().getOut().println(test.getKey() + ": " + test.getValue());
      }
    } catch (IllegalArgumentException e) {
      throw new UserError("train: " + e.getMessage());
    }
  }

  private Map<String, Double> weightsByFile() {
    Map<String, Double> weightOf = new HashMap<>();
    byFile("--weight", weights, "2")
        .forEach(
            (file, factor) -> {
              try {
                weightOf.put(file, Double.valueOf(factor));
              } catch (NumberFormatException e) {
                throw new UserError(
                    "--weight " + file + "=" + factor + ": " + factor + " is not a number");
              }
            });
    return weightOf;
  }

  private static Map<String, String> byFile(String option, List<String> given, String example) {
    Map<String, String> byFile = new HashMap<>();
    for (String each : given) {
      int equals = each.indexOf('=');
      if (equals <= 0) {
        throw new UserError(option + " " + each + " names no file; write labels.csv=" + example);
      }
      byFile.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return byFile;
  }
}
