package org.afterglow.classify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text with its label, a row of a file of labels.
 *
 * @param text what was labelled
 * @param promotional the label; false is conversational
 * @param file name of the file it stands in
 * @param source the account, page or video it comes from, {@code platform:name}; empty where the
 *     file does not say
 * @param language as the file says
 * @param asks whether it asks its reader or a named user for something; null where the file does
 *     not say
 * @param year of its creation, UTC; null where the file does not say, or not in ISO 8601
 * @param weight posts of the archive that it stands for, one over the probability with which it was
 *     drawn; null where it was chosen, or the file does not say
 * @param drawn how it came into a sample; null where the file does not say
 */
public record LabelledText(
    String text,
    boolean promotional,
    String file,
    String source,
    @Nullable String language,
    @Nullable Boolean asks,
    @Nullable Integer year,
    @Nullable Double weight,
    @Nullable Drawn drawn) {

  /**
   * How a post came into a sample, and the engagement it stands for there (docs/methods.md, 3.5).
   *
   * @param weight one over the probability with which it was drawn
   * @param earlyWeighted weight of the acts on it at ages below a day
   * @param lateWeighted weight of the acts on it from one day to 28 days
   */
  public record Drawn(double weight, double earlyWeighted, double lateWeighted) {}

  /** A text of which no more is known. */
  public static LabelledText of(String text, boolean promotional, String file, String source) {
    return new LabelledText(text, promotional, file, source, null, null, null, null, null);
  }

  /** The name of its source, which no model shall learn from. */
  List<String> ownNames() {
    String name = source.substring(source.indexOf(':') + 1);
    return name.isBlank() ? List.of() : List.of(name);
  }
}
