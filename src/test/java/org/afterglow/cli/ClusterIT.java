package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same tables come out on one machine and on a cluster of several processes. */
@ExtendWith(SmallWorld.Extension.class)
class ClusterIT {
  @Test
  void aMasterWithTwoWorkersGivesTheTablesOfLocalMode(SmallWorld world)
      throws IOException, InterruptedException {
    Map<String, String> here = Map.of("AFTERGLOW_CLUSTER", world.path("cluster").toString());
    try {
      Programs.Ended started = Programs.run(here, "cluster", List.of("start"));
      assertThat(started.exit()).as(String.join("\n", started.lines())).isZero();
      String url = started.lines().get(started.lines().size() - 1);
      assertThat(url).startsWith("spark://127.0.0.1:");

      assertSameTables(world, world.path("standalone"), url);

      assertThat(Programs.run(here, "cluster", List.of("status")).exit()).isZero();
    } finally {
      Programs.run(here, "cluster", List.of("stop"));
    }
    assertThat(Programs.run(here, "cluster", List.of("status")).exit()).isEqualTo(1);
  }

  private static void assertSameTables(SmallWorld world, Path out, String master)
      throws IOException, InterruptedException {
    // Another number of partitions than in local mode, and by generated code as users run it.
    List<String> cluster =
        List.of(
            "--master",
            master,
            "--conf",
            "spark.executor.extraJavaOptions=" + Programs.QUICK_START,
            "--conf",
            "spark.sql.codegen.factoryMode=FALLBACK",
            "--conf",
            "spark.sql.shuffle.partitions=3");

    Programs.Ended ended = world.start(out, cluster, List.of()).ended();

    assertThat(ended.exit()).as(String.join("\n", ended.lines())).isZero();
    assertThat(SmallWorld.hashes(out)).isEqualTo(SmallWorld.hashes(world.undisturbed()));
  }
}
