/** C4: who does what people ask of them, and who passes on what an owner posts. */
@NullMarked
package org.afterglow.job.claim.asks;

import org.jspecify.annotations.NullMarked;
