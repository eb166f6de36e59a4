package org.afterglow.job.claim.venues;

import static org.afterglow.table.ReasonCodes.FEW_OTHERS;
import static org.afterglow.table.ReasonCodes.LABELS_UNCHECKED;
import static org.afterglow.table.ReasonCodes.SUPPRESSED;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.afterglow.job.acts.Privacy;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.DealtPlacebo;
import org.afterglow.job.claim.Findings;
import org.afterglow.statistics.FixedEffectsPoisson;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.ReasonCodes;
import org.afterglow.table.RelevanceRow;

/**
 * What promotional posts in venues come to: the rows of table relevance, venues in order of key,
 * then the archive's, and the evidence on C7.
 */
record Relevant(List<RelevanceRow> rows, ClaimEvidence evidence) {
  /** Hundred-thousandths, in which distances are summed. */
  static final double UNIT = 100_000;

  private static final Estimate POOLED_ONLY = Estimate.none(ReasonCodes.POOLED_ONLY);

  /** Nothing can be told. */
  static Relevant none(String reason) {
    return new Relevant(
        List.of(),
        evidence(
            VenueFit.noLeg(reason),
            List.of(DealtPlacebo.notRun(Claim.C7.name(), VenueFit.PERMUTED, true))));
  }

  /**
   * What they come to.
   *
   * @param venues in any order
   * @param conversational the change for posts of the other class
   */
  static Relevant of(List<Relevance.Venue> venues, VenueFit fit, Estimate conversational) {
    ClaimLeg leg = fit.leg();
    List<RelevanceRow> rows = new ArrayList<>();
    long promoPosts = 0;
    long posts = 0;
    long distance = 0;
    boolean withheld = false;
    for (Relevance.Venue venue :
        venues.stream().sorted(Comparator.comparing(Relevance.Venue::key)).toList()) {
      boolean shown = Privacy.shows(venue.promoAuthors());
      boolean measured = shown && venue.posts() > 0 && Privacy.shows(venue.authors());
      // What is withheld must not be had by subtraction.
      promoPosts += shown ? venue.promoPosts() : 0;
      posts += measured ? venue.posts() : 0;
      distance += measured ? venue.distance() : 0;
      withheld |= venue.posts() > 0 && !measured;
      rows.add(
          new RelevanceRow(
              "venue",
              venue.key(),
              shown ? (Long) venue.promoPosts() : null,
              measured
                  ? mean(venue.distance(), venue.posts())
                  : Estimate.none(shown && venue.posts() == 0 ? FEW_OTHERS : SUPPRESSED),
              POOLED_ONLY,
              POOLED_ONLY,
              measured ? (Long) venue.authors() : null,
              measured ? (Long) venue.posts() : null,
              null,
              null));
    }
    rows.add(
        new RelevanceRow(
            "archive",
            null,
            promoPosts,
            posts > 0 ? mean(distance, posts) : Estimate.none(withheld ? SUPPRESSED : FEW_OTHERS),
            leg.estimate(),
            conversational,
            leg.accounts(),
            leg.posts(),
            leg.pValue(),
            Findings.word(leg)));
    return new Relevant(rows, evidence(leg, List.of(fit.placebo())));
  }

  private static Estimate mean(long distance, long posts) {
    return Estimate.withoutInterval(distance / UNIT / posts);
  }

  private static ClaimEvidence evidence(ClaimLeg leg, List<PlaceboRow> placebos) {
    return ClaimEvidence.of(Claim.C7, List.of(leg), placebos, LABELS_UNCHECKED)
        .limited("accounts_of_a_regression", FixedEffectsPoisson.FEWEST_ACCOUNTS)
        .limited("posts_of_others_in_the_venue", Relevance.FEWEST_POSTS_OF_OTHERS)
        .limited("others_in_the_venue", Relevance.FEWEST_OTHERS)
        .limited("words_of_a_post", Relevance.FEWEST_WORDS);
  }
}
