/** Tables become one HTML file. */
@NullMarked
package org.afterglow.report;

import org.jspecify.annotations.NullMarked;
