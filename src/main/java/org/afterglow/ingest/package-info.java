/** Archives in, tables of posts, acts and counts out: reading, then settling what is one post. */
@NullMarked
package org.afterglow.ingest;

import org.jspecify.annotations.NullMarked;
