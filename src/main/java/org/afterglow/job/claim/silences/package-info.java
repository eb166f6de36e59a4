/** C6: silences of accounts, and what came after them. */
@NullMarked
package org.afterglow.job.claim.silences;

import org.jspecify.annotations.NullMarked;
