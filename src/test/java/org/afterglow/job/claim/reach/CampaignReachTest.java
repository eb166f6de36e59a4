package org.afterglow.job.claim.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.afterglow.job.claim.reach.CampaignReach.Cell;
import org.afterglow.job.claim.reach.CampaignReach.Ratio;
import org.afterglow.job.contrast.ContrastCampaign;
import org.afterglow.statistics.Draws;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.ReachDepthRow;
import org.junit.jupiter.api.Test;

class CampaignReachTest {
  private static final Draws DRAWS = new Draws(1, "reach_depth");

  @Test
  void whatThoseWhoCameBackCarriedIsComparedWithWhatThoseReachedOnceDid() {
    CampaignReach reach = reach(sixBuckets());

    assertThat(reach.people()).containsExactly(18L, 6L, 6L);
    assertThat(reach.later()).containsExactly(30L, 12L, 48L);
    Ratio ratio = reach.ratios().get(0);
    assertThat(ratio.once()).isEqualTo(30);
    assertThat(ratio.back()).isEqualTo(60);
    assertThat(ratio.ln()).isCloseTo(Math.log(2), within(1e-12));
    // Bucket b carries 10 of 60 of what was carried by those who came back, and b·2 of 30.
    double squares = 0;
    for (int b = 0; b < 6; b++) {
      squares += Math.pow(10 / 60.0 - 2 * b / 30.0, 2);
    }
    assertThat(ratio.variance()).isCloseTo(6 / 5.0 * squares, within(1e-12));
  }

  @Test
  void theTenthOfAllPeopleWhoCameMostOftenIsTheirFirstThree() {
    assertThat(reach(sixBuckets()).top()).isEqualTo(10 + 8 + 8);
  }

  @Test
  void ofFewBucketsOrNothingOnASideThereIsNoRatio() {
    List<Cell> cells = new ArrayList<>();
    for (int bucket = 0; bucket < 4; bucket++) {
      cells.add(cell(0, bucket, bucket + 1, 40, 40, 0));
    }
    assertThat(reach(cells).ratios().get(0).ln()).isNull();
    cells.clear();
    for (int bucket = 0; bucket < 9; bucket++) {
      cells.add(cell(0, bucket, bucket + 1, 0, 40, 0));
    }
    assertThat(reach(cells).ratios().get(0).ln()).isNull();
  }

  @Test
  void aDrawDealsAsManyOfAWeekAsCameBackWhateverTheyCarry() {
    List<Cell> cells = new ArrayList<>();
    for (int bucket = 0; bucket < 10; bucket++) {
      cells.add(cell(0, bucket, 0, 20, 0, 0));
      cells.add(cell(0, bucket, 4, 10, 0, 10));
      cells.add(cell(1, bucket, 2, 30, 0, 0));
    }
    CampaignReach reach = reach(cells);

    assertThat(reach.drawn()).hasSize(400);
    double back = 0;
    for (long drawn : reach.drawn()) {
      back += drawn / 400.0;
    }
    assertThat(reach.later().stream().mapToLong(each -> each).sum()).isEqualTo(1400);
    // Of week 0 a quarter of its 400 came back, who carry 2 each whoever they are; of week 1
    // nobody.
    assertThat(back).isCloseTo(200, within(6.0));
  }

  @Test
  void wherePeopleWhoCameBackCarryMoreTheRatioLiesAboveTheLineOfThePlacebo() {
    ReachedPeople people = pooled(12, 4);

    List<ReachDepthRow> all = archive(people);
    assertThat(all).extracting(ReachDepthRow::kClass).containsExactly("once", "some", "regular");
    assertThat(all.get(0).campaigns()).isEqualTo(12);
    assertThat(all.get(0).breadthDepthLnRatio().low()).isGreaterThan(0);
    assertThat(all.get(0).laterPerPerson()).isLessThan(all.get(1).laterPerPerson());
    PlaceboRow placebo = people.evidence().placebos().get(0);
    assertThat(placebo.judged()).isFalse();
    assertThat(placebo.placeboState()).isEqualTo("REFERENCE");
    assertThat(placebo.rejectionShare()).isNull();
    assertThat(placebo.meanEstimate()).isLessThan(all.get(0).breadthDepthLnRatio().low());
    assertThat(people.evidence().first().hindrances()).containsExactly("LABELS_UNCHECKED");
  }

  @Test
  void campaignsAreNotChosenByWhatEitherKindOfPeopleCarried() {
    List<CampaignReach> reached = new ArrayList<>();
    for (int c = 0; c < 12; c++) {
      // Those reached once carry 20 in half of the campaigns, 40 in the others, and none in one.
      int once = c == 11 ? 0 : c % 2 == 0 ? 1 : 2;
      List<Cell> cells = new ArrayList<>();
      for (int bucket = 0; bucket < 20; bucket++) {
        int more = bucket % 2 == 0 ? 2 * once : 0;
        cells.add(new Cell("c" + c, CampaignReach.PRIMARY, 0, bucket, more, 1, 0, 0));
        cells.add(new Cell("c" + c, CampaignReach.PRIMARY, 0, bucket, 6, 0, 1, 0));
      }
      reached.add(CampaignReach.of("c" + c, cells.iterator(), DRAWS));
    }

    ReachedPeople people = ReachedPeople.of(all(12), posted(12), states(12), reached);

    ReachDepthRow archive = archive(people).get(0);
    assertThat(archive.campaigns()).isEqualTo(12);
    double once = 20 * (6 * 1 + 5 * 2);
    assertThat(archive.breadthDepthLnRatio().value())
        .isCloseTo(Math.log(20 * 6 * 12 / once), within(1e-12));
    assertThat(archive.breadthDepthLnRatio().low()).isNotNull();
    // A campaign's own ratio needs acts enough on either side.
    assertThat(people.rows().get(0).breadthDepthLnRatio().state()).isEqualTo("TOO_FEW_EVENTS");
    assertThat(people.rows().get(3).breadthDepthLnRatio().state()).isEqualTo("OK");
  }

  @Test
  void ofFewActsInAllThereIsNoRatio() {
    List<Cell> cells = new ArrayList<>();
    for (int bucket = 0; bucket < 20; bucket++) {
      cells.add(new Cell("c0", CampaignReach.PRIMARY, 0, bucket, 1, 1, 0, 0));
      cells.add(new Cell("c0", CampaignReach.PRIMARY, 0, bucket, 6, 0, 1, 0));
    }

    ReachedPeople people =
        ReachedPeople.of(
            all(1), posted(1), states(1), List.of(CampaignReach.of("c0", cells.iterator(), DRAWS)));

    assertThat(archive(people).get(0).breadthDepthLnRatio())
        .isEqualTo(Estimate.none("TOO_FEW_EVENTS"));
    assertThat(people.evidence().first().judged()).isNull();
  }

  @Test
  void whereItDoesNotMatterHowOftenPeopleEngagedTheRatioIsThatOfThePlacebo() {
    ReachedPeople people = pooled(12, 1);

    Estimate ratio = archive(people).get(0).breadthDepthLnRatio();
    assertThat(people.evidence().placebos().get(0).meanEstimate())
        .isBetween(ratio.low(), ratio.high());
  }

  @Test
  void campaignsThatCannotBeToldOfSayWhy() {
    ReachedPeople people =
        ReachedPeople.of(
            List.of(campaign(0), campaign(1), campaign(2)),
            List.of(
                new ReachDepth.Posted("c0", 20, 9),
                new ReachDepth.Posted("c1", 20, 10),
                new ReachDepth.Posted("c2", 20, 10)),
            Map.of("c0", "OK", "c1", "SHORT_WINDOW", "c2", "OK"),
            List.of());

    assertThat(people.rows())
        .extracting(ReachDepthRow::state)
        .containsExactly("FEW_POSTING_DAYS", "SHORT_WINDOW", "TOO_FEW_EVENTS", "FEW_POSTING_DAYS");
    assertThat(people.evidence().first().estimate().state()).isEqualTo("FEW_POSTING_DAYS");
  }

  @Test
  void aCampaignOfFewPeopleIsSuppressedAndStillPooled() {
    List<Cell> cells = new ArrayList<>();
    for (int bucket = 0; bucket < 4; bucket++) {
      cells.add(cell(0, bucket, 9 + bucket, 1, 3, 0));
    }
    cells.add(cell(0, 9, 0, 0, 3, 0));
    ReachedPeople people =
        ReachedPeople.of(
            List.of(campaign(0)),
            List.of(new ReachDepth.Posted("c0", 20, 10)),
            Map.of("c0", "OK"),
            List.of(CampaignReach.of("c0", cells.iterator(), DRAWS)));

    ReachDepthRow once = people.rows().get(0);
    assertThat(once.state()).isEqualTo("SUPPRESSED");
    assertThat(once.people()).isNull();
    assertThat(once.top10LaterShare()).isNull();
    assertThat(once.breadthDepthLnRatio()).isEqualTo(Estimate.none("SUPPRESSED"));
    assertThat(people.evidence().first().estimate().state()).isEqualTo("FEW_ACCOUNTS");
    assertThat(people.evidence().first().estimate().value()).isCloseTo(Math.log(3), within(.05));
  }

  @Test
  void whatIsWithheldOfACampaignIsNotHadFromTheArchivesNorFromItsOtherClasses() {
    CampaignReach whole = many("c0", 9);
    CampaignReach fewRegulars = many("c1", 4);

    List<ReachDepthRow> rows = rows(whole, fewRegulars);

    assertThat(rows)
        .extracting(ReachDepthRow::people)
        .containsExactly(50L, 40L, 9L, 50L, null, null, 50L, 40L, 9L);
    assertThat(rows.get(3).laterShare()).isNotNull();
    assertThat(rows.get(4).laterShare()).isNull();
    assertThat(rows.get(5).laterShare()).isNull();
    assertThat(rows.get(6).campaigns()).isEqualTo(2);
    assertThat(rows.get(6).breadthDepthLnRatio().state()).isEqualTo("FEW_ACCOUNTS");

    assertThat(rows(fewRegulars, many("c0", 3)))
        .filteredOn(row -> row.scope().equals("archive"))
        .allMatch(row -> row.state().equals("SUPPRESSED") && row.people() == null);
  }

  /**
   * Fifty people who came once, forty some times and so many regulars, who all come twice later.
   */
  private static CampaignReach many(String campaign, int regulars) {
    List<Cell> cells = new ArrayList<>();
    for (int bucket = 0; bucket < 10; bucket++) {
      cells.add(
          new Cell(campaign, CampaignReach.PRIMARY, 0, bucket, 2, 5, 4, bucket < regulars ? 1 : 0));
    }
    return CampaignReach.of(campaign, cells.iterator(), DRAWS);
  }

  private static List<ReachDepthRow> rows(CampaignReach... reached) {
    return ReachedPeople.of(
            List.of(campaign(0), campaign(1)),
            List.of(new ReachDepth.Posted("c0", 20, 10), new ReachDepth.Posted("c1", 20, 10)),
            Map.of("c0", "OK", "c1", "OK"),
            List.of(reached))
        .rows();
  }

  private static List<ReachDepthRow> archive(ReachedPeople people) {
    return people.rows().stream().filter(row -> row.scope().equals("archive")).toList();
  }

  private static List<Cell> sixBuckets() {
    List<Cell> cells = new ArrayList<>();
    for (int bucket = 0; bucket < 6; bucket++) {
      cells.add(cell(0, bucket, 0, 2, 0, 0));
      cells.add(cell(0, bucket, 2, 0, 1, 0));
      cells.add(cell(0, bucket, 2L * bucket, 1, 0, 0));
      cells.add(cell(1, bucket, 8, 0, 0, 1));
    }
    return cells;
  }

  /** Campaigns of 120 people a week whose chance to come later is times as high for those back. */
  private static ReachedPeople pooled(int campaigns, double times) {
    SplittableRandom random = new SplittableRandom(3);
    List<CampaignReach> reached = new ArrayList<>();
    for (int c = 0; c < campaigns; c++) {
      List<Cell> cells = new ArrayList<>();
      for (int week = 0; week < 3; week++) {
        for (int person = 0; person < 120; person++) {
          boolean back = random.nextDouble() < .5;
          long later = 0;
          for (int day = 0; day < 8; day++) {
            later += random.nextDouble() < .1 * (back ? times : 1) ? 1 : 0;
          }
          boolean often = back && random.nextDouble() < .3;
          cells.add(
              cell(week, person % 20, later, back ? 0 : 1, back && !often ? 1 : 0, often ? 1 : 0));
        }
      }
      reached.add(CampaignReach.of("c" + c, cells.iterator(), DRAWS));
    }
    return ReachedPeople.of(all(campaigns), posted(campaigns), states(campaigns), reached);
  }

  private static List<ContrastCampaign> all(int campaigns) {
    return IntStream.range(0, campaigns).mapToObj(CampaignReachTest::campaign).toList();
  }

  private static List<ReachDepth.Posted> posted(int campaigns) {
    return IntStream.range(0, campaigns)
        .mapToObj(c -> new ReachDepth.Posted("c" + c, 30, 20))
        .toList();
  }

  private static Map<String, String> states(int campaigns) {
    return IntStream.range(0, campaigns).boxed().collect(Collectors.toMap(c -> "c" + c, c -> "OK"));
  }

  private static ContrastCampaign campaign(int number) {
    return new ContrastCampaign(
        "c" + number, "account", "net/brand" + number, "OK", null, 1, List.of());
  }

  private static CampaignReach reach(List<Cell> cells) {
    return CampaignReach.of("c", cells.iterator(), DRAWS);
  }

  private static Cell cell(int week, int bucket, long later, long once, long some, long regular) {
    return new Cell("c", CampaignReach.PRIMARY, week, bucket, later, once, some, regular);
  }
}
