package org.afterglow.job.claim.silences;

import static org.afterglow.table.ReasonCodes.NOT_MEASURED;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.Findings;
import org.afterglow.job.claim.silences.ReturningAudience.Counted;
import org.afterglow.job.claim.silences.ReturningAudience.Seen;
import org.afterglow.statistics.LegVerdict;
import org.afterglow.statistics.Quantiles;
import org.afterglow.table.ComebackRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReasonCodes;
import org.jspecify.annotations.Nullable;

/** The rows of table comebacks: silences in order of account and time, then the archive's. */
final class ComebackRows {
  private static final String ALL = "all";
  private static final String GAP = "gap";
  private static final String ARCHIVE = "archive";
  private static final Estimate POOLED_ONLY = Estimate.none(ReasonCodes.POOLED_ONLY);
  private static final Estimate NO_CONTROLS = Estimate.none(ReasonCodes.NO_CONTROLS);

  private ComebackRows() {}

  /** The one row of an archive of which nothing can be told. */
  static List<ComebackRow> none(String reason) {
    Estimate no = Estimate.none(reason);
    return List.of(
        new ComebackRow(
            ARCHIVE,
            null,
            ALL,
            null,
            null,
            null,
            null,
            null,
            0,
            0,
            0,
            0,
            no,
            no,
            no,
            no,
            no,
            no,
            no,
            no,
            0,
            0,
            null,
            LegVerdict.NOT_ESTIMABLE.word()));
  }

  /**
   * All rows.
   *
   * @param seen moments in any order
   */
  static List<ComebackRow> of(List<Seen> seen, ComebackPenalties penalties) {
    List<Seen> ordered =
        seen.stream()
            .sorted(
                Comparator.comparing((Seen each) -> each.moment().account())
                    .thenComparingLong(each -> each.moment().leftMicros())
                    .thenComparing(each -> each.moment().kind()))
            .toList();
    Map<String, List<Seen>> controls =
        ordered.stream()
            .filter(each -> each.is(ComebackMoment.CONTROL))
            .collect(Collectors.groupingBy(ComebackRows::likeness));
    List<ComebackRow> rows = new ArrayList<>();
    ordered.stream()
        .filter(each -> each.is(ComebackMoment.SILENCE))
        .forEach(each -> rows.add(gap(each, controls.getOrDefault(likeness(each), List.of()))));
    List<Seen> comparable = ordered.stream().filter(each -> !each.moment().campaignOnly()).toList();
    rows.add(archive(ALL, comparable, ComebackMoment.SILENCE, penalties));
    for (GapClass gapClass : GapClass.values()) {
      List<Seen> ofClass = comparable.stream().filter(each -> each.gapClass() == gapClass).toList();
      if (ofClass.stream().anyMatch(each -> each.is(ComebackMoment.SILENCE))) {
        rows.add(archive(gapClass.word(), ofClass, ComebackMoment.SILENCE, null));
      }
    }
    List<Seen> second =
        ordered.stream().filter(each -> each.is(ComebackMoment.SECOND_CAMPAIGN)).toList();
    if (!second.isEmpty()) {
      rows.add(
          archive(ComebackMoment.SECOND_CAMPAIGN, second, ComebackMoment.SECOND_CAMPAIGN, null));
    }
    return rows;
  }

  private static String likeness(Seen seen) {
    return seen.moment().account() + ' ' + seen.gapClass();
  }

  private static ComebackRow gap(Seen seen, List<Seen> controls) {
    ComebackMoment moment = seen.moment();
    Counted people = seen.people();
    Counted atControls =
        people(controls.stream().filter(each -> each.stratum().equals(seen.stratum())).toList());
    return new ComebackRow(
        GAP,
        moment.account(),
        seen.gapClass().word(),
        Instant.EPOCH.plus(moment.leftMicros(), ChronoUnit.MICROS),
        moment.lagDays(),
        moment.returned(),
        moment.campaignOnly(),
        afterBefore(moment),
        1,
        moment.returned() ? 1 : 0,
        moment.compares() ? 1 : 0,
        controls.size(),
        POOLED_ONLY,
        POOLED_ONLY,
        POOLED_ONLY,
        POOLED_ONLY,
        POOLED_ONLY,
        people == null ? Estimate.none(NOT_MEASURED) : people.share(),
        atControls.people() == 0 ? NO_CONTROLS : atControls.share(),
        POOLED_ONLY,
        1,
        moment.posts(),
        null,
        null);
  }

  /**
   * A row of the archive.
   *
   * @param seen what it is of, with controls
   * @param kind of what is counted as gaps
   * @param penalties null where the row has none
   */
  private static ComebackRow archive(
      String word, List<Seen> seen, String kind, @Nullable ComebackPenalties penalties) {
    List<ComebackMoment> gaps =
        seen.stream().filter(each -> each.is(kind)).map(Seen::moment).toList();
    boolean silences = kind.equals(ComebackMoment.SILENCE);
    List<ComebackMoment> compared = gaps.stream().filter(ComebackMoment::compares).toList();
    ReturningAudience audience =
        silences
            ? ReturningAudience.of(seen)
            : new ReturningAudience(
                withoutInterval(people(seen).share()), NO_CONTROLS, NO_CONTROLS);
    ClaimLeg leg = penalties == null ? null : penalties.penaltyLeg();
    return new ComebackRow(
        ARCHIVE,
        null,
        word,
        null,
        median(gaps.stream().map(ComebackMoment::lagDays)),
        null,
        null,
        median(gaps.stream().map(ComebackRows::afterBefore).filter(Objects::nonNull)),
        gaps.size(),
        gaps.stream().filter(ComebackMoment::returned).count(),
        compared.size(),
        seen.stream().filter(each -> each.is(ComebackMoment.CONTROL)).count(),
        penalties == null ? POOLED_ONLY : penalties.after(14),
        penalties == null ? POOLED_ONLY : penalties.after(30),
        penalties == null ? POOLED_ONLY : penalties.after(60),
        penalties == null ? POOLED_ONLY : penalties.after(90),
        penalties == null ? POOLED_ONLY : penalties.slope(),
        audience.share(),
        audience.control(),
        audience.ratio(),
        (silences ? compared : gaps).stream().map(ComebackMoment::account).distinct().count(),
        seen.stream()
            .map(Seen::moment)
            .filter(moment -> moment.compares() || !silences)
            .collect(Collectors.toMap(ComebackMoment::account, ComebackMoment::posts, (a, b) -> a))
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .sum(),
        leg == null ? null : leg.pValue(),
        leg == null ? null : Findings.word(leg));
  }

  /** People of one account are more alike than Wilson's interval takes them for. */
  private static Estimate withoutInterval(Estimate share) {
    return share.value() == null ? share : Estimate.withoutInterval(share.value());
  }

  private static Counted people(List<Seen> seen) {
    Counted sum = Counted.NOBODY;
    for (Seen each : seen) {
      if (each.people() != null) {
        sum = sum.plus(each.people());
      }
    }
    return sum;
  }

  private static @Nullable Double afterBefore(ComebackMoment moment) {
    return moment.response() == null ? null : moment.response().afterBefore();
  }

  private static @Nullable Double median(Stream<Double> values) {
    double[] sorted = values.mapToDouble(Double::doubleValue).toArray();
    return sorted.length == 0 ? null : Double.valueOf(Quantiles.interpolated(sorted, .5));
  }
}
