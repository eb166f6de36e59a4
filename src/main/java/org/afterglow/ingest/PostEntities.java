package org.afterglow.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.afterglow.post.Mention;
import org.afterglow.post.Post;
import org.afterglow.text.TextEntities;
import org.jspecify.annotations.Nullable;

/**
 * What a post names: as its platform lists it, else as its text has it.
 *
 * @param hashtags normalised, each once, sorted
 * @param mentions accounts, as named
 * @param linkDomains registrable domains but the platform's own, each once, sorted
 */
record PostEntities(List<String> hashtags, List<Mention> mentions, List<String> linkDomains) {
  /** Addresses by which a platform links to itself: a quoted post, not something linked to. */
  private static final Map<String, Set<String>> OWN =
      Map.ofEntries(
          Map.entry("twitter", Set.of("twitter.com", "x.com", "t.co")),
          Map.entry("reddit", Set.of("reddit.com", "redd.it")),
          Map.entry("bluesky", Set.of("bsky.app", "bsky.social")),
          Map.entry("telegram", Set.of("telegram.org", "t.me", "telegram.me")),
          Map.entry("hackernews", Set.of("ycombinator.com")),
          Map.entry("youtube", Set.of("youtube.com", "youtu.be")),
          Map.entry("tiktok", Set.of("tiktok.com")),
          Map.entry("facebook", Set.of("facebook.com", "fb.com", "fb.me", "fb.watch")),
          Map.entry("instagram", Set.of("instagram.com", "instagr.am")),
          Map.entry("stackexchange", Set.of("stackexchange.com", "stackoverflow.com")));

  static PostEntities of(Post post) {
    @Nullable TextEntities found = null;
    String text = post.text();
    if (text != null
        && (post.hashtags() == null || post.mentions() == null || post.links() == null)) {
      found = TextEntities.of(text);
    }
    return new PostEntities(hashtags(post, found), mentions(post, found), domains(post, found));
  }

  private static List<String> hashtags(Post post, @Nullable TextEntities found) {
    if (post.hashtags() == null) {
      return found == null ? List.of() : List.copyOf(new TreeSet<>(found.hashtags()));
    }
    if (post.hashtags().isEmpty()) {
      return List.of();
    }
    TreeSet<String> normalised = new TreeSet<>();
    post.hashtags().forEach(tag -> normalised.add(TextEntities.hashtag(tag)));
    normalised.remove("");
    return List.copyOf(normalised);
  }

  private static List<Mention> mentions(Post post, @Nullable TextEntities found) {
    if (post.mentions() != null) {
      return post.mentions();
    }
    if (found == null || found.mentions().isEmpty()) {
      return List.of();
    }
    List<Mention> mentions = new ArrayList<>();
    found.mentions().forEach(handle -> mentions.add(new Mention(null, handle)));
    return mentions;
  }

  private static List<String> domains(Post post, @Nullable TextEntities found) {
    TreeSet<String> domains = new TreeSet<>();
    if (post.links() != null) {
      for (String link : post.links()) {
        String domain = TextEntities.domain(link);
        if (domain != null) {
          domains.add(domain);
        }
      }
    } else if (found != null) {
      domains.addAll(found.linkDomains());
    }
    if (domains.isEmpty()) {
      return List.of();
    }
    domains.removeAll(OWN.getOrDefault(post.platform(), Set.of()));
    return List.copyOf(domains);
  }
}
