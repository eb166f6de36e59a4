package org.afterglow.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.afterglow.campaign.DeclaredCampaign;
import org.afterglow.campaign.DeclaredCampaigns;
import org.afterglow.simulate.SimulationOptions;
import org.afterglow.simulate.Synthesize;
import org.apache.hadoop.fs.FileUtil;

/**
 * Many synthetic archives in one: each has its own seed, entities and people, so that campaigns of
 * different ones have nothing in common but the calendar of the platform, and one run measures them
 * all. Files of the same name are joined, as gzip allows.
 */
final class SharedArchive {
  static final long FIRST_SEED = 1_000;

  /** Numbers that people of one archive take, as a multiple of how many there are. */
  private static final int NUMBERS_A_PERSON = 6;

  private final Path folder;
  private final long firstSeed;
  private final TreeMap<Integer, World> byFirstEntity = new TreeMap<>();
  private int nextEntity;
  private int nextPerson;

  /**
   * One replicate: an archive of a condition.
   *
   * @param condition what is simulated
   * @param number of the replicate within it, from 0
   * @param seed of its simulation
   * @param folder of its truth
   */
  record World(String condition, int number, long seed, Path folder) {}

  SharedArchive(Path folder) throws IOException {
    this(folder, FIRST_SEED);
  }

  /**
   * Archives of further seeds.
   *
   * @param firstSeed of the first archive; the others follow it
   */
  SharedArchive(Path folder, long firstSeed) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.firstSeed = firstSeed;
  }

  /** The archives as native files. */
  Path archives() {
    return folder.resolve("archives");
  }

  /** Texts with their classes, of the first archive. */
  Path labels() {
    return worlds().get(0).folder().resolve("labels.csv");
  }

  List<World> worlds() {
    return List.copyOf(byFirstEntity.values());
  }

  /** The replicate that an entity's campaign belongs to, by its id: {@code c17-2}. */
  World worldOfCampaign(String campaignId) {
    return worldOfEntity(Integer.parseInt(campaignId.substring(1, campaignId.indexOf('-'))));
  }

  /** How many entities all replicates have; they are numbered from 0. */
  int entities() {
    return nextEntity;
  }

  World worldOfEntity(int entity) {
    return byFirstEntity.floorEntry(entity).getValue();
  }

  /**
   * Simulates a replicate and adds it, unless it is there.
   *
   * @param options without seed and numbers
   */
  void add(String condition, int number, Map<String, String> options) throws IOException {
    int index = byFirstEntity.size();
    long seed = firstSeed + index;
    Map<String, String> settings = new HashMap<>(options);
    settings.put("seed", String.valueOf(seed));
    settings.put("firstEntity", String.valueOf(nextEntity));
    settings.put("firstPerson", String.valueOf(nextPerson));
    SimulationOptions simulated = SimulationOptions.from(settings);
    Path world = folder.resolve("worlds").resolve(String.valueOf(index));
    byFirstEntity.put(nextEntity, new World(condition, number, seed, world));
    nextEntity += simulated.entities();
    nextPerson += NUMBERS_A_PERSON * simulated.persons();
    Path written = world.resolve("archives");
    if (Files.exists(world) && !Files.exists(written)) {
      return; // from a measurement that was cut short
    }
    FileUtil.fullyDelete(world.toFile());
    Synthesize.write(simulated, world);
    try (Stream<Path> files = Files.walk(written)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Path joined = archives().resolve(written.relativize(file).toString());
        Files.createDirectories(joined.getParent());
        try (OutputStream out =
            Files.newOutputStream(joined, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
          Files.copy(file, out);
        }
      }
    }
    FileUtil.fullyDelete(written.toFile());
  }

  List<DeclaredCampaign> declared() throws IOException {
    List<DeclaredCampaign> declared = new ArrayList<>();
    for (World world : worlds()) {
      Path file = world.folder().resolve("campaigns.csv");
      if (Files.readAllLines(file).size() == 1) {
        continue; // all of its campaigns are to be detected
      }
      try (InputStream in = Files.newInputStream(file)) {
        declared.addAll(DeclaredCampaigns.read(in, file.toString()));
      }
    }
    return declared;
  }

  /**
   * The rows of a truth table of all replicates, as values by column; an empty value is absent from
   * its row.
   *
   * @param name {@code truth_contrast}
   */
  Stream<Map<String, String>> truth(String name) {
    return worlds().stream().flatMap(world -> truth(world, name));
  }

  /** The same of one replicate. */
  Stream<Map<String, String>> truth(World world, String name) {
    return rows(file(world, name));
  }

  /** The files of a truth table, one of each replicate. */
  String[] truthFiles(String name) {
    return worlds().stream().map(world -> file(world, name).toString()).toArray(String[]::new);
  }

  private static Path file(World world, String name) {
    return world.folder().resolve("truth").resolve(name + ".csv");
  }

  private static Stream<Map<String, String>> rows(Path file) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      String[] header = lines.get(0).split(",", -1);
      return lines.stream()
          .skip(1)
          .map(
              line -> {
                String[] values = line.split(",", -1);
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < header.length; i++) {
                  if (!values[i].isEmpty()) {
                    row.put(header[i], values[i]);
                  }
                }
                return row;
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
