/**
 * What the essays claim beside decay: what all claims share, and what is found of all of them. A
 * room below for each measures it.
 */
@NullMarked
package org.afterglow.job.claim;

import org.jspecify.annotations.NullMarked;
