package org.afterglow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;
import org.afterglow.ingest.ArchiveFacts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that every command with a session has, and what follows from them. */
final class SharedOptions {
  /** Options that do not shape results. */
  private static final Set<String> ASIDE = Set.of("config", "verbose", "help", "version");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "Options as JSON: {\"seed\": 7, \"posts\": [\"a\", \"b\"]}. The command line wins.",
        "\"platforms\" says what the archives are, e.g. {\"twitter\": {\"sampling_rate\": 0.01,"
            + " \"author_complete\": false, \"outages\": [[\"2013-08-01T00:00:00Z\","
            + " \"2013-08-02T00:00:00Z\"]]}}."
      })
  private @Nullable Path config;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What random draws start from. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--verbose", description = "Show Spark's own log.")
  private boolean verbose;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  long seed() {
    return seed;
  }

  boolean verbose() {
    return verbose;
  }

  /** A session for this command; to be closed. */
  Session open() {
    return Session.open(command.qualifiedName(), verbose, command.commandLine().getErr());
  }

  /** What the configuration file says about the archives, as it stands there. */
  ObjectNode platforms() {
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    return config == null ? none : ConfigFile.read(config).platforms().orElse(none);
  }

  /** What the configuration file says about the archives. */
  ArchiveFacts facts() {
    return config == null ? ArchiveFacts.unknown() : ConfigFile.read(config).facts();
  }

  /**
   * Every option of this command that shapes results, by name without dashes, with the value that
   * it has from the command line, the configuration file or by default; and the facts of the
   * archives as {@code platforms}. Keys in alphabetic order.
   */
  ObjectNode resolved() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    TreeMap<String, OptionSpec> options = new TreeMap<>();
    for (OptionSpec option : command.options()) {
      String name = ConfigFile.key(option);
      if (!ASIDE.contains(name)) {
        options.put(name, option);
      }
    }
    ObjectNode resolved = json.objectNode();
    options.forEach(
        (name, option) -> {
          Object value = option.getValue();
          if (value instanceof Collection<?> several) {
            ArrayNode array = resolved.putArray(name);
            several.forEach(one -> array.add(String.valueOf(one)));
          } else if (value instanceof Boolean flag) {
            resolved.put(name, flag);
          } else if (value instanceof Double || value instanceof Float) {
            resolved.put(name, ((Number) value).doubleValue());
          } else if (value instanceof Number number) {
            resolved.put(name, number.longValue());
          } else if (value == null) {
            resolved.putNull(name);
          } else {
            resolved.put(name, value.toString());
          }
        });
    if (config != null) {
      ConfigFile.read(config).platforms().ifPresent(facts -> resolved.set("platforms", facts));
    }
    return resolved;
  }
}
