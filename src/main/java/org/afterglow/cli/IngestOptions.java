package org.afterglow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.afterglow.UserError;
import org.afterglow.archive.Limits;
import org.afterglow.archive.Mapping;
import org.afterglow.archive.ReadOptions;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.ingest.IngestArchives;
import org.afterglow.ingest.OptOut;
import org.afterglow.ingest.Selection;
import org.afterglow.post.Identities;
import org.afterglow.table.Program;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which archives are read. */
final class IngestOptions {
  enum IdentitiesOption {
    pseudonym,
    keep
  }

  enum ContextOption {
    replies
  }

  @Option(
      names = "--posts",
      paramLabel = "PATH",
      description = "Files, folders or globs with archives, on any file system of Hadoop; repeats.")
  private List<String> posts = List.of();

  @Option(
      names = "--only",
      paramLabel = "KEY=VALUE",
      description = {
        "Keep only posts of venue=, author=, hashtag=, domain= or lang=; or a file of such lines.",
        "Repeats: any value of one key, all of the keys."
      })
  private List<String> only = List.of();

  @Option(
      names = "--context",
      paramLabel = "WHAT",
      description = {
        "replies: beside what --only selects, keep direct answers to it, whoever writes them.",
        "Default: none."
      })
  private @Nullable ContextOption context;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Keep only posts from this day or instant on, UTC: 2016-07-01.")
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Keep only posts before this day or instant, UTC.")
  private @Nullable String until;

  @Option(
      names = "--keep-text",
      description = "Keep the texts, in a table of their own. Default: they are dropped.")
  private boolean keepText;

  @Option(
      names = "--identities",
      paramLabel = "HOW",
      defaultValue = "pseudonym",
      description = "pseudonym or keep: what ids and handles become. Default: ${DEFAULT-VALUE}.")
  private IdentitiesOption identities = IdentitiesOption.pseudonym;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The secret of the pseudonyms; made if missing. Default: one for this user.")
  private @Nullable Path key;

  @Option(
      names = "--opt-out",
      paramLabel = "FILE",
      description = "Ids or handles of people to leave out, one a line.")
  private @Nullable Path optOut;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description = "Zone of times that name none. Default: ${DEFAULT-VALUE}.")
  private String zone = "UTC";

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "Take every input for this format. Default: recognised from the content.")
  private @Nullable String format;

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "How a table's columns are read, as JSON (docs/mapping.md); repeats.")
  private List<Path> mappings = List.of();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A model that train has written. Default: the one that comes with the program.")
  private @Nullable String model;

  @Option(
      names = "--max-record-bytes",
      paramLabel = "N",
      defaultValue = "16777216",
      description = "Longest record that is read; longer ones are rejected. Default: 16 MiB.")
  private int maxRecordBytes;

  @Option(
      names = "--max-depth",
      paramLabel = "N",
      defaultValue = "200",
      description = "Deepest nesting within a record. Default: ${DEFAULT-VALUE} levels.")
  private int maxDepth;

  @Option(
      names = "--max-inflated-ratio",
      paramLabel = "N",
      defaultValue = "1000",
      description = {
        "How many times its size a compressed input may inflate to, once it has given 64 MiB.",
        "Default: ${DEFAULT-VALUE}."
      })
  private double maxInflatedRatio;

  @Option(
      names = "--slice-bytes",
      paramLabel = "N",
      defaultValue = "134217728",
      hidden = true,
      description = "Largest part of a divisible input that one task reads.")
  private long sliceBytes;

  @Option(
      names = "--batch-bytes",
      paramLabel = "N",
      defaultValue = "8589934592",
      hidden = true,
      description = "Bytes of input that are committed together; a restart repeats at most these.")
  private long batchBytes;

  boolean namesPosts() {
    return !posts.isEmpty();
  }

  /** Refuses mistakes in these options, before anything is started for them. */
  void check() {
    if (!namesPosts()) {
      throw new UserError("--posts is missing; name the archives to read");
    }
    checkReading();
  }

  /** Likewise, where there need not be archives to read. */
  void checkReading() {
    selection();
    read();
    leftOut();
    if (sliceBytes < 1 || batchBytes < 1) {
      throw new UserError(
          "--slice-bytes " + sliceBytes + " --batch-bytes " + batchBytes + ": both are 1 at least");
    }
  }

  private OptOut leftOut() {
    return optOut == null ? OptOut.NOBODY : OptOut.parse(text("--opt-out", optOut));
  }

  @Nullable String model() {
    return model;
  }

  Identities identities(String out) {
    return identities == IdentitiesOption.keep
        ? Identities.kept()
        : Identities.pseudonyms(KeyFile.secret(key, out));
  }

  /**
   * What is asked of the ingest.
   *
   * @param out the output folder as the user named it
   * @param modelHash of the model that scores
   */
  IngestArchives.Request request(
      String out,
      String modelHash,
      ArchiveFacts facts,
      ObjectNode platforms,
      IngestArchives.Mode mode) {
    Identities keys = identities(out);
    OptOut leftOut = leftOut();
    ObjectNode settings = platforms.objectNode();
    settings.put("program", Program.VERSION);
    settings.put("model", modelHash);
    settings.put("identities", identities.name());
    settings.put("key", keys.fingerprint());
    settings.put("keep-text", keepText);
    settings.put("since", since);
    settings.put("until", until);
    settings.put("zone", zone);
    settings.put("format", format);
    settings.put("max-record-bytes", maxRecordBytes);
    settings.put("max-depth", maxDepth);
    settings.put("max-inflated-ratio", maxInflatedRatio);
    settings.put("context", context == null ? null : context.name());
    criteria().stream().sorted().forEach(settings.putArray("only")::add);
    settings.put(
        "opt-out",
        leftOut.entries().isEmpty()
            ? null
            : digest(leftOut.entries().stream().sorted().toList().toString()));
    mappings.forEach(file -> settings.withArray("mapping").add(digest(text("--mapping", file))));
    settings.set("platforms", platforms);
    return new IngestArchives.Request(
        posts,
        read(),
        selection(),
        leftOut,
        keys,
        keepText,
        facts,
        sliceBytes,
        batchBytes,
        settings,
        mode);
  }

  private Selection selection() {
    Map<Selection.Sort, Set<String>> wanted = Selection.parse(criteria());
    if (context != null && wanted.isEmpty()) {
      throw new UserError(
          "--context " + context + " keeps answers to what --only selects; give --only, too");
    }
    return new Selection(
        micros("--since", since), micros("--until", until), wanted, context != null);
  }

  private ReadOptions read() {
    List<Mapping> tables = new ArrayList<>();
    for (Path file : mappings) {
      tables.addAll(mappings(file));
    }
    try {
      return ReadOptions.defaults()
          .withZone(ZoneId.of(zone))
          .withFormat(format)
          .withMappings(tables)
          .withLimits(limits());
    } catch (DateTimeException e) {
      throw new UserError("--zone " + zone + " is no time zone; write UTC or Europe/Paris");
    } catch (IllegalArgumentException e) {
      throw new UserError("--" + e.getMessage());
    }
  }

  private Limits limits() {
    try {
      return Limits.DEFAULT.with(maxRecordBytes, maxDepth, maxInflatedRatio);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          String.valueOf(e.getMessage())
              .replace("maxRecordBytes", "--max-record-bytes")
              .replace("maxDepth", "--max-depth")
              .replace("maxRatio", "--max-inflated-ratio"));
    }
  }

  private static List<Mapping> mappings(Path file) {
    try {
      return Mapping.parse(text("--mapping", file));
    } catch (IllegalArgumentException e) {
      throw new UserError("--mapping " + file + ": " + e.getMessage());
    }
  }

  private List<String> criteria() {
    List<String> criteria = new ArrayList<>();
    for (String given : only) {
      if (given.indexOf('=') < 0 && Files.exists(Path.of(given))) {
        text("--only", Path.of(given))
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .forEach(criteria::add);
      } else {
        criteria.add(given);
      }
    }
    return criteria;
  }

  private static String text(String option, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UserError(option + " " + file + " cannot be read: " + e.getMessage());
    }
  }

  private static String digest(String content) {
    return Identities.kept().text(content);
  }

  private static @Nullable Long micros(String option, @Nullable String time) {
    if (time == null) {
      return null;
    }
    try {
      Instant instant =
          time.length() == "2016-07-01".length()
              ? LocalDate.parse(time).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(time);
      return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    } catch (DateTimeException e) {
      throw new UserError(
          option + " " + time + " is no time; write 2016-07-01 or 2016-07-01T12:00:00Z");
    }
  }
}
