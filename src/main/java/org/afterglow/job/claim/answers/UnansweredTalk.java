package org.afterglow.job.claim.answers;

import static org.afterglow.table.ReasonCodes.NO_BASELINE;
import static org.afterglow.table.ReasonCodes.STOP_NOT_OBSERVED;
import static org.afterglow.table.ReasonCodes.SUPPRESSED;
import static org.afterglow.table.ReasonCodes.TOO_FEW_EVENTS;
import static org.afterglow.table.ReasonCodes.UNPROVED;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.job.acts.Privacy;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.Findings;
import org.afterglow.job.claim.Hindrances;
import org.afterglow.job.claim.RatioLeg;
import org.afterglow.job.claim.answers.AnsweredMentions.Answers;
import org.afterglow.job.claim.answers.AnsweredMentions.Counted;
import org.afterglow.job.contrast.PoolContrast;
import org.afterglow.statistics.Interval;
import org.afterglow.statistics.LegVerdict;
import org.afterglow.statistics.MantelHaenszel;
import org.afterglow.statistics.MatchedRatio;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.UnansweredRow;
import org.jspecify.annotations.Nullable;

/**
 * What counts of mentions come to: the rows of table unanswered and the evidence on C2.
 *
 * @param rows by account in order of key, then the archive's
 */
record UnansweredTalk(List<UnansweredRow> rows, ClaimEvidence evidence) {
  private static final double MARGIN = StrictMath.log(1.25);
  private static final double STILL_TALKING = StrictMath.log(.5);
  private static final long ENOUGH_MENTIONS = 30;
  private static final long ENOUGH_TO_BE_ABANDONED = 10;

  /** Nothing can be told of the archive. */
  static UnansweredTalk none(String reason) {
    Estimate no = Estimate.none(reason);
    return new UnansweredTalk(
        List.of(
            new UnansweredRow(
                "archive",
                null,
                reason,
                0,
                0,
                null,
                null,
                null,
                null,
                no,
                no,
                no,
                no,
                null,
                null,
                null,
                null,
                LegVerdict.NOT_ESTIMABLE.word())),
        evidence(
            List.of(ClaimLeg.none(reason, -1, MARGIN), ClaimLeg.none(reason, 1, 0)), List.of()));
  }

  /**
   * Sums up what was counted.
   *
   * @param spans all windows, in order of their accounts' keys
   * @param counted by window
   * @param answers by account, how long answers took
   */
  static UnansweredTalk of(
      List<TalkSpan> spans, List<Counted> counted, List<Answers> answers, PlaceboRow placebo) {
    Map<List<String>, Counted> byWindow = new HashMap<>();
    counted.forEach(
        each ->
            byWindow.put(
                List.of(each.entityKey(), each.platform(), each.campaignId(), each.window()),
                each));
    Map<String, Account> accounts = new TreeMap<>();
    // Of several spans of one window their days add up; its mentions stand once.
    Map<List<String>, Double> days = new HashMap<>();
    spans.forEach(
        span ->
            days.merge(
                List.of(span.entityKey(), span.platform(), span.campaignId(), span.window()),
                span.observedDays(),
                Double::sum));
    days.keySet().stream()
        .sorted(Comparator.comparing(List::toString))
        .forEach(
            key ->
                accounts
                    .computeIfAbsent(key.get(0), Account::new)
                    .add(key, days.getOrDefault(key, 0.0), byWindow.get(key)));
    answers.forEach(
        each -> {
          Account account = accounts.get(each.entityKey());
          if (account != null) {
            account.hours.merge(each.hours(), each.answered(), Long::sum);
          }
        });
    Account all = new Account("");
    accounts.values().forEach(all::add);
    // What is withheld of an account must not be had by subtraction.
    Account shown = new Account("");
    accounts.values().stream().filter(Account::shows).forEach(shown::add);
    List<UnansweredRow> rows = new ArrayList<>();
    accounts.values().forEach(account -> rows.add(account.row()));
    List<MantelHaenszel.Study> answerStudies =
        accounts.values().stream().map(Account::answered).toList();
    List<MantelHaenszel.Study> talkStudies =
        accounts.values().stream().map(Account::talked).toList();
    MatchedRatio ratio = MatchedRatio.of(answerStudies);
    MatchedRatio talk = MatchedRatio.of(talkStudies);
    RatioLeg answered = RatioLeg.of(ratio, all.enough());
    RatioLeg talked = RatioLeg.of(talk, null);
    List<String> hindrances = hindrances(ratio, placebo);
    Map<String, Double> without = new TreeMap<>();
    Double lighter = RatioLeg.withoutHeaviest(ratio, answerStudies);
    if (lighter != null) {
      without.put(PoolContrast.HEAVIEST_ACCOUNT_OUT, lighter);
    }
    StudentInterval shifted =
        talked.interval() == null
            ? null
            : StudentInterval.of(
                talked.interval().estimate() - STILL_TALKING,
                talked.interval().standardError(),
                talked.interval().degreesOfFreedom());
    ClaimLeg first =
        new ClaimLeg(
                answered.estimate(),
                answered.interval(),
                -1,
                MARGIN,
                without,
                hindrances,
                all.campaigns,
                ratio.accounts(),
                all.post.matured + all.pre.matured)
            .weighed(MantelHaenszel.shares(answerStudies));
    ClaimLeg second =
        new ClaimLeg(
                talked.estimate(),
                shifted,
                1,
                0,
                Map.of(),
                hindrances,
                all.campaigns,
                talk.accounts(),
                all.late.all + all.baseline.all)
            .weighed(MantelHaenszel.shares(talkStudies));
    ClaimEvidence evidence = evidence(List.of(first, second), List.of(placebo));
    rows.add(shown.archive(all, answered, talked, ratio.accounts(), Findings.word(first)));
    return new UnansweredTalk(rows, evidence);
  }

  private static ClaimEvidence evidence(List<ClaimLeg> legs, List<PlaceboRow> placebos) {
    return ClaimEvidence.of(Claim.C2, legs, placebos, ClaimEvidence.NOT_NEEDED)
        .limited("mentions_on_a_side", ENOUGH_MENTIONS);
  }

  private static List<String> hindrances(MatchedRatio ratio, PlaceboRow placebo) {
    List<String> codes = new ArrayList<>();
    codes.add(UNPROVED);
    codes.addAll(Hindrances.of(ratio, placebo));
    return codes;
  }

  /**
   * Counts of a window over campaigns. Somebody may speak in several of them, so that people are at
   * least as many as in the one with most.
   */
  private static final class Window {
    private long all;
    private long matured;
    private long answered;
    private long replied;
    private long people;
    private double days;

    void add(double moreDays, @Nullable Counted counted) {
      days += moreDays;
      if (counted != null) {
        all += counted.all();
        matured += counted.matured();
        answered += counted.answered();
        replied += counted.replied();
        people = Math.max(people, counted.people());
      }
    }

    void add(Window other) {
      all += other.all;
      matured += other.matured;
      answered += other.answered;
      replied += other.replied;
      people = Math.max(people, other.people);
      days += other.days;
    }
  }

  /** An account, or all of them. */
  private static final class Account {
    private final String key;
    private final Window pre = new Window();
    private final Window post = new Window();
    private final Window late = new Window();
    private final Window baseline = new Window();
    private final Window last = new Window();
    private final Map<List<String>, Map<String, Window>> byCampaign =
        new TreeMap<>(Comparator.comparing(List::toString));
    private final TreeMap<Long, Long> hours = new TreeMap<>();
    private long campaigns;

    Account(String key) {
      this.key = key;
    }

    /** Adds a window of one of its campaigns on a platform. */
    void add(List<String> span, double days, @Nullable Counted counted) {
      String window = span.get(3);
      window(window).add(days, counted);
      if (!window.equals(TalkSpan.LAST)) {
        byCampaign
            .computeIfAbsent(span.subList(1, 3), campaign -> new TreeMap<>())
            .computeIfAbsent(window, w -> new Window())
            .add(days, counted);
      }
      if (window.equals(TalkSpan.POST)) {
        campaigns++;
      }
    }

    void add(Account other) {
      pre.add(other.pre);
      post.add(other.post);
      late.add(other.late);
      baseline.add(other.baseline);
      last.add(other.last);
      other.hours.forEach((hour, answered) -> hours.merge(hour, answered, Long::sum));
      campaigns += other.campaigns;
    }

    private Window window(String name) {
      return switch (name) {
        case TalkSpan.PRE -> pre;
        case TalkSpan.POST -> post;
        case TalkSpan.LATE -> late;
        case TalkSpan.BASELINE -> baseline;
        case TalkSpan.LAST -> last;
        default -> throw new IllegalArgumentException("window " + name);
      };
    }

    MantelHaenszel.Study answered() {
      return MatchedRatio.study(key, strata(TalkSpan.POST, TalkSpan.PRE, false));
    }

    MantelHaenszel.Study talked() {
      return MatchedRatio.study(key, strata(TalkSpan.LATE, TalkSpan.BASELINE, true));
    }

    private List<MatchedRatio.Stratum> strata(String after, String before, boolean rate) {
      Window none = new Window();
      return byCampaign.values().stream()
          .map(
              windows -> {
                Window x = windows.getOrDefault(after, none);
                Window z = windows.getOrDefault(before, none);
                return rate
                    ? new MatchedRatio.Stratum(x.all, x.days, z.all, z.days)
                    : new MatchedRatio.Stratum(x.answered, x.matured, z.answered, z.matured);
              })
          .toList();
    }

    /** Null where there are mentions enough, else the code. */
    @Nullable String enough() {
      if (campaigns == 0) {
        return STOP_NOT_OBSERVED;
      }
      return pre.matured >= ENOUGH_MENTIONS && post.matured >= ENOUGH_MENTIONS
          ? null
          : TOO_FEW_EVENTS;
    }

    boolean shows() {
      return Privacy.shows(pre.people) && Privacy.shows(post.people);
    }

    UnansweredRow row() {
      boolean shows = shows();
      String missing = shows ? enough() : SUPPRESSED;
      MatchedRatio ratio = MatchedRatio.of(List.of(answered()));
      MatchedRatio talk = MatchedRatio.of(List.of(talked()));
      Estimate talkRatio =
          !shows || !Privacy.shows(late.people) || !Privacy.shows(baseline.people)
              ? Estimate.none(SUPPRESSED)
              : late.days == 0
                  ? Estimate.none(campaigns == 0 ? STOP_NOT_OBSERVED : NO_BASELINE)
                  : RatioLeg.of(talk, null).estimate();
      return new UnansweredRow(
          "account",
          key,
          missing == null ? Estimate.OK : missing,
          campaigns,
          1,
          shows ? pre.matured : null,
          shows ? post.matured : null,
          shows ? pre.answered : null,
          shows ? post.answered : null,
          share(pre, shows),
          share(post, shows),
          missing == null ? RatioLeg.of(ratio, null).estimate() : Estimate.none(missing),
          talkRatio,
          shows ? median() : null,
          shows ? unansweredPerDay() : null,
          shows && Privacy.shows(last.people) ? abandoned() : null,
          null,
          null);
    }

    /**
     * The archive's row, with its counts.
     *
     * @param all the accounts that the ratios rest on, those withheld among them
     */
    UnansweredRow archive(
        Account all, RatioLeg answered, RatioLeg talked, long accounts, String verdict) {
      String missing = all.enough();
      StudentInterval interval = answered.interval();
      return new UnansweredRow(
          "archive",
          null,
          missing == null ? answered.estimate().state() : missing,
          all.campaigns,
          accounts,
          pre.matured,
          post.matured,
          pre.answered,
          post.answered,
          pooledShare(pre),
          pooledShare(post),
          answered.estimate(),
          talked.estimate(),
          median(),
          unansweredPerDay(),
          null,
          interval == null ? null : Double.valueOf(interval.pValue()),
          verdict);
    }

    private static Estimate share(Window window, boolean shows) {
      Interval wilson = Interval.wilson(window.answered, window.matured);
      return !shows
          ? Estimate.none(SUPPRESSED)
          : wilson == null
              ? Estimate.none(TOO_FEW_EVENTS)
              : Estimate.of((double) window.answered / window.matured, wilson.low(), wilson.high());
    }

    private static Estimate pooledShare(Window window) {
      return window.matured == 0
          ? Estimate.none(TOO_FEW_EVENTS)
          : Estimate.withoutInterval((double) window.answered / window.matured);
    }

    private @Nullable Long median() {
      long half = (post.matured + 1) / 2;
      long answered = 0;
      for (Map.Entry<Long, Long> hour : hours.entrySet()) {
        answered += hour.getValue();
        if (answered >= half && half > 0) {
          return hour.getKey() + 1;
        }
      }
      return null;
    }

    private @Nullable Double unansweredPerDay() {
      return post.days == 0 ? null : Double.valueOf((post.matured - post.answered) / post.days);
    }

    private @Nullable Boolean abandoned() {
      return last.all < ENOUGH_TO_BE_ABANDONED ? null : Boolean.valueOf(last.replied == 0);
    }
  }
}
