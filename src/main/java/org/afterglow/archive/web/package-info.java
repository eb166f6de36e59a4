/** Archives of the web, WARC, WET and ARC: their records, and the main text of a page. */
@NullMarked
package org.afterglow.archive.web;

import org.jspecify.annotations.NullMarked;
