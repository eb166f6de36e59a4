package org.afterglow.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.afterglow.UserError;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Checks inputs against a list of their checksums before any of them is read. */
public final class VerifyInputs {
  private static final int SHOWN = 5;
  private static final int MOST_TASKS = 1_000;
  private static final int BUFFER_BYTES = 1 << 18;

  /** A file to be hashed by a task. */
  private record Listed(String path, long size) implements Serializable {}

  /** The SHA-256 of a file's bytes, told to the meter as they pass. */
  private record HashFile(SerializableConfiguration hadoop, Progress.Meter meter)
      implements Function<Listed, String> {
    @Override
    public String call(Listed file) {
      MessageDigest digest = sha256();
      byte[] buffer = new byte[BUFFER_BYTES];
      try (InputStream in = new HadoopBytes(file.path(), file.size(), hadoop, meter).open(0)) {
        int read = in.read(buffer);
        while (read >= 0) {
          digest.update(buffer, 0, read);
          read = in.read(buffer);
        }
      } catch (IOException | UncheckedIOException e) {
        throw UserError.unreadable(file.path() + " cannot be read: " + e.getMessage());
      }
      return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }

  private VerifyInputs() {}

  /**
   * Hashes the inputs that the list names, files side by side; says which inputs it does not name,
   * and what it names that is no input.
   *
   * @param posts files, folders and globs as the user gave them
   * @return the SHA-256 of those inputs by their paths
   * @throws UserError if an input is not what the list says, or the list names none of them
   */
  public static Map<String, String> against(
      Checksums checksums, List<String> posts, SparkSession spark, Progress progress) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    List<InputFile> inputs = Inputs.find(posts, hadoop);
    Checksums.Matched matched = checksums.match(inputs.stream().map(InputFile::path).toList());
    if (matched.expected().isEmpty()) {
      throw new UserError(
          "--verify names none of the "
              + inputs.size()
              + " inputs; give the list that belongs to them");
    }
    List<Listed> listed =
        inputs.stream()
            .filter(input -> matched.expected().containsKey(input.path()))
            .map(input -> new Listed(input.path(), input.size()))
            .sorted(Comparator.comparingLong(Listed::size).reversed())
            .toList();
    progress.stage("verify");
    say(progress, matched);
    progress.total(listed.stream().mapToLong(Listed::size).sum());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<String> hashes =
        context
            .parallelize(listed, Math.min(MOST_TASKS, listed.size()))
            .map(
                new HashFile(
                    new SerializableConfiguration(hadoop), Progress.Meter.of(spark.sparkContext())))
            .collect();
    List<String> differing = new ArrayList<>();
    for (int i = 0; i < listed.size(); i++) {
      List<String> right = matched.expected().getOrDefault(listed.get(i).path(), List.of());
      if (!right.contains(hashes.get(i))) {
        differing.add(
            listed.get(i).path()
                + " is not what --verify says: its SHA-256 is "
                + hashes.get(i)
                + ", should be "
                + String.join(" or ", right));
      }
    }
    if (!differing.isEmpty()) {
      throw UserError.unreadable(
          differing.get(0)
              + (differing.size() == 1
                  ? "; fetch it again"
                  : "; "
                      + (differing.size() - 1)
                      + " more differ: "
                      + shown(
                          differing.stream()
                              .skip(1)
                              .map(line -> line.substring(0, line.indexOf(" is not what ")))
                              .toList())));
    }
    progress.note(
        "verify: " + listed.size() + " of " + inputs.size() + " inputs are what the list says");
    Map<String, String> found = new TreeMap<>();
    for (int i = 0; i < listed.size(); i++) {
      found.put(listed.get(i).path(), hashes.get(i));
    }
    return found;
  }

  private static void say(Progress progress, Checksums.Matched matched) {
    if (!matched.unlisted().isEmpty()) {
      progress.note(
          "verify: not in the list, read unchecked: "
              + matched.unlisted().size()
              + " inputs: "
              + shown(matched.unlisted()));
    }
    if (!matched.absent().isEmpty()) {
      progress.note(
          "verify: in the list, but no input: "
              + matched.absent().size()
              + " files: "
              + shown(matched.absent()));
    }
  }

  private static String shown(List<String> names) {
    return names.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (names.size() > SHOWN ? ", …" : "");
  }
}
