package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.afterglow.table.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A folder to which archives are added holds the tables of one run over all of them. */
@ExtendWith(SmallWorld.Extension.class)
class AddIT {
  @Test
  void halfOfTheArchivesAndAnAdditionAreOneRunOverBoth(SmallWorld world)
      throws IOException, InterruptedException {
    List<Path> archives = world.archives();
    assertThat(archives).hasSizeGreaterThan(2);
    Path out = world.path("added");
    int half = archives.size() / 2;
    Programs.Ended first = world.ingest(archives.subList(0, half), out, List.of()).ended();
    assertThat(first.exit()).as(String.join("\n", first.lines())).isZero();
    assertThat(SmallWorld.hashes(out, Stage.INGEST))
        .isNotEqualTo(SmallWorld.hashes(world.undisturbed(), Stage.INGEST));

    Programs.Ended second =
        world.startOn(archives.subList(half, archives.size()), out, List.of("--add")).ended();

    assertThat(second.exit()).as(String.join("\n", second.lines())).isZero();
    assertThat(SmallWorld.hashes(out)).isEqualTo(SmallWorld.hashes(world.undisturbed()));
    assertThat(SmallWorld.manifest(out).entry(Stage.INGEST).details().path("totals"))
        .isEqualTo(
            SmallWorld.manifest(world.undisturbed()).entry(Stage.INGEST).details().path("totals"));
  }
}
