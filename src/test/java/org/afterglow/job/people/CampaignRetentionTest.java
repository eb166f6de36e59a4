package org.afterglow.job.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.afterglow.job.contrast.ContrastCampaign;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.afterglow.table.RetentionRow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignRetentionTest {
  private final List<RetentionCell> cells = new ArrayList<>();

  @Test
  void theShareStillThereStandsByDay() {
    people(true, 0, 10, null);
    people(true, 0, 5, 0);
    people(true, 0, 5, 12);

    List<RetentionRow> rows = of(true, "OK", 60);

    assertThat(rows).hasSize(61);
    RetentionRow first = rows.get(0);
    assertThat(first.scope()).isEqualTo("campaign");
    assertThat(first.atRisk()).isEqualTo(20);
    assertThat(first.left()).isEqualTo(5);
    assertThat(first.censored()).isZero();
    assertThat(first.retainedShare().value()).isCloseTo(.75, within(1e-12));
    // Greenwood on ln(-ln S): S^exp(±1.96 √(5/(20·15))/|ln .75|)
    assertThat(first.retainedShare().low()).isCloseTo(.5, within(5e-3));
    assertThat(rows.get(11).atRisk()).isEqualTo(15);
    assertThat(rows.get(12).left()).isEqualTo(10);
    assertThat(rows.get(12).retainedShare().value()).isCloseTo(.5, within(1e-12));
    assertThat(rows.get(60).censored()).isEqualTo(10);
    assertThat(rows.get(60).rmst60Days().value()).isCloseTo(12 * .75 + 48 * .5, within(1e-12));
    assertThat(rows).allSatisfy(row -> assertThat(row.rmst60Days().state()).isEqualTo("OK"));
    assertThat(first.supplyPostsPerWeek()).isEqualTo(3.5);
  }

  @Test
  void daysWithFewerThanFivePeopleAreWithheld() {
    people(true, 0, 4, null);
    people(true, 0, 4, 7);

    List<RetentionRow> rows = of(true, "OK", 60);

    assertThat(rows.get(7).atRisk()).isEqualTo(8);
    assertThat(rows.get(8).atRisk()).isNull();
    assertThat(rows.get(8).left()).isNull();
    assertThat(rows.get(8).censored()).isNull();
    assertThat(rows.get(8).retainedShare()).isEqualTo(Estimate.none("SUPPRESSED"));
  }

  @Test
  void aClassOfFewerThanFivePeopleIsWithheld() {
    people(true, 0, 4, null);
    people(false, 0, 30, null);

    RetentionRow row = only(of(true, "OK", 60));

    assertThat(row.day()).isZero();
    assertThat(row.atRisk()).isNull();
    assertThat(row.retainedShare()).isEqualTo(Estimate.none("SUPPRESSED"));
    assertThat(row.rmst60Days()).isEqualTo(Estimate.none("SUPPRESSED"));
    assertThat(row.rmstDifferenceDays()).isEqualTo(Estimate.none("SUPPRESSED"));
    assertThat(of(false, "OK", 60)).hasSize(61);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STOP_NOT_OBSERVED",
        "SAMPLED_ARCHIVE",
        "SUPPLY_ENDED",
        "NO_EVENT_TIMES",
        "SHORT_WINDOW"
      })
  void aRefusedCampaignHasNoFigures(String state) {
    people(true, 0, 40, 3);

    RetentionRow row = only(of(true, state, -1));

    assertThat(row.atRisk()).isNull();
    assertThat(row.backWithin60dShare()).isNull();
    assertThat(row.retainedShare()).isEqualTo(Estimate.none(state));
    assertThat(row.rmst60Days()).isEqualTo(Estimate.none(state));
    assertThat(row.rmstDifferenceDays()).isEqualTo(Estimate.none(state));
  }

  @Test
  void aMeanStayNeedsSixtyDays() {
    cells.add(new RetentionCell("c", true, 0, 0, 40, null, 30, 0, 0));
    cells.add(new RetentionCell("c", false, 0, 0, 40, null, 30, 0, 0));

    List<RetentionRow> rows = of(true, "OK", 40);

    assertThat(rows).hasSize(41);
    assertThat(rows.get(0).retainedShare().value()).isEqualTo(1);
    assertThat(rows.get(0).rmst60Days()).isEqualTo(Estimate.none("SHORT_WINDOW"));
    assertThat(rows.get(0).rmstDifferenceDays()).isEqualTo(Estimate.none("SHORT_WINDOW"));
  }

  @Test
  void thoseWhoCameAgainAreAShareOfThoseWhomThatCanBeToldOf() {
    cells.add(new RetentionCell("c", true, 0, 0, 60, 5, 6, 6, 2));
    cells.add(new RetentionCell("c", true, 0, 0, 60, 9, 6, 2, 2));
    cells.add(new RetentionCell("c", true, 0, 0, 60, null, 6, 0, 0));
    assertThat(of(true, "OK", 60).get(0).backWithin60dShare()).isCloseTo(.5, within(1e-12));

    cells.remove(0);
    assertThat(of(true, "OK", 60).get(0).backWithin60dShare()).as("of two").isNull();
  }

  @Test
  void thePeopleOfOneWeekAndRateAreCompared() {
    people(true, 1, 6, 10);
    people(false, 1, 6, 30);
    people(true, 2, 12, 20);
    people(false, 2, 4, 30);
    people(true, 3, 50, null);
    people(false, 3, 2, 0); // too few to count

    // Weights 6·6/12 = 3 and 12·4/16 = 3.
    assertThat(CampaignRetention.difference(cells))
        .isCloseTo((3 * (10 - 30) + 3 * (20 - 30)) / 6., within(1e-9));
    assertThat(of(true, "OK", 60).get(0).rmstDifferenceDays().low()).isNull();
  }

  @Test
  void peopleWhoShareNoStratumAreNotCompared() {
    people(true, 1, 30, 10);
    people(false, 2, 30, 10);

    assertThat(of(true, "OK", 60).get(0).rmstDifferenceDays())
        .isEqualTo(Estimate.none("NO_OVERLAP"));
  }

  @Test
  void differencesArePooledOverAccounts() {
    Map<String, Estimate> differences = new TreeMap<>();
    List<ContrastCampaign> campaigns = new ArrayList<>();
    double[] values = {-4, -2, -6, -1, -3, -9, -20};
    for (int i = 0; i < values.length; i++) {
      differences.put("c" + i, Estimate.withoutInterval(values[i]));
      campaigns.add(campaign("c" + i, i < 2 ? "a" : "a" + i, i < 5 ? null : "g", i));
    }
    differences.put("d", Estimate.none("SAMPLED_ARCHIVE"));
    campaigns.add(campaign("d", "d", null, 1));

    FitRetention.Pooled pooled = FitRetention.pooled(differences, campaigns);

    // Of the overlapping c5 and c6 the longer; accounts −3, −6, −1, −3, −20.
    assertThat(pooled.campaigns()).isEqualTo(6);
    assertThat(pooled.accounts()).isEqualTo(5);
    assertThat(pooled.mean()).isCloseTo(-6.6, within(1e-12));
    StudentInterval interval = Objects.requireNonNull(pooled.interval());
    assertThat(interval.standardError()).isCloseTo(3.4438, within(1e-3));
    assertThat(interval.degreesOfFreedom()).isEqualTo(4);
    assertThat(pooled.row().scope()).isEqualTo("archive");
    assertThat(pooled.row().rmstDifferenceDays().state()).isEqualTo("OK");
  }

  @Test
  void fourAccountsHaveNoInterval() {
    Map<String, Estimate> differences = new TreeMap<>();
    List<ContrastCampaign> campaigns = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      differences.put("c" + i, Estimate.withoutInterval(i));
      campaigns.add(campaign("c" + i, "a" + i, null, 1));
    }

    assertThat(FitRetention.pooled(differences, campaigns).row().rmstDifferenceDays())
        .isEqualTo(Estimate.qualified(1.5, null, null, "FEW_ACCOUNTS"));
  }

  @Test
  void anArchiveWithoutADifferenceSaysWhy() {
    Map<String, Estimate> differences =
        new TreeMap<>(
            Map.of(
                "c", Estimate.none("SAMPLED_ARCHIVE"),
                "d", Estimate.none("SAMPLED_ARCHIVE"),
                "e", Estimate.none("SUPPRESSED")));

    assertThat(FitRetention.pooled(differences, List.of()).row().rmstDifferenceDays())
        .isEqualTo(Estimate.none("SAMPLED_ARCHIVE"));
  }

  private void people(boolean promotional, int week, int people, @Nullable Integer leftDay) {
    cells.add(new RetentionCell("c", promotional, week, 0, 60, leftDay, people, 0, 0));
  }

  private List<RetentionRow> of(boolean promotional, String state, int horizonDays) {
    return new CampaignRetention(
            new RetentionCampaign("c", "account", "net/brand", state, 3.5, horizonDays), cells)
        .rows().stream()
            .filter(
                row ->
                    Objects.equals(row.postClass(), promotional ? "promotional" : "conversational"))
            .toList();
  }

  private static RetentionRow only(List<RetentionRow> rows) {
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private static ContrastCampaign campaign(
      String id, String account, @Nullable String overlap, long length) {
    return new ContrastCampaign(id, "account", account, "OK", overlap, length, List.of());
  }
}
