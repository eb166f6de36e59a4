package org.afterglow.classify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.jspecify.annotations.Nullable;

/**
 * A trained pipeline with its card, and the folder that both are kept in: the folder of an ordinary
 * MLlib {@link PipelineModel} with a file {@code card.json} more. Folders may lie on any file
 * system that Hadoop knows.
 */
public record Model(PipelineModel pipeline, ModelCard card) {
  private static final String CARD = "card.json";

  /** What every card has; a number that is left out would be read as 0. */
  private static final List<String> NEEDED =
      List.of(
          "programVersion",
          "dataSets",
          "options",
          "versions",
          "metrics",
          "uncertainFrom",
          "uncertainTo",
          "languages",
          "knownFailures");

  private static final String DEFAULT = "default-model/";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** The stage that says whether a text asks for something, with columns of its own. */
  static LogisticRegressionModel askStage(Margin margin) {
    LogisticRegressionModel stage = margin.stage("afterglow-asks");
    stage.setRawPredictionCol("ask_raw_prediction");
    stage.setProbabilityCol("ask_probability");
    stage.setPredictionCol("ask_prediction");
    return stage;
  }

  /** The scorer of this model. */
  public PostScorer scorer() {
    return PostScorer.of(pipeline, card);
  }

  /**
   * Writes the model into a folder that does not exist yet.
   *
   * @throws UncheckedIOException if it exists or cannot be written
   */
  public void save(String folder, Configuration hadoop) {
    try {
      pipeline.save(folder);
      writeJson(new Path(folder, CARD), card, hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the model to " + folder, e);
    }
  }

  /**
   * Reads a model.
   *
   * @throws IllegalArgumentException if the folder holds no model, one of another kind than this
   *     program's, or a damaged one
   */
  public static Model load(String folder, Configuration hadoop) {
    ModelCard card = card(folder, hadoop);
    Model model = new Model(pipeline(folder, hadoop), card);
    model.scorer(); // refuses a pipeline that is none of ours
    return model;
  }

  /** Spark has no word of its own for a model whose files are damaged: it fails as it happens. */
  private static PipelineModel pipeline(String folder, Configuration hadoop) {
    for (String part : List.of("metadata", "stages")) {
      Path path = new Path(folder, part);
      try {
        if (!path.getFileSystem(hadoop).exists(path)) {
          throw damaged(folder, "it has no folder " + part, null);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + path, e);
      }
    }
    try {
      return PipelineModel.load(folder);
    } catch (Exception e) {
      throw damaged(folder, "a stage of it cannot be read", e);
    }
  }

  private static IllegalArgumentException damaged(
      String folder, String how, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "the model in " + folder + " is damaged or incomplete: " + how + "; train it anew", cause);
  }

  /** The card of the model in a folder; throws as {@link #load} does. */
  public static ModelCard card(String folder, Configuration hadoop) {
    Path path = new Path(folder, CARD);
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      JsonNode card = JSON.readTree(in.readAllBytes());
      String kind = card.path("kind").asText("none");
      if (!kind.equals(ModelCard.KIND)) {
        throw new IllegalArgumentException(
            "the model in "
                + folder
                + " is of kind "
                + kind
                + ", this program reads "
                + ModelCard.KIND
                + ": train it anew");
      }
      for (String field : NEEDED) {
        if (!card.hasNonNull(field)) {
          throw new IllegalArgumentException(
              path + " is not a whole model card: it lacks " + field + "; train the model anew");
        }
      }
      return whole(JSON.treeToValue(card, ModelCard.class), path);
    } catch (ChecksumException e) {
      throw new IllegalArgumentException(
          path
              + " is not what the program wrote: it does not match its checksum ."
              + CARD
              + ".crc beside it; who edited it deletes that file, else train the model anew",
          e);
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(
          "no model in "
              + folder
              + ": it has no "
              + CARD
              + "; what train and run write has it in its folder model",
          e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          path
              + " is not a model card"
              + (e.getLocation() == null || e.getLocation().getLineNr() < 1
                  ? ": a field of it is none that this program could have written"
                  : ", near line " + e.getLocation().getLineNr()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  /** Refuses a card by which no post could be scored, as it was left by an editor. */
  private static ModelCard whole(ModelCard card, Path path) {
    double from = card.uncertainFrom();
    double to = card.uncertainTo();
    if (!(0 <= from && from <= to && to <= 1)) {
      throw new IllegalArgumentException(
          "%s: uncertainFrom is %s and uncertainTo %s, should be from 0 to 1, the first not above the second"
              .formatted(path, from, to));
    }
    return card;
  }

  /**
   * The SHA-256, in hexadecimal, of the names and contents of a model's files, in order of name;
   * without the files whose names begin with a dot or an underscore, which file systems add.
   */
  public static String hash(String folder, Configuration hadoop) {
    Path root = new Path(folder);
    try {
      FileSystem files = root.getFileSystem(hadoop);
      Map<String, Path> byName = new TreeMap<>();
      list(files, files.makeQualified(root), "", byName);
      if (byName.isEmpty()) {
        throw new IllegalArgumentException("no model in " + folder + ": it is empty");
      }
      MessageDigest whole = sha256();
      byte[] buffer = new byte[1 << 16];
      for (Map.Entry<String, Path> file : byName.entrySet()) {
        whole.update(file.getKey().getBytes(StandardCharsets.UTF_8));
        whole.update((byte) 0);
        MessageDigest content = sha256();
        try (InputStream in = files.open(file.getValue())) {
          for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
            content.update(buffer, 0, read);
          }
        }
        whole.update(content.digest());
      }
      return HexFormat.of().formatHex(whole.digest());
    } catch (ChecksumException e) {
      throw damaged(folder, "a file of it does not match its checksum", e);
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException("no model in " + folder, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the model in " + folder, e);
    }
  }

  private static void list(FileSystem files, Path folder, String prefix, Map<String, Path> byName)
      throws IOException {
    for (FileStatus entry : files.listStatus(folder)) {
      String name = entry.getPath().getName();
      if (name.startsWith(".") || name.startsWith("_")) {
        continue;
      }
      if (entry.isDirectory()) {
        list(files, entry.getPath(), prefix + name + "/", byName);
      } else {
        byName.put(prefix + name, entry.getPath());
      }
    }
  }

  /**
   * Copies the model that travels in the jar into a folder that does not exist yet.
   *
   * @throws UncheckedIOException if it exists or cannot be written
   */
  public static void unpackDefault(String folder, Configuration hadoop) {
    Path root = new Path(folder);
    try {
      FileSystem files = root.getFileSystem(hadoop);
      if (files.exists(root)) {
        throw new IOException(folder + " is there already");
      }
      for (String name : defaultFiles()) {
        try (InputStream in = resource(name);
            OutputStream out = files.create(new Path(root, name), false)) {
          in.transferTo(out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the default model to " + folder, e);
    }
  }

  private static List<String> defaultFiles() throws IOException {
    try (InputStream in = resource("index.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = Model.class.getResourceAsStream(DEFAULT + name);
    if (in == null) {
      throw new IOException("the program's jar lacks " + DEFAULT + name);
    }
    return in;
  }

  static void writeJson(Path path, Object value, Configuration hadoop) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(value);
    try (OutputStream out = path.getFileSystem(hadoop).create(path, true)) {
      out.write(bytes);
      out.write('\n');
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
