package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/** A record that could not be read; a row of table rejects. */
public record RejectRow(
    @Column("Number of the input.") int input,
    @Column("Number of the record within its input, from 0.") long record,
    @Column("Where it begins in the decompressed stream, bytes.") long byteOffset,
    @Column("Code of the reason: NOT_JSON, TRUNCATED, LOSSY_ID and so on.") String reason,
    @Column("What was found and what would have been right.") String detail,
    @Column("First 200 characters of the record; NULL unless identities were kept.")
        @Nullable String excerpt) {}
