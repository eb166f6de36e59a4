package org.afterglow.job.claim;

import static org.afterglow.table.ReasonCodes.INCONCLUSIVE;
import static org.afterglow.table.ReasonCodes.LABELS_UNCHECKED;
import static org.afterglow.table.ReasonCodes.LABEL_UNCERTAIN;
import static org.afterglow.table.ReasonCodes.TOO_FEW_EVENTS;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.job.contrast.ContrastUnit;
import org.afterglow.statistics.CombinedVerdict;
import org.afterglow.statistics.LegVerdict;
import org.afterglow.table.DecayContrastPooledRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.jspecify.annotations.Nullable;

/** C1, which the stage of decay has measured and judged leg by leg; here the legs come together. */
public final class DecayEvidence {
  private static final double MARGIN = StrictMath.log(1.25);

  private DecayEvidence() {}

  /**
   * The evidence on C1.
   *
   * @param pooled rows of decay_contrast_pooled
   * @param placebos rows of placebo
   * @param contrastedPosts posts of the campaigns that were pooled
   */
  public static ClaimEvidence of(
      List<DecayContrastPooledRow> pooled, List<PlaceboRow> placebos, long contrastedPosts) {
    Map<String, DecayContrastPooledRow> legs =
        pooled.stream()
            .filter(row -> row.run().equals("primary"))
            .collect(Collectors.toMap(DecayContrastPooledRow::unit, Function.identity()));
    DecayContrastPooledRow posts = legs.get(ContrastUnit.POST.word());
    CombinedVerdict combined =
        CombinedVerdict.ofC1(
            verdict(posts),
            verdict(legs.get(ContrastUnit.PERSON.word())),
            verdict(legs.get(ContrastUnit.THREAD.word())));
    boolean concludes =
        combined == CombinedVerdict.SUPPORTS || combined == CombinedVerdict.CONTRADICTS;
    Estimate estimate =
        posts == null
            ? Estimate.none(TOO_FEW_EVENTS)
            : posts.headline().equals("mh_estimate") ? posts.mhEstimate() : posts.estimate();
    ClaimLeg leg =
        new ClaimLeg(
            estimate,
            null,
            -1,
            MARGIN,
            Map.of(),
            posts == null ? List.of() : posts.hindrances(),
            posts == null ? 0 : posts.campaigns(),
            posts == null ? 0 : posts.accounts(),
            contrastedPosts);
    return new ClaimEvidence(
        Claim.C1,
        List.of(leg),
        placebos.stream().filter(row -> row.claim().startsWith("C1")).toList(),
        labels(leg),
        new TreeMap<>(Map.of("acts_in_a_class_of_a_campaign", (double) ContrastFit.ENOUGH_EVENTS)),
        new ClaimEvidence.Settled(
            combined.word(),
            reason(combined, leg),
            concludes || combined.word().equals("undetermined") && leg.hindrances().isEmpty()
                ? combined.sentence()
                : null,
            pValue(legs)));
  }

  private static String labels(ClaimLeg leg) {
    return Stream.of(LABELS_UNCHECKED, LABEL_UNCERTAIN)
        .filter(leg.hindrances()::contains)
        .findFirst()
        .orElse(Estimate.OK);
  }

  private static String reason(CombinedVerdict combined, ClaimLeg posts) {
    return switch (combined) {
      case SUPPORTS, CONTRADICTS -> Estimate.OK;
      case NOT_ESTIMABLE -> posts.estimate().state();
      case POSTS_ALONE_SUPPORT, POSTS_ALONE_CONTRADICT -> INCONCLUSIVE;
      case UNDETERMINED -> posts.hindrances().isEmpty() ? INCONCLUSIVE : posts.hindrances().get(0);
    };
  }

  /** Posts and one of the others are needed: the larger of theirs and of the smaller of those. */
  private static @Nullable Double pValue(Map<String, DecayContrastPooledRow> legs) {
    DecayContrastPooledRow posts = legs.get(ContrastUnit.POST.word());
    Double ofPosts = posts == null ? null : posts.pValue();
    if (ofPosts == null) {
      return null;
    }
    Double other =
        Stream.of(ContrastUnit.PERSON, ContrastUnit.THREAD)
            .map(unit -> legs.get(unit.word()))
            .filter(Objects::nonNull)
            .map(DecayContrastPooledRow::pValue)
            .filter(Objects::nonNull)
            .min(Double::compare)
            .orElse(null);
    return other == null ? ofPosts : Double.valueOf(Math.max(other, ofPosts));
  }

  private static LegVerdict verdict(@Nullable DecayContrastPooledRow leg) {
    return leg == null
        ? LegVerdict.NOT_ESTIMABLE
        : LegVerdict.valueOf(leg.legVerdict().toUpperCase(Locale.ROOT));
  }
}
