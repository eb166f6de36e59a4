package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.afterglow.table.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A disk that runs full ends an ingest in one line, and leaves nothing that reads as whole; once
 * there is room, it goes on.
 */
@ExtendWith(SmallWorld.Extension.class)
class DiskFullIT {
  @Test
  void aFullDiskIsSaidInOneLineAndTheIngestGoesOnOnceThereIsRoom(SmallWorld world)
      throws IOException, InterruptedException {
    Path small = Files.createDirectories(world.path("small-disk"));
    assumeTrue(
        ran("mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", small.toString()),
        "only root may mount a small file system");
    try {
      endsInOneLine(world, small); // at the model
      assertThat(ran("mount", "-o", "remount,size=1800k", small.toString())).isTrue();
      endsInOneLine(world, small); // at the tables

      // Somebody makes room, and says the same again.
      assertThat(ran("mount", "-o", "remount,size=200m", small.toString())).isTrue();
      Programs.Ended again = ingest(world, small);

      assertThat(again.said()).isEmpty();
      assertThat(again.exit()).isZero();
      assertThat(SmallWorld.hashes(small.resolve("out"), Stage.INGEST))
          .isEqualTo(SmallWorld.hashes(world.undisturbed(), Stage.INGEST));
    } finally {
      assertThat(ran("umount", small.toString())).isTrue();
    }
  }

  private static void endsInOneLine(SmallWorld world, Path small)
      throws IOException, InterruptedException {
    Programs.Ended ended = ingest(world, small);
    assertThat(ended.said()).singleElement().asString().contains("disk is full");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(small.resolve("out/manifest.json")).doesNotExist();
  }

  private static Programs.Ended ingest(SmallWorld world, Path small)
      throws IOException, InterruptedException {
    return world
        .ingest(List.of(world.path("world/archives")), small.resolve("out"), List.of())
        .ended();
  }

  private static boolean ran(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such program here
    }
  }
}
