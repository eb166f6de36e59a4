package org.afterglow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.afterglow.UserError;
import org.afterglow.classify.AdaptModel;
import org.afterglow.classify.AdaptToArchive;
import org.afterglow.classify.DecisionCosts;
import org.afterglow.classify.LabelFile;
import org.afterglow.classify.Model;
import org.afterglow.classify.TrainModel;
import org.afterglow.classify.TrainOptions;
import org.afterglow.job.draw.CollectSignals;
import org.afterglow.job.draw.CountScores;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
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
      "Labels are CSV: text,label[,id,source,lang,asks,created_at,year,weight], label promotional or"
          + " conversational; rows without one, neutral ones and those in other languages are left"
          + " out, and counted.",
      "It tells whether a post asks for something if 100 labels in asks are 1 and 100 are 0.",
      "The card of the default model: org/afterglow/classify/default-model/card.json in the jar.",
      "With --base some 50 to 500 labels move a model that is there towards an archive.",
      "With --base and --archive an archive moves it without labels, where that helps."
    })
final class TrainCommand implements Runnable {
  /** Options by the names that they have in {@link TrainOptions}. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "regularisations", "--penalty",
          "leastTexts", "--least-texts",
          "leastFiles", "--least-files",
          "folds", "--folds",
          "weights", "--weight",
          "costs.falsePromotional", "--cost-false-promotional",
          "costs.falseConversational", "--cost-false-conversational",
          "costs.uncertain", "--cost-uncertain");

  @Parameters(paramLabel = "OUT", description = "Folder to write the model into.")
  private String out = "";

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files of labels; repeats. Without --archive there must be some.")
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

  @Option(
      names = "--base",
      paramLabel = "DIR",
      description = {
        "Move this model towards the labels; \"default\" is the one that comes with the program.",
        "Without it the model learns from the labels alone."
      })
  private @Nullable String base;

  @Option(
      names = "--archive",
      paramLabel = "FOLDER",
      description = {
        "Move --base by what the archives of this folder, which a run has written, label themselves:"
            + " promo codes, adverts, exchanges between two people.",
        "The base is kept where that does not help on texts held out; the card says what was done."
      })
  private @Nullable String archive;

  @Option(
      names = "--penalty",
      paramLabel = "R",
      description = {
        "Strength of the L2 penalty; of several the best in cross-validation is taken; repeats.",
        "Default: .4, .1 and 1.6. With --base the difference has penalties of its own."
      })
  private List<Double> penalties = List.of();

  @Option(
      names = "--least-texts",
      paramLabel = "N",
      defaultValue = "3",
      description = "Texts that a feature must be in to count. Default: ${DEFAULT-VALUE}.")
  private int leastTexts;

  @Option(
      names = "--least-files",
      paramLabel = "N",
      defaultValue = "3",
      description = {
        "Files of labels that it must be in, if there are as many. Default: ${DEFAULT-VALUE}.",
        "Not with --base."
      })
  private int leastFiles;

  @Option(
      names = "--folds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Folds of cross-validation, 0 for none. Default: ${DEFAULT-VALUE}.")
  private int folds;

  @Option(
      names = "--share",
      paramLabel = "SHARE",
      defaultValue = "0.4",
      description = {
        "Share of promotional posts that an archive is expected to have, or labels: as many as there"
            + " are among the labels, for archives like these. Default: ${DEFAULT-VALUE}.",
        "With --base the labels say it."
      },
      converter = ShareConverter.class)
  private double share;

  @Option(
      names = "--cost-false-promotional",
      paramLabel = "COST",
      defaultValue = "1",
      description = "Cost of calling talk promotional. Default: ${DEFAULT-VALUE}.")
  private double costFalsePromotional;

  @Option(
      names = "--cost-false-conversational",
      paramLabel = "COST",
      defaultValue = "1",
      description = "Cost of calling a promotional post talk. Default: ${DEFAULT-VALUE}.")
  private double costFalseConversational;

  @Option(
      names = "--cost-uncertain",
      paramLabel = "COST",
      defaultValue = "0.3",
      description =
          "Cost of calling a post uncertain; as much as half an error, and none is called so."
              + " Default: ${DEFAULT-VALUE}.")
  private double costUncertain;

  @Option(
      names = "--lang",
      paramLabel = "LANG",
      description = {
        "Language of labels whose file does not say it (en).",
        "Default: identified text by text; those in other languages are left out, and counted."
      })
  private @Nullable String lang;

  @Option(names = "--replace", description = "Write OUT/model anew.")
  private boolean replace;

  @Mixin private TextOptions source = new TextOptions();
  @Mixin private SharedOptions shared = new SharedOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    TrainOptions options = options();
    demandSource();
    demandFilesOfLabels(options);
    source.demandRight();
    try (Session session = shared.open()) {
      SparkSession spark = session.spark();
      ModelFolder folder = new ModelFolder(spark, out);
      folder.refuseExisting(replace);
      Writable.demand("OUT", out, spark.sparkContext().hadoopConfiguration());
      session.progress().stage("train");
      Model model =
          base == null ? TrainModel.train(spark, labels, options) : moved(session, base, options);
      folder.write(model);
      TrainingText.lines(model.card(), base != null).forEach(spec.commandLine().getOut()::println);
    } catch (IllegalArgumentException e) {
      throw new UserError("train: " + e.getMessage());
    } catch (IOException e) {
      throw new UserError("train: no temporary folder can be made: " + e.getMessage());
    }
  }

  /** The options of the training that the command line and the configuration file ask for. */
  TrainOptions options() {
    try {
      TrainOptions standard = TrainOptions.standard();
      return standard
          .withSeed(shared.seed())
          .withRegularisations(penalties.isEmpty() ? standard.regularisations() : penalties)
          .withLeast(leastTexts, leastFiles)
          .withFolds(folds)
          .withShare(share)
          .withCosts(
              new DecisionCosts(costFalsePromotional, costFalseConversational, costUncertain))
          .withLanguage(lang)
          .withWeights(weightsByFile())
          .withCredits(byFile("--credit", credits, "whose work"));
    } catch (IllegalArgumentException e) {
      throw new UserError("train: " + byOption(String.valueOf(e.getMessage())));
    }
  }

  /** Messages of the options' checks begin with the name that the option has in Java. */
  private static String byOption(String message) {
    String name = message.substring(0, Math.max(0, message.indexOf(' ')));
    String option = OPTIONS.get(name);
    return option == null ? message : option + message.substring(name.length());
  }

  private void demandSource() {
    if (base != null) {
      for (String unused : List.of("--share", "--penalty", "--least-files")) {
        if (spec.commandLine().getParseResult().hasMatchedOption(unused)) {
          throw new UserError(
              "train: "
                  + unused
                  + " is of a training from labels alone; with --base leave it out, "
                  + (unused.equals("--share")
                      ? "the labels say how many posts are promotional"
                      : "the difference from the base has penalties of its own"));
        }
      }
    }
    if (archive == null && labels.isEmpty()) {
      throw new UserError(
          "train: nothing to learn from; name --labels FILE, or --base MODEL with --archive FOLDER");
    }
    if (archive != null && base == null) {
      throw new UserError("train: --archive moves a model; name it by --base, or --base default");
    }
    if (archive == null && source.fromArchives()) {
      throw new UserError("train: --posts are the archives of --archive; name its folder, too");
    }
  }

  /** Refuses what is said of a file that is not among the labels. */
  private void demandFilesOfLabels(TrainOptions options) {
    Set<String> names = new TreeSet<>();
    labels.forEach(file -> names.add(new org.apache.hadoop.fs.Path(file).getName()));
    demandAmong(names, "--credit", options.credits().keySet());
    if (archive == null) { // signals have names, too
      demandAmong(names, "--weight", options.weights().keySet());
    }
  }

  private static void demandAmong(Set<String> names, String option, Set<String> given) {
    for (String file : new TreeSet<>(given)) {
      if (!names.contains(file)) {
        throw new UserError(
            "train: %s %s names no file of --labels, which are %s; write the name without its folder"
                .formatted(option, file, names.isEmpty() ? "none" : String.join(", ", names)));
      }
    }
  }

  private Model moved(Session session, String from, TrainOptions options) throws IOException {
    if (!from.equals("default")) {
      return movedFrom(session, from, options);
    }
    Path unpacked = Files.createTempDirectory("afterglow-model");
    try {
      String folder = unpacked.resolve("model").toUri().toString();
      Model.unpackDefault(folder, session.spark().sparkContext().hadoopConfiguration());
      return movedFrom(session, folder, options);
    } finally {
      FileUtil.fullyDelete(unpacked.toFile());
    }
  }

  private Model movedFrom(Session session, String from, TrainOptions options) {
    SparkSession spark = session.spark();
    if (archive == null) {
      return AdaptModel.adapt(spark, from, labels, options);
    }
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Model model = Model.load(from, hadoop);
    String hash = Model.hash(from, hadoop);
    List<LabelFile> files = LabelFile.readAll(labels, hadoop);
    AdaptToArchive.Evidence evidence = evidence(session, archive, hash);
    session.progress().stage("train: moving");
    return AdaptToArchive.adapt(spark, model, hash, evidence, files, options);
  }

  private AdaptToArchive.Evidence evidence(Session session, String from, String baseHash) {
    OutputFolder folder = OutputFolder.toRead(session.spark(), from);
    folder.require(Stage.INGEST);
    source.demandTexts(folder, "--archive " + from);
    session.progress().stage("train: signals");
    CollectSignals.Collected collected =
        CollectSignals.of(
            folder.table(Tables.POSTS),
            source.texts(session, folder, from, null),
            CollectSignals.Limits.STANDARD,
            shared.seed());
    Map<String, Long> bySignal = new TreeMap<>();
    collected.bySignal().forEach((signal, yield) -> bySignal.put(signal, yield.posts()));
    String scoredBy =
        folder.manifest().entry(Stage.INGEST).details().path("settings").path("model").asText();
    return new AdaptToArchive.Evidence(
        collected.labels(),
        bySignal,
        scoredBy.equals(baseHash) ? CountScores.of(folder.table(Tables.POSTS)) : List.of());
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
