package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllocationTest {
  @Test
  void strataGetTheSameAndSmallOnesLeaveTheirPartToTheOthers() {
    assertThat(Allocation.even(new long[] {100, 100, 100}, 30)).containsExactly(10, 10, 10);
    assertThat(Allocation.even(new long[] {2, 100, 0, 100}, 30)).containsExactly(2, 14, 0, 14);
    assertThat(Allocation.even(new long[] {9, 9, 9}, 10)).containsExactly(4, 3, 3);
  }

  @Test
  void noMoreAreDealtThanAreThere() {
    assertThat(Allocation.even(new long[] {1, 0, 2}, 30)).containsExactly(1, 0, 2);
    assertThat(Allocation.even(new long[] {0, 0}, 30)).containsExactly(0, 0);
    assertThat(Allocation.even(new long[] {5L << 40, 3}, 1)).containsExactly(1, 0);
  }
}
