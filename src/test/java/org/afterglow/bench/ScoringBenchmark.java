package org.afterglow.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.afterglow.classify.Model;
import org.afterglow.classify.PostScorer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * CPU time a post of the scorer and of the plainest model that reads the same features: words,
 * pairs of words and sequences of three to five characters hashed straight into a dot product,
 * without folding, disguises, names, language, facts of the surface or a second probability.
 * Alternating in one thread, after rounds that are not counted. Run by scripts/benchmark-scoring.
 */
final class ScoringBenchmark {
  private static final int UNCOUNTED = 30;
  private static final List<String> OWN_NAMES = List.of("kettleworks", "Kettle Works");

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ScoringBenchmark() {}

  /** Arguments: a folder of CSV files with a column text, rounds. */
  public static void main(String[] args) throws IOException {
    int rounds = Integer.parseInt(args[1]);
    SparkSession spark =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", false).getOrCreate();
    List<String> texts =
        spark
            .read()
            .option("header", true)
            .option("multiLine", true)
            .option("escape", "\"")
            .csv(args[0])
            .select("text")
            .na()
            .drop()
            .collectAsList()
            .stream()
            .map((Row row) -> row.getString(0))
            .toList();
    Path folder = Files.createTempDirectory("scoring").resolve("model");
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Model.unpackDefault(folder.toString(), hadoop);
    PostScorer scorer = Model.load(folder.toString(), hadoop).scorer();
    spark.stop();
    Fused fused = new Fused();
    List<ToDoubleFunction<String>> ways =
        List.of(
            text -> orZero(scorer.score(text, "en", List.of()).promotionalProbability()),
            text -> orZero(scorer.score(text, "en", OWN_NAMES).promotionalProbability()),
            text -> orZero(scorer.score(text, null, OWN_NAMES).promotionalProbability()),
            fused::score);
    List<String> names =
        List.of(
            "both probabilities, language given",
            "and two names masked",
            "and language found out",
            "fused words and characters");
    double[][] micros = new double[ways.size()][rounds];
    double seen = 0;
    for (int round = -UNCOUNTED; round < rounds; round++) {
      for (int way = 0; way < ways.size(); way++) {
        long from = THREADS.getCurrentThreadCpuTime();
        for (String text : texts) {
          seen += ways.get(way).applyAsDouble(text);
        }
        if (round >= 0) {
          micros[way][round] = (THREADS.getCurrentThreadCpuTime() - from) / 1e3 / texts.size();
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d posts of %.0f characters, %d rounds; µs of CPU time a post, median [quartiles] (%.0f)%n",
        texts.size(),
        texts.stream().mapToInt(String::length).average().orElse(0),
        rounds,
        seen);
    double base = quantile(micros[ways.size() - 1], 0.5);
    for (int way = 0; way < ways.size(); way++) {
      System.out.printf(
          Locale.ROOT,
          "%-36s %.2f [%.2f %.2f], %.2f times the plainest%n",
          names.get(way),
          quantile(micros[way], 0.5),
          quantile(micros[way], 0.25),
          quantile(micros[way], 0.75),
          quantile(micros[way], 0.5) / base);
    }
  }

  private static double orZero(@org.jspecify.annotations.Nullable Double probability) {
    return probability == null ? 0 : probability;
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  /** The plainest model: lower-case words between characters that are none. */
  private static final class Fused {
    private static final int BITS = 18;
    private static final int PRIME = 0x01000193;

    private final double[] coefficients = new double[1 << BITS];
    private final List<Integer> words = new ArrayList<>();

    Fused() {
      Arrays.setAll(coefficients, i -> Math.sin(i));
    }

    double score(String text) {
      double margin = 0;
      int before = 0;
      int length = text.length();
      int begin = 0;
      words.clear();
      while (begin < length) {
        while (begin < length && !Character.isLetterOrDigit(text.charAt(begin))) {
          begin++;
        }
        int end = begin;
        int word = 1;
        while (end < length && Character.isLetterOrDigit(text.charAt(end))) {
          word = (word ^ Character.toLowerCase(text.charAt(end++))) * PRIME;
        }
        if (end == begin) {
          break;
        }
        words.add(word);
        margin += at(word);
        if (before != 0) {
          margin += at((before * 31 ^ word) * PRIME);
        }
        before = word;
        margin += characters(text, begin, end);
        begin = end;
      }
      return 1 / (1 + Math.exp(-margin / Math.max(1, words.size())));
    }

    /** Sequences of three to five within a word and the blanks around it. */
    private double characters(String text, int begin, int end) {
      double margin = 0;
      for (int from = begin - 1; from < end; from++) {
        int hash = 7;
        for (int size = 1; size <= 5 && from + size <= end + 1; size++) {
          int at = from + size - 1;
          char next = at < begin || at >= end ? ' ' : Character.toLowerCase(text.charAt(at));
          hash = (hash ^ next) * PRIME;
          if (size >= 3) {
            margin += at(hash + size);
          }
        }
      }
      return margin;
    }

    private double at(int hash) {
      return coefficients[(hash ^ hash >>> 15) & (1 << BITS) - 1];
    }
  }
}
