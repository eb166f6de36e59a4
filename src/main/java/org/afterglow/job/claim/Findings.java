package org.afterglow.job.claim;

import static org.afterglow.table.ReasonCodes.INCONCLUSIVE;
import static org.afterglow.table.ReasonCodes.LEGS_OPPOSED;
import static org.afterglow.table.ReasonCodes.NOT_RUN;
import static org.afterglow.table.ReasonCodes.RUNS_DISAGREE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.afterglow.statistics.FalseDiscovery;
import org.afterglow.statistics.LegVerdict;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.afterglow.table.FindingRow;
import org.afterglow.table.PlaceboRow;
import org.jspecify.annotations.Nullable;

/** Judges claims by docs/verdicts.md: each leg by its figures, then what they come to together. */
public final class Findings {
  /** The part of C1 whose figure its finding gives, as table placebo names it. */
  private static final String POSTS_OF_C1 = "C1a";

  private Findings() {}

  /**
   * A row for each claim, in the order given.
   *
   * @param rulesSha256 of docs/verdicts.md
   */
  public static List<FindingRow> rows(List<ClaimEvidence> claims, String rulesSha256) {
    List<@Nullable Double> p = new ArrayList<>();
    claims.forEach(claim -> p.add(pValue(claim)));
    double[] q =
        FalseDiscovery.benjaminiHochberg(
            p.stream().filter(Objects::nonNull).mapToDouble(Double::doubleValue).toArray());
    List<FindingRow> rows = new ArrayList<>();
    int tested = 0;
    for (int i = 0; i < claims.size(); i++) {
      Double own = p.get(i);
      rows.add(
          row(claims.get(i), own, own == null ? null : Double.valueOf(q[tested++]), rulesSha256));
    }
    return rows;
  }

  private static FindingRow row(
      ClaimEvidence claim, @Nullable Double p, @Nullable Double q, String rulesSha256) {
    ClaimEvidence.Settled settled = claim.settled();
    if (settled != null) {
      String conclusion = settled.conclusion();
      return row(
          claim,
          settled.verdict(),
          settled.reason(),
          conclusion != null
              ? conclusion
              : Sentences.of(
                  claim,
                  LegVerdict.valueOf(settled.verdict().toUpperCase(Locale.ROOT)),
                  settled.reason(),
                  List.of()),
          p,
          q,
          rulesSha256);
    }
    double tested = q == null ? 1 : q;
    List<LegVerdict> verdicts = new ArrayList<>();
    for (ClaimLeg leg : claim.legs()) {
      verdicts.add(leg.equals(claim.first()) ? verdict(leg, tested) : byItself(leg));
    }
    LegVerdict verdict = combined(claim.claim(), verdicts);
    String reason = reason(claim, verdict, verdicts, tested);
    return row(
        claim,
        verdict.word(),
        reason,
        Sentences.of(claim, verdict, reason, disagreeing(claim.first())),
        p,
        q,
        rulesSha256);
  }

  private static FindingRow row(
      ClaimEvidence claim,
      String verdict,
      String reason,
      String sentence,
      @Nullable Double p,
      @Nullable Double q,
      String rulesSha256) {
    ClaimLeg first = claim.first();
    PlaceboRow placebo = worst(own(claim));
    return new FindingRow(
        claim.claim().name(),
        verdict,
        reason,
        sentence,
        first.estimate(),
        first.margin(),
        p,
        q,
        placebo == null ? null : placebo.placebo(),
        placebo == null ? null : placebo.rejectionShare(),
        placebo == null ? NOT_RUN : placebo.placeboState(),
        claim.labelState(),
        rulesSha256,
        first.campaigns(),
        first.accounts(),
        first.posts());
  }

  /**
   * The p of a claim: of the legs that it needs all of, the largest. A second leg of C2 or C4 is
   * held by its own limits against what the first says.
   */
  private static @Nullable Double pValue(ClaimEvidence claim) {
    if (claim.settled() != null) {
      return claim.settled().pValue();
    }
    Double largest = null;
    for (ClaimLeg leg : claim.claim() == Claim.C6 ? claim.legs() : List.of(claim.first())) {
      StudentInterval judged = leg.judged();
      if (judged == null) {
        return null;
      }
      largest = largest == null ? judged.pValue() : Math.max(largest, judged.pValue());
    }
    return largest;
  }

  private static LegVerdict verdict(ClaimLeg leg, double q) {
    return verdict(
        leg, q, leg.sensitivity().values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static LegVerdict verdict(ClaimLeg leg, double q, double... sensitivityPoints) {
    if (leg.judged() == null) {
      return leg.estimate().value() == null ? LegVerdict.NOT_ESTIMABLE : LegVerdict.UNDETERMINED;
    }
    return LegVerdict.of(
        leg.judged(),
        leg.claimSide(),
        leg.margin(),
        q,
        !leg.hindrances().isEmpty(),
        sensitivityPoints);
  }

  private static LegVerdict byItself(ClaimLeg leg) {
    StudentInterval judged = leg.judged();
    return verdict(leg, judged == null ? 1 : judged.pValue());
  }

  /** What a leg comes to by its own p, before that of the other claims is known. */
  public static String word(ClaimLeg leg) {
    return byItself(leg).word();
  }

  /** What the legs of a claim come to; the first decides whether there is an answer at all. */
  static LegVerdict combined(Claim claim, List<LegVerdict> legs) {
    LegVerdict first = legs.get(0);
    LegVerdict second = legs.size() > 1 ? legs.get(1) : first;
    return switch (claim) {
      case C2 -> {
        if (first == LegVerdict.NOT_ESTIMABLE) {
          yield first;
        }
        if (first == LegVerdict.CONTRADICTS || second == LegVerdict.CONTRADICTS) {
          yield LegVerdict.CONTRADICTS;
        }
        yield second == LegVerdict.SUPPORTS ? first : LegVerdict.UNDETERMINED;
      }
      case C4 -> opposed(first, second) ? LegVerdict.UNDETERMINED : first;
      case C6 -> first == second || !concludes(first) ? first : LegVerdict.UNDETERMINED;
      case C1, C3, C5, C7, C8 -> first;
    };
  }

  private static boolean concludes(LegVerdict verdict) {
    return verdict == LegVerdict.SUPPORTS || verdict == LegVerdict.CONTRADICTS;
  }

  private static boolean opposed(LegVerdict a, LegVerdict b) {
    return concludes(a) && concludes(b) && a != b;
  }

  /** The code of what decided it; OK where the figures did. */
  private static String reason(
      ClaimEvidence claim, LegVerdict verdict, List<LegVerdict> legs, double q) {
    ClaimLeg first = claim.first();
    if (verdict == LegVerdict.NOT_ESTIMABLE) {
      return first.estimate().state();
    }
    if (verdict != LegVerdict.UNDETERMINED) {
      return Estimate.OK;
    }
    for (ClaimLeg leg : claim.legs()) {
      if (!leg.hindrances().isEmpty()) {
        return leg.hindrances().get(0);
      }
      if (leg.judged() == null) {
        return leg.estimate().state();
      }
    }
    if (concludes(legs.get(0))) {
      return LEGS_OPPOSED;
    }
    return concludes(verdict(first, q, new double[0])) ? RUNS_DISAGREE : INCONCLUSIVE;
  }

  /** The runs whose points lie on the other side of 0 than the leg's. */
  private static List<String> disagreeing(ClaimLeg leg) {
    StudentInterval judged = leg.judged();
    return judged == null
        ? List.of()
        : leg.sensitivity().entrySet().stream()
            .filter(run -> run.getValue() * judged.estimate() <= 0)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
  }

  /** Those of the figure that stands in the row: of C1 that of posts. */
  private static List<PlaceboRow> own(ClaimEvidence claim) {
    return claim.claim() == Claim.C1
        ? claim.placebos().stream().filter(row -> row.claim().equals(POSTS_OF_C1)).toList()
        : claim.placebos();
  }

  /**
   * Of judged placebos, or where none is judged of all, one that did not pass, else the one that
   * differs most often.
   */
  private static @Nullable PlaceboRow worst(List<PlaceboRow> placebos) {
    boolean judged = placebos.stream().anyMatch(PlaceboRow::judged);
    return placebos.stream()
        .filter(row -> row.judged() == judged)
        .max(
            Comparator.<PlaceboRow>comparingInt(
                    row -> row.placeboState().equals(Estimate.OK) ? 0 : 1)
                .thenComparingDouble(
                    row -> row.rejectionShare() == null ? -1 : row.rejectionShare())
                .thenComparing(PlaceboRow::placebo))
        .orElse(null);
  }
}
