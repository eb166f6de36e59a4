/** MLlib stages, training, scoring, evaluation and the model card. */
@NullMarked
package org.afterglow.classify;

import org.jspecify.annotations.NullMarked;
