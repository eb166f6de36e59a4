/**
 * A class a format: bytes become records, a record becomes a {@link org.afterglow.post.Post} or the
 * reason why not. Compression, slices of a file and offsets are handled here. Knows nothing of
 * Spark.
 */
@NullMarked
package org.afterglow.archive;

import org.jspecify.annotations.NullMarked;
