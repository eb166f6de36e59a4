package org.afterglow.simulate;

/**
 * An account of the simulation.
 *
 * @param platform where it is
 * @param number unique within the platform; owners count from {@link #OWNERS}
 * @param handle unique within the platform, without {@code @}
 * @param name shown beside the handle
 * @param followers how many follow it
 * @param createdDay days since 1970 on which it was made
 */
record Account(
    Platform platform, long number, String handle, String name, long followers, int createdDay) {
  /** Mean and standard deviation of ln(followers) of people. */
  static final double FOLLOWERS_MEAN = 4.5;

  static final double FOLLOWERS_SD = 2;

  /** The first number of a bot that acts on posts. */
  static final long BOTS = 900_000_000L;

  /** The first number of an account that speaks for an entity. */
  static final long OWNERS = 1_000_000_000L;

  /** Of a person: how many standard deviations ln(followers) lies above the mean. */
  double followersDeviations() {
    return (StrictMath.log(followers + .5) - FOLLOWERS_MEAN) / FOLLOWERS_SD;
  }

  /** The platform's numeric id, spread out so that ids do not tell who is an owner by length. */
  long nativeNumber() {
    return 200_000_000L + number * 37 % 2_000_000_011L;
  }
}
