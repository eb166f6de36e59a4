package org.afterglow.job.claim.asks;

import static org.afterglow.table.ReasonCodes.NOT_RUN;
import static org.afterglow.table.ReasonCodes.SUPPRESSED;
import static org.afterglow.table.ReasonCodes.TOO_FEW_EVENTS;
import static org.afterglow.table.ReasonCodes.UNPROVED;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.job.acts.Privacy;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.Findings;
import org.afterglow.job.claim.Hindrances;
import org.afterglow.job.claim.RatioLeg;
import org.afterglow.job.claim.asks.Advocacy.Cell;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.job.contrast.PoolContrast;
import org.afterglow.statistics.Interval;
import org.afterglow.statistics.LegVerdict;
import org.afterglow.statistics.MantelHaenszel;
import org.afterglow.statistics.MatchedRatio;
import org.afterglow.table.AdvocacyRow;
import org.afterglow.table.Estimate;

/**
 * What counts of engagements come to: the rows of table advocacy and the second leg of C4.
 *
 * @param rows by account in order of key and fourth, then the archive's
 */
record PassedOn(List<AdvocacyRow> rows, ClaimLeg leg) {
  private static final double MARGIN = StrictMath.log(1.25);
  private static final int CLAIM_SIDE = -1;
  static final long ENOUGH = 30;

  /** What {@link Earned} says, in rows that say nothing of it. */
  private static final Estimate EARNED = Estimate.none(NOT_RUN);

  /** Nothing can be told of the archive. */
  static PassedOn none(String reason) {
    Estimate no = Estimate.none(reason);
    return new PassedOn(
        List.of(
            new AdvocacyRow(
                "archive",
                null,
                null,
                reason,
                0,
                0,
                null,
                null,
                null,
                no,
                no,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                EARNED,
                EARNED,
                null,
                LegVerdict.NOT_ESTIMABLE.word())),
        ClaimLeg.none(reason, CLAIM_SIDE, MARGIN));
  }

  /**
   * Sums up what was counted.
   *
   * @param cells in order of account, platform and tenth
   * @param posts of each account
   */
  static PassedOn of(List<Cell> cells, Map<String, Long> posts) {
    Map<String, Account> persons = new TreeMap<>();
    Map<String, Account> everybody = new TreeMap<>();
    for (Cell cell : cells) {
      everybody.computeIfAbsent(cell.entityKey(), key -> new Account()).add(cell);
      if (!cell.suspected()) {
        persons.computeIfAbsent(cell.entityKey(), key -> new Account()).add(cell);
      }
    }
    List<MantelHaenszel.Study> studies = studies(persons);
    MatchedRatio ratio = MatchedRatio.of(studies);
    // What is withheld of an account must not be had by subtraction.
    Counts shown = new Counts();
    Counts most = new Counts();
    Counts fewest = new Counts();
    boolean withheld = false;
    for (Account account : persons.values()) {
      for (Counts fourth : account.fourths.values()) {
        if (Privacy.shows(fourth.people)) {
          shown.add(fourth);
        } else {
          withheld = true;
        }
      }
      most.add(account.fourth(Advocacy.FOURTHS));
      fewest.add(account.fourth(1));
    }
    RatioLeg judged =
        RatioLeg.of(
            ratio,
            most.engagements >= ENOUGH && fewest.engagements >= ENOUGH ? null : TOO_FEW_EVENTS);
    long allPosts = posts.values().stream().mapToLong(Long::longValue).sum();
    ClaimLeg leg = leg(ratio, judged, studies, studies(everybody), allPosts);
    List<AdvocacyRow> rows = new ArrayList<>();
    persons.forEach((key, account) -> rows.addAll(account.rows(key, posts.getOrDefault(key, 0L))));
    rows.add(
        new AdvocacyRow(
            "archive",
            null,
            null,
            judged.estimate().state(),
            ratio.accounts(),
            allPosts,
            shown.people,
            shown.engagements,
            shown.passedOn,
            shown.engagements == 0
                ? Estimate.none(withheld ? SUPPRESSED : TOO_FEW_EVENTS)
                : Estimate.withoutInterval((double) shown.passedOn / shown.engagements),
            judged.estimate(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            EARNED,
            EARNED,
            leg.pValue(),
            Findings.word(leg)));
    return new PassedOn(rows, leg);
  }

  private static ClaimLeg leg(
      MatchedRatio ratio,
      RatioLeg judged,
      List<MantelHaenszel.Study> persons,
      List<MantelHaenszel.Study> everybody,
      long posts) {
    Map<String, Double> runs = new TreeMap<>();
    Double lighter = RatioLeg.withoutHeaviest(ratio, persons);
    if (lighter != null) {
      runs.put(PoolContrast.HEAVIEST_ACCOUNT_OUT, lighter);
    }
    MantelHaenszel withBots = MatchedRatio.of(everybody).pooled();
    if (withBots != null) {
      runs.put(ContrastFit.BOTS_IN, withBots.estimate());
    }
    MantelHaenszel pooled = ratio.pooled();
    List<String> hindrances = new ArrayList<>(List.of(UNPROVED));
    hindrances.addAll(
        Hindrances.of(ratio.accounts(), pooled == null ? 0 : pooled.heaviestShare(), List.of()));
    return new ClaimLeg(
            judged.estimate(),
            judged.interval(),
            CLAIM_SIDE,
            MARGIN,
            runs,
            hindrances,
            0,
            ratio.accounts(),
            posts)
        .weighed(MantelHaenszel.shares(persons));
  }

  private static List<MantelHaenszel.Study> studies(Map<String, Account> accounts) {
    List<MantelHaenszel.Study> studies = new ArrayList<>();
    accounts.forEach((key, account) -> studies.add(account.study(key, Advocacy.FOURTHS)));
    return studies;
  }

  /** People and what they did. */
  private static final class Counts {
    private long people;
    private long engagements;
    private long passedOn;

    void add(Counts more) {
      people += more.people;
      engagements += more.engagements;
      passedOn += more.passedOn;
    }

    void add(Cell cell) {
      people += cell.people();
      engagements += cell.engagements();
      passedOn += cell.passedOn();
    }
  }

  /** An account. */
  private static final class Account {
    private final Map<Integer, Counts> fourths = new TreeMap<>();

    /** Counts of fourths within tenths of a platform. */
    private final Map<String, Map<Integer, Counts>> strata = new TreeMap<>();

    void add(Cell cell) {
      fourths.computeIfAbsent(cell.quartile(), quartile -> new Counts()).add(cell);
      strata
          .computeIfAbsent(cell.platform() + " " + cell.tenth(), stratum -> new TreeMap<>())
          .computeIfAbsent(cell.quartile(), quartile -> new Counts())
          .add(cell);
    }

    Counts fourth(int quartile) {
      return fourths.getOrDefault(quartile, new Counts());
    }

    /** A fourth against that of the fewest followers. */
    MantelHaenszel.Study study(String key, int quartile) {
      Counts none = new Counts();
      return MatchedRatio.study(
          key,
          strata.values().stream()
              .map(
                  stratum -> {
                    Counts these = stratum.getOrDefault(quartile, none);
                    Counts fewest = stratum.getOrDefault(1, none);
                    return new MatchedRatio.Stratum(
                        these.passedOn, these.engagements, fewest.passedOn, fewest.engagements);
                  })
              .toList());
    }

    List<AdvocacyRow> rows(String key, long posts) {
      List<AdvocacyRow> rows = new ArrayList<>();
      fourths.forEach((quartile, counts) -> rows.add(row(key, posts, quartile, counts)));
      return rows;
    }

    private AdvocacyRow row(String key, long posts, int quartile, Counts counts) {
      boolean shows = Privacy.shows(counts.people);
      return new AdvocacyRow(
          "account",
          key,
          quartile,
          shows ? Estimate.OK : SUPPRESSED,
          1,
          posts,
          shows ? counts.people : null,
          shows ? counts.engagements : null,
          shows ? counts.passedOn : null,
          shows ? share(counts) : Estimate.none(SUPPRESSED),
          ratio(key, quartile, counts),
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          EARNED,
          EARNED,
          null,
          null);
    }

    private static Estimate share(Counts counts) {
      Interval wilson = Interval.wilson(counts.passedOn, counts.engagements);
      return wilson == null
          ? Estimate.none(TOO_FEW_EVENTS)
          : Estimate.of((double) counts.passedOn / counts.engagements, wilson.low(), wilson.high());
    }

    private Estimate ratio(String key, int quartile, Counts counts) {
      Counts fewest = fourth(1);
      if (!Privacy.shows(counts.people) || !Privacy.shows(fewest.people)) {
        return Estimate.none(SUPPRESSED);
      }
      if (counts.engagements < ENOUGH || fewest.engagements < ENOUGH) {
        return Estimate.none(TOO_FEW_EVENTS);
      }
      return quartile == 1
          ? Estimate.withoutInterval(1)
          : RatioLeg.of(MatchedRatio.of(List.of(study(key, quartile))), null).estimate();
    }
  }
}
