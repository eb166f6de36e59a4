/** Curves of engagement by age of the post and by day since the stop. */
@NullMarked
package org.afterglow.job.curve;

import org.jspecify.annotations.NullMarked;
