/** Posts that are worth labelling, signals of an archive, and how its scores move. */
@NullMarked
package org.afterglow.job.draw;

import org.jspecify.annotations.NullMarked;
