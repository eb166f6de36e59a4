package org.afterglow.job.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.afterglow.statistics.LegVerdict;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.afterglow.table.FindingRow;
import org.afterglow.table.PlaceboRow;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static final double MARGIN = Math.log(1.25);

  @Test
  void aFigureBeyondTheMarginOnTheClaimsSideSupports() {
    FindingRow row = only(Claim.C3, leg(-8, 1, -1, 3));

    assertThat(row.verdict()).isEqualTo("supports");
    assertThat(row.reason()).isEqualTo("OK");
    assertThat(row.sentence())
        .isEqualTo(
            "In weeks after promotion had taken a ten points larger share of a feed its"
                + " conversational posts got 8.0 % less engagement each (95 % interval 6.0 to 10 %"
                + " less). A gap of .5 to .7 % would be seen anyway where little engagement is"
                + " followed by more promotion.");
  }

  @Test
  void anIntervalAcrossNoneSaysTheDirectionOfEachLimit() {
    assertThat(only(Claim.C6, leg(-8, 5, 1, 10), leg(-.1, 1, -1, 0)).sentence())
        .contains(
            "got 8.0 % more engagement (95 % interval 1.8 % less to 18 % more) than posts at");
  }

  @Test
  void itsMirrorContradictsAndASmallOneIsNoMaterialDifference() {
    assertThat(only(Claim.C3, leg(8, 1, -1, 3)).verdict()).isEqualTo("contradicts");
    assertThat(only(Claim.C3, leg(.5, .5, -1, 3)).verdict()).isEqualTo("no_material_difference");
  }

  @Test
  void whatStandsAgainstConcludingIsNamed() {
    ClaimLeg hindered = with(leg(-8, 1, -1, 3), Map.of(), List.of("UNPROVED", "NOT_RUN"));

    FindingRow row = only(Claim.C3, hindered);

    assertThat(row.verdict()).isEqualTo("undetermined");
    assertThat(row.reason()).isEqualTo("UNPROVED");
    assertThat(row.sentence())
        .startsWith("Undecided. The way of estimating has not yet passed")
        .contains("Besides stand against a verdict: NOT_RUN. For the record alone: In weeks after");
  }

  @Test
  void howManyAccountsThereAreIsSaidWhereTheyAreTooFew() {
    assertThat(only(Claim.C3, ClaimLeg.none("FEW_ACCOUNTS", -1, 3)).sentence())
        .endsWith("that tell something. Here such accounts number 0.");
  }

  @Test
  void whatChanceWouldMakeOfItIsSaidAndStandsInTheRow() {
    PlaceboRow chance =
        new PlaceboRow("C8", "k_permuted", false, 400, null, -.84, .1, 12, "REFERENCE");
    FindingRow row =
        Findings.rows(
                List.of(
                    ClaimEvidence.of(
                        Claim.C8, List.of(leg(1.4, .1, 1, MARGIN)), List.of(chance), Estimate.OK)),
                "")
            .get(0);

    assertThat(row.sentence()).endsWith(" By chance alone it would be 0.43 times.");
    assertThat(row.placebo()).isEqualTo("k_permuted");
    assertThat(row.placeboState()).isEqualTo("REFERENCE");
  }

  @Test
  void runsThatDisagreeMakeItUndeterminedAndAreNamed() {
    ClaimLeg torn =
        with(leg(-8, 1, -1, 3), Map.of("two_lags", 1.0, "heaviest_account_out", -7.0), List.of());

    FindingRow row = only(Claim.C3, torn);

    assertThat(row.verdict()).isEqualTo("undetermined");
    assertThat(row.reason()).isEqualTo("RUNS_DISAGREE");
    assertThat(row.sentence()).contains("two_lags").doesNotContain("heaviest");
  }

  @Test
  void anArchiveThatCannotTellSaysWhatItLacks() {
    FindingRow row = only(Claim.C4, ClaimLeg.none("NO_OWNER", 1, MARGIN));

    assertThat(row.verdict()).isEqualTo("not_estimable");
    assertThat(row.reason()).isEqualTo("NO_OWNER");
    assertThat(row.estimate()).isEqualTo(Estimate.none("NO_OWNER"));
    assertThat(row.pValue()).isNull();
    assertThat(row.sentence()).contains("no account that speaks for it");
  }

  @Test
  void legsComeTogetherAsTheRulesSay() {
    LegVerdict yes = LegVerdict.SUPPORTS;
    LegVerdict no = LegVerdict.CONTRADICTS;
    LegVerdict same = LegVerdict.NO_MATERIAL_DIFFERENCE;
    LegVerdict open = LegVerdict.UNDETERMINED;
    LegVerdict none = LegVerdict.NOT_ESTIMABLE;

    assertThat(second(Claim.C2, yes)).containsExactly(yes, no, open, open, open);
    assertThat(second(Claim.C2, same)).containsExactly(same, no, open, open, open);
    assertThat(second(Claim.C2, no)).containsExactly(no, no, no, no, no);
    assertThat(second(Claim.C2, none)).containsExactly(none, none, none, none, none);
    assertThat(second(Claim.C4, yes)).containsExactly(yes, open, yes, yes, yes);
    assertThat(second(Claim.C4, open)).containsExactly(open, open, open, open, open);
    assertThat(second(Claim.C6, yes)).containsExactly(yes, open, open, open, open);
    assertThat(second(Claim.C6, no)).containsExactly(open, no, open, open, open);
    assertThat(second(Claim.C6, same)).containsExactly(same, same, same, same, same);
  }

  @Test
  void claimsAreTestedTogetherByTheirLargestP() {
    ClaimLeg sure = leg(-8, 1, -1, 3);
    ClaimLeg unsure = leg(-8, 3.5, -1, 3);
    List<FindingRow> rows =
        Findings.rows(
            List.of(
                claim(Claim.C3, sure),
                claim(Claim.C6, sure, unsure),
                claim(Claim.C4, sure, unsure)),
            "");

    assertThat(rows.get(0).pValue()).isEqualTo(p(sure));
    assertThat(rows.get(1).pValue()).isEqualTo(p(unsure));
    assertThat(rows.get(2).pValue()).isEqualTo(p(sure));
    assertThat(rows.get(1).qValue()).isEqualTo(p(unsure));
    assertThat(rows.get(0).qValue()).isEqualTo(p(sure) * 3 / 2);
  }

  @Test
  void whetherPeopleStillTalkIsToldByItsLimitsWhateverTheFirstLegsP() {
    ClaimLeg same = leg(.01, .05, -1, MARGIN);
    ClaimLeg fewer = leg(-1, .2, 1, 0);

    assertThat(only(Claim.C2, same, leg(1, .2, 1, 0)).verdict())
        .isEqualTo("no_material_difference");
    assertThat(only(Claim.C2, same, fewer).verdict()).isEqualTo("contradicts");
    assertThat(only(Claim.C2, leg(-1, .1, -1, MARGIN), leg(.1, .2, 1, 0)).verdict())
        .isEqualTo("undetermined");
  }

  @Test
  void limitsThatTellNothingAreNotSpeltOut() {
    assertThat(only(Claim.C2, leg(.3, 50, -1, MARGIN), leg(1, .1, 1, 0)).sentence())
        .contains("0.30 times (95 % interval less than 0.01 to 98)");
    assertThat(only(Claim.C2, leg(.3, 80, -1, MARGIN), leg(1, .1, 1, 0)).sentence())
        .contains("0.30 times (95 % interval less than 0.01 to more than 100)");
  }

  @Test
  void theFigureOfC1StandsBesideThePlacebosOfPosts() {
    PlaceboRow posts = new PlaceboRow("C1a", "split_half", true, 400, .02, 0.0, .1, 12, "OK");
    PlaceboRow people = new PlaceboRow("C1b", "permuted", true, 0, null, null, null, 2, "NOT_RUN");

    FindingRow row =
        Findings.rows(
                List.of(
                    ClaimEvidence.of(
                        Claim.C1,
                        List.of(leg(-1, .1, -1, MARGIN)),
                        List.of(posts, people),
                        Estimate.OK)),
                "")
            .get(0);

    assertThat(row.placebo()).isEqualTo("split_half");
    assertThat(row.placeboRejectionShare()).isEqualTo(.02);
    assertThat(row.placeboState()).isEqualTo("OK");
  }

  @Test
  void theWorstPlaceboOfAClaimStandsBesideIt() {
    PlaceboRow passed = new PlaceboRow("C3", "later_share", true, 400, .05, 0.0, .1, 12, "OK");
    PlaceboRow failed = new PlaceboRow("C3", "other", true, 400, .2, 0.1, .1, 12, "PLACEBO_FAILED");
    PlaceboRow printed = new PlaceboRow("C3", "printed", false, 400, .9, 0.1, .1, 12, "SCHEDULE");

    FindingRow row =
        Findings.rows(
                List.of(
                    ClaimEvidence.of(
                        Claim.C3,
                        List.of(leg(-8, 1, -1, 3)),
                        List.of(passed, failed, printed),
                        Estimate.OK)),
                "")
            .get(0);

    assertThat(row.placebo()).isEqualTo("other");
    assertThat(row.placeboRejectionShare()).isEqualTo(.2);
    assertThat(row.placeboState()).isEqualTo("PLACEBO_FAILED");
  }

  @Test
  void noSentenceNamesACause() {
    for (Claim claim : Claim.values()) {
      for (double x : new double[] {-8, .1, 8}) {
        for (List<String> hindrances : List.of(List.<String>of(), List.of("LABELS_UNCHECKED"))) {
          FindingRow row =
              only(claim, with(leg(x, .01, -1, 3), Map.of(), hindrances), leg(x, .01, 1, 0));
          assertThat(row.sentence())
              .doesNotContainIgnoringCase("because")
              .doesNotContainIgnoringCase("cause")
              .doesNotContain("null", "NaN")
              .endsWith(".");
        }
      }
    }
  }

  @Test
  void theRulesTravelWithTheProgram() {
    assertThat(VerdictRules.sha256()).matches("[0-9a-f]{64}");
  }

  /** What a claim comes to by each verdict of its second leg, in the order of the rules. */
  private static List<LegVerdict> second(Claim claim, LegVerdict first) {
    return Stream.of(
            LegVerdict.SUPPORTS,
            LegVerdict.CONTRADICTS,
            LegVerdict.NO_MATERIAL_DIFFERENCE,
            LegVerdict.UNDETERMINED,
            LegVerdict.NOT_ESTIMABLE)
        .map(second -> Findings.combined(claim, List.of(first, second)))
        .toList();
  }

  private static FindingRow only(Claim claim, ClaimLeg... legs) {
    return Findings.rows(List.of(claim(claim, legs)), "").get(0);
  }

  private static ClaimEvidence claim(Claim claim, ClaimLeg... legs) {
    return ClaimEvidence.of(claim, Arrays.asList(legs), List.of(), Estimate.OK);
  }

  private static double p(ClaimLeg leg) {
    return Objects.requireNonNull(leg.judged()).pValue();
  }

  private static ClaimLeg leg(double x, double standardError, int side, double margin) {
    StudentInterval interval = StudentInterval.of(x, standardError, 1e9);
    return new ClaimLeg(
        Estimate.of(x, interval.low(), interval.high()),
        interval,
        side,
        margin,
        Map.of(),
        List.of(),
        0,
        20,
        400);
  }

  private static ClaimLeg with(
      ClaimLeg leg, Map<String, Double> sensitivity, List<String> hindrances) {
    return new ClaimLeg(
        leg.estimate(),
        leg.judged(),
        leg.claimSide(),
        leg.margin(),
        sensitivity,
        hindrances,
        leg.campaigns(),
        leg.accounts(),
        leg.posts());
  }
}
