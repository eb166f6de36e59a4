package org.afterglow.ingest;

import org.afterglow.table.RejectRow;

/** A record that could not be read; {@code record} counts from the beginning of the unit. */
public record StagedReject(int unit, RejectRow row) {}
