/** Afterglow: what is left of the audience when the campaign stops. */
@NullMarked
package org.afterglow;

import org.jspecify.annotations.NullMarked;
