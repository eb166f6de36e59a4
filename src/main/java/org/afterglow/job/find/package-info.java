/** Campaigns: as declared, as adverts tell them, and as posts show them. */
@NullMarked
package org.afterglow.job.find;

import org.jspecify.annotations.NullMarked;
