package org.afterglow.job.contrast;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.afterglow.SparkExtension;
import org.afterglow.statistics.PooledOdds;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.DecayContrastRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.Tables;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Replicates of an archive share one pass through the jobs that make table decay_contrast, and each
 * is pooled from its rows there: a small kind of scripts/measure-decay. Promotion is posted late in
 * the campaign and talk early; posts differ in half-life and volume.
 */
@ExtendWith(SparkExtension.class)
class ContrastOfReplicatesTest {
  private static final int REPLICATES = 20;
  private static final int CAMPAIGNS = 10;
  private static final int ACCOUNTS = 8;
  private static final long DAY = 86_400_000_000L;
  private static final long ONE = 1_000_000;

  private final List<ContrastPost> posts = new ArrayList<>();
  private final List<ContrastCampaign> campaigns = new ArrayList<>();

  @Test
  void nullsAreSeldomRejectedGapsAreFoundAndCodesHaveNoEstimate(SparkSession spark) {
    for (int seed = 0; seed < REPLICATES; seed++) {
      replicate("null/" + seed, new Random(seed), 1);
      replicate("sooner/" + seed, new Random(100 + seed), .25);
      replicate("later/" + seed, new Random(200 + seed), 4);
    }
    coded();

    Map<String, DecayContrastRow> rows = rows(spark);

    assertThat(pooled(rows, "null/")).as("replicates").hasSize(REPLICATES);
    // Binomial(20, .05) exceeds 5 in .03 % of cases; the test is seeded.
    assertThat(pooled(rows, "null/"))
        .filteredOn(interval -> interval.pValue() <= .05)
        .hasSizeLessThanOrEqualTo(5);
    assertThat(mean(pooled(rows, "null/"))).as("bias").isBetween(-.1, .1);
    assertThat(pooled(rows, "sooner/"))
        .filteredOn(interval -> interval.high() < 0)
        .as("promotional engagement that ends sooner has a contrast below 0")
        .hasSizeGreaterThanOrEqualTo(16);
    assertThat(pooled(rows, "later/"))
        .filteredOn(interval -> interval.low() > 0)
        .as("that ends later has one above 0")
        .hasSizeGreaterThanOrEqualTo(16);
    assertThat(estimate(rows, "few")).isEqualTo(Estimate.none("TOO_FEW_EVENTS"));
    assertThat(estimate(rows, "one class")).isEqualTo(Estimate.none("TOO_FEW_EVENTS"));
    assertThat(estimate(rows, "silent")).isEqualTo(Estimate.none("ALL_ZERO"));
    assertThat(estimate(rows, "never late")).isEqualTo(Estimate.none("ZERO_CELL"));
    assertThat(estimate(rows, "no posts")).isEqualTo(Estimate.none("TOO_FEW_EVENTS"));
    assertThat(Objects.requireNonNull(rows.get("null/0/0")).lnlorStop())
        .isEqualTo(Estimate.none("STOP_NOT_OBSERVED"));
  }

  /** Campaigns of which no contrast can be told, for a reason each. */
  private void coded() {
    Random random = new Random(7);
    for (int i = 0; i < 40; i++) {
      add("few", i, i % 2 == 0, random, 1, .3);
      add("one class", i, true, random, 1, 6);
      add("silent", i, i % 2 == 0, random, 1, 0);
      add("never late", i, i % 2 == 0, random, 1e-4, 6);
    }
    for (String id : List.of("few", "one class", "silent", "never late", "no posts")) {
      campaign(id, "alone");
    }
  }

  private void replicate(String name, Random random, double promotionalHalfLife) {
    for (int i = 0; i < CAMPAIGNS; i++) {
      String id = name + "/" + i;
      campaign(id, name + "/" + i % ACCOUNTS);
      for (int post = 0; post < 100; post++) {
        boolean promotional = post % 4 != 0;
        add(id, post, promotional, random, promotional ? promotionalHalfLife : 1, 6);
      }
    }
  }

  private void campaign(String id, String account) {
    campaigns.add(
        new ContrastCampaign(
            id, "account", "net/" + account, "STOP_NOT_OBSERVED", null, 28 * DAY, List.of()));
  }

  private void add(
      String campaign,
      int number,
      boolean promotional,
      Random random,
      double halfLife,
      double volume) {
    double place = Math.max(random.nextDouble(), random.nextDouble());
    double at = 28 * (promotional ? place : 1 - place);
    double ownHalfLife = halfLife * Math.exp(.8 * random.nextGaussian());
    double ownVolume = volume * Math.exp(random.nextGaussian() - .5);
    long[] acts = new long[4]; // by 6 hours, a day, a week, 28 days
    for (double sum = -Math.log(1 - random.nextDouble());
        sum < ownVolume;
        sum -= Math.log(1 - random.nextDouble())) {
      double age = -ownHalfLife * Math.log(1 - random.nextDouble()) / Math.log(2);
      acts[0] += age < .25 ? 1 : 0;
      acts[1] += age < 1 ? 1 : 0;
      acts[2] += age < 7 ? 1 : 0;
      acts[3] += age < 28 ? 1 : 0;
    }
    ContrastPost.Earned earned =
        new ContrastPost.Earned(acts[3], ONE * acts[1], ONE * (acts[3] - acts[1]));
    posts.add(
        new ContrastPost(
            campaign,
            "net",
            campaign + "/" + number,
            (long) (at * DAY),
            promotional,
            false,
            false,
            true,
            random.nextInt(20),
            (int) (at / 7),
            4 * (int) (at / 7),
            null,
            acts[3],
            ONE * acts[0],
            ONE * acts[1],
            ONE * acts[2],
            ONE * acts[3],
            earned,
            earned,
            earned,
            0,
            0,
            0));
  }

  /** The rows of table decay_contrast for posts and the cut of a day, by campaign. */
  private Map<String, DecayContrastRow> rows(SparkSession spark) {
    var contrasted = spark.createDataset(posts, ContrastPosts.POST);
    var fits =
        FitContrast.fits(
            ContrastPosts.cells(contrasted).filter(col("run").equalTo(ContrastFit.PRIMARY)),
            // Permutation is tested elsewhere, and no pooled value depends on it.
            ContrastPosts.permuted(contrasted).limit(0),
            1,
            Corrections.NONE);
    Map<String, DecayContrastRow> rows = new TreeMap<>();
    Tables.DECAY_CONTRAST
        .records(
            Tables.DECAY_CONTRAST
                .published(
                    FitContrast.rows(
                        fits, spark.createDataset(campaigns, ContrastCampaigns.CAMPAIGN), Set.of()))
                .filter(col("unit").equalTo("post").and(col("cut_hours").equalTo(24))))
        .collectAsList()
        .forEach(row -> rows.put(row.campaignId(), row));
    return rows;
  }

  /** The headline of every replicate of a kind that has an interval. */
  private static List<StudentInterval> pooled(Map<String, DecayContrastRow> rows, String kind) {
    Map<String, List<PooledOdds.Study>> replicates = new TreeMap<>();
    rows.forEach(
        (id, row) -> {
          if (id.startsWith(kind)) {
            replicates
                .computeIfAbsent(id.substring(0, id.lastIndexOf('/')), name -> new ArrayList<>())
                .add(
                    new PooledOdds.Study(
                        row.entityKey(),
                        Objects.requireNonNull(row.r()),
                        Objects.requireNonNull(row.s()),
                        row.lnlor().value(),
                        row.variance()));
          }
        });
    return replicates.values().stream()
        .map(studies -> PooledOdds.of(studies).headlineInterval())
        .filter(interval -> interval != null)
        .toList();
  }

  private static double mean(List<StudentInterval> intervals) {
    return intervals.stream().mapToDouble(StudentInterval::estimate).average().orElseThrow();
  }

  private static Estimate estimate(Map<String, DecayContrastRow> rows, String campaign) {
    return Objects.requireNonNull(rows.get(campaign), campaign).lnlor();
  }
}
