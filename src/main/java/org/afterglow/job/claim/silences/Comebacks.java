package org.afterglow.job.claim.silences;

import static org.afterglow.table.ReasonCodes.NO_EVENT_TIMES;
import static org.afterglow.table.ReasonCodes.NO_OWNER;
import static org.afterglow.table.ReasonCodes.SAMPLED_ARCHIVE;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.afterglow.decay.Baseline.Span;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.acts.Keeper;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.Owners;
import org.afterglow.job.claim.silences.PostingTimeline.Post;
import org.afterglow.job.claim.silences.ReturningAudience.Counted;
import org.afterglow.job.claim.silences.ReturningAudience.Seen;
import org.afterglow.spark.Records;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.PlaceboSample;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Tables;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * C6: after a silence the response is lower, the longer the lower; table {@code comebacks}
 * (docs/methods.md, 5).
 */
public final class Comebacks {
  private static final Encoder<Answered> ANSWERED = Records.encoder(Answered.class);
  private static final Encoder<Window> WINDOW = Records.encoder(Window.class);
  private static final Encoder<People> PEOPLE = Records.encoder(People.class);
  private static final Encoder<ComebackMoment> MOMENT = Records.encoder(ComebackMoment.class);

  /** Controls of an account whose people are counted, at most. */
  private static final int CONTROLS_WITH_PEOPLE = 20;

  private static final long RESPONSE = 7 * ObservedCalendar.DAY;
  private static final long AUDIENCE = 28 * ObservedCalendar.DAY;

  private Comebacks() {}

  /** A post of an account with the acts upon it. */
  public record Answered(
      String account, String platform, long posted, long acts, long actsWithBots) {}

  /** When an account ran a campaign; null where it began before the archive, or runs still. */
  public record Run(String account, @Nullable Long from, @Nullable Long until) {}

  /** A moment whose people are counted: its number, and the times that they are looked for in. */
  public record Window(String account, long moment, long left, long back, long fifth) {}

  /** People of a moment. */
  public record People(long moment, long people, long back) {}

  /** Measures it, and writes its table. */
  public static ClaimEvidence of(ClaimArchive archive, OutputFolder.Publication publication) {
    Found found = found(archive);
    ComebackPenalties penalties =
        ComebackPenalties.of(
            found.seen.stream().map(Seen::moment).toList(), draws(archive), PlaceboSample.DRAWS);
    publication.table(
        Tables.COMEBACKS,
        archive
            .posts()
            .sparkSession()
            .createDataset(
                found.missing == null
                    ? ComebackRows.of(found.seen, penalties)
                    : ComebackRows.none(found.missing),
                Tables.COMEBACKS.encoder()));
    return found.missing == null
        ? penalties.evidence()
        : ComebackPenalties.noEvidence(found.missing);
  }

  /**
   * All moments.
   *
   * @param missing what the archive lacks; null where there may be moments
   */
  record Found(@Nullable String missing, List<Seen> seen) {}

  /** Finds silences and controls, and counts their people. */
  static Found found(ClaimArchive archive) {
    if (archive.owners().none()) {
      return new Found(NO_OWNER, List.of());
    }
    List<String> complete =
        archive.calendars().keySet().stream()
            .filter(platform -> !archive.facts().of(platform).sampled())
            .toList();
    if (complete.isEmpty() && !archive.calendars().isEmpty()) {
      return new Found(SAMPLED_ARCHIVE, List.of());
    }
    Keeper keeper = archive.keeper();
    Dataset<Row> own = keeper.kept("comeback_posts", own(archive, complete));
    Dataset<Row> acts = keeper.kept("comeback_acts", acts(archive, own));
    List<String> timed = acts.select("platform").distinct().as(Encoders.STRING()).collectAsList();
    if (timed.isEmpty() && !own.isEmpty()) {
      return new Found(NO_EVENT_TIMES, List.of());
    }
    Dataset<Answered> answered = keeper.kept("comeback_answered", answered(own, acts)).as(ANSWERED);
    Timelines timelines = new Timelines(campaigns(archive, own), archive.calendars(), timed);
    List<ComebackMoment> moments = new ArrayList<>(silences(answered, timelines));
    double[] lags =
        moments.stream()
            .filter(moment -> moment.is(ComebackMoment.SILENCE) && moment.compares())
            .mapToDouble(ComebackMoment::lagDays)
            .sorted()
            .toArray();
    if (lags.length > 0) {
      moments.addAll(controls(answered, timelines, lags, draws(archive)));
    }
    return new Found(null, counted(acts, moments));
  }

  private static Draws draws(ClaimArchive archive) {
    return new Draws(archive.seed(), Tables.COMEBACKS.name());
  }

  /** Posts of owners that answer nobody, on platforms of which the archive has all posts. */
  private static Dataset<Row> own(ClaimArchive archive, List<String> complete) {
    return archive
        .owners()
        .posts(archive.posts())
        .filter(
            col("platform")
                .isin(complete.toArray())
                .and(not(col("kind").isin("reply", "comment")))
                .and(col("reply_to_post_id").isNull()))
        .select(
            col("entity_key"),
            // an account that was declared for all platforms is one on each
            when(col("entity_key").startsWith("/"), concat(col("platform"), col("entity_key")))
                .otherwise(col("entity_key"))
                .as("account"),
            col("platform"),
            col("post_id"),
            col("author_id"),
            col("author_handle_id"),
            unix_micros(col("posted_at")).as("posted"));
  }

  /**
   * Acts of persons and suspected bots upon them: one for each actor, post, kind and UTC day, those
   * by owners and those without an instant left out.
   */
  private static Dataset<Row> acts(ClaimArchive archive, Dataset<Row> own) {
    Dataset<Row> owners =
        own.select(col("platform"), col("author_id").as("actor_id"))
            .union(own.select(col("platform"), col("author_handle_id")))
            .filter(col("actor_id").isNotNull())
            .distinct();
    Dataset<Row> bots =
        archive
            .bots()
            .select(col("platform"), col("author_id").as("actor_id"))
            .withColumn("bot", lit(true));
    String[] actor = {"platform", "actor_id"};
    return archive
        .events()
        .filter(col("at").isNotNull().and(not(col("day_only"))))
        .select(
            col("platform"),
            col("target_post_id").as("post_id"),
            col("kind"),
            col("actor_id"),
            when(col("actor_id").isNull(), col("event_id")).as("unknown"),
            unix_micros(col("at")).as("acted"),
            col("at").cast("date").as("day"))
        .join(
            own.select("account", "platform", "post_id", "posted").distinct(),
            new String[] {"platform", "post_id"},
            "inner")
        .filter(col("acted").geq(col("posted")))
        .join(broadcast(owners), actor, "left_anti")
        .groupBy("account", "platform", "post_id", "posted", "kind", "actor_id", "unknown", "day")
        .agg(min("acted").as("acted"))
        .join(broadcast(bots), actor, "left")
        .select(
            col("account"),
            col("platform"),
            col("post_id"),
            col("posted"),
            col("actor_id"),
            col("acted"),
            coalesce(col("bot"), lit(false)).as("suspected"));
  }

  /** Each post with the acts upon it in seven days. */
  private static Dataset<Row> answered(Dataset<Row> own, Dataset<Row> acts) {
    String[] post = {"account", "platform", "post_id"};
    return own.select("account", "platform", "post_id", "posted")
        .distinct()
        .join(
            acts.filter(col("acted").lt(col("posted").plus(RESPONSE)))
                .groupBy("account", "platform", "post_id")
                .agg(count_if(not(col("suspected"))).as("acts"), count(lit(1)).as("actsWithBots")),
            post,
            "left")
        .select(
            col("account"),
            col("platform"),
            col("posted"),
            coalesce(col("acts"), lit(0L)).as("acts"),
            coalesce(col("actsWithBots"), lit(0L)).as("actsWithBots"));
  }

  /** When accounts ran campaigns. */
  private static Map<String, List<Span>> campaigns(ClaimArchive archive, Dataset<Row> own) {
    Map<String, List<Span>> campaigns = new HashMap<>();
    Owners.keyed(archive.members())
        .select("entity_key", "campaign_id")
        .distinct()
        .join(own.select("entity_key", "account").distinct(), "entity_key")
        .join(broadcast(archive.campaigns()), "campaign_id")
        .select(
            col("account"),
            unix_micros(col("started_at")).as("from"),
            unix_micros(col("stopped_at")).as("until"))
        .distinct()
        .as(Records.encoder(Run.class))
        .collectAsList()
        .forEach(
            run ->
                campaigns
                    .computeIfAbsent(run.account, account -> new ArrayList<>())
                    .add(
                        new Span(
                            Objects.requireNonNullElse(run.from, Long.MIN_VALUE),
                            Objects.requireNonNullElse(run.until, Long.MAX_VALUE))));
    return campaigns;
  }

  private static List<ComebackMoment> silences(Dataset<Answered> posts, Timelines timelines) {
    return posts
        .groupByKey((MapFunction<Answered, String>) Answered::account, Encoders.STRING())
        .flatMapGroups(
            (FlatMapGroupsFunction<String, Answered, ComebackMoment>)
                (account, own) -> {
                  PostingTimeline timeline = timelines.of(account, own);
                  List<ComebackMoment> moments = new ArrayList<>(timeline.silences());
                  ComebackMoment second = timeline.secondCampaign();
                  if (second != null) {
                    moments.add(second);
                  }
                  return moments.iterator();
                },
            MOMENT)
        .collectAsList();
  }

  private static List<ComebackMoment> controls(
      Dataset<Answered> posts, Timelines timelines, double[] lags, Draws draws) {
    return posts
        .groupByKey((MapFunction<Answered, String>) Answered::account, Encoders.STRING())
        .flatMapGroups(
            (FlatMapGroupsFunction<String, Answered, ComebackMoment>)
                (account, own) -> timelines.of(account, own).controls(lags, draws).iterator(),
            MOMENT)
        .collectAsList();
  }

  /**
   * What timelines are made with.
   *
   * @param timed platforms of which the archive says when acts took place
   */
  private record Timelines(
      Map<String, List<Span>> campaigns,
      Map<String, ObservedCalendar> calendars,
      List<String> timed)
      implements Serializable {

    PostingTimeline of(String account, Iterator<Answered> own) {
      List<Post> posts = new ArrayList<>();
      String platform = "";
      while (own.hasNext()) {
        Answered post = own.next();
        platform = post.platform;
        posts.add(new Post(post.posted, post.acts, post.actsWithBots));
      }
      return PostingTimeline.of(
          account,
          platform,
          posts,
          campaigns.getOrDefault(account, List.of()),
          Objects.requireNonNull(calendars.get(platform)),
          timed.contains(platform));
    }
  }

  /** Moments with their people: of all silences, and of some controls of each account. */
  private static List<Seen> counted(Dataset<Row> acts, List<ComebackMoment> moments) {
    List<Window> windows = new ArrayList<>();
    Map<String, Integer> controls = new HashMap<>();
    for (int i = 0; i < moments.size(); i++) {
      ComebackMoment moment = moments.get(i);
      Long back = moment.backMicros();
      Long fifth = moment.fifthMicros();
      if (back != null
          && fifth != null
          && moment.audienceObserved()
          && (!moment.is(ComebackMoment.CONTROL)
              || controls.merge(moment.account(), 1, Integer::sum) <= CONTROLS_WITH_PEOPLE)) {
        windows.add(new Window(moment.account(), i, moment.leftMicros(), back, fifth));
      }
    }
    Map<Long, Counted> people = new HashMap<>();
    windows.forEach(window -> people.put(window.moment, Counted.NOBODY));
    people(acts, windows)
        .forEach(each -> people.put(each.moment, new Counted(each.people, each.back)));
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < moments.size(); i++) {
      seen.add(new Seen(moments.get(i), people.get((long) i)));
    }
    return seen;
  }

  private static List<People> people(Dataset<Row> acts, List<Window> windows) {
    return acts.filter(col("actor_id").isNotNull().and(not(col("suspected"))))
        .join(acts.sparkSession().createDataset(windows, WINDOW), "account")
        .withColumn(
            "before",
            col("acted").geq(col("left").minus(AUDIENCE)).and(col("acted").lt(col("left"))))
        .withColumn(
            "after",
            col("posted")
                .between(col("back"), col("fifth"))
                .and(col("acted").lt(col("posted").plus(RESPONSE))))
        .filter(col("before").or(col("after")))
        .groupBy("moment", "actor_id")
        .agg(max("before").as("before"), max("after").as("after"))
        .filter(col("before"))
        .groupBy("moment")
        .agg(count(lit(1)).as("people"), count_if(col("after")).as("back"))
        .as(PEOPLE)
        .collectAsList();
  }
}
