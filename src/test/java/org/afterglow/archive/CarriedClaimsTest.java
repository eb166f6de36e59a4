package org.afterglow.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.afterglow.archive.CarriedClaims.Bearing;
import org.afterglow.archive.CarriedClaims.Claim;
import org.afterglow.archive.CarriedClaims.Support;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.reading.Formats;
import org.junit.jupiter.api.Test;

class CarriedClaimsTest {
  private static Map<Claim, Support> support(Carries carries) {
    return CarriedClaims.of(carries).stream()
        .collect(Collectors.toMap(Bearing::claim, Bearing::support));
  }

  @Test
  void countersAloneCarryNoClaim() {
    assertThat(support(Carries.of(Aspect.COUNTERS, Aspect.AUTHOR_IDS)).values())
        .containsOnly(Support.RULED_OUT);
    assertThat(CarriedClaims.lines("videos", Carries.of(Aspect.COUNTERS)))
        .contains(
            "  C1 promotion expires, conversation lasts: ruled out, its counters say how much, not"
                + " when or by whom",
            "  C2 people talk on and go unanswered: ruled out, no answer names the post that it"
                + " answers");
  }

  @Test
  void withoutAnswersAllThatRestsOnThemIsRuledOutAndNothingElse() {
    assertThat(support(Carries.of(Aspect.REPOSTS, Aspect.LIKES)))
        .containsEntry(Claim.C1, Support.CARRIED)
        .containsEntry(Claim.C2, Support.RULED_OUT)
        .containsEntry(Claim.C3, Support.WEAKENED)
        .containsEntry(Claim.C4, Support.RULED_OUT)
        .containsEntry(Claim.C5, Support.RULED_OUT)
        .containsEntry(Claim.C6, Support.CARRIED)
        .containsEntry(Claim.C8, Support.CARRIED);
  }

  @Test
  void answersWithoutRepostsWeakenOnlyThePassingOn() {
    assertThat(support(Carries.of(Aspect.REPLIES)))
        .containsEntry(Claim.C4, Support.WEAKENED)
        .containsEntry(Claim.C2, Support.CARRIED)
        .containsEntry(Claim.C1, Support.CARRIED);
  }

  @Test
  void whatOnlySomeArchivesTellWeakens() {
    assertThat(support(Carries.of().andSometimes(Aspect.REPLIES, Aspect.REPOSTS)).values())
        .containsOnly(Support.WEAKENED);
  }

  @Test
  void aFormatThatTellsAllSaysSo() {
    assertThat(CarriedClaims.lines("whole", Carries.of(Aspect.values())))
        .containsExactly("whole may tell everything", "  all of C1 to C8 can be asked of it");
  }

  @Test
  void everyFormatIsToldInALineAClaimAtMost() {
    for (String format : Formats.names()) {
      assertThat(CarriedClaims.lines(format, Formats.carries(format)))
          .hasSizeBetween(2, 9)
          .allSatisfy(line -> assertThat(line).hasSizeLessThan(141));
    }
  }
}
