package org.afterglow.job.claim.reach;

import static org.afterglow.table.ReasonCodes.NO_EVENT_TIMES;
import static org.afterglow.table.ReasonCodes.STOP_NOT_OBSERVED;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Map;
import org.afterglow.decay.SeasonFactors;
import org.afterglow.job.acts.CampaignActs;
import org.afterglow.job.acts.EntityPosts;
import org.afterglow.job.acts.OrganicTalk;
import org.afterglow.job.acts.Season;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.contrast.ContrastCampaign;
import org.afterglow.job.contrast.ContrastCampaigns;
import org.afterglow.job.contrast.ContrastCells;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.job.people.CampaignPeople;
import org.afterglow.job.people.CampaignPerson;
import org.afterglow.job.people.CampaignSupply;
import org.afterglow.job.people.PlatformSupply;
import org.afterglow.spark.Records;
import org.afterglow.statistics.Draws;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Tables;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * C8: people who came back on several days of a campaign carry more of what follows it than those
 * whom it reached once; table {@code reach_depth} (docs/methods.md, 5).
 */
public final class ReachDepth {
  /** Days around the stop of which posts are looked at beside those of section 4. */
  private static final int DAYS_AROUND_STOP = 28;

  private static final int FEWEST_OFTEN = 5;
  private static final Encoder<CampaignReach> REACH = Records.encoder(CampaignReach.class);
  private static final Encoder<CampaignReach.Cell> CELL = Records.encoder(CampaignReach.Cell.class);
  private static final Encoder<Posted> POSTED = Records.encoder(Posted.class);

  private ReachDepth() {}

  /** A campaign's entity posts of [start, stop), and the UTC days that they were made on. */
  public record Posted(String campaignId, long posts, long days) {}

  /** What {@link ReachedPeople#of} makes its rows of. */
  record Counted(
      List<ContrastCampaign> campaigns,
      List<Posted> posted,
      Map<String, String> states,
      List<CampaignReach> reached) {}

  /** Measures it, and writes its table. */
  public static ClaimEvidence of(ClaimArchive archive, OutputFolder.Publication publication) {
    ReachedPeople reached = measured(archive);
    publication.table(
        Tables.REACH_DEPTH,
        archive.posts().sparkSession().createDataset(reached.rows(), Tables.REACH_DEPTH.encoder()));
    return reached.evidence();
  }

  /** Measures it. */
  static ReachedPeople measured(ClaimArchive archive) {
    if (archive.campaigns().filter(col("stopped_at").isNotNull()).isEmpty()) {
      return ReachedPeople.none(STOP_NOT_OBSERVED);
    }
    if (archive.events().filter(col("at").isNotNull().and(col("actor_id").isNotNull())).isEmpty()) {
      return ReachedPeople.none(NO_EVENT_TIMES);
    }
    Counted counted = counted(archive);
    return ReachedPeople.of(
        counted.campaigns(), counted.posted(), counted.states(), counted.reached());
  }

  /** Counts an archive's campaigns. */
  static Counted counted(ClaimArchive archive) {
    Dataset<Row> candidates =
        kept(
            archive,
            "talk",
            OrganicTalk.candidates(archive.posts(), archive.members(), archive.campaigns()));
    Dataset<Row> entityPosts =
        kept(
            archive,
            "posts",
            EntityPosts.measured(
                archive.posts(),
                archive.campaigns(),
                archive.members(),
                DAYS_AROUND_STOP,
                OrganicTalk.answered(candidates)));
    List<PlatformSupply> supply =
        CampaignSupply.of(entityPosts, archive.campaigns(), archive.calendars()).collectAsList();
    Dataset<CampaignReach.Cell> cells = cells(archive, candidates, entityPosts, supply);
    Draws draws = new Draws(archive.seed(), "reach_depth");
    List<CampaignReach> reached =
        cells
            .groupBy("campaignId")
            .as(Encoders.STRING(), CELL)
            .flatMapSortedGroups(
                new Column[] {col("run"), col("week"), col("bucket"), col("later")},
                (FlatMapGroupsFunction<String, CampaignReach.Cell, CampaignReach>)
                    (campaign, own) -> List.of(CampaignReach.of(campaign, own, draws)).iterator(),
                REACH)
            .collectAsList();
    return new Counted(
        ContrastCampaigns.of(archive.campaigns(), archive.members()).collectAsList(),
        posted(entityPosts),
        ReachedPeople.states(supply, archive.calendars(), archive.facts()),
        reached);
  }

  private static List<Posted> posted(Dataset<Row> entityPosts) {
    return entityPosts
        .filter(col("in_campaign"))
        .groupBy(col("campaign_id").as("campaignId"))
        .agg(count(lit(1)).as("posts"), count_distinct(col("posted_at").cast("date")).as("days"))
        .as(POSTED)
        .collectAsList();
  }

  private static Dataset<CampaignReach.Cell> cells(
      ClaimArchive archive,
      Dataset<Row> candidates,
      Dataset<Row> entityPosts,
      List<PlatformSupply> supply) {
    Dataset<Row> weights = Season.flat().weights(archive.posts().sparkSession());
    Dataset<Row> acts =
        CampaignActs.of(
                archive.events(),
                CampaignPeople.posts(entityPosts, archive.campaigns()),
                archive.members(),
                archive.bots(),
                weights,
                CampaignActs.DIRECT,
                (name, rows) -> kept(archive, name, rows))
            .timed();
    Dataset<Row> talk =
        CampaignPeople.talk(
            OrganicTalk.of(candidates, entityPosts, archive.members(), archive.bots().limit(0)),
            archive.bots(),
            weights);
    Dataset<PlatformSupply> platforms =
        archive.posts().sparkSession().createDataset(supply, CampaignSupply.SUPPLY);
    Dataset<Row> uncertain =
        archive
            .posts()
            .filter(col("post_class").equalTo("uncertain"))
            .select(CampaignActs.postKey(col("platform"), col("post_id")).as("post_key"));
    Column person = not(col("suspected"));
    return cells(
            CampaignPeople.of(acts, talk, platforms, archive.calendars()),
            array(when(person, CampaignReach.PRIMARY), lit(ContrastFit.BOTS_IN)))
        .unionByName(
            cells(
                CampaignPeople.of(
                    acts.join(uncertain, new String[] {"post_key"}, "left_anti"),
                    talk,
                    platforms,
                    archive.calendars()),
                array(when(person, ContrastFit.UNCERTAIN_DROPPED))));
  }

  private static Dataset<CampaignReach.Cell> cells(Dataset<CampaignPerson> people, Column runs) {
    Column days = col("engagedDays");
    return people
        .withColumn("run", explode(array_compact(runs)))
        .withColumn("bucket", ContrastCells.bucket(col("personKey")))
        .withColumn("later", col("early").divide(lit((double) SeasonFactors.UNIT)).cast("long"))
        .groupBy("campaignId", "run", "week", "bucket", "later")
        .agg(
            count_if(days.equalTo(1)).as("once"),
            count_if(days.between(2, FEWEST_OFTEN - 1)).as("some"),
            count_if(days.geq(FEWEST_OFTEN)).as("regular"))
        .as(CELL);
  }

  private static Dataset<Row> kept(ClaimArchive archive, String name, Dataset<Row> rows) {
    return archive.keeper().kept("reach_" + name, rows);
  }
}
