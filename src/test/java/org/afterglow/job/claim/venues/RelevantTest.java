package org.afterglow.job.claim.venues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.afterglow.statistics.Draws;
import org.afterglow.table.Estimate;
import org.afterglow.table.RelevanceRow;
import org.junit.jupiter.api.Test;

class RelevantTest {
  @Test
  void venuesOfFewPeopleAreWithheldAndNotToBeHadBySubtraction() {
    Relevant relevant =
        of(
            new Relevance.Venue("net/small", 9, 4, 9, 4, 900_000),
            new Relevance.Venue("net/public", 20, 6, 10, 5, 400_000),
            new Relevance.Venue("net/mostly", 7, 5, 3, 4, 300_000),
            new Relevance.Venue("net/young", 5, 5, 0, 0, 0));

    assertThat(relevant.rows())
        .extracting(RelevanceRow::entityKey)
        .containsExactly("net/mostly", "net/public", "net/small", "net/young", null);
    assertThat(relevant.rows())
        .extracting(RelevanceRow::promoPosts)
        .containsExactly(7L, 20L, null, 5L, 32L);
    assertThat(relevant.rows())
        .extracting(RelevanceRow::distanceMean)
        .containsExactly(
            Estimate.none("SUPPRESSED"),
            Estimate.withoutInterval(.4),
            Estimate.none("SUPPRESSED"),
            Estimate.none("FEW_OTHERS"),
            Estimate.withoutInterval(.4));
    assertThat(relevant.rows().get(0).accounts()).isNull();
    assertThat(relevant.rows().get(1).accounts()).isEqualTo(5);
    assertThat(relevant.rows().get(4).changePctPerSd().state()).isEqualTo("FEW_ACCOUNTS");
    assertThat(relevant.rows().get(4).legVerdict()).isEqualTo("not_estimable");
    assertThat(relevant.evidence().placebos().get(0).placebo()).isEqualTo("distance_permuted");
  }

  @Test
  void anArchiveWithoutAnyDistanceSaysWhy() {
    assertThat(archive(of(new Relevance.Venue("net/young", 5, 5, 0, 0, 0))))
        .isEqualTo(Estimate.none("FEW_OTHERS"));
    assertThat(archive(of(new Relevance.Venue("net/small", 5, 4, 5, 4, 100))))
        .isEqualTo(Estimate.none("SUPPRESSED"));
  }

  private static Estimate archive(Relevant relevant) {
    return relevant.rows().get(1).distanceMean();
  }

  private static Relevant of(Relevance.Venue... venues) {
    return Relevant.of(
        List.of(venues),
        VenueFit.of(List.of(), new Draws(1, "relevance"), 1),
        Estimate.none("FEW_ACCOUNTS"));
  }
}
