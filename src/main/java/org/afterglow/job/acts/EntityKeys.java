package org.afterglow.job.acts;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.afterglow.campaign.EntityType;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.collection.Seq;

/**
 * Keys by which posts and entities find each other, unique within a platform: {@code account:…,
 * hashtag:…, domain:…, venue:…}, the venue in lower case.
 */
public final class EntityKeys {
  /** The author's account of a post; NULL where nobody is named. */
  public static final String ACCOUNT = "coalesce(author_id, author_handle_id)";

  // In SQL this is a filter over arrays that are put together, which Spark interprets row by row:
  // it took most of the time of whatever looks for entities' posts.
  private static final UserDefinedFunction KEYS =
      udf(
          (UDF4<String, Seq<String>, Seq<String>, String, String[]>) EntityKeys::ofPost,
          DataTypes.createArrayType(DataTypes.StringType, false));

  private EntityKeys() {}

  /** All keys of a post, its account's first; needs a column {@code account}. */
  public static Column ofPost() {
    return KEYS.apply(col("account"), col("hashtags"), col("link_domains"), col("venue"));
  }

  /** The same of one post; each may be null, as may be what the lists hold. */
  static String[] ofPost(
      @Nullable String account,
      @Nullable Seq<String> hashtags,
      @Nullable Seq<String> domains,
      @Nullable String venue) {
    List<String> keys = new ArrayList<>();
    if (account != null) {
      keys.add("account:" + account);
    }
    add(keys, "hashtag:", hashtags);
    add(keys, "domain:", domains);
    if (venue != null) {
      keys.add("venue:" + venue.toLowerCase(Locale.ROOT));
    }
    return keys.toArray(String[]::new);
  }

  private static void add(List<String> keys, String kind, @Nullable Seq<String> names) {
    if (names != null) {
      for (Iterator<String> each = names.iterator(); each.hasNext(); ) {
        String name = each.next();
        if (name != null) {
          keys.add(kind + name);
        }
      }
    }
  }

  /** The key of an entity. */
  public static String of(String entityType, String entityId) {
    return entityType
        + ":"
        + (entityType.equals(EntityType.VENUE.word())
            ? entityId.toLowerCase(Locale.ROOT)
            : entityId);
  }
}
