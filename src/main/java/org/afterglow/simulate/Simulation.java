package org.afterglow.simulate;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A world with known truth: who there is, when things happen, and the units of work in which it is
 * told: first the entities, then the background of each platform and day. Units draw from streams
 * of their own, so it does not matter who tells them; they are handed on in order.
 */
final class Simulation {
  private final SimulationOptions options;
  private final Voice voice;
  private final Roster roster;
  private final List<Entity> entities;
  private final SimulatedCalendar calendar;
  private final Map<Platform, NativeWriter> writers = new EnumMap<>(Platform.class);

  Simulation(SimulationOptions options) {
    this.options = options;
    Phrases phrases = Phrases.read();
    this.voice = new Voice(options, phrases);
    this.roster = new Roster(options, phrases);
    this.entities = roster.entities();
    this.calendar = new SimulatedCalendar(options, entities);
    writers.put(Platform.TWITTER, new TwitterV1Writer(options.twitterFiles()));
    writers.put(Platform.REDDIT, new RedditWriter());
    writers.put(Platform.FORUM, new TableWriter());
  }

  List<Entity> entities() {
    return entities;
  }

  SimulatedCalendar calendar() {
    return calendar;
  }

  Map<Platform, NativeWriter> writers() {
    return Map.copyOf(writers);
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
    Iterator<Callable<UnitRecords>> units = units().iterator();
    ExecutorService workers = Executors.newFixedThreadPool(options.threads());
    Deque<Future<UnitRecords>> ahead = new ArrayDeque<>();
    try {
      while (units.hasNext() || !ahead.isEmpty()) {
        while (units.hasNext() && ahead.size() < options.threads() * 2) {
          ahead.add(workers.submit(units.next()));
        }
        listener.take(ahead.remove().get());
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException("A unit of the simulation failed", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while simulating", interrupted);
    } finally {
      workers.shutdownNow();
    }
  }

  private Stream<Callable<UnitRecords>> units() {
    Stream<Callable<UnitRecords>> ofEntities =
        entities.stream()
            .map(
                entity ->
                    () ->
                        new EntitySimulation(
                                options, calendar, roster, voice, writer(entity.platform()), entity)
                            .run());
    List<Platform> inUse =
        Stream.of(Platform.values())
            .filter(platform -> entities.stream().anyMatch(e -> e.platform() == platform))
            .toList();
    Stream<Callable<UnitRecords>> ofBackground =
        IntStream.range(0, options.days())
            .boxed()
            .flatMap(
                day ->
                    inUse.stream()
                        .map(
                            platform ->
                                () ->
                                    new BackgroundSimulation(
                                            options,
                                            calendar,
                                            roster,
                                            voice,
                                            writer(platform),
                                            platform,
                                            day)
                                        .run()));
    return Stream.concat(ofEntities, ofBackground);
  }
}
