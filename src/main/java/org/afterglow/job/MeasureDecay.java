package org.afterglow.job;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.afterglow.classify.Model;
import org.afterglow.classify.ModelCard;
import org.afterglow.decay.CounterSeries;
import org.afterglow.decay.CurveGrid;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.statistics.PlaceboSample;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Posts, events and campaigns in; {@code engagement decay decay_curve decay_contrast
 * decay_contrast_pooled placebo} out, and {@code coverage} judged again without the campaigns.
 */
public final class MeasureDecay {
  /** The days that counters are compared over, and the one that the stop falls in. */
  private static final int DAYS_AROUND_STOP =
      Math.max(CounterSeries.DAYS_BEFORE, CurveGrid.DAYS) + 1;

  private final OutputFolder out;
  private final Dataset<Row> posts;
  private final Dataset<Row> events;
  private final Dataset<Row> deletions;
  private final Dataset<Row> snapshots;
  private final Dataset<Row> campaigns;
  private final Dataset<Row> members;

  private MeasureDecay(OutputFolder out) {
    this.out = out;
    posts = out.table(Tables.POSTS);
    events = out.table(Tables.EVENTS);
    deletions = out.table(Tables.DELETIONS);
    snapshots = out.table(Tables.SNAPSHOTS);
    campaigns = out.table(Tables.CAMPAIGNS);
    members = out.table(Tables.CAMPAIGN_MEMBERS);
  }

  /**
   * Runs the stage and publishes its tables.
   *
   * @param facts what the user knows of the archive
   * @param seed that random draws start from
   * @param settings for the manifest
   */
  public static void into(OutputFolder out, ArchiveFacts facts, long seed, ObjectNode settings) {
    new MeasureDecay(out).measure(facts, seed, settings);
  }

  private void measure(ArchiveFacts facts, long seed, ObjectNode settings) {
    OutputFolder.Publication publication = out.publish(Stage.DECAY);
    publication.table(
        Tables.COVERAGE,
        CoverageWithoutCampaigns.of(out.table(Tables.COVERAGE), posts, members, facts));
    Dataset<Row> coverage = publication.staged(Tables.COVERAGE).persist();
    Season season = Season.of(posts, members, coverage);
    Dataset<Row> talk = kept("talk", OrganicTalk.candidates(posts, members, campaigns));
    Dataset<Row> entityPosts =
        kept(
            "entity_posts",
            EntityPosts.measured(
                posts, campaigns, members, DAYS_AROUND_STOP, OrganicTalk.answered(talk)));
    FitCurves.Archive archive =
        new FitCurves.Archive(
            posts,
            events,
            deletions,
            snapshots,
            coverage,
            campaigns,
            members,
            talk,
            entityPosts,
            season);
    ObjectNode details = Manifest.JSON.createObjectNode();
    details.set("settings", settings);
    details.set("platforms_without_season", Manifest.JSON.valueToTree(seasonless(season)));
    try (FitCurves fits = FitCurves.of(archive, seed, this::kept)) {
      publication
          .table(Tables.ENGAGEMENT, fits.engagement())
          .table(Tables.DECAY, fits.decay())
          .table(Tables.DECAY_CURVE, fits.decayCurve());
      Contamination contamination = contamination(archive, fits);
      contrasts(publication, archive, fits, contamination, seed);
      details.setAll(
          CountActs.of(
              fits.direct(),
              fits.thread(),
              fits.bots(),
              CampaignActs.targetsUnseen(events, posts, members),
              contamination));
    }
    coverage.unpersist();
    publication.commit(details);
    out.clearStaging(Stage.DECAY);
  }

  private void contrasts(
      OutputFolder.Publication publication,
      FitCurves.Archive archive,
      FitCurves curves,
      Contamination contamination,
      long seed) {
    Dataset<ContrastPost> contrasted =
        kept("contrasted", contrastedPosts(curves, contamination)).as(ContrastPosts.POST);
    Dataset<ContrastCampaign> all =
        kept(
                "contrasted_campaigns",
                ContrastCampaigns.of(campaigns, members, archive.coverage(), contrasted))
            .as(ContrastCampaigns.CAMPAIGN);
    Dataset<ContrastFit> fits =
        kept(
                "contrast_fits",
                FitContrast.fits(
                    ContrastPosts.cells(contrasted), ContrastPosts.permuted(contrasted), seed))
            .as(FitContrast.FIT);
    List<PlaceboRow> placebos = placebos(contrasted, all, seed);
    publication
        .table(Tables.DECAY_CONTRAST, FitContrast.rows(fits, all))
        .table(Tables.PLACEBO, out.spark().createDataset(placebos, Tables.PLACEBO.encoder()))
        .table(
            Tables.DECAY_CONTRAST_POOLED,
            PoolContrast.rows(
                fits, all, List.of(evidence(contrasted, archive.season(), placebos))));
  }

  private List<PlaceboRow> placebos(
      Dataset<ContrastPost> contrasted, Dataset<ContrastCampaign> campaigns, long seed) {
    Dataset<PlaceboFits> fits =
        kept(
                "placebo_fits",
                RunPlacebos.fits(ContrastPosts.dealt(contrasted), seed, PlaceboSample.DRAWS))
            .as(RunPlacebos.FITS);
    List<ContrastCampaign> all = campaigns.collectAsList();
    List<PlaceboRow> rows = new ArrayList<>();
    for (Placebo placebo : Placebo.values()) {
      List<PlaceboFits> ofPlacebo =
          fits.filter(col("placebo").equalTo(placebo.name())).collectAsList();
      rows.add(RunPlacebos.row(placebo, all, ofPlacebo, PlaceboSample.DRAWS));
    }
    return rows;
  }

  private Contamination contamination(FitCurves.Archive archive, FitCurves curves) {
    Contamination found =
        Contamination.of(
            curves.direct().timed(),
            archive.entityPosts().filter(col("in_campaign")),
            posts,
            campaigns);
    return new Contamination(
        kept("dominant_actors", found.actors()),
        kept("identical_texts", found.texts()),
        kept("posts_by_dominant_authors", found.posts()));
  }

  private Dataset<ContrastPost> contrastedPosts(FitCurves curves, Contamination contamination) {
    ModelCard card =
        Model.card(out.file("model").toString(), out.spark().sparkContext().hadoopConfiguration());
    return ContrastPosts.of(
        contamination.marked(curves.direct().timed()),
        contamination.markedPosts(curves.atRisk()),
        campaigns,
        new ContrastPosts.Band(card.uncertainFrom(), card.uncertainTo()));
  }

  /**
   * What stands against concluding from posts: nothing checks labels; placebos that failed or could
   * not be run; and where a platform has no season, acts at unlike hours are not comparable.
   */
  private static LegEvidence evidence(
      Dataset<ContrastPost> contrasted, Season season, List<PlaceboRow> placebos) {
    List<String> hindrances = new ArrayList<>();
    hindrances.add(PoolContrast.LABELS_UNCHECKED);
    hindrances.addAll(RunPlacebos.hindrances(ContrastUnit.POST, placebos));
    if (seasonIsMissing(contrasted, season)) {
      hindrances.add(Season.NO_SEASON);
    }
    return new LegEvidence(ContrastUnit.POST, hindrances);
  }

  private List<String> seasonless(Season season) {
    return seasonless(posts.select("platform"), season);
  }

  /** Whether a platform that a campaign has contrasted posts on has no season. */
  static boolean seasonIsMissing(Dataset<ContrastPost> contrasted, Season season) {
    return !seasonless(contrasted.select("platform"), season).isEmpty();
  }

  private static List<String> seasonless(Dataset<Row> platforms, Season season) {
    return platforms.distinct().as(Encoders.STRING()).collectAsList().stream()
        .filter(season::missing)
        .sorted()
        .toList();
  }

  /** Written once, since several queries ask for it. */
  private Dataset<Row> kept(String name, Dataset<?> rows) {
    String path = out.staging(Stage.DECAY, name).toString();
    rows.write().mode(org.apache.spark.sql.SaveMode.Overwrite).parquet(path);
    return out.spark().read().parquet(path);
  }
}
