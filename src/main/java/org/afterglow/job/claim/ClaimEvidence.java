package org.afterglow.job.claim;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.afterglow.table.PlaceboRow;
import org.jspecify.annotations.Nullable;

/**
 * What an archive says of a claim.
 *
 * @param legs its estimates, the one that decides first; at least one
 * @param placebos what was checked with it
 * @param labelState OK, LABELS_UNCHECKED or LABEL_UNCERTAIN; NOT_NEEDED where the claim does not
 *     rest on classes
 * @param limits the least that it takes for a figure, by names in snake_case
 * @param settled what another stage has judged already, as it has C1; else null
 */
public record ClaimEvidence(
    Claim claim,
    List<ClaimLeg> legs,
    List<PlaceboRow> placebos,
    String labelState,
    SortedMap<String, Double> limits,
    @Nullable Settled settled) {
  /** The claim does not rest on classes. */
  public static final String NOT_NEEDED = "NOT_NEEDED";

  /**
   * A claim that needs no more judging.
   *
   * @param verdict the word of it
   * @param reason the code of what decided it
   * @param conclusion what may be said where it concludes anything, else null
   * @param pValue the largest of the legs needed, null where there is none
   */
  public record Settled(
      String verdict, String reason, @Nullable String conclusion, @Nullable Double pValue) {}

  /** A claim that is judged here. */
  public static ClaimEvidence of(
      Claim claim, List<ClaimLeg> legs, List<PlaceboRow> placebos, String labelState) {
    return new ClaimEvidence(claim, legs, placebos, labelState, new TreeMap<>(), null);
  }

  /** The same with a limit more. */
  public ClaimEvidence limited(String name, double limit) {
    TreeMap<String, Double> more = new TreeMap<>(limits);
    more.put(name, limit);
    return new ClaimEvidence(claim, legs, placebos, labelState, more, settled);
  }

  /** The leg that decides. */
  public ClaimLeg first() {
    return legs.get(0);
  }
}
