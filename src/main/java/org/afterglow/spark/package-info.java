/** Encoders for records and the session's defaults; nothing else. */
@NullMarked
package org.afterglow.spark;

import org.jspecify.annotations.NullMarked;
