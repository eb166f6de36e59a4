package org.afterglow.job.contrast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.afterglow.statistics.CheckedSample;
import org.afterglow.statistics.Interval;
import org.afterglow.statistics.LabelCorrection;
import org.afterglow.statistics.LateOdds;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.DecayContrastPooledRow;
import org.afterglow.table.Estimate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PoolContrastTest {
  private static final List<LegEvidence> EVIDENCE =
      List.of(new LegEvidence(ContrastUnit.POST, List.of("LABELS_UNCHECKED", "NOT_RUN")));

  private final List<ContrastCampaign> campaigns = new ArrayList<>();
  private final List<ContrastFit> fits = new ArrayList<>();

  @Test
  void noCampaignHasNothingToPool() {
    assertThat(run(ContrastFit.PRIMARY).estimate()).isEqualTo(Estimate.none("TOO_FEW_EVENTS"));
    assertThat(run(ContrastFit.PRIMARY).zeroCellShare()).isNull();
    assertThat(run(ContrastFit.PRIMARY).legVerdict()).isEqualTo("not_estimable");
  }

  @Test
  void campaignsWithTooFewEventsAreNotPooled() {
    campaign("c1", "x/1");
    fits.add(fit("c1", ContrastFit.PRIMARY, "TOO_FEW_EVENTS", 1, 2, null));
    campaign("c2", "x/2");
    fits.add(fit("c2", ContrastFit.PRIMARY, "ALL_ZERO", 0, 0, null));
    campaign("c3", "x/3");
    fits.add(fit("c3", ContrastFit.PRIMARY, "TOO_FEW_EVENTS", 1, 2, null));

    DecayContrastPooledRow row = run(ContrastFit.PRIMARY);

    assertThat(row.campaigns()).isZero();
    assertThat(row.mhEstimate()).isEqualTo(Estimate.none("TOO_FEW_EVENTS"));
  }

  @Test
  void whatMostCampaignsWereRefusedForIsWhyThereIsNothingToPool() {
    for (String id : List.of("c1", "c2", "c3")) {
      campaign(id, "x/" + id);
      fits.add(ContrastFit.refused(id, "post", id.equals("c1") ? "GAP_HEAVY" : "SHORT_WINDOW"));
    }

    DecayContrastPooledRow row = run(ContrastFit.PRIMARY);

    assertThat(row.estimate()).isEqualTo(Estimate.none("SHORT_WINDOW"));
    assertThat(row.legVerdict()).isEqualTo("not_estimable");
  }

  @Test
  void postsOfCampaignsThatAnotherStandsForAreNotCounted() {
    List<ContrastCampaign> every =
        List.of(
            new ContrastCampaign("short", "account", "x/1", "OK", "shared", 5, List.of()),
            new ContrastCampaign("b", "hashtag", "x/2", "OK", "shared", 9, List.of()),
            new ContrastCampaign("a", "hashtag", "x/3", "OK", "shared", 9, List.of()),
            new ContrastCampaign(
                "longest, not contrasted", "domain", "x/4", "OK", "shared", 99, List.of()),
            new ContrastCampaign("alone", "account", "x/5", "OK", null, 1, List.of()));

    assertThat(
            PoolContrast.postsPooled(
                Map.of("short", 1L, "a", 20L, "b", 300L, "alone", 4000L), every))
        .as("of equally long ones the first by its id")
        .isEqualTo(4020);
  }

  @Test
  void theMeanIsThatOfPauleAndMandelWithMantelHaenszelBesideIt() {
    double[] y = {-.9, -.2, -.7, -1.3, .1, -.6, -.8, -.4};
    double[] v = {.02, .05, .03, .1, .06, .02, .04, .05};
    for (int i = 0; i < y.length; i++) {
      campaign("c" + i, "x/" + i);
      fits.add(fit("c" + i, ContrastFit.PRIMARY, y[i], v[i]));
    }

    DecayContrastPooledRow row = run(ContrastFit.PRIMARY);

    assertThat(row.headline()).isEqualTo("estimate");
    assertThat(row.campaigns()).isEqualTo(8);
    assertThat(row.accounts()).isEqualTo(8);
    assertThat(row.zeroCellShare()).isZero();
    assertThat(row.estimate().value()).isCloseTo(-0.596360434, within(1e-9));
    assertThat(row.estimate().low()).isCloseTo(-0.936255258, within(1e-9));
    assertThat(row.pValue()).isCloseTo(0.004301344, within(1e-9));
    assertThat(row.tau()).isCloseTo(Math.sqrt(0.122215742), within(1e-8));
    assertThat(row.maxAccountShare()).isCloseTo(0.145283787, within(1e-9));
    double r = 0;
    for (double one : y) {
      r += Math.exp(one);
    }
    assertThat(row.mhEstimate().value()).isCloseTo(Math.log(r / 8), within(1e-9));
    assertThat(row.labelCorrection()).isEqualTo("none");
    assertThat(row.legVerdict()).as("labels are unchecked").isEqualTo("undetermined");
  }

  @Test
  void mantelHaenszelIsTheHeadlineWhenMoreThanATenthAreZeroCells() {
    double[] r = {4, 0, 3.5, 2, 6};
    double[] s = {8, 3, 5, 0, 9};
    for (int i = 0; i < r.length; i++) {
      campaign("c" + i, "x/" + i);
      boolean zero = r[i] == 0 || s[i] == 0;
      fits.add(
          fit(
              "c" + i,
              ContrastFit.PRIMARY,
              zero ? "ZERO_CELL" : "OK",
              r[i],
              s[i],
              zero ? null : .1));
    }

    DecayContrastPooledRow row = run(ContrastFit.PRIMARY);

    assertThat(row.headline()).isEqualTo("mh_estimate");
    assertThat(row.zeroCellShare()).isEqualTo(.4);
    assertThat(row.mhEstimate().value()).isCloseTo(-0.478035801, within(1e-9));
    assertThat(row.mhEstimate().low()).isCloseTo(-1.375778815, within(1e-9));
    assertThat(row.maxAccountShare()).isCloseTo(0.387096774, within(1e-9));
    assertThat(row.estimate().state()).as("three accounts").isEqualTo("FEW_ACCOUNTS");
  }

  @Test
  void oneZeroCellOfTenLeavesTheMeanTheHeadline() {
    for (int i = 0; i < 9; i++) {
      campaign("c" + i, "x/" + i);
      fits.add(fit("c" + i, ContrastFit.PRIMARY, -.5 - .01 * i, .1));
    }
    campaign("z", "x/z");
    fits.add(fit("z", ContrastFit.PRIMARY, "ZERO_CELL", 0, 4, null));

    assertThat(run(ContrastFit.PRIMARY).zeroCellShare()).isEqualTo(.1);
    assertThat(run(ContrastFit.PRIMARY).headline()).isEqualTo("estimate");
  }

  @Test
  void nothingButZeroCellsOfOneKindCannotBePooled() {
    for (int i = 0; i < 6; i++) {
      campaign("c" + i, "x/" + i);
      fits.add(fit("c" + i, ContrastFit.PRIMARY, "ZERO_CELL", 0, 4, null));
    }

    assertThat(run(ContrastFit.PRIMARY).estimate()).isEqualTo(Estimate.none("ZERO_CELL"));
    assertThat(run(ContrastFit.PRIMARY).mhEstimate()).isEqualTo(Estimate.none("ZERO_CELL"));
    assertThat(run(ContrastFit.PRIMARY).legVerdict()).isEqualTo("not_estimable");
  }

  @Test
  void fewerThanFiveAccountsHaveAPointAndNoInterval() {
    for (int i = 0; i < 8; i++) {
      campaign("c" + i, "x/" + i % 4);
      fits.add(fit("c" + i, ContrastFit.PRIMARY, -.5, .1));
    }

    DecayContrastPooledRow row = run(ContrastFit.PRIMARY);

    assertThat(row.accounts()).isEqualTo(4);
    assertThat(row.estimate().value()).isCloseTo(-.5, within(1e-12));
    assertThat(row.estimate().state()).isEqualTo("FEW_ACCOUNTS");
    assertThat(row.estimate().low()).isNull();
    assertThat(row.pValue()).isNull();
    assertThat(row.predictionLow()).isNull();
    assertThat(row.legVerdict()).isEqualTo("undetermined");
  }

  @Test
  void oneCampaignAloneIsItsOwnPoint() {
    campaign("c", "x/1");
    fits.add(fit("c", ContrastFit.PRIMARY, -.5, .1));

    assertThat(run(ContrastFit.PRIMARY).estimate())
        .isEqualTo(Estimate.qualified(-.5, null, null, "FEW_ACCOUNTS"));
    assertThat(run(ContrastFit.PRIMARY).maxAccountShare()).isEqualTo(1);
    assertThat(run(ContrastFit.PRIMARY).tau()).isNull();
  }

  @Test
  void campaignsThatShareAnOwnerAreOneAccount() {
    campaigns.add(campaign("a", "x/1", null, 10, "x/1"));
    campaigns.add(campaign("b", "x/#tag", null, 10, "x/1"));
    campaigns.add(campaign("c", "x/hash", null, 10, "x/2", "x/1"));
    campaigns.add(campaign("d", "x/3", null, 10, "x/3"));
    campaigns.add(campaign("e", "x/#other", null, 10));

    assertThat(PoolContrast.accounts(campaigns))
        .containsEntry("a", "entity/x/#tag")
        .containsEntry("b", "entity/x/#tag")
        .containsEntry("c", "entity/x/#tag")
        .containsEntry("d", "entity/x/3")
        .containsEntry("e", "entity/x/#other");
  }

  @Test
  void ofCampaignsThatShareTheirPostsTheLongestIsPooled() {
    campaigns.add(campaign("a", "x/1", "g", 10));
    campaigns.add(campaign("b", "x/2", "g", 20));
    campaigns.add(campaign("c", "x/3", "g", Long.MAX_VALUE));
    campaigns.add(campaign("d", "x/4", null, 5));
    fits.add(fit("a", ContrastFit.PRIMARY, -.1, .1));
    fits.add(fit("b", ContrastFit.PRIMARY, -.2, .1));
    fits.add(fit("c", ContrastFit.PRIMARY, "TOO_FEW_EVENTS", 0, 0, null));
    fits.add(fit("d", ContrastFit.PRIMARY, -.4, .1));

    DecayContrastPooledRow row = run(ContrastFit.PRIMARY);

    assertThat(row.campaigns()).isEqualTo(2);
    assertThat(row.estimate().value()).isCloseTo(-.3, within(1e-12));
  }

  @Test
  void theHeaviestAccountIsLeftOutWhole() {
    for (int i = 0; i < 7; i++) {
      campaign("c" + i, "x/" + Math.max(0, i - 1)); // x/0 has two
      fits.add(fit("c" + i, ContrastFit.PRIMARY, i < 2 ? -3 : -.5, i < 2 ? .1 : .5));
    }

    DecayContrastPooledRow row = run(PoolContrast.HEAVIEST_ACCOUNT_OUT);

    assertThat(row.campaigns()).isEqualTo(5);
    assertThat(row.accounts()).isEqualTo(5);
    assertThat(row.estimate().value()).isCloseTo(-.5, within(1e-12));
    assertThat(run(ContrastFit.PRIMARY).estimate().value()).isLessThan(-.9);
  }

  @Test
  void everyRunIsPooledFromItsOwnFitsAlone() {
    for (int i = 0; i < 6; i++) {
      campaign("c" + i, "x/" + i);
      fits.add(fit("c" + i, ContrastFit.PRIMARY, -.5, .1));
      fits.add(fit("c" + i, ContrastFit.CUT_6H, -.2, .1));
      fits.add(fit("c" + i, ContrastFit.STOP, -9, .1));
    }

    List<DecayContrastPooledRow> rows = PoolContrast.rows(campaigns, fits, EVIDENCE);

    assertThat(rows.stream().map(DecayContrastPooledRow::run))
        .containsExactlyInAnyOrder(
            "primary",
            "cut_6h",
            "cut_7d",
            "uncertain_dropped",
            "strata_by_six_hour_block",
            "bots_in",
            "dominant_actor_out",
            "identical_texts_out",
            "dominant_author_out",
            "heaviest_account_out");
    assertThat(run(ContrastFit.CUT_6H).estimate().value()).isCloseTo(-.2, within(1e-12));
    assertThat(run(ContrastFit.CUT_7D).estimate().value()).isNull();
  }

  @Test
  void theOrderOfCampaignsAndFitsDoesNotMatterToTheLastBit() {
    Random random = new Random(5);
    for (int i = 0; i < 40; i++) {
      campaigns.add(campaign("c" + i, "x/" + i % 17, i % 5 == 0 ? "g" + i % 2 : null, i % 7));
      double y = random.nextGaussian();
      fits.add(fit("c" + i, ContrastFit.PRIMARY, y, .05 + random.nextDouble()));
    }
    List<DecayContrastPooledRow> expected = PoolContrast.rows(campaigns, fits, EVIDENCE);
    for (int i = 0; i < 10; i++) {
      Collections.shuffle(campaigns, random);
      Collections.shuffle(fits, random);
      assertThat(PoolContrast.rows(campaigns, fits, EVIDENCE)).isEqualTo(expected);
    }
  }

  @Test
  void theVerdictIsReachedOnlyWhereNothingHinders() {
    tenAccounts(-.9);

    assertThat(primary(List.of()).legVerdict()).isEqualTo("supports");
    assertThat(primary(List.of()).hindrances()).isEmpty();
    for (String code :
        List.of(
            "LABELS_UNCHECKED",
            "LABEL_UNCERTAIN",
            "PLACEBO_FAILED",
            "NOT_RUN",
            "NO_SEASON",
            "RMST_OPPOSED")) {
      DecayContrastPooledRow row = primary(List.of(code));
      assertThat(row.legVerdict()).as(code).isEqualTo("undetermined");
      assertThat(row.hindrances()).containsExactly(code);
    }
  }

  @Test
  void aMeanStayThatPointsTheOtherWayHinders() {
    tenAccounts(-.7);

    assertThat(beside(new Interval(-9, -1)).hindrances()).isEmpty();
    assertThat(beside(new Interval(-9, 1)).hindrances()).as("an interval across 0").isEmpty();
    DecayContrastPooledRow opposed = beside(new Interval(.1, 3));
    assertThat(opposed.hindrances()).containsExactly("RMST_OPPOSED");
    assertThat(opposed.legVerdict()).isEqualTo("undetermined");
  }

  /** Ten campaigns alike, corrected and as predicted. */
  private void tenCorrected(LabelCorrection correction) {
    LateOdds.Pairs pairs = new LateOdds.Pairs(20, 30, 60, 25);
    LateOdds.Confusion confusion = correction.confusion();
    for (int i = 0; i < 10; i++) {
      campaign("c" + i, "x/" + i);
      for (String run : List.of(ContrastFit.PRIMARY, ContrastFit.LABELS_AS_PREDICTED)) {
        boolean corrected = run.equals(ContrastFit.PRIMARY);
        double r = pairs.r(corrected ? confusion : null);
        double s = pairs.s(corrected ? confusion : null);
        fits.add(fit("c" + i, run, "OK", r, s, .05, pairs, corrected ? "per_cell" : "none"));
      }
    }
  }

  private static LabelCorrection correction(double sEarly, double sd, boolean tooLittle) {
    CheckedSample.Rates rates = new CheckedSample.Rates(sEarly, .1, .9, .1);
    List<CheckedSample.Rates> drawn = new ArrayList<>();
    for (int i = 0; i < 199; i++) {
      drawn.add(new CheckedSample.Rates(sEarly + (i % 2 == 0 ? -sd : sd), .1, .9, .1));
    }
    return new LabelCorrection(rates, drawn, tooLittle);
  }

  /** The row of each run of posts. */
  private Function<String, DecayContrastPooledRow> checked(LabelCorrection correction) {
    Map<String, LabelCorrection> corrections = new TreeMap<>();
    ContrastUnit.POST.correctedRuns().forEach(run -> corrections.put(run, correction));
    List<DecayContrastPooledRow> rows =
        PoolContrast.rows(
            campaigns,
            fits,
            List.of(new LegEvidence(ContrastUnit.POST, List.of(), null, corrections)));
    return run -> rows.stream().filter(row -> row.run().equals(run)).findFirst().orElseThrow();
  }

  @Test
  void checkedLabelsCorrectAndWidenAndAllowAVerdict() {
    LabelCorrection correction = correction(.9, .03, false);
    tenCorrected(correction);
    Function<String, DecayContrastPooledRow> rows = checked(correction);
    DecayContrastPooledRow row = rows.apply(ContrastFit.PRIMARY);
    DecayContrastPooledRow predicted = rows.apply(ContrastFit.LABELS_AS_PREDICTED);
    LateOdds.Pairs pairs = new LateOdds.Pairs(200, 300, 600, 250);

    double corrected = Math.log(pairs.r(correction.confusion()) / pairs.s(correction.confusion()));
    assertThat(row.estimate().value()).isCloseTo(corrected, within(1e-12));
    assertThat(row.sEarly()).isEqualTo(.9);
    assertThat(row.fEarly()).isEqualTo(.1);
    assertThat(row.sLate()).isEqualTo(.9);
    assertThat(row.fLate()).isEqualTo(.1);
    assertThat(row.labelCorrection()).isEqualTo("per_cell");
    assertThat(row.hindrances()).isEmpty();
    assertThat(row.legVerdict()).isEqualTo("supports");
    double se = Objects.requireNonNull(correction.effect(pairs).standardError());
    assertThat(se).isBetween(.01, .3);
    assertThat(row.validationSe()).isCloseTo(se, within(1e-9));
    // ten campaigns alike: V = v/10, nine degrees of freedom
    double half = StudentInterval.quantile(9) * Math.sqrt(.005 + se * se);
    assertThat(row.estimate().low()).isCloseTo(corrected - half, within(1e-9));

    assertThat(predicted.estimate().value()).isCloseTo(Math.log(.5), within(1e-12));
    assertThat(predicted.labelCorrection()).isEqualTo("none");
    assertThat(predicted.validationSe()).isNull();
    assertThat(predicted.sEarly()).isNull();
    assertThat(predicted.hindrances()).containsExactly("LABELS_UNCHECKED");
    assertThat(predicted.legVerdict()).isEqualTo("undetermined");
    assertThat(rows.apply(PoolContrast.HEAVIEST_ACCOUNT_OUT).labelCorrection())
        .isEqualTo("per_cell");
    assertThat(rows.apply(ContrastFit.UNCERTAIN_DROPPED).labelCorrection()).isEqualTo("none");
  }

  @Test
  void classesAsPredictedAreNoSensitivityRun() {
    LabelCorrection correction = correction(.9, .01, false);
    tenCorrected(correction);
    fits.replaceAll(
        fit ->
            fit.run().equals(ContrastFit.LABELS_AS_PREDICTED)
                ? fit(fit.campaignId(), fit.run(), .4, .05)
                : fit);

    Function<String, DecayContrastPooledRow> rows = checked(correction);

    assertThat(rows.apply(ContrastFit.LABELS_AS_PREDICTED).estimate().value()).isPositive();
    assertThat(rows.apply(ContrastFit.PRIMARY).legVerdict()).isEqualTo("supports");
  }

  @Test
  void labelsTooUncertainWithholdTheCorrectedValueAndNothingElse() {
    LabelCorrection correction = correction(.9, .01, true);
    tenCorrected(correction);
    Function<String, DecayContrastPooledRow> rows = checked(correction);
    DecayContrastPooledRow row = rows.apply(ContrastFit.PRIMARY);

    assertThat(row.estimate()).isEqualTo(Estimate.none("LABEL_UNCERTAIN"));
    assertThat(row.mhEstimate()).isEqualTo(Estimate.none("LABEL_UNCERTAIN"));
    assertThat(row.pValue()).isNull();
    assertThat(row.tau()).isNull();
    assertThat(row.predictionLow()).isNull();
    assertThat(row.hindrances()).containsExactly("LABEL_UNCERTAIN");
    assertThat(row.legVerdict()).isEqualTo("undetermined");
    assertThat(row.campaigns()).isEqualTo(10);
    assertThat(row.sLate()).isEqualTo(.9);
    assertThat(row.validationSe()).isPositive();
    assertThat(rows.apply(ContrastFit.LABELS_AS_PREDICTED).estimate().value())
        .isCloseTo(Math.log(.5), within(1e-12));
  }

  @Test
  void theMirrorContradicts() {
    tenAccounts(.9);

    assertThat(primary(List.of()).legVerdict()).isEqualTo("contradicts");
  }

  @Test
  void oneRunOfTheOtherSignLeavesTheLegUndetermined() {
    for (String run : ContrastUnit.POST.runs()) {
      if (!run.equals(ContrastFit.PRIMARY)) {
        fits.clear();
        campaigns.clear();
        tenAccounts(-.9);
        for (int i = 0; i < 10; i++) {
          fits.add(fit("c" + i, run, .1, .05));
        }
        assertThat(primary(List.of()).legVerdict()).as(run).isEqualTo("undetermined");
        assertThat(primary(List.of()).hindrances()).as("which is no hindrance").isEmpty();
      }
    }
  }

  @Test
  void fewAccountsAndOneHeavyOneHinderAndAreSaidSorted() {
    for (int i = 0; i < 9; i++) {
      campaign("c" + i, "x/" + i);
      fits.add(fit("c" + i, ContrastFit.PRIMARY, -.9 + .01 * i, i == 0 ? .001 : .5));
    }

    assertThat(primary(List.of("LABELS_UNCHECKED")).hindrances())
        .containsExactly("FEW_ACCOUNTS", "LABELS_UNCHECKED", "ONE_CLUSTER");
    assertThat(primary(List.of()).legVerdict()).isEqualTo("undetermined");
  }

  @Test
  void theQIsThatOfThePrimaryRunAndOfOneUnitItsP() {
    tenAccounts(-.9);
    for (int i = 0; i < 10; i++) {
      fits.add(fit("c" + i, ContrastFit.CUT_6H, -.5, .1));
    }

    assertThat(run(ContrastFit.PRIMARY).qValue()).isEqualTo(run(ContrastFit.PRIMARY).pValue());
    assertThat(run(ContrastFit.CUT_6H).pValue()).isNotNull();
    assertThat(run(ContrastFit.CUT_6H).qValue()).isNull();
  }

  @Test
  void whatIsCrudeOrSinceTheStopChangesNothingPooled() {
    tenAccounts(-.9);
    List<DecayContrastPooledRow> before = PoolContrast.rows(campaigns, fits, EVIDENCE);
    for (double y : new double[] {-10, 10}) {
      for (int i = 0; i < 10; i++) {
        fits.add(fit("c" + i, ContrastFit.CRUDE, y, .01));
        fits.add(fit("c" + i, ContrastFit.STOP, y, .01));
      }
      assertThat(PoolContrast.rows(campaigns, fits, EVIDENCE)).isEqualTo(before);
    }
  }

  /** Campaigns of ten accounts about one contrast. */
  private void tenAccounts(double lnlor) {
    for (int i = 0; i < 10; i++) {
      campaign("c" + i, "x/" + i);
      fits.add(fit("c" + i, ContrastFit.PRIMARY, lnlor + .02 * (i % 3 - 1), .05));
    }
  }

  private DecayContrastPooledRow primary(List<String> hindrances) {
    return primary(new LegEvidence(ContrastUnit.POST, hindrances));
  }

  private DecayContrastPooledRow beside(Interval stayed) {
    return primary(new LegEvidence(ContrastUnit.POST, List.of(), stayed, Map.of()));
  }

  private DecayContrastPooledRow primary(LegEvidence evidence) {
    return PoolContrast.rows(campaigns, fits, List.of(evidence)).stream()
        .filter(row -> row.run().equals(ContrastFit.PRIMARY))
        .findFirst()
        .orElseThrow();
  }

  private DecayContrastPooledRow run(String run) {
    return PoolContrast.rows(campaigns, fits, EVIDENCE).stream()
        .filter(row -> row.run().equals(run))
        .findFirst()
        .orElseThrow();
  }

  private void campaign(String id, String entityKey) {
    campaigns.add(campaign(id, entityKey, null, 10));
  }

  private static ContrastCampaign campaign(
      String id, String entityKey, @Nullable String overlap, long length, String... owners) {
    return new ContrastCampaign(id, "account", entityKey, "OK", overlap, length, List.of(owners));
  }

  private static ContrastFit fit(String campaign, String run, double lnlor, double variance) {
    return fit(campaign, run, "OK", Math.exp(lnlor), 1, variance);
  }

  private static ContrastFit fit(
      String campaign, String run, String state, double r, double s, @Nullable Double variance) {
    return fit(campaign, run, state, r, s, variance, new LateOdds.Pairs(0, r, s, 0), "none");
  }

  private static ContrastFit fit(
      String campaign,
      String run,
      String state,
      double r,
      double s,
      @Nullable Double variance,
      LateOdds.Pairs pairs,
      String labelCorrection) {
    return new ContrastFit(
        campaign,
        "post",
        run,
        1,
        10,
        10,
        50,
        50,
        25,
        25,
        25,
        25,
        r,
        s,
        state,
        variance == null ? null : Math.log(r / s),
        variance,
        20,
        null,
        null,
        null,
        pairs,
        labelCorrection);
  }
}
