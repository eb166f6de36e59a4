/**
 * What an author wrote, from what archives keep of it: entities decoded, HTML as its readers saw
 * it, addresses masked, nothing that cannot be stored.
 */
@NullMarked
package org.afterglow.archive.markup;

import org.jspecify.annotations.NullMarked;
