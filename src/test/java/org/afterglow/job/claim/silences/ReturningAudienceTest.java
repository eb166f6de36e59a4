package org.afterglow.job.claim.silences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.afterglow.job.claim.silences.ReturningAudience.Counted;
import org.afterglow.job.claim.silences.ReturningAudience.Seen;
import org.junit.jupiter.api.Test;

class ReturningAudienceTest {
  @Test
  void silencesAreComparedWithControlsOfTheirAccountLengthAndSizeOfAudience() {
    List<Seen> seen =
        List.of(
            seen("a", ComebackMoment.SILENCE, 20, 40, 10),
            seen("a", ComebackMoment.CONTROL, 25, 40, 20),
            seen("a", ComebackMoment.CONTROL, 16, 60, 10),
            // of another class, of half the size, and of an account without controls
            seen("a", ComebackMoment.CONTROL, 35, 50, 50),
            seen("a", ComebackMoment.CONTROL, 20, 20, 20),
            seen("b", ComebackMoment.SILENCE, 20, 1000, 1000),
            seen("c", ComebackMoment.SILENCE, 70, 60, 30),
            seen("c", ComebackMoment.CONTROL, 80, 40, 30));

    ReturningAudience audience = ReturningAudience.of(seen);

    // (10 + 30)/100; (40·30/100 + 60·30/40)/100
    assertThat(audience.share().value()).isEqualTo(.4);
    assertThat(audience.control().value()).isCloseTo(.57, within(1e-12));
    // R = 10·100/140 + 30·40/100, S = 30·40/140 + 30·60/100
    assertThat(audience.ratio().value())
        .isCloseTo((10 * 100 / 140. + 12) / (30 * 40 / 140. + 18), within(1e-12));
    assertThat(audience.ratio().state()).isEqualTo("FEW_ACCOUNTS");
    assertThat(audience.ratio().low()).isNull();
  }

  @Test
  void fiveAccountsMakeAnInterval() {
    List<Seen> seen = new ArrayList<>();
    for (int a = 0; a < 5; a++) {
      seen.add(seen("a" + a, ComebackMoment.SILENCE, 20, 40, 10 + a));
      seen.add(seen("a" + a, ComebackMoment.CONTROL, 20, 40, 20));
    }

    ReturningAudience audience = ReturningAudience.of(seen);

    assertThat(audience.ratio().state()).isEqualTo("OK");
    assertThat(audience.ratio().value()).isCloseTo(.6, within(1e-12));
    assertThat(audience.ratio().low()).isBetween(.4, .6);
    assertThat(audience.ratio().high()).isBetween(.6, .8);
  }

  @Test
  void withoutControlsThereIsNothingToCompare() {
    ReturningAudience audience =
        ReturningAudience.of(List.of(seen("a", ComebackMoment.SILENCE, 20, 40, 10)));

    assertThat(audience.share().state()).isEqualTo("NO_CONTROLS");
    assertThat(audience.control().state()).isEqualTo("NO_CONTROLS");
    assertThat(audience.ratio().state()).isEqualTo("NO_CONTROLS");
  }

  @Test
  void fewerThanFivePeopleAreNotShown() {
    List<Seen> seen =
        List.of(
            seen("a", ComebackMoment.SILENCE, 20, 4, 1),
            seen("a", ComebackMoment.CONTROL, 20, 5, 2));

    assertThat(ReturningAudience.of(seen).share().state()).isEqualTo("SUPPRESSED");
    assertThat(new Counted(4, 1).share().state()).isEqualTo("SUPPRESSED");
    assertThat(new Counted(5, 1).share().value()).isEqualTo(.2);
    assertThat(new Counted(0, 0).share().state()).isEqualTo("TOO_FEW_EVENTS");
  }

  @Test
  void whatIsWithheldOfASilenceOrItsControlsIsNotHadBySubtraction() {
    Seen silence = seen("a", ComebackMoment.SILENCE, 20, 6, 3);
    Seen control = seen("a", ComebackMoment.CONTROL, 20, 7, 2);
    ReturningAudience without = ReturningAudience.of(List.of(silence, control));
    ReturningAudience audience =
        ReturningAudience.of(
            List.of(
                silence,
                control,
                seen("a", ComebackMoment.SILENCE, 20, 4, 4), // alike, and of few people
                seen("b", ComebackMoment.SILENCE, 20, 7, 7), // controls of few
                seen("b", ComebackMoment.CONTROL, 20, 4, 1)));

    assertThat(audience.share()).isEqualTo(without.share());
    assertThat(audience.control()).isEqualTo(without.control());
    assertThat(audience.ratio()).isNotEqualTo(without.ratio());
  }

  static Seen seen(String account, String kind, double lagDays, long people, long back) {
    return new Seen(
        new ComebackMoment(account, "net", kind, false, 100, 0, lagDays, 1L, 2L, true, null, null),
        new Counted(people, back));
  }
}
