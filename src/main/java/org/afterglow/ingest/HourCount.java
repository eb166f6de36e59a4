package org.afterglow.ingest;

/**
 * Posts of one platform in one hour.
 *
 * @param hour hours since 1970-01-01T00:00Z
 * @param records posts that are records
 * @param begins inputs whose first post stands in the hour
 * @param ends inputs whose last post stands in the hour
 */
public record HourCount(String platform, long hour, long records, long begins, long ends) {}
