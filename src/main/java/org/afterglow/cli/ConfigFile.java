package org.afterglow.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.afterglow.UserError;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.ingest.ArchiveFacts.Outage;
import org.afterglow.ingest.ArchiveFacts.PlatformFacts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A JSON file in which options stand by their long names without dashes, lists for those that
 * repeat, and the facts of the archives as {@code platforms}. One file may serve several commands:
 * each takes the options it has.
 *
 * @param file where it was read
 * @param json its object
 */
record ConfigFile(Path file, ObjectNode json) {
  private static final String PLATFORMS = "platforms";
  private static final String SAMPLING_RATE = "sampling_rate";
  private static final String AUTHOR_COMPLETE = "author_complete";
  private static final String OUTAGES = "outages";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Reads a file; a user's mistake if it is not there or not one JSON object. */
  static ConfigFile read(Path file) {
    JsonNode node;
    try {
      node = JSON.readTree(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new UserError("--config " + file + ": there is no such file");
    } catch (JsonProcessingException e) {
      throw new UserError(
          "--config "
              + file
              + ": not JSON: "
              + e.getOriginalMessage()
              + " (line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ")");
    } catch (IOException e) {
      throw new UserError("--config " + file + ": cannot be read: " + e.getMessage());
    }
    if (!(node instanceof ObjectNode object)) {
      throw new UserError("--config " + file + ": holds no JSON object {…}");
    }
    return new ConfigFile(file, object);
  }

  /**
   * The arguments with the file's options added, where there is a {@code --config} among them.
   * Options that stand on the command line are left as they are.
   *
   * @param root the program, whose commands' options are the keys that are known
   */
  static String[] expand(CommandLine root, String[] arguments) {
    List<String> given = Arrays.asList(arguments);
    int end = given.indexOf("--") < 0 ? given.size() : given.indexOf("--");
    CommandLine command = null;
    int word = 0;
    while (word < end && command == null) {
      command = root.getSubcommands().get(given.get(word++));
    }
    Path file = command == null ? null : named(given.subList(word, end));
    if (command == null
        || file == null
        || command.getCommandSpec().findOption("--config") == null) {
      return arguments;
    }
    ConfigFile config = read(file);
    config.check(root.getSubcommands().values());
    List<String> all = new ArrayList<>(given.subList(0, end));
    // At the end: an option that takes several values would swallow what follows it.
    all.addAll(config.arguments(command.getCommandSpec(), given.subList(word, end)));
    all.addAll(given.subList(end, given.size()));
    return all.toArray(String[]::new);
  }

  /** The long name of an option without its dashes. */
  static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }

  /** The facts of the archives; unknown where the file has none. */
  ArchiveFacts facts() {
    Map<String, PlatformFacts> facts = new HashMap<>();
    platforms()
        .ifPresent(
            platforms ->
                platforms
                    .properties()
                    .forEach(e -> facts.put(e.getKey(), facts(e.getKey(), e.getValue()))));
    return new ArchiveFacts(Map.copyOf(facts));
  }

  /** The facts of the archives as they stand in the file. */
  Optional<ObjectNode> platforms() {
    JsonNode platforms = json.get(PLATFORMS);
    if (platforms == null) {
      return Optional.empty();
    }
    if (!(platforms instanceof ObjectNode object)) {
      throw wrong(PLATFORMS, platforms, "an object with a platform's name for each key");
    }
    return Optional.of(object);
  }

  private void check(Collection<CommandLine> commands) {
    Set<String> known = new TreeSet<>(Set.of(PLATFORMS));
    for (CommandLine command : commands) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        if (!option.usageHelp() && !option.versionHelp() && !key(option).equals("config")) {
          known.add(key(option));
        }
      }
    }
    json.fieldNames().forEachRemaining(name -> require(known, name, ""));
    facts();
  }

  private List<String> arguments(CommandSpec command, List<String> given) {
    List<String> arguments = new ArrayList<>();
    for (OptionSpec option : command.options()) {
      JsonNode value = json.get(key(option));
      if (value == null || value.isNull() || stands(option, given)) {
        continue;
      }
      String name = option.longestName();
      if (value.isArray() && option.isMultiValue()) {
        value.forEach(one -> arguments.add(name + "=" + scalar(key(option), one)));
      } else if (option.arity().max() == 0) {
        if (!value.isBoolean()) {
          throw wrong(key(option), value, "true or false");
        }
        if (value.booleanValue()) {
          arguments.add(name);
        }
      } else {
        arguments.add(name + "=" + scalar(key(option), value));
      }
    }
    return arguments;
  }

  private String scalar(String key, JsonNode value) {
    if (!value.isValueNode() || value.isNull()) {
      throw wrong(key, value, "one value");
    }
    return value.asText();
  }

  private static boolean stands(OptionSpec option, List<String> given) {
    return Arrays.stream(option.names())
        .anyMatch(
            name ->
                given.stream()
                    .anyMatch(
                        argument ->
                            argument.equals(name)
                                || argument.startsWith(name + "=")
                                || !name.startsWith("--") && argument.startsWith(name)));
  }

  private static @Nullable Path named(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--config") && i + 1 < arguments.size()) {
        return Path.of(arguments.get(i + 1));
      }
      if (argument.startsWith("--config=")) {
        return Path.of(argument.substring("--config=".length()));
      }
    }
    return null;
  }

  private PlatformFacts facts(String platform, JsonNode node) {
    String key = PLATFORMS + "." + platform;
    if (!(node instanceof ObjectNode facts)) {
      throw wrong(key, node, "an object");
    }
    facts
        .fieldNames()
        .forEachRemaining(
            name -> require(Set.of(SAMPLING_RATE, AUTHOR_COMPLETE, OUTAGES), name, key + "."));
    return new PlatformFacts(
        samplingRate(key, facts.path(SAMPLING_RATE)),
        authorComplete(key, facts.path(AUTHOR_COMPLETE)),
        outages(key + "." + OUTAGES, facts.path(OUTAGES)));
  }

  private @Nullable Double samplingRate(String key, JsonNode rate) {
    if (rate.isMissingNode() || rate.isNull()) {
      return null;
    }
    if (!rate.isNumber() || !(rate.doubleValue() > 0 && rate.doubleValue() <= 1)) {
      throw wrong(key + "." + SAMPLING_RATE, rate, "a number above 0, at most 1, or null");
    }
    return rate.doubleValue();
  }

  private boolean authorComplete(String key, JsonNode complete) {
    if (complete.isMissingNode() || complete.isNull()) {
      return false;
    }
    if (!complete.isBoolean()) {
      throw wrong(key + "." + AUTHOR_COMPLETE, complete, "true or false");
    }
    return complete.booleanValue();
  }

  private List<Outage> outages(String key, JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw wrong(key, node, "a list of [from, until]");
    }
    List<Outage> outages = new ArrayList<>();
    for (JsonNode pair : node) {
      if (!pair.isArray() || pair.size() != 2) {
        throw wrong(key, pair, "[from, until]");
      }
      Instant from = instant(key, pair.get(0));
      Instant until = instant(key, pair.get(1));
      if (!from.isBefore(until)) {
        throw wrong(key, pair, "a time before a later one");
      }
      outages.add(new Outage(from, until));
    }
    return List.copyOf(outages);
  }

  private Instant instant(String key, JsonNode node) {
    try {
      return Instant.parse(node.asText());
    } catch (DateTimeParseException e) {
      throw wrong(key, node, "a time such as 2013-08-01T00:00:00Z");
    }
  }

  private void require(Set<String> known, String name, String within) {
    if (!known.contains(name)) {
      throw new UserError(
          "--config "
              + file
              + ": unknown key \""
              + within
              + name
              + "\"; the nearest known one is \""
              + Words.nearest(name, known)
              + "\"");
    }
  }

  private UserError wrong(String key, JsonNode value, String right) {
    return new UserError(
        "--config " + file + ": \"" + key + "\" is " + value + "; right would be " + right);
  }
}
