package org.afterglow.classify;

import org.jspecify.annotations.Nullable;

/**
 * A text of an archive with the label that something in the archive gave it, which nobody checked.
 *
 * @param text without the words by which it was found
 * @param promotional the label; false is conversational
 * @param source where it comes from, {@code platform:venue} or {@code platform:} and a hash of the
 *     author's key
 * @param signal what gave the label, lower case
 * @param language as the folder has it; null where undecided
 */
public record NoisyLabel(
    String text, boolean promotional, String source, String signal, @Nullable String language) {}
