/**
 * What is computed from the text of a post: normalised form, tokens, language, features, counts.
 * Knows nothing of Spark.
 */
@NullMarked
package org.afterglow.text;

import org.jspecify.annotations.NullMarked;
