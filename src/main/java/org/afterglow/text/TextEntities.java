package org.afterglow.text;

import com.google.common.net.InternetDomainName;
import com.ibm.icu.text.Normalizer2;
import java.net.IDN;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a text names, for platforms that do not list it themselves.
 *
 * @param hashtags normalised by {@link #hashtag}, in order of appearance
 * @param mentions handles without {@code @}, as written, in order of appearance
 * @param linkDomains registrable domains, in order of appearance
 */
public record TextEntities(List<String> hashtags, List<String> mentions, List<String> linkDomains) {
  private static final TextEntities NONE = new TextEntities(List.of(), List.of(), List.of());

  /** A letter at least, or #1 in a list would be a tag; not within a word or an address. */
  private static final Pattern HASHTAG =
      Pattern.compile("(?<![\\p{L}\\p{N}_&/#=?])[#＃](?=[\\p{N}_]*\\p{L})([\\p{L}\\p{M}\\p{N}_]+)");

  /** Not within a word, which would be an e-mail address, nor within an address. */
  private static final Pattern MENTION =
      Pattern.compile("(?<![\\p{L}\\p{N}_./@])@([A-Za-z0-9_]+(?:@[A-Za-z0-9.-]+[A-Za-z0-9])?)");

  /** Reddit names people so. */
  private static final Pattern REDDITOR =
      Pattern.compile("(?<![\\p{L}\\p{N}_])/?u/([A-Za-z0-9_-]{3,20})(?![A-Za-z0-9_-])");

  private static final Pattern LINK =
      Pattern.compile("(?i)\\b(?:https?://|www\\.)[^\\s<>\"'\\])}]+");

  /** Hosts recur: the registrable part of the last ones is kept. */
  private static final int KEPT_HOSTS = 4096;

  private static final ThreadLocal<Map<String, String>> HOSTS =
      ThreadLocal.withInitial(
          () ->
              new LinkedHashMap<>(KEPT_HOSTS, .75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                  return size() > KEPT_HOSTS;
                }
              });

  /** Searches a text. */
  public static TextEntities of(String text) {
    boolean tags = text.indexOf('#') >= 0 || text.indexOf('＃') >= 0;
    boolean handles = text.indexOf('@') >= 0;
    boolean redditors = text.contains("u/");
    boolean links = text.contains("://") || text.contains("www.") || text.contains("WWW.");
    if (!tags && !handles && !redditors && !links) {
      return NONE;
    }
    List<String> hashtags = new ArrayList<>();
    if (tags) {
      for (Matcher tag = HASHTAG.matcher(text); tag.find(); ) {
        hashtags.add(hashtag(tag.group(1)));
      }
    }
    List<String> mentions = new ArrayList<>();
    if (handles) {
      for (Matcher handle = MENTION.matcher(text); handle.find(); ) {
        mentions.add(handle.group(1));
      }
    }
    if (redditors) {
      for (Matcher handle = REDDITOR.matcher(text); handle.find(); ) {
        mentions.add(handle.group(1));
      }
    }
    List<String> domains = new ArrayList<>();
    if (links) {
      for (Matcher link = LINK.matcher(text); link.find(); ) {
        String domain = domain(link.group());
        if (domain != null) {
          domains.add(domain);
        }
      }
    }
    return new TextEntities(hashtags, mentions, domains);
  }

  /** One form for a hashtag however it is written: NFKC, case folded, without its sign. */
  public static String hashtag(String written) {
    String plain =
        !written.isEmpty() && (written.charAt(0) == '#' || written.charAt(0) == '＃')
            ? written.substring(1)
            : written;
    return Normalizer2.getNFKCCasefoldInstance().normalize(plain);
  }

  /**
   * The registrable domain of an address: {@code bbc.co.uk} of {@code https://news.bbc.co.uk/1}, in
   * ASCII; the whole host where it has none; null where there is no host and for an IP address,
   * which no table may hold.
   *
   * @param address with or without its scheme
   */
  public static @Nullable String domain(String address) {
    String host = host(address);
    if (host == null) {
      return null;
    }
    return isIpAddress(host) ? null : HOSTS.get().computeIfAbsent(host, TextEntities::registrable);
  }

  /** Whether a host is one; dots and digits alone count too, which no domain is made of. */
  private static boolean isIpAddress(String host) {
    return host.indexOf('[') >= 0
        || host.indexOf(':') >= 0
        || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  private static String registrable(String host) {
    try {
      InternetDomainName name = InternetDomainName.from(IDN.toASCII(host, IDN.ALLOW_UNASSIGNED));
      return name.isUnderPublicSuffix() ? name.topPrivateDomain().toString() : name.toString();
    } catch (IllegalArgumentException e) {
      return host; // a name that no registry would take
    }
  }

  private static @Nullable String host(String address) {
    int from = address.indexOf("://");
    from = from < 0 ? 0 : from + 3;
    int to = from;
    while (to < address.length() && "/?#\\".indexOf(address.charAt(to)) < 0) {
      to++;
    }
    String authority = address.substring(from, to);
    authority = authority.substring(authority.lastIndexOf('@') + 1);
    int port = authority.lastIndexOf(':');
    if (port >= 0 && authority.indexOf(']') < port) {
      authority = authority.substring(0, port);
    }
    String host = authority.toLowerCase(Locale.ROOT);
    while (!host.isEmpty()
        && !Character.isLetterOrDigit(host.charAt(host.length() - 1))
        && host.charAt(host.length() - 1) != ']') {
      host = host.substring(0, host.length() - 1);
    }
    return host.isEmpty() || host.indexOf('.') < 0 ? null : host;
  }
}
