package org.afterglow.simulate;

import java.util.Locale;

/** Where an entity or a person of the simulation is at home. */
enum Platform {
  TWITTER(0),
  REDDIT(1),
  FORUM(2);

  private final int number;

  Platform(int number) {
    this.number = number;
  }

  /** What stands for the platform in the names of random streams. */
  int number() {
    return number;
  }

  /** The name in tables: lower case. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
