/** Archives with known truth, written in the platforms' native shapes. Knows nothing of Spark. */
@NullMarked
package org.afterglow.simulate;

import org.jspecify.annotations.NullMarked;
