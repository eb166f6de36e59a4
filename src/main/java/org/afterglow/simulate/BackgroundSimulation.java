package org.afterglow.simulate;

import java.util.ArrayList;
import java.util.List;
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

  /** Units of background count from here, so that their ids differ from those of entities. */
  private static final long UNITS = 1L << 24;

  private final SimulationOptions options;
  private final SimulatedCalendar calendar;
  private final Roster roster;
  private final Voice voice;
  private final Platform platform;
  private final int day;
  private final UnitRecords records;
  private final Ids ids;

  BackgroundSimulation(
      SimulationOptions options,
      SimulatedCalendar calendar,
      Roster roster,
      Voice voice,
      NativeWriter writer,
      Platform platform,
      int day) {
    this.options = options;
    this.calendar = calendar;
    this.roster = roster;
    this.voice = voice;
    this.platform = platform;
    this.day = day;
    this.records = new UnitRecords(options, calendar, writer, platform);
    this.ids = new Ids(UNITS + day * 3L + platform.number());
  }

  UnitRecords run() {
    Draws draws = Draws.of(options.seed(), "background", platform.number(), day);
    double mean = options.backgroundPerDay() * calendar.weekday(day);
    int posters = Math.min(POSTERS, options.persons());
    List<SimulatedPost> posted = new ArrayList<>();
    for (int count = draws.poisson(mean); count > 0; count--) {
      double place = draws.uniform();
      int person = (int) (place * place * posters);
      boolean bot =
          Draws.share(options.seed(), "bot", platform.number(), person) < options.botShare();
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
    oddities(draws);
    return records;
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
