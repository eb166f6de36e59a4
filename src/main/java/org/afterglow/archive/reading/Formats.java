package org.afterglow.archive.reading;

import java.util.List;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Format;
import org.afterglow.archive.Head;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.json.BlueskyFormat;
import org.afterglow.archive.json.CrowdTangleFormat;
import org.afterglow.archive.json.HackerNewsFormat;
import org.afterglow.archive.json.JsonFormat;
import org.afterglow.archive.json.JsonTableFormat;
import org.afterglow.archive.json.MastodonFormat;
import org.afterglow.archive.json.RedditFormat;
import org.afterglow.archive.json.TelegramFormat;
import org.afterglow.archive.json.TikTokFormat;
import org.afterglow.archive.json.TwitterV1Format;
import org.afterglow.archive.json.TwitterV2Format;
import org.afterglow.archive.json.UnknownJsonFormat;
import org.afterglow.archive.json.YouTubeFormat;
import org.afterglow.archive.table.TableFormat;
import org.afterglow.archive.web.WebArchiveFormat;
import org.afterglow.archive.xml.DisqusFormat;
import org.afterglow.archive.xml.StackExchangeFormat;
import org.afterglow.archive.xml.WordPressFormat;
import org.jspecify.annotations.Nullable;

/** The formats that can be read. */
public final class Formats {
  /** In the order in which a tie is decided: the particular before the general. */
  private static final List<Format> ALL =
      List.of(
          new TwitterV1Format(),
          new TwitterV2Format(),
          new RedditFormat(),
          new MastodonFormat(),
          new BlueskyFormat(),
          new HackerNewsFormat(),
          new TelegramFormat(),
          new StackExchangeFormat(),
          new WordPressFormat(),
          new DisqusFormat(),
          new YouTubeFormat(),
          new TikTokFormat(),
          new CrowdTangleFormat(),
          new WebArchiveFormat(),
          new JsonTableFormat(),
          new TableFormat());

  private Formats() {}

  /** Their names, as {@code --format} takes them. */
  public static List<String> names() {
    return ALL.stream().map(Format::name).distinct().toList();
  }

  /**
   * A sentence on what archives have a format.
   *
   * @throws IllegalArgumentException if there is no format of that name
   */
  public static String description(String name) {
    return known(name).description();
  }

  /**
   * What the archives of a format can tell of their posts.
   *
   * @throws IllegalArgumentException if there is no format of that name
   */
  public static Carries carries(String name) {
    return known(name).carries();
  }

  /**
   * The format of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Format known(String name) {
    return ALL.stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "format is " + name + ", must be one of " + String.join(", ", names())));
  }

  /** All of them, in the order in which a tie is decided. */
  static List<Format> all() {
    return ALL;
  }

  /** The format of a file that begins so, null if it is none of them. */
  static @Nullable Format recognise(Head head, ReadOptions options) {
    if (options.format() != null) {
      return forced(options.format(), head, options);
    }
    Format best = null;
    int most = 0;
    for (Format format : ALL) {
      int sure = format.recognises(head, options);
      if (sure > most) {
        best = format;
        most = sure;
      }
    }
    return best == null && head.layout() != Head.Layout.NONE ? UnknownJsonFormat.INSTANCE : best;
  }

  private static @Nullable Format forced(String name, Head head, ReadOptions options) {
    boolean json = head.layout() != Head.Layout.NONE;
    for (Format format : ALL) {
      if (format.name().equals(name) && json == format instanceof JsonFormat) {
        return format instanceof TableFormat && !TableFormat.hasFirstRow(head, options)
            ? null
            : format;
      }
    }
    return known(name);
  }
}
