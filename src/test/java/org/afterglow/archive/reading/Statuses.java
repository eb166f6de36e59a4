package org.afterglow.archive.reading;

/** Statuses of tests, written by us in the shape of Twitter's. */
public final class Statuses {
  private Statuses() {}

  /** A status on one line: id 1000 + number, a second later for each number. */
  public static String status(int number, String text) {
    return String.format(
        "{\"created_at\":\"Mon Sep 14 12:%02d:%02d +0000 2020\",\"id\":%d,\"id_str\":\"%d\","
            + "\"text\":\"%s\",\"user\":{\"id\":7,\"id_str\":\"7\",\"screen_name\":\"baker\","
            + "\"followers_count\":12},\"retweet_count\":1,\"favorite_count\":2}",
        number / 60 % 60, number % 60, 1000 + number, 1000 + number, text);
  }
}
