/** A class a step of the work: datasets in, datasets out. */
@NullMarked
package org.afterglow.job;

import org.jspecify.annotations.NullMarked;
