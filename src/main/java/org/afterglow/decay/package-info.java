/**
 * Curves of engagement against time: the grid, its fits, its half-lives. Knows nothing of Spark.
 */
@NullMarked
package org.afterglow.decay;

import org.jspecify.annotations.NullMarked;
