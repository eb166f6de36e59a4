/** The domain's nouns: posts, acts of engagement, deletions. Knows the JDK only. */
@NullMarked
package org.afterglow.post;

import org.jspecify.annotations.NullMarked;
