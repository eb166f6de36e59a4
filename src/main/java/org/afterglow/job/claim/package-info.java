/** What the essays claim beside decay, a class a claim, and what is found of all of them. */
@NullMarked
package org.afterglow.job.claim;

import org.jspecify.annotations.NullMarked;
