/** The late-odds contrast of posts and threads: its cells, fits, pooling and placebos. */
@NullMarked
package org.afterglow.job.contrast;

import org.jspecify.annotations.NullMarked;
