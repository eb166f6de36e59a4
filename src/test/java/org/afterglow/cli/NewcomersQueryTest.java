package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.afterglow.SparkExtension;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What scripts/newcomers.sql counts (docs/published.md). */
@ExtendWith(SparkExtension.class)
class NewcomersQueryTest {
  private final List<String> posts = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  private void post(String id, String author, int day, String kind) {
    posts.add(
        "('forum', 'plaza', '%s', '%s', %s, '%s', 'OK')".formatted(id, author, at(day), kind));
  }

  private void reply(String actor, String target, int day) {
    events.add("('forum', 'reply', '%s', '%s', %s)".formatted(actor, target, at(day)));
  }

  private static String at(int day) {
    return "TIMESTAMP '2020-01-01 00:00:00' + INTERVAL '" + day + "' DAY";
  }

  @Test
  void countsWhoWasAnsweredAndWhoWroteAgain(SparkSession spark) throws IOException {
    post("first", "host", 0, "post");
    for (int i = 0; i < 20; i++) {
      post("t" + i, "host", i, "post"); // threads; the first six get an answer
    }
    post("last", "host", 600, "post"); // begun within 30 days of the end: no thread to count yet
    // Of twenty newcomers at day 100 eight are answered on day 102, one on day 120, one by itself.
    for (int i = 0; i < 20; i++) {
      post("n" + i, "newcomer" + i, 100, "comment");
      if (i < 6) {
        reply("newcomer" + i, "t" + i, 100);
      }
      if (i < 8) {
        reply("host", "n" + i, 102);
      }
    }
    reply("host", "n8", 120);
    reply("newcomer9", "n9", 101);
    for (int i = 0; i < 4; i++) {
      post("again" + i, "newcomer" + i, 103, "comment"); // within the week: again, not later
    }
    post("later0", "newcomer0", 150, "comment");
    post("later8", "newcomer8", 200, "comment");
    post("later15", "newcomer15", 107, "comment");
    post("late16", "newcomer16", 287, "comment"); // the day after those 187
    post("early", "early", 89, "comment"); // no newcomer: too near the beginning
    post("end", "end", 406, "comment"); // nor this: too near the end
    spark
        .sql(
            "SELECT * FROM VALUES "
                + String.join(", ", posts)
                + " AS t(platform, venue, post_id, author_id, posted_at, kind, posted_at_state)")
        .createOrReplaceTempView("posts");
    spark
        .sql(
            "SELECT * FROM VALUES "
                + String.join(", ", events)
                + " AS t(platform, kind, actor_id, target_post_id, at)")
        .createOrReplaceTempView("events");
    try {
      assertThat(
              spark.sql(Files.readString(Path.of("scripts/newcomers.sql"))).first().mkString(" "))
          .isEqualTo("forum plaza 20 9 5 11 2 8 1 12 2 21 15");
    } finally {
      spark.catalog().dropTempView("posts");
      spark.catalog().dropTempView("events");
    }
  }
}
