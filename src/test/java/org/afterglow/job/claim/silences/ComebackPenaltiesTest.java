package org.afterglow.job.claim.silences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.silences.ComebackMoment.Response;
import org.afterglow.job.claim.silences.ReturningAudience.Seen;
import org.afterglow.statistics.Draws;
import org.afterglow.table.ComebackRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.junit.jupiter.api.Test;

class ComebackPenaltiesTest {
  private static final double[] DAYS = {14, 30, 60, 120};
  private static final Draws DRAWS = new Draws(1, "comebacks");

  @Test
  void responsesThatFallWithTheSilenceAreFoundToDoSo() {
    ComebackPenalties penalties = ComebackPenalties.of(moments(30, -.25), DRAWS, 40);

    assertThat(penalties.slope().value()).isCloseTo(-.25, within(.05));
    assertThat(penalties.after(60).value())
        .isCloseTo(100 * (1 - Math.pow(60. / 7, -.25)), within(4.));
    assertThat(penalties.after(14).low()).isGreaterThan(0);
    assertThat(penalties.after(14).value()).isLessThan(penalties.after(90).value());
    assertThat(penalties.accounts()).isEqualTo(30);
    assertThat(penalties.posts()).isEqualTo(3000);

    ClaimEvidence evidence = penalties.evidence();
    ClaimLeg penalty = evidence.legs().get(0);
    ClaimLeg slope = evidence.legs().get(1);
    assertThat(penalty.estimate()).isEqualTo(penalties.after(60));
    assertThat(penalty.claimSide()).isEqualTo(1);
    assertThat(penalty.margin()).isEqualTo(10);
    assertThat(penalty.sensitivity())
        .containsOnlyKeys("first_post_only", "heaviest_account_out", "bots_in")
        .allSatisfy((run, point) -> assertThat(point).isPositive());
    assertThat(slope.claimSide()).isEqualTo(-1);
    assertThat(slope.margin()).isZero();
    assertThat(slope.sensitivity()).allSatisfy((run, point) -> assertThat(point).isNegative());
    assertThat(penalty.hindrances()).containsExactly("UNPROVED");
    assertThat(Objects.requireNonNull(penalty.judged()).low()).isPositive();
    assertThat(Objects.requireNonNull(slope.judged()).high()).isNegative();
  }

  @Test
  void whereSilencesDoNothingNothingIsFound() {
    ComebackPenalties penalties = ComebackPenalties.of(moments(30, 0), DRAWS, 0);

    assertThat(penalties.after(60).low()).isNegative();
    assertThat(penalties.after(60).high()).isPositive();
    assertThat(penalties.slope().value()).isCloseTo(0, within(.1));
  }

  @Test
  void thePlaceboDealsControlsAndIsSeldomFound() {
    List<PlaceboRow> placebos = ComebackPenalties.of(moments(30, -.25), DRAWS, 100).placebos();

    assertThat(placebos)
        .extracting(PlaceboRow::placebo)
        .containsExactly("split_controls_penalty", "split_controls_slope");
    for (PlaceboRow placebo : placebos) {
      assertThat(placebo.claim()).isEqualTo("C6");
      assertThat(placebo.judged()).isTrue();
      assertThat(placebo.draws()).isEqualTo(100);
      assertThat(placebo.placeboState()).isEqualTo("OK");
      assertThat(placebo.meanEstimate()).isCloseTo(0, within(.03));
    }
  }

  @Test
  void aFailedPlaceboStandsInTheWay() {
    ComebackPenalties penalties = ComebackPenalties.of(moments(30, 0), DRAWS, 40);
    PlaceboRow failed =
        new PlaceboRow("C6", "split_controls_penalty", true, 40, .2, .1, .1, 12, "PLACEBO_FAILED");
    ComebackPenalties hindered =
        new ComebackPenalties(
            penalties.compared(),
            penalties.fit(),
            penalties.runs(),
            List.of(failed, penalties.placebos().get(1)));

    assertThat(hindered.evidence().legs().get(0).hindrances())
        .containsExactly("UNPROVED", "PLACEBO_FAILED");
    assertThat(hindered.evidence().legs().get(1).hindrances()).containsExactly("UNPROVED");
  }

  @Test
  void fewAccountsMakeNoRegressionAndFewSilencesNoFigure() {
    ComebackPenalties few = ComebackPenalties.of(moments(19, -.25), DRAWS, 10);

    assertThat(few.after(60).state()).isEqualTo("FEW_ACCOUNTS");
    assertThat(few.evidence().legs().get(0).judged()).isNull();
    assertThat(few.placebos()).allMatch(row -> row.placeboState().equals("NOT_RUN"));

    List<ComebackMoment> shortOnes =
        moments(30, 0).stream()
            .filter(each -> each.is(ComebackMoment.CONTROL) || each.lagDays() < 60)
            .toList();
    ComebackPenalties never = ComebackPenalties.of(shortOnes, DRAWS, 10);
    assertThat(never.after(60).state()).isEqualTo("FEW_SILENCES");
    assertThat(never.after(30).state()).isEqualTo(Estimate.OK);
    assertThat(never.evidence().legs().get(0).judged()).isNull();

    assertThat(ComebackPenalties.of(List.of(), DRAWS, 10).slope().state())
        .isEqualTo("FEW_SILENCES");
  }

  @Test
  void silencesOfFewAccountsHaveNoInterval() {
    List<ComebackMoment> moments =
        moments(30, -.25).stream()
            .filter(each -> each.is(ComebackMoment.CONTROL) || each.account().compareTo("a13") < 0)
            .toList();
    ComebackPenalties penalties = ComebackPenalties.of(moments, DRAWS, 10);

    assertThat(penalties.accounts()).isEqualTo(3);
    assertThat(penalties.after(30).state()).isEqualTo("FEW_ACCOUNTS");
    assertThat(penalties.after(30).value()).isNotNull();
    assertThat(penalties.after(30).low()).isNull();
    assertThat(penalties.evidence().legs().get(0).judged()).isNull();
  }

  @Test
  void theOrderOfMomentsDoesNotMatter() {
    List<ComebackMoment> shuffled = new ArrayList<>(moments(25, -.25));
    Collections.shuffle(shuffled, new Random(3));

    assertThat(ComebackPenalties.of(shuffled, DRAWS, 20).evidence())
        .isEqualTo(ComebackPenalties.of(moments(25, -.25), DRAWS, 20).evidence());
  }

  @Test
  void rowsAreOfSilencesThenOfTheArchiveByClass() {
    List<ComebackMoment> moments = new ArrayList<>(moments(24, -.25));
    moments.add(lasting("z1", false));
    moments.add(lasting("z2", true));
    List<Seen> seen = moments.stream().map(each -> new Seen(each, null)).toList();
    List<ComebackRow> rows = ComebackRows.of(seen, ComebackPenalties.of(moments, DRAWS, 10));

    List<ComebackRow> gaps = rows.stream().filter(row -> row.scope().equals("gap")).toList();
    assertThat(gaps).hasSize(24 * 8 + 2);
    ComebackRow last = gaps.get(gaps.size() - 2);
    assertThat(last.entityKey()).isEqualTo("z1");
    assertThat(last.returned()).isFalse();
    assertThat(last.campaignOnly()).isFalse();
    assertThat(last.gapClass()).isEqualTo("90+");
    assertThat(last.gapDays()).isEqualTo(100);
    assertThat(last.ratioAfterBefore()).isNull();
    assertThat(last.audienceBackShare().state()).isEqualTo("NOT_MEASURED");
    assertThat(gaps.get(gaps.size() - 1).campaignOnly()).isTrue();

    List<ComebackRow> archive = rows.subList(gaps.size(), rows.size());
    assertThat(archive)
        .extracting(ComebackRow::gapClass)
        .containsExactly("all", "14-30", "30-60", "60-90", "90+");
    ComebackRow all = archive.get(0);
    // what an account that posts in campaigns alone does is not of the archive's rows
    assertThat(all.gaps()).isEqualTo(24 * 8 + 1);
    assertThat(all.gapsReturned()).isEqualTo(24 * 8);
    assertThat(all.gapsCompared()).isEqualTo(24 * 8);
    assertThat(all.controls()).isEqualTo(24 * 16);
    assertThat(all.accounts()).isEqualTo(24);
    assertThat(all.penaltyPct60d().state()).isEqualTo(Estimate.OK);
    assertThat(all.pValue()).isNotNull();
    assertThat(all.legVerdict()).isEqualTo("undetermined");
    assertThat(archive.get(4).gaps() - archive.get(4).gapsReturned()).isEqualTo(1);
    assertThat(archive.get(4).penaltyPct60d().state()).isEqualTo("POOLED_ONLY");
    assertThat(archive.stream().skip(1).mapToLong(ComebackRow::gaps).sum()).isEqualTo(all.gaps());
  }

  private static ComebackMoment lasting(String account, boolean campaignOnly) {
    return new ComebackMoment(
        account,
        "net",
        ComebackMoment.SILENCE,
        campaignOnly,
        40,
        0,
        100,
        null,
        null,
        true,
        null,
        null);
  }

  /** Accounts with 8 silences and 16 controls each: ln μ = 4 + slope·ln(g/7) + .5 r + … */
  private static List<ComebackMoment> moments(int accounts, double slope) {
    List<ComebackMoment> moments = new ArrayList<>();
    for (int a = 0; a < accounts; a++) {
      for (int k = 0; k < 24; k++) {
        boolean silent = (a + k) % 3 == 0;
        double days = DAYS[(a * k + k / 2) % 4];
        double recent = (5 * a + 3 * k) % 11;
        double earlier = (7 * a + 2 * k) % 13;
        double mean =
            Math.exp(
                4
                    + (silent ? slope * Math.log(days / 7) : 0)
                    + .5 * Math.log(recent + .5)
                    + .1 * Math.log(days / 7)
                    + (k < 12 ? 0 : .3));
        // whole counts around the mean, in no relation to the covariates
        double noise = 1 + .1 * ((a * a + 3 * k * k) % 5 - 2);
        long five = Math.round(mean * noise);
        Response response = new Response(recent, earlier, five, Math.round(five / 5.));
        Response bots = new Response(recent + 1, earlier + 1, five + 5, Math.round(five / 5.) + 1);
        long left = (30L + 20L * k) * ObservedCalendar.DAY;
        moments.add(
            new ComebackMoment(
                "a" + (10 + a),
                "net",
                silent ? ComebackMoment.SILENCE : ComebackMoment.CONTROL,
                false,
                100,
                left,
                days,
                left + Math.round(days * ObservedCalendar.DAY),
                left + Math.round((days + 4) * ObservedCalendar.DAY),
                true,
                response,
                bots));
      }
    }
    return moments;
  }
}
