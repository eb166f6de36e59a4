package org.afterglow.job.claim.answers;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.Owners;
import org.afterglow.job.claim.Replicates;
import org.afterglow.job.claim.Replicates.Found;
import org.afterglow.job.claim.answers.AnsweredMentions.Answers;
import org.afterglow.job.claim.answers.AnsweredMentions.Counted;
import org.afterglow.job.claim.answers.AnsweredMentions.Owner;
import org.afterglow.job.claim.answers.AnsweredMentions.Said;
import org.afterglow.spark.Records;
import org.afterglow.statistics.Clusters;
import org.afterglow.statistics.Draws;
import org.afterglow.table.UnansweredRow;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** C2 by replicate ({@link Replicates}). */
public final class UnansweredByReplicate {
  private UnansweredByReplicate() {}

  public static Map<Integer, Found> of(Replicates replicates) {
    ClaimArchive archive = replicates.archive();
    Dataset<Row> owned = archive.keeper().kept("owned", archive.owners().posts(archive.posts()));
    List<TalkSpans.Run> runs =
        Owners.keyed(archive.members())
            .select("entity_key", "campaign_id")
            .distinct()
            .join(owned.select("entity_key", "platform").distinct(), "entity_key")
            .join(
                archive.campaigns().select("campaign_id", "started_at", "stopped_at"),
                "campaign_id")
            .select(
                col("entity_key").as("entityKey"),
                col("platform"),
                col("campaign_id").as("campaignId"),
                col("started_at").as("startedAt"),
                col("stopped_at").as("stoppedAt"))
            .as(Records.encoder(TalkSpans.Run.class))
            .collectAsList();
    List<TalkSpan> spans = new ArrayList<>();
    runs.stream()
        .collect(
            Collectors.groupingBy(
                run -> List.of(run.entityKey(), run.platform()),
                () -> new TreeMap<>(Comparator.comparing(List::toString)),
                Collectors.toList()))
        .forEach(
            (account, its) ->
                spans.addAll(
                    TalkSpans.of(
                        its, Objects.requireNonNull(archive.calendars().get(account.get(1))))));
    Dataset<Row> mentions =
        archive
            .keeper()
            .kept(
                "answered_mentions",
                AnsweredMentions.of(
                    owned,
                    archive.owners().mentions(archive.posts(), archive.bots()),
                    archive.calendars()));
    Map<Integer, List<Counted>> counted =
        replicates.divided(AnsweredMentions.byWindow(mentions, spans), Counted::entityKey);
    Map<Integer, List<Answers>> hours =
        replicates.divided(AnsweredMentions.hours(mentions, spans), Answers::entityKey);
    List<Owner> owners =
        runs.stream().map(run -> new Owner(run.entityKey(), run.platform())).distinct().toList();
    Map<Integer, List<Owner>> ownersOf = replicates.divided(owners, Owner::entityKey);
    Map<Integer, List<TalkSpans.Run>> runsOf = replicates.divided(runs, TalkSpans.Run::entityKey);
    Map<Integer, List<Said>> said =
        replicates.divided(AnsweredMentions.said(mentions, owners), Said::entityKey);
    Draws draws = new Draws(archive.seed(), "unanswered");
    Map<Integer, Found> found = new TreeMap<>();
    replicates
        .divided(spans, TalkSpan::entityKey)
        .forEach(
            (number, its) -> {
              List<UnansweredRow> rows =
                  UnansweredTalk.of(
                          its,
                          counted.getOrDefault(number, List.of()),
                          hours.getOrDefault(number, List.of()),
                          QuietOthers.of(
                              QuietOthers.chosen(ownersOf.getOrDefault(number, List.of()), draws),
                              runsOf.getOrDefault(number, List.of()),
                              said.getOrDefault(number, List.of())),
                          new Clusters(),
                          Replicates.NO_PLACEBO)
                      .rows();
              UnansweredRow row = rows.get(rows.size() - 1);
              found.put(
                  number,
                  new Found(
                      Map.of("answer_ratio", row.answerRatio(), "talk_ratio", row.talkRatio()),
                      row.accounts(),
                      Replicates.NO_PLACEBO.placeboState(),
                      Replicates.ofShares(
                          Objects.requireNonNull(row.answeredPost()),
                          Objects.requireNonNull(row.mentionsPost()),
                          Objects.requireNonNull(row.answeredPre()),
                          Objects.requireNonNull(row.mentionsPre()))));
            });
    return found;
  }
}
