package org.afterglow.job.claim.asks;

import static org.afterglow.table.ReasonCodes.ASKS_NOT_SCORED;
import static org.afterglow.table.ReasonCodes.LABELS_UNCHECKED;
import static org.afterglow.table.ReasonCodes.NO_REPLY_IDS;
import static org.afterglow.table.ReasonCodes.SAMPLED_ARCHIVE;
import static org.afterglow.table.ReasonCodes.TOO_FEW_EVENTS;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.Owners;
import org.afterglow.job.contrast.CampaignThreads;
import org.afterglow.statistics.Draws;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * C4: people do what they are asked the rather where the two had spoken before, table {@code asks};
 * those with large followings pass less on, table {@code advocacy}, which tells of recommendations
 * besides (docs/methods.md, 5).
 */
public final class Asks {
  private static final String[] POST = {"platform", "post_id"};

  private Asks() {}

  /** Measures it, and writes its tables. */
  public static ClaimEvidence of(ClaimArchive archive, OutputFolder.Publication publication) {
    Map<String, ObservedCalendar> complete = complete(archive);
    Dataset<Row> owned =
        archive.keeper().kept("owned_for_asks", archive.owners().posts(archive.posts()));
    MetAsks asks = asks(archive, complete, owned);
    PassedOn advocacy = Advocacy.measured(archive, complete.keySet(), owned);
    Earned earned = Recommendations.measured(archive, complete, owned);
    SparkSession session = archive.posts().sparkSession();
    publication.table(Tables.ASKS, session.createDataset(asks.rows(), Tables.ASKS.encoder()));
    publication.table(
        Tables.ADVOCACY,
        session.createDataset(earned.beside(advocacy.rows()), Tables.ADVOCACY.encoder()));
    return ClaimEvidence.of(
            Claim.C4, List.of(asks.leg(), advocacy.leg()), asks.placebos(), LABELS_UNCHECKED)
        .limited("asks_of_a_kind", MetAsks.ENOUGH)
        .limited("engagements_in_a_fourth", PassedOn.ENOUGH)
        .limited("recommendations", Earned.ENOUGH);
  }

  /** Platforms of which all of what a person did is there. */
  static Map<String, ObservedCalendar> complete(ClaimArchive archive) {
    Map<String, ObservedCalendar> complete = new TreeMap<>(archive.calendars());
    complete.keySet().removeIf(platform -> archive.facts().of(platform).sampled());
    return complete;
  }

  /**
   * Measures the first leg.
   *
   * @param complete observed time of the platforms that are looked at
   * @param owned rows of {@link Owners#posts}
   */
  static MetAsks asks(
      ClaimArchive archive, Map<String, ObservedCalendar> complete, Dataset<Row> owned) {
    if (complete.isEmpty()) {
      return MetAsks.none(archive.calendars().isEmpty() ? TOO_FEW_EVENTS : SAMPLED_ARCHIVE);
    }
    if (archive.posts().filter(col("ask_probability").isNotNull()).isEmpty()) {
      return MetAsks.none(ASKS_NOT_SCORED);
    }
    Map<String, ObservedCalendar> replying = new TreeMap<>(complete);
    replying
        .keySet()
        .retainAll(
            CampaignThreads.platformsWithReplies(archive.events())
                .as(Encoders.STRING())
                .collectAsList());
    if (replying.isEmpty()) {
      return MetAsks.none(NO_REPLY_IDS);
    }
    Dataset<Row> asks =
        archive
            .keeper()
            .kept(
                "asks_met",
                DirectedAsks.of(archive.posts(), archive.events(), archive.bots(), replying));
    Dataset<Row> tenths = DirectedAsks.withTenth(asks);
    Dataset<Row> owners =
        tenths.join(owned.select("platform", "post_id", "entity_key"), POST, "inner");
    List<AskStrata.OwnersAsks> byOwner = AskStrata.byOwner(owners);
    AskStrata.Counted all = AskStrata.all(asks);
    return MetAsks.of(
        all,
        shown(asks, all, owners, byOwner),
        AskStrata.clusters(tenths, new Draws(archive.seed(), "asks")),
        byOwner,
        AskStrata.owned(owners));
  }

  /** Without the asks of owners whose counts are withheld, which would be had by subtraction. */
  private static AskStrata.Counted shown(
      Dataset<Row> asks,
      AskStrata.Counted all,
      Dataset<Row> owners,
      List<AskStrata.OwnersAsks> byOwner) {
    List<String> withheld =
        byOwner.stream()
            .filter(owner -> !owner.counted().shows())
            .map(AskStrata.OwnersAsks::entityKey)
            .toList();
    if (withheld.isEmpty()) {
      return all;
    }
    Dataset<Row> theirs =
        owners
            .join(
                broadcast(
                    asks.sparkSession()
                        .createDataset(withheld, Encoders.STRING())
                        .toDF("entity_key")),
                "entity_key")
            .select("platform", "post_id")
            .distinct();
    return AskStrata.all(asks.join(theirs, POST, "left_anti"));
  }
}
