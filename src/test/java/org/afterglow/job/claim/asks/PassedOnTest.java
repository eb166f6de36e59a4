package org.afterglow.job.claim.asks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.afterglow.table.AdvocacyRow;
import org.afterglow.table.Estimate;
import org.junit.jupiter.api.Test;

class PassedOnTest {
  @Test
  void whatIsWithheldOfAFourthIsNotHadBySubtraction() {
    List<AdvocacyRow> rows =
        PassedOn.of(
                List.of(
                    cell("net/a", 1, 9, 40, 10), cell("net/a", 4, 4, 50, 20),
                    cell("net/b", 1, 3, 60, 20), cell("net/b", 4, 8, 70, 30)),
                Map.of("net/a", 5L, "net/b", 6L))
            .rows();

    assertThat(rows).extracting(AdvocacyRow::people).containsExactly(9L, null, null, 8L, 17L);
    AdvocacyRow archive = rows.get(4);
    assertThat(archive.engagements()).isEqualTo(110);
    assertThat(archive.passedOn()).isEqualTo(40);
    assertThat(archive.passedOnShare()).isEqualTo(Estimate.withoutInterval(40 / 110.0));
    // the ratio rests on all: 20 of 50 against 10 of 40, 30 of 70 against 20 of 60
    assertThat(archive.passOnRatio().value())
        .isEqualTo((20 * 40 / 90.0 + 30 * 60 / 130.0) / (10 * 50 / 90.0 + 20 * 70 / 130.0));
  }

  @Test
  void whereAllIsWithheldTheShareIsToo() {
    List<AdvocacyRow> rows =
        PassedOn.of(
                List.of(cell("net/a", 1, 4, 40, 10), cell("net/a", 4, 4, 50, 20)),
                Map.of("net/a", 5L))
            .rows();

    assertThat(rows.get(2).people()).isZero();
    assertThat(rows.get(2).passedOnShare()).isEqualTo(Estimate.none("SUPPRESSED"));
  }

  private static Advocacy.Cell cell(
      String account, int fourth, long people, long engagements, long passedOn) {
    return new Advocacy.Cell(account, "net", fourth, 3, false, people, engagements, passedOn);
  }
}
