package org.afterglow;

/**
 * A mistake of the person running the program, or a state of their machine that only they can mend:
 * shown as one line, without a stack trace. The message names the file or option, the value, and
 * what would have been right.
 */
public final class UserError extends RuntimeException {
  /** Exit code of a mistake in what was asked. */
  public static final int MISTAKE = 2;

  /** Exit code where the input could not be read at all. */
  public static final int UNREADABLE = 3;

  private static final long serialVersionUID = 1;

  private final int exitCode;

  public UserError(String message) {
    this(message, MISTAKE);
  }

  private UserError(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The input could not be read at all. */
  public static UserError unreadable(String message) {
    return new UserError(message, UNREADABLE);
  }

  public int exitCode() {
    return exitCode;
  }
}
