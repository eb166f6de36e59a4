/**
 * What is said of archives: what a format is and can carry, what became of a record, what reading
 * may cost, and the ids, times and counts that all formats share. The rooms below hold the formats
 * ({@code json}, {@code table}, {@code xml}, {@code web}), what they stand on ({@code packing},
 * {@code markup}) and the reader over all of them ({@code reading}). Knows nothing of Spark.
 */
@NullMarked
package org.afterglow.archive;

import org.jspecify.annotations.NullMarked;
