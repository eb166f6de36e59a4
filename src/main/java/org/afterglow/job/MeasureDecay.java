package org.afterglow.job;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.afterglow.classify.CheckedLabels;
import org.afterglow.decay.CounterSeries;
import org.afterglow.decay.CurveGrid;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.job.acts.Calendars;
import org.afterglow.job.acts.CampaignActs;
import org.afterglow.job.acts.Contamination;
import org.afterglow.job.acts.CoverageWithoutCampaigns;
import org.afterglow.job.acts.EntityPosts;
import org.afterglow.job.acts.OrganicTalk;
import org.afterglow.job.acts.Season;
import org.afterglow.job.contrast.CampaignThread;
import org.afterglow.job.contrast.CampaignThreads;
import org.afterglow.job.contrast.CheckLabels;
import org.afterglow.job.contrast.ContrastCampaign;
import org.afterglow.job.contrast.ContrastCampaigns;
import org.afterglow.job.contrast.ContrastCell;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.job.contrast.ContrastPost;
import org.afterglow.job.contrast.ContrastPosts;
import org.afterglow.job.contrast.ContrastUnit;
import org.afterglow.job.contrast.Corrections;
import org.afterglow.job.contrast.DealtUnit;
import org.afterglow.job.contrast.FitContrast;
import org.afterglow.job.contrast.LegEvidence;
import org.afterglow.job.contrast.PermutedUnit;
import org.afterglow.job.contrast.Placebo;
import org.afterglow.job.contrast.PlaceboFits;
import org.afterglow.job.contrast.PoolContrast;
import org.afterglow.job.contrast.RunPlacebos;
import org.afterglow.job.curve.FitCurves;
import org.afterglow.job.curve.FittedCurves;
import org.afterglow.job.people.CampaignPeople;
import org.afterglow.job.people.CampaignPerson;
import org.afterglow.job.people.CampaignSupply;
import org.afterglow.job.people.FitRetention;
import org.afterglow.job.people.PlatformSupply;
import org.afterglow.job.people.RefuseUnits;
import org.afterglow.job.people.RetentionCampaign;
import org.afterglow.statistics.Interval;
import org.afterglow.statistics.PlaceboSample;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.RetentionRow;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Posts, events and campaigns in; {@code engagement decay decay_curve counter_change decay_contrast
 * decay_contrast_pooled placebo retention} out, and {@code coverage} judged again without the
 * campaigns.
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
   * @param labels of a checked sample of the contrasted posts; null: nobody checked any
   * @param settings for the manifest
   */
  public static void into(
      OutputFolder out,
      ArchiveFacts facts,
      long seed,
      @Nullable CheckedLabels labels,
      ObjectNode settings) {
    new MeasureDecay(out).measure(facts, seed, labels, settings);
  }

  private void measure(
      ArchiveFacts facts, long seed, @Nullable CheckedLabels labels, ObjectNode settings) {
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
    FitCurves sums = FitCurves.of(archive, seed, this::kept);
    Contamination contamination = contamination(archive, sums);
    Followed followed = followed(archive, sums, facts);
    Contrasted contrasted = contrasted(archive, sums, contamination, followed);
    CheckLabels checked = labels == null ? null : contrasted.checked(labels, seed);
    Corrections corrections = checked == null ? Corrections.NONE : checked.corrections();
    try (FittedCurves curves = sums.fitted(corrections.ofCurves())) {
      publication
          .table(Tables.ENGAGEMENT, curves.engagement())
          .table(Tables.DECAY, curves.decay())
          .table(Tables.DECAY_CURVE, curves.decayCurve())
          .table(Tables.COUNTER_CHANGE, curves.counterChange());
    }
    contrasts(publication, archive, contrasted, corrections, seed);
    if (checked != null) {
      details.set(CheckLabels.DETAILS, checked.json());
    }
    details.set("people", CountActs.people(followed.people));
    details.setAll(
        CountActs.of(
            sums.ofCampaigns(),
            sums.bots(),
            CampaignActs.targetsUnseen(events, posts, members),
            contamination));
    coverage.unpersist();
    publication.commit(details);
    out.clearStaging(Stage.DECAY);
  }

  /**
   * What is contrasted.
   *
   * @param doubt of the model
   * @param refused fits of campaigns whose people or threads are not
   */
  private record Contrasted(
      Dataset<ContrastPost> posts,
      Followed followed,
      Dataset<CampaignThread> threads,
      ContrastPosts.Band doubt,
      Dataset<ContrastFit> refused) {
    CheckLabels checked(CheckedLabels labels, long seed) {
      return CheckLabels.of(
          RefuseUnits.without(
              refused,
              ContrastPosts.checked(posts)
                  .unionByName(CampaignPeople.checked(followed.people))
                  .unionByName(CampaignThreads.checked(threads, doubt)),
              CheckLabels.UNIT),
          labels,
          seed);
    }

    Dataset<ContrastCell> cells(Corrections corrections) {
      return ContrastPosts.cells(posts)
          .unionByName(
              corrections.of(ContrastUnit.PERSON).isEmpty()
                  ? CampaignPeople.cells(followed.people)
                  : CampaignPeople.correctedCells(followed.people))
          .unionByName(CampaignThreads.cells(threads, doubt));
    }

    Dataset<PermutedUnit> permuted() {
      return ContrastPosts.permuted(posts)
          .unionByName(CampaignPeople.permuted(followed.people))
          .unionByName(CampaignThreads.permuted(threads));
    }
  }

  private Contrasted contrasted(
      FitCurves.Archive archive, FitCurves sums, Contamination contamination, Followed followed) {
    return new Contrasted(
        kept("contrasted", contrastedPosts(sums, contamination)).as(ContrastPosts.POST),
        followed,
        sums.threads(),
        ContrastPosts.Band.of(out),
        kept("refused", refused(archive, followed)).as(FitContrast.FIT));
  }

  private void contrasts(
      OutputFolder.Publication publication,
      FitCurves.Archive archive,
      Contrasted contrasted,
      Corrections corrections,
      long seed) {
    Followed followed = contrasted.followed;
    Dataset<ContrastFit> refused = contrasted.refused;
    Dataset<ContrastCampaign> all =
        kept(
                "contrasted_campaigns",
                ContrastCampaigns.of(campaigns, members, archive.coverage(), contrasted.posts))
            .as(ContrastCampaigns.CAMPAIGN);
    Dataset<ContrastFit> fits =
        kept(
                "contrast_fits",
                RefuseUnits.untimed(
                        FitContrast.fits(
                            RefuseUnits.without(
                                refused, contrasted.cells(corrections), FitContrast.CELL),
                            RefuseUnits.without(
                                refused, contrasted.permuted(), FitContrast.PERMUTED),
                            seed,
                            corrections),
                        followed.withoutTimes)
                    .unionByName(refused))
            .as(FitContrast.FIT);
    Dataset<RetentionRow> stayed =
        kept("stayed", FitRetention.rows(followed.campaigns, FitRetention.cells(followed.people)))
            .as(Tables.RETENTION.encoder());
    List<ContrastCampaign> every = all.collectAsList();
    FitRetention.Pooled difference = FitRetention.pooled(stayed, every);
    List<PlaceboRow> placebos =
        placebos(
            dealt(contrasted.posts, followed.people, contrasted.threads, refused), every, seed);
    publication
        .table(
            Tables.DECAY_CONTRAST_POOLED,
            PoolContrast.rows(
                fits,
                all,
                evidence(
                    contrasted.posts,
                    archive.season(),
                    placebos,
                    difference.interval(),
                    corrections)))
        .table(
            Tables.DECAY_CONTRAST,
            FitContrast.rows(
                fits, all, uncertain(publication.staged(Tables.DECAY_CONTRAST_POOLED))))
        .table(Tables.PLACEBO, out.spark().createDataset(placebos, Tables.PLACEBO.encoder()))
        .table(
            Tables.RETENTION,
            stayed.union(
                out.spark().createDataset(List.of(difference.row()), Tables.RETENTION.encoder())));
  }

  /** The runs whose labels are too uncertain to correct by, by {@link FitContrast#key}. */
  private static Set<String> uncertain(Dataset<Row> pooled) {
    return Set.copyOf(
        pooled
            .filter(array_contains(col("hindrances"), PoolContrast.LABEL_UNCERTAIN))
            .select(concat_ws("/", col("unit"), col("run")))
            .as(Encoders.STRING())
            .collectAsList());
  }

  /**
   * The people of all campaigns.
   *
   * @param campaigns and whether it can be told how long their people stayed
   * @param withoutTimes campaigns of which the archive has counters alone
   */
  private record Followed(
      Dataset<CampaignPerson> people,
      Dataset<PlatformSupply> supply,
      Dataset<RetentionCampaign> campaigns,
      Dataset<Row> withoutTimes) {}

  private Followed followed(FitCurves.Archive archive, FitCurves curves, ArchiveFacts facts) {
    Map<String, ObservedCalendar> calendars = Calendars.of(archive.coverage(), archive.season());
    Dataset<Row> weights = archive.season().weights(out.spark());
    Dataset<PlatformSupply> supply =
        kept("supply", CampaignSupply.of(archive.entityPosts(), campaigns, calendars))
            .as(CampaignSupply.SUPPLY);
    Dataset<Row> everybodysTalk =
        OrganicTalk.of(archive.talk(), archive.entityPosts(), members, curves.bots().limit(0));
    Dataset<CampaignPerson> people =
        kept(
                "people",
                CampaignPeople.of(
                    curves.followed().timed(),
                    CampaignPeople.talk(everybodysTalk, curves.bots(), weights),
                    supply,
                    calendars))
            .as(CampaignPeople.PERSON);
    Dataset<Row> withoutTimes = curves.withoutTimes();
    List<String> sampled =
        posts.select("platform").distinct().as(Encoders.STRING()).collectAsList().stream()
            .filter(platform -> facts.of(platform).sampled())
            .toList();
    return new Followed(
        people,
        supply,
        FitRetention.campaigns(campaigns, supply, withoutTimes, sampled),
        withoutTimes);
  }

  private Dataset<ContrastFit> refused(FitCurves.Archive archive, Followed followed) {
    return RefuseUnits.people(campaigns, followed.supply, followed.withoutTimes)
        .unionByName(
            RefuseUnits.threads(
                archive.entityPosts().filter(col("in_campaign")),
                followed.withoutTimes,
                CampaignThreads.platformsWithReplies(events)));
  }

  /** What placebos deal classes to: whatever is contrasted. */
  static Dataset<DealtUnit> dealt(
      Dataset<ContrastPost> posts,
      Dataset<CampaignPerson> people,
      Dataset<CampaignThread> threads,
      Dataset<ContrastFit> refused) {
    return RefuseUnits.without(
        refused,
        ContrastPosts.dealt(posts)
            .unionByName(CampaignPeople.dealt(people))
            .unionByName(CampaignThreads.dealt(threads)),
        RunPlacebos.UNIT);
  }

  private List<PlaceboRow> placebos(
      Dataset<DealtUnit> dealt, List<ContrastCampaign> every, long seed) {
    Dataset<PlaceboFits> fits =
        kept("placebo_fits", RunPlacebos.fits(dealt, seed, PlaceboSample.DRAWS))
            .as(RunPlacebos.FITS);
    List<PlaceboRow> rows = new ArrayList<>();
    for (Placebo placebo : Placebo.values()) {
      List<PlaceboFits> ofPlacebo =
          fits.filter(col("placebo").equalTo(placebo.name())).collectAsList();
      rows.add(RunPlacebos.row(placebo, every, ofPlacebo, PlaceboSample.DRAWS));
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
    return ContrastPosts.of(
        contamination.marked(curves.direct().timed()),
        contamination.markedPosts(curves.atRisk()),
        campaigns,
        ContrastPosts.Band.of(out));
  }

  /**
   * What stands against concluding from each unit: labels that nobody checked, or not enough of
   * them for people or threads; placebos that failed or could not be run; and where a platform has
   * no season, acts upon posts at unlike hours are not comparable.
   *
   * @param stayed the difference of people's mean stays; null where it has no interval
   * @param corrections of the units whose labels were checked
   */
  static List<LegEvidence> evidence(
      Dataset<ContrastPost> contrasted,
      Season season,
      List<PlaceboRow> placebos,
      @Nullable StudentInterval stayed,
      Corrections corrections) {
    List<String> posts = hindrances(ContrastUnit.POST, placebos, corrections);
    if (seasonIsMissing(contrasted, season)) {
      posts.add(Season.NO_SEASON);
    }
    return List.of(
        new LegEvidence(ContrastUnit.POST, posts, null, corrections.of(ContrastUnit.POST)),
        new LegEvidence(
            ContrastUnit.PERSON,
            hindrances(ContrastUnit.PERSON, placebos, corrections),
            stayed == null ? null : new Interval(stayed.low(), stayed.high()),
            corrections.of(ContrastUnit.PERSON)),
        new LegEvidence(
            ContrastUnit.THREAD,
            hindrances(ContrastUnit.THREAD, placebos, corrections),
            null,
            corrections.of(ContrastUnit.THREAD)));
  }

  private static List<String> hindrances(
      ContrastUnit unit, List<PlaceboRow> placebos, Corrections corrections) {
    List<String> hindrances = new ArrayList<>();
    if (corrections.of(unit).isEmpty()) {
      hindrances.add(PoolContrast.LABELS_UNCHECKED);
    }
    hindrances.addAll(RunPlacebos.hindrances(unit, placebos));
    return hindrances;
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
