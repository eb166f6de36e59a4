/**
 * Estimators on plain arrays: late-odds ratio, pooling, permutation, random draws. Knows nothing of
 * Spark.
 */
@NullMarked
package org.afterglow.statistics;

import org.jspecify.annotations.NullMarked;
