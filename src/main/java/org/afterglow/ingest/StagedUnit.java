package org.afterglow.ingest;

/**
 * What a work unit has to say when it has been read to its end.
 *
 * @param unit its number
 * @param summary a {@link UnitSummary} as JSON
 */
public record StagedUnit(int unit, String summary) {}
