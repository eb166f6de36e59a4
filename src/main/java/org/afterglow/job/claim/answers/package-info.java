/** C2: who is answered before and after a campaign stops. */
@NullMarked
package org.afterglow.job.claim.answers;

import org.jspecify.annotations.NullMarked;
