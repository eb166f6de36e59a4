package org.afterglow.job.claim.answers;

import static org.afterglow.table.ReasonCodes.NO_OWNER;
import static org.afterglow.table.ReasonCodes.NO_REPLY_IDS;
import static org.afterglow.table.ReasonCodes.SAMPLED_ARCHIVE;
import static org.afterglow.table.ReasonCodes.STOP_NOT_OBSERVED;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.DrawnSums;
import org.afterglow.job.claim.Owners;
import org.afterglow.job.claim.answers.AnsweredMentions.Answers;
import org.afterglow.job.claim.answers.AnsweredMentions.Counted;
import org.afterglow.job.claim.answers.AnsweredMentions.Daily;
import org.afterglow.job.claim.answers.AnsweredMentions.Owner;
import org.afterglow.job.contrast.CampaignThreads;
import org.afterglow.spark.Records;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.PlaceboSample;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.Tables;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * C2: after the stop people still talk, and fewer are answered; table {@code unanswered}
 * (docs/methods.md, 5).
 */
public final class Unanswered {
  private static final Encoder<TalkSpans.Run> RUN = Records.encoder(TalkSpans.Run.class);
  private static final Encoder<DrawnSums> DRAWN = Records.encoder(DrawnSums.class);

  private Unanswered() {}

  /** Measures it, and writes its table. */
  public static ClaimEvidence of(ClaimArchive archive, OutputFolder.Publication publication) {
    UnansweredTalk talk = measured(archive);
    publication.table(
        Tables.UNANSWERED,
        archive.posts().sparkSession().createDataset(talk.rows(), Tables.UNANSWERED.encoder()));
    return talk.evidence();
  }

  /** Measures it. */
  static UnansweredTalk measured(ClaimArchive archive) {
    if (archive.owners().none()) {
      return UnansweredTalk.none(NO_OWNER);
    }
    List<String> replying =
        CampaignThreads.platformsWithReplies(archive.events())
            .as(Encoders.STRING())
            .collectAsList();
    Dataset<Row> owned = archive.keeper().kept("owned", archive.owners().posts(archive.posts()));
    List<TalkSpans.Run> runs = runs(archive, owned);
    if (runs.isEmpty()) {
      return UnansweredTalk.none(STOP_NOT_OBSERVED);
    }
    List<TalkSpans.Run> complete =
        runs.stream().filter(run -> !archive.facts().of(run.platform()).sampled()).toList();
    if (complete.isEmpty()) {
      return UnansweredTalk.none(SAMPLED_ARCHIVE);
    }
    Map<List<String>, List<TalkSpans.Run>> asked =
        complete.stream()
            .filter(run -> replying.contains(run.platform()))
            .filter(run -> archive.calendars().containsKey(run.platform()))
            .collect(
                Collectors.groupingBy(
                    run -> List.of(run.entityKey(), run.platform()),
                    () -> new TreeMap<>(Comparator.comparing(List::toString)),
                    Collectors.toList()));
    if (asked.isEmpty()) {
      return UnansweredTalk.none(NO_REPLY_IDS);
    }
    List<TalkSpan> spans = new ArrayList<>();
    asked.forEach(
        (account, own) -> {
          ObservedCalendar calendar = archive.calendars().get(account.get(1));
          if (calendar != null) {
            spans.addAll(TalkSpans.of(own, calendar));
            spans.add(TalkSpans.last(account.get(0), account.get(1), calendar));
          }
        });
    Dataset<Row> mentions =
        archive
            .keeper()
            .kept(
                "answered_mentions",
                AnsweredMentions.of(
                    owned,
                    archive.owners().mentions(archive.posts(), archive.bots()),
                    archive.calendars()));
    List<Counted> counted = AnsweredMentions.byWindow(mentions, spans);
    List<Answers> hours = AnsweredMentions.hours(mentions, spans);
    return UnansweredTalk.of(
        spans,
        counted,
        hours,
        others(archive, asked, mentions),
        Owners.together(archive.members()),
        placebo(archive, asked, mentions));
  }

  private static QuietOthers others(
      ClaimArchive archive, Map<List<String>, List<TalkSpans.Run>> asked, Dataset<Row> mentions) {
    List<Owner> owners =
        QuietOthers.chosen(
            asked.keySet().stream()
                .map(account -> new Owner(account.get(0), account.get(1)))
                .toList(),
            new Draws(archive.seed(), "unanswered"));
    return QuietOthers.of(
        owners,
        asked.values().stream().flatMap(List::stream).toList(),
        AnsweredMentions.said(mentions, owners));
  }

  /** When campaigns of owners ran, on each platform that the owner posted on. */
  private static List<TalkSpans.Run> runs(ClaimArchive archive, Dataset<Row> owned) {
    return Owners.keyed(archive.members())
        .select("entity_key", "campaign_id")
        .distinct()
        .join(owned.select("entity_key", "platform").distinct(), "entity_key")
        .join(
            broadcast(archive.campaigns().select("campaign_id", "started_at", "stopped_at")),
            "campaign_id")
        .select(
            col("entity_key").as("entityKey"),
            col("platform"),
            col("campaign_id").as("campaignId"),
            col("started_at").as("startedAt"),
            col("stopped_at").as("stoppedAt"))
        .as(RUN)
        .collectAsList();
  }

  private static PlaceboRow placebo(
      ClaimArchive archive, Map<List<String>, List<TalkSpans.Run>> asked, Dataset<Row> mentions) {
    Map<String, int[]> free = new TreeMap<>();
    asked.forEach(
        (account, own) -> {
          ObservedCalendar calendar = archive.calendars().get(account.get(1));
          int[] days = calendar == null ? new int[0] : TalkSpans.stopsThatWereNone(own, calendar);
          if (days.length > 0) {
            free.put(key(account.get(0), account.get(1)), days);
          }
        });
    Draws draws = new Draws(archive.seed(), "unanswered");
    List<DrawnSums> drawn =
        AnsweredMentions.daily(mentions)
            .groupByKey(
                (MapFunction<Daily, String>) day -> key(day.entityKey(), day.platform()),
                Encoders.STRING())
            .mapGroups(
                (MapGroupsFunction<String, Daily, DrawnSums>)
                    (account, days) -> {
                      TreeMap<Integer, long[]> byDay = new TreeMap<>();
                      days.forEachRemaining(
                          day ->
                              byDay.put(
                                  (int) day.day(), new long[] {day.matured(), day.answered()}));
                      return StopsThatWereNone.drawn(
                          account, byDay, free.getOrDefault(account, new int[0]), draws);
                    },
                DRAWN)
            .collectAsList();
    return DrawnSums.placebo(
        Claim.C2.name(),
        StopsThatWereNone.WORD,
        drawn.stream().sorted(Comparator.comparing(DrawnSums::account)).toList(),
        PlaceboSample.DRAWS);
  }

  private static String key(String entityKey, String platform) {
    return entityKey + " " + platform;
  }
}
