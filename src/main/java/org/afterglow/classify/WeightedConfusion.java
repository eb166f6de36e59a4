package org.afterglow.classify;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.afterglow.statistics.CheckedSample;
import org.afterglow.statistics.CheckedSample.Cell;
import org.afterglow.statistics.CheckedSample.Rates;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.Interval;
import org.jspecify.annotations.Nullable;

/**
 * How classes are mistaken where engagement is counted, from labels that carry their sampling
 * weights (docs/methods.md, 3.5). In JSON {@code s_e, f_e, s_l, f_l}, each followed by its {@code
 * _low, _high, _se} and {@code _kish}.
 *
 * @param n scored posts of the sample
 * @param notScored posts of it without a probability, which are of neither class
 * @param rates by name: s of promotional posts and f of conversational ones, both the share
 *     predicted promotional; e weighted by engagement at ages below a day, l by that from then to
 *     28 days
 * @param labelUncertain which of the conditions of LABEL_UNCERTAIN hold that the sample alone can
 *     tell; the rest depend on the contrast
 */
public record WeightedConfusion(
    long n, long notScored, Map<String, Rate> rates, List<String> labelUncertain) {
  private static final String N = "n";
  private static final String NOT_SCORED = "not_scored";
  private static final String LABEL_UNCERTAIN = "label_uncertain";

  public WeightedConfusion {
    rates = Collections.unmodifiableMap(new LinkedHashMap<>(rates));
    labelUncertain = List.copyOf(labelUncertain);
  }

  /**
   * A share with what is known of its error.
   *
   * @param share null where nothing of the class has engagement in the cell
   * @param interval of it, by reweighting; null where the share is null in more than a tenth of the
   *     reweightings
   * @param standardError standard deviation over the reweightings; null where the interval is
   * @param kish how many posts of equal weight the class is worth in the cell
   */
  public record Rate(
      @Nullable Double share,
      @Nullable Interval interval,
      @Nullable Double standardError,
      double kish) {}

  /** The names of the rates, in order. */
  public enum Name {
    S_E(Cell.EARLY, true),
    F_E(Cell.EARLY, false),
    S_L(Cell.LATE, true),
    F_L(Cell.LATE, false);

    private final Cell cell;
    private final boolean promotional;

    Name(Cell cell, boolean promotional) {
      this.cell = cell;
      this.promotional = promotional;
    }

    @Nullable Double of(Rates rates) {
      return rates.share(cell, promotional);
    }

    /** As in JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What a sample says.
   *
   * @param notScored posts of it without a probability
   */
  public static WeightedConfusion of(CheckedSample sample, long notScored, Draws draws) {
    Rates whole = sample.rates();
    List<Rates> reweighted = sample.reweightings(draws);
    Map<String, Rate> rates = new LinkedHashMap<>();
    List<String> uncertain = new ArrayList<>();
    for (Name name : Name.values()) {
      Double share = name.of(whole);
      double[] drawn =
          reweighted.stream()
              .map(name::of)
              .filter(Objects::nonNull)
              .mapToDouble(Double::doubleValue)
              .toArray();
      double kish = sample.effectiveSize(name.cell, name.promotional);
      boolean enough = drawn.length >= .9 * reweighted.size();
      rates.put(
          name.word(),
          new Rate(
              share,
              share != null && enough ? Interval.percentile(drawn, share) : null,
              share != null && enough ? Double.valueOf(deviation(drawn)) : null,
              kish));
      if (kish < CheckedSample.FEWEST_EFFECTIVE) {
        uncertain.add(name + "_KISH");
      }
    }
    if (tooClose(whole.sEarly(), whole.fEarly())) {
      uncertain.add("S_E_MINUS_F_E");
    }
    if (tooClose(whole.sLate(), whole.fLate())) {
      uncertain.add("S_L_MINUS_F_L");
    }
    return new WeightedConfusion(sample.size(), notScored, rates, uncertain);
  }

  private static boolean tooClose(@Nullable Double s, @Nullable Double f) {
    return s != null && f != null && s - f < CheckedSample.LEAST_DIFFERENCE;
  }

  private static double deviation(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }

  @JsonValue
  public ObjectNode json() {
    ObjectNode json = Evaluation.JSON.createObjectNode().put(N, n).put(NOT_SCORED, notScored);
    rates.forEach(
        (name, rate) -> {
          Interval interval = rate.interval();
          json.put(name, rate.share());
          json.put(name + "_low", interval == null ? null : Double.valueOf(interval.low()));
          json.put(name + "_high", interval == null ? null : Double.valueOf(interval.high()));
          json.put(name + "_se", rate.standardError());
          json.put(name + "_kish", rate.kish());
        });
    json.set(LABEL_UNCERTAIN, Evaluation.JSON.valueToTree(labelUncertain));
    return json;
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static WeightedConfusion of(ObjectNode json) {
    Map<String, Rate> rates = new LinkedHashMap<>();
    for (Name name : Name.values()) {
      Double low = number(json.path(name.word() + "_low"));
      Double high = number(json.path(name.word() + "_high"));
      rates.put(
          name.word(),
          new Rate(
              number(json.path(name.word())),
              low == null || high == null ? null : new Interval(low, high),
              number(json.path(name.word() + "_se")),
              json.path(name.word() + "_kish").asDouble()));
    }
    List<String> uncertain = new ArrayList<>();
    json.path(LABEL_UNCERTAIN).forEach(condition -> uncertain.add(condition.asText()));
    return new WeightedConfusion(
        json.path(N).asLong(), json.path(NOT_SCORED).asLong(), rates, uncertain);
  }

  private static @Nullable Double number(JsonNode node) {
    return node.isNumber() ? Double.valueOf(node.doubleValue()) : null;
  }
}
