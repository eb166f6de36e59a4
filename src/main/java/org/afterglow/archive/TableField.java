package org.afterglow.archive;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A field of a post that a column of a table can hold, with the column names that stand for it
 * where no mapping says otherwise, the surest first.
 */
public enum TableField {
  ID("tweet_id", "status_id", "id_str", "post_id", "comment_id", "video_id", "message_id", "id"),
  PLATFORM_ID("fullname", "full_name", "name"),
  AUTHOR("author", "user", "account", "from_user", "poster", "sender"),
  AUTHOR_ID(
      "author_id",
      "user_id",
      "userid",
      "external_author_id",
      "from_user_id",
      "author_fullname",
      "account_id",
      "channel_id"),
  AUTHOR_HANDLE(
      "user_screen_name", "screen_name", "username", "author_username", "handle", "from_user_name"),
  AUTHOR_NAME("user_name", "user_display_name", "author_name", "display_name"),
  TIME(
      "created_at",
      "created_utc",
      "published_at",
      "publish_date",
      "posted_at",
      "tweet_time",
      "post_created",
      "timestamp_ms",
      "datetime",
      "date_time",
      "created",
      "created_time",
      "published",
      "timestamp",
      "date",
      "time"),
  TITLE("title"),
  TEXT(
      "full_text",
      "text",
      "tweet_text",
      "tweet",
      "content",
      "body",
      "selftext",
      "message",
      "caption",
      "comment",
      "post"),
  VENUE("subreddit", "group", "group_name", "venue", "forum"),
  VENUE_ACCOUNT("channel", "page_name"),
  REPLY_TO_POST_ID(
      "in_reply_to_status_id_str",
      "in_reply_to_status_id",
      "in_reply_to_tweetid",
      "in_reply_to_id",
      "in_reply_to",
      "reply_to",
      "reply_to_id",
      "parent_id"),
  REPLY_TO_AUTHOR_ID("in_reply_to_user_id_str", "in_reply_to_user_id", "in_reply_to_userid"),
  REPLY_TO_AUTHOR_HANDLE("in_reply_to_screen_name", "in_reply_to_username", "reply_to_user"),
  ROOT_POST_ID("link_id", "root_id", "root_post_id", "thread_id"),
  CONVERSATION_ID("conversation_id"),
  REPOSTED_POST_ID(
      "retweet_tweetid", "retweeted_status_id", "retweet_id", "retweet_of", "repost_of"),
  REPOSTED_AUTHOR_ID("retweet_userid", "retweeted_user_id"),
  IS_REPOST("is_retweet", "is_repost", "retweet"),
  QUOTED_POST_ID("quoted_status_id_str", "quoted_status_id", "quoted_tweet_tweetid", "quoted_id"),
  QUOTED_AUTHOR_ID("quoted_user_id"),
  LINKS("urls", "url", "link", "links", "expanded_urls"),
  HASHTAGS("hashtags"),
  MENTIONS("user_mentions", "mentions"),
  LIKES(
      "likes",
      "like_count",
      "likes_count",
      "favorite_count",
      "favourites_count",
      "favorites",
      "favourites",
      "favorites_count",
      "favourite_count"),
  REPOSTS(
      "retweet_count",
      "retweets",
      "retweets_count",
      "shares",
      "share_count",
      "reposts",
      "forwards"),
  REPLIES(
      "reply_count",
      "replies",
      "replies_count",
      "num_comments",
      "comments",
      "comment_count",
      "comments_count"),
  QUOTES("quote_count", "quotes"),
  VIEWS("views", "view_count", "views_count", "impressions", "plays"),
  SCORE("score", "points", "num_points"),
  COUNTED_AT(
      "retrieved_on", "retrieved_at", "collected_at", "harvested_date", "scraped_at", "counted_at"),
  FOLLOWER_COUNT(
      "user_followers_count", "followers_count", "follower_count", "followers", "user_followers"),
  AD_FLAG("promoted", "is_sponsored", "is_ad", "ad_flag"),
  AD_ENDED_AT("ad_ended_at", "ad_delivery_stop_time"),
  SOURCE_APP("source", "tweet_client_name", "source_app", "client"),
  LANGUAGE("lang", "language", "tweet_language"),
  PERMALINK("permalink"),
  KIND();

  // List.of is immutable, which its type cannot say.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> commonNames;

  TableField(String... commonNames) {
    this.commonNames = List.of(commonNames);
  }

  public List<String> commonNames() {
    return commonNames;
  }

  /** As mapping files write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static TableField of(String word) {
    return Arrays.stream(values())
        .filter(field -> field.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "field is "
                        + word
                        + ", must be one of "
                        + Arrays.stream(values())
                            .map(TableField::word)
                            .collect(Collectors.joining(", "))));
  }

  /** A column's name as it is compared: lower case, words joined by underscores. */
  public static String normal(@Nullable String column) {
    if (column == null) {
      return "";
    }
    String bare = column.startsWith("\ufeff") ? column.substring(1) : column;
    return bare.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_");
  }
}
