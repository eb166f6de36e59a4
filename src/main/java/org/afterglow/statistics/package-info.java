/**
 * Estimators on plain arrays: late-odds ratio, pooling, ratios within strata, regressions clustered
 * by account, permutation, random draws. Knows nothing of Spark.
 */
@NullMarked
package org.afterglow.statistics;

import org.jspecify.annotations.NullMarked;
