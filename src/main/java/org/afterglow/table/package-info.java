/** Every published table, its row record and its words; the output folder and its manifest. */
@NullMarked
package org.afterglow.table;

import org.jspecify.annotations.NullMarked;
