package org.afterglow.job.claim;

import static org.afterglow.table.ReasonCodes.FEW_ACCOUNTS;
import static org.afterglow.table.ReasonCodes.RUNS_DISAGREE;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.afterglow.statistics.LegVerdict;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReasonCodes;
import org.jspecify.annotations.Nullable;

/** What may be said of a claim in a report: what was seen, with its interval, and no cause. */
final class Sentences {
  private static final double LEAST_TOLD = .01;

  private Sentences() {}

  /** What may be said where something was concluded, or that nothing was and why. */
  static String of(ClaimEvidence claim, LegVerdict verdict, String reason, List<String> runs) {
    String why = why(reason, runs);
    return switch (verdict) {
      case NOT_ESTIMABLE -> "This archive cannot tell. " + why + there(claim, reason);
      case UNDETERMINED -> "Undecided. " + why + besides(claim, reason) + figures(claim);
      case NO_MATERIAL_DIFFERENCE ->
          seen(claim)
              + " A difference, if there is one, is smaller than the least that counts here.";
      case SUPPORTS, CONTRADICTS -> seen(claim);
    };
  }

  /** The sentence of a code, and for runs that disagree their names. */
  static String why(String reason, List<String> runs) {
    String sentence =
        ReasonCodes.sentence(reason).orElse("The tables give the reason " + reason + ".");
    return runs.isEmpty() || !reason.equals(RUNS_DISAGREE)
        ? sentence
        : sentence + " It is otherwise by " + String.join(", ", runs) + ".";
  }

  /** How many accounts there are, where that is what lacks. */
  private static String there(ClaimEvidence claim, String reason) {
    return reason.equals(FEW_ACCOUNTS)
        ? " Here such accounts number " + claim.first().accounts() + "."
        : "";
  }

  /** The codes of what else stands against a verdict: a reader of the first thinks it was all. */
  private static String besides(ClaimEvidence claim, String reason) {
    TreeSet<String> others = new TreeSet<>();
    claim.legs().forEach(leg -> others.addAll(leg.hindrances()));
    others.remove(reason);
    return others.isEmpty() || claim.settled() != null
        ? ""
        : " Besides stand against a verdict: " + String.join(", ", others) + ".";
  }

  private static String figures(ClaimEvidence claim) {
    return claim.first().estimate().value() == null ? "" : " For the record alone: " + seen(claim);
  }

  private static String seen(ClaimEvidence claim) {
    Estimate x = claim.first().estimate();
    return switch (claim.claim()) {
      case C1 ->
          "With promotional posts the odds that engagement came more than a day after the post were "
              + times(exp(x))
              + " those with conversational posts.";
      case C2 ->
          "People who wrote to the owners of campaigns were answered "
              + times(x)
              + " as often in the four weeks after a campaign stopped as in the four weeks before"
              + " it stopped."
              + (claim.legs().size() > 1 && claim.legs().get(1).estimate().value() != null
                  ? " Five to eight weeks after it stopped people talked of the owners "
                      + times(claim.legs().get(1).estimate())
                      + " as much as before the campaign began, beside what owners without one were"
                      + " talked of then."
                  : " How much people still talked of them could not be measured.");
      case C3 ->
          "In weeks after promotion had taken a ten points larger share of a feed its conversational"
              + " posts got "
              + percent(x, "less engagement each", "more engagement each")
              + ". A gap of .5 to .7 % would be seen anyway where little engagement is followed by"
              + " more promotion.";
      case C4 ->
          "People who had spoken with the asker before answered, passed on or quoted a post that"
              + " asked something of them "
              + times(x)
              + " as often as people who had not.";
      case C5 ->
          "Promotional posts that followed a month with twice as many answers to others got "
              + percent(x, "less engagement each", "more engagement each")
              + ".";
      case C6 ->
          "The first posts after sixty silent days got "
              + percent(mirrored(x), "less engagement", "more engagement")
              + " than posts at comparable moments by accounts that kept posting.";
      case C7 ->
          "Promotional posts a typical step (one standard deviation) further from the usual topics"
              + " of the group, channel or forum they stood in had "
              + percent(x, "fewer people respond", "more people respond")
              + ".";
      case C8 ->
          "People who engaged on several days gave, as a group, "
              + times(exp(x))
              + " the engagement of all who engaged on one day alone, with conversational posts and in"
              + " the four weeks after the stop."
              + chance(claim);
    };
  }

  /** What the ratio would be if it did not matter on how many days people engaged. */
  private static String chance(ClaimEvidence claim) {
    return claim.placebos().stream()
        .filter(placebo -> !placebo.judged() && placebo.meanEstimate() != null)
        .findFirst()
        .map(
            placebo ->
                " By chance alone it would be "
                    + number(StrictMath.exp(value(placebo.meanEstimate())))
                    + " times.")
        .orElse("");
  }

  private static String times(Estimate x) {
    Double low = x.low();
    Double high = x.high();
    return number(value(x.value()))
        + " times ("
        + (low == null || high == null
            ? "no interval"
            : "95 % interval " + limit(low) + " to " + limit(high))
        + ")";
  }

  /** Of a ratio: beyond a hundredfold no reader learns anything from the number. */
  private static String limit(double ratio) {
    if (ratio < LEAST_TOLD) {
      return "less than " + LEAST_TOLD;
    }
    return ratio > 1 / LEAST_TOLD ? "more than 100" : number(ratio);
  }

  /** A change with its direction in words, that of each limit too where they differ. */
  private static String percent(Estimate x, String less, String more) {
    double value = value(x.value());
    Double low = x.low();
    Double high = x.high();
    String limits;
    if (low == null || high == null) {
      limits = "no interval";
    } else if (low < 0 && high > 0) {
      limits = "95 % interval " + number(-low) + " % less to " + number(high) + " % more";
    } else {
      limits =
          "95 % interval "
              + number(Math.min(Math.abs(low), Math.abs(high)))
              + " to "
              + number(Math.max(Math.abs(low), Math.abs(high)))
              + " % "
              + (low < 0 ? "less" : "more");
    }
    return number(Math.abs(value)) + " % " + (value < 0 ? less : more) + " (" + limits + ")";
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
  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2g" : "%.0f", value);
  }
}
