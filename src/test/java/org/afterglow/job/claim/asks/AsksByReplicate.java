package org.afterglow.job.claim.asks;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.RatioLeg;
import org.afterglow.job.claim.Replicates;
import org.afterglow.job.claim.Replicates.Found;
import org.afterglow.job.contrast.CampaignThreads;
import org.afterglow.statistics.MantelHaenszel;
import org.afterglow.statistics.MatchedRatio;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** C4 by replicate ({@link Replicates}). */
public final class AsksByReplicate {
  private AsksByReplicate() {}

  public static Map<Integer, Found> of(Replicates replicates) {
    ClaimArchive archive = replicates.archive();
    Map<String, ObservedCalendar> complete = new TreeMap<>(archive.calendars());
    complete
        .keySet()
        .retainAll(
            CampaignThreads.platformsWithReplies(archive.events())
                .as(Encoders.STRING())
                .collectAsList());
    Dataset<Row> owned = archive.keeper().kept("owned", archive.owners().posts(archive.posts()));
    Dataset<Row> asks =
        archive
            .keeper()
            .kept(
                "asks_met",
                DirectedAsks.of(archive.posts(), archive.events(), archive.bots(), complete));
    List<AskStrata.Owned> strata =
        AskStrata.owned(
            DirectedAsks.withTenth(asks)
                .join(
                    owned.select("platform", "post_id", "entity_key"),
                    new String[] {"platform", "post_id"},
                    "inner"));
    Map<Integer, List<Advocacy.Cell>> engagements =
        replicates.divided(
            Advocacy.counted(
                archive,
                Advocacy.people(archive.posts(), complete.keySet()),
                owned.filter(col("platform").isin(complete.keySet().toArray()))),
            Advocacy.Cell::entityKey);
    Map<Integer, Found> found = new TreeMap<>();
    replicates
        .divided(strata, AskStrata.Owned::entityKey)
        .forEach(
            (number, its) -> {
              Map<String, List<MatchedRatio.Stratum>> accounts = new TreeMap<>();
              its.forEach(
                  each ->
                      accounts
                          .computeIfAbsent(each.entityKey(), key -> new ArrayList<>())
                          .add(
                              new MatchedRatio.Stratum(
                                  each.warmMet(), each.warm(), each.coldMet(), each.cold())));
              List<MantelHaenszel.Study> studies = new ArrayList<>();
              accounts.forEach((key, own) -> studies.add(MatchedRatio.study(key, own)));
              MatchedRatio ratio = MatchedRatio.of(studies);
              found.put(
                  number,
                  new Found(
                      Map.of(
                          "rr_warm_cold",
                          RatioLeg.of(ratio, null).estimate(),
                          "pass_on_ratio",
                          PassedOn.of(engagements.getOrDefault(number, List.of()), Map.of())
                              .leg()
                              .estimate()),
                      ratio.accounts(),
                      Replicates.NO_PLACEBO.placeboState(),
                      Replicates.ofShares(
                          its.stream().mapToLong(AskStrata.Owned::warmMet).sum(),
                          its.stream().mapToLong(AskStrata.Owned::warm).sum(),
                          its.stream().mapToLong(AskStrata.Owned::coldMet).sum(),
                          its.stream().mapToLong(AskStrata.Owned::cold).sum())));
            });
    return found;
  }
}
