package org.afterglow.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.afterglow.UserError;
import org.afterglow.classify.EvaluateModel;
import org.afterglow.classify.Evaluation;
import org.afterglow.classify.LabelFile;
import org.afterglow.classify.Model;
import org.afterglow.classify.ScoreDrift;
import org.afterglow.job.draw.MeasureDrift;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Tables;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How well a model does on labels that it was not trained on, and how its scores move. */
@Command(
    name = "evaluate",
    description = {
      "Measure a model against labelled texts, and how its scores move over an archive:"
          + " OUT/metrics.json, written anew, and a table here.",
      "Labels give, overall and by source, language and year of created_at: n, prevalence,"
          + " macro-F1, areas under the PR and ROC curves, Brier score, calibration error (ECE),"
          + " recall, false positive rate, share uncertain and in other languages, each with a 95 %%"
          + " interval; and overall a reliability diagram and both curves, the model's thresholds"
          + " marked.",
      "Labels with the columns weight (1 over the probability of being drawn), early_weighted and"
          + " late_weighted (weighted acts at ages below a day, and from then to 28 days) also give"
          + " the confusion weighted by engagement, and whether labels are too uncertain to correct"
          + " a contrast by.",
      "Where OUT holds posts of a run, their drift: the distribution of scores by platform and"
          + " month (or quarter), against the whole platform's. --labels may then be left out.",
      "The report of OUT shows what was measured of the model that it used: afterglow report OUT.",
      "docs/classifier.md says how to read the figures."
    })
final class EvaluateCommand implements Runnable {
  @Parameters(
      paramLabel = "OUT",
      description = "Folder to write metrics.json into: any, one with a model, or one of a run.")
  private String out = "";

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      arity = "1..*",
      description = {
        "Files of labels, as for train; repeats. CSV:"
            + " text,label[,id,source,lang,created_at,year,weight,early_weighted,late_weighted].",
        "Give labels that the model was not trained on."
      })
  private List<String> labels = List.of();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = {
        "The model. Default: OUT/model, or else the one that comes with the program, whose card is"
            + " org/afterglow/classify/default-model/card.json in the jar.",
        "Drift is of the scores in OUT, whichever model this names."
      })
  private @Nullable String model;

  /** What was measured, for people. */
  private String measured = "";

  private List<LabelFile> read = List.of();

  @Mixin private SharedOptions shared = new SharedOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    if (labels.isEmpty() && model != null) {
      throw new UserError("evaluate: --model is measured against labels; name them by --labels");
    }
    try (Session session = shared.open()) {
      OutputFolder folder = withPosts(session);
      if (labels.isEmpty() && folder == null) {
        throw new UserError(
            "evaluate: "
                + out
                + " holds no posts of a finished ingest to measure the drift of; name labels by"
                + " --labels, or a folder that a run has written");
      }
      Configuration hadoop = session.spark().sparkContext().hadoopConfiguration();
      Writable.demand("OUT", out, hadoop);
      if (labels.isEmpty()) {
        demandWholeCard(session);
      }
      session.progress().stage("evaluate");
      Evaluation labelled = labels.isEmpty() ? null : labelled(session);
      ScoreDrift drift = folder == null ? null : MeasureDrift.of(folder);
      Evaluation evaluation =
          labelled != null
              ? labelled.with(drift)
              : Evaluation.of(java.util.Objects.requireNonNull(drift));
      evaluation.write(new org.apache.hadoop.fs.Path(out, Evaluation.FILE).toString(), hadoop);
      read.stream().map(LabelFile::told).forEach(spec.commandLine().getOut()::println);
      EvaluationText.lines(evaluation, measured).forEach(spec.commandLine().getOut()::println);
    }
  }

  /** Scores of a model whose card is damaged are not worth measuring. */
  private void demandWholeCard(Session session) {
    ModelFolder own = new ModelFolder(session.spark(), out);
    try {
      if (own.exists()) {
        Model.card(own.path(), session.spark().sparkContext().hadoopConfiguration());
      }
    } catch (IllegalArgumentException e) {
      throw new UserError("evaluate: " + e.getMessage());
    }
  }

  /** The folder, if a run has put posts there. */
  private @Nullable OutputFolder withPosts(Session session) {
    Configuration hadoop = session.spark().sparkContext().hadoopConfiguration();
    org.apache.hadoop.fs.Path manifest = new org.apache.hadoop.fs.Path(out, "manifest.json");
    try {
      if (!manifest.getFileSystem(hadoop).exists(manifest)) {
        return null;
      }
    } catch (IOException e) {
      throw new UserError(
          "evaluate: " + out + " is no folder that can be reached: " + e.getMessage());
    }
    OutputFolder folder = session.writing(OutputFolder.toRead(session.spark(), out));
    return folder.holds(Tables.POSTS) ? folder : null;
  }

  private Evaluation labelled(Session session) {
    Configuration hadoop = session.spark().sparkContext().hadoopConfiguration();
    ModelFolder own = new ModelFolder(session.spark(), out);
    Path unpacked = null;
    try {
      read = LabelFile.readAll(labels, hadoop);
      String folder = model != null ? model : own.path();
      if (model == null && !own.exists()) {
        measured = "the default model";
        unpacked = Files.createTempDirectory("afterglow-model");
        folder = unpacked.resolve("model").toUri().toString();
        Model.unpackDefault(folder, hadoop);
      } else {
        measured = folder;
      }
      return EvaluateModel.evaluate(folder, read, hadoop, shared.seed());
    } catch (IllegalArgumentException e) {
      throw new UserError("evaluate: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder can be made", e);
    } finally {
      if (unpacked != null) {
        FileUtil.fullyDelete(unpacked.toFile());
      }
    }
  }
}
