package org.afterglow.simulate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private static final double ANSWER_HOURS = 5;
  private static final double DELETION_DAYS = 3;
  private static final double LIKES_PER_ACT = 3;
  private static final double MOST_FEEDBACK = 4;
  private static final double MET_DAYS = 1;
  private static final double MET_WITHIN_DAYS = 7;
  private static final int POSTS_AFTER_SILENCE = 5;
  private static final int ANSWERS_REMEMBERED_DAYS = 28;
  private static final int ATTEMPTS = 50;

  /**
   * Days are not busier than this many times the mean: each act is drawn that often and thinned.
   */
  private static final double MOST_LEVEL = 5;

  private final SimulationOptions options;
  private final SimulatedCalendar calendar;
  private final Roster roster;
  private final Voice voice;
  private final NativeWriter writer;
  private final Entity entity;
  private final UnitRecords records;
  private final Ids ids;
  private final double[] drift;
  private final double[] level;
  private final double highestLevel;
  private final Following following;
  private final Supply supply;
  private final int[] answersOn;

  /** Conversational posts by day, and acts on them by the day of the act. */
  private final long[][] conversationOn;

  private final Acquaintances spoken;
  private final Map<Integer, int[]> postsOfWeek = new HashMap<>();
  private final List<Naming> namings = new ArrayList<>();
  private final double labelPoint;

  /**
   * A post as planned.
   *
   * @param silentDays length of the silence that it is one of the first posts after; 0: of none
   */
  private record Plan(
      double day, boolean promotional, Entity.@Nullable Campaign campaign, double silentDays) {
    Plan(double day, boolean promotional, Entity.@Nullable Campaign campaign) {
      this(day, promotional, campaign, 0);
    }
  }

  private record Naming(SimulatedPost post, Account owner, double day) {}

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
    this.writer = writer;
    this.entity = entity;
    this.records = new UnitRecords(options, calendar, writer, entity.platform());
    this.ids = Ids.ofEntity(options, entity.index());
    this.drift = SimulatedCalendar.drift(options, draws("drift"));
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
    this.following = new Following(options, roster, entity);
    this.supply = new Supply(options, calendar, entity);
    this.answersOn = new int[options.days()];
    this.conversationOn = new long[options.days()][2];
    this.spoken = new Acquaintances(options);
    this.labelPoint = Truth.normalQuantile(options.labelAccuracy());
  }

  private Draws draws(String name) {
    return Draws.of(options.seed(), name, entity.index());
  }

  private Draws draws(String name, int number) {
    return Draws.of(options.seed(), name, entity.index(), number);
  }

  UnitRecords run() {
    if (options.acquisitionEffect() < 1) {
      EntitySimulation rehearsal =
          new EntitySimulation(options, calendar, roster, voice, writer, entity);
      rehearsal.tell();
      following.shorten(rehearsal.following.acquisitions());
    }
    tell();
    for (Following.Acquisition acquisition : following.acquisitions()) {
      records.row(
          TruthTable.PERSON,
          entity.platform().word(),
          roster.person(entity.platform(), acquisition.person()).handle(),
          acquisition.campaign().id(),
          Following.word(acquisition.touch()),
          Synthesize.time(calendar.micros(acquisition.day())),
          Synthesize.time(calendar.micros(acquisition.leftDay())));
    }
    new EntityTruth(options, calendar, entity, records).tell();
    return records;
  }

  private void tell() {
    // Mentions are answered before all else where answers are scarce or set something off.
    boolean mentionsFirst =
        options.answerCapacityPerDay() > 0 || options.theta5() != 0 || options.asksPerDay() > 0;
    if (mentionsFirst) {
      mentions();
    }
    int number = 0;
    Draws feedback = draws("feedback");
    for (Plan plan : plans()) {
      if (comesAbout(plan, feedback)) {
        post(number, plan);
      }
      number++;
    }
    if (!mentionsFirst) {
      mentions();
    }
    asks();
    recommendations();
  }

  private List<Plan> plans() {
    List<Plan> plans = new ArrayList<>();
    Draws draws = draws("posts");
    for (Entity.Campaign campaign : entity.campaigns()) {
      planned(draws, campaign, true, plans);
      planned(draws, campaign, false, plans);
    }
    List<SilentSpell> silences = SilentSpell.of(options, entity);
    for (int day = 0; day < options.days(); day++) {
      background(draws, day, true, plans);
      background(draws, day, false, plans);
    }
    plans.removeIf(
        plan ->
            plan.campaign() == null
                && silences.stream().anyMatch(spell -> spell.holds(plan.day())));
    plans.sort(Comparator.comparingDouble(Plan::day));
    for (SilentSpell silence : silences) {
      int left = POSTS_AFTER_SILENCE;
      for (int number = 0; number < plans.size() && left > 0; number++) {
        Plan plan = plans.get(number);
        if (plan.day() >= silence.toDay()) {
          plans.set(
              number, new Plan(plan.day(), plan.promotional(), plan.campaign(), silence.days()));
          left--;
        }
      }
    }
    for (Plan plan : plans) {
      postsOfWeek
          .computeIfAbsent(calendar.week(plan.day()), unused -> new int[2])[
          plan.promotional() ? 1 : 0]++;
    }
    return plans;
  }

  private void background(Draws draws, int day, boolean promotional, List<Plan> plans) {
    double mean =
        supply.backgroundPerDay(day, promotional) * calendar.weekday(day) * planned(promotional);
    for (int post = draws.poisson(mean); post > 0; post--) {
      plans.add(new Plan(day + calendar.timeOfDay(draws), promotional, null));
    }
  }

  private void planned(
      Draws draws, Entity.Campaign campaign, boolean promotional, List<Plan> plans) {
    PostingProfile profile = campaign.profile(promotional);
    double perDay = promotional ? campaign.promotionalPerDay() : options.conversationalPerDay();
    LocalDate start = calendar.date(campaign.startDay());
    double mean = perDay * campaign.days() * planned(promotional);
    for (int post = draws.poisson(mean); post > 0; post--) {
      double place = profile.quantile(draws.uniform(), start, campaign.days());
      if (!profile.hasHours()) {
        place = Math.floor(place) + calendar.timeOfDay(draws);
      }
      if (promotional && campaign.rampsDown() && !draws.chance(campaign.shareLeft(place))) {
        continue;
      }
      plans.add(new Plan(campaign.startDay() + place, promotional, campaign));
    }
  }

  /** How many times as many posts are planned as are to come about on average. */
  private double planned(boolean promotional) {
    return promotional && options.promotionFeedback() > 0 ? MOST_FEEDBACK : 1;
  }

  /** Whether a planned post is made: promotion the rather after conversation that earned little. */
  private boolean comesAbout(Plan plan, Draws draws) {
    if (planned(plan.promotional()) == 1) {
      if (!plan.promotional()) {
        conversationOn[(int) plan.day()][0]++;
      }
      return true;
    }
    int today = (int) plan.day();
    double[] before = conversation(0, today);
    double[] lately = conversation(today - 7, today);
    double usual = (before[1] + 1) / (before[0] + 1);
    double level = (lately[1] + usual) / (lately[0] + 1) / usual;
    double keep = StrictMath.pow(level, -options.promotionFeedback()) / MOST_FEEDBACK;
    return draws.uniform() < keep;
  }

  /** Conversational posts of some days, and the acts that these had on them. */
  private double[] conversation(int from, int until) {
    double[] sums = new double[2];
    for (int day = Math.max(0, from); day < until; day++) {
      sums[0] += conversationOn[day][0];
      sums[1] += conversationOn[day][1];
    }
    return sums;
  }

  /** What multiplies the volume of a post because of what its entity did before. */
  private double effects(Plan plan) {
    double effects = 1;
    if (plan.promotional() && options.theta5() != 0) {
      int given = 0;
      int today = (int) plan.day();
      for (int day = Math.max(0, today - ANSWERS_REMEMBERED_DAYS); day < today; day++) {
        given += answersOn[day];
      }
      effects *= StrictMath.pow(1 + given, options.theta5());
    }
    int[] weekBefore = postsOfWeek.get(calendar.week(plan.day()) - 1);
    if (!plan.promotional() && options.theta3() != 0 && weekBefore != null) {
      double share = (double) weekBefore[1] / (weekBefore[0] + weekBefore[1]);
      effects *= StrictMath.exp(options.theta3() * share);
    }
    if (plan.silentDays() > 0) {
      effects *= StrictMath.pow(plan.silentDays() / 7, options.theta6());
    }
    return effects;
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
    Topic topic = topic(number);
    double volume =
        StrictMath.exp(options.volumeMean() + options.volumeSd() * spread)
            * (plan.promotional() ? options.promotionalVolumeRatio() : 1)
            * entity.volume()
            * drift[(int) plan.day() / 7]
            * calendar.decline(plan.day())
            * effects(plan)
            * (plan.promotional() ? StrictMath.exp(options.theta7() * topic.deviations()) : 1);
    boolean sounds = sounds(plan.promotional(), kernel, spread, draws);
    Account owner = entity.owners().get(draws.below(entity.owners().size()));
    Entity.Campaign campaign = plan.campaign();
    String tag = campaign != null && plan.promotional() ? campaign.tag() : null;
    Words words = voice.post(sounds, entity, owner, tag, topic, draws);
    String id = entity.platform() == Platform.TWITTER ? ids.status(atMicros) : ids.submission();
    SimulatedPost post =
        new SimulatedPost(
            id,
            owner,
            atMicros,
            PostKind.POST,
            words,
            topic.venue(),
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
    botActs(number, post, plan, kernel, volume, deletes ? deletedAge : options.horizonDays());
    if (deletes) {
      records.delete(post, atMicros + (long) (deletedAge * SimulatedCalendar.DAY));
    }
    records.label(post, true, sounds);
    records.row(
        TruthTable.POST,
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

  /** Where a post stands and how far from what is talked about there. */
  private Topic topic(int number) {
    if (options.theta7() == 0 && options.venuesPerEntity() == 1) {
      return Topic.at(entity.venue(), entity.trade());
    }
    return roster.topic(entity, draws("topic", number));
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
      if (!happens(at, keep)) {
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

  /** Whether what was drawn as often as on the busiest of hours happens at this one. */
  private boolean happens(double day, double place) {
    return day < options.days()
        && place * highestLevel < level[(int) day] * calendar.season(calendar.micros(day));
  }

  /** What bots do to a post besides what people do; no counter has it. */
  private void botActs(
      int number, SimulatedPost post, Plan plan, Kernel kernel, double volume, double untilAge) {
    boolean late = options.botTiming() == BotTiming.LATE;
    if (options.botActsShare() == 0 || (late && !plan.promotional())) {
      return;
    }
    Draws draws = Draws.of(options.seed(), "bot acts", entity.index(), number);
    double most = volume * options.botActsShare() * highestLevel;
    for (int candidate = draws.poisson(most); candidate > 0; candidate--) {
      double age = late ? draws.uniform(1, Kernel.SPAN_DAYS) : kernel.draw(draws, Kernel.SPAN_DAYS);
      int bot = draws.below(options.bots());
      if (happens(plan.day() + age, draws.uniform()) && age < untilAge) {
        Words words =
            options.botKind() == BotKind.REPEAT
                ? voice.repeated(entity.platform(), bot)
                : voice.reply(plan.promotional(), entity, post, draws);
        Account account = roster.bot(entity.platform(), bot);
        act(below(post, post, account, calendar.micros(plan.day() + age), words, draws), draws);
      }
    }
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
      Touch touch = plan.promotional() ? Touch.PROMOTIONAL : Touch.CONVERSATIONAL;
      Account person = following.actor(plan.day() + age, touch, present, draws);
      Counters sofar = new Counters(likes * done / ages.size(), reposts, replies, quotes, 0);
      double place = draws.uniform();
      done++;
      if (!plan.promotional()) {
        conversationOn[(int) (plan.day() + age)][1]++;
      }
      if (options.passOnByFollowers() != 0) {
        place /= StrictMath.exp(options.passOnByFollowers() * person.followersDeviations());
      }
      boolean passes =
          entity.platform() == Platform.TWITTER
              && place < options.repostShare() + options.quoteShare();
      spoken.acted(person, plan.day() + age, passes ? null : post.author());
      if (entity.platform() == Platform.TWITTER && place < options.repostShare()) {
        reposts++;
        Counters with = new Counters(sofar.likes(), reposts, replies, quotes, 0);
        act(
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
        act(quote, draws);
        records.label(quote, false, false);
        named(quote, post.author(), plan.day() + age);
      } else {
        replies++;
        Words words = voice.reply(plan.promotional(), entity, post, draws);
        SimulatedPost reply = below(post, post, person, at, words, draws);
        act(reply, draws);
        records.label(reply, false, false);
        aftermath(reply, post, plan, plan.day() + age, draws);
      }
    }
    return new Counters(likes, reposts, replies, quotes, 20 + 40L * ages.size() + likes);
  }

  /** What a person's answer sets off: an answer by another person, one by the owner. */
  private void aftermath(
      SimulatedPost reply, SimulatedPost root, Plan plan, double day, Draws draws) {
    double ratio = plan.promotional() ? options.promotionalTalkRatio() : 1;
    double talkDay = day + draws.exponential(options.talkDays() * ratio);
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
      act(talk, draws);
      spoken.acted(other, talkDay, null);
      records.label(talk, false, false);
    }
    answer(reply, root, day, draws);
  }

  private void answer(SimulatedPost asked, SimulatedPost root, double day, Draws draws) {
    double answerDay = day + draws.exponential(ANSWER_HOURS / 24);
    if (!draws.chance(answerShare((int) day))) {
      return;
    }
    for (int left = draws.geometric(options.answersMean()); left > 0; left--) {
      int on = (int) answerDay;
      if (answerDay >= options.days()
          || (options.answerCapacityPerDay() > 0
              && answersOn[on] >= options.answerCapacityPerDay())) {
        return;
      }
      answersOn[on]++;
      answered(asked, root, answerDay, draws);
      if (left > 1) {
        answerDay += draws.exponential(ANSWER_HOURS / 24);
      }
    }
  }

  private void answered(SimulatedPost asked, SimulatedPost root, double day, Draws draws) {
    Account owner = entity.owners().get(draws.below(entity.owners().size()));
    long at = calendar.micros(day);
    spoken.spoke(asked.author(), day, owner);
    SimulatedPost answer =
        below(asked, root, owner, at, voice.answer(entity, owner, asked.author(), draws), draws);
    SimulatedPost kept = answer.gone() ? unharmed(answer) : answer;
    if (options.actRecords() == ActRecords.TIMED || asked.equals(root)) {
      records.add(kept);
      records.label(kept, true, false);
    }
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
        ? options.answerShareAfter() * options.campaignOnlyAnswers()
        : options.answerShareAfter();
  }

  private void mentions() {
    Draws draws = draws("mentions");
    for (int day = 0; day < options.days(); day++) {
      double rate = supply.mentionsPerDay(day, level[day]) * calendar.weekday(day);
      for (int mention = draws.poisson(rate); mention > 0; mention--) {
        double at = day + calendar.timeOfDay(draws);
        Account owner = entity.owners().get(0);
        Account person = following.actor(at, Touch.MENTION, new HashSet<>(), draws);
        long micros = calendar.micros(at);
        spoken.acted(person, at, null);
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
        named(post, owner, at);
        answer(post, post, at, draws);
      }
    }
  }

  /** Posts by which the first of the owners asks people around it for something. */
  private void asks() {
    if (options.asksPerDay() == 0) {
      return;
    }
    Draws draws = draws("asks");
    Account owner = entity.owners().get(0);
    spoken.sort();
    for (int day = 0; day < options.days(); day++) {
      double mean = options.asksPerDay() * calendar.weekday(day);
      for (int left = draws.poisson(mean); left > 0; left--) {
        double at = day + calendar.timeOfDay(draws);
        Account person = spoken.somebody(at, draws);
        if (person != null) {
          ask(owner, person, at, draws);
        }
      }
    }
  }

  private void ask(Account owner, Account person, double day, Draws draws) {
    long micros = calendar.micros(day);
    SimulatedPost post =
        new SimulatedPost(
            entity.platform() == Platform.TWITTER ? ids.status(micros) : ids.submission(),
            owner,
            micros,
            PostKind.POST,
            voice.ask(entity, owner, person, draws),
            entity.venue(),
            null,
            null,
            null,
            Counters.NONE,
            Counters.NONE,
            false);
    records.add(post);
    records.labelAsk(post);
    spoken.asked(person, day);
    boolean meets = draws.chance(spoken.meets(person, day, owner));
    double metDay = day + draws.exponential(MET_DAYS) % MET_WITHIN_DAYS;
    if (meets && metDay < options.days()) {
      Words words = voice.reply(false, entity, post, draws);
      spoken.met(person, metDay, owner);
      act(below(post, post, person, calendar.micros(metDay), words, draws), draws);
    }
  }

  /** Posts by which people tell others of the first of the owners, and answers of these. */
  private void recommendations() {
    if (options.recommendationsPerDay() == 0) {
      return;
    }
    Draws draws = draws("recommendations");
    Account owner = entity.owners().get(0);
    for (int day = 0; day < options.days(); day++) {
      double mean = options.recommendationsPerDay() * calendar.weekday(day);
      for (int left = draws.poisson(mean); left > 0; left--) {
        double at = day + calendar.timeOfDay(draws);
        Account person =
            draws.chance(options.recommendAskedShare())
                ? spoken.askedLately(at, draws)
                : neverAsked(at, draws);
        if (person != null) {
          recommendation(owner, person, at, draws);
        }
      }
    }
    for (Naming naming : namings) {
      records.row(
          TruthTable.RECOMMENDATION,
          entity.platform().word(),
          UnitRecords.nativeId(naming.post()),
          naming.post().author().handle(),
          naming.owner().handle(),
          spoken.recommends(naming.post().author(), naming.day()),
          Synthesize.time(naming.post().atMicros()));
    }
  }

  /** Somebody whom no owner asked so far; null where hardly anybody is left. */
  private @Nullable Account neverAsked(double day, Draws draws) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Account person = roster.person(entity.platform(), draws.below(options.persons()));
      if (spoken.recommends(person, day).equals(Acquaintances.EARNED)) {
        return person;
      }
    }
    return null;
  }

  private void recommendation(Account owner, Account person, double day, Draws draws) {
    long micros = calendar.micros(day);
    SimulatedPost post =
        new SimulatedPost(
            entity.platform() == Platform.TWITTER ? ids.status(micros) : ids.submission(),
            person,
            micros,
            PostKind.POST,
            voice.recommendation(entity, owner, draws),
            entity.venue(),
            null,
            null,
            null,
            new Counters(1 + draws.poisson(2), 0, 0, 0, 20 + draws.poisson(60)),
            Counters.NONE,
            false);
    emit(post, draws);
    records.label(post, false, false);
    named(post, owner, day);
    boolean earned = spoken.recommends(person, day).equals(Acquaintances.EARNED);
    double mean = options.recommendationReplies() * (earned ? options.earnedReplyRatio() : 1);
    for (int left = draws.poisson(mean); left > 0; left--) {
      double at = day + draws.exponential(MET_DAYS) % MET_WITHIN_DAYS;
      Account other = roster.person(entity.platform(), draws.below(options.persons()));
      Words words = voice.chat(person, draws);
      if (at < options.days() && other.number() != person.number()) {
        act(below(post, post, other, calendar.micros(at), words, draws), draws);
      }
    }
  }

  /** A person named an owner in a post that does not answer it, or quoted it. */
  private void named(SimulatedPost post, Account owner, double day) {
    if (options.recommendationsPerDay() > 0) {
      namings.add(new Naming(post, owner, day));
    }
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
        root.venue(),
        parent,
        root,
        null,
        new Counters(1 + draws.poisson(2), 0, 0, 0, 10 + draws.poisson(30)),
        Counters.NONE,
        gone);
  }

  /** Writes an act on a post down, if the archive has such records. */
  private void act(SimulatedPost act, Draws draws) {
    if (options.actRecords() == ActRecords.TIMED) {
      emit(act, draws);
    }
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
