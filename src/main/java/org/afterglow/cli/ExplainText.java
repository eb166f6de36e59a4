package org.afterglow.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.afterglow.UserError;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimDetails;
import org.afterglow.table.Estimate;
import org.afterglow.table.FindingRow;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.ReasonCodes;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;

/**
 * How the finding on a claim came about, as lines to read. All of it stands in the tables and the
 * manifest of the folder; nothing is estimated anew.
 */
final class ExplainText {
  /** What runs do otherwise than the one that decides. */
  private static final Map<String, String> RUNS =
      Map.ofEntries(
          Map.entry("heaviest_account_out", "without the account that weighs most"),
          Map.entry("bots_in", "with the acts of suspected bots"),
          Map.entry("uncertain_dropped", "without what the model is unsure of"),
          Map.entry("two_lags", "adjusted for the span of time before as well"),
          Map.entry("first_post_only", "by the first post after the silence alone"),
          Map.entry("cut_6h", "late from 6 hours on"),
          Map.entry("cut_7d", "late from 7 days on"),
          Map.entry("strata_by_six_hour_block", "posts of the same six hours of the day"),
          Map.entry(
              "strata_by_rate_quintile", "people who had engaged about as often before the stop"),
          Map.entry("dominant_actor_out", "without people who did more than a fifth of all acts"),
          Map.entry("identical_texts_out", "without texts that several people posted alike"),
          Map.entry("dominant_author_out", "without authors of more than half of the posts"),
          Map.entry("labels_as_predicted", "without the correction by checked labels"));

  private static final Map<String, String> PLACEBOS =
      Map.ofEntries(
          Map.entry("split_half", "one class dealt at random into two"),
          Map.entry("split_half_promotional", "promotional posts dealt at random into two"),
          Map.entry("opposite_schedule", "posts of one class at the times of the other's"),
          Map.entry("crude_opposite_schedule", "the same, by the ratio without strata"),
          Map.entry("permuted", "classes dealt anew within weeks"),
          Map.entry("random_stop", "stops on days on which nothing stopped"),
          Map.entry("lead", "what accounts did afterwards, which can have had no effect before"),
          Map.entry("warm_permuted", "who had spoken with whom dealt anew among people as active"),
          Map.entry("split_controls_penalty", "half of the controls taken for silences"),
          Map.entry("split_controls_slope", "the same, of the slope"),
          Map.entry("distance_permuted", "distances dealt anew within author and month"),
          Map.entry("k_permuted", "days of engagement dealt anew; a line to compare with"));

  private final OutputFolder folder;
  private final Claim claim;
  private final FindingRow finding;
  private final JsonNode details;
  private final ExplainedCases cases;
  private final Explanation text = new Explanation();

  private ExplainText(OutputFolder folder, Claim claim, FindingRow finding, JsonNode details) {
    this.folder = folder;
    this.claim = claim;
    this.finding = finding;
    this.details = details;
    this.cases = new ExplainedCases(folder, text);
  }

  /**
   * The lines of some claims.
   *
   * @throws UserError if the folder has no finished stage of claims, or one that kept no account
   */
  static List<String> of(OutputFolder folder, List<Claim> claims) {
    folder.require(Stage.CLAIMS);
    JsonNode details = folder.manifest().entry(Stage.CLAIMS).details().path(ClaimDetails.NAME);
    List<FindingRow> findings =
        Tables.FINDINGS.records(folder.table(Tables.FINDINGS)).collectAsList();
    List<String> lines = new ArrayList<>();
    for (Claim claim : claims) {
      FindingRow finding =
          findings.stream()
              .filter(row -> row.claim().equals(claim.name()))
              .findFirst()
              .orElseThrow(() -> kept(folder));
      if (details.path(claim.name()).isMissingNode()) {
        throw kept(folder);
      }
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.addAll(new ExplainText(folder, claim, finding, details.path(claim.name())).lines());
    }
    return lines;
  }

  private static UserError kept(OutputFolder folder) {
    return new UserError(
        "the claims of "
            + folder.path().toUri().getPath()
            + " were measured by a program that did not keep how; run claims on it first");
  }

  private List<String> lines() {
    text.title(claim + ": " + claim.words());
    verdict();
    figures();
    rule();
    text.heading("Counted");
    cases.counted(claim, finding);
    text.heading("Left out");
    cases.leftOut(claim);
    text.heading("Compared");
    text.say(ExplainedCases.compared(claim));
    if (finding.estimate().value() != null) {
      otherWays();
    }
    placebos();
    if (finding.estimate().value() != null) {
      text.heading("Heaviest");
      cases.heaviest(claim, finding, details.path("legs"));
    }
    settings();
    text.heading("Rows");
    cases.queries(claim).forEach(sql -> text.command(query(sql)));
    return text.lines();
  }

  private String query(String sql) {
    return "afterglow query " + folder.path().toUri().getPath() + " \"" + sql + "\"";
  }

  private void verdict() {
    text.heading("Verdict");
    text.say(
        finding.verdict().replace('_', ' ')
            + (finding.reason().equals(Estimate.OK) ? "" : ", " + finding.reason())
            + ".");
    text.say(finding.sentence());
  }

  private void figures() {
    text.heading("Figure");
    for (JsonNode leg : details.path("legs")) {
      String figure = leg.path("figure").asText();
      ExplainedFigure scale = ExplainedFigure.of(figure);
      Estimate estimate = estimate(leg.path("estimate"));
      text.say(
          figure
              + ": "
              + (estimate.state().equals(finding.reason()) && estimate.value() == null
                  ? "none, " + estimate.state() + "."
                  : scale.text(estimate)));
      String side = leg.path("claim_side").asInt() < 0 ? "below " : "above ";
      String margin = scale.margin(leg.path("margin").asDouble());
      StringBuilder more = new StringBuilder();
      more.append("The claim says ")
          .append(figure.endsWith("talk_ratio") ? "0.5 at least" : side + scale.none())
          .append(margin.isEmpty() ? "." : "; " + margin + " would not matter.");
      if (leg.path("judged").has("p_value")) {
        more.append(" p ").append(p(leg.path("judged").path("p_value").asDouble())).append('.');
      }
      more.append(estimate.value() == null ? "" : rests(leg));
      text.say(more.toString());
    }
    Double p = finding.pValue();
    Double q = finding.qValue();
    if (p != null && q != null) {
      text.say(
          "p of the claim " + p(p) + "; q, adjusted for all claims that have a p, " + p(q) + ".");
    }
  }

  private static String rests(JsonNode leg) {
    List<String> parts = new ArrayList<>();
    for (String unit : List.of("campaign", "account", "post")) {
      long count = leg.path(unit + "s").asLong();
      if (count > 0) {
        parts.add(ExplainedCases.counted(count, unit));
      }
    }
    return parts.isEmpty() ? "" : " It rests on " + String.join(", ", parts) + ".";
  }

  private static String p(double p) {
    return p < .001 ? "below 0.001" : ExplainedFigure.number(p);
  }

  private static Estimate estimate(JsonNode node) {
    return new Estimate(
        node.has("value") ? node.path("value").asDouble() : null,
        node.has("low") ? node.path("low").asDouble() : null,
        node.has("high") ? node.path("high").asDouble() : null,
        node.path("state").asText());
  }

  private void rule() {
    text.heading("Rule");
    text.say("docs/verdicts.md, " + fired());
    if (finding.verdict().equals("undetermined")) {
      for (JsonNode code : details.path("legs").path(0).path("hindrances")) {
        text.code("", code.asText());
      }
    }
    if (details.path("legs").size() > 1) {
      List<String> words = new ArrayList<>();
      details
          .path("legs")
          .forEach(
              leg ->
                  words.add(
                      leg.path("figure").asText().replaceFirst(".*\\.", "")
                          + " "
                          + leg.path("verdict").asText().replace('_', ' ')));
      text.say("Each figure by itself: " + String.join(", ", words) + ". " + together());
    }
  }

  private String fired() {
    return switch (finding.verdict()) {
      case "not_estimable" -> "rule 1: there is no figure.";
      case "no_material_difference" ->
          "rule 3: the whole interval lies within the least difference that matters.";
      case "supports" ->
          "rule 4: the interval lies on the claim's side, the figure beyond the least difference that"
              + " matters, q is at most 0.05, and every other way of counting points the same way.";
      case "contradicts" ->
          "rule 5: the interval lies on the other side than the claim's, the figure beyond the least"
              + " difference that matters, q is at most 0.05, and every other way of counting points"
              + " the same way.";
      default ->
          switch (finding.reason()) {
            case ReasonCodes.INCONCLUSIVE -> "rule 6: the interval leaves it open.";
            case ReasonCodes.RUNS_DISAGREE -> "rule 6: ways of counting disagree.";
            case ReasonCodes.LEGS_OPPOSED -> "several figures: they do not point the same way.";
            default -> "rule 2: something forbids to conclude. The first decides:";
          };
    };
  }

  private String together() {
    return switch (claim) {
      case C2 ->
          "The first decides where people still talk, which the second says at a lower limit of 0.5.";
      case C4 -> "The first decides, unless the second concludes the opposite.";
      case C6 -> "Both are needed.";
      default -> "";
    };
  }

  private void otherWays() {
    text.heading("Other ways");
    boolean any = false;
    for (JsonNode leg : details.path("legs")) {
      ExplainedFigure scale = ExplainedFigure.of(leg.path("figure").asText());
      double own = leg.path("judged").path("estimate").asDouble();
      for (Map.Entry<String, JsonNode> run : leg.path("sensitivity").properties()) {
        double point = run.getValue().asDouble();
        text.item(
            scale.judged(point)
                + ", "
                + described(run.getKey())
                + (details.path("legs").size() > 1
                    ? " (" + leg.path("figure").asText().replaceFirst(".*\\.", "") + ")"
                    : "")
                + (leg.has("judged") && own * point < 0 ? ", which is on the other side" : ""));
        any = true;
      }
    }
    any |= claim == Claim.C1 && cases.runsOfDecay(ExplainText::described);
    if (!any) {
      text.say("none could be estimated.");
    }
  }

  private static String described(String run) {
    String words = RUNS.get(run);
    return run + (words == null ? "" : ": " + words);
  }

  private void placebos() {
    List<PlaceboRow> rows =
        Tables.PLACEBO.records(folder.table(Tables.PLACEBO)).collectAsList().stream()
            .filter(row -> row.claim().startsWith(claim.name()))
            .toList();
    text.heading("Placebo");
    if (rows.isEmpty()) {
      text.say("none, as there is nothing to check.");
    }
    for (PlaceboRow row : rows) {
      String words = PLACEBOS.get(row.placebo());
      Double share = row.rejectionShare();
      Double mean = row.meanEstimate();
      StringBuilder line = new StringBuilder(part(row.claim())).append(row.placebo());
      line.append(words == null ? "" : " (" + words + ")");
      if (row.draws() == 1 && share != null) {
        line.append(share > 0 ? ": its interval does not hold 0" : ": its interval holds 0");
      } else {
        line.append(": ").append(ExplainedCases.counted(row.draws(), "draw"));
        if (share != null) {
          line.append(", of which ")
              .append(ExplainedFigure.number(100 * share))
              .append(" % differ (8 % may)");
        } else if (mean != null) {
          line.append(", mean ").append(ExplainedFigure.LOGARITHM.judged(mean));
        }
      }
      if (row.accounts() > 0) {
        line.append(", of ").append(ExplainedCases.counted(row.accounts(), "account"));
      }
      line.append(row.judged() ? "; " : "; not judged, ").append(row.placeboState());
      text.item(line.append('.').toString());
    }
  }

  /** C1 is checked in three parts. */
  private static String part(String claim) {
    return switch (claim) {
      case "C1a" -> "posts, ";
      case "C1b" -> "people, ";
      case "C1c" -> "threads, ";
      default -> "";
    };
  }

  private void settings() {
    text.heading("Settings");
    JsonNode settings = folder.manifest().entry(Stage.CLAIMS).details().path("settings");
    text.say(
        "Seed "
            + settings.path("seed").asLong()
            + "; rules "
            + finding.verdictRulesSha256().substring(0, 12)
            + " (SHA-256 of docs/verdicts.md begins so); measured "
            + folder.manifest().entry(Stage.CLAIMS).finishedAt()
            + ".");
    text.say(
        "Classes: "
            + finding.labelState()
            + ReasonCodes.sentence(finding.labelState()).map(s -> ", " + s).orElse("."));
    List<String> limits = new ArrayList<>();
    details
        .path("limits")
        .properties()
        .forEach(
            limit ->
                limits.add(
                    ExplainedFigure.number(limit.getValue().asDouble())
                        + " "
                        + limit.getKey().replace('_', ' ')));
    text.say("It takes at least: " + String.join("; ", limits) + ".");
  }
}
