/** The program: one class a command. The only room that makes a session, prints or exits. */
@NullMarked
package org.afterglow.cli;

import org.jspecify.annotations.NullMarked;
