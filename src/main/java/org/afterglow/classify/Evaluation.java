package org.afterglow.classify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a model does on labelled texts, and how its scores move over an archive: {@value #FILE}.
 *
 * @param modelHash of the model that was asked, see {@link Model#hash}; null where nothing was
 *     labelled
 * @param files SHA-256 of the files of labels by name
 * @param learntFrom names of those among them that the model learnt from, or one that it was made
 *     from; null where nothing was labelled
 * @param overall over all texts; null where nothing was labelled
 * @param sources by source as the labels name it, by name of the file for rows without one
 * @param languages by the language that the labels give, or else the one identified; {@value
 *     #UNKNOWN} where neither is known
 * @param years by year of {@code created_at}, UTC; {@value #UNKNOWN} where the labels have none
 * @param reliability ten bins of probability, or none
 * @param curves null unless both classes are there
 * @param weightedConfusion null where no label carries sampling weights
 * @param drift over the archive in the same folder; null where there is none
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Evaluation(
    @Nullable String modelHash,
    Map<String, String> files,
    @Nullable List<String> learntFrom,
    @Nullable MeasuredGroup overall,
    Map<String, MeasuredGroup> sources,
    Map<String, MeasuredGroup> languages,
    Map<String, MeasuredGroup> years,
    List<ReliabilityBin> reliability,
    @Nullable ScoreCurves curves,
    @Nullable WeightedConfusion weightedConfusion,
    @Nullable ScoreDrift drift) {
  /** Its name in a folder. */
  public static final String FILE = "metrics.json";

  static final String UNKNOWN = "unknown";

  static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** What a file does not name (an older one has no languages, say) is not there. */
  public Evaluation {
    files = orNone(files);
    sources = orNone(sources);
    languages = orNone(languages);
    years = orNone(years);
    reliability = reliability == null ? List.of() : List.copyOf(reliability);
  }

  private static <V> Map<String, V> orNone(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : map;
  }

  /** Of a folder whose posts were measured and no labels. */
  public static Evaluation of(ScoreDrift drift) {
    return new Evaluation(
        null, Map.of(), null, null, Map.of(), Map.of(), Map.of(), List.of(), null, null, drift);
  }

  /** The same with the drift over an archive. */
  public Evaluation with(@Nullable ScoreDrift measured) {
    return new Evaluation(
        modelHash,
        files,
        learntFrom,
        overall,
        sources,
        languages,
        years,
        reliability,
        curves,
        weightedConfusion,
        measured);
  }

  /** Reads what {@link #write} wrote; empty if it is something else. */
  public static Optional<Evaluation> read(String json) {
    try {
      return Optional.ofNullable(JSON.readValue(json, Evaluation.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Writes it as JSON in place of what stands there: beside it first, then moved in. */
  public void write(String file, Configuration hadoop) {
    Path path = new Path(file);
    Path beside = new Path(path.getParent(), "." + path.getName() + ".new");
    try {
      Model.writeJson(beside, this, hadoop);
      FileContext.getFileContext(path.getFileSystem(hadoop).getUri(), hadoop)
          .rename(beside, path, Options.Rename.OVERWRITE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
