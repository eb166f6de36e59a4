package org.afterglow.job.acts;

import java.util.Locale;
import org.afterglow.campaign.EntityType;

/**
 * Keys by which posts and entities find each other, unique within a platform: {@code account:…,
 * hashtag:…, domain:…, venue:…}, the venue in lower case.
 */
public final class EntityKeys {
  /** The author's account of a post; NULL where nobody is named. */
  public static final String ACCOUNT = "coalesce(author_id, author_handle_id)";

  /** All keys of a post, its account's first; needs a column {@code account}. */
  public static final String OF_POST =
      "filter(concat(array(concat('account:', account)),"
          + " transform(coalesce(hashtags, array()), h -> concat('hashtag:', h)),"
          + " transform(coalesce(link_domains, array()), d -> concat('domain:', d)),"
          + " array(concat('venue:', lower(venue)))), k -> k is not null)";

  private EntityKeys() {}

  /** The key of an entity. */
  public static String of(String entityType, String entityId) {
    return entityType
        + ":"
        + (entityType.equals(EntityType.VENUE.word())
            ? entityId.toLowerCase(Locale.ROOT)
            : entityId);
  }
}
