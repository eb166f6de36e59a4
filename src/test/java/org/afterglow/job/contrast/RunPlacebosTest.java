package org.afterglow.job.contrast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.afterglow.SparkExtension;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.LateOdds;
import org.afterglow.statistics.PlaceboSample;
import org.afterglow.table.PlaceboRow;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class RunPlacebosTest {
  private static final int DRAWS = 20;
  private static final long DAY = 86_400_000_000L;
  private static final long ONE = 1_000_000;

  private final List<ContrastCampaign> campaigns = new ArrayList<>();
  private final List<PlaceboFits> fits = new ArrayList<>();

  @Test
  void aPlaceboPassesWhereDrawsDoNotDiffer() {
    accounts(8, RunPlacebosTest::nothing);

    PlaceboRow row = row(Placebo.SPLIT_HALF);

    assertThat(row)
        .isEqualTo(
            new PlaceboRow("C1a", "split_half", true, DRAWS, 0.0, 0.0, row.sdEstimate(), 8, "OK"));
    assertThat(row.sdEstimate()).isCloseTo(.1 * Math.sqrt(DRAWS / (DRAWS - 1.0)), within(1e-12));
  }

  @Test
  void aPlaceboFailsWhereMoreThanEightPercentOfTheDrawsDiffer() {
    accounts(8, draw -> draw <= 2 ? -.9 : 0);

    PlaceboRow row = row(Placebo.SPLIT_HALF);

    assertThat(row.placeboState()).isEqualTo("PLACEBO_FAILED");
    assertThat(row.rejectionShare()).isEqualTo(.1);
    assertThat(row.meanEstimate()).isCloseTo(-.09, within(1e-12));
    assertThat(row.sdEstimate()).isCloseTo(Math.sqrt(2 * .81 * .9 / (DRAWS - 1)), within(1e-12));
    assertThat(row.accounts()).isEqualTo(8);
  }

  @Test
  void oneDrawOfTwentyMayDiffer() {
    accounts(8, draw -> draw <= 1 ? -.9 : 0);

    assertThat(row(Placebo.SPLIT_HALF).rejectionShare()).isEqualTo(.05);
    assertThat(row(Placebo.SPLIT_HALF).placeboState()).isEqualTo("OK");
  }

  @Test
  void sevenAccountsAreTooFew() {
    accounts(7, RunPlacebosTest::much);
    campaign("c7", "x/7", null, 7 * DAY, "x/0");
    fits.add(
        fits(
            "c7",
            Placebo.SPLIT_HALF,
            RunPlacebosTest::much,
            DRAWS)); // the owner has a campaign already

    PlaceboRow row = row(Placebo.SPLIT_HALF);

    assertThat(row.placeboState()).isEqualTo("NOT_RUN");
    assertThat(row.rejectionShare()).isNull();
    assertThat(row.meanEstimate()).isNull();
  }

  @Test
  void halfOfTheDrawsHaveToBePooled() {
    for (int i = 0; i < 8; i++) {
      campaign("c" + i, "x/" + i);
      fits.add(fits("c" + i, Placebo.SPLIT_HALF, RunPlacebosTest::nothing, DRAWS / 2));
    }
    assertThat(row(Placebo.SPLIT_HALF).placeboState()).isEqualTo("OK");
    assertThat(row(Placebo.SPLIT_HALF).draws()).isEqualTo(DRAWS / 2);

    fits.clear();
    for (int i = 0; i < 8; i++) {
      fits.add(fits("c" + i, Placebo.SPLIT_HALF, RunPlacebosTest::nothing, DRAWS / 2 - 1));
    }
    assertThat(row(Placebo.SPLIT_HALF).placeboState()).isEqualTo("NOT_RUN");
  }

  @Test
  void nothingIsNotRun() {
    assertThat(row(Placebo.OPPOSITE_SCHEDULE))
        .isEqualTo(
            new PlaceboRow("C1a", "opposite_schedule", true, 0, null, null, null, 0, "NOT_RUN"));
  }

  @Test
  void schedulesThatNeverMeetShowNothing() {
    for (int i = 0; i < 8; i++) {
      campaign("c" + i, "x/" + i);
      fits.add(matched("c" + i, Placebo.OPPOSITE_SCHEDULE, 100, 50));
    }
    assertThat(row(Placebo.OPPOSITE_SCHEDULE).placeboState()).isEqualTo("OK");

    fits.set(0, matched("c0", Placebo.OPPOSITE_SCHEDULE, 100, 51));
    assertThat(row(Placebo.OPPOSITE_SCHEDULE).placeboState()).isEqualTo("NO_OVERLAP");
    assertThat(row(Placebo.OPPOSITE_SCHEDULE).rejectionShare()).isNull();
  }

  @Test
  void theCrudeOneIsPrintedWhateverItComesToAndAsksForAnObservedStop() {
    accounts(8, RunPlacebosTest::much);

    PlaceboRow row = row(Placebo.CRUDE_OPPOSITE_SCHEDULE);

    assertThat(row.judged()).isFalse();
    assertThat(row.rejectionShare()).isEqualTo(1);
    assertThat(row.placeboState()).isEqualTo("SCHEDULE");

    ContrastCampaign first = campaigns.get(0);
    campaigns.set(
        0,
        new ContrastCampaign(
            first.campaignId(),
            first.entityType(),
            first.entityKey(),
            "STOP_NOT_OBSERVED",
            null,
            first.lengthMicros(),
            first.owners()));
    assertThat(row(Placebo.CRUDE_OPPOSITE_SCHEDULE).placeboState()).isEqualTo("NOT_RUN");
    assertThat(row(Placebo.SPLIT_HALF).placeboState()).isEqualTo("PLACEBO_FAILED");
  }

  @Test
  void ofCampaignsThatShareTheirPostsTheLongestStandsForAll() {
    accounts(8, RunPlacebosTest::nothing);
    campaign("long", "x/8", "group", 20 * DAY, "x/8");
    fits.add(fits("long", Placebo.SPLIT_HALF, RunPlacebosTest::nothing, DRAWS));
    PlaceboRow alone = row(Placebo.SPLIT_HALF);

    campaign("a shorter one", "x/9", "group", 10 * DAY, "x/9");
    fits.add(fits("a shorter one", Placebo.SPLIT_HALF, draw -> 40, DRAWS));

    assertThat(row(Placebo.SPLIT_HALF)).isEqualTo(alone);
  }

  @Test
  void whatIsJudgedAloneHinders() {
    PlaceboRow halves = new PlaceboRow("C1a", "split_half", true, 400, .05, 0.0, .1, 12, "OK");
    PlaceboRow opposite =
        new PlaceboRow("C1a", "opposite_schedule", true, 400, .05, 0.0, .1, 12, "OK");
    PlaceboRow printed =
        new PlaceboRow(
            "C1a", "split_half_promotional", false, 400, .5, 0.1, .1, 12, "PLACEBO_FAILED");
    PlaceboRow failed =
        new PlaceboRow("C1a", "opposite_schedule", true, 400, .5, 0.1, .1, 12, "PLACEBO_FAILED");
    PlaceboRow apart =
        new PlaceboRow("C1a", "opposite_schedule", true, 400, null, null, null, 12, "NO_OVERLAP");

    assertThat(hindrances(halves, opposite, printed)).isEmpty();
    assertThat(hindrances(halves, failed, printed)).containsExactly("PLACEBO_FAILED");
    assertThat(hindrances(halves, apart)).containsExactly("NOT_RUN");
    assertThat(hindrances(halves)).containsExactly("NOT_RUN");
    assertThat(hindrances(failed)).containsExactly("NOT_RUN", "PLACEBO_FAILED");
  }

  @Test
  void ofTooManyUnitsTheLowestHashesStandForAllInTheOrderOfTheirTimes() {
    List<DealtUnit> units = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      units.add(unit("p" + i, -10L * i, (i + 2) % 6 * DAY));
    }

    Map<String, List<DealtUnit>> few = RunPlacebos.runs(units.iterator(), 3);
    Map<String, List<DealtUnit>> all = RunPlacebos.runs(units.iterator(), 6);

    assertThat(Objects.requireNonNull(few.get("post/primary")))
        .extracting(DealtUnit::unitKey)
        .containsExactly("p4", "p5", "p3"); // hashes −40, −50, −30 on days 0, 1, 5
    assertThat(Objects.requireNonNull(all.get("post/primary")))
        .extracting(DealtUnit::unitKey)
        .containsExactly("p4", "p5", "p0", "p1", "p2", "p3");
  }

  @Test
  void everyDrawHasAStreamOfItsOwn() {
    List<DealtUnit> units = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      units.add(unit("p" + i, i, i * DAY));
    }
    Draws streams = new Draws(7, "placebo");

    PlaceboFits dealt = RunPlacebos.fits("c", units.iterator(), streams, 3).get(0);

    PlaceboSample sample =
        PlaceboSample.of(
            units.stream().map(DealtUnit::sampled).toList(), PlaceboSample.Deal.HALVES);
    LateOdds third =
        Objects.requireNonNull(sample.draw(streams.stream("c", "C1a/split_half", 3)).odds());
    assertThat(dealt.placebo()).isEqualTo("SPLIT_HALF");
    assertThat(dealt.fits().get(2))
        .isEqualTo(new PlaceboFits.Fit(3, third.r(), third.s(), third.lnlor(), third.variance()));
    assertThat(dealt.fits().stream().map(PlaceboFits.Fit::r).distinct()).hasSize(3);
  }

  @Test
  void drawsDependOnNeitherPartitionsNorTheOrderOfPosts(SparkSession spark) {
    List<ContrastPost> posts = new ArrayList<>();
    Random random = new Random(4);
    for (int i = 0; i < 400; i++) {
      posts.add(post("c" + i % 4, "net/p" + i, random));
    }
    List<PlaceboFits> once = dealt(spark, posts, 1);
    assertThat(once)
        .filteredOn(each -> each.campaignId().equals("c0"))
        .extracting(PlaceboFits::placebo)
        .containsExactly(
            "CRUDE_OPPOSITE_SCHEDULE", "OPPOSITE_SCHEDULE", "SPLIT_HALF", "SPLIT_HALF_PROMOTIONAL");
    assertThat(once).hasSize(4 * 4);
    assertThat(once).allSatisfy(each -> assertThat(each.fits()).hasSize(DRAWS));
    for (int partitions : new int[] {7, 64}) {
      Collections.shuffle(posts, new Random(partitions));
      assertThat(dealt(spark, posts, partitions)).isEqualTo(once);
    }
  }

  @Test
  void eachRunDealsToItsOwnPosts(SparkSession spark) {
    ContrastPost whole = post("c", "net/whole", new Random(1));
    ContrastPost running =
        new ContrastPost(
            "c",
            "net",
            "net/running",
            5,
            true,
            false,
            false,
            true,
            3,
            2,
            9,
            null,
            9,
            1 * ONE,
            2 * ONE,
            3 * ONE,
            7 * ONE,
            whole.botsIn(),
            whole.botsIn(),
            whole.botsIn(),
            0,
            0,
            0);
    ContrastPost unseen =
        new ContrastPost(
            "c",
            "net",
            "net/unseen",
            6,
            false,
            false,
            false,
            false,
            4,
            2,
            9,
            1,
            9,
            1 * ONE,
            2 * ONE,
            3 * ONE,
            7 * ONE,
            whole.botsIn(),
            whole.botsIn(),
            whole.botsIn(),
            8,
            4 * ONE,
            3 * ONE);

    List<DealtUnit> units =
        ContrastPosts.dealt(spark.createDataset(List.of(running, unseen), ContrastPosts.POST))
            .collectAsList()
            .stream()
            .sorted(Comparator.comparing(DealtUnit::unitKey))
            .toList();

    assertThat(units).hasSize(2);
    DealtUnit aged = units.get(0);
    assertThat(aged)
        .isEqualTo(
            new DealtUnit(
                "c",
                "post",
                "primary",
                "net/running",
                aged.hash(),
                2,
                3,
                true,
                5,
                9,
                2 * ONE,
                5 * ONE));
    DealtUnit crude = units.get(1);
    assertThat(crude)
        .isEqualTo(
            new DealtUnit(
                "c",
                "post",
                "crude",
                "net/unseen",
                crude.hash(),
                0,
                4,
                false,
                6,
                8,
                4 * ONE,
                3 * ONE));
    assertThat(aged.hash()).isNotEqualTo(crude.hash());
  }

  @Test
  void peopleAndThreadsAreDealtToAndJudgedApart(SparkSession spark) {
    List<DealtUnit> units = new ArrayList<>();
    Random random = new Random(5);
    for (int account = 0; account < 8; account++) {
      campaign("c" + account, "x/" + account);
      for (int i = 0; i < 60; i++) {
        units.add(unit("c" + account, ContrastUnit.PERSON, i, random));
        // The first account has 54 acts on threads of either class, too few for two halves of 30.
        if (account > 0 || i < 36) {
          units.add(unit("c" + account, ContrastUnit.THREAD, i, random));
        }
      }
    }

    List<PlaceboFits> all =
        RunPlacebos.fits(spark.createDataset(units, RunPlacebos.UNIT), 7, 100).collectAsList();
    List<PlaceboRow> rows =
        Arrays.stream(Placebo.values())
            .map(
                placebo ->
                    RunPlacebos.row(
                        placebo,
                        campaigns,
                        all.stream().filter(fit -> fit.placebo().equals(placebo.name())).toList(),
                        100))
            .toList();

    assertThat(rows)
        .filteredOn(row -> !row.claim().equals("C1a"))
        .extracting(
            PlaceboRow::claim, PlaceboRow::placebo, PlaceboRow::judged, PlaceboRow::placeboState)
        .containsExactly(
            tuple("C1b", "permuted", true, "OK"),
            tuple("C1c", "split_half", true, "NOT_RUN"),
            tuple("C1c", "permuted", true, "OK"));
    assertThat(RunPlacebos.hindrances(ContrastUnit.POST, rows)).containsExactly("NOT_RUN");
    assertThat(RunPlacebos.hindrances(ContrastUnit.PERSON, rows)).isEmpty();
    assertThat(RunPlacebos.hindrances(ContrastUnit.THREAD, rows)).containsExactly("NOT_RUN");
  }

  @Test
  void everyPlaceboHasARowOfItsOwn() {
    assertThat(Placebo.values())
        .extracting(placebo -> placebo.claim() + "/" + placebo.word())
        .doesNotHaveDuplicates();
  }

  /** Every other unit is promotional, and all that is earned by these comes late. */
  private static DealtUnit unit(String campaign, ContrastUnit unit, int number, Random random) {
    boolean promotional = number % 2 == 0;
    int late = promotional ? 3 : random.nextInt(3);
    return new DealtUnit(
        campaign,
        unit.word(),
        ContrastFit.PRIMARY,
        "net/" + number,
        number,
        number % 3,
        random.nextInt(20),
        promotional,
        number * DAY,
        3,
        (3 - late) * ONE,
        late * ONE);
  }

  private static List<PlaceboFits> dealt(
      SparkSession spark, List<ContrastPost> posts, int partitions) {
    return RunPlacebos.fits(
            ContrastPosts.dealt(
                spark.createDataset(posts, ContrastPosts.POST).repartition(partitions)),
            7,
            DRAWS)
        .collectAsList()
        .stream()
        .sorted(Comparator.comparing(PlaceboFits::campaignId).thenComparing(PlaceboFits::placebo))
        .toList();
  }

  private static ContrastPost post(String campaign, String key, Random random) {
    long early = random.nextInt(9);
    long late = random.nextInt(9);
    ContrastPost.Earned same = new ContrastPost.Earned(early + late, early * ONE, late * ONE);
    return new ContrastPost(
        campaign,
        "net",
        key,
        random.nextInt(20) * DAY, // many at one time
        random.nextInt(3) == 0,
        false,
        false,
        true,
        random.nextInt(20),
        random.nextInt(3),
        0,
        random.nextInt(5),
        early + late,
        0,
        early * ONE,
        (early + late) * ONE,
        (early + late) * ONE,
        same,
        same,
        same,
        early + late,
        late * ONE,
        early * ONE);
  }

  private static DealtUnit unit(String key, long hash, long at) {
    return new DealtUnit(
        "c",
        ContrastUnit.POST.word(),
        ContrastFit.PRIMARY,
        key,
        hash,
        (int) (at / DAY / 7),
        (int) Math.floorMod(hash, 20L),
        false,
        at,
        10,
        (3 + at / DAY % 4) * ONE,
        (7 - at / DAY % 4) * ONE);
  }

  private static List<String> hindrances(PlaceboRow... rows) {
    return List.copyOf(RunPlacebos.hindrances(ContrastUnit.POST, List.of(rows)));
  }

  /** Accounts of one campaign each, which all differ alike in a draw. */
  private void accounts(int count, IntToDoubleFunction lnlor) {
    for (int i = 0; i < count; i++) {
      campaign("c" + i, "x/" + i);
      fits.add(fits("c" + i, Placebo.SPLIT_HALF, lnlor, DRAWS));
    }
  }

  private PlaceboRow row(Placebo placebo) {
    List<PlaceboFits> shuffled = new ArrayList<>(fits);
    Collections.shuffle(shuffled, new Random(campaigns.size()));
    return RunPlacebos.row(placebo, campaigns, shuffled, DRAWS);
  }

  private void campaign(String id, String entityKey) {
    campaign(id, entityKey, null, 7 * DAY, entityKey);
  }

  private void campaign(
      String id, String entityKey, @Nullable String overlap, long length, String owner) {
    campaigns.add(
        new ContrastCampaign(id, "account", entityKey, "OK", overlap, length, List.of(owner)));
  }

  private static double nothing(int draw) {
    return draw % 2 == 0 ? .1 : -.1;
  }

  private static double much(int draw) {
    return -.9;
  }

  private static PlaceboFits fits(
      String campaignId, Placebo placebo, IntToDoubleFunction lnlor, int poolable) {
    List<PlaceboFits.Fit> fits = new ArrayList<>();
    for (int draw = 1; draw <= poolable; draw++) {
      double y = lnlor.applyAsDouble(draw);
      fits.add(new PlaceboFits.Fit(draw, Math.exp(y), 1, y, .05));
    }
    return new PlaceboFits(campaignId, placebo.name(), fits, 0, 0);
  }

  private static PlaceboFits matched(String campaignId, Placebo placebo, long matched, long far) {
    return new PlaceboFits(
        campaignId,
        placebo.name(),
        fits(campaignId, placebo, RunPlacebosTest::nothing, DRAWS).fits(),
        matched,
        far);
  }
}
