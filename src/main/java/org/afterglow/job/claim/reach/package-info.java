/** C8: what people carry later whom a campaign reached once, and often. */
@NullMarked
package org.afterglow.job.claim.reach;

import org.jspecify.annotations.NullMarked;
