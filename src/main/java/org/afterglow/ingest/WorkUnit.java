package org.afterglow.ingest;

/**
 * A slice of an input, read by one task.
 *
 * @param unit its number, from 0, in the order of inputs and of slices within one
 * @param batch number of the batch that it is committed with
 * @param input number of the input
 * @param path of the input
 * @param size of the input, bytes
 * @param from first byte of the slice
 * @param to first byte after it
 */
public record WorkUnit(int unit, int batch, int input, String path, long size, long from, long to)
    implements java.io.Serializable {}
