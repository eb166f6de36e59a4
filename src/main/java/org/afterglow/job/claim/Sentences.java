package org.afterglow.job.claim;

import java.util.List;
import java.util.Locale;
import org.afterglow.statistics.LegVerdict;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReasonCodes;
import org.jspecify.annotations.Nullable;

/** What may be said of a claim in a report: what was seen, with its interval, and no cause. */
final class Sentences {
  private Sentences() {}

  /** What may be said where something was concluded, or that nothing was and why. */
  static String of(ClaimEvidence claim, LegVerdict verdict, String reason, List<String> runs) {
    String why = why(reason, runs);
    return switch (verdict) {
      case NOT_ESTIMABLE -> "This archive cannot tell. " + why;
      case UNDETERMINED -> "Open. " + why + figures(claim);
      case NO_MATERIAL_DIFFERENCE -> seen(claim) + " That is no difference that matters.";
      case SUPPORTS, CONTRADICTS -> seen(claim);
    };
  }

  /** The sentence of a code, and for runs that disagree their names. */
  static String why(String reason, List<String> runs) {
    String sentence =
        ReasonCodes.sentence(reason).orElse("The tables give the reason " + reason + ".");
    return runs.isEmpty() || !reason.equals(Findings.RUNS_DISAGREE)
        ? sentence
        : sentence + " It is otherwise by " + String.join(", ", runs) + ".";
  }

  private static String figures(ClaimEvidence claim) {
    return claim.first().estimate().value() == null
        ? ""
        : " Seen, without a conclusion: " + seen(claim);
  }

  private static String seen(ClaimEvidence claim) {
    Estimate x = claim.first().estimate();
    return switch (claim.claim()) {
      case C1 ->
          "The odds that engagement with a promotional post comes late were "
              + times(exp(x))
              + " those of a conversational one.";
      case C2 ->
          "In the four weeks after campaigns stopped people who spoke to their owners were answered "
              + times(x)
              + " as often as in the four weeks before."
              + (claim.legs().size() > 1 && claim.legs().get(1).estimate().value() != null
                  ? " People talked of them "
                      + times(claim.legs().get(1).estimate())
                      + " as much as before the campaigns."
                  : "");
      case C3 ->
          "Weeks with ten points more promotion in a feed were followed by weeks in which a"
              + " conversational post of it earned "
              + percent(x)
              + ". Where little engagement brings on promotion, that alone makes it .5 to .7 %"
              + " lower.";
      case C4 ->
          "People who had spoken with the asker before did what they were asked "
              + times(x)
              + " as often as people who had not.";
      case C5 ->
          "Twice as many answers given to others in a month went with "
              + percent(x)
              + " for a promotional post after it.";
      case C6 ->
          "After sixty silent days the first posts earned "
              + percent(mirrored(x))
              + " than posts at like moments of accounts that went on.";
      case C7 ->
          "Promotional posts one standard deviation further from what their venue talks about had "
              + percent(x).replace(" % less", " % fewer")
              + " people respond to them.";
      case C8 ->
          "People who engaged on several days carried, all together, "
              + times(exp(x))
              + " the later engagement of those who engaged once.";
    };
  }

  private static String times(Estimate x) {
    return number(x.value()) + " times" + interval(x.low(), x.high(), "");
  }

  private static String percent(Estimate x) {
    double value = value(x.value());
    return number(Math.abs(value))
        + " % "
        + (value < 0 ? "less" : "more")
        + interval(x.low(), x.high(), " %");
  }

  private static String interval(@Nullable Double low, @Nullable Double high, String unit) {
    return low == null || high == null
        ? " (no interval)"
        : " (95 % interval " + number(low) + " to " + number(high) + unit + ")";
  }

  private static Estimate mirrored(Estimate x) {
    return new Estimate(negated(x.value()), negated(x.high()), negated(x.low()), x.state());
  }

  private static @Nullable Double negated(@Nullable Double x) {
    return x == null ? null : Double.valueOf(-x);
  }

  private static Estimate exp(Estimate x) {
    return new Estimate(raised(x.value()), raised(x.low()), raised(x.high()), x.state());
  }

  private static @Nullable Double raised(@Nullable Double x) {
    return x == null ? null : Double.valueOf(StrictMath.exp(x));
  }

  private static double value(@Nullable Double x) {
    return x == null ? 0 : x;
  }

  /** Two significant digits, or whole from ten on. */
  private static String number(@Nullable Double x) {
    double value = value(x);
    return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2g" : "%.0f", value)
        .replace("-", "−");
  }
}
