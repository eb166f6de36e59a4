package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.afterglow.simulate.SimulationOptions;
import org.afterglow.simulate.Synthesize;
import org.afterglow.table.Manifest;
import org.afterglow.table.Stage;
import org.afterglow.table.Table;
import org.afterglow.table.Tables;
import org.apache.hadoop.fs.FileUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A synthetic archive of about 3,800 records of two platforms, with three campaigns, and one run
 * over it that nothing disturbed: made once for all tests that ask for it.
 */
final class SmallWorld implements AutoCloseable {
  /** Small queries: compiling and dividing them costs more than running them. */
  static final List<String> SMALL =
      List.of(
          "--driver-memory",
          "1g",
          "--conf",
          "spark.sql.codegen.wholeStage=false",
          "--conf",
          "spark.sql.codegen.factoryMode=NO_CODEGEN",
          "--conf",
          "spark.sql.adaptive.enabled=false",
          "--conf",
          "spark.sql.shuffle.partitions=2");

  private final Path folder;
  private @Nullable Path undisturbed;

  private SmallWorld() {
    try {
      folder = Files.createTempDirectory("small-world");
      Synthesize.write(
          SimulationOptions.from(
              Map.ofEntries(
                  Map.entry("days", "70"),
                  Map.entry("entities", "3"),
                  Map.entry("persons", "300"),
                  Map.entry("twitterShare", "0.67"),
                  Map.entry("redditShare", "0.33"),
                  Map.entry("leadDays", "14"),
                  Map.entry("tailDays", "20"),
                  Map.entry("campaignDaysMin", "12"),
                  Map.entry("campaignDaysMax", "14"),
                  Map.entry("campaignsMin", "1"),
                  Map.entry("campaignsMax", "1"),
                  Map.entry("volumeMean", "0.5"),
                  Map.entry("backgroundPerDay", "10"),
                  Map.entry("twitterFiles", "MONTH"),
                  Map.entry("labels", "10"))),
          folder.resolve("world"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A path of its own beside the archive. */
  Path path(String name) {
    return folder.resolve(name);
  }

  /** The words of a run over the whole archive, after those of the launcher. */
  List<String> runInto(Path out) {
    return runInto(out, path("world/archives").toString());
  }

  private List<String> runInto(Path out, String posts) {
    return List.of(
        "run",
        out.toString(),
        "--posts",
        posts,
        "--mapping",
        path("world/mapping.json").toString(),
        "--campaigns",
        path("world/campaigns.csv").toString(),
        "--key",
        path("key").toString());
  }

  /** A run over the whole archive by the launcher, with options before and after the command. */
  Programs.Running start(Path out, List<String> before, List<String> after) throws IOException {
    List<String> arguments = new ArrayList<>(SMALL);
    arguments.addAll(before);
    arguments.addAll(runInto(out));
    arguments.addAll(after);
    return Programs.start(Map.of(), "afterglow", arguments);
  }

  /** A run over archives of the world by the launcher, with options after the command. */
  Programs.Running startOn(List<Path> archives, Path out, List<String> after) throws IOException {
    List<String> arguments = new ArrayList<>(SMALL);
    arguments.addAll(runInto(out, archives.get(0).toString()));
    archives.stream()
        .skip(1)
        .forEach(archive -> arguments.addAll(List.of("--posts", archive.toString())));
    arguments.addAll(after);
    return Programs.start(Map.of(), "afterglow", arguments);
  }

  /** The first stage alone over archives of the world, with options after the command. */
  Programs.Running ingest(List<Path> archives, Path out, List<String> after) throws IOException {
    List<String> arguments = new ArrayList<>(SMALL);
    arguments.addAll(
        List.of(
            "ingest",
            out.toString(),
            "--mapping",
            path("world/mapping.json").toString(),
            "--key",
            path("key").toString()));
    archives.forEach(archive -> arguments.addAll(List.of("--posts", archive.toString())));
    arguments.addAll(after);
    return Programs.start(Map.of(), "afterglow", arguments);
  }

  /** The archives, in the order in which they are read. */
  List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.walk(path("world/archives"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The folder of a run in local mode that nothing disturbed. */
  synchronized Path undisturbed() throws IOException, InterruptedException {
    Path before = undisturbed;
    if (before != null) {
      return before;
    }
    Path out = path("undisturbed");
    Programs.Ended ended = start(out, List.of(), List.of()).ended();
    assertThat(ended.exit()).as(String.join("\n", ended.lines())).isZero();
    undisturbed = out; // a complaint below is one test's failure, not that of all who compare
    assertThat(ended.said()).isEmpty();
    return out;
  }

  static Manifest manifest(Path out) throws IOException {
    return Manifest.JSON.readValue(Files.readString(out.resolve("manifest.json")), Manifest.class);
  }

  /** The content hash of every table, by its name. */
  static Map<String, String> hashes(Path out) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    manifest(out).tables().forEach((name, table) -> hashes.put(name, table.contentHash()));
    return hashes;
  }

  /** The same of the tables of a stage that no later one fills in, as decay does coverage. */
  static Map<String, String> hashes(Path out, Stage stage) throws IOException {
    Map<String, String> hashes = hashes(out);
    hashes.keySet().retainAll(stage.tables().stream().map(Table::name).toList());
    hashes.remove(Tables.COVERAGE.name());
    return hashes;
  }

  @Override
  public void close() {
    FileUtil.fullyDelete(folder.toFile());
  }

  /** Hands every test that asks for a {@link SmallWorld} the same one. */
  static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      return parameter.getParameter().getType() == SmallWorld.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
      return test.getRoot()
          .getStore(Namespace.GLOBAL)
          .computeIfAbsent(SmallWorld.class, key -> new SmallWorld(), SmallWorld.class);
    }
  }
}
