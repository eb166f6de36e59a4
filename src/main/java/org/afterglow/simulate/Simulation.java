package org.afterglow.simulate;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A world with known truth: who there is, when things happen, and the units of work in which it is
 * told: first the entities, then the background of each platform and day. Units draw from streams
 * of their own, so it does not matter who tells them; they are handed on in order. Entities are
 * made anew whenever they are asked for, so that any number of them takes no room.
 */
final class Simulation {
  private final SimulationOptions options;
  private final Voice voice;
  private final Roster roster;
  private final SimulatedCalendar calendar;
  private final List<Platform> platforms;
  private final Map<Platform, NativeWriter> writers = new EnumMap<>(Platform.class);
  private int told;
  private long records;

  Simulation(SimulationOptions options) {
    this.options = options;
    Phrases phrases = Phrases.read();
    this.voice = new Voice(options, phrases);
    this.roster = new Roster(options, phrases);
    List<Entity> first = IntStream.range(0, options.entities()).mapToObj(this::entity).toList();
    this.calendar = new SimulatedCalendar(options, first);
    this.platforms =
        Stream.of(Platform.values())
            .filter(platform -> first.stream().anyMatch(e -> e.platform() == platform))
            .toList();
    writers.put(Platform.TWITTER, new TwitterV1Writer(options.twitterFiles()));
    writers.put(Platform.REDDIT, new RedditWriter());
    writers.put(Platform.FORUM, new TableWriter());
  }

  /** The entity of a number below {@link #told}, counted from the first that is asked for. */
  Entity entity(int index) {
    return roster.entity(options.firstEntity() + index);
  }

  /** How many entities were told. */
  int told() {
    return told;
  }

  /** The platforms that entities are on. */
  List<Platform> platforms() {
    return platforms;
  }

  SimulatedCalendar calendar() {
    return calendar;
  }

  Map<Platform, NativeWriter> writers() {
    return Map.copyOf(writers);
  }

  /** The bots that act on posts of a platform. */
  List<Account> bots(Platform platform) {
    return options.botActsShare() == 0
        ? List.of()
        : IntStream.range(0, options.bots()).mapToObj(bot -> roster.bot(platform, bot)).toList();
  }

  /** The posters of a platform's background who repeat one text. */
  List<Account> repeatingPosters(Platform platform) {
    TreeSet<Integer> repeating = new TreeSet<>();
    for (int shard = 0; shard < shards(); shard++) {
      repeating.addAll(BackgroundSimulation.repeatingPosters(options, platform, shard));
    }
    return repeating.stream().map(person -> roster.person(platform, person)).toList();
  }

  private NativeWriter writer(Platform platform) {
    NativeWriter writer = writers.get(platform);
    if (writer == null) {
      throw new IllegalStateException("No writer for " + platform);
    }
    return writer;
  }

  /** Takes in the records of one unit. */
  interface Listener {
    void take(UnitRecords records) throws IOException;
  }

  /** Tells everything, unit by unit in order, a few units ahead at a time. */
  void tell(Listener listener) throws IOException {
    ExecutorService workers = Executors.newFixedThreadPool(options.threads());
    try {
      IntStream wanted =
          options.count() == 0
              ? IntStream.range(0, options.entities())
              : IntStream.range(0, Ids.MOST_UNITS - options.firstEntity());
      tell(
          wanted.mapToObj(this::ofEntity).iterator(),
          () -> options.count() > 0 && records + background(told) >= options.count(),
          records -> {
            this.records += records.counts().records();
            told++;
            listener.take(records);
          },
          workers);
      if (options.count() > 0 && records + background(told) < options.count()) {
        throw new IllegalArgumentException(
            "count = "
                + options.count()
                + " is more than "
                + told
                + " entities like these make; let each do more, or ask for fewer records");
      }
      tell(ofBackground().iterator(), () -> false, listener, workers);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("A unit of the simulation failed", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while simulating", interrupted);
    } finally {
      workers.shutdownNow();
    }
  }

  private void tell(
      Iterator<Callable<UnitRecords>> units,
      BooleanSupplier enough,
      Listener listener,
      ExecutorService workers)
      throws IOException, ExecutionException, InterruptedException {
    Deque<Future<UnitRecords>> ahead = new ArrayDeque<>();
    while (!enough.getAsBoolean() && (units.hasNext() || !ahead.isEmpty())) {
      while (units.hasNext() && ahead.size() < options.threads() * 2) {
        ahead.add(workers.submit(units.next()));
      }
      listener.take(ahead.remove().get());
    }
    // What was begun beyond what is enough is of no use.
    ahead.forEach(begun -> begun.cancel(false));
  }

  /** Records that the background will have beside a number of entities. */
  private double background(int entities) {
    return options.backgroundPerDay()
        * options.days()
        * platforms.size()
        * entities
        / options.entities();
  }

  /** How many times the background of the options there is: as many as there are their entities. */
  private double backgrounds() {
    return options.count() == 0 ? 1 : (double) told / options.entities();
  }

  /** Parts that a day's background is told in. */
  private int shards() {
    int most = Ids.MOST_UNITS / (Platform.values().length * options.days());
    return (int) Math.min(most, Math.ceil(backgrounds()));
  }

  private Callable<UnitRecords> ofEntity(int index) {
    return () -> {
      Entity entity = entity(index);
      return new EntitySimulation(
              options, calendar, roster, voice, writer(entity.platform()), entity)
          .run();
    };
  }

  private Stream<Callable<UnitRecords>> ofBackground() {
    return IntStream.range(0, options.days())
        .boxed()
        .flatMap(
            day ->
                IntStream.range(0, shards())
                    .boxed()
                    .flatMap(
                        shard ->
                            platforms.stream()
                                .map(platform -> ofBackground(day, shard, platform))));
  }

  private Callable<UnitRecords> ofBackground(int day, int shard, Platform platform) {
    // Whole ones and a rest, as long as there are no more than ids have room for.
    double share =
        backgrounds() > shards() ? backgrounds() / shards() : Math.min(1, backgrounds() - shard);
    return () ->
        new BackgroundSimulation(
                options, calendar, roster, voice, writer(platform), platform, day, shard, share)
            .run();
  }
}
