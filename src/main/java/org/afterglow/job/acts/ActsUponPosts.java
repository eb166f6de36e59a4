package org.afterglow.job.acts;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import org.afterglow.decay.ObservedCalendar;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Acts upon entity posts by one pass through the events, whatever their reach: joining events to
 * posts and telling one person's acts of a day apart is what acts cost.
 *
 * @param rows the acts of each person, post, kind and UTC day: campaign_id, platform, post_key,
 *     post_class, posted_at, kind, day_only, actor_id, the marks of the post, reason (why they do
 *     not count, of several the first: {@code unscored_post} (the post has no class), {@code
 *     untimed}, {@code own}, {@code before_post}, {@code suspected_bot}; NULL: they do) and of each
 *     reach the first ({@code direct_at}, {@code thread_at}) and how many there were ({@code
 *     direct_acts}, {@code thread_acts})
 * @param weights rows of {@link Season#weights}
 */
public record ActsUponPosts(Dataset<Row> rows, Dataset<Row> weights) {
  private static final String SUSPECTED_BOT = "suspected_bot";
  private static final List<String> REACHES = List.of(CampaignActs.DIRECT, CampaignActs.THREAD);
  private static final List<String> KEY =
      List.of(
          "campaign_id",
          "platform",
          "post_key",
          "post_class",
          "posted_at",
          "kind",
          "day_only",
          "actor_id",
          "reason");

  /**
   * Finds the acts.
   *
   * @param events rows of table events
   * @param entityPosts rows of {@link EntityPosts}, of whatever time; acts upon those without a
   *     class do not count
   * @param members rows of table campaign_members
   * @param bots rows of {@link SuspectedBots}
   * @param weights rows of {@link Season#weights}
   * @param reaches {@link CampaignActs#DIRECT}, {@link CampaignActs#THREAD} or both
   * @param marks columns of entityPosts by which acts are told apart later
   * @param keeper where the acts are kept, since several queries ask for them
   */
  public static ActsUponPosts of(
      Dataset<Row> events,
      Dataset<Row> entityPosts,
      Dataset<Row> members,
      Dataset<Row> bots,
      Dataset<Row> weights,
      List<String> reaches,
      List<String> marks,
      Keeper keeper) {
    Dataset<Row> judged = judged(reaching(events, reaches), entityPosts, members, bots, marks);
    return new ActsUponPosts(keeper.kept("acts", once(judged, marks)), weights);
  }

  /** Those of a reach. */
  public CampaignActs within(String reach) {
    Dataset<Row> settled =
        rows.filter(col(reach + "_acts").gt(0)).withColumn("at", col(reach + "_at"));
    Column suspected = col("reason").equalTo(SUSPECTED_BOT);
    Column counted = col("reason").isNull();
    return new CampaignActs(
        weighted(
            settled
                .filter(not(col("day_only")).and(counted.or(suspected)))
                .withColumn("suspected", coalesce(suspected, lit(false))),
            weights),
        settled
            .filter(col("day_only").and(counted))
            .select(
                "campaign_id",
                "platform",
                "post_key",
                "post_class",
                "posted_at",
                "at",
                "kind",
                "actor_id"));
  }

  /**
   * How many there are, by one pass.
   *
   * @return reason, unknown (who acted is), and of each reach the acts that stand for a person's of
   *     a day ({@code direct}, {@code thread}) and all of them ({@code direct_acts}, {@code
   *     thread_acts})
   */
  public Dataset<Row> counts() {
    List<Column> sums = new ArrayList<>();
    for (String reach : REACHES) {
      sums.add(count_if(col(reach + "_acts").gt(0)).as(reach));
      sums.add(sum(reach + "_acts").as(reach + "_acts"));
    }
    return rows.groupBy(col("reason"), col("actor_id").isNull().as("unknown"))
        .agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new));
  }

  /** Those upon the posts that have a mark. */
  public ActsUponPosts marked(String mark) {
    return new ActsUponPosts(rows.filter(col(mark)), weights);
  }

  /**
   * Events with the post that they are acts upon as post_id, and whether they are within each
   * reach. An act upon an answer is one upon the answer and another upon what began the thread.
   */
  private static Dataset<Row> reaching(Dataset<Row> events, List<String> reaches) {
    Column target = col("target_post_id");
    Column root = coalesce(col("root_post_id"), target);
    boolean direct = reaches.contains(CampaignActs.DIRECT);
    boolean thread = reaches.contains(CampaignActs.THREAD);
    Dataset<Row> acts;
    if (direct && thread) {
      acts =
          events
              .withColumn(
                  "upon",
                  explode(
                      when(root.equalTo(target), array(upon(target, true, true)))
                          .otherwise(array(upon(target, true, false), upon(root, false, true)))))
              .select(
                  col("*"),
                  col("upon.post_id"),
                  col("upon." + CampaignActs.DIRECT),
                  col("upon." + CampaignActs.THREAD));
    } else {
      acts =
          events
              .withColumn("post_id", direct ? target : root)
              .withColumn(CampaignActs.DIRECT, lit(direct))
              .withColumn(CampaignActs.THREAD, lit(thread));
    }
    return acts.select(
        "event_id",
        "platform",
        "kind",
        "at",
        "day_only",
        "actor_id",
        "post_id",
        CampaignActs.DIRECT,
        CampaignActs.THREAD);
  }

  private static Column upon(Column post, boolean direct, boolean thread) {
    return struct(
        post.as("post_id"),
        lit(direct).as(CampaignActs.DIRECT),
        lit(thread).as(CampaignActs.THREAD));
  }

  /** Acts with their posts, and why they do not count: reason, NULL where they do. */
  private static Dataset<Row> judged(
      Dataset<Row> acts,
      Dataset<Row> entityPosts,
      Dataset<Row> members,
      Dataset<Row> bots,
      List<String> marks) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                col("campaign_id"),
                col("platform"),
                col("post_id"),
                CampaignActs.postKey(col("platform"), col("post_id")).as("post_key"),
                col("post_class"),
                col("posted_at"),
                col("author_id"),
                col("author_handle_id")));
    marks.forEach(mark -> columns.add(col(mark)));
    Dataset<Row> posts = entityPosts.select(columns.toArray(Column[]::new));
    // names of their own: where nothing is kept all come from one table, and a column that is
    // named by its table is then ambiguous
    Dataset<Row> owners =
        CampaignActs.owners(entityPosts, members)
            .withColumnRenamed("campaign_id", "owned_campaign")
            .withColumn("owns", lit(true));
    Dataset<Row> marked =
        bots.select(col("platform").as("bot_platform"), col("author_id").as("bot_id"))
            .withColumn("suspected", lit(true));
    Dataset<Row> joined = acts.join(posts, new String[] {"platform", "post_id"}, "inner");
    Dataset<Row> known =
        joined
            .join(
                broadcast(owners),
                col("campaign_id")
                    .equalTo(col("owned_campaign"))
                    .and(col("actor_id").equalTo(col("owner_id")))
                    .and(
                        col("owner_platform")
                            .isNull()
                            .or(col("owner_platform").equalTo(col("platform")))),
                "left")
            .drop("owned_campaign")
            .join(
                marked,
                col("platform")
                    .equalTo(col("bot_platform"))
                    .and(col("actor_id").equalTo(col("bot_id"))),
                "left")
            .drop("bot_platform", "bot_id");
    Column byAuthor =
        coalesce(col("actor_id").equalTo(col("author_id")), lit(false))
            .or(coalesce(col("actor_id").equalTo(col("author_handle_id")), lit(false)))
            .or(col("owns").isNotNull());
    Column latest =
        unix_micros(col("at"))
            .plus(when(col("day_only"), lit(ObservedCalendar.DAY - 1)).otherwise(lit(0L)));
    return known.withColumn(
        "reason",
        when(col("post_class").isNull(), "unscored_post")
            .when(col("at").isNull(), "untimed")
            .when(byAuthor, "own")
            .when(latest.lt(unix_micros(col("posted_at"))), "before_post")
            .when(col("suspected").isNotNull(), SUSPECTED_BOT));
  }

  /**
   * The first act of each person, post, kind and day within each reach, with how many there were;
   * unknown actors stand for themselves. Acts that do not count are summed alike.
   *
   * <p>A hash comes first, since acts that do not fit into memory are sorted by the first column
   * and compared by the others where that is alike, as the campaign and the post of millions are.
   */
  private static Dataset<Row> once(Dataset<Row> acts, List<String> marks) {
    Column day = col("at").cast("date");
    Column unknown = when(col("actor_id").isNull(), col("event_id"));
    List<Column> keys = new ArrayList<>();
    keys.add(xxhash64(col("post_key"), col("actor_id"), day, unknown).as("hash"));
    KEY.forEach(key -> keys.add(col(key)));
    marks.forEach(mark -> keys.add(col(mark)));
    keys.add(day.as("day"));
    keys.add(unknown.as("unknown"));
    List<Column> sums = new ArrayList<>();
    for (String reach : REACHES) {
      sums.add(min(when(col(reach), col("at"))).as(reach + "_at"));
      sums.add(count_if(col(reach)).as(reach + "_acts"));
    }
    return acts.groupBy(keys.toArray(Column[]::new))
        .agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new))
        .drop("hash", "day", "unknown");
  }

  private static Dataset<Row> weighted(Dataset<Row> acts, Dataset<Row> weights) {
    return Season.weighted(acts, weights)
        .select(
            col("campaign_id"),
            col("platform"),
            col("post_key"),
            col("post_class"),
            col("posted_at"),
            col("at"),
            col("weight_millionths"),
            unix_micros(col("at")).minus(unix_micros(col("posted_at"))).as("age_micros"),
            col("kind"),
            col("actor_id"),
            col("suspected"));
  }
}
