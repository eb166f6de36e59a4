/**
 * The formats of XML: elements cut out of a document one by one, and a class a platform that reads
 * one into its fate.
 */
@NullMarked
package org.afterglow.archive.xml;

import org.jspecify.annotations.NullMarked;
