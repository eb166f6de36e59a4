package org.afterglow.classify;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.afterglow.classify.Metrics.Prediction;
import org.afterglow.cli.DefaultTraining;
import org.afterglow.statistics.Draws;
import org.afterglow.text.TextMeasures;
import org.afterglow.text.Words;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.HashingTF;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.feature.Tokenizer;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Measures how the classifier does on labelled sets that it has not seen: alone, with all data, on
 * a kind of archive left out whole, and moved there by few labels; and a stock MLlib pipeline on
 * the same texts. {@code scripts/measure-classifier} runs it and makes the table.
 *
 * <p>Arguments: a folder of the label files that train, one of those that only test, a folder for
 * what is found, the options of the default model, and then the parts wanted ({@code alone, joint,
 * unadapted, left_out, stock}) and families, all where none are named. What is found: {@code
 * rows.jsonl}, a row of the table a line; {@code texts.jsonl} and {@code splits.jsonl}, by which
 * others can be measured on the same texts.
 *
 * <p>Nothing is chosen on what it is measured on: the penalty, the calibration and the threshold
 * come from folds within the texts trained on. Whole sources are left out.
 */
public final class MeasureClassifier {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int FOLDS = 5;
  private static final int[] FEW = {50, 100, 200, 500};
  private static final int SEEDS = 5;

  /** By family of label files, which are left out together: those that train. */
  private static final Map<String, List<String>> FAMILIES = new LinkedHashMap<>();

  /** Those that only test. */
  private static final Map<String, List<String>> TESTS = new LinkedHashMap<>();

  static {
    FAMILIES.put("corporate", List.of("corporate_messaging.csv"));
    FAMILIES.put("youtube", List.of("youtube_spam.csv"));
    FAMILIES.put("political", List.of("political_social_media.csv"));
    FAMILIES.put("ibm", List.of("ibm_customer_care.csv"));
    FAMILIES.put("fb", List.of("fb_brand_page_posts.csv"));
    FAMILIES.put("archives", List.of("archive_posts.csv"));
    FAMILIES.put(
        "own",
        List.of(
            "comments.csv",
            "communities.csv",
            "companies.csv",
            "customers.csv",
            "everyday.csv",
            "organisations.csv",
            "politics_and_media.csv",
            "talk.csv"));
    TESTS.put("corporate", List.of("corporate_messaging_gold.csv"));
    TESTS.put(
        "own",
        List.of(
            "held-out-comments.csv",
            "held-out-communities.csv",
            "held-out-companies.csv",
            "held-out-customers.csv",
            "held-out-everyday.csv",
            "held-out-organisations.csv",
            "held-out-politics_and_media.csv",
            "held-out-talk.csv"));
  }

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final TrainOptions options;
  private final PrintStream rows;
  private final PrintStream splits;

  /** All texts, those that train first. */
  private final List<LabelledText> texts;

  private final int training;
  private final List<SparseVector> vectors;
  private final boolean[] yes;

  /** Of each text its group of near-copies. */
  private final int[] copies;

  private MeasureClassifier(
      SparkSession spark,
      List<LabelledText> train,
      List<LabelledText> test,
      TrainOptions options,
      Path out)
      throws IOException {
    this.spark = spark;
    this.options = options;
    context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    texts = new ArrayList<>(train);
    texts.addAll(test);
    training = train.size();
    vectors = TrainModel.vectors(texts);
    yes = TrainModel.flags(texts, LabelledText::promotional);
    copies = NearDuplicates.groups(texts.stream().map(LabelledText::text).toList());
    rows = file(out.resolve("rows.jsonl"));
    splits = file(out.resolve("splits.jsonl"));
    try (PrintStream each = file(out.resolve("texts.jsonl"))) {
      for (LabelledText text : texts) {
        each.println(
            JSON.createObjectNode()
                .put("text", text.text())
                .put("yes", text.promotional())
                .put("file", text.file())
                .put("source", text.source()));
      }
    }
  }

  private static PrintStream file(Path path) throws IOException {
    return new PrintStream(Files.newOutputStream(path), true, StandardCharsets.UTF_8);
  }

  public static void main(String[] args) throws IOException {
    TrainOptions options = DefaultTraining.options(args[3]);
    Set<String> wanted = new TreeSet<>(Arrays.asList(args).subList(4, args.length));
    SparkSession spark =
        SparkSession.builder()
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    MeasureClassifier measure =
        new MeasureClassifier(
            spark,
            read(spark, args[0], options),
            read(spark, args[1], options),
            options,
            Path.of(args[2]));
    List<String> families =
        FAMILIES.keySet().stream()
            .filter(
                each ->
                    FAMILIES.keySet().stream().noneMatch(wanted::contains) || wanted.contains(each))
            .filter(each -> measure.count(FAMILIES.get(each)) > 0)
            .toList();
    boolean all = FAMILIES.keySet().containsAll(wanted);
    if (all || wanted.contains("joint")) {
      measure.joint(families);
    }
    for (String family : families) {
      if (all || wanted.contains("alone")) {
        measure.alone(family, all || wanted.contains("stock"));
      }
      boolean leftOut = all || wanted.contains("left_out");
      if (leftOut || wanted.contains("unadapted")) {
        measure.leftOut(family, all || wanted.contains("stock"), leftOut);
      }
    }
    spark.stop();
  }

  private static List<LabelledText> read(SparkSession spark, String folder, TrainOptions options)
      throws IOException {
    List<String> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of(folder), "*.csv")) {
      found.forEach(file -> files.add(file.toString()));
    }
    return TrainModel.usable(
            LabelFile.readAll(files, spark.sparkContext().hadoopConfiguration()),
            options.languages(),
            options.language())
        .stream()
        .flatMap(file -> file.rows().stream())
        .toList();
  }

  private long count(@Nullable List<String> files) {
    return Arrays.stream(of(files, 0, training)).count();
  }

  private int[] of(@Nullable List<String> files, int from, int to) {
    return files == null
        ? new int[0]
        : IntStream.range(from, to).filter(i -> files.contains(texts.get(i).file())).toArray();
  }

  private int[] training(String family) {
    return of(FAMILIES.get(family), 0, training);
  }

  private int[] testing(String family) {
    return of(TESTS.get(family), training, texts.size());
  }

  private int[] others(int[] chosen) {
    Set<Integer> left = new TreeSet<>(Arrays.stream(chosen).boxed().toList());
    return IntStream.range(0, training).filter(i -> !left.contains(i)).toArray();
  }

  private boolean bothLabels(int[] chosen) {
    return Arrays.stream(chosen).anyMatch(i -> yes[i])
        && Arrays.stream(chosen).anyMatch(i -> !yes[i]);
  }

  /** Whole sources to folds, as training deals them. */
  private Folds sourcesApart(List<LabelledText> some, boolean[] labels, long seed) {
    return Folds.ways(some, labels, FOLDS, seed).values().iterator().next();
  }

  /** A regression of some texts, all chosen within them, and its threshold for each family. */
  private final class Learnt {
    final TrainModel.Trained trained;
    private final Map<String, List<double[]>> seen = new HashMap<>();

    Learnt(int[] chosen) {
      this(chosen, options);
    }

    Learnt(int[] chosen, TrainOptions options) {
      List<LabelledText> some = Arrays.stream(chosen).mapToObj(texts::get).toList();
      boolean[] labels = TrainModel.flags(some, LabelledText::promotional);
      Map<String, Folds> hardest = new LinkedHashMap<>();
      Folds.ways(some, labels, options.folds(), options.seed()).entrySet().stream()
          .findFirst()
          .ifPresent(way -> hardest.put(way.getKey(), way.getValue()));
      trained =
          new TrainModel.Trained(
              context,
              some,
              Arrays.stream(chosen).mapToObj(vectors::get).toList(),
              labels,
              hardest,
              options);
      for (CrossFit fit : trained.seen.values()) {
        double[] probabilities = fit.probabilities(trained.weights);
        for (int i = 0; i < chosen.length; i++) {
          double[] pair = {probabilities[i], labels[i] ? 1 : 0};
          seen.computeIfAbsent(some.get(i).file(), key -> new ArrayList<>()).add(pair);
          seen.computeIfAbsent("", key -> new ArrayList<>()).add(pair);
        }
      }
    }

    double probability(int text) {
      return probability(vectors.get(text));
    }

    double probability(SparseVector vector) {
      return 1 / (1 + Math.exp(-trained.margin.of(vector)));
    }

    /** The best by macro-F1 on texts of these files that were left out in training, or on all. */
    double threshold(@Nullable List<String> files) {
      List<double[]> pairs = new ArrayList<>();
      if (files != null) {
        files.forEach(file -> pairs.addAll(seen.getOrDefault(file, List.of())));
      }
      boolean both =
          pairs.stream().anyMatch(pair -> pair[1] > 0)
              && pairs.stream().anyMatch(pair -> pair[1] == 0);
      return best(both ? pairs : seen.getOrDefault("", List.of()));
    }
  }

  private static double best(List<double[]> pairs) {
    double best = .5;
    double most = -1;
    for (int percent = 2; percent < 99; percent++) {
      double threshold = percent / 100.0;
      double reached = macroF1(pairs, pair -> threshold);
      if (reached > most) {
        most = reached;
        best = threshold;
      }
    }
    return best;
  }

  /** Of probabilities (first) and labels (second). */
  private static double macroF1(List<double[]> pairs, Function<double[], Double> threshold) {
    long[][] counts = new long[2][2];
    for (double[] pair : pairs) {
      counts[(int) pair[1]][pair[0] >= threshold.apply(pair) ? 1 : 0]++;
    }
    return (f1(counts[1][1], counts[0][1], counts[1][0])
            + f1(counts[0][0], counts[1][0], counts[0][1]))
        / 2;
  }

  private static double f1(long hits, long wrong, long missed) {
    return hits == 0 ? 0 : 2.0 * hits / (2 * hits + wrong + missed);
  }

  /** What texts got that were left out, with the threshold chosen without them. */
  private final class Left {
    final List<Integer> numbers = new ArrayList<>();
    final List<Double> probabilities = new ArrayList<>();
    final List<Double> thresholds = new ArrayList<>();

    void add(int text, double probability, double threshold) {
      numbers.add(text);
      probabilities.add(probability);
      thresholds.add(threshold);
    }

    Metrics metrics() {
      return group("").metrics();
    }

    private MeasuredGroup group(String name) {
      List<MeasuredGroup.Member> members = new ArrayList<>();
      for (int i = 0; i < numbers.size(); i++) {
        LabelledText text = texts.get(numbers.get(i));
        double p = probabilities.get(i);
        Score score =
            new Score(
                p,
                PostScorer.postClass(
                    p, options.costs().uncertainFrom(), options.costs().uncertainTo()),
                null,
                text.language());
        members.add(
            new MeasuredGroup.Member(
                new Prediction(text.promotional(), score), text.source(), copies[numbers.get(i)]));
      }
      return MeasuredGroup.of(members, new Draws(options.seed(), "measure-classifier"), name);
    }

    /** Writes the row of the table. */
    void row(String part, String method, String set) {
      if (numbers.isEmpty()) {
        return;
      }
      ObjectNode row = begin(part, method, set);
      row.set("figures", group(part + method + set).json());
      List<double[]> pairs = new ArrayList<>();
      for (int i = 0; i < numbers.size(); i++) {
        pairs.add(
            new double[] {probabilities.get(i) - thresholds.get(i), yes[numbers.get(i)] ? 1 : 0});
      }
      if (pairs.stream().mapToDouble(pair -> pair[1]).distinct().count() == 2) {
        row.put("nested_macro_f1", macroF1(pairs, pair -> 0.0));
      }
      row.put("nested_threshold", median(thresholds));
      rows.println(row);
      System.err.println(row);
    }
  }

  private static ObjectNode begin(String part, String method, String set) {
    return JSON.createObjectNode().put("part", part).put("method", method).put("set", set);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private void split(String part, String set, int[] train, int[] test) {
    ObjectNode split = JSON.createObjectNode().put("part", part).put("set", set);
    split.set("train", JSON.valueToTree(train));
    split.set("test", JSON.valueToTree(test));
    splits.println(split);
  }

  /**
   * One family, its sources left out in turn; meant for archives like it, so with the share of
   * promotion that the training folds have.
   */
  private void alone(String family, boolean stockToo) {
    int[] own = training(family);
    if (!bothLabels(own)) {
      return;
    }
    List<LabelledText> some = Arrays.stream(own).mapToObj(texts::get).toList();
    boolean[] labels = TrainModel.flags(some, LabelledText::promotional);
    Folds folds = sourcesApart(some, labels, options.seed());
    Left ours = new Left();
    Left stock = new Left();
    for (int fold = 0; fold < FOLDS; fold++) {
      int[] train = folds.outside(fold).stream().map(i -> own[i]).toArray();
      int[] test = folds.in(fold).stream().map(i -> own[i]).toArray();
      if (test.length == 0) {
        continue;
      }
      split("alone", family, train, test);
      Learnt learnt = new Learnt(train, options.withShare(TrainOptions.AS_LABELLED));
      double threshold = learnt.threshold(null);
      Arrays.stream(test).forEach(i -> ours.add(i, learnt.probability(i), threshold));
      if (stockToo) {
        stock(train, test, stock);
      }
    }
    ours.row("alone", "afterglow", family);
    stock.row("alone", "stock MLlib", family);
  }

  /** All families, their sources left out in turn; and the files that only test. */
  private void joint(List<String> families) {
    List<LabelledText> some = texts.subList(0, training);
    Folds folds = sourcesApart(some, Arrays.copyOf(yes, training), options.seed());
    Map<String, Left> left = new TreeMap<>();
    Map<Disguise, Map<String, Left>> disguised = new TreeMap<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      Learnt learnt = new Learnt(folds.outside(fold).stream().toArray());
      for (String family : families) {
        double threshold = learnt.threshold(FAMILIES.get(family));
        Set<Integer> own = new TreeSet<>(Arrays.stream(training(family)).boxed().toList());
        int[] test = folds.in(fold).stream().filter(own::contains).toArray();
        note(learnt, test, threshold, family, left, disguised);
      }
    }
    Learnt whole = new Learnt(IntStream.range(0, training).toArray());
    for (String family : families) {
      note(
          whole,
          testing(family),
          whole.threshold(FAMILIES.get(family)),
          family + ", test rows",
          left,
          disguised);
    }
    left.forEach((set, seen) -> seen.row("joint", "afterglow", set));
    disguised.forEach(
        (disguise, sets) -> sets.forEach((set, seen) -> rowOf(disguise, set, seen, left)));
  }

  private void note(
      Learnt learnt,
      int[] test,
      double threshold,
      String set,
      Map<String, Left> left,
      Map<Disguise, Map<String, Left>> disguised) {
    for (int i : test) {
      left.computeIfAbsent(set, key -> new Left()).add(i, learnt.probability(i), threshold);
      for (Disguise disguise : Disguise.values()) {
        LabelledText text = texts.get(i);
        String changed = disguise.of(options.seed()).apply(text.text());
        disguised
            .computeIfAbsent(disguise, key -> new TreeMap<>())
            .computeIfAbsent(set, key -> new Left())
            .add(i, learnt.probability(TextVector.of(changed, text.ownNames())), threshold);
      }
    }
  }

  private static void addChange(
      ObjectNode row, String name, @Nullable Double now, @Nullable Double before) {
    if (now != null && before != null) {
      row.put(name, now - before);
    }
  }

  private void rowOf(Disguise disguise, String set, Left seen, Map<String, Left> left) {
    Left plain = Objects.requireNonNull(left.get(set));
    Metrics now = seen.metrics();
    Metrics before = plain.metrics();
    List<Double> moves = new ArrayList<>();
    for (int i = 0; i < seen.probabilities.size(); i++) {
      moves.add(Math.abs(logit(seen.probabilities.get(i)) - logit(plain.probabilities.get(i))));
    }
    ObjectNode row = begin("disguised", disguise.name().toLowerCase(java.util.Locale.ROOT), set);
    addChange(row, "macro_f1_change", now.macroF1(), before.macroF1());
    addChange(row, "roc_auc_change", now.rocAuc(), before.rocAuc());
    addChange(
        row, "false_positive_rate_change", now.falsePositiveRate(), before.falsePositiveRate());
    row.put("median_logit_move", median(moves));
    rows.println(row);
  }

  private static double logit(double probability) {
    double inside = Math.min(1 - 1e-12, Math.max(1e-12, probability));
    return Math.log(inside / (1 - inside));
  }

  /** A family that the model has no data of, and then few labels of it. */
  private void leftOut(String family, boolean stockToo, boolean withLabels) {
    int[] own = training(family);
    int[] train = others(own);
    int[] testRows = testing(family);
    split("left_out", family, train, own);
    Learnt learnt = new Learnt(train);
    double threshold = learnt.threshold(null);
    Left seen = new Left();
    Arrays.stream(own).forEach(i -> seen.add(i, learnt.probability(i), threshold));
    seen.row("left_out", "afterglow", family);
    Left rest = new Left();
    Arrays.stream(testRows).forEach(i -> rest.add(i, learnt.probability(i), threshold));
    rest.row("left_out", "afterglow", family + ", test rows");
    if (stockToo) {
      Left stock = new Left();
      stock(train, own, stock);
      stock.row("left_out", "stock MLlib", family);
    }
    if (withLabels && bothLabels(own)) {
      curve(family, own, learnt);
    }
  }

  /**
   * Labels of half of the sources, drawn at random or as {@code label --for training} picks them,
   * tested on the other half.
   */
  private void curve(String family, int[] own, Learnt base) {
    List<LabelledText> some = Arrays.stream(own).mapToObj(texts::get).toList();
    Map<String, Map<Integer, List<Metrics>>> found = new LinkedHashMap<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      // two folds: half of the sources or, where there is but one, of the groups of near-copies
      Map<String, Folds> ways =
          Folds.ways(some, TrainModel.flags(some, LabelledText::promotional), 2, seed);
      Folds halves = ways.values().iterator().next();
      int side = seed % 2;
      int[] pool = halves.in(side).stream().map(i -> own[i]).toArray();
      int[] test = halves.in(1 - side).stream().map(i -> own[i]).toArray();
      shuffle(pool, new SplittableRandom(seed));
      for (int few : FEW) {
        if (pool.length < few) {
          continue;
        }
        Map<String, int[]> chosen = new LinkedHashMap<>();
        chosen.put("random", Arrays.copyOf(pool, few));
        chosen.put("picked", picked(pool, few, base));
        for (Map.Entry<String, int[]> way : chosen.entrySet()) {
          int[] labelled = way.getValue();
          if (labelled.length < few || !bothLabels(labelled) || !bothLabels(test)) {
            continue;
          }
          Margin margin = moved(labelled, base.trained.margin, seed);
          Left after = new Left();
          Left unmoved = new Left();
          for (int i : test) {
            after.add(i, 1 / (1 + Math.exp(-margin.of(vectors.get(i)))), .5);
            unmoved.add(i, base.probability(i), .5);
          }
          gather(found, way.getKey(), few, after.metrics());
          gather(found, "before " + way.getKey(), few, unmoved.metrics());
        }
      }
    }
    found.forEach((way, byFew) -> byFew.forEach((few, runs) -> range(family, few, way, runs)));
  }

  private static void gather(
      Map<String, Map<Integer, List<Metrics>>> found, String way, int few, Metrics metrics) {
    found
        .computeIfAbsent(way, key -> new TreeMap<>())
        .computeIfAbsent(few, key -> new ArrayList<>())
        .add(metrics);
  }

  /** Three in ten at random, the others by doubt, likeness and source, as the command does it. */
  private int[] picked(int[] shuffled, int few, Learnt base) {
    int random = (int) Math.round(.3 * few);
    int[] rest = Arrays.copyOfRange(shuffled, random, shuffled.length);
    Words words = new Words();
    IntFunction<byte[]> sketch =
        i -> {
          words.read(texts.get(i).text(), List.of());
          return TextMeasures.of(words).topicSketch();
        };
    List<InformativeChoice.Candidate> candidates =
        Arrays.stream(rest)
            .mapToObj(
                i ->
                    new InformativeChoice.Candidate(
                        base.probability(i),
                        sketch.apply(i),
                        texts.get(i).source(),
                        List.of(texts.get(i).source())))
            .toList();
    List<byte[]> taken = Arrays.stream(shuffled, 0, random).mapToObj(sketch).toList();
    return IntStream.concat(
            Arrays.stream(shuffled, 0, random),
            InformativeChoice.of(candidates, taken, few - random, Math.max(2, few / 20)).stream()
                .mapToInt(place -> rest[place]))
        .toArray();
  }

  private Margin moved(int[] labelled, Margin base, long seed) {
    List<LabelledText> some = Arrays.stream(labelled).mapToObj(texts::get).toList();
    boolean[] labels = TrainModel.flags(some, LabelledText::promotional);
    Map<String, Folds> hardest = new LinkedHashMap<>();
    Folds.ways(some, labels, options.folds(), seed).entrySet().stream()
        .findFirst()
        .ifPresent(way -> hardest.put(way.getKey(), way.getValue()));
    return new BaseRegression(
            context,
            some,
            Arrays.stream(labelled).mapToObj(vectors::get).toList(),
            labels,
            base,
            options.withWeights(Map.of()))
        .fit(hardest)
        .margin();
  }

  private static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = values[i];
      values[i] = values[other];
      values[other] = kept;
    }
  }

  private void range(String family, int few, String method, List<Metrics> runs) {
    ObjectNode row = begin("curve", method, family).put("labels", few).put("runs", runs.size());
    Map<String, Function<Metrics, @Nullable Double>> figures = new LinkedHashMap<>();
    figures.put("macro_f1", Metrics::macroF1);
    figures.put("pr_auc", Metrics::prAuc);
    figures.put("roc_auc", Metrics::rocAuc);
    figures.put("brier", Metrics::brier);
    figures.put("ece", Metrics::ece);
    figures.forEach(
        (name, figure) -> {
          double[] values =
              runs.stream()
                  .map(figure)
                  .filter(Objects::nonNull)
                  .mapToDouble(each -> each)
                  .toArray();
          row.put(name, Arrays.stream(values).average().orElse(Double.NaN));
          row.put(name + "_least", Arrays.stream(values).min().orElse(Double.NaN));
          row.put(name + "_most", Arrays.stream(values).max().orElse(Double.NaN));
        });
    rows.println(row);
    System.err.println(row);
  }

  /** What MLlib's own stages make of the words, as its guide puts them together. */
  private void stock(int[] train, int[] test, Left seen) {
    PipelineModel model =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new Tokenizer().setInputCol("text").setOutputCol("words"),
                  new HashingTF()
                      .setNumFeatures(1 << 16)
                      .setInputCol("words")
                      .setOutputCol("counts"),
                  new IDF().setInputCol("counts").setOutputCol("features"),
                  new LogisticRegression().setRegParam(.01).setMaxIter(50)
                })
            .fit(frame(train));
    List<Row> found = model.transform(frame(test)).select("probability").collectAsList();
    for (int i = 0; i < test.length; i++) {
      seen.add(test[i], ((Vector) found.get(i).get(0)).apply(1), .5);
    }
  }

  private Dataset<Row> frame(int[] chosen) {
    return spark
        .createDataFrame(
            Arrays.stream(chosen)
                .mapToObj(i -> RowFactory.create(texts.get(i).text(), yes[i] ? 1.0 : 0.0))
                .toList(),
            new StructType().add("text", DataTypes.StringType).add("label", DataTypes.DoubleType))
        .coalesce(1)
        .localCheckpoint();
  }
}
