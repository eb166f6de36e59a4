package org.afterglow.cli;

import java.nio.file.Path;
import java.util.List;
import org.afterglow.UserError;
import org.afterglow.classify.CheckedLabels;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The labels by which the classes of a contrast are checked and corrected. */
final class ValidationOptions {
  @Option(
      names = "--validation",
      paramLabel = "FILE",
      arity = "1..*",
      description = {
        "What label --for validation wrote, filled in: the contrast of posts is corrected for"
            + " errors of the classes. Several files are parts of one draw; repeats.",
        "Without it classes are taken as the model predicts them, and no verdict is given."
      })
  private List<Path> files = List.of();

  /** The labels; null without a file. */
  @Nullable CheckedLabels labels() {
    if (files.isEmpty()) {
      return null;
    }
    try {
      return CheckedLabels.read(files);
    } catch (IllegalArgumentException e) {
      throw new UserError("--validation: " + e.getMessage());
    }
  }
}
