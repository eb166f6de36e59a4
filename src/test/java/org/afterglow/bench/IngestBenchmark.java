package org.afterglow.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.afterglow.archive.ReadOptions;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.ingest.ChosenModel;
import org.afterglow.ingest.IngestArchives;
import org.afterglow.ingest.OptOut;
import org.afterglow.ingest.Progress;
import org.afterglow.ingest.Selection;
import org.afterglow.post.Identities;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.HashingTF;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.feature.NGram;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * CPU seconds a million posts from JSON lines to written posts: {@code ingest} against {@code
 * spark.read.json}, a stock MLlib pipeline of words and pairs of words, and Parquet; alternating in
 * one process, after one round that is not counted. Run by scripts/benchmark-ingest.
 */
final class IngestBenchmark {
  private static final String[] WORDS =
      ("bread kettle tonight ticket queue garden thanks really buy order the a of to and we you"
              + " my bike chain pottery stage radio book seeds cat podcast week code save")
          .split(" ", -1);
  private static final String SCHEMA =
      "created_at string, id_str string, text string, lang string, source string,"
          + " in_reply_to_status_id_str string, retweet_count long, favorite_count long,"
          + " user struct<id_str: string, screen_name: string, followers_count: long>,"
          + " entities struct<hashtags: array<struct<text: string>>>";

  private IngestBenchmark() {}

  /** Arguments: posts, rounds, a folder for what is written. */
  public static void main(String[] args) throws IOException {
    int posts = Integer.parseInt(args[0]);
    int rounds = Integer.parseInt(args[1]);
    Path folder = Files.createDirectories(Path.of(args[2]));
    Path archive = folder.resolve("posts.jsonl");
    write(archive, posts);
    CpuProfile profile = new CpuProfile();
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 8)
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
            .getOrCreate();
    PipelineModel stock = stock(spark);
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    Map<String, Double> phases = new TreeMap<>();
    for (int round = 0; round <= rounds; round++) {
      boolean counts = round > 0;
      Runnable ingest =
          () -> ingest(spark, archive, folder.resolve("ours"), counts ? phases : new TreeMap<>());
      double a = cpuSeconds(() -> profile.during(counts, ingest));
      double b = cpuSeconds(() -> stock(spark, stock, archive, folder.resolve("stock")));
      System.out.printf(
          Locale.ROOT,
          "round %d%s: ingest %.1f, stock %.1f CPU s%n",
          round,
          round == 0 ? " (not counted)" : "",
          a,
          b);
      if (round > 0) {
        ours.add(a);
        theirs.add(b);
      }
    }
    double million = 1e6 / posts;
    System.out.printf(
        Locale.ROOT,
        "%d posts of %d bytes: ingest %.1f, stock %.1f CPU s a million; stock/ingest %.2f%n",
        posts,
        Files.size(archive) / posts,
        median(ours) * million,
        median(theirs) * million,
        median(theirs) / median(ours));
    phases.forEach(
        (phase, seconds) ->
            System.out.printf(
                Locale.ROOT, "  %s: %.1f CPU s a million%n", phase, seconds / rounds * million));
    profile.print("rounds of ingest that count");
    spark.stop();
  }

  /** CPU seconds by what ingest says it is at. */
  private static final class Phases implements Progress {
    private final Map<String, Double> seconds;
    private @Nullable String phase;
    private double since;

    Phases(Map<String, Double> seconds) {
      this.seconds = seconds;
    }

    @Override
    public void stage(String name) {
      double now = cpuSeconds();
      if (phase != null) {
        seconds.merge(phase, now - since, Double::sum);
      }
      phase = name;
      since = now;
    }

    @Override
    public void total(long bytes) {}

    @Override
    public void advanced(long records, long bytes) {}

    @Override
    public void over() {}

    @Override
    public void note(String line) {}
  }

  private static void ingest(
      SparkSession spark, Path archive, Path out, Map<String, Double> seconds) {
    Phases phases = new Phases(seconds);
    FileUtil.fullyDelete(out.toFile());
    OutputFolder folder = OutputFolder.toWrite(spark, out.toString());
    IngestArchives.into(
        folder,
        new IngestArchives.Request(
            List.of(archive.toString()),
            ReadOptions.defaults(),
            Selection.ALL,
            OptOut.NOBODY,
            Identities.pseudonyms("a secret of benchmarks".getBytes(StandardCharsets.UTF_8)),
            false,
            ArchiveFacts.unknown(),
            64L << 20,
            8L << 30,
            Manifest.JSON.createObjectNode(),
            IngestArchives.Mode.BEGIN),
        ChosenModel.of(folder, null),
        phases);
    phases.stage("end");
  }

  private static void stock(SparkSession spark, PipelineModel model, Path archive, Path out) {
    model
        .transform(spark.read().schema(SCHEMA).json(archive.toString()))
        .drop("text", "words", "pairs", "word_counts", "pair_counts", "counts", "features")
        .drop("rawPrediction")
        .withColumn(
            "probability",
            org.apache
                .spark
                .ml
                .functions
                .vector_to_array(org.apache.spark.sql.functions.col("probability"), "float64")
                .getItem(1))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(out.toString());
  }

  private static PipelineModel stock(SparkSession spark) {
    Dataset<Row> labelled =
        spark.sql(
            "select * from values ('buy bread and save', 1.0), ('order tonight', 1.0),"
                + " ('thanks my garden', 0.0), ('really the cat', 0.0) as t(text, label)");
    return new Pipeline()
        .setStages(
            new PipelineStage[] {
              new RegexTokenizer().setInputCol("text").setOutputCol("words").setPattern("\\W+"),
              new NGram().setN(2).setInputCol("words").setOutputCol("pairs"),
              new HashingTF().setInputCol("words").setOutputCol("word_counts"),
              new HashingTF().setInputCol("pairs").setOutputCol("pair_counts"),
              new VectorAssembler()
                  .setInputCols(new String[] {"word_counts", "pair_counts"})
                  .setOutputCol("counts"),
              new IDF().setInputCol("counts").setOutputCol("features"),
              new LogisticRegression().setMaxIter(5)
            })
        .fit(labelled);
  }

  private static double cpuSeconds(Runnable work) {
    double before = cpuSeconds();
    work.run();
    return cpuSeconds() - before;
  }

  private static double cpuSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return Arrays.stream(sorted).skip((sorted.length - 1) / 2).findFirst().orElseThrow();
  }

  private static void write(Path archive, int posts) throws IOException {
    DateTimeFormatter twitter =
        DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss Z yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    SplittableRandom random = new SplittableRandom(1);
    Instant start = Instant.parse("2016-01-01T00:00:00Z");
    try (BufferedWriter out = Files.newBufferedWriter(archive)) {
      for (int i = 0; i < posts; i++) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < 16; word++) {
          text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        int user = random.nextInt(20_000);
        out.write(
            String.format(
                Locale.ROOT,
                "{\"created_at\":\"%s\",\"id\":%d,\"id_str\":\"%d\",\"text\":\"%s\",\"lang\":\"en\","
                    + "\"source\":\"<a href=\\\"http://app.example\\\">App</a>\","
                    + "\"in_reply_to_status_id_str\":null,\"retweet_count\":%d,"
                    + "\"favorite_count\":%d,\"user\":{\"id\":%d,\"id_str\":\"%d\","
                    + "\"name\":\"User %d\",\"screen_name\":\"user%d\",\"followers_count\":%d},"
                    + "\"entities\":{\"hashtags\":[],\"urls\":[],\"user_mentions\":[]},"
                    + "\"geo\":null,\"coordinates\":null,\"place\":null,\"truncated\":false}%n",
                twitter.format(start.plusSeconds(i * 3L)),
                1_000_000L + i,
                1_000_000L + i,
                text.toString().strip(),
                random.nextInt(50),
                random.nextInt(50),
                user,
                user,
                user,
                user,
                random.nextInt(10_000)));
      }
    }
  }
}
