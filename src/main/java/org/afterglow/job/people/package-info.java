/** The people whom campaigns acquired: who they are, their contrast, how long they stay. */
@NullMarked
package org.afterglow.job.people;

import org.jspecify.annotations.NullMarked;
