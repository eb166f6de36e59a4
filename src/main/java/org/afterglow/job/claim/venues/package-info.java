/** C7: how far promotion lies from what its venue talks about. */
@NullMarked
package org.afterglow.job.claim.venues;

import org.jspecify.annotations.NullMarked;
