package org.afterglow.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.afterglow.UserError;
import org.afterglow.classify.Model;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The folder {@code OUT/model}: written whole, or not at all. */
final class ModelFolder {
  private final Configuration hadoop;
  private final Path model;
  private final FileSystem files;

  ModelFolder(SparkSession spark, String out) {
    hadoop = spark.sparkContext().hadoopConfiguration();
    model = new Path(out, "model");
    try {
      files = model.getFileSystem(hadoop);
    } catch (IOException e) {
      throw new UserError(out + " is no folder that can be reached: " + e.getMessage());
    }
  }

  /** Whether there is one. */
  boolean exists() {
    try {
      return files.exists(model);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String path() {
    return model.toString();
  }

  void refuseExisting(boolean replace) {
    if (exists() && !replace) {
      throw new UserError(model + " is there already; --replace writes it anew");
    }
  }

  void write(Model trained) {
    Path beside = new Path(model.getParent(), "_model.new");
    try {
      files.delete(beside, true);
      trained.save(beside.toString(), hadoop);
      files.delete(model, true);
      if (!files.rename(beside, model)) {
        throw new IOException("could not move " + beside + " to " + model);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
