/** C3 and C5: what accounts' feeds are made of, and what weeks of them earn. */
@NullMarked
package org.afterglow.job.claim.feeds;

import org.jspecify.annotations.NullMarked;
