package org.afterglow.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.afterglow.post.PostKind;
import org.jspecify.annotations.Nullable;

/**
 * The records of one unit of work (an entity, or a platform's background of a day) as they will
 * stand in the files, with their counts. What an outage, the sampling or the end of the archive
 * takes away never enters.
 */
final class UnitRecords {
  /** A line of a file and the time at which it was taken down. */
  // Lines are sorted by their bytes, never compared or hashed as records.
  @SuppressWarnings("ArrayRecordComponent")
  record Line(String stream, long atMicros, byte[] bytes) {}

  /**
   * A post that may stand in labels.csv.
   *
   * @param order the sample takes the lowest
   * @param asks whether it asks a person for something
   */
  record LabelledPost(
      long order,
      String id,
      Platform platform,
      String source,
      boolean owner,
      boolean promotional,
      boolean asks,
      long atMicros,
      String text) {}

  private final SimulationOptions options;
  private final SimulatedCalendar calendar;
  private final NativeWriter writer;
  private final Platform platform;
  private final List<Line> lines = new ArrayList<>();
  private final Map<TruthTable, List<byte[]>> truth = new EnumMap<>(TruthTable.class);
  private final List<LabelledPost> labelled = new ArrayList<>();
  private final Set<String> written = new HashSet<>();
  private final Set<String> carried = new HashSet<>();
  private SimulationCounts counts = SimulationCounts.NONE;

  UnitRecords(
      SimulationOptions options,
      SimulatedCalendar calendar,
      NativeWriter writer,
      Platform platform) {
    this.options = options;
    this.calendar = calendar;
    this.writer = writer;
    this.platform = platform;
  }

  /** Writes a post down, if the archive saw it, with the faults that befall records. */
  void add(SimulatedPost post) {
    if (!calendar.observed(platform, post.atMicros())
        || (options.collected() == Collected.TAGGED && !tagged(post))
        || fate("sample", post) >= options.samplingRate()) {
      count(SimulationCounts.ofUnobserved());
      return;
    }
    byte[] record = writer.record(post);
    String stream = writer.stream(post);
    lines.add(new Line(stream, post.atMicros(), record));
    written.add(post.id());
    SimulatedPost original = post.original();
    if (original != null) {
      carried.add(original.id());
    }
    count(SimulationCounts.ofPost(post.kind(), post.gone()));
    if (fate("duplicate", post) < options.duplicateShare()) {
      long again = post.atMicros() + 1_500_000;
      if (calendar.observed(platform, again)) {
        lines.add(new Line(stream, again, record));
        count(SimulationCounts.ofDuplicate());
      }
    }
    if (writer.toleratesBrokenLines()) {
      if (fate("broken", post) < options.brokenShare()) {
        byte[] cut = Arrays.copyOf(record, record.length * 2 / 3);
        cut[cut.length - 1] = '\n';
        lines.add(new Line(stream, post.atMicros(), cut));
        count(SimulationCounts.ofReject());
      }
      if (fate("blank", post) < options.blankShare()) {
        lines.add(new Line(stream, post.atMicros(), new byte[] {'\n'}));
        count(SimulationCounts.ofBlankLine());
      }
    }
  }

  private static boolean tagged(SimulatedPost post) {
    SimulatedPost original = post.original();
    return !post.words().hashtags().isEmpty()
        || (original != null && !original.words().hashtags().isEmpty());
  }

  /**
   * Writes down that a post was taken back, where the archive has such notices and has the post.
   */
  void delete(SimulatedPost post, long atMicros) {
    byte[] notice = writer.deletion(post, atMicros);
    if (notice != null && written.contains(post.id()) && calendar.observed(platform, atMicros)) {
      lines.add(new Line(writer.stream(post), atMicros, notice));
      count(SimulationCounts.ofDeletion());
    }
  }

  /** Adds a row to a truth table. */
  void row(TruthTable table, @Nullable Object... values) {
    truth
        .computeIfAbsent(table, unused -> new ArrayList<>())
        .add(CsvLine.bytes(Arrays.asList(values)));
  }

  /** Offers a post for labels.csv; the label says what the text sounds like. */
  void label(SimulatedPost post, boolean owner, boolean promotional) {
    label(post, owner, promotional, false);
  }

  /** Offers an owner's post that asks somebody for something. */
  void labelAsk(SimulatedPost post) {
    label(post, true, false, true);
  }

  private void label(SimulatedPost post, boolean owner, boolean promotional, boolean asks) {
    if (!post.gone() && written.contains(post.id()) && post.words().language().equals("en")) {
      labelled.add(
          new LabelledPost(
              Draws.hash(options.seed(), "label " + post.kind() + post.id()),
              nativeId(post),
              platform,
              platform.word() + ":" + (owner ? post.author().handle() : "people"),
              owner,
              promotional,
              asks,
              post.atMicros(),
              post.words().text()));
    }
  }

  /** The id that a reader gives the post. */
  static String nativeId(SimulatedPost post) {
    return post.author().platform() == Platform.REDDIT ? RedditWriter.fullName(post) : post.id();
  }

  private double fate(String name, SimulatedPost post) {
    boolean comment = post.kind() == PostKind.COMMENT;
    return Draws.share(options.seed(), name + (comment ? " c " : " ") + post.id());
  }

  private void count(SimulationCounts one) {
    counts = counts.plus(one);
  }

  Platform platform() {
    return platform;
  }

  List<Line> lines() {
    return lines;
  }

  /** Rows of a truth table. */
  List<byte[]> truth(TruthTable table) {
    return truth.getOrDefault(table, List.of());
  }

  List<LabelledPost> labelled() {
    return labelled;
  }

  SimulationCounts counts() {
    Set<String> embedded = new HashSet<>(carried);
    embedded.removeAll(written);
    return counts.plus(SimulationCounts.ofEmbedded(embedded.size()));
  }
}
