/** Which posts and acts a campaign has, what they weigh, and what stands in their way. */
@NullMarked
package org.afterglow.job.acts;

import org.jspecify.annotations.NullMarked;
