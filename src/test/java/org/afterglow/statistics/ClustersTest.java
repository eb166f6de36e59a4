package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClustersTest {
  @Test
  void whatIsLinkedBelongsToTheLeastOfItInWhateverOrder() {
    Clusters clusters = new Clusters();
    clusters.link("d", "c");
    clusters.link("b", "e");
    clusters.link("c", "e");
    clusters.link("x", "x");

    assertThat(clusters.of("b")).isEqualTo("b");
    assertThat(clusters.of("c")).isEqualTo("b");
    assertThat(clusters.of("d")).isEqualTo("b");
    assertThat(clusters.of("e")).isEqualTo("b");
    assertThat(clusters.of("x")).isEqualTo("x");
    assertThat(clusters.of("alone")).isEqualTo("alone");
  }
}
