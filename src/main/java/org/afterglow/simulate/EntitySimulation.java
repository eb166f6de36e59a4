package org.afterglow.simulate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.afterglow.post.PostKind;
import org.afterglow.simulate.SimulatedPost.Counters;
import org.afterglow.simulate.SimulatedPost.Words;
import org.jspecify.annotations.Nullable;

/**
 * All that happens around one entity: its posts, the acts of engagement with them, talk among the
 * people who answer, its own answers, mentions. Draws from streams of the entity alone.
 */
final class EntitySimulation {
  private static final double BURST_MINUTES = 3;
  private static final double TALK_HOURS = 6;
  private static final double ANSWER_HOURS = 5;
  private static final double DELETION_DAYS = 3;
  private static final double LIKES_PER_ACT = 3;
  private static final double MENTIONS_IN_CAMPAIGN = 3;
  private static final double MENTIONS_LAST_DAYS = 10;
  private static final double FAN_LIFE_DAYS = 250;
  private static final double STEADY_SHARE_OF_RATE = .3;
  private static final int TRIES = 8;

  /**
   * Days are not busier than this many times the mean: each act is drawn that often and thinned.
   */
  private static final double MOST_LEVEL = 5;

  private final SimulationOptions options;
  private final SimulatedCalendar calendar;
  private final Roster roster;
  private final Voice voice;
  private final Entity entity;
  private final UnitRecords records;
  private final Ids ids;
  private final double[] drift;
  private final double[] level;
  private final double highestLevel;
  private final List<Fan> fans = new ArrayList<>();
  private final double labelPoint;

  /** A person who follows the entity for a while. */
  private record Fan(int person, double cumulativeWeight, double fromDay, double toDay) {}

  /** A post as planned. */
  private record Plan(double day, boolean promotional, Entity.@Nullable Campaign campaign) {}

  EntitySimulation(
      SimulationOptions options,
      SimulatedCalendar calendar,
      Roster roster,
      Voice voice,
      NativeWriter writer,
      Entity entity) {
    this.options = options;
    this.calendar = calendar;
    this.roster = roster;
    this.voice = voice;
    this.entity = entity;
    this.records = new UnitRecords(options, calendar, writer, entity.platform());
    this.ids = new Ids(entity.index());
    this.drift =
        SimulatedCalendar.autoregressive(
            draws("drift"), options.days() / 7 + 1, options.driftRho(), options.driftSd());
    this.level = new double[options.days()];
    Draws noise = draws("noise");
    double highest = 0;
    for (int day = 0; day < level.length; day++) {
      double factor =
          options.dayNoiseShape() == 0 ? 1 : noise.gammaOfMeanOne(options.dayNoiseShape());
      level[day] = Math.min(calendar.shock(day) * factor, MOST_LEVEL);
      highest = Math.max(highest, level[day]);
    }
    this.highestLevel = highest * calendar.busiest();
    drawFans();
    this.labelPoint = Truth.normalQuantile(options.labelAccuracy());
  }

  private Draws draws(String name) {
    return Draws.of(options.seed(), name, entity.index());
  }

  private void drawFans() {
    Draws draws = draws("fans");
    double sum = 0;
    for (int number = 0; number < options.fansPerEntity(); number++) {
      sum += draws.gammaOfMeanOne(.7);
      double from = draws.chance(.4) ? 0 : draws.uniform() * options.days();
      fans.add(
          new Fan(
              draws.below(options.persons()), sum, from, from + draws.exponential(FAN_LIFE_DAYS)));
    }
  }

  UnitRecords run() {
    int number = 0;
    for (Plan plan : plans()) {
      post(number, plan);
      number++;
    }
    mentions();
    return records;
  }

  private List<Plan> plans() {
    List<Plan> plans = new ArrayList<>();
    Draws draws = draws("posts");
    for (Entity.Campaign campaign : entity.campaigns()) {
      planned(draws, campaign, true, campaign.promotionalPerDay(), plans);
      planned(draws, campaign, false, options.conversationalPerDay(), plans);
    }
    for (int day = 0; day < options.days(); day++) {
      double promotional = 0;
      double conversational = 0;
      if (entity.campaignOn(day) == null && entity.habit() != Entity.Habit.CAMPAIGN_ONLY) {
        conversational = options.conversationalPerDay();
        promotional =
            entity.steady()
                ? options.promotionalPerDay() * STEADY_SHARE_OF_RATE
                : options.backgroundPromotionalPerDay();
      }
      double weekday = calendar.weekday(day);
      for (int post = draws.poisson(promotional * weekday); post > 0; post--) {
        plans.add(new Plan(day + calendar.timeOfDay(draws), true, null));
      }
      for (int post = draws.poisson(conversational * weekday); post > 0; post--) {
        plans.add(new Plan(day + calendar.timeOfDay(draws), false, null));
      }
    }
    plans.sort(Comparator.comparingDouble(Plan::day));
    return plans;
  }

  private void planned(
      Draws draws, Entity.Campaign campaign, boolean promotional, double perDay, List<Plan> plans) {
    PostingProfile profile =
        promotional ? options.promotionalProfile() : options.conversationalProfile();
    LocalDate start = calendar.date(campaign.startDay());
    for (int post = draws.poisson(perDay * campaign.days()); post > 0; post--) {
      double place = profile.quantile(draws.uniform(), start, campaign.days());
      if (!profile.hasHours()) {
        place = Math.floor(place) + calendar.timeOfDay(draws);
      }
      plans.add(new Plan(campaign.startDay() + place, promotional, campaign));
    }
  }

  private void post(int number, Plan plan) {
    Draws draws = Draws.of(options.seed(), "post", entity.index(), number);
    long atMicros = calendar.micros(plan.day());
    Kernel common = entity.kernel(plan.promotional());
    Kernel kernel =
        new Kernel(
            common.family(),
            common.halfLifeDays() * StrictMath.exp(options.postHalfLifeSd() * draws.normal()),
            common.floor());
    double spread = draws.normal();
    double volume =
        StrictMath.exp(options.volumeMean() + options.volumeSd() * spread)
            * (plan.promotional() ? options.promotionalVolumeRatio() : 1)
            * entity.volume()
            * drift[(int) plan.day() / 7]
            * calendar.decline(plan.day());
    boolean sounds = sounds(plan.promotional(), kernel, spread, draws);
    Account owner = entity.owners().get(draws.below(entity.owners().size()));
    Entity.Campaign campaign = plan.campaign();
    String tag = campaign != null && plan.promotional() ? campaign.tag() : null;
    Words words = voice.post(sounds, entity, owner, tag, draws);
    String id = entity.platform() == Platform.TWITTER ? ids.status(atMicros) : ids.submission();
    SimulatedPost post =
        new SimulatedPost(
            id,
            owner,
            atMicros,
            PostKind.POST,
            words,
            entity.venue(),
            null,
            null,
            null,
            Counters.NONE,
            Counters.NONE,
            false);
    boolean deletes =
        entity.platform() == Platform.TWITTER && draws.chance(options.deletionShare());
    double deletedAge = draws.exponential(DELETION_DAYS);
    List<Double> ages =
        ages(kernel, volume, plan.day(), deletes ? deletedAge : options.horizonDays(), draws);
    long likes = draws.poisson(LIKES_PER_ACT * ages.size());
    Counters last = acts(post, plan, ages, likes, draws);
    records.add(post.withCounters(last));
    if (deletes) {
      records.delete(post, atMicros + (long) (deletedAge * SimulatedCalendar.DAY));
    }
    records.label(post, true, sounds);
    records.truth(
        entity.platform().word(),
        UnitRecords.nativeId(post),
        owner.handle(),
        campaign == null ? null : campaign.id(),
        plan.promotional() ? "promotional" : "conversational",
        sounds ? "promotional" : "conversational",
        Synthesize.time(atMicros),
        Math.round(kernel.halfLifeDays() * 1e4) / 1e4,
        Math.round(volume * 1e4) / 1e4);
  }

  /** Whether the text of a post will sound promotional: errors may follow half-life and volume. */
  private boolean sounds(boolean promotional, Kernel kernel, double spread, Draws draws) {
    double typical = Math.log(entity.conversational().halfLifeDays());
    double score =
        (promotional ? labelPoint : -labelPoint)
            + draws.normal()
            - options.labelShift() * (StrictMath.log(kernel.halfLifeDays()) - typical)
            + options.labelShift() * options.volumeSd() * spread;
    return options.labelAccuracy() == 1 ? promotional : score > 0;
  }

  /** Ages of the acts on one post, in days, ascending. */
  private List<Double> ages(
      Kernel kernel, double volume, double postedDay, double untilAge, Draws draws) {
    double horizon = options.horizonDays();
    double most = volume * kernel.cumulative(horizon) * highestLevel / options.cascadeMean();
    List<Double> ages = new ArrayList<>();
    for (int candidate = draws.poisson(most); candidate > 0; candidate--) {
      double age = kernel.draw(draws, horizon);
      double at = postedDay + age;
      double keep = draws.uniform();
      if (at >= options.days()
          || keep * highestLevel >= level[(int) at] * calendar.season(calendar.micros(at))) {
        continue;
      }
      ages.add(age);
      for (int more = draws.geometric(options.cascadeMean()) - 1; more > 0; more--) {
        ages.add(age + draws.exponential(BURST_MINUTES / 1440));
      }
    }
    ages.removeIf(age -> age >= untilAge || postedDay + age >= options.days());
    ages.sort(Comparator.naturalOrder());
    return ages;
  }

  /** The acts themselves; gives the counters that the post ends with. */
  private Counters acts(SimulatedPost post, Plan plan, List<Double> ages, long likes, Draws draws) {
    Set<Integer> present = new HashSet<>();
    long reposts = 0;
    long replies = 0;
    long quotes = 0;
    int done = 0;
    for (double age : ages) {
      long at = calendar.micros(plan.day() + age);
      Account person = actor(plan.day() + age, present, draws);
      Counters sofar = new Counters(likes * done / ages.size(), reposts, replies, quotes, 0);
      double place = draws.uniform();
      done++;
      if (entity.platform() == Platform.TWITTER && place < options.repostShare()) {
        reposts++;
        Counters with = new Counters(sofar.likes(), reposts, replies, quotes, 0);
        emit(
            new SimulatedPost(
                ids.status(at),
                person,
                at,
                PostKind.REPOST,
                post.words(),
                null,
                null,
                null,
                post,
                Counters.NONE,
                with,
                false),
            draws);
      } else if (entity.platform() == Platform.TWITTER
          && place < options.repostShare() + options.quoteShare()) {
        quotes++;
        SimulatedPost quote =
            new SimulatedPost(
                ids.status(at),
                person,
                at,
                PostKind.QUOTE,
                voice.quote(entity, post.author(), draws),
                null,
                null,
                null,
                post,
                Counters.NONE,
                sofar,
                false);
        emit(quote, draws);
        records.label(quote, false, false);
      } else {
        replies++;
        Words words = voice.reply(plan.promotional(), entity, post.author(), draws);
        SimulatedPost reply = below(post, post, person, at, words, draws);
        emit(reply, draws);
        records.label(reply, false, false);
        aftermath(reply, post, plan.day() + age, draws);
      }
    }
    return new Counters(likes, reposts, replies, quotes, 20 + 40L * ages.size() + likes);
  }

  /** What a person's answer sets off: an answer by another person, one by the owner. */
  private void aftermath(SimulatedPost reply, SimulatedPost root, double day, Draws draws) {
    double talkDay = day + draws.exponential(TALK_HOURS / 24);
    if (draws.chance(options.talkShare()) && talkDay < options.days()) {
      Account other = roster.person(entity.platform(), draws.below(options.persons()));
      SimulatedPost talk =
          below(
              reply,
              root,
              other,
              calendar.micros(talkDay),
              voice.chat(reply.author(), draws),
              draws);
      emit(talk, draws);
      records.label(talk, false, false);
    }
    answer(reply, root, day, draws);
  }

  private void answer(SimulatedPost asked, SimulatedPost root, double day, Draws draws) {
    double answerDay = day + draws.exponential(ANSWER_HOURS / 24);
    if (!draws.chance(answerShare((int) day)) || answerDay >= options.days()) {
      return;
    }
    Account owner = entity.owners().get(draws.below(entity.owners().size()));
    SimulatedPost answer =
        below(
            asked,
            root,
            owner,
            calendar.micros(answerDay),
            voice.answer(entity, owner, asked.author(), draws),
            draws);
    SimulatedPost kept = answer.gone() ? unharmed(answer) : answer;
    records.add(kept);
    records.label(kept, true, false);
  }

  private static SimulatedPost unharmed(SimulatedPost post) {
    return new SimulatedPost(
        post.id(),
        post.author(),
        post.atMicros(),
        post.kind(),
        post.words(),
        post.venue(),
        post.parent(),
        post.root(),
        post.original(),
        post.counters(),
        post.originalCounters(),
        false);
  }

  private double answerShare(int day) {
    if (entity.campaignOn(day) != null || entity.stoppedBefore(day) == null) {
      return entity.habit() == Entity.Habit.CAMPAIGN_ONLY && entity.campaignOn(day) == null
          ? 0
          : options.answerShare();
    }
    return entity.habit() == Entity.Habit.CAMPAIGN_ONLY
        ? options.answerShareAfter() / 4
        : options.answerShareAfter();
  }

  private void mentions() {
    Draws draws = draws("mentions");
    for (int day = 0; day < options.days(); day++) {
      double rate = options.mentionsPerDay() * level[day];
      Entity.Campaign stopped = entity.stoppedBefore(day);
      if (entity.campaignOn(day) != null) {
        rate *= MENTIONS_IN_CAMPAIGN;
      } else if (stopped != null) {
        double since = day - stopped.stopDay();
        rate *= 1 + (MENTIONS_IN_CAMPAIGN - 1) * StrictMath.exp(-since / MENTIONS_LAST_DAYS);
      }
      for (int mention = draws.poisson(rate * calendar.weekday(day)); mention > 0; mention--) {
        double at = day + calendar.timeOfDay(draws);
        Account owner = entity.owners().get(0);
        Account person = actor(at, new HashSet<>(), draws);
        long micros = calendar.micros(at);
        SimulatedPost post =
            new SimulatedPost(
                entity.platform() == Platform.TWITTER ? ids.status(micros) : ids.submission(),
                person,
                micros,
                PostKind.POST,
                voice.mention(entity, owner, draws),
                entity.venue(),
                null,
                null,
                null,
                new Counters(1 + draws.poisson(2), 0, 0, 0, 20 + draws.poisson(60)),
                Counters.NONE,
                false);
        emit(post, draws);
        records.label(post, false, false);
        answer(post, post, at, draws);
      }
    }
  }

  /** A fan who is there on that day and has not yet acted on this post, or a passer-by. */
  private Account actor(double day, Set<Integer> present, Draws draws) {
    if (draws.chance(options.fanShare())) {
      double sum = fans.get(fans.size() - 1).cumulativeWeight();
      for (int attempt = 0; attempt < TRIES; attempt++) {
        double place = draws.uniform() * sum;
        int low = 0;
        int high = fans.size() - 1;
        while (low < high) {
          int middle = (low + high) >>> 1;
          if (fans.get(middle).cumulativeWeight() > place) {
            high = middle;
          } else {
            low = middle + 1;
          }
        }
        Fan fan = fans.get(low);
        if (day >= fan.fromDay() && day < fan.toDay() && present.add(fan.person())) {
          return roster.person(entity.platform(), fan.person());
        }
      }
    }
    int passerBy = draws.below(options.persons());
    while (!present.add(passerBy)) {
      passerBy = passerBy < options.persons() ? passerBy + options.persons() : passerBy + 1;
    }
    return roster.person(entity.platform(), passerBy);
  }

  /** A post below another. */
  private SimulatedPost below(
      SimulatedPost parent, SimulatedPost root, Account author, long at, Words words, Draws draws) {
    boolean gone = entity.platform() == Platform.REDDIT && draws.chance(options.deletionShare());
    return new SimulatedPost(
        entity.platform() == Platform.TWITTER
            ? ids.status(at)
            : entity.platform() == Platform.REDDIT ? ids.comment() : ids.submission(),
        author,
        at,
        entity.platform().kindOfAnswer(parent.root() == null),
        words,
        entity.venue(),
        parent,
        root,
        null,
        new Counters(1 + draws.poisson(2), 0, 0, 0, 10 + draws.poisson(30)),
        Counters.NONE,
        gone);
  }

  /** Writes a person's post down, and the notice if it was taken back. */
  private void emit(SimulatedPost post, Draws draws) {
    records.add(post);
    if (draws.chance(options.deletionShare())) {
      long later = (long) (draws.exponential(DELETION_DAYS) * SimulatedCalendar.DAY);
      records.delete(post, post.atMicros() + later);
    }
  }
}
