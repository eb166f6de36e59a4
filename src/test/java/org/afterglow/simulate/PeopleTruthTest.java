package org.afterglow.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.afterglow.simulate.WrittenArchive.PersonsAct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleTruthTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  /** An even supply, people whose number is steady, and passers-by who never come twice. */
  private static SimulationOptions even() {
    return SimulationOptions.defaults()
        .with("days", 400)
        .with("entities", 1)
        .with("redditShare", 0)
        .with("twitterShare", 1)
        .with("campaignOnlyShare", 0)
        .with("sustainedShare", 1)
        .with("steadyShare", 0)
        .with("campaignsMin", 1)
        .with("campaignsMax", 1)
        .with("campaignDaysMin", 30)
        .with("campaignDaysMax", 30)
        .with("leadDays", 180)
        .with("tailDays", 150)
        .with("weekdayFactors", "1,1,1,1,1,1,1")
        .with("families", "EXPONENTIAL")
        .with("halfLivesDays", "1")
        .with("conversationalFloor", 0)
        .with("mentionsPerDay", 0)
        .with("fanShare", 1)
        .with("persons", 500_000_000)
        .with("fansPerEntity", 20_000)
        .with("arrivalAtStartShare", 0)
        .with("arrivalLeadDays", 1500)
        .with("churnDays", 60);
  }

  private static double truth(SimulationOptions options) {
    Entity entity = new Roster(options, Phrases.read()).entity(0);
    SimulatedCalendar calendar = new SimulatedCalendar(options, List.of(entity));
    return Objects.requireNonNull(
        new PeopleTruth(options, calendar, entity).logOddsRatio(entity.campaigns().get(0)));
  }

  @Test
  void twofoldChurnIsThatOfTwoExponentials() {
    // Late over early is e^(−28/60) against e^(−28/30).
    assertThat(truth(even().with("acquisitionEffect", .5))).isCloseTo(-28 / 60.0, within(.003));
  }

  @Test
  void churnOfOneKindIsANullWhateverTheRatesAndTastes() {
    assertThat(truth(even())).isCloseTo(0, within(1e-4));
    assertThat(truth(even().with("tasteShape", .5).with("rateShape", 2)))
        .isCloseTo(0, within(1e-4));
  }

  @Test
  void churnThatVariesHidesAPartOfTheEffectAndLeavesTheNullNearNull() {
    SimulationOptions mixed =
        even().with("fansPerEntity", 200).with("churnShape", 2).with("tasteShape", .5);
    assertThat(truth(mixed)).isCloseTo(0, within(.03));
    assertThat(truth(mixed.with("acquisitionEffect", .5))).isBetween(-.45, -.2);
  }

  @Test
  void theActivePreferringPromotionAndStayingLongerIsNoNull() {
    SimulationOptions options =
        even()
            .with("tasteShape", .5)
            .with("rateShape", 2)
            .with("tasteFollowsRate", 1)
            .with("lifeFollowsRate", .5);
    assertThat(truth(options)).isGreaterThan(.02);
  }

  @Test
  void passersByWhoNeverLeavePullTheTruthTowardsNothing() {
    SimulationOptions half =
        even()
            .with("acquisitionEffect", .5)
            .with("arrivalLeadDays", 200)
            .with("fansPerEntity", 200);
    double many = truth(half.with("persons", 500_000_000));
    double fewer = truth(half.with("persons", 50_000));
    double few = truth(half.with("persons", 5000));
    assertThat(many).isLessThan(-.4);
    assertThat(fewer).isBetween(many + .02, few - .02);
    assertThat(few).isLessThan(0);
  }

  @Test
  void thePeopleOfABigDrawAgreeWithTheTruth() throws IOException {
    SimulationOptions options =
        even()
            .with("leadDays", 75)
            .with("tailDays", 60)
            .with("days", 166)
            .with("entities", 5)
            .with("persons", 1_000_000)
            .with("fansPerEntity", 12_000)
            .with("arrivalLeadDays", 200)
            .with("acquisitionEffect", .5)
            .with("promotionalHalfLifeRatio", 1)
            .with("promotionalPerDay", 8)
            .with("conversationalPerDay", 14)
            .with("volumeMean", 1.2)
            .with("volumeSd", .5)
            .with("cascadeMean", 1)
            .with("shockSd", 0)
            .with("driftSd", 0)
            .with("dayNoiseShape", 0)
            .with("outages", 0)
            .with("deletionShare", 0)
            .with("duplicateShare", 0)
            .with("talkShare", 0)
            .with("answerShare", 0)
            .with("answerShareAfter", 0)
            .with("backgroundPerDay", 1)
            .with("labels", 0);
    Synthesize.write(options, folder.resolve("out"));
    WrittenArchive written = new WrittenArchive(folder.resolve("out"));
    double[][] cells = new double[2][2];
    List<PersonsAct> acts = written.personsActs();
    for (String[] campaign : written.table("truth_campaign.csv")) {
      count(acts, campaign, cells);
    }
    double truth =
        written.table("truth_contrast.csv").stream()
            .mapToDouble(row -> Double.parseDouble(row[2]))
            .average()
            .orElseThrow();
    double counted = Math.log(cells[1][1] / cells[1][0]) - Math.log(cells[0][1] / cells[0][0]);
    assertThat(cells[1][1]).isGreaterThan(100);
    assertThat(truth).isLessThan(-.4);
    assertThat(counted).isCloseTo(truth, within(.2));
    whoLeftIsGone(written, acts);
  }

  /** Adds acts on conversational posts by class of the first engagement and by window. */
  private static void count(List<PersonsAct> acts, String[] campaign, double[][] cells) {
    Instant start = Instant.parse(campaign[8]);
    Instant stop = Instant.parse(campaign[9]);
    Map<String, Double> last = new HashMap<>();
    Map<String, Integer> acquired = new HashMap<>();
    List<PersonsAct> ofEntity = new ArrayList<>(acts);
    ofEntity.removeIf(act -> !act.owner().equals(campaign[2]));
    ofEntity.sort(Comparator.comparing(PersonsAct::at));
    for (PersonsAct act : ofEntity) {
      double day = WrittenArchive.days(start, act.at());
      double since = day - last.getOrDefault(act.person(), -1e9);
      last.put(act.person(), day);
      boolean within = day >= 0 && act.at().isBefore(stop);
      if (within && since >= 60 && !acquired.containsKey(act.person())) {
        acquired.put(act.person(), act.promotional() ? 1 : 0);
      }
      double sinceStop = WrittenArchive.days(stop, act.at());
      Integer brought = acquired.get(act.person());
      if (brought != null && !act.promotional() && sinceStop >= 0 && sinceStop < 56) {
        cells[brought][sinceStop < 28 ? 0 : 1]++;
      }
    }
  }

  private static void whoLeftIsGone(WrittenArchive written, List<PersonsAct> acts) {
    Map<String, Instant> left = new HashMap<>();
    Set<String> promotional = new HashSet<>();
    Map<String, String> owners = new HashMap<>();
    written.table("truth_campaign.csv").forEach(row -> owners.put(row[0], row[2]));
    for (String[] row : written.table("truth_person.csv")) {
      left.put(owners.get(row[2]) + " " + row[1], Instant.parse(row[5]));
      if (row[3].equals("promotional")) {
        promotional.add(row[1]);
      }
      assertThat(Instant.parse(row[4])).isBefore(Instant.parse(row[5]));
    }
    assertThat(left).hasSizeGreaterThan(1000);
    assertThat(promotional).hasSizeBetween(left.size() / 4, left.size() * 3 / 4);
    int after = 0;
    int all = 0;
    for (PersonsAct act : acts) {
      Instant gone = left.get(act.owner() + " " + act.person());
      if (gone != null) {
        all++;
        after += act.at().isAfter(gone) ? 1 : 0;
      }
    }
    // Whoever left may still pass by, as anybody may.
    assertThat(after).isLessThan(all / 50);
  }
}
