/** The rules by which a campaign starts and stops. Knows nothing of Spark. */
@NullMarked
package org.afterglow.campaign;

import org.jspecify.annotations.NullMarked;
