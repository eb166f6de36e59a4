package org.afterglow.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.afterglow.UserError;
import org.afterglow.classify.Model;
import org.afterglow.classify.PostScorer;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The model that an ingest scores with, copied beside the output so that the folder can tell later
 * what it was.
 *
 * @param folder the copy, in the staging area
 * @param hash of its files
 * @param scorer made of it
 */
public record ChosenModel(Path folder, String hash, PostScorer scorer) {
  /**
   * Copies and loads a model.
   *
   * @param given its folder; null: the one that comes with the program
   * @throws UserError if there is no model that this program can use
   */
  public static ChosenModel of(OutputFolder out, @Nullable String given) {
    Configuration hadoop = out.spark().sparkContext().hadoopConfiguration();
    Path copy = out.staging(Stage.INGEST, "model");
    out.delete(copy);
    try {
      if (given == null) {
        Model.unpackDefault(copy.toString(), hadoop);
      } else {
        Model.card(given, hadoop); // refuses what is no model before anything is copied
        Path source = new Path(given);
        FileUtil.copy(source.getFileSystem(hadoop), source, out.files(), copy, false, hadoop);
      }
      Model model = Model.load(copy.toString(), hadoop);
      return new ChosenModel(
          copy, Model.hash(copy.toString(), hadoop), PostScorer.of(model.pipeline(), model.card()));
    } catch (IllegalArgumentException e) {
      if (given == null) {
        throw new IllegalStateException("the model that comes with the program does not load", e);
      }
      String message = String.valueOf(e.getMessage()).replace(copy.toString(), given);
      throw mistake("--model " + given + ": " + message, e);
    } catch (ChecksumException e) {
      throw mistake(
          "--model "
              + given
              + ": the model is damaged or incomplete: a file of it does not match its checksum;"
              + " train it anew",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UserError mistake(String message, Exception cause) {
    UserError mistake = new UserError(message);
    mistake.initCause(cause);
    return mistake;
  }
}
