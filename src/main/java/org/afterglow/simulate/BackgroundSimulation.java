package org.afterglow.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.afterglow.post.PostKind;
import org.afterglow.simulate.SimulatedPost.Counters;
import org.afterglow.simulate.SimulatedPost.Words;
import org.jspecify.annotations.Nullable;

/**
 * What people post on one platform and day that has nothing to do with any entity: from it the
 * season and the outages are known. Some of it is answers to one another; a few posters repeat one
 * text; a few write other languages.
 */
final class BackgroundSimulation {
  private static final double ANSWERS = .25;
  private static final int POSTERS = 400;
  private static final int FLOOD_POSTS = 230;

  private final SimulationOptions options;
  private final SimulatedCalendar calendar;
  private final Roster roster;
  private final Voice voice;
  private final Platform platform;
  private final int day;
  private final int shard;
  private final double share;
  private final UnitRecords records;
  private final Ids ids;

  BackgroundSimulation(
      SimulationOptions options,
      SimulatedCalendar calendar,
      Roster roster,
      Voice voice,
      NativeWriter writer,
      Platform platform,
      int day,
      int shard,
      double share) {
    this.options = options;
    this.calendar = calendar;
    this.roster = roster;
    this.voice = voice;
    this.platform = platform;
    this.day = day;
    this.shard = shard;
    this.share = share;
    this.records = new UnitRecords(options, calendar, writer, platform);
    this.ids = Ids.ofBackground(options, platform, day, shard);
  }

  UnitRecords run() {
    Draws draws =
        shard == 0
            ? Draws.of(options.seed(), "background", platform.number(), day)
            : Draws.of(options.seed(), "background", platform.number(), day, shard);
    double mean = options.backgroundPerDay() * calendar.weekday(day) * share;
    int posters = posters(options);
    List<SimulatedPost> posted = new ArrayList<>();
    for (int count = draws.poisson(mean); count > 0; count--) {
      double place = draws.uniform();
      int person = poster(options, shard, (int) (place * place * posters));
      boolean bot = repeats(options, platform, person);
      long at = calendar.micros(day + calendar.timeOfDay(draws));
      Account author = roster.person(platform, person);
      boolean answers = draws.chance(ANSWERS);
      SimulatedPost parent =
          answers && !posted.isEmpty() && !bot ? posted.get(draws.below(posted.size())) : null;
      Words words;
      if (bot) {
        words = voice.chatter(Draws.of(options.seed(), "bot text", platform.number(), person));
      } else if (parent != null) {
        words = voice.chat(parent.author(), draws);
        at =
            Math.max(
                at, parent.atMicros() + (long) (draws.exponential(.05) * SimulatedCalendar.DAY));
      } else if (draws.chance(options.foreignShare())) {
        words = voice.verbatim("foreign", draws.below(voice.count("foreign")));
      } else {
        words = voice.chatter(draws);
      }
      SimulatedPost post = post(author, at, words, parent, draws);
      posted.add(post);
      write(post, draws);
      if (words.language().equals("en")) {
        records.label(post, false, false);
      }
    }
    if (shard == 0) {
      oddities(draws);
      bots();
    }
    return records;
  }

  /** Posters of one part. */
  private static int posters(SimulationOptions options) {
    return Math.min(POSTERS, options.persons());
  }

  /** The person who is a part's poster of a number: parts have others, while there are enough. */
  private static int poster(SimulationOptions options, int shard, int number) {
    return (int) ((number + (long) shard * POSTERS) % options.persons());
  }

  private static boolean repeats(SimulationOptions options, Platform platform, int person) {
    return Draws.share(options.seed(), "bot", platform.number(), person) < options.botShare();
  }

  /** The posters of a part who repeat one text. */
  static List<Integer> repeatingPosters(SimulationOptions options, Platform platform, int shard) {
    return IntStream.range(0, posters(options))
        .map(number -> poster(options, shard, number))
        .filter(person -> repeats(options, platform, person))
        .boxed()
        .toList();
  }

  /** What the bots that act on posts write besides, by which they can be told. */
  private void bots() {
    int bots = options.botActsShare() == 0 ? 0 : options.bots();
    for (int bot = 0; bot < bots; bot++) {
      Draws draws = Draws.of(options.seed(), "bot posts", platform.number(), day, bot);
      int floodDay =
          (int)
              (Draws.share(options.seed(), "flood", platform.number(), bot)
                  * (options.days() - options.truncateStartDays() - options.truncateEndDays()));
      boolean repeat = options.botKind() == BotKind.REPEAT;
      int posts = repeat ? 1 : day == options.truncateStartDays() + floodDay ? FLOOD_POSTS : 0;
      for (int number = 0; number < posts; number++) {
        Words words = repeat ? voice.repeated(platform, bot) : voice.chatter(draws);
        long at = calendar.micros(day + calendar.timeOfDay(draws));
        records.add(post(roster.bot(platform, bot), at, words, null, draws));
      }
    }
  }

  /** Spreads the oddities evenly over the days, on Twitter and Reddit in turn. */
  private void oddities(Draws draws) {
    for (int number = 0; number < options.oddities(); number++) {
      int onDay = (int) ((number + .5) * options.days() / options.oddities());
      Platform on = number % 3 == 2 ? Platform.REDDIT : Platform.TWITTER;
      if (onDay == day && on == platform) {
        Account author = roster.person(platform, draws.below(options.persons()));
        long at = calendar.micros(day + calendar.timeOfDay(draws));
        write(post(author, at, voice.verbatim("odd", number), null, draws), draws);
      }
    }
  }

  private SimulatedPost post(
      Account author, long at, Words words, @Nullable SimulatedPost parent, Draws draws) {
    boolean comment = platform == Platform.REDDIT && parent != null;
    String id =
        platform == Platform.TWITTER ? ids.status(at) : comment ? ids.comment() : ids.submission();
    SimulatedPost above = parent == null ? null : parent.root();
    PostKind kind = parent == null ? PostKind.POST : platform.kindOfAnswer(above == null);
    return new SimulatedPost(
        id,
        author,
        at,
        kind,
        words,
        parent != null ? parent.venue() : platform == Platform.TWITTER ? null : "everyday_talk",
        parent,
        above == null ? parent : above,
        null,
        new Counters(1 + draws.poisson(3), 0, draws.poisson(.5), 0, 10 + draws.poisson(40)),
        Counters.NONE,
        platform == Platform.REDDIT && draws.chance(options.deletionShare()));
  }

  private void write(SimulatedPost post, Draws draws) {
    records.add(post);
    if (draws.chance(options.deletionShare())) {
      records.delete(post, post.atMicros() + (long) (draws.exponential(3) * SimulatedCalendar.DAY));
    }
  }
}
