package org.afterglow.job.claim.answers;

import static org.afterglow.table.ReasonCodes.NO_BASELINE;
import static org.afterglow.table.ReasonCodes.NO_QUIET_OTHERS;
import static org.afterglow.table.ReasonCodes.STOP_NOT_OBSERVED;
import static org.afterglow.table.ReasonCodes.SUPPRESSED;
import static org.afterglow.table.ReasonCodes.TOO_FEW_EVENTS;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.afterglow.decay.Baseline.Span;
import org.afterglow.job.acts.Privacy;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.DealtPlacebo;
import org.afterglow.job.claim.Findings;
import org.afterglow.job.claim.Hindrances;
import org.afterglow.job.claim.RatioLeg;
import org.afterglow.job.claim.answers.AnsweredMentions.Answers;
import org.afterglow.job.claim.answers.AnsweredMentions.Counted;
import org.afterglow.job.contrast.PoolContrast;
import org.afterglow.statistics.Clusters;
import org.afterglow.statistics.ControlledRatio;
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
                null,
                LegVerdict.NOT_ESTIMABLE.word())),
        evidence(
            List.of(ClaimLeg.none(reason, -1, MARGIN), ClaimLeg.none(reason, 1, 0)),
            List.of(DealtPlacebo.notRun(Claim.C2.name(), StopsThatWereNone.WORD, true))));
  }

  /**
   * Sums up what was counted.
   *
   * @param spans all windows, in order of their accounts' keys
   * @param counted by window
   * @param answers by account, how long answers took
   * @param others what was said to other owners meanwhile
   * @param together accounts that own campaigns together, which count as one where the archive's
   *     limits are told
   */
  static UnansweredTalk of(
      List<TalkSpan> spans,
      List<Counted> counted,
      List<Answers> answers,
      QuietOthers others,
      Clusters together,
      PlaceboRow placebo) {
    Map<List<String>, Counted> byWindow = new HashMap<>();
    counted.forEach(
        each ->
            byWindow.put(
                List.of(each.entityKey(), each.platform(), each.campaignId(), each.window()),
                each));
    Map<String, Account> accounts = new TreeMap<>();
    // Of several spans of one window their days add up; its mentions stand once.
    Map<List<String>, List<TalkSpan>> windows = new TreeMap<>(Comparator.comparing(List::toString));
    spans.forEach(
        span ->
            windows
                .computeIfAbsent(
                    List.of(span.entityKey(), span.platform(), span.campaignId(), span.window()),
                    key -> new ArrayList<>())
                .add(span));
    windows.forEach(
        (key, own) ->
            accounts
                .computeIfAbsent(key.get(0), Account::new)
                .add(
                    key,
                    own.stream().mapToDouble(TalkSpan::observedDays).sum(),
                    byWindow.get(key)));
    windows.forEach(
        (key, late) -> {
          if (key.get(3).equals(TalkSpan.LATE)) {
            List<String> campaign = key.subList(0, 3);
            List<TalkSpan> before =
                windows.getOrDefault(
                    List.of(key.get(0), key.get(1), key.get(2), TalkSpan.BASELINE), List.of());
            Account account = Objects.requireNonNull(accounts.get(key.get(0)));
            account.talked.add(
                account.talked(
                    campaign.subList(1, 3),
                    others.in(
                        key.get(0),
                        key.get(1),
                        span(late.get(0)),
                        before.stream().map(UnansweredTalk::span).toList())));
          }
        });
    answers.forEach(
        each -> {
          Account account = accounts.get(each.entityKey());
          if (account != null) {
            account.hours.merge(each.hours(), each.answered(), Long::sum);
          }
        });
    Account all = new Account("");
    accounts.values().forEach(all::add);
    all.talked.replaceAll(stratum -> stratum.clustered(together));
    // What is withheld of an account must not be had by subtraction.
    Account shown = new Account("");
    accounts.values().stream().filter(Account::shows).forEach(shown::add);
    List<UnansweredRow> rows = new ArrayList<>();
    accounts.values().forEach(account -> rows.add(account.row()));
    List<MantelHaenszel.Study> answerStudies =
        accounts.values().stream()
            .map(account -> account.answered(together.of(account.key)))
            .toList();
    MatchedRatio ratio = MatchedRatio.of(answerStudies);
    ControlledRatio controlled = ControlledRatio.of(all.talked);
    MatchedRatio talk = controlled.ratio();
    RatioLeg answered = RatioLeg.of(ratio, all.enough());
    RatioLeg talked = RatioLeg.of(talk, all.talkMissing(true));
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
                Hindrances.of(ratio, placebo),
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
                Hindrances.of(talk, placebo),
                all.talked.stream().filter(stratum -> !stratum.others().isEmpty()).count(),
                talk.accounts(),
                all.saidAfter() + all.saidBefore())
            .weighed(controlled.shares());
    ClaimEvidence evidence = evidence(List.of(first, second), List.of(placebo));
    rows.add(
        shown.archive(
            all,
            answered,
            talked,
            crude(accounts.values().stream().map(Account::saidCrudely).toList()),
            ratio.accounts(),
            Findings.word(first)));
    return new UnansweredTalk(rows, evidence);
  }

  private static Span span(TalkSpan span) {
    return new Span(span.fromMicros(), span.untilMicros());
  }

  private static @Nullable Double crude(List<MantelHaenszel.Study> studies) {
    MantelHaenszel pooled = MatchedRatio.of(studies).pooled();
    return pooled == null ? null : Double.valueOf(StrictMath.exp(pooled.estimate()));
  }

  private static ClaimEvidence evidence(List<ClaimLeg> legs, List<PlaceboRow> placebos) {
    return ClaimEvidence.of(Claim.C2, legs, placebos, ClaimEvidence.NOT_NEEDED)
        .limited("mentions_on_a_side", ENOUGH_MENTIONS);
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
    private final List<ControlledRatio.Stratum> talked = new ArrayList<>();
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
      talked.addAll(other.talked);
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

    /** Answers after and before stops, as of an account of that name. */
    MantelHaenszel.Study answered(String name) {
      return MatchedRatio.study(name, strata(TalkSpan.POST, TalkSpan.PRE, false));
    }

    /** Late talk over that of the baseline, whatever others' was. */
    MantelHaenszel.Study saidCrudely() {
      return MatchedRatio.study(key, strata(TalkSpan.LATE, TalkSpan.BASELINE, true));
    }

    /**
     * Talk of a campaign long after it and before it, beside that of others.
     *
     * @param campaign with its platform
     */
    ControlledRatio.Stratum talked(List<String> campaign, List<ControlledRatio.Events> others) {
      Window none = new Window();
      Map<String, Window> windows = byCampaign.getOrDefault(campaign, Map.of());
      return new ControlledRatio.Stratum(
          new ControlledRatio.Events(
              key,
              windows.getOrDefault(TalkSpan.LATE, none).all,
              windows.getOrDefault(TalkSpan.BASELINE, none).all),
          others);
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

    /** Mentions long after campaigns that can be held against others'. */
    long saidAfter() {
      return (long) held().mapToDouble(stratum -> stratum.own().after()).sum();
    }

    /** Mentions before those campaigns. */
    long saidBefore() {
      return (long) held().mapToDouble(stratum -> stratum.own().before()).sum();
    }

    private Stream<ControlledRatio.Stratum> held() {
      return talked.stream().filter(stratum -> !stratum.others().isEmpty());
    }

    /**
     * Why talk cannot be compared; null where it can.
     *
     * @param enough whether it takes mentions enough on a side
     */
    @Nullable String talkMissing(boolean enough) {
      if (talked.isEmpty()) {
        return campaigns == 0 ? STOP_NOT_OBSERVED : NO_BASELINE;
      }
      if (held().findAny().isEmpty()) {
        return NO_QUIET_OTHERS;
      }
      return enough && Math.min(saidAfter(), saidBefore()) < ENOUGH_MENTIONS
          ? TOO_FEW_EVENTS
          : null;
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
      MatchedRatio ratio = MatchedRatio.of(List.of(answered(key)));
      boolean showsTalk = shows && Privacy.shows(late.people) && Privacy.shows(baseline.people);
      Estimate talkRatio =
          showsTalk
              ? RatioLeg.of(ControlledRatio.of(talked).ratio(), talkMissing(false)).estimate()
              : Estimate.none(SUPPRESSED);
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
          showsTalk ? crude(List.of(saidCrudely())) : null,
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
        Account all,
        RatioLeg answered,
        RatioLeg talked,
        @Nullable Double crude,
        long accounts,
        String verdict) {
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
          crude,
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
