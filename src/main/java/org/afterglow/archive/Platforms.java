package org.afterglow.archive;

/** Names of the platforms whose posts come in archives of more than one format. */
public final class Platforms {
  public static final String HACKER_NEWS = "hackernews";
  public static final String REDDIT = "reddit";
  public static final String TWITTER = "twitter";

  private Platforms() {}
}
