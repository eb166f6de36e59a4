package org.afterglow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.afterglow.UserError;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.ingest.Checksums;
import org.afterglow.ingest.IngestArchives;
import org.afterglow.ingest.InputFile;
import org.afterglow.ingest.OptOut;
import org.afterglow.ingest.RecogniseInputs;
import org.afterglow.ingest.Selection;
import org.afterglow.ingest.VerifyInputs;
import org.afterglow.post.Identities;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Program;
import org.afterglow.table.Stage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Option(
      names = "--verify",
      paramLabel = "FILE",
      description = {
        "SHA-256 checksums of the archives, as sha256sum writes them; repeats.",
        "The archives are checked before anything is read or written."
      })
  private List<Path> verify = List.of();

  /** What the archives were found to be, by their paths. */
  private final Map<String, InputFile.Verified> verified = new TreeMap<>();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A model that train has written. Default: the one that comes with the program.")
  private @Nullable String model;

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
    reading.read();
    leftOut();
    verify.forEach(IngestOptions::checksums);
    if (sliceBytes < 1 || batchBytes < 1) {
      throw new UserError(
          "--slice-bytes " + sliceBytes + " --batch-bytes " + batchBytes + ": both are 1 at least");
    }
  }

  /**
   * Checks the archives against the lists that were given; nothing is written before.
   *
   * @param out the output folder as the user named it
   * @param last stage that is asked for
   */
  void verify(Session session, String out, ModeOptions modes, Stage last) {
    if (!verify.isEmpty()) {
      // What would be refused later is refused before hours of hashing.
      modes.refuseFinished(OutputFolder.unclaimed(session.spark(), out), last);
      verify(session);
    }
  }

  /** Checks the archives against the lists that were given, if any were. */
  void verify(Session session) {
    if (verify.isEmpty()) {
      return;
    }
    Map<String, Path> lists = new HashMap<>();
    List<Checksums.Entry> entries = new ArrayList<>();
    for (Path list : verify) {
      for (Checksums.Entry entry : checksums(list).entries()) {
        entries.add(entry);
        lists.putIfAbsent(entry.sha256(), list);
      }
    }
    VerifyInputs.against(new Checksums(entries), posts, session.spark(), session.progress())
        .forEach(
            (path, sha256) ->
                verified.put(
                    path, new InputFile.Verified(sha256, String.valueOf(lists.get(sha256)))));
  }

  /** Says what the archives can be asked, before they are read. */
  void tellClaims(Session session) {
    RecogniseInputs.claims(
            posts, reading.read(), session.spark().sparkContext().hadoopConfiguration())
        .forEach(session.progress()::note);
  }

  private static Checksums checksums(Path list) {
    try {
      return Checksums.parse(ReadingOptions.text("--verify", list));
    } catch (IllegalArgumentException e) {
      throw new UserError("--verify " + list + ": " + e.getMessage());
    }
  }

  private OptOut leftOut() {
    return optOut == null ? OptOut.NOBODY : OptOut.parse(ReadingOptions.text("--opt-out", optOut));
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
    settings.put("zone", reading.zone());
    settings.put("format", reading.format());
    settings.put("max-record-bytes", reading.maxRecordBytes());
    settings.put("max-depth", reading.maxDepth());
    settings.put("max-inflated-ratio", reading.maxInflatedRatio());
    settings.put("context", context == null ? null : context.name());
    criteria().stream()
        .map(criterion -> Selection.recorded(criterion, keys))
        .sorted()
        .forEach(settings.putArray("only")::add);
    settings.put(
        "opt-out",
        leftOut.entries().isEmpty()
            ? null
            : keys.text(leftOut.entries().stream().sorted().toList().toString()));
    reading
        .mappings()
        .forEach(
            file ->
                settings.withArray("mapping").add(digest(ReadingOptions.text("--mapping", file))));
    settings.set("platforms", platforms);
    return new IngestArchives.Request(
            posts,
            reading.read(),
            selection(),
            leftOut,
            keys,
            keepText,
            facts,
            sliceBytes,
            batchBytes,
            settings,
            mode)
        .with(verified);
  }

  private Selection selection() {
    Map<Selection.Sort, Set<String>> wanted = Selection.parse(criteria());
    if (context != null && wanted.isEmpty()) {
      throw new UserError(
          "--context " + context + " keeps answers to what --only selects; give --only, too");
    }
    Long from = micros("--since", since);
    Long to = micros("--until", until);
    if (from != null && to != null && from >= to) {
      throw new UserError(
          "--since " + since + " does not lie before --until " + until + "; no post would be kept");
    }
    return new Selection(from, to, wanted, context != null);
  }

  private List<String> criteria() {
    List<String> criteria = new ArrayList<>();
    for (String given : only) {
      if (given.indexOf('=') < 0 && Files.exists(Path.of(given))) {
        List<String> lines = ReadingOptions.text("--only", Path.of(given)).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
          String line = lines.get(i).strip();
          if (!line.isEmpty() && !line.startsWith("#")) {
            criteria.add(understood(line, "--only " + given + ": line " + (i + 1)));
          }
        }
      } else {
        criteria.add(given);
      }
    }
    return criteria;
  }

  /** A criterion of a list, which may be a handle and so is not shown where it is wrong. */
  private static String understood(String criterion, String place) {
    try {
      Selection.parse(List.of(criterion));
      return criterion;
    } catch (UserError e) {
      throw new UserError(
          place + " is not understood; write venue=…, author=…, hashtag=…, domain=… or lang=…");
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
