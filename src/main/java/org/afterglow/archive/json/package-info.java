/**
 * The formats of JSON: values cut out of the bytes one by one, however they follow each other, and
 * a class a platform that reads one into its fate.
 */
@NullMarked
package org.afterglow.archive.json;

import org.jspecify.annotations.NullMarked;
