package org.afterglow.table;

/** This program's own version. */
public final class Program {
  public static final String VERSION = "0.1.0";

  private Program() {}
}
