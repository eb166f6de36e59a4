/**
 * An input is read here: its slices, the recognition of its format, its records one by one. {@link
 * org.afterglow.archive.reading.ArchiveReader} is where others begin, {@link
 * org.afterglow.archive.reading.Formats} has the line that adds a format.
 */
@NullMarked
package org.afterglow.archive.reading;

import org.jspecify.annotations.NullMarked;
