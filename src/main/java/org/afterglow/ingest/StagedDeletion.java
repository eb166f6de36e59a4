package org.afterglow.ingest;

import org.afterglow.table.DeletionRow;

/** A deletion notice; {@code record} counts from the beginning of the unit. */
public record StagedDeletion(int unit, DeletionRow row) {}
