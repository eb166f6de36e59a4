package org.afterglow.archive.table;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.afterglow.archive.TableField;
import org.afterglow.archive.markup.MaskedAddresses;
import org.afterglow.post.PostKind;
import org.jspecify.annotations.Nullable;

/**
 * A table that many archives have in one form, known by its header, whose columns need more than
 * their names: an address for an id, markup for a text, reactions to be added up. Of its columns,
 * those that are named here count and no others.
 */
public enum KnownTable {
  /**
   * Exports of CrowdTangle for Facebook's pages and groups, whole or with some columns left out.
   */
  CROWDTANGLE_FACEBOOK(
      "facebook",
      List.of("post_created", "url"),
      List.of("page_name", "group_name"),
      Map.ofEntries(
          Map.entry(TableField.ID, List.of("url")),
          Map.entry(TableField.AUTHOR_ID, List.of("facebook_id")),
          Map.entry(TableField.AUTHOR_HANDLE, List.of("user_name")),
          Map.entry(TableField.AUTHOR_NAME, List.of("page_name")),
          Map.entry(TableField.VENUE, List.of("group_name")),
          Map.entry(TableField.TIME, List.of("post_created")),
          Map.entry(TableField.TEXT, List.of("message", "description")),
          Map.entry(TableField.LINKS, List.of("final_link", "link")),
          Map.entry(
              TableField.LIKES,
              List.of("likes", "love", "wow", "haha", "sad", "angry", "care", "thankful")),
          Map.entry(TableField.REPOSTS, List.of("shares")),
          Map.entry(TableField.REPLIES, List.of("comments")),
          Map.entry(TableField.VIEWS, List.of("post_views", "total_views")),
          Map.entry(TableField.FOLLOWER_COUNT, List.of("followers_at_posting", "likes_at_posting")),
          Map.entry(TableField.AD_FLAG, List.of("sponsor_id", "sponsor_name")))),

  /** Exports of CrowdTangle for Instagram. */
  CROWDTANGLE_INSTAGRAM(
      "instagram",
      List.of("post_created", "url", "account"),
      List.of("user_name", "photo", "followers_at_posting"),
      Map.ofEntries(
          Map.entry(TableField.ID, List.of("url")),
          Map.entry(TableField.AUTHOR_HANDLE, List.of("user_name")),
          Map.entry(TableField.AUTHOR_NAME, List.of("account")),
          Map.entry(TableField.TIME, List.of("post_created")),
          Map.entry(TableField.TEXT, List.of("description", "message", "title")),
          Map.entry(TableField.LIKES, List.of("likes")),
          Map.entry(TableField.REPLIES, List.of("comments")),
          Map.entry(TableField.VIEWS, List.of("views")),
          Map.entry(TableField.FOLLOWER_COUNT, List.of("followers_at_posting")),
          Map.entry(TableField.AD_FLAG, List.of("sponsor_id", "sponsor_name")))),

  /** Posts of Facebook's pages that were rated, with the reactions to them. */
  FACEBOOK_RATINGS(
      "facebook",
      List.of("account_id", "post_id", "post_url", "reaction_count"),
      List.of("account_id"),
      Map.of(
          TableField.ID, List.of("post_id"),
          TableField.AUTHOR_ID, List.of("account_id"),
          TableField.AUTHOR_NAME, List.of("page"),
          TableField.TIME, List.of("date_published"),
          TableField.LIKES, List.of("reaction_count"),
          TableField.REPOSTS, List.of("share_count"),
          TableField.REPLIES, List.of("comment_count"))),

  /**
   * The adverts that Facebook gave to Congress, and others of that form. They do not name who paid;
   * the page of Facebook's to which one leads is taken for its author.
   */
  FACEBOOK_ADS(
      "facebook",
      List.of("adid", "adtext", "creationdate"),
      List.of("enddate", "impressions"),
      Map.of(
          TableField.ID, List.of("adid"),
          TableField.AUTHOR_ID, List.of("landingpage"),
          TableField.AUTHOR_HANDLE, List.of("landingpage"),
          TableField.TEXT, List.of("adtext"),
          TableField.TIME, List.of("creationdate"),
          TableField.AD_ENDED_AT, List.of("enddate"),
          TableField.VIEWS, List.of("impressions"),
          TableField.LINKS, List.of("landingpage"))),

  /** Meta's library of adverts. */
  AD_LIBRARY(
      "facebook",
      List.of("page_id", "ad_delivery_start_time"),
      List.of("ad_archive_id", "id"),
      Map.of(
          TableField.ID, List.of("ad_archive_id", "id"),
          TableField.AUTHOR_ID, List.of("page_id"),
          TableField.AUTHOR_NAME, List.of("page_name"),
          TableField.TEXT, List.of("ad_creative_bodies", "ad_creative_body"),
          TableField.TIME, List.of("ad_delivery_start_time"),
          TableField.AD_ENDED_AT, List.of("ad_delivery_stop_time"))),

  /** Comments on videos, as scripts write what YouTube's Data API gave. */
  YOUTUBE_COMMENTS(
      "youtube",
      List.of("videoid", "commentid"),
      List.of("text", "textdisplay"),
      Map.ofEntries(
          Map.entry(TableField.ID, List.of("commentid")),
          Map.entry(TableField.ROOT_POST_ID, List.of("videoid")),
          Map.entry(TableField.REPLY_TO_POST_ID, List.of("parentid", "videoid")),
          Map.entry(TableField.AUTHOR_ID, List.of("authorchannelid")),
          Map.entry(TableField.AUTHOR_HANDLE, List.of("author", "authordisplayname")),
          Map.entry(TableField.AUTHOR_NAME, List.of("author", "authordisplayname")),
          Map.entry(TableField.VENUE_ACCOUNT, List.of("channelid")),
          Map.entry(TableField.TEXT, List.of("text", "textdisplay")),
          Map.entry(TableField.TIME, List.of("publishedat")),
          Map.entry(TableField.LIKES, List.of("likecount")),
          Map.entry(TableField.REPLIES, List.of("totalreplycount")))),

  /** Videos, from the same scripts. */
  YOUTUBE_VIDEOS(
      "youtube",
      List.of("videoid", "title", "publishedat"),
      List.of("channeltitle", "channelid", "viewcount"),
      Map.ofEntries(
          Map.entry(TableField.ID, List.of("videoid")),
          Map.entry(TableField.AUTHOR_ID, List.of("channelid")),
          Map.entry(TableField.AUTHOR_NAME, List.of("channeltitle")),
          Map.entry(TableField.AUTHOR_HANDLE, List.of("channeltitle")),
          Map.entry(TableField.VENUE_ACCOUNT, List.of("channelid", "channeltitle")),
          Map.entry(TableField.TITLE, List.of("title")),
          Map.entry(TableField.TEXT, List.of("description")),
          Map.entry(TableField.TIME, List.of("publishedat")),
          Map.entry(TableField.LIKES, List.of("likecount")),
          Map.entry(TableField.REPLIES, List.of("commentcount")),
          Map.entry(TableField.VIEWS, List.of("viewcount"))));

  private static final Set<KnownTable> ADVERTS = Set.of(FACEBOOK_ADS, AD_LIBRARY);

  private static final Pattern FACEBOOK =
      Pattern.compile(
          "facebook\\.com/(?:groups/)?([^/?]+)/(?:posts|videos|photos|permalink|reel)/"
              + "(?:[^/?]+/)*?(\\d+|pfbid\\w+)/?(?:[?#].*)?$");

  /**
   * A page's own address; the number that stands behind the name of some is the surer of the two.
   */
  private static final Pattern FACEBOOK_PAGE =
      Pattern.compile(
          "^(?:https?://)?(?:[a-z-]+\\.)?facebook\\.com/(?!\\w+\\.php|(?:events|groups|hashtag|help|login"
              + "|pages|policies|search|sharer|watch)(?:[/?#]|$))"
              + "(?:(?:[^/?#]*-)?(?<number>\\d{6,})|(?<name>[^/?#]+))/?(?:[?#].*)?$",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern FACEBOOK_STORY =
      Pattern.compile("story_fbid=(\\w+)&(?:amp;)?id=(\\d+)");
  private static final Pattern INSTAGRAM =
      Pattern.compile("instagram\\.com/(?:[^/?]+/)?(?:p|reel|tv)/([^/?#]+)");

  /** Times that lack a blank, have hyphens for colons, or the end of their zone. */
  private static final Pattern PACIFIC =
      Pattern.compile(
          "(\\d{1,2}/\\d{1,2}/\\d{2})\\s*(\\d{1,2})[:-](\\d{2})[:-](\\d{2})\\s*([AP]M)\\s*(P[DS]T)");

  private final String platform;

  // List.of and Map.of are immutable, which their types cannot say.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> all;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> any;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Map<TableField, List<String>> columns;

  KnownTable(
      String platform, List<String> all, List<String> any, Map<TableField, List<String>> columns) {
    this.platform = platform;
    this.all = List.copyOf(all);
    this.any = List.copyOf(any);
    this.columns = Map.copyOf(columns);
  }

  /** The one that a table of these columns is, null if it is none. */
  static @Nullable KnownTable of(List<String> columns) {
    Set<String> names = columns.stream().map(TableField::normal).collect(Collectors.toSet());
    return Arrays.stream(values())
        .filter(
            table -> names.containsAll(table.all) && table.any.stream().anyMatch(names::contains))
        .findFirst()
        .orElse(null);
  }

  String platform() {
    return platform;
  }

  /** Columns by the fields that they hold, in a fixed order. */
  Map<TableField, List<String>> columns() {
    return new EnumMap<>(columns);
  }

  /** What all its rows are, null if they say so themselves. */
  @Nullable PostKind kind() {
    return switch (this) {
      case YOUTUBE_COMMENTS -> PostKind.COMMENT;
      default -> null;
    };
  }

  /** Whether its texts are HTML. */
  boolean isMarkup() {
    return this == YOUTUBE_COMMENTS || this == YOUTUBE_VIDEOS;
  }

  /** Whether several columns of likes are parts of one number, as reactions are. */
  boolean addsLikes() {
    return this == CROWDTANGLE_FACEBOOK;
  }

  /** Whether a post is paid for, from the cell that names its sponsor; null if none could. */
  @Nullable Boolean adFlag(boolean hasColumn, @Nullable String sponsor) {
    if (ADVERTS.contains(this)) {
      return true;
    }
    return hasColumn ? (Boolean) (sponsor != null) : null;
  }

  /** The id of a post from what stands where ids do. */
  String id(String stated, @Nullable String authorId) {
    return switch (this) {
      case CROWDTANGLE_FACEBOOK, CROWDTANGLE_INSTAGRAM -> idOfAddress(stated, authorId);
      case FACEBOOK_RATINGS -> authorId == null ? stated : authorId + "_" + stated;
      // Adverts and posts are numbered apart.
      case FACEBOOK_ADS, AD_LIBRARY -> "ad/" + stated;
      case YOUTUBE_COMMENTS, YOUTUBE_VIDEOS -> stated;
    };
  }

  /** The page that a post stands on or an advert leads to, where the address tells. */
  @Nullable String authorId(String stated, @Nullable String authorId) {
    if (this == FACEBOOK_ADS) {
      return page(authorId, "number");
    }
    if (this != CROWDTANGLE_FACEBOOK || authorId != null || standsInGroup(stated)) {
      return authorId;
    }
    Matcher found = FACEBOOK.matcher(stated);
    return found.find() && isNumber(found.group(1)) ? found.group(1) : null;
  }

  /**
   * The name of the author from what stands where names do.
   *
   * @param authorId of the author, null where it is not known
   */
  @Nullable String authorHandle(@Nullable String stated, @Nullable String authorId) {
    return switch (this) {
      case FACEBOOK_ADS -> page(stated, "name");
      case YOUTUBE_COMMENTS, YOUTUBE_VIDEOS -> channelHandle(stated, authorId);
      default -> stated;
    };
  }

  /**
   * The handle of a channel of YouTube, which is what begins with {@code @}. Titles, which those of
   * before 2022 and videos have, may be borne by many, but where nothing else names a channel, one
   * within an archive most likely means one; so they stand for it.
   *
   * @param stated handle or title
   * @param id of the channel, null where it is not known
   */
  public static @Nullable String channelHandle(@Nullable String stated, @Nullable String id) {
    return stated != null && stated.startsWith("@")
        ? stated.substring(1)
        : id == null ? channelTitle(stated) : null;
  }

  /** The name that an author shows, from what stands where such names do. */
  @Nullable String authorName(@Nullable String stated) {
    return this == YOUTUBE_COMMENTS || this == YOUTUBE_VIDEOS ? channelTitle(stated) : stated;
  }

  /** The title of a channel of YouTube; null where a handle stands, or an address. */
  public static @Nullable String channelTitle(@Nullable String stated) {
    return stated == null || stated.startsWith("@") || MaskedAddresses.isAddress(stated)
        ? null
        : stated;
  }

  /** Whether the post of an address stands in a group. */
  boolean standsInGroup(String stated) {
    return this == CROWDTANGLE_FACEBOOK && stated.contains("/groups/");
  }

  /** The number or the name of the page at an address; null where it is of none. */
  private static @Nullable String page(@Nullable String address, String part) {
    if (address == null) {
      return null;
    }
    Matcher found = FACEBOOK_PAGE.matcher(address);
    return found.find() ? found.group(part) : null;
  }

  /** What a post answers, where the id tells. */
  @Nullable String replyTo(String id, @Nullable String stated) {
    int dot = this == YOUTUBE_COMMENTS ? id.indexOf('.') : -1;
    return dot > 0 ? id.substring(0, dot) : stated;
  }

  /** A time as it should have been written. */
  String time(String written) {
    if (this != FACEBOOK_ADS) {
      return written;
    }
    Matcher found = PACIFIC.matcher(written);
    return found.matches() ? found.replaceFirst("$1 $2:$3:$4 $5 $6") : written;
  }

  /**
   * The id that Facebook ({@code page_post}) or Instagram (the short code) gave to the post of an
   * address; the address itself if it is of no known form.
   *
   * @param page number of the page, for addresses that have its name
   */
  public static String idOfAddress(String address, @Nullable String page) {
    Matcher instagram = INSTAGRAM.matcher(address);
    if (instagram.find()) {
      return instagram.group(1);
    }
    Matcher facebook = FACEBOOK.matcher(address);
    if (facebook.find()) {
      String owner = facebook.group(1);
      return (page == null || isNumber(owner) ? owner : page) + "_" + facebook.group(2);
    }
    Matcher story = FACEBOOK_STORY.matcher(address);
    return story.find() ? story.group(2) + "_" + story.group(1) : address;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
