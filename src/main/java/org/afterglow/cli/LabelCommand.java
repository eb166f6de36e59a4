package org.afterglow.cli;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.afterglow.UserError;
import org.afterglow.classify.LabelSheet;
import org.afterglow.job.draw.DrawTrainingPosts;
import org.afterglow.job.draw.DrawValidationPosts;
import org.afterglow.job.draw.DrawnPost;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Posts for a person to label. */
@Command(
    name = "label",
    description = {
      "Draw posts of a folder for a person to label, as a CSV to fill in.",
      "Column label takes promotional, conversational or neutral (promotional: it asks its reader"
          + " to do something for the author's or a payer's benefit, or announces an offer); asks"
          + " takes 1 or 0. A row left empty does not count.",
      "The file holds the texts of other people's posts: its owner alone can read it.",
      "Filled in for training, it goes to train --labels, and to evaluate --labels; for validation,"
          + " to decay --validation. See docs/labelling.md."
    })
final class LabelCommand implements Runnable {
  enum Purpose {
    training,
    validation
  }

  @Parameters(paramLabel = "OUT", description = "Folder of the tables.")
  private String out = "";

  @Option(
      names = "--for",
      paramLabel = "PURPOSE",
      required = true,
      description = {
        "training: three in ten at random, from all over the probabilities, with their weight; the"
            + " others those that a model learns most from.",
        "validation: posts of the analysed campaigns in proportion to the engagement with them;"
            + " needs the stage campaigns."
      })
  private Purpose purpose = Purpose.training;

  @Option(
      names = "-n",
      paramLabel = "N",
      required = true,
      description = "Posts to label: 50 to 500 for training, 800 for validation.")
  private int n;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "File to write, not in OUT. Default: OUT-PURPOSE.csv, beside OUT.")
  private @Nullable Path output;

  @Option(names = "--replace", description = "Replace the file if it is there.")
  private boolean replace;

  @Mixin private TextOptions source = new TextOptions();
  @Mixin private SharedOptions shared = new SharedOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    if (n < 1 || n > DrawTrainingPosts.MOST) {
      throw new UserError("-n " + n + " is no number of posts from 1 to " + DrawTrainingPosts.MOST);
    }
    source.demandRight();
    Path file = file();
    try (Session session = shared.open()) {
      OutputFolder folder = OutputFolder.toRead(session.spark(), out);
      folder.require(Stage.INGEST);
      if (purpose == Purpose.validation) {
        folder.require(Stage.CAMPAIGNS);
      }
      source.demandTexts(folder, "the folder");
      session.progress().stage("label: drawing");
      List<DrawnPost> drawn =
          purpose == Purpose.training
              ? DrawTrainingPosts.of(folder.table(Tables.POSTS), n, shared.seed())
              : DrawValidationPosts.of(folder, shared.facts(), n, shared.seed());
      session.progress().stage("label: texts");
      List<LabelSheet.Line> lines = lines(drawn, texts(session, folder, drawn));
      if (lines.isEmpty()) {
        throw new UserError(
            drawn.isEmpty()
                ? "the folder holds no post that can be labelled: none was scored"
                : "none of the posts drawn is in --posts; name the folder's own archives");
      }
      write(file, lines);
      if (lines.size() < drawn.size()) {
        session
            .progress()
            .note(
                "label: "
                    + (drawn.size() - lines.size())
                    + " of the posts drawn were left out, for their texts were not found");
      }
      long weighted = lines.stream().filter(line -> line.weight() != null).count();
      spec.commandLine()
          .getOut()
          .println(file + ": " + lines.size() + " posts to label, " + weighted + " with a weight");
    }
  }

  /** The file to write; refused where it must not be. */
  private Path file() {
    boolean local = !out.contains("://");
    Path folder =
        Path.of(local ? out : new org.apache.hadoop.fs.Path(out).getName())
            .toAbsolutePath()
            .normalize();
    Path file =
        output == null
            ? folder.resolveSibling(folder.getFileName() + "-" + purpose + ".csv")
            : output.toAbsolutePath().normalize();
    if (local && file.startsWith(folder)) {
      throw new UserError(
          "--output " + file + " lies in the output folder; keep texts where the tables do not go");
    }
    Path parent = file.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new UserError("--output " + file + " lies in no folder; name one that exists");
    }
    try {
      Files.delete(Files.createTempFile(parent, ".labels", ".new"));
    } catch (IOException e) {
      throw new UserError(
          "--output " + file + " cannot be written: nothing can be made in its folder");
    }
    if (Files.exists(file) && (!replace || Files.isDirectory(file))) {
      throw new UserError(
          "--output "
              + file
              + (Files.isDirectory(file)
                  ? " is a folder; name a file"
                  : " is there already; --replace replaces it, with what was filled in"));
    }
    return file;
  }

  private void write(Path file, List<LabelSheet.Line> lines) {
    try {
      LabelSheet.write(file, lines, replace);
    } catch (FileAlreadyExistsException e) {
      throw new UserError("--output " + file + " is there already; --replace replaces it");
    } catch (IOException e) {
      throw new UserError("--output " + file + " cannot be written: " + e.getMessage());
    }
  }

  /** Texts of the posts drawn, by their keys. */
  private Map<String, String> texts(Session session, OutputFolder folder, List<DrawnPost> drawn) {
    Set<String> wanted = drawn.stream().map(DrawnPost::key).collect(Collectors.toSet());
    Dataset<Row> texts = source.texts(session, folder, out, wanted);
    Dataset<Row> keys =
        session.spark().createDataset(List.copyOf(wanted), Encoders.STRING()).toDF("key");
    Map<String, String> found = new HashMap<>();
    texts
        .select(concat(col("platform"), lit("/"), col("post_id")).as("key"), col("text"))
        .join(broadcast(keys), "key")
        .as(Encoders.tuple(Encoders.STRING(), Encoders.STRING()))
        .collectAsList()
        .forEach(text -> found.put(text._1(), text._2()));
    return found;
  }

  private static List<LabelSheet.Line> lines(List<DrawnPost> drawn, Map<String, String> texts) {
    List<LabelSheet.Line> lines = new ArrayList<>();
    for (DrawnPost post : drawn) {
      String text = texts.get(post.key());
      if (text != null) {
        lines.add(
            new LabelSheet.Line(
                post.key(),
                text,
                post.source(),
                post.postedAt(),
                post.language(),
                post.weight(),
                post.earlyWeighted(),
                post.lateWeighted()));
      }
    }
    return lines;
  }
}
