/**
 * Tables of any platform, delimited or with rows from elsewhere: their dialect, their rows, and
 * what their columns mean.
 */
@NullMarked
package org.afterglow.archive.table;

import org.jspecify.annotations.NullMarked;
