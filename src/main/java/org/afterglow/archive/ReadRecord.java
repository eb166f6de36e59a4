package org.afterglow.archive;

/**
 * One record of an input and what became of it.
 *
 * @param record number of the record within its slice, from 0, blank lines not counted
 * @param byteOffset where it begins in the decompressed stream of its input, in bytes
 * @param fate what became of it
 */
public record ReadRecord(long record, long byteOffset, Fate fate) {}
