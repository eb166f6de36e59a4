package org.afterglow.job.claim.silences;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.afterglow.decay.Baseline.Span;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.claim.silences.ComebackMoment.Response;
import org.afterglow.statistics.Draws;
import org.jspecify.annotations.Nullable;

/**
 * An account's posts on its platform in order of time: when it fell silent, and moments at which it
 * did not (docs/methods.md, 5, C6).
 */
final class PostingTimeline {
  /** Posts after a lag whose response is looked at. */
  static final int FIRST = 5;

  /** Last posts before it. */
  static final int RECENT = 5;

  /** Posts before those. */
  static final int EARLIER = 25;

  /** Controls of an account at most, those of the lowest hashes. */
  static final int MOST_CONTROLS = 60;

  static final int LEAST_DAYS = 14;
  private static final long LEAST_SILENCE = LEAST_DAYS * ObservedCalendar.DAY;
  private static final int POSTS_MISSED = 7;
  private static final long RESPONSE = 7 * ObservedCalendar.DAY;
  private static final long AUDIENCE = 28 * ObservedCalendar.DAY;
  private static final long AFTERMATH = 36 * ObservedCalendar.DAY;
  private static final int EVERY = 3;
  private static final double FOUR_FIFTHS = .8;

  private final String account;
  private final String platform;
  private final List<Post> posts;
  private final List<Span> campaigns;
  private final ObservedCalendar calendar;
  private final boolean timed;
  private final boolean campaignOnly;

  /** What lies between each post and the next, the last of which is the archive's end. */
  private final Stretch[] stretches;

  /** Of each post, how many stretches before it are not {@link Stretch#POSTING}. */
  private final int[] breaksBefore;

  /** Of each post, when the account began to post after the last of those stretches. */
  private final long[] postingSince;

  /**
   * A post of the account that answers nobody.
   *
   * @param at microseconds
   * @param acts of persons upon it in the 7 days after it
   * @param actsWithBots the same with those of suspected bots
   */
  record Post(long at, long acts, long actsWithBots) {}

  private enum Stretch {
    POSTING,
    SILENT,
    /** Too long without a post to be posting, and too little observed to be silence. */
    UNSEEN
  }

  private PostingTimeline(
      String account,
      String platform,
      List<Post> posts,
      List<Span> campaigns,
      ObservedCalendar calendar,
      boolean timed) {
    this.account = account;
    this.platform = platform;
    this.posts = posts;
    this.campaigns = campaigns;
    this.calendar = calendar;
    this.timed = timed;
    long inCampaigns =
        posts.stream()
            .filter(
                post ->
                    campaigns.stream()
                        .anyMatch(span -> span.from() <= post.at && post.at < span.until()))
            .count();
    campaignOnly = inCampaigns >= FOUR_FIFTHS * posts.size();
    stretches = new Stretch[posts.size()];
    breaksBefore = new int[posts.size() + 1];
    postingSince = new long[posts.size() + 1];
    postingSince[0] = Long.MIN_VALUE / 2;
    for (int i = 0; i < posts.size(); i++) {
      stretches[i] = stretch(i);
      boolean posting = stretches[i] == Stretch.POSTING;
      breaksBefore[i + 1] = breaksBefore[i] + (posting ? 0 : 1);
      postingSince[i + 1] = posting ? postingSince[i] : at(i + 1);
    }
  }

  /**
   * The timeline of an account.
   *
   * @param posts in any order
   * @param campaigns of the account, in any order
   * @param calendar of its platform
   * @param timed whether the archive says when acts upon its posts took place
   */
  static PostingTimeline of(
      String account,
      String platform,
      List<Post> posts,
      List<Span> campaigns,
      ObservedCalendar calendar,
      boolean timed) {
    return new PostingTimeline(
        account,
        platform,
        posts.stream()
            .sorted(
                Comparator.comparingLong(Post::at)
                    .thenComparingLong(Post::acts)
                    .thenComparingLong(Post::actsWithBots))
            .toList(),
        campaigns.stream()
            .sorted(Comparator.comparingLong(Span::from).thenComparingLong(Span::until))
            .toList(),
        calendar,
        timed);
  }

  private long at(int post) {
    return post < posts.size() ? posts.get(post).at : calendar.end();
  }

  private Stretch stretch(int post) {
    long elapsed = at(post + 1) - at(post);
    long observed = calendar.observedMicros(at(post), at(post + 1));
    if (elapsed < LEAST_SILENCE) {
      return Stretch.POSTING;
    }
    if (observed < FOUR_FIFTHS * elapsed) {
      return Stretch.UNSEEN;
    }
    double missed = (double) observed * post / calendar.observedMicros(at(0), at(post));
    // The first post has no rate to miss posts by.
    return observed >= LEAST_SILENCE && (post == 0 || missed > POSTS_MISSED)
        ? Stretch.SILENT
        : Stretch.POSTING;
  }

  /** Its silences with thirty posts before them, in order of time, those that still last too. */
  List<ComebackMoment> silences() {
    List<ComebackMoment> silences = new ArrayList<>();
    for (int i = RECENT + EARLIER - 1; i < posts.size(); i++) {
      if (stretches[i] == Stretch.SILENT) {
        silences.add(
            moment(
                ComebackMoment.SILENCE,
                i,
                (double) (at(i + 1) - at(i)) / ObservedCalendar.DAY,
                i + 1));
      }
    }
    return silences;
  }

  /**
   * Moments without a silence: every third post that comes 36 days or more after a silence, if the
   * account goes on posting until the fifth post after a lag drawn by hash; of an account that
   * hardly posts outside campaigns none.
   *
   * @param lags days that are drawn from; none: no controls
   * @return at most {@value #MOST_CONTROLS}, in order of their hashes
   */
  List<ComebackMoment> controls(double[] lags, Draws draws) {
    List<ComebackMoment> controls = new ArrayList<>();
    if (lags.length == 0 || campaignOnly) {
      return controls;
    }
    int[] candidates =
        IntStream.range(RECENT + EARLIER - 1, posts.size())
            .filter(i -> i % EVERY == 0 && at(i) >= postingSince[i] + AFTERMATH)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingLong(i -> draws.seed(account, "control", i))
                    .thenComparing(i -> i))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i : candidates) {
      if (controls.size() == MOST_CONTROLS) {
        break;
      }
      double lag = lags[draws.stream(account, "lag", i).nextInt(lags.length)];
      int back = firstFrom(at(i) + Math.round(lag * ObservedCalendar.DAY));
      if (back + FIRST <= posts.size() && breaksBefore[back + FIRST - 1] == breaksBefore[i]) {
        ComebackMoment control = moment(ComebackMoment.CONTROL, i, lag, back);
        if (control.response() != null) {
          controls.add(control);
        }
      }
    }
    return controls;
  }

  /**
   * The last post before the second campaign of an account that hardly posts outside campaigns;
   * null where there is none.
   */
  @Nullable ComebackMoment secondCampaign() {
    if (!campaignOnly || campaigns.isEmpty()) {
      return null;
    }
    long stop = campaigns.get(0).until();
    Span second =
        campaigns.stream().filter(campaign -> campaign.from() >= stop).findFirst().orElse(null);
    int back = second == null ? 0 : firstFrom(second.from());
    return back == 0 || back == posts.size()
        ? null
        : moment(
            ComebackMoment.SECOND_CAMPAIGN,
            back - 1,
            (double) (at(back) - at(back - 1)) / ObservedCalendar.DAY,
            back);
  }

  private ComebackMoment moment(String kind, int left, double lagDays, int back) {
    boolean five =
        back + FIRST <= posts.size()
            && breaksBefore[back + FIRST - 1] == breaksBefore[back]
            && IntStream.range(back, back + FIRST).allMatch(this::observed);
    return new ComebackMoment(
        account,
        platform,
        kind,
        campaignOnly,
        posts.size(),
        at(left),
        lagDays,
        back < posts.size() ? at(back) : null,
        five ? at(back + FIRST - 1) : null,
        calendar.observedMicros(at(left) - AUDIENCE, at(left)) >= FOUR_FIFTHS * AUDIENCE,
        five ? response(left, back, false) : null,
        five ? response(left, back, true) : null);
  }

  private @Nullable Response response(int left, int back, boolean bots) {
    Double recent = mean(left - RECENT + 1, left + 1, bots);
    Double earlier = mean(left - RECENT - EARLIER + 1, left - RECENT + 1, bots);
    if (recent == null || earlier == null || !timed) {
      return null;
    }
    long sum = 0;
    for (int i = back; i < back + FIRST; i++) {
      sum += acts(i, bots);
    }
    return new Response(recent, earlier, sum, acts(back, bots));
  }

  /** Mean response to the observed ones of some posts; null where those are too few. */
  private @Nullable Double mean(int from, int until, boolean bots) {
    if (from < 0) {
      return null;
    }
    int observed = 0;
    long sum = 0;
    for (int i = from; i < until; i++) {
      if (observed(i)) {
        observed++;
        sum += acts(i, bots);
      }
    }
    return observed >= FOUR_FIFTHS * (until - from) ? (Double) ((double) sum / observed) : null;
  }

  private long acts(int post, boolean bots) {
    return bots ? posts.get(post).actsWithBots : posts.get(post).acts;
  }

  /** Whether the time in which acts upon a post are counted was observed. */
  private boolean observed(int post) {
    return calendar.observedMicros(at(post), at(post) + RESPONSE) >= FOUR_FIFTHS * RESPONSE;
  }

  private int firstFrom(long time) {
    int low = 0;
    int high = posts.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at(middle) < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
