package org.afterglow.job.people;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.job.acts.Privacy;
import org.afterglow.job.contrast.ContrastCampaigns;
import org.afterglow.job.contrast.FitContrast;
import org.afterglow.statistics.Interval;
import org.afterglow.statistics.SurvivalCurve;
import org.afterglow.table.Estimate;
import org.afterglow.table.RetentionRow;
import org.jspecify.annotations.Nullable;

/** How long the people of one campaign stayed, by the class of the post that acquired them. */
final class CampaignRetention {
  static final String CAMPAIGN = "campaign";

  private static final int DAYS = CampaignPeople.HORIZON_DAYS;

  /** People of each class that a stratum needs. */
  private static final long FEWEST_IN_STRATUM = 3;

  /** People that a campaign needs to be compared. */
  private static final long FEWEST_COMPARED = 20;

  /** Weight that its strata have to exceed. */
  private static final double LEAST_WEIGHT = 5;

  private final RetentionCampaign campaign;
  private final List<RetentionCell> cells;

  CampaignRetention(RetentionCampaign campaign, List<RetentionCell> cells) {
    this.campaign = campaign;
    this.cells = cells;
  }

  /** The rows of both classes. */
  List<RetentionRow> rows() {
    List<RetentionRow> rows = new ArrayList<>();
    Estimate difference = difference();
    for (boolean promotional : new boolean[] {true, false}) {
      rows.addAll(rows(promotional, difference));
    }
    return rows;
  }

  private List<RetentionRow> rows(boolean promotional, Estimate difference) {
    List<RetentionCell> own = of(promotional);
    String refused = refused(own);
    if (refused != null) {
      Estimate none = Estimate.none(refused);
      return List.of(row(promotional, 0, null, none, null, none, difference));
    }
    SurvivalCurve curve = curve(own, campaign.horizonDays());
    long judged = own.stream().mapToLong(RetentionCell::judged).sum();
    long back = own.stream().mapToLong(RetentionCell::back).sum();
    Double backShare =
        judged < Privacy.FEWEST_PEOPLE ? null : Double.valueOf((double) back / judged);
    Estimate mean =
        campaign.horizonDays() < DAYS
            ? Estimate.none(ContrastCampaigns.SHORT_WINDOW)
            : estimate(curve.restrictedMean(DAYS), curve.restrictedMeanInterval(DAYS));
    List<RetentionRow> rows = new ArrayList<>();
    for (int day = 0; day <= campaign.horizonDays(); day++) {
      boolean shown = curve.atRisk(day) >= Privacy.FEWEST_PEOPLE;
      rows.add(
          row(
              promotional,
              day,
              shown ? new Counts(own, curve.atRisk(day), day) : null,
              shown
                  ? estimate(curve.survival(day), curve.interval(day))
                  : Estimate.none(Privacy.SUPPRESSED),
              backShare,
              mean,
              difference));
    }
    return rows;
  }

  private @Nullable String refused(List<RetentionCell> own) {
    if (!campaign.state().equals(Estimate.OK)) {
      return campaign.state();
    }
    return people(own) < Privacy.FEWEST_PEOPLE ? Privacy.SUPPRESSED : null;
  }

  /** People there until a day, and those who had left or whom nobody watched any longer. */
  private record Counts(long atRisk, long left, long censored) {
    Counts(List<RetentionCell> cells, long atRisk, int day) {
      this(
          atRisk,
          cells.stream()
              .filter(cell -> cell.leftDay() != null && cell.leftDay() <= day)
              .mapToLong(RetentionCell::people)
              .sum(),
          cells.stream()
              .filter(cell -> cell.leftDay() == null && cell.horizonDays() <= day)
              .mapToLong(RetentionCell::people)
              .sum());
    }
  }

  private RetentionRow row(
      boolean promotional,
      long day,
      @Nullable Counts counts,
      Estimate share,
      @Nullable Double backShare,
      Estimate mean,
      Estimate difference) {
    return new RetentionRow(
        CAMPAIGN,
        campaign.campaignId(),
        campaign.entityType(),
        campaign.entityKey(),
        promotional ? "promotional" : "conversational",
        day,
        counts == null ? null : Long.valueOf(counts.atRisk),
        counts == null ? null : Long.valueOf(counts.left),
        counts == null ? null : Long.valueOf(counts.censored),
        share,
        backShare,
        mean,
        difference,
        campaign.supplyPostsPerWeek(),
        null,
        null,
        null);
  }

  /** The difference of mean stays within strata, without an interval. */
  private Estimate difference() {
    String refused = refused(of(true));
    refused = refused == null ? refused(of(false)) : refused;
    if (refused == null && campaign.horizonDays() < DAYS) {
      refused = ContrastCampaigns.SHORT_WINDOW;
    }
    if (refused != null) {
      return Estimate.none(refused);
    }
    Double difference = difference(cells);
    return difference == null
        ? Estimate.none(FitContrast.NO_OVERLAP)
        : Estimate.withoutInterval(difference);
  }

  /**
   * By how many of 60 days people acquired by promotional posts stayed longer: the differences of
   * the mean stay in each stratum of week and rate, weighted by n₁n₀/(n₁ + n₀); null where too few
   * people share strata.
   */
  static @Nullable Double difference(List<RetentionCell> cells) {
    if (people(cells) < FEWEST_COMPARED) {
      return null;
    }
    Map<Long, List<RetentionCell>> strata = new TreeMap<>();
    for (RetentionCell cell : cells) {
      long stratum = ((long) cell.week() << 32) + cell.quintile();
      strata.computeIfAbsent(stratum, key -> new ArrayList<>()).add(cell);
    }
    double sum = 0;
    double weights = 0;
    for (List<RetentionCell> stratum : strata.values()) {
      List<RetentionCell> promotional = of(stratum, true);
      List<RetentionCell> conversational = of(stratum, false);
      double n1 = people(promotional);
      double n0 = people(conversational);
      if (n1 >= FEWEST_IN_STRATUM && n0 >= FEWEST_IN_STRATUM) {
        double weight = n1 * n0 / (n1 + n0);
        sum += weight * (mean(promotional) - mean(conversational));
        weights += weight;
      }
    }
    return weights > LEAST_WEIGHT ? Double.valueOf(sum / weights) : null;
  }

  private static double mean(List<RetentionCell> cells) {
    return curve(cells, DAYS).restrictedMean(DAYS);
  }

  static SurvivalCurve curve(List<RetentionCell> cells, int days) {
    long[] left = new long[days + 1];
    long[] censored = new long[days + 1];
    for (RetentionCell cell : cells) {
      Integer leftDay = cell.leftDay();
      if (leftDay != null) {
        left[leftDay] += cell.people();
      } else {
        censored[cell.horizonDays()] += cell.people();
      }
    }
    return SurvivalCurve.of(people(cells), left, censored);
  }

  private List<RetentionCell> of(boolean promotional) {
    return of(cells, promotional);
  }

  private static List<RetentionCell> of(List<RetentionCell> cells, boolean promotional) {
    return cells.stream().filter(cell -> cell.promotional() == promotional).toList();
  }

  private static long people(List<RetentionCell> cells) {
    return cells.stream().mapToLong(RetentionCell::people).sum();
  }

  private static Estimate estimate(double value, @Nullable Interval interval) {
    return interval == null
        ? Estimate.withoutInterval(value)
        : Estimate.of(value, interval.low(), interval.high());
  }
}
