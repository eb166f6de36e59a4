package org.afterglow.archive;

import java.util.List;
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

  private static Format known(String name) {
    Format format = named(name);
    if (format == null) {
      throw new IllegalArgumentException(
          "format is " + name + ", must be one of " + String.join(", ", names()));
    }
    return format;
  }

  /** All of them, in the order in which a tie is decided. */
  static List<Format> all() {
    return ALL;
  }

  static @Nullable Format named(String name) {
    return ALL.stream().filter(format -> format.name().equals(name)).findFirst().orElse(null);
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
    return named(name);
  }
}
