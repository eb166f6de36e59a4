package org.afterglow.simulate;

import java.util.Locale;
import org.afterglow.post.PostKind;

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

  /**
   * The kind of a post that answers another: statuses are one another's equals, everything below a
   * submission is a comment, and in a forum what answers an answer.
   */
  PostKind kindOfAnswer(boolean toRoot) {
    return this == REDDIT || (this == FORUM && !toRoot) ? PostKind.COMMENT : PostKind.REPLY;
  }

  /** The name in tables: lower case. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
