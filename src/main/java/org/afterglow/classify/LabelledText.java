package org.afterglow.classify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a file of labels.
 *
 * @param text what was labelled
 * @param promotional the label; false is conversational
 * @param file name of the file it stands in
 * @param source the account, page or video it comes from, {@code platform:name}; empty where the
 *     file does not say
 * @param language as the file says
 * @param asks whether it asks its reader or a named user for something; null where the file does
 *     not say
 */
record LabelledText(
    String text,
    boolean promotional,
    String file,
    String source,
    @Nullable String language,
    @Nullable Boolean asks) {

  /** The name of its source, which no model shall learn from. */
  List<String> ownNames() {
    String name = source.substring(source.indexOf(':') + 1);
    return name.isBlank() ? List.of() : List.of(name);
  }
}
