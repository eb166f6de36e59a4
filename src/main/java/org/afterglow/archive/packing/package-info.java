/**
 * How inputs are packed: gzip, bzip2, zstd, xz, zip and tar, nested in any way, read on behind
 * damage where they allow it, and never beyond what they may inflate to. Bytes to bytes: knows
 * nothing of records.
 */
@NullMarked
package org.afterglow.archive.packing;

import org.jspecify.annotations.NullMarked;
