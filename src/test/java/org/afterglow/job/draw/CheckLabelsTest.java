package org.afterglow.job.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.afterglow.SparkExtension;
import org.afterglow.UserError;
import org.afterglow.classify.CheckedLabels;
import org.afterglow.classify.LabelSheet;
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
import org.afterglow.job.contrast.FitContrast;
import org.afterglow.job.contrast.LegEvidence;
import org.afterglow.job.contrast.PoolContrast;
import org.afterglow.job.people.CampaignPeople;
import org.afterglow.job.people.CampaignPerson;
import org.afterglow.statistics.LateOdds;
import org.afterglow.statistics.MistakenPost;
import org.afterglow.table.ContentHash;
import org.afterglow.table.DecayContrastPooledRow;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From contrasted posts to a sheet, to labels that somebody filled in, and to the contrast. */
@ExtendWith(SparkExtension.class)
class CheckLabelsTest {
  private static final int CAMPAIGNS = 30;
  private static final int CHECKED = 1_000;

  @TempDir private Path folder = Path.of("");

  private final List<ContrastPost> posts = new ArrayList<>();
  private final Map<String, Boolean> truth = new java.util.HashMap<>();
  private LateOdds.Pairs byTruth = LateOdds.Pairs.NONE;

  /** A true null; classes are mistaken the more the longer a post lives. */
  private void simulate() {
    Random random = new Random(5);
    for (int c = 0; c < CAMPAIGNS; c++) {
      List<LateOdds.Sums> sums = new ArrayList<>();
      for (MistakenPost post : MistakenPost.campaign(random, 4, 4, .9, .6)) {
        String key = "net/p" + posts.size();
        posts.add(contrast("c" + c, key, post));
        truth.put(key, post.promotional());
        sums.add(post.sums(post.promotional()));
      }
      byTruth = byTruth.plus(LateOdds.of(sums).pairs());
    }
  }

  private static ContrastPost contrast(String campaign, String key, MistakenPost post) {
    long early = post.early() * 1_000_000L;
    long all = early + post.late() * 1_000_000L;
    long events = (long) post.early() + post.late();
    ContrastPost.Earned earned = new ContrastPost.Earned(events, early, all - early);
    return new ContrastPost(
        campaign,
        "net",
        key,
        0,
        post.predicted(),
        false,
        false,
        true,
        post.bucket(),
        post.week(),
        post.week(),
        null,
        events,
        early,
        early,
        early,
        all,
        earned,
        earned,
        earned,
        0,
        0,
        0);
  }

  private Path sheet(Dataset<ContrastPost> contrasted) throws IOException {
    Dataset<Row> drawn =
        DrawValidationPosts.drawn(DrawValidationPosts.sized(contrasted), CHECKED, 3);
    List<LabelSheet.Line> lines = new ArrayList<>();
    for (Row row : drawn.collectAsList()) {
      lines.add(
          new LabelSheet.Line(
              row.getString(0),
              "words",
              "net",
              null,
              "en",
              row.getDouble(1),
              row.getLong(2) / 1e6,
              row.getLong(3) / 1e6));
    }
    Collections.shuffle(lines, new Random(1));
    Path sheet = folder.resolve("sheet.csv");
    LabelSheet.write(sheet, lines, true);
    return sheet;
  }

  /** The sheet with its labels as they truly are, but for the first ten rows. */
  private Path filled(Path sheet) throws IOException {
    List<String[]> rows = new CsvParser(new CsvParserSettings()).parseAll(sheet.toFile());
    CsvWriter out =
        new CsvWriter(
            Files.newBufferedWriter(folder.resolve("filled.csv")), new CsvWriterSettings());
    for (int i = 0; i < rows.size(); i++) {
      String[] row = rows.get(i);
      if (i > 10) {
        row[2] = truth.getOrDefault(row[0], false) ? "promotional" : "conversational";
      }
      out.writeRow((Object[]) row);
    }
    out.close();
    return folder.resolve("filled.csv");
  }

  private record Contrasts(Map<String, DecayContrastPooledRow> pooled, List<String> hashes) {
    DecayContrastPooledRow run(String run) {
      return Objects.requireNonNull(pooled.get(run));
    }
  }

  private static Contrasts contrasts(
      SparkSession spark, Dataset<ContrastPost> contrasted, CheckLabels checked) {
    List<ContrastCampaign> campaigns = new ArrayList<>();
    for (int c = 0; c < CAMPAIGNS; c++) {
      campaigns.add(
          new ContrastCampaign("c" + c, "account", "net/c" + c, "OK", null, 1, List.of()));
    }
    Dataset<ContrastCampaign> every = spark.createDataset(campaigns, ContrastCampaigns.CAMPAIGN);
    Dataset<ContrastFit> fits =
        FitContrast.fits(
                ContrastPosts.cells(contrasted),
                ContrastPosts.permuted(contrasted),
                7,
                checked.corrections())
            .persist();
    LegEvidence evidence =
        new LegEvidence(
            ContrastUnit.POST, List.of(), null, checked.corrections().of(ContrastUnit.POST));
    Dataset<DecayContrastPooledRow> pooled =
        PoolContrast.rows(fits, every, List.of(evidence)).persist();
    List<String> hashes =
        List.of(
            ContentHash.of(Tables.DECAY_CONTRAST_POOLED.published(pooled)).hash(),
            ContentHash.of(Tables.DECAY_CONTRAST.published(FitContrast.rows(fits, every, Set.of())))
                .hash());
    return new Contrasts(
        pooled.collectAsList().stream()
            .collect(Collectors.toMap(DecayContrastPooledRow::run, row -> row)),
        hashes);
  }

  @Test
  void labelsOfASampleTakeAContrastOutOfNothingBack(SparkSession spark) throws IOException {
    simulate();
    Dataset<ContrastPost> contrasted =
        spark.createDataset(posts, ContrastPosts.POST).repartition(1).persist();
    CheckedLabels labels = CheckedLabels.read(List.of(filled(sheet(contrasted))));

    CheckLabels checked = CheckLabels.of(ContrastPosts.checked(contrasted), labels, 7);
    Contrasts found = contrasts(spark, contrasted, checked);

    assertThat(checked.found()).isEqualTo(CHECKED - 10);
    assertThat(labels.blank()).isEqualTo(10);
    assertThat(checked.changed()).isZero();
    double wanted = Math.log(byTruth.r(null) / byTruth.s(null));
    DecayContrastPooledRow predicted = found.run(ContrastFit.LABELS_AS_PREDICTED);
    DecayContrastPooledRow corrected = found.run(ContrastFit.PRIMARY);
    assertThat(wanted).isBetween(-.1, .1);
    assertThat(predicted.mhEstimate().high()).as("a contrast out of nothing").isNegative();
    assertThat(corrected.mhEstimate().value()).isCloseTo(wanted, within(.12));
    assertThat(corrected.estimate().low()).isNegative();
    assertThat(corrected.estimate().high()).isPositive();
    assertThat(corrected.hindrances()).isEmpty();
    assertThat(corrected.legVerdict()).isNotIn("supports", "contradicts");
    assertThat(corrected.validationSe()).isBetween(.03, .2);
    assertThat(corrected.sEarly()).isGreaterThan(corrected.sLate());
    assertThat(found.run(ContrastFit.BOTS_IN).sEarly())
        .as("no bots here")
        .isEqualTo(corrected.sEarly());
    assertThat(found.run(ContrastFit.UNCERTAIN_DROPPED).labelCorrection()).isEqualTo("none");

    Dataset<ContrastPost> elsewhere = contrasted.repartition(7);
    assertThat(
            contrasts(spark, elsewhere, CheckLabels.of(ContrastPosts.checked(elsewhere), labels, 7))
                .hashes())
        .as("however the rows lie")
        .isEqualTo(found.hashes());
    contrasted.unpersist();
  }

  /**
   * Each post that somebody acted upon acquires three people and begins a thread. What comes of
   * either goes with how long the post lives, hence with the errors of its label.
   */
  @Test
  void theLabelsOfPostsCorrectWhomTheyAcquiredAndWhatTheyBegan(SparkSession spark)
      throws IOException {
    simulate();
    Dataset<ContrastPost> contrasted = spark.createDataset(posts, ContrastPosts.POST).persist();
    CheckedLabels labels = CheckedLabels.read(List.of(filled(sheet(contrasted))));
    List<CampaignPerson> people = new ArrayList<>();
    List<CampaignThread> threads = new ArrayList<>();
    Random random = new Random(8);
    for (ContrastPost post : posts) {
      double stays = (double) (post.within28d() - post.within1d()) / post.within28d();
      for (int i = 0; i < 3 && post.events() > 0; i++) {
        people.add(person(post, i, random.nextDouble() < stays ? 2 : 0));
      }
      if (post.events() > 0) {
        threads.add(thread(post, random.nextDouble() < stays ? 3 : 0));
      }
    }
    Dataset<CampaignPerson> acquired = spark.createDataset(people, CampaignPeople.PERSON);
    Dataset<CampaignThread> begun = spark.createDataset(threads, CampaignThreads.THREAD);
    ContrastPosts.Band band = new ContrastPosts.Band(.3, .7);

    CheckLabels checked =
        CheckLabels.of(
            ContrastPosts.checked(contrasted)
                .unionByName(CampaignPeople.checked(acquired))
                .unionByName(CampaignThreads.checked(begun, band)),
            labels,
            7);

    assertThat(checked.json().at("/people/corrected").asBoolean()).isTrue();
    assertThat(checked.json().at("/threads/corrected").asBoolean()).isTrue();
    corrects(pooled(spark, ContrastUnit.PERSON, CampaignPeople.correctedCells(acquired), checked));
    corrects(pooled(spark, ContrastUnit.THREAD, CampaignThreads.cells(begun, band), checked));
    contrasted.unpersist();
  }

  /** Nothing differs by class, and only as predicted is it found to. */
  private static void corrects(Map<String, DecayContrastPooledRow> pooled) {
    DecayContrastPooledRow corrected = Objects.requireNonNull(pooled.get(ContrastFit.PRIMARY));
    DecayContrastPooledRow predicted =
        Objects.requireNonNull(pooled.get(ContrastFit.LABELS_AS_PREDICTED));
    assertThat(predicted.mhEstimate().high()).as("out of nothing").isNegative();
    assertThat(corrected.mhEstimate().value()).isBetween(-.25, .25);
    assertThat(corrected.mhEstimate().high()).isPositive();
    assertThat(corrected.labelCorrection()).isEqualTo("per_cell");
    assertThat(corrected.hindrances()).isEmpty();
    assertThat(corrected.sEarly()).isGreaterThan(corrected.sLate());
  }

  private static Map<String, DecayContrastPooledRow> pooled(
      SparkSession spark, ContrastUnit unit, Dataset<ContrastCell> cells, CheckLabels checked) {
    List<ContrastCampaign> campaigns = new ArrayList<>();
    for (int c = 0; c < CAMPAIGNS; c++) {
      campaigns.add(
          new ContrastCampaign("c" + c, "account", "net/c" + c, "OK", null, 1, List.of()));
    }
    return PoolContrast.rows(
            FitContrast.fits(
                cells, spark.emptyDataset(FitContrast.PERMUTED), 7, checked.corrections()),
            spark.createDataset(campaigns, ContrastCampaigns.CAMPAIGN),
            List.of(new LegEvidence(unit, List.of(), null, checked.corrections().of(unit))))
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(DecayContrastPooledRow::run, row -> row));
  }

  private static CampaignPerson person(ContrastPost post, int number, long late) {
    return new CampaignPerson(
        post.campaignId(),
        "net",
        post.postKey() + "/" + number,
        false,
        post.promotional() ? "promotional" : "conversational",
        post.postKey(),
        0,
        post.week(),
        1,
        1,
        1 + late,
        1_000_000,
        late * 1_000_000,
        -1,
        null,
        null);
  }

  private static CampaignThread thread(ContrastPost post, long late) {
    CampaignThread.Contributed contributed =
        new CampaignThread.Contributed(1 + late, 1_000_000, late * 1_000_000);
    return new CampaignThread(
        post.campaignId(),
        "net",
        post.postKey(),
        0,
        post.promotional(),
        post.promotional() ? .9 : .1,
        true,
        post.week(),
        contributed,
        contributed);
  }

  @Test
  void labelsOfOtherPostsAreCountedAndOfNoneRefused(SparkSession spark) {
    for (int i = 0; i < 80; i++) {
      posts.add(contrast("c0", "net/p" + i, new MistakenPost(0, i % 20, true, i % 2 == 0, 1, 2)));
    }
    posts.add(contrast("thin", "net/thin", new MistakenPost(0, 0, true, true, 1, 2)));
    Dataset<ContrastPost> contrasted = spark.createDataset(posts, ContrastPosts.POST);
    CheckedLabels.Label other = new CheckedLabels.Label("net/elsewhere", true, 2, 1., 2.);
    CheckedLabels.Label thin = new CheckedLabels.Label("net/thin", true, 2, 1., 2.);

    CheckLabels checked =
        CheckLabels.of(
            ContrastPosts.checked(contrasted),
            labels(
                other,
                thin,
                new CheckedLabels.Label("net/p1", true, 2, 1., 2.),
                new CheckedLabels.Label("net/p2", false, 2, 1., 9.)),
            7);

    assertThat(checked.found()).isEqualTo(2);
    assertThat(checked.changed()).isEqualTo(1);
    assertThat(checked.json().path("not_contrasted").asLong()).isEqualTo(2);
    assertThat(checked.json().path("confusion").path("s_e").asDouble()).isZero();
    assertThat(checked.corrections().of(ContrastUnit.POST).get(ContrastFit.PRIMARY))
        .satisfies(correction -> assertThat(correction.tooLittle()).isTrue());
    assertThatThrownBy(
            () -> CheckLabels.of(ContrastPosts.checked(contrasted), labels(other, thin), 7))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("none of its 2 labelled posts")
        .hasMessageNotContaining("elsewhere");
  }

  private static CheckedLabels labels(CheckedLabels.Label... labels) {
    return new CheckedLabels(List.of(), List.of(labels), labels.length, 0, 0, 0);
  }
}
