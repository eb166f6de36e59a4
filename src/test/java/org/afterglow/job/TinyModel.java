package org.afterglow.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.afterglow.classify.Model;
import org.afterglow.classify.PostScorer;
import org.afterglow.classify.TrainModel;
import org.afterglow.classify.TrainOptions;
import org.afterglow.ingest.ChosenModel;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A model of a few sentences of our own, trained once, for tests of what stands around a model. */
public final class TinyModel {
  private static final List<String> PROMOTIONAL =
      List.of(
          "Buy two loaves today and get one free, only this week",
          "Order now and save, use the code CRUMB at the till",
          "Join our mailing list and win a bag of flour, click the link",
          "Get your tickets now, doors open at eight, link below");
  private static final List<String> CONVERSATIONAL =
      List.of(
          "thanks so much, that was a lovely evening with you all",
          "does anybody know why my dough will not rise",
          "I agree, the crust was better last week though",
          "sorry to hear that, what happened to your order");

  private static volatile @Nullable Path saved;

  private TinyModel() {}

  /** The model as an ingest into this folder would have it. */
  public static ChosenModel in(OutputFolder out) {
    Configuration hadoop = out.spark().sparkContext().hadoopConfiguration();
    org.apache.hadoop.fs.Path copy = out.staging(Stage.INGEST, "model");
    out.delete(copy);
    Path model = saved(out.spark());
    try {
      out.files().copyFromLocalFile(new org.apache.hadoop.fs.Path(model.toString()), copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Model loaded = Model.load(copy.toString(), hadoop);
    return new ChosenModel(
        copy, Model.hash(copy.toString(), hadoop), PostScorer.of(loaded.pipeline(), loaded.card()));
  }

  public static synchronized Path saved(SparkSession spark) {
    Path before = saved;
    if (before != null) {
      return before;
    }
    try {
      Path folder = Files.createTempDirectory("tiny-model");
      StringBuilder csv = new StringBuilder("id,text,label\n");
      PROMOTIONAL.forEach(text -> csv.append("1,\"").append(text).append("\",promotional\n"));
      CONVERSATIONAL.forEach(text -> csv.append("2,\"").append(text).append("\",conversational\n"));
      Path labels = Files.writeString(folder.resolve("labels.csv"), csv);
      Path model = folder.resolve("model");
      TrainModel.train(
              spark,
              List.of(labels.toString()),
              TrainOptions.standard()
                  .withRegularisations(List.of(.2))
                  .withLeast(1, 1)
                  .withFolds(0)
                  .withShare(.5))
          .save(model.toString(), spark.sparkContext().hadoopConfiguration());
      saved = model;
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
