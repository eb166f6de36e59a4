package org.afterglow.classify;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * How a model does on labelled texts: {@code metrics.json}.
 *
 * @param modelHash of the model that was asked, see {@link Model#hash}; empty for folds
 * @param files SHA-256 of the files of labels by name
 * @param overall over all texts
 * @param sources by source as the labels name it, by name of the file for rows without one
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Evaluation(
    String modelHash, Map<String, String> files, Metrics overall, Map<String, Metrics> sources) {

  /** Writes it as JSON, over what stands there. */
  public void write(String file, Configuration hadoop) {
    try {
      Model.writeJson(new Path(file), this, hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
