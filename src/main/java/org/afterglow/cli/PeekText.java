package org.afterglow.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.afterglow.archive.FileState;
import org.afterglow.archive.RejectReason;
import org.afterglow.ingest.FileLook;
import org.afterglow.ingest.PostField;
import org.afterglow.post.Post;
import org.jspecify.annotations.Nullable;

/** A look at a file as lines for people. */
final class PeekText {
  private static final int TEXT_CHARACTERS = 240;
  private static final int LINE_CHARACTERS = 96;

  private final FileLook look;
  private final boolean showText;
  private final List<String> lines = new ArrayList<>();

  private PeekText(FileLook look, boolean showText) {
    this.look = look;
    this.showText = showText;
  }

  /**
   * The lines.
   *
   * @param showText whether texts, handles and ids are shown, which are other people's
   */
  static List<String> of(FileLook look, boolean showText) {
    PeekText text = new PeekText(look, showText);
    text.file();
    text.records();
    text.rejects();
    text.fields();
    text.posts();
    return text.lines;
  }

  private void file() {
    lines.add(
        look.format()
            + ", "
            + (look.compression().equals("none") ? "not compressed" : look.compression())
            + ", "
            + ProgressSnapshot.size(look.size())
            + ", "
            + state()
            + (look.charset().equals("UTF-8") ? "" : ", taken for " + look.charset()));
    if (look.toEnd()) {
      lines.add("read to its end");
      return;
    }
    Long inAll = look.recordsInAll();
    lines.add(
        "read "
            + (look.places() > 1
                ? "at " + look.places() + " places spread over the file"
                : "from its beginning")
            + (look.compression().equals("parquet") ? "" : ", " + share())
            + ended()
            + (inAll == null
                ? noEstimate(look.noEstimate())
                : "; about " + rounded(inAll) + " records in all"));
  }

  private String noEstimate(FileLook.@Nullable NoEstimate why) {
    if (why == null || !look.readable()) {
      return "";
    }
    return switch (why) {
      case FEW_RECORDS -> "; too few records to estimate how many there are in all";
      case FEW_BYTES -> "; too few packed bytes to estimate how many records there are in all";
      case PARQUET -> "; of Parquet's row groups no estimate is made";
    };
  }

  private String ended() {
    FileLook.Limit by = look.endedBy();
    if (by == null) {
      return "";
    }
    return switch (by) {
      case RECORDS -> ", as many records as are looked at (--records)";
      case BYTES -> ", as many bytes as are looked at (--bytes)";
      case TIME -> ", until the time for it was up (--seconds)";
    };
  }

  private String share() {
    double percent = 100.0 * look.bytesRead() / Math.max(1, look.size());
    return ProgressSnapshot.size(look.bytesRead())
        + String.format(Locale.ROOT, percent < 9.95 ? " (%.1f %%)" : " (%.0f %%)", percent);
  }

  private String state() {
    String word = look.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return look.state() == FileState.COMPLETE && !look.toEnd() ? "undamaged so far" : word;
  }

  private void records() {
    StringJoiner fates = new StringJoiner(", ");
    add(fates, look.posts(), "post");
    add(fates, look.acts(), "bare act");
    add(fates, look.deletions(), "deletion");
    add(fates, look.notPosts().values().stream().mapToLong(n -> n).sum(), "other record");
    add(fates, look.rejects().values().stream().mapToLong(FileLook.Rejects::count).sum(), "reject");
    lines.add(
        counted(look.records(), "record")
            + (fates.length() == 0 ? "" : ": " + fates)
            + (look.embedded() == 0
                ? ""
                : "; " + counted(look.embedded(), "post") + " inside others")
            + (look.blankLines() == 0 ? "" : "; " + counted(look.blankLines(), "blank line")));
    if (!look.kinds().isEmpty()) {
      lines.add("posts are " + counts(look.kinds()));
    }
    if (!look.notPosts().isEmpty()) {
      lines.add("other records are " + counts(look.notPosts()));
    }
    Long first = look.firstAtMicros();
    Long last = look.lastAtMicros();
    if (first != null && last != null) {
      lines.add(
          "posted "
              + time(first)
              + " to "
              + time(last)
              + " UTC"
              + (look.zoneAssumed() ? ", of times without a zone (--zone)" : ""));
    }
  }

  private static void add(StringJoiner fates, long count, String word) {
    if (count > 0) {
      fates.add(counted(count, word));
    }
  }

  private static String counted(long count, String word) {
    return ProgressSnapshot.count(count) + " " + word + (count == 1 ? "" : "s");
  }

  private static String counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + ProgressSnapshot.count(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private void rejects() {
    for (Map.Entry<RejectReason, FileLook.Rejects> entry : look.rejects().entrySet()) {
      FileLook.Rejects rejects = entry.getValue();
      String excerpt = rejects.excerpt();
      lines.add(
          "rejected "
              + ProgressSnapshot.count(rejects.count())
              + " as "
              + entry.getKey()
              + ", the first at byte "
              + ProgressSnapshot.count(rejects.byteOffset())
              + ": "
              + rejects.detail());
      if (showText && excerpt != null) {
        lines.add("  " + shortened(excerpt));
      }
    }
  }

  private void fields() {
    if (look.posts() == 0) {
      return;
    }
    List<String> words = new ArrayList<>();
    List<String> never = new ArrayList<>();
    for (PostField field : PostField.values()) {
      long with = look.fields().getOrDefault(field, 0L);
      if (with == 0) {
        never.add(field.word());
      } else {
        words.add(field.word() + " " + percent(with, look.posts()));
      }
    }
    wrapped("of the posts have ", words);
    if (!never.isEmpty()) {
      wrapped("none has ", never);
    }
  }

  /** Whole per cents, of which 0 and 100 mean none and all. */
  static String percent(long part, long whole) {
    if (part == whole) {
      return "100 %";
    }
    long percent = Math.round(100.0 * part / whole);
    return percent == 0 ? "<1 %" : percent == 100 ? ">99 %" : percent + " %";
  }

  private void wrapped(String begin, List<String> words) {
    StringBuilder line = new StringBuilder(begin);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i) + (i + 1 < words.size() ? ", " : "");
      if (line.length() + word.length() > LINE_CHARACTERS) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder("  ");
      }
      line.append(word);
    }
    lines.add(line.toString());
  }

  private void posts() {
    if (look.firstPosts().isEmpty()) {
      return;
    }
    lines.add(
        "the first posts, as they are read"
            + (showText ? "" : " (--show-text shows texts, handles and ids)"));
    for (Post post : look.firstPosts()) {
      post(post);
    }
  }

  private void post(Post post) {
    StringJoiner line = new StringJoiner("  ");
    Long at = post.postedAtMicros();
    line.add(
        at == null
            ? "time " + post.postedAtState().name().toLowerCase(Locale.ROOT)
            : time(at) + " UTC");
    line.add(post.platform() + " " + post.kind().name().toLowerCase(Locale.ROOT));
    if (post.venue() != null) {
      line.add(
          showText || post.venueAccount() == null
              ? "in " + plain(post.venue())
              : "in an account's channel");
    }
    if (showText) {
      line.add("id " + plain(post.postId()));
    }
    line.add("by " + author(post));
    link(line, "answers", post.replyToPostId());
    link(line, "root", post.rootPostId() != null ? post.rootPostId() : post.conversationId());
    link(line, "reposts", post.repostedPostId());
    link(line, "quotes", post.quotedPostId());
    lines.add("- " + line);
    StringJoiner numbers = new StringJoiner("  ");
    number(numbers, "likes", post.likes());
    number(numbers, "reposts", post.reposts());
    number(numbers, "replies", post.replies());
    number(numbers, "quotes", post.quotes());
    number(numbers, "views", post.views());
    number(numbers, "score", post.score());
    number(numbers, "followers", post.followerCount());
    Long countedAt = post.countedAtMicros();
    if (countedAt != null) {
      numbers.add("counted " + time(countedAt));
    }
    if (post.language() != null) {
      numbers.add("language " + plain(post.language()));
    }
    if (post.hashtags() != null && !post.hashtags().isEmpty()) {
      numbers.add(
          "hashtags "
              + (showText
                  ? plain(String.join(" ", post.hashtags()))
                  : Integer.toString(post.hashtags().size())));
    }
    if (post.deletedState() != null) {
      numbers.add(post.deletedState().name().toLowerCase(Locale.ROOT));
    }
    if (numbers.length() > 0) {
      lines.add("  " + numbers);
    }
    String text = post.text();
    lines.add(
        "  "
            + (text == null
                ? "no text"
                : showText
                    ? shortened(text)
                    : "text of "
                        + ProgressSnapshot.count(text.codePointCount(0, text.length()))
                        + " characters"));
  }

  private String author(Post post) {
    String id = post.authorId();
    String handle = post.authorHandle();
    if (id == null && handle == null) {
      return "nobody named";
    }
    if (!showText) {
      return id == null ? "a handle" : handle == null ? "an id" : "an id and a handle";
    }
    return plain(
        handle == null ? String.valueOf(id) : "@" + handle + (id == null ? "" : " (" + id + ")"));
  }

  private void link(StringJoiner line, String word, @Nullable String id) {
    if (id != null) {
      line.add(showText ? word + " " + plain(id) : word + " a post");
    }
  }

  private static void number(StringJoiner line, String word, @Nullable Long number) {
    if (number != null) {
      line.add(word + " " + ProgressSnapshot.count(number));
    }
  }

  private static String time(long micros) {
    return Instant.EPOCH
        .plus(micros, ChronoUnit.MICROS)
        .truncatedTo(ChronoUnit.SECONDS)
        .toString()
        .replace('T', ' ')
        .replace("Z", "");
  }

  /** Two digits, which is what an estimate is worth. */
  private static String rounded(long count) {
    long unit = 1;
    while (count / unit >= 100) {
      unit *= 10;
    }
    return ProgressSnapshot.count((count + unit / 2) / unit * unit);
  }

  private static String shortened(String text) {
    String plain = plain(text);
    return plain.codePointCount(0, plain.length()) <= TEXT_CHARACTERS
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, TEXT_CHARACTERS)) + "…";
  }

  /** On one line, without what a terminal would take for orders or would draw backwards. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .map(
            c ->
                switch (Character.getType(c)) {
                  case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                      ' ';
                  case Character.SURROGATE -> '\ufffd';
                  case Character.FORMAT -> c == 0x200d ? c : ' ';
                  default -> c;
                })
        .forEach(plain::appendCodePoint);
    return plain.toString().replaceAll(" {2,}", " ").strip();
  }
}
