package org.afterglow.post;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which venues are accounts in their platform's own terms, so that naming the venue names somebody:
 * YouTube's channels, Telegram's chats, the profiles of Reddit's users. Subreddits, groups, forums
 * and sites are places: nobody writes in their name.
 */
public final class VenueAccount {
  /** How Telegram's clients and collectors write the number of a chat, and its kind. */
  private static final Pattern CHAT =
      Pattern.compile("(-100(?=\\d{7})|-|channel|chat|user|)(\\d+)", Pattern.CASE_INSENSITIVE);

  /** The id of a channel of YouTube, beside which there are handles and titles. */
  private static final Pattern CHANNEL =
      Pattern.compile("UC[A-Za-z0-9_-]{22}", Pattern.CASE_INSENSITIVE);

  private static final Pattern PROFILE =
      Pattern.compile("(?:u_|/?u/|/?user/)(.+)", Pattern.CASE_INSENSITIVE);

  private VenueAccount() {}

  /** The account that a venue is, however it is written; null: a place, as far as that tells. */
  public static @Nullable Mention of(String platform, String venue) {
    return switch (platform) {
      case "youtube" -> CHANNEL.matcher(venue).matches() ? id(venue) : handle(venue);
      case "telegram" -> {
        Matcher chat = CHAT.matcher(venue);
        yield chat.matches() ? id(kind(chat.group(1)) + chat.group(2)) : handle(venue);
      }
      case "reddit" -> {
        Matcher profile = PROFILE.matcher(venue);
        yield profile.matches() ? handle(profile.group(1)) : null;
      }
      default -> null;
    };
  }

  /** Whether what a user wrote for a venue of the platform means the account. */
  public static boolean means(String platform, String written, Mention account) {
    Mention meant = of(platform, written);
    return meant == null
        ? written.equalsIgnoreCase(account.id()) || written.equalsIgnoreCase(account.handle())
        : (meant.id() != null && meant.id().equalsIgnoreCase(account.id()))
            || (meant.handle() != null && meant.handle().equalsIgnoreCase(account.handle()));
  }

  private static String kind(String sign) {
    return switch (sign.toLowerCase(Locale.ROOT)) {
      case "-", "chat" -> "chat";
      case "user" -> "user";
      default -> "channel";
    };
  }

  private static Mention id(String id) {
    return new Mention(id, null);
  }

  private static Mention handle(String handle) {
    return new Mention(null, handle.startsWith("@") ? handle.substring(1) : handle);
  }
}
