package org.afterglow.classify;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.afterglow.classify.Metrics.Prediction;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of a group of labelled posts with their 95 % intervals; in JSON each metric {@code x} is
 * followed by {@code x_low} and {@code x_high}, null where there is no interval.
 *
 * @param metrics the figures
 * @param intervals by the name that a metric has in JSON: Wilson's for shares of posts, {@value
 *     Bootstrap#DRAWS} draws with replacement for the others
 * @param drawnUnit what was drawn: {@code source}, or {@code near_duplicates}, groups of posts that
 *     are nearly copies of one another, most of them of one post
 * @param drawnUnits how many there are among the scored posts
 */
public record MeasuredGroup(
    Metrics metrics, SortedMap<String, Interval> intervals, String drawnUnit, int drawnUnits) {
  /** Sources from which on whole sources are drawn. */
  static final int SOURCES_TO_DRAW = 5;

  private static final Set<String> WITH_INTERVAL =
      Set.of(
          "prevalence",
          "macro_f1",
          "pr_auc",
          "roc_auc",
          "brier",
          "ece",
          "recall",
          "false_positive_rate",
          "uncertain_share",
          "unsupported_language_share");
  private static final String LOW = "_low";
  private static final String HIGH = "_high";

  public MeasuredGroup {
    intervals = Collections.unmodifiableSortedMap(new TreeMap<>(intervals));
  }

  /**
   * A labelled post that was predicted, with what it stands together with.
   *
   * @param source where it comes from; empty where unknown
   * @param copies number of its group of near copies
   */
  record Member(Prediction prediction, String source, int copies) {}

  /** Measures a group; the same members in the same order give the same. */
  static MeasuredGroup of(List<Member> members, Draws draws, String group) {
    Metrics metrics = Metrics.of(members.stream().map(Member::prediction).toList());
    LabelledScores scores = LabelledScores.of(members.stream().map(Member::prediction).toList());
    Set<String> sources = new HashSet<>();
    for (int i = 0; i < scores.size(); i++) {
      sources.add(members.get(scores.place(i)).source());
    }
    sources.remove("");
    boolean bySource = sources.size() >= SOURCES_TO_DRAW;
    Map<String, Integer> numbers = new HashMap<>();
    int[] cluster = new int[scores.size()];
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      if (member.prediction().score().promotionalProbability() != null) {
        numbers.putIfAbsent(key(member, bySource), numbers.size());
      }
    }
    for (int i = 0; i < cluster.length; i++) {
      Integer number = numbers.get(key(members.get(scores.place(i)), bySource));
      cluster[i] = number == null ? 0 : number;
    }
    SortedMap<String, Interval> intervals =
        new Bootstrap(scores, cluster, numbers.size()).intervals(draws, group);
    shares(metrics, scores.size(), intervals);
    return new MeasuredGroup(
        metrics, intervals, bySource ? "source" : "near_duplicates", numbers.size());
  }

  private static String key(Member member, boolean bySource) {
    return bySource && !member.source().isEmpty() ? member.source() : "\n" + member.copies();
  }

  private static void shares(Metrics metrics, long scored, SortedMap<String, Interval> intervals) {
    long promotional = metrics.truePositives() + metrics.falseNegatives();
    long conversational = metrics.trueNegatives() + metrics.falsePositives();
    put(intervals, "prevalence", metrics.prevalence(), metrics.n());
    put(intervals, "recall", metrics.recall(), promotional);
    put(intervals, "false_positive_rate", metrics.falsePositiveRate(), conversational);
    put(intervals, "uncertain_share", metrics.uncertainShare(), scored);
    put(intervals, "unsupported_language_share", metrics.unsupportedLanguageShare(), metrics.n());
  }

  private static void put(
      SortedMap<String, Interval> intervals, String name, @Nullable Double share, long whole) {
    Interval interval = share == null ? null : Interval.wilson(Math.round(share * whole), whole);
    if (interval != null) {
      intervals.put(name, interval);
    }
  }

  /** The interval of a metric; null where there is none. */
  public @Nullable Interval interval(String metric) {
    return intervals.get(metric);
  }

  @JsonValue
  ObjectNode json() {
    ObjectNode json = Evaluation.JSON.createObjectNode();
    ObjectNode figures = Evaluation.JSON.valueToTree(metrics);
    for (Map.Entry<String, JsonNode> figure : figures.properties()) {
      json.set(figure.getKey(), figure.getValue());
      if (WITH_INTERVAL.contains(figure.getKey())) {
        Interval interval = intervals.get(figure.getKey());
        json.put(figure.getKey() + LOW, interval == null ? null : Double.valueOf(interval.low()));
        json.put(figure.getKey() + HIGH, interval == null ? null : Double.valueOf(interval.high()));
      }
    }
    return json.put("drawn_unit", drawnUnit).put("drawn_units", drawnUnits);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static MeasuredGroup of(ObjectNode json) {
    SortedMap<String, Interval> intervals = new TreeMap<>();
    for (String name : WITH_INTERVAL) {
      JsonNode low = json.path(name + LOW);
      JsonNode high = json.path(name + HIGH);
      if (low.isNumber() && high.isNumber()) {
        intervals.put(name, new Interval(low.doubleValue(), high.doubleValue()));
      }
    }
    try {
      return new MeasuredGroup(
          Evaluation.JSON.treeToValue(json, Metrics.class),
          intervals,
          json.path("drawn_unit").asText(),
          json.path("drawn_units").asInt());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
