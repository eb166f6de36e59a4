package org.afterglow.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who there is: the entities with their plans, and people by number. */
final class Roster {
  private static final String[] PARTNERS = {"Team", "Events"};
  private final SimulationOptions options;
  private final Phrases phrases;

  Roster(SimulationOptions options, Phrases phrases) {
    this.options = options;
    this.phrases = phrases;
  }

  /** The platform of the index-th of {@code entities}: shares are met exactly, not on average. */
  private Platform platform(int index) {
    double place = stratum(index, "platform");
    if (place < options.twitterShare()) {
      return Platform.TWITTER;
    }
    return place < options.twitterShare() + options.redditShare()
        ? Platform.REDDIT
        : Platform.FORUM;
  }

  /**
   * A number in [0, 1) that runs evenly over the entities: the golden-ratio sequence from a seeded
   * start, so that every share is met within one or two entities.
   */
  private double stratum(int index, String name) {
    double golden = (StrictMath.sqrt(5) - 1) / 2;
    double place = Draws.share(options.seed(), name) + index * golden;
    return place - StrictMath.floor(place);
  }

  /** The entity of a number, the same whenever it is asked for. */
  Entity entity(int index) {
    Draws draws = Draws.of(options.seed(), "entity", index);
    Platform platform = platform(index);
    double place = draws.uniform();
    Entity.Habit habit =
        place < options.campaignOnlyShare()
            ? Entity.Habit.CAMPAIGN_ONLY
            : place < options.campaignOnlyShare() + options.sustainedShare()
                ? Entity.Habit.SUSTAINED
                : Entity.Habit.CONVERSATIONAL;
    boolean steady = draws.chance(options.steadyShare()) && habit == Entity.Habit.SUSTAINED;
    int trade = index % phrases.trades();
    List<String> names = phrases.names(trade);
    int turn = index / phrases.trades();
    String name = names.get(turn % names.size());
    String suffix = turn < names.size() ? "" : String.valueOf(turn / names.size() + 1);
    List<Account> owners = new ArrayList<>();
    int accounts = draws.chance(options.partnerShare()) ? 2 + draws.below(2) : 1;
    String base = handle(name) + suffix;
    for (int number = 0; number < accounts; number++) {
      String partner = number == 0 ? "" : PARTNERS[number - 1];
      owners.add(
          new Account(
              platform,
              Account.OWNERS + index * 4L + number,
              base + partner,
              (name + " " + suffix + " " + partner).strip().replaceAll(" +", " "),
              (long) draws.logNormal(7, options.ownerFollowersSd()),
              (int) options.start().minusDays(200 + draws.below(1500)).toEpochDay()));
    }
    boolean ownVenue = platform == Platform.REDDIT && draws.chance(options.venueShare());
    KernelFamily family = options.families().get(draws.below(options.families().size()));
    double halfLife =
        options.halfLivesDays().get(draws.below(options.halfLivesDays().size()))
            * StrictMath.exp(options.accountHalfLifeSd() * draws.normal());
    double volume = draws.logNormal(0, options.entityVolumeSd());
    List<Entity.Campaign> campaigns =
        habit == Entity.Habit.CONVERSATIONAL || steady
            ? List.of()
            : campaigns(index, trade, platform, draws);
    return new Entity(
        index,
        platform,
        habit,
        steady,
        trade,
        List.copyOf(owners),
        venue(platform, trade, base, ownVenue),
        ownVenue,
        new Kernel(
            family, halfLife * options.promotionalHalfLifeRatio(), options.promotionalFloor()),
        new Kernel(family, halfLife, options.conversationalFloor()),
        volume,
        campaigns);
  }

  private double share(String name, int index, int number) {
    return Draws.share(options.seed(), name, index, number);
  }

  private @Nullable String venue(Platform platform, int trade, String base, boolean own) {
    if (platform == Platform.TWITTER) {
      return null;
    }
    return own ? base : phrases.venue(trade);
  }

  /**
   * Where a post of an entity stands, among several common venues if it posts in such, and how far
   * from what is talked about there.
   */
  Topic topic(Entity entity, Draws draws) {
    int trades = phrases.trades();
    int trade = entity.trade();
    boolean common = entity.venue() != null && !entity.ownVenue();
    if (common) {
      trade = (trade + draws.below(options.venuesPerEntity())) % trades;
    }
    return Topic.drawn(common ? phrases.venue(trade) : entity.venue(), trade, trades, draws);
  }

  private List<Entity.Campaign> campaigns(int index, int trade, Platform platform, Draws draws) {
    int room = options.days() - options.leadDays() - options.tailDays();
    int wanted =
        options.campaignsMin() + draws.below(options.campaignsMax() - options.campaignsMin() + 1);
    List<Integer> lengths = new ArrayList<>();
    List<Integer> gaps = new ArrayList<>();
    List<Boolean> sparse = new ArrayList<>();
    int needed = -options.gapDays();
    for (int number = 0; number < wanted; number++) {
      int length =
          options.campaignDaysMin()
              + draws.below(options.campaignDaysMax() - options.campaignDaysMin() + 1);
      boolean isSparse = share("sparse", index, number) < options.sparseShare();
      if (isSparse) {
        length = options.sparseDays();
      }
      int gap = options.gapDays();
      if (!lengths.isEmpty() && share("overlap", index, number) < options.overlapShare()) {
        gap = -Math.max(1, Math.min(length, lengths.get(lengths.size() - 1)) / 3);
      }
      if (needed + gap + length <= room) {
        lengths.add(length);
        gaps.add(gap);
        sparse.add(isSparse);
        needed += gap + length;
      }
    }
    int slack = Math.max(0, room - needed);
    double[] places = new double[lengths.size()];
    for (int number = 0; number < places.length; number++) {
      places[number] = draws.uniform() * slack;
    }
    Arrays.sort(places);
    List<Entity.Campaign> campaigns = new ArrayList<>();
    int used = -options.gapDays();
    for (int number = 0; number < places.length; number++) {
      used += gaps.get(number);
      if (gaps.get(number) < 0) {
        places[number] = places[number - 1];
      }
      int start = options.leadDays() + (int) places[number] + used;
      boolean declared = stratum(index, "declared" + number) < options.declaredShare();
      campaigns.add(
          new Entity.Campaign(
              "c" + index + "-" + (number + 1),
              start,
              start + lengths.get(number),
              phrases.tag(trade, index + number) + (number == 0 ? "" : number + 1),
              declared,
              platform == Platform.TWITTER
                  && stratum(index, "hashtag" + number) < options.hashtagShare(),
              (sparse.get(number) ? options.sparsePerDay() : options.promotionalPerDay())
                  * draws.logNormal(0, options.rateSd()),
              share("ramp", index, number) < options.rampDownShare(),
              options.promotionalProfile().of(share("profile", index, number)),
              options.conversationalProfile().of(share("other profile", index, number))));
      used += lengths.get(number);
    }
    return List.copyOf(campaigns);
  }

  /** The person of a number, the same whoever asks. */
  Account person(Platform platform, int person) {
    int number = options.firstPerson() + person;
    Draws draws = Draws.of(options.seed(), "person", platform.number(), number);
    return new Account(
        platform,
        number,
        phrases.personHandle(draws) + number,
        phrases.personName(draws),
        (long) draws.logNormal(Account.FOLLOWERS_MEAN, Account.FOLLOWERS_SD),
        (int) options.start().minusDays(30 + draws.below(2500)).toEpochDay());
  }

  /** A bot of a number; its handle ends like no person's. */
  Account bot(Platform platform, int number) {
    Draws draws = Draws.of(options.seed(), "bot account", platform.number(), number);
    return new Account(
        platform,
        Account.BOTS + number,
        phrases.personHandle(draws) + "X" + number,
        phrases.personName(draws),
        (long) draws.logNormal(3, 2),
        (int) options.start().minusDays(30 + draws.below(300)).toEpochDay());
  }

  private static String handle(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "");
  }
}
