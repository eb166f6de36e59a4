package org.afterglow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real archives and labels beside the checkout, in {@code ../shared/data}. Tests that need them are
 * skipped, visibly, where they are absent, and fail there if {@code AFTERGLOW_REQUIRE_SHARED} is
 * set.
 */
public final class SharedData {
  private static final Path ROOT = Path.of("..", "shared", "data");

  private SharedData() {}

  /** A file or folder below the root; ends the test as skipped if it is not there. */
  public static Path path(String relative) {
    Path path = ROOT.resolve(relative);
    if (System.getenv("AFTERGLOW_REQUIRE_SHARED") != null) {
      assertThat(path).exists();
    }
    assumeTrue(Files.exists(path), "needs real data at " + path);
    return path;
  }
}
