package org.afterglow.statistics;

import java.util.HashMap;
import java.util.Map;

/**
 * Names that are linked, directly or by others, as accounts that own campaigns together: what they
 * do is not independent.
 */
public final class Clusters {
  private final Map<String, String> parents = new HashMap<>();

  /** Links two names and all that either is linked with. */
  public void link(String one, String other) {
    String a = of(one);
    String b = of(other);
    int order = a.compareTo(b);
    if (order != 0) {
      parents.put(order < 0 ? b : a, order < 0 ? a : b);
    }
  }

  /** The least of the names that a name is linked with, itself among them. */
  public String of(String name) {
    String at = name;
    String parent = parents.getOrDefault(at, at);
    while (!parent.equals(at)) {
      at = parent;
      parent = parents.getOrDefault(at, at);
    }
    if (!at.equals(name)) {
      parents.put(name, at);
    }
    return at;
  }
}
