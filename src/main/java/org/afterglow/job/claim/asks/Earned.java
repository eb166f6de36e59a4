package org.afterglow.job.claim.asks;

import static org.afterglow.table.ReasonCodes.ASKS_NOT_SCORED;
import static org.afterglow.table.ReasonCodes.FEW_ACCOUNTS;
import static org.afterglow.table.ReasonCodes.NOT_RUN;
import static org.afterglow.table.ReasonCodes.NO_FOLLOWERS;
import static org.afterglow.table.ReasonCodes.SUPPRESSED;
import static org.afterglow.table.ReasonCodes.TOO_FEW_EVENTS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.job.acts.Privacy;
import org.afterglow.job.claim.RatioLeg;
import org.afterglow.job.claim.asks.Recommendations.Account;
import org.afterglow.job.claim.asks.Recommendations.Cell;
import org.afterglow.job.claim.asks.Recommendations.Recommenders;
import org.afterglow.statistics.Interval;
import org.afterglow.statistics.MantelHaenszel;
import org.afterglow.statistics.MatchedRatio;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.AdvocacyRow;
import org.afterglow.table.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * What counts of recommendations come to: what table advocacy says of them, which no verdict rests
 * on.
 *
 * @param accounts by account in order of key
 * @param archive what its row says
 */
record Earned(List<AdvocacyRow> accounts, Told archive) {
  static final long ENOUGH = 30;

  /** What a row says of recommendations. */
  record Told(
      String state,
      @Nullable Long recommenders,
      @Nullable Long recommendations,
      @Nullable Long earned,
      @Nullable Long earnedInCampaign,
      @Nullable Long asked,
      @Nullable Long askedBefore,
      @Nullable Long owned,
      Estimate share,
      Estimate responses) {
    static Told none(String reason) {
      Estimate no = Estimate.none(reason);
      return new Told(reason, null, null, null, null, null, null, null, no, no);
    }
  }

  /** Nothing can be told of the archive. */
  static Earned none(String reason) {
    return new Earned(List.of(), Told.none(reason));
  }

  /**
   * Sums up what was counted.
   *
   * @param accounts all that could be looked at
   * @param cells in order of account, platform, kind and fourth
   * @param recommenders of each account
   */
  static Earned of(List<Account> accounts, List<Cell> cells, List<Recommenders> recommenders) {
    Map<String, Tally> tallies = new TreeMap<>();
    for (Account account : accounts) {
      tallies.computeIfAbsent(account.entityKey(), key -> new Tally()).add(account);
    }
    for (Cell cell : cells) {
      tallies.computeIfAbsent(cell.entityKey(), key -> new Tally()).add(cell);
    }
    for (Recommenders some : recommenders) {
      tallies.computeIfAbsent(some.entityKey(), key -> new Tally()).add(some);
    }
    List<AdvocacyRow> rows = new ArrayList<>();
    // What is withheld of an account must not be had by subtraction, nor from a ratio.
    Tally all = new Tally();
    List<MantelHaenszel.Study> shares = new ArrayList<>();
    List<MantelHaenszel.Study> responses = new ArrayList<>();
    boolean withheld = false;
    for (Map.Entry<String, Tally> account : tallies.entrySet()) {
      String key = account.getKey();
      Tally tally = account.getValue();
      rows.add(row(key, tally.told(key)));
      if (Privacy.shows(tally.people)) {
        all.add(tally);
        shares.add(new MantelHaenszel.Study(key, tally.earned, tally.asked));
        responses.add(tally.study(key));
      } else {
        withheld = true;
      }
    }
    Estimate share = all.enough() ? share(MatchedRatio.of(shares)) : Estimate.none(TOO_FEW_EVENTS);
    if (withheld && all.people == 0) {
      share = Estimate.none(SUPPRESSED);
    }
    return new Earned(
        rows,
        all.told(
            share, RatioLeg.of(MatchedRatio.of(responses), all.missingOfResponses()).estimate()));
  }

  /**
   * The rows of those who pass something on, with these before the archive's.
   *
   * @param passedOn the archive's last
   */
  List<AdvocacyRow> beside(List<AdvocacyRow> passedOn) {
    List<AdvocacyRow> rows = new ArrayList<>(passedOn.subList(0, passedOn.size() - 1));
    rows.addAll(accounts);
    rows.add(with(passedOn.get(passedOn.size() - 1), archive));
    return rows;
  }

  private static AdvocacyRow row(String key, Told told) {
    Estimate notOfThisRow = Estimate.none(NOT_RUN);
    return with(
        new AdvocacyRow(
            "recommended",
            key,
            null,
            told.state(),
            1,
            0,
            null,
            null,
            null,
            notOfThisRow,
            notOfThisRow,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            notOfThisRow,
            notOfThisRow,
            null,
            null),
        told);
  }

  private static AdvocacyRow with(AdvocacyRow row, Told told) {
    return new AdvocacyRow(
        row.scope(),
        row.entityKey(),
        row.followerQuartile(),
        row.state(),
        row.accounts(),
        row.posts(),
        row.people(),
        row.engagements(),
        row.passedOn(),
        row.passedOnShare(),
        row.passOnRatio(),
        told.recommenders(),
        told.recommendations(),
        told.earned(),
        told.earnedInCampaign(),
        told.asked(),
        told.askedBefore(),
        told.owned(),
        told.share(),
        told.responses(),
        row.pValue(),
        row.legVerdict());
  }

  /** Σ earned over Σ both, by the logarithm of their ratio. */
  private static Estimate share(MatchedRatio odds) {
    MantelHaenszel pooled = odds.pooled();
    if (pooled == null) {
      return Estimate.none(odds.state().name());
    }
    StudentInterval interval = odds.interval();
    double point = share(pooled.estimate());
    return interval == null
        ? Estimate.qualified(point, null, null, FEW_ACCOUNTS)
        : Estimate.of(point, share(interval.low()), share(interval.high()));
  }

  private static double share(double logOdds) {
    return 1 / (1 + StrictMath.exp(-logOdds));
  }

  /** Recommendations of an account, or of several. */
  private static final class Tally {
    private long scored;
    private long people;
    private long squares;
    private long earned;
    private long earnedInCampaign;
    private long asked;
    private long askedBefore;
    private long owned;

    /** Whether the followers of anybody are known. */
    private boolean followersKnown;

    /** Of whom that is known, and which could be followed: earned and asked ones. */
    private long earnedFollowed;

    private long askedFollowed;

    /** Acts on those and their number by platform and fourth: of earned ones, of asked ones. */
    private final Map<String, double[]> strata = new TreeMap<>();

    void add(Account account) {
      scored += account.scored();
      owned += account.scored() == 0 ? 0 : account.promotedDays();
    }

    void add(Recommenders some) {
      people += some.people();
      squares += some.squares();
    }

    void add(Cell cell) {
      switch (cell.kind()) {
        case Recommendations.OWNED -> owned += cell.recommendations();
        case Recommendations.ASKED_BEFORE -> askedBefore += cell.recommendations();
        case Recommendations.ASKED -> asked += cell.recommendations();
        case Recommendations.EARNED -> {
          earned += cell.recommendations();
          earnedInCampaign += cell.inCampaign();
        }
        default -> throw new IllegalArgumentException(cell.kind());
      }
      boolean isEarned = cell.kind().equals(Recommendations.EARNED);
      if (cell.quartile() > 0 && (isEarned || cell.kind().equals(Recommendations.ASKED))) {
        followersKnown = true;
        earnedFollowed += isEarned ? cell.followed() : 0;
        askedFollowed += isEarned ? 0 : cell.followed();
        double[] sums =
            strata.computeIfAbsent(
                cell.platform() + " " + cell.quartile(), stratum -> new double[4]);
        sums[isEarned ? 0 : 2] += cell.acts();
        sums[isEarned ? 1 : 3] += cell.followed();
      }
    }

    /** Adds another account. */
    void add(Tally more) {
      scored += more.scored;
      people += more.people;
      earned += more.earned;
      earnedInCampaign += more.earnedInCampaign;
      asked += more.asked;
      askedBefore += more.askedBefore;
      owned += more.owned;
      followersKnown |= more.followersKnown;
      earnedFollowed += more.earnedFollowed;
      askedFollowed += more.askedFollowed;
    }

    boolean enough() {
      return earned + asked >= ENOUGH;
    }

    /** Why responses are not compared, null where they are. */
    @Nullable String missingOfResponses() {
      if (enough() && !followersKnown) {
        return NO_FOLLOWERS;
      }
      return earnedFollowed >= ENOUGH && askedFollowed >= ENOUGH ? null : TOO_FEW_EVENTS;
    }

    MantelHaenszel.Study study(String key) {
      return MatchedRatio.study(
          key,
          strata.values().stream()
              .map(sums -> new MatchedRatio.Stratum(sums[0], sums[1], sums[2], sums[3]))
              .toList());
    }

    Told told(String key) {
      if (scored == 0) {
        return Told.none(ASKS_NOT_SCORED);
      }
      if (!Privacy.shows(people)) {
        return Told.none(SUPPRESSED);
      }
      return told(
          enough() ? ownShare() : Estimate.none(TOO_FEW_EVENTS),
          RatioLeg.of(MatchedRatio.of(List.of(study(key))), missingOfResponses()).estimate());
    }

    Told told(Estimate share, Estimate responses) {
      return new Told(
          share.state(),
          people,
          earned + asked + askedBefore,
          earned,
          earnedInCampaign,
          asked,
          askedBefore,
          owned,
          share,
          responses);
    }

    /** Recommendations of one person are as good as one another: they count by persons. */
    private Estimate ownShare() {
      double all = earned + asked;
      double share = earned / all;
      Interval wilson = Interval.wilson(share, all * all / squares);
      return Estimate.of(share, wilson.low(), wilson.high());
    }
  }
}
