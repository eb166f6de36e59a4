package org.afterglow.job.claim.asks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.afterglow.job.claim.asks.Recommendations.Account;
import org.afterglow.job.claim.asks.Recommendations.Cell;
import org.afterglow.job.claim.asks.Recommendations.Recommenders;
import org.afterglow.statistics.Interval;
import org.afterglow.table.AdvocacyRow;
import org.afterglow.table.Estimate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EarnedTest {
  @Test
  void recommendationsOfAccountsAreToldByKindAndPooledByAccount() {
    List<Account> accounts = new ArrayList<>();
    List<Cell> cells = new ArrayList<>();
    List<Recommenders> people = new ArrayList<>();
    for (int number = 0; number < 6; number++) {
      String key = "net/" + number;
      accounts.add(new Account(key, "net", 9, 2));
      cells.add(new Cell(key, "net", "earned", 1, 20 + number, 5, 20 + number, 40));
      cells.add(new Cell(key, "net", "asked", 1, 20, 0, 20, 10));
      cells.add(new Cell(key, "net", "asked_before", 0, 3, 1, 3, 9));
      cells.add(new Cell(key, "net", "owned", 0, 1, 1, 1, 99));
      people.add(new Recommenders(key, 30, 40 + number));
    }

    Earned earned = Earned.of(accounts, cells, people);

    AdvocacyRow first = earned.accounts().get(0);
    assertThat(first.scope()).isEqualTo("recommended");
    assertThat(first.state()).isEqualTo("OK");
    assertThat(first.recommenders()).isEqualTo(30);
    assertThat(first.recommendations()).isEqualTo(43);
    assertThat(first.earned()).isEqualTo(20);
    assertThat(first.earnedInCampaign()).isEqualTo(5);
    assertThat(first.asked()).isEqualTo(20);
    assertThat(first.askedBefore()).isEqualTo(3);
    assertThat(first.owned()).isEqualTo(3);
    Interval wilson = Interval.wilson(.5, 40.0);
    assertThat(first.earnedShare()).isEqualTo(Estimate.of(.5, wilson.low(), wilson.high()));
    assertThat(first.earnedResponseRatio().state()).isEqualTo("TOO_FEW_EVENTS");
    assertThat(first.passOnRatio()).isEqualTo(Estimate.none("NOT_RUN"));
    Earned.Told all = earned.archive();
    assertThat(all.recommendations()).isEqualTo(6 * 43 + 15);
    assertThat(all.share().value()).isCloseTo(135 / 255.0, within(1e-12));
    assertThat(all.share().low()).isGreaterThan(.5);
    assertThat(all.share().high()).isLessThan(.56);
    double r = 0;
    double s = 0;
    for (int number = 0; number < 6; number++) {
      r += 40 * 20 / (40.0 + number);
      s += 10 * (20 + number) / (40.0 + number);
    }
    assertThat(all.responses().value()).isCloseTo(r / s, within(1e-12));
    assertThat(all.responses().low()).isGreaterThan(1);
  }

  @Test
  void aShareWithoutAnyOfAKindOrWithFewAccountsSaysSo() {
    List<Account> accounts = List.of(new Account("net/a", "net", 1, 0));
    List<Recommenders> people = List.of(new Recommenders("net/a", 40, 40));
    Cell earned = new Cell("net/a", "net", "earned", 0, 40, 0, 40, 40);

    Earned unasked = Earned.of(accounts, List.of(earned), people);

    assertThat(unasked.accounts().get(0).earnedShare().value()).isEqualTo(1);
    assertThat(unasked.accounts().get(0).earnedShare().low()).isBetween(.9, .95);
    assertThat(unasked.accounts().get(0).earnedResponseRatio().state()).isEqualTo("NO_FOLLOWERS");
    assertThat(unasked.archive().share()).isEqualTo(Estimate.none("ZERO_CELL"));

    Cell asked = new Cell("net/a", "net", "asked", 0, 10, 0, 10, 10);
    Earned few = Earned.of(accounts, List.of(earned, asked), people);
    assertThat(few.archive().share().value()).isCloseTo(.8, within(1e-12));
    assertThat(few.archive().share().state()).isEqualTo("FEW_ACCOUNTS");
    assertThat(few.archive().share().low()).isNull();
  }

  @Test
  void whatIsWithheldOfAnAccountIsInNothingThatTheArchiveShows() {
    List<Account> accounts = new ArrayList<>();
    List<Cell> cells = new ArrayList<>();
    List<Recommenders> people = new ArrayList<>();
    for (Map.Entry<String, Long> account : Map.of("net/a", 40L, "net/b", 4L).entrySet()) {
      String key = account.getKey();
      accounts.add(new Account(key, "net", 1, 7));
      cells.add(new Cell(key, "net", "earned", 2, 30, 0, 30, 60));
      cells.add(new Cell(key, "net", "asked", 2, key.equals("net/a") ? 30 : 90, 0, 30, 30));
      people.add(new Recommenders(key, account.getValue(), 60));
    }

    Earned earned = Earned.of(accounts, cells, people);

    AdvocacyRow withheld = earned.accounts().get(1);
    assertThat(withheld.state()).isEqualTo("SUPPRESSED");
    assertThat(withheld.recommenders()).isNull();
    assertThat(withheld.owned()).isNull();
    assertThat(withheld.earnedShare()).isEqualTo(Estimate.none("SUPPRESSED"));
    assertThat(withheld.earnedResponseRatio()).isEqualTo(Estimate.none("SUPPRESSED"));
    assertThat(earned.archive().asked()).isEqualTo(30);
    assertThat(earned.archive().owned()).isEqualTo(7);
    assertThat(earned.archive().share().value()).isCloseTo(.5, within(1e-12));
    assertThat(earned.archive().responses().value()).isCloseTo(2, within(1e-12));

    Earned none = Earned.of(List.of(), List.of(), List.of());
    assertThat(none.archive().share()).isEqualTo(Estimate.none("TOO_FEW_EVENTS"));
    Earned all =
        Earned.of(
            List.of(new Account("net/b", "net", 1, 7)),
            List.of(new Cell("net/b", "net", "earned", 2, 30, 0, 30, 60)),
            List.of(new Recommenders("net/b", 4, 60)));
    assertThat(all.archive().share()).isEqualTo(Estimate.none("SUPPRESSED"));
    assertThat(all.archive().earned()).isZero();
  }

  @Test
  void anAccountOfWhichNoPostWasScoredIsLeftOut() {
    Earned earned =
        Earned.of(
            List.of(new Account("net/a", "net", 5, 1), new Account("net/b", "net", 0, 8)),
            List.of(),
            List.of());

    assertThat(earned.accounts())
        .extracting(AdvocacyRow::state)
        .containsExactly("TOO_FEW_EVENTS", "ASKS_NOT_SCORED");
    assertThat(earned.accounts().get(0).recommenders()).isZero();
    assertThat(earned.archive().owned()).isEqualTo(1);
  }

  /** A few say most of it, and each of them has been asked or never was. */
  @Test
  void limitsGoByPersonsSinceWhatOnePersonSaysIsAlike() {
    SplittableRandom random = new SplittableRandom(7);
    double truth = .6;
    int held = 0;
    int heldByPosts = 0;
    int replicates = 1000;
    for (int replicate = 0; replicate < replicates; replicate++) {
      long[] told = new long[2];
      long squares = 0;
      for (int person = 0; person < 60; person++) {
        long times = 1 + (long) (-3 * Math.log(1 - random.nextDouble()));
        told[random.nextDouble() < truth ? 0 : 1] += times;
        squares += times * times;
      }
      Earned earned =
          Earned.of(
              List.of(new Account("net/a", "net", 1, 0)),
              List.of(
                  new Cell("net/a", "net", "earned", 0, told[0], 0, 0, 0),
                  new Cell("net/a", "net", "asked", 0, told[1], 0, 0, 0)),
              List.of(new Recommenders("net/a", 60, squares)));
      Estimate share = earned.accounts().get(0).earnedShare();
      assertThat(share.state()).isEqualTo("OK");
      held += holds(share.low(), share.high(), truth);
      Interval naive = Interval.wilson(told[0], told[0] + told[1]);
      heldByPosts += naive == null ? 0 : holds(naive.low(), naive.high(), truth);
    }
    assertThat((double) held / replicates).isBetween(.93, .97);
    assertThat((double) heldByPosts / replicates).isLessThan(.8);
  }

  private static int holds(@Nullable Double low, @Nullable Double high, double truth) {
    return low != null && high != null && low <= truth && truth <= high ? 1 : 0;
  }
}
