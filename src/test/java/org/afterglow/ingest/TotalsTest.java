package org.afterglow.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TotalsTest {
  @Test
  void whatBecameOfTheRecordsIsSaidWithoutCountsOfNothing() {
    assertThat(new Totals(3, 1, 1_000, 900, 0, 60, 0, 40, 0, 0, 0, 0, 5, 7, 0).lines())
        .containsExactly(
            "3 files, 1,000 records = 900 posts + 60 duplicates + 40 rejects",
            "7 more posts stood inside other records; 1 file has the bytes of another one;"
                + " why each record was rejected stands in the table rejects");
    assertThat(new Totals(1, 0, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0).lines())
        .containsExactly("1 file, 2 records = 1 post + 1 bare act");
  }
}
