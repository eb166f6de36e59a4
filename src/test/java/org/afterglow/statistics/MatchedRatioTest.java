package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.afterglow.statistics.MatchedRatio.Stratum;
import org.junit.jupiter.api.Test;

class MatchedRatioTest {
  private record Row(String account, Stratum stratum) {}

  private static final List<Row> ROWS =
      List.of(
          row("p", 3, 10, 5, 20),
          row("p", 1, 4, 2, 4),
          row("q", 0, 6, 4, 8),
          row("q", 2, 5, 0, 0),
          row("r", 7, 9, 6, 12),
          row("s", 4, 12, 9, 11),
          row("t", 2, 8, 3, 7),
          row("t", 5, 10, 8, 9));

  /** By NumPy and SciPy out of the definition. */
  @Test
  void agreesWithAnIndependentComputation() {
    MatchedRatio ratio = ratio(ROWS);

    StudentInterval interval = Objects.requireNonNull(ratio.interval());
    assertThat(interval.estimate()).isCloseTo(-0.3989772235, within(1e-9));
    assertThat(interval.standardError()).isCloseTo(0.3029516432, within(1e-9));
    assertThat(interval.degreesOfFreedom()).isCloseTo(1.817870771, within(1e-8));
    assertThat(interval.low()).isCloseTo(-1.8359785801, within(1e-8));
    assertThat(interval.high()).isCloseTo(1.0380241331, within(1e-8));
    assertThat(interval.pValue()).isCloseTo(0.3294440055, within(1e-9));
    assertThat(ratio.state()).isEqualTo(FitState.OK);
    assertThat(ratio.accounts()).isEqualTo(5);
    MantelHaenszel pooled = Objects.requireNonNull(ratio.pooled());
    assertThat(pooled.heaviestAccount()).isEqualTo("r");
    assertThat(pooled.heaviestShare()).isCloseTo(0.341448486, within(1e-9));
  }

  @Test
  void oneStratumGivesTheRatioOfItsRisks() {
    MatchedRatio ratio = ratio(List.of(row("p", 3, 10, 5, 20)));

    assertThat(Objects.requireNonNull(ratio.pooled()).estimate())
        .isCloseTo(Math.log(.3 / .25), within(1e-12));
  }

  @Test
  void ratesKeepTheirRatioInAnyUnitOfTime() {
    List<Row> hours = map(s -> new Stratum(s.x(), 24 * s.n1(), s.z(), 24 * s.n0()));

    assertAlike(ratio(hours), ratio(ROWS));
  }

  @Test
  void sidesThatAreSwappedTurnTheSign() {
    StudentInterval swapped =
        Objects.requireNonNull(
            ratio(map(s -> new Stratum(s.z(), s.n0(), s.x(), s.n1()))).interval());

    assertAlike(swapped.negated(), Objects.requireNonNull(ratio(ROWS).interval()));
  }

  @Test
  void accountsAndStrataMayComeInAnyOrder() {
    List<Row> turned = ROWS.stream().sorted(Comparator.comparing(Row::account).reversed()).toList();

    assertAlike(ratio(turned), ratio(ROWS));
  }

  @Test
  void strataWithoutEventsOrOfOneSideChangeNothing() {
    List<Row> more = new ArrayList<>(ROWS);
    more.add(row("nobody", 0, 50, 0, 60));
    more.add(row("before alone", 0, 0, 9, 30));
    more.add(row("empty", 0, 0, 0, 0));

    assertThat(ratio(more)).isEqualTo(ratio(ROWS));
  }

  @Test
  void withoutEventsOnOneSideThereIsNoRatio() {
    MatchedRatio never = ratio(map(s -> new Stratum(0, s.n1(), s.z(), s.n0())));
    MatchedRatio nothing = MatchedRatio.of(List.of());

    assertThat(never).isEqualTo(new MatchedRatio(FitState.ZERO_CELL, 5, null));
    assertThat(never.interval()).isNull();
    assertThat(nothing).isEqualTo(new MatchedRatio(FitState.ZERO_CELL, 0, null));
  }

  @Test
  void fewerThanFiveAccountsHaveARatioWithoutAnInterval() {
    MatchedRatio four = ratio(ROWS.stream().filter(row -> !row.account.equals("t")).toList());
    MatchedRatio one = ratio(ROWS.stream().filter(row -> row.account.equals("p")).toList());

    assertThat(four.state()).isEqualTo(FitState.FEW_ACCOUNTS);
    assertThat(four.accounts()).isEqualTo(4);
    assertThat(four.pooled()).isNotNull();
    assertThat(four.interval()).isNull();
    assertThat(one.state()).isEqualTo(FitState.FEW_ACCOUNTS);
    assertThat(Objects.requireNonNull(one.pooled()).interval()).isNull();
  }

  @Test
  void accountsThatDoNotDifferHaveNoIntervalRatherThanOneOfRounding() {
    List<Row> alike = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      alike.add(row("a" + i, 1, 3, 3, 7));
    }
    MatchedRatio ratio = ratio(alike);

    assertThat(ratio.state()).isEqualTo(FitState.OK);
    assertThat(ratio.interval()).isNull();
  }

  @Test
  void dealingKeepsTheMarginsAndSpreadsEventsByTheHypergeometricDistribution() {
    Stratum stratum = new Stratum(6, 10, 3, 20);
    SplittableRandom random = new SplittableRandom(3);
    int draws = 20_000;
    double sum = 0;
    double squares = 0;
    for (int draw = 0; draw < draws; draw++) {
      Stratum dealt = stratum.dealt(random);
      assertThat(dealt.x() + dealt.z()).isEqualTo(9);
      assertThat(dealt.n1()).isEqualTo(10);
      assertThat(dealt.n0()).isEqualTo(20);
      sum += dealt.x();
      squares += dealt.x() * dealt.x();
    }
    double mean = sum / draws;
    // 9·10/30, and 10·(9/30)·(21/30)·(20/29)
    assertThat(mean).isCloseTo(3, within(.05));
    assertThat(squares / draws - mean * mean).isCloseTo(10 * .3 * .7 * 20 / 29, within(.05));
  }

  @Test
  void timesCannotBeDealt() {
    assertThatThrownBy(() -> new Stratum(6, 10.5, 3, 20).dealt(new SplittableRandom(1)))
        .hasMessageContaining("whole units");
    assertThatThrownBy(() -> new Stratum(6, 5, 3, 20).dealt(new SplittableRandom(1)))
        .hasMessageContaining("whole units");
    assertThatThrownBy(() -> new Stratum(-1, 5, 3, 20)).hasMessageContaining("at least 0");
  }

  private static Row row(String account, double x, double n1, double z, double n0) {
    return new Row(account, new Stratum(x, n1, z, n0));
  }

  private static List<Row> map(UnaryOperator<Stratum> change) {
    return ROWS.stream().map(row -> new Row(row.account, change.apply(row.stratum))).toList();
  }

  private static MatchedRatio ratio(List<Row> rows) {
    TreeMap<String, List<Stratum>> accounts = new TreeMap<>();
    for (Row row : rows) {
      accounts.computeIfAbsent(row.account, a -> new ArrayList<>()).add(row.stratum);
    }
    List<MantelHaenszel.Study> studies = new ArrayList<>();
    accounts.forEach((account, strata) -> studies.add(MatchedRatio.study(account, strata)));
    return MatchedRatio.of(studies);
  }

  private static void assertAlike(MatchedRatio ratio, MatchedRatio expected) {
    assertAlike(
        Objects.requireNonNull(ratio.interval()), Objects.requireNonNull(expected.interval()));
    assertThat(ratio.accounts()).isEqualTo(expected.accounts());
  }

  private static void assertAlike(StudentInterval interval, StudentInterval expected) {
    assertThat(interval.estimate()).isCloseTo(expected.estimate(), within(1e-12));
    assertThat(interval.low()).isCloseTo(expected.low(), within(1e-10));
    assertThat(interval.high()).isCloseTo(expected.high(), within(1e-10));
    assertThat(interval.pValue()).isCloseTo(expected.pValue(), within(1e-10));
  }
}
