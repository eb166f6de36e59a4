package org.afterglow.ingest;

/**
 * A file to read.
 *
 * @param number its number in tables, from 0: order of the arguments, then of the paths
 * @param path qualified, as Hadoop names it
 * @param size bytes
 */
public record InputFile(int number, String path, long size) {}
