package org.afterglow.classify;

import org.afterglow.post.PostClass;
import org.jspecify.annotations.Nullable;

/**
 * What the model says of one text.
 *
 * @param promotionalProbability from 0 to 1; null for {@code UNSUPPORTED_LANGUAGE} and {@code
 *     NO_TEXT}
 * @param postClass never null
 * @param askProbability that it asks its reader, or a named user, for something; null where the
 *     other is, or if the model does not know
 * @param language the platform's, or else the detected one; null where neither is known
 */
public record Score(
    @Nullable Double promotionalProbability,
    PostClass postClass,
    @Nullable Double askProbability,
    @Nullable String language) {}
