package org.afterglow.archive.table;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.afterglow.archive.ContentId;
import org.afterglow.archive.Counts;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Ids;
import org.afterglow.archive.Mapping;
import org.afterglow.archive.Platforms;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.TableField;
import org.afterglow.archive.Times;
import org.afterglow.archive.markup.Markup;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.post.DeletedState;
import org.afterglow.post.Mention;
import org.afterglow.post.PostBuilder;
import org.afterglow.post.PostKind;
import org.afterglow.post.VenueAccount;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table, read into posts by its columns, whatever the table is stored in. Keeps
 * state; not shared by threads.
 */
public final class TableRow {
  /** Platform of tables that do not tell theirs. */
  static final String NO_PLATFORM = "table";

  private static final Pattern REDDIT_VENUE = Pattern.compile("/r/([A-Za-z0-9_]+)/");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final Pattern SEPARATORS = Pattern.compile("[\\s,;|\\[\\]'\"]+");

  /** Cells of a row by the number of their column. */
  interface Cells {
    @Nullable String cell(int column);
  }

  private final List<String> columns;
  private final Map<TableField, int[]> places;
  private final String platform;
  private final @Nullable String venue;
  private final String idPrefix;
  private final Times times;
  private final boolean joinsTexts;
  private final @Nullable KnownTable known;
  private final MessageDigest digest = ContentId.sha256();

  private TableRow(
      List<String> columns,
      Map<TableField, int[]> places,
      @Nullable Mapping mapping,
      @Nullable KnownTable known,
      ReadOptions options) {
    this.columns = columns;
    this.places = places;
    this.known = known;
    this.venue = mapping == null ? null : mapping.venue();
    this.idPrefix = mapping == null ? "" : mapping.idPrefix();
    String stated = mapping == null ? null : mapping.platform();
    this.platform = stated != null ? stated : known != null ? known.platform() : platform(columns);
    this.joinsTexts = mapping != null && mapping.columns().containsKey(TableField.TEXT.word());
    this.times =
        new Times(
            options,
            mapping == null ? null : mapping.zone(),
            mapping == null ? null : mapping.timeFormat());
  }

  /**
   * The rows of a table with these columns, by the first mapping of the options that applies, or by
   * common names.
   *
   * @param fileName name of the file without its folders
   */
  public static TableRow of(List<String> columns, String fileName, ReadOptions options) {
    Mapping mapping = null;
    for (Mapping candidate : options.mappings()) {
      if (candidate.appliesToFile(fileName) && candidate.appliesToHeader(columns)) {
        mapping = candidate;
        break;
      }
    }
    return of(columns, mapping, options);
  }

  static TableRow of(List<String> columns, @Nullable Mapping mapping, ReadOptions options) {
    Map<String, Integer> byName = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      byName.putIfAbsent(TableField.normal(columns.get(i)), i);
    }
    Set<Integer> taken = new HashSet<>();
    Map<TableField, int[]> places = new EnumMap<>(TableField.class);
    KnownTable known =
        mapping == null || mapping.columns().isEmpty() ? KnownTable.of(columns) : null;
    if (known != null) {
      known.columns().forEach((field, names) -> place(field, names, byName, taken, places));
      places.values().removeIf(found -> found.length == 0);
      return new TableRow(List.copyOf(columns), places, mapping, known, options);
    }
    if (mapping != null) {
      mapping
          .columns()
          .forEach((word, names) -> place(TableField.of(word), names, byName, taken, places));
    }
    if (mapping == null || !mapping.replacesCommon()) {
      common(byName, taken, places);
    }
    return new TableRow(List.copyOf(columns), places, mapping, null, options);
  }

  /** Notes the columns of a field that a table has. */
  private static void place(
      TableField field,
      List<String> names,
      Map<String, Integer> byName,
      Set<Integer> taken,
      Map<TableField, int[]> places) {
    int[] found =
        names.stream()
            .map(name -> byName.get(TableField.normal(name)))
            .filter(Objects::nonNull)
            .mapToInt(Integer::intValue)
            .toArray();
    for (int column : found) {
      taken.add(column);
    }
    places.put(field, found);
  }

  private static void common(
      Map<String, Integer> byName, Set<Integer> taken, Map<TableField, int[]> places) {
    for (TableField field : TableField.values()) {
      if (places.containsKey(field)) {
        continue;
      }
      int[] found =
          field.commonNames().stream()
              .map(byName::get)
              .filter(column -> column != null && !taken.contains(column))
              .mapToInt(Integer::intValue)
              .toArray();
      if (found.length > 0) {
        // Of several names for one thing the surest counts, the rest fill its gaps; texts are never
        // joined unasked.
        places.put(field, found);
        for (int column : found) {
          taken.add(column);
        }
      }
    }
    // Reddit writes full names into "name", others the name of the author.
    if (places.containsKey(TableField.PLATFORM_ID)
        && !platform(List.copyOf(byName.keySet())).equals(Platforms.REDDIT)) {
      int[] name = places.remove(TableField.PLATFORM_ID);
      if (name != null) {
        places.putIfAbsent(TableField.AUTHOR_NAME, name);
      }
    }
  }

  /** Whether its columns can make posts: a text, or an id with a time or counters. */
  public boolean holdsPosts() {
    boolean worded = places.containsKey(TableField.TEXT) || places.containsKey(TableField.TITLE);
    boolean id = places.containsKey(TableField.ID) || places.containsKey(TableField.PLATFORM_ID);
    boolean timed = places.containsKey(TableField.TIME);
    boolean authored =
        places.containsKey(TableField.AUTHOR)
            || places.containsKey(TableField.AUTHOR_ID)
            || places.containsKey(TableField.AUTHOR_HANDLE);
    boolean counted =
        places.containsKey(TableField.LIKES)
            || places.containsKey(TableField.REPOSTS)
            || places.containsKey(TableField.SCORE);
    return (worded && (id || timed || authored))
        || (id && timed && (authored || counted) && !listsAccounts());
  }

  /** Whether there are columns that only lists of accounts have. */
  private boolean listsAccounts() {
    return columns.stream()
        .map(TableField::normal)
        .anyMatch(
            name ->
                name.equals("statuses_count")
                    || name.equals("friends_count")
                    || name.equals("listed_count")
                    || name.equals("tweet_count"));
  }

  /** Whether a time without a zone was read in the zone of the options. */
  public boolean zoneAssumed() {
    return times.zoneAssumed();
  }

  public Times times() {
    return times;
  }

  /** Names of the columns whose cells are asked for. */
  public Set<String> columnsRead() {
    Set<String> read = new LinkedHashSet<>();
    places
        .values()
        .forEach(found -> Arrays.stream(found).mapToObj(columns::get).forEach(read::add));
    return read;
  }

  List<String> columns() {
    return columns;
  }

  private static String platform(List<String> columns) {
    boolean reddit = false;
    boolean twitter = false;
    boolean hackerNews = false;
    for (String column : columns) {
      String name = TableField.normal(column);
      reddit |= name.contains("subreddit") || name.equals("link_flair_text");
      twitter |=
          name.contains("tweet")
              || name.endsWith("screen_name")
              || name.equals("favorite_count")
              || name.startsWith("in_reply_to_status_id");
      hackerNews |= name.equals("num_points");
    }
    if (reddit) {
      return Platforms.REDDIT;
    }
    if (twitter) {
      return Platforms.TWITTER;
    }
    return hackerNews ? Platforms.HACKER_NEWS : NO_PLATFORM;
  }

  /**
   * The fate of a row.
   *
   * @param cell the cell of a column by its name, null where it is empty
   */
  public Fate read(Function<String, @Nullable String> cell) {
    return readColumns(column -> cell.apply(columns.get(column)));
  }

  Fate readColumns(Cells cells) {
    if (!holdsPosts()) {
      return new Fate.NotPost("table_row");
    }
    boolean reddit = platform.equals(Platforms.REDDIT);
    String text = text(cells);
    String time = value(cells, TableField.TIME);
    String id = value(cells, TableField.PLATFORM_ID);
    if (id == null || (reddit && !id.startsWith("t"))) {
      id = id(cells, TableField.ID);
    }
    String author = value(cells, TableField.AUTHOR);
    String authorId = id(cells, TableField.AUTHOR_ID);
    String handle = value(cells, TableField.AUTHOR_HANDLE);
    List<String> linked = List.of();
    if (known != null && id != null && !Ids.isLossy(id)) {
      String address = id;
      String page = known.authorId(id, Ids.known(authorId));
      id = known.id(id, page);
      authorId = page;
      handle = known.authorHandle(handle, page);
      if (known.standsInGroup(address)) {
        // Its id and name are those of the group; who wrote in it is not told.
        authorId = null;
        handle = null;
      }
      time = time == null ? null : known.time(time);
      if (text != null && known.isMarkup()) {
        Markup shown = Markup.ofLines(text);
        text = shown.text();
        linked = shown.links();
      }
    }
    if (Ids.isLossy(id)) {
      return Fate.Rejected.lossyId();
    }
    if (id != null && platform.equals(Platforms.TWITTER) && !isNumber(id)) {
      // The sign of a row whose cells have shifted.
      return new Fate.Rejected(
          RejectReason.BAD_VALUE, "the id is no number, as those of the platform are", null);
    }
    if (id == null) {
      if (places.containsKey(TableField.ID) || places.containsKey(TableField.PLATFORM_ID)) {
        return Fate.Rejected.missing("the cell of the id is empty");
      }
      if (text == null && time == null) {
        return Fate.Rejected.missing("neither text nor time");
      }
      id = synthetic(first(author, authorId, handle), time, text);
    } else if (!id.startsWith(idPrefix)) {
      id = idPrefix + id;
    } else if (reddit && id.indexOf('_') != 2) {
      id = (places.containsKey(TableField.TITLE) ? "t3_" : "t1_") + id;
    }
    PostBuilder post = new PostBuilder(platform, id);
    authors(post, author, Ids.known(authorId), handle);
    if (time == null) {
      times.setPostedAt(post, null);
    } else {
      times.setPostedAt(post, time);
    }
    boolean repost = links(post, cells, reddit);
    PostKind always = known == null ? null : known.kind();
    if (known != null && always != null) {
      post.kind(always)
          .replyToPostId(known.replyTo(id, value(cells, TableField.REPLY_TO_POST_ID)))
          .links(linked.isEmpty() ? null : linked);
    }
    venue(post, cells, reddit);
    String name = value(cells, TableField.AUTHOR_NAME);
    post.authorName(storable(known == null ? name : known.authorName(name)))
        .followerCount(count(cells, TableField.FOLLOWER_COUNT))
        .sourceApp(PlainText.withoutTags(value(cells, TableField.SOURCE_APP)))
        .language(storable(value(cells, TableField.LANGUAGE)));
    String ad = value(cells, TableField.AD_FLAG);
    if (known != null) {
      post.adFlag(known.adFlag(places.containsKey(TableField.AD_FLAG), ad));
    } else {
      post.adFlag(ad == null ? null : Counts.truth(ad));
    }
    String adEnd = value(cells, TableField.AD_ENDED_AT);
    if (adEnd != null) {
      Long end = times.plausible(known == null ? adEnd : known.time(adEnd));
      // A day alone is the last one on which it was shown.
      post.adEndMicros(
          end != null && DAY.matcher(adEnd).matches() ? (Long) (end + DAY_MICROS) : end);
    }
    if (!repost) {
      counters(post, cells);
      DeletedState gone = gone(text);
      post.deletedState(gone).text(gone == null ? written(text) : null);
    }
    return new Fate.Posted(post.build(), List.of());
  }

  /** What was written; markup has been decoded as it was read. */
  private @Nullable String written(@Nullable String text) {
    return known != null && known.isMarkup() ? text : PlainText.decoded(text);
  }

  private void authors(
      PostBuilder post, @Nullable String author, @Nullable String authorId, @Nullable String name) {
    String id = authorId;
    String handle = name;
    boolean numbers = platform.equals(Platforms.TWITTER);
    if (id != null && numbers && !isNumber(id)) {
      handle = handle == null ? id : handle;
      id = null;
    }
    if (author != null) {
      if (numbers && isNumber(author)) {
        id = id == null ? author : id;
      } else if (handle == null) {
        handle = author;
      }
    }
    if (handle != null && handle.startsWith("@")) {
      handle = handle.substring(1);
    }
    if (gone(handle) != null) {
      handle = null;
      id = null;
    }
    post.authorId(storable(id)).authorHandle(storable(handle));
  }

  /** What the post answers, passes on and names; whether it is a repost. */
  private boolean links(PostBuilder post, Cells cells, boolean reddit) {
    String replyTo = Ids.known(id(cells, TableField.REPLY_TO_POST_ID));
    String replyHandle = value(cells, TableField.REPLY_TO_AUTHOR_HANDLE);
    String replyAuthor = Ids.known(id(cells, TableField.REPLY_TO_AUTHOR_ID));
    String reposted = Ids.known(id(cells, TableField.REPOSTED_POST_ID));
    String quoted = Ids.known(id(cells, TableField.QUOTED_POST_ID));
    String isRepost = value(cells, TableField.IS_REPOST);
    Boolean truth = isRepost == null ? null : Counts.truth(isRepost);
    String root = Ids.known(id(cells, TableField.ROOT_POST_ID));
    post.replyToPostId(prefixed(replyTo))
        .replyToAuthorHandle(storable(replyHandle))
        .replyToAuthorId(replyAuthor)
        .rootPostId(prefixed(root))
        .conversationId(Ids.known(id(cells, TableField.CONVERSATION_ID)))
        .quotedPostId(prefixed(quoted))
        .quotedAuthorId(Ids.known(id(cells, TableField.QUOTED_AUTHOR_ID)))
        .hashtags(list(value(cells, TableField.HASHTAGS), "#"));
    String mentions = value(cells, TableField.MENTIONS);
    if (mentions != null) {
      List<String> named = list(mentions, "@");
      post.mentions(
          named == null ? null : named.stream().map(one -> new Mention(null, one)).toList());
    }
    String url = value(cells, TableField.LINKS);
    if (url != null && url.startsWith("http") && !isOwnAddress(cells, url)) {
      post.links(list(url, ""));
    }
    boolean repost = reposted != null || Boolean.TRUE.equals(truth);
    boolean replyWithoutId =
        !places.containsKey(TableField.REPLY_TO_POST_ID)
            && (replyHandle != null || replyAuthor != null);
    if (repost) {
      post.kind(PostKind.REPOST)
          .repostedPostId(prefixed(reposted))
          .repostedAuthorId(Ids.known(id(cells, TableField.REPOSTED_AUTHOR_ID)));
    } else if (replyTo != null || replyWithoutId) {
      boolean comment = reddit || (root != null && !root.equals(replyTo));
      post.kind(comment ? PostKind.COMMENT : PostKind.REPLY);
    } else if (quoted != null) {
      post.kind(PostKind.QUOTE);
    }
    String kind = value(cells, TableField.KIND);
    if (kind != null) {
      for (PostKind one : PostKind.values()) {
        if (one.name().equals(kind.toUpperCase(Locale.ROOT))) {
          post.kind(one);
          repost = one == PostKind.REPOST;
        }
      }
    }
    return repost;
  }

  private boolean isOwnAddress(Cells cells, String url) {
    String permalink = value(cells, TableField.PERMALINK);
    return permalink != null && (url.equals(permalink) || url.endsWith(permalink));
  }

  private void counters(PostBuilder post, Cells cells) {
    Long likes = likes(cells);
    Long reposts = Counts.natural(count(cells, TableField.REPOSTS));
    Long replies = Counts.natural(count(cells, TableField.REPLIES));
    Long quotes = Counts.natural(count(cells, TableField.QUOTES));
    Long views = Counts.natural(count(cells, TableField.VIEWS));
    Long score = count(cells, TableField.SCORE);
    boolean counted =
        likes != null
            || reposts != null
            || replies != null
            || quotes != null
            || views != null
            || score != null;
    post.likes(likes)
        .reposts(reposts)
        .replies(replies)
        .quotes(quotes)
        .views(views)
        .score(score)
        .countedAtMicros(counted ? times.plausible(value(cells, TableField.COUNTED_AT)) : null);
  }

  private @Nullable Long likes(Cells cells) {
    int[] found = places.get(TableField.LIKES);
    if (known == null || !known.addsLikes() || found == null) {
      return Counts.natural(count(cells, TableField.LIKES));
    }
    Long sum = null;
    for (int column : found) {
      String cell = cells.cell(column);
      Long count = cell == null ? null : Counts.natural(Counts.parse(cell));
      if (count != null) {
        sum = sum == null ? count : sum + count;
      }
    }
    return sum;
  }

  private void venue(PostBuilder post, Cells cells, boolean reddit) {
    String place = venue != null ? venue : storable(value(cells, TableField.VENUE));
    if (place != null) {
      post.venue(place);
      return;
    }
    String account = storable(value(cells, TableField.VENUE_ACCOUNT));
    if (account != null) {
      Mention known = VenueAccount.of(platform, account);
      post.venue(account, known == null ? new Mention(null, account) : known);
      return;
    }
    String permalink = reddit ? value(cells, TableField.PERMALINK) : null;
    if (permalink != null) {
      Matcher found = REDDIT_VENUE.matcher(permalink);
      post.venue(found.find() ? found.group(1) : null);
    }
  }

  private @Nullable String text(Cells cells) {
    String title = value(cells, TableField.TITLE);
    if (gone(title) != null) {
      title = null;
    }
    StringBuilder joined = null;
    String text = null;
    int[] found = places.get(TableField.TEXT);
    if (found != null) {
      for (int column : found) {
        String cell = cells.cell(column);
        if (cell == null || cell.isBlank()) {
          continue;
        }
        if (text == null) {
          text = cell;
        } else if (joinsTexts) {
          if (joined == null) {
            joined = new StringBuilder(text);
          }
          joined.append("\n\n").append(cell);
        }
      }
    }
    String body = joined == null ? text : joined.toString();
    if (title == null) {
      return body;
    }
    return body == null || gone(body) != null ? title : title + "\n\n" + body;
  }

  private static @Nullable DeletedState gone(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (text) {
      case "[deleted]" -> DeletedState.DELETED;
      case "[removed]" -> DeletedState.REMOVED;
      default -> null;
    };
  }

  /** The first cell of a field that is not blank. */
  private @Nullable String value(Cells cells, TableField field) {
    int[] found = places.get(field);
    if (found == null) {
      return null;
    }
    for (int column : found) {
      String cell = cells.cell(column);
      if (cell != null && !cell.isBlank() && !isNothing(cell)) {
        return cell.strip();
      }
    }
    return null;
  }

  /** How tools write that there is nothing. */
  private static boolean isNothing(String cell) {
    return switch (cell) {
      case "NaN", "nan", "None", "null", "NULL", "NA", "N/A" -> true;
      default -> false;
    };
  }

  private @Nullable String id(Cells cells, TableField field) {
    String value = value(cells, field);
    if (value == null || platform.equals(Platforms.REDDIT)) {
      return value;
    }
    return Ids.decimal(PlainText.storable(value));
  }

  private @Nullable String prefixed(@Nullable String id) {
    return id == null || id.startsWith(idPrefix) ? id : idPrefix + id;
  }

  private @Nullable Long count(Cells cells, TableField field) {
    String value = value(cells, field);
    return value == null ? null : Counts.parse(value);
  }

  private static @Nullable List<String> list(@Nullable String cell, String sign) {
    if (cell == null) {
      return null;
    }
    List<String> found = new ArrayList<>();
    for (String part : SEPARATORS.split(cell, -1)) {
      String bare = !sign.isEmpty() && part.startsWith(sign) ? part.substring(1) : part;
      if (!bare.isEmpty()) {
        found.add(PlainText.storable(bare));
      }
    }
    return found;
  }

  /** An id for rows that have none: the same row has the same one in whatever file it stands. */
  private String synthetic(@Nullable String author, @Nullable String time, @Nullable String text) {
    for (String part : new @Nullable String[] {author, time, text}) {
      digest.update((part == null ? "" : part).getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return "row-" + HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static @Nullable String first(@Nullable String... values) {
    for (String value : values) {
      if (value != null && !Ids.isLossy(value)) {
        return value;
      }
    }
    return null;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static @Nullable String storable(@Nullable String text) {
    return text == null ? null : PlainText.storable(text);
  }
}
