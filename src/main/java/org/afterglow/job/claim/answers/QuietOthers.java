package org.afterglow.job.claim.answers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.decay.Baseline.Span;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.claim.answers.AnsweredMentions.Owner;
import org.afterglow.job.claim.answers.AnsweredMentions.Said;
import org.afterglow.statistics.ControlledRatio.Events;
import org.afterglow.statistics.Draws;

/**
 * What was said to other owners in the months in which talk to one of them is compared: to those of
 * the same platform who from the first of these months to the last were neither in a campaign nor
 * in the seven days before one or the 56 after it, which are what windows of their own look at.
 * What moved everybody is in their talk as well (docs/methods.md, 5).
 */
final class QuietOthers {
  /**
   * Owners of a platform that others are held against, at most: where there are so many, what they
   * say by chance is little beside what differs between those asked about.
   */
  static final int MOST = 200;

  private static final long BEFORE = 7 * ObservedCalendar.DAY;
  private static final long AFTER = 56 * ObservedCalendar.DAY;

  private final Map<String, List<Other>> byPlatform;

  private QuietOthers(Map<String, List<Other>> byPlatform) {
    this.byPlatform = byPlatform;
  }

  /** Those of each platform that others may be held against: all, or {@value #MOST} by a hash. */
  static List<Owner> chosen(List<Owner> owners, Draws draws) {
    Map<String, List<Owner>> byPlatform = new TreeMap<>();
    owners.forEach(
        owner -> byPlatform.computeIfAbsent(owner.platform(), key -> new ArrayList<>()).add(owner));
    return byPlatform.values().stream()
        .flatMap(
            all ->
                all.stream()
                    .sorted(
                        Comparator.comparingLong(
                                (Owner owner) -> draws.seed(owner.entityKey(), owner.platform(), 0))
                            .thenComparing(Owner::entityKey))
                    .limit(MOST))
        .toList();
  }

  /**
   * Knows what was said to owners.
   *
   * @param owners as {@link #chosen}
   * @param runs all campaigns of theirs, and of others
   * @param said mentions of theirs, and of others
   */
  static QuietOthers of(List<Owner> owners, List<TalkSpans.Run> runs, List<Said> said) {
    Map<Owner, Other> others =
        new TreeMap<>(Comparator.comparing(Owner::platform).thenComparing(Owner::entityKey));
    owners.forEach(owner -> others.put(owner, new Other(owner.entityKey())));
    runs.forEach(
        run -> {
          Other other = others.get(new Owner(run.entityKey(), run.platform()));
          if (other != null) {
            other.taken.add(run.span());
          }
        });
    said.stream()
        .sorted(Comparator.comparingLong(Said::day))
        .forEach(
            day -> {
              Other other = others.get(new Owner(day.entityKey(), day.platform()));
              if (other != null) {
                other.add(day);
              }
            });
    Map<String, List<Other>> byPlatform = new TreeMap<>();
    others.forEach(
        (owner, other) ->
            byPlatform.computeIfAbsent(owner.platform(), key -> new ArrayList<>()).add(other));
    return new QuietOthers(byPlatform);
  }

  /**
   * What was said to each of the others who were quiet, in order of their keys.
   *
   * @param entityKey who is held against them
   * @param late the later month
   * @param baseline parts of the time before
   */
  List<Events> in(String entityKey, String platform, Span late, List<Span> baseline) {
    long from = baseline.stream().mapToLong(Span::from).min().orElse(late.from());
    return byPlatform.getOrDefault(platform, List.of()).stream()
        .filter(other -> !other.entityKey.equals(entityKey))
        .filter(other -> other.quiet(from, late.until()))
        .map(
            other ->
                new Events(
                    other.entityKey,
                    other.mentions(late),
                    baseline.stream().mapToLong(other::mentions).sum()))
        .toList();
  }

  /** An owner that others are held against. */
  private static final class Other {
    private final String entityKey;
    private final List<Span> taken = new ArrayList<>();
    private long[] days = new long[16];
    private long[] untilThen = new long[16];
    private int length;

    Other(String entityKey) {
      this.entityKey = entityKey;
    }

    void add(Said day) {
      if (length == days.length) {
        days = Arrays.copyOf(days, 2 * length);
        untilThen = Arrays.copyOf(untilThen, 2 * length);
      }
      days[length] = day.day();
      untilThen[length] = (length == 0 ? 0 : untilThen[length - 1]) + day.mentions();
      length++;
    }

    boolean quiet(long from, long until) {
      return taken.stream()
          .allMatch(
              run ->
                  until <= Math.max(run.from(), Long.MIN_VALUE + BEFORE) - BEFORE
                      || from >= Math.min(run.until(), Long.MAX_VALUE - AFTER) + AFTER);
    }

    /** Of the whole days that lie nearest: of windows of weeks as many. */
    long mentions(Span span) {
      return before(day(span.until())) - before(day(span.from()));
    }

    private static long day(long micros) {
      return Math.floorDiv(micros + ObservedCalendar.DAY / 2, ObservedCalendar.DAY);
    }

    private long before(long day) {
      int at = Arrays.binarySearch(days, 0, length, day);
      int earlier = at >= 0 ? at : -at - 1;
      return earlier == 0 ? 0 : untilThen[earlier - 1];
    }
  }
}
