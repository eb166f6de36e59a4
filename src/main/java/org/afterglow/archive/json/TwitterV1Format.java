package org.afterglow.archive.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.Counts;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Head;
import org.afterglow.archive.Ids;
import org.afterglow.archive.Platforms;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.Times;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.post.Deletion;
import org.afterglow.post.Mention;
import org.afterglow.post.Origin;
import org.afterglow.post.Post;
import org.afterglow.post.PostBuilder;
import org.afterglow.post.PostKind;
import org.jspecify.annotations.Nullable;

/**
 * Statuses of Twitter's API 1 and 1.1: stream grabs with their delete notices, twarc's files, pages
 * of search results.
 *
 * <p>The counters of a status that was captured live (it has {@code filter_level} or {@code
 * timestamp_ms}, which only the stream gives) are those of the moment it was posted, and dated so.
 * Those of a retweet are its original's, and are left to it. The counters of an original inside
 * another status are dated by the outermost status that carries it.
 */
public final class TwitterV1Format extends JsonFormat {
  /** What the stream says that is no status, and what other files of the same archives hold. */
  private static final Map<String, String> MESSAGES =
      Map.ofEntries(
          Map.entry("limit", "limit_notice"),
          Map.entry("scrub_geo", "scrub_geo_notice"),
          Map.entry("status_withheld", "withheld_notice"),
          Map.entry("user_withheld", "withheld_notice"),
          Map.entry("disconnect", "disconnect_notice"),
          Map.entry("warning", "stall_warning"),
          Map.entry("friends", "friends_list"),
          Map.entry("event", "stream_event"),
          Map.entry("control", "stream_control"),
          Map.entry("direct_message", "direct_message"),
          Map.entry("errors", "errors"),
          Map.entry("error", "errors"),
          Map.entry("ids", "id_list"),
          Map.entry("users", "user_list"),
          Map.entry("trends", "trends"));

  @Override
  public String name() {
    return "twitter_v1";
  }

  @Override
  public String description() {
    return "Twitter API 1.1: stream grabs, twarc, search results; JSON lines, arrays, documents";
  }

  @Override
  public Carries carries() {
    return Carries.of(Aspect.REPLIES, Aspect.REPOSTS, Aspect.COUNTERS, Aspect.AUTHOR_IDS)
        .andSometimes(Aspect.COUNTED_AT, Aspect.DELETIONS);
  }

  @Override
  List<String> containers() {
    return List.of("statuses");
  }

  @Override
  boolean recognises(JsonNode sample) {
    if (sample.path("statuses").isArray()) {
      return true;
    }
    if (sample.path("delete").path("status").isObject()) {
      return true;
    }
    if (sample.size() == 1 && MESSAGES.containsKey(sample.fieldNames().next())) {
      return sample.path("limit").has("track") || sample.has("scrub_geo");
    }
    boolean id = sample.has("id_str") || sample.has("id");
    if (id && sample.has("screen_name") && sample.has("followers_count")) {
      // A list of accounts, whose records are no posts.
      return true;
    }
    boolean text = sample.has("text") || sample.has("full_text");
    String created = sample.path("created_at").asText("");
    return id && text && created.length() == 30 && created.startsWith("+", 20);
  }

  @Override
  Reader reader(Head head, ReadOptions options) {
    return new StatusReader(options);
  }

  /** The entities of a status. */
  private static final class Entities {
    @Nullable List<String> hashtags;
    @Nullable List<String> links;
    @Nullable List<Mention> mentions;
  }

  /** The fields of a status as they come, before it is known what it is. */
  private static final class Status {
    @Nullable String idText;
    @Nullable String idNumber;
    long idLong = -1;
    @Nullable String createdAt;
    @Nullable Long timestampMillis;
    boolean live;
    @Nullable String text;
    @Nullable String fullText;
    @Nullable String extendedText;
    boolean hasText;
    @Nullable String source;
    @Nullable String language;
    @Nullable String replyToStatus;
    @Nullable String replyToStatusText;
    boolean reply;
    @Nullable String replyToUser;
    @Nullable String replyToUserText;
    @Nullable String replyToHandle;
    @Nullable String userId;
    @Nullable String userIdText;
    @Nullable String handle;
    @Nullable String userName;
    @Nullable Long followers;
    @Nullable Long retweets;
    @Nullable Long favourites;
    @Nullable Long replies;
    @Nullable Long quotes;
    @Nullable Status retweeted;
    @Nullable Status quoted;
    @Nullable String quotedId;
    @Nullable String quotedIdText;
    @Nullable Entities entities;
    @Nullable Entities extendedEntities;
    @Nullable Deletion deletion;
    @Nullable String message;
    boolean user;
    boolean page;

    @Nullable String id() {
      return better(idText, idLong >= 0 ? Long.toString(idLong) : idNumber);
    }

    /** The first unless it is missing or lossy. */
    static @Nullable String better(@Nullable String text, @Nullable String number) {
      return text == null || (Ids.isLossy(text) && number != null) ? number : text;
    }
  }

  private static final class StatusReader extends Reader {
    private static final int MAX_NAMES = 10_000;

    private final Map<String, String> apps = new HashMap<>();
    private @Nullable String lastCreatedAt;
    private long lastMicros;

    StatusReader(ReadOptions options) {
      super(options);
    }

    @Override
    void read(JsonParser parser, Fates out) throws IOException {
      Status status = status(parser, out);
      if (status.page && status.id() == null) {
        return;
      }
      out.add(fate(status));
    }

    // ---- the fields

    /** Reads an object; with {@code out}, it is a record of its own, or a page of some. */
    private Status status(JsonParser parser, @Nullable Fates out) throws IOException {
      Status status = new Status();
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken token = parser.currentToken();
        switch (name) {
          case "id_str" -> status.idText = JsonFields.id(parser);
          case "id" -> {
            if (token == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
              status.idLong = parser.getLongValue();
            } else {
              status.idNumber = JsonFields.id(parser);
            }
          }
          case "created_at" -> status.createdAt = JsonFields.text(parser);
          case "timestamp_ms" -> {
            status.timestampMillis = JsonFields.count(parser);
            status.live = true;
          }
          case "filter_level" -> {
            status.live = true;
            parser.skipChildren();
          }
          case "text" -> {
            status.text = JsonFields.text(parser);
            status.hasText = true;
          }
          case "full_text" -> {
            status.fullText = JsonFields.text(parser);
            status.hasText = true;
          }
          case "extended_tweet" -> extended(parser, status);
          case "source" -> status.source = JsonFields.text(parser);
          case "lang" -> status.language = JsonFields.text(parser);
          case "in_reply_to_status_id" -> {
            status.reply |= token != JsonToken.VALUE_NULL;
            status.replyToStatus = JsonFields.id(parser);
          }
          case "in_reply_to_status_id_str" -> {
            status.replyToStatusText = JsonFields.id(parser);
            status.reply |= status.replyToStatusText != null;
          }
          case "in_reply_to_user_id" -> status.replyToUser = JsonFields.id(parser);
          case "in_reply_to_user_id_str" -> status.replyToUserText = JsonFields.id(parser);
          case "in_reply_to_screen_name" -> status.replyToHandle = JsonFields.text(parser);
          case "user" -> user(parser, status);
          case "retweet_count" -> status.retweets = JsonFields.count(parser);
          case "favorite_count" -> status.favourites = JsonFields.count(parser);
          case "reply_count" -> status.replies = JsonFields.count(parser);
          case "quote_count" -> status.quotes = JsonFields.count(parser);
          case "retweeted_status" -> {
            if (JsonFields.isObject(parser)) {
              status.retweeted = status(parser, null);
            }
          }
          case "quoted_status" -> {
            if (JsonFields.isObject(parser)) {
              status.quoted = status(parser, null);
            }
          }
          case "quoted_status_id" -> status.quotedId = JsonFields.id(parser);
          case "quoted_status_id_str" -> status.quotedIdText = JsonFields.id(parser);
          case "entities" -> status.entities = entities(parser);
          case "delete" -> delete(parser, status);
          case "statuses" -> page(parser, token, status, out);
          case "screen_name" -> {
            status.user = true;
            parser.skipChildren();
          }
          default -> {
            String message = MESSAGES.get(name);
            if (message != null && token != JsonToken.VALUE_NULL) {
              status.message = message;
            }
            parser.skipChildren();
          }
        }
      }
      return status;
    }

    private void page(JsonParser parser, JsonToken token, Status status, @Nullable Fates out)
        throws IOException {
      if (token != JsonToken.START_ARRAY || out == null) {
        parser.skipChildren();
        return;
      }
      status.page = true;
      int before = out.size();
      while (JsonFields.nextRecord(parser, out)) {
        out.add(JsonFields.offset(parser), fate(status(parser, null)));
      }
      out.endPage(before);
    }

    private void extended(JsonParser parser, Status status) throws IOException {
      if (!JsonFields.isObject(parser)) {
        return;
      }
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "full_text" -> {
            status.extendedText = JsonFields.text(parser);
            status.hasText = true;
          }
          case "entities" -> status.extendedEntities = entities(parser);
          default -> parser.skipChildren();
        }
      }
    }

    private void user(JsonParser parser, Status status) throws IOException {
      if (!JsonFields.isObject(parser)) {
        return;
      }
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "id_str" -> status.userIdText = JsonFields.id(parser);
          case "id" -> status.userId = JsonFields.id(parser);
          case "screen_name" -> status.handle = JsonFields.text(parser);
          case "name" -> status.userName = JsonFields.text(parser);
          case "followers_count" -> status.followers = JsonFields.count(parser);
          default -> parser.skipChildren();
        }
      }
    }

    private Entities entities(JsonParser parser) throws IOException {
      Entities entities = new Entities();
      if (!JsonFields.isObject(parser)) {
        return entities;
      }
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        if (!JsonFields.isArray(parser)) {
          continue;
        }
        switch (name) {
          case "hashtags" -> entities.hashtags = strings(parser, "text", "text");
          case "urls" -> entities.links = strings(parser, "expanded_url", "url");
          case "user_mentions" -> entities.mentions = mentions(parser);
          default -> parser.skipChildren();
        }
      }
      return entities;
    }

    /** One field of each object of an array, or another where it is missing. */
    private static List<String> strings(JsonParser parser, String field, String otherwise)
        throws IOException {
      List<String> found = List.of();
      while (JsonFields.nextObject(parser)) {
        String first = null;
        String second = null;
        String name;
        while ((name = JsonFields.nextField(parser)) != null) {
          if (name.equals(field)) {
            first = JsonFields.text(parser);
          } else if (name.equals(otherwise)) {
            second = JsonFields.text(parser);
          } else {
            parser.skipChildren();
          }
        }
        String value = first == null || first.isEmpty() ? second : first;
        if (value != null && !value.isEmpty()) {
          found = JsonFields.with(found, PlainText.storable(value));
        }
      }
      return found;
    }

    private static List<Mention> mentions(JsonParser parser) throws IOException {
      List<Mention> found = List.of();
      while (JsonFields.nextObject(parser)) {
        String id = null;
        String idText = null;
        String handle = null;
        String name;
        while ((name = JsonFields.nextField(parser)) != null) {
          switch (name) {
            case "id_str" -> idText = JsonFields.id(parser);
            case "id" -> id = JsonFields.id(parser);
            case "screen_name" -> handle = JsonFields.text(parser);
            default -> parser.skipChildren();
          }
        }
        String known = Ids.known(Status.better(idText, id));
        if (known != null || handle != null) {
          found = JsonFields.with(found, new Mention(known, handle));
        }
      }
      return found;
    }

    private static void delete(JsonParser parser, Status status) throws IOException {
      status.message = "delete_notice_without_status";
      if (!JsonFields.isObject(parser)) {
        return;
      }
      String id = null;
      String author = null;
      Long millis = null;
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken value = parser.currentToken();
        if (name.equals("status") && value == JsonToken.START_OBJECT) {
          String idText = null;
          String idNumber = null;
          String authorText = null;
          String authorNumber = null;
          String field;
          while ((field = JsonFields.nextField(parser)) != null) {
            switch (field) {
              case "id_str" -> idText = JsonFields.id(parser);
              case "id" -> idNumber = JsonFields.id(parser);
              case "user_id_str" -> authorText = JsonFields.id(parser);
              case "user_id" -> authorNumber = JsonFields.id(parser);
              default -> parser.skipChildren();
            }
          }
          id = Status.better(idText, idNumber);
          author = Ids.known(Status.better(authorText, authorNumber));
        } else if (name.equals("timestamp_ms")) {
          millis = JsonFields.count(parser);
        } else {
          parser.skipChildren();
        }
      }
      String known = Ids.known(id);
      if (known != null) {
        status.deletion =
            new Deletion(
                Platforms.TWITTER,
                known,
                author,
                null,
                millis == null ? null : Times.epoch(millis));
      } else if (Ids.isLossy(id)) {
        status.idText = Ids.LOSSY;
        status.message = null;
      }
    }

    // ---- what it is

    private Fate fate(Status status) {
      if (status.deletion != null) {
        return new Fate.Deleted(status.deletion);
      }
      String id = status.id();
      if (Ids.isLossy(id)) {
        return Fate.Rejected.lossyId();
      }
      boolean worded = status.hasText || status.retweeted != null;
      if (status.message != null && !(worded && id != null)) {
        return new Fate.NotPost(status.message);
      }
      if (id == null) {
        return worded
            ? Fate.Rejected.missing("a status without id")
            : new Fate.NotPost(status.user ? "user" : "other_message");
      }
      if (!worded) {
        return status.user
            ? new Fate.NotPost("user")
            : Fate.Rejected.missing("a status without text");
      }
      long at = micros(status);
      Long retrieved = status.live && times.isPlausible(at) ? at : null;
      Post post = post(status, id, Origin.RECORD, retrieved);
      List<Post> embedded = List.of();
      if (status.retweeted != null || status.quoted != null) {
        embedded = new ArrayList<>(2);
        embed(status, times.isPlausible(at) ? at : null, embedded);
      }
      return new Fate.Posted(post, embedded);
    }

    private void embed(Status carrier, @Nullable Long carriedAt, List<Post> into) {
      for (Status inner : new @Nullable Status[] {carrier.retweeted, carrier.quoted}) {
        if (inner == null) {
          continue;
        }
        String id = Ids.known(inner.id());
        if (id != null && (inner.hasText || inner.retweeted != null)) {
          into.add(post(inner, id, Origin.EMBEDDED, carriedAt));
        }
        embed(inner, carriedAt, into);
      }
    }

    private long micros(Status status) {
      String createdAt = status.createdAt;
      if (createdAt == null || createdAt.isBlank()) {
        Long millis = status.timestampMillis;
        return millis == null ? Times.UNREADABLE : Times.epoch(millis);
      }
      if (!createdAt.equals(lastCreatedAt)) {
        lastMicros = times.parse(createdAt);
        lastCreatedAt = createdAt;
      }
      return lastMicros;
    }

    private Post post(Status status, String id, Origin origin, @Nullable Long countedAt) {
      PostBuilder post =
          new PostBuilder(Platforms.TWITTER, id)
              .origin(origin)
              .authorId(Ids.known(Status.better(status.userIdText, status.userId)))
              .authorHandle(PlainText.stored(status.handle))
              .authorName(PlainText.stored(status.userName))
              .followerCount(Counts.natural(status.followers))
              .sourceApp(app(status.source))
              .language(PlainText.stored(status.language));
      if (status.createdAt != null || status.timestampMillis != null) {
        times.setPostedAt(post, micros(status));
      }
      String replyTo = Ids.known(Status.better(status.replyToStatusText, status.replyToStatus));
      post.replyToPostId(replyTo)
          .replyToAuthorId(Ids.known(Status.better(status.replyToUserText, status.replyToUser)))
          .replyToAuthorHandle(PlainText.stored(status.replyToHandle));
      Status retweeted = status.retweeted;
      Status quoted = status.quoted;
      Entities entities =
          status.extendedEntities == null ? status.entities : status.extendedEntities;
      if (entities != null) {
        post.hashtags(entities.hashtags).links(entities.links).mentions(entities.mentions);
      }
      if (retweeted != null) {
        return post.kind(PostKind.REPOST)
            .repostedPostId(Ids.known(retweeted.id()))
            .repostedAuthorId(Ids.known(Status.better(retweeted.userIdText, retweeted.userId)))
            .build();
      }
      String quotedId =
          Ids.known(
              Status.better(
                  Status.better(status.quotedIdText, status.quotedId),
                  quoted == null ? null : quoted.id()));
      if (quotedId != null) {
        post.quotedPostId(quotedId)
            .quotedAuthorId(
                quoted == null ? null : Ids.known(Status.better(quoted.userIdText, quoted.userId)));
      }
      if (status.reply) {
        post.kind(PostKind.REPLY);
      } else if (quotedId != null) {
        post.kind(PostKind.QUOTE);
      }
      String text = status.extendedText;
      if (text == null) {
        text = status.fullText == null ? status.text : status.fullText;
      }
      Long likes = Counts.natural(status.favourites);
      Long reposts = Counts.natural(status.retweets);
      Long replies = Counts.natural(status.replies);
      Long quotes = Counts.natural(status.quotes);
      boolean counted = likes != null || reposts != null || replies != null || quotes != null;
      return post.likes(likes)
          .reposts(reposts)
          .replies(replies)
          .quotes(quotes)
          .countedAtMicros(counted ? countedAt : null)
          .text(PlainText.decoded(text))
          .build();
    }

    /** The name of an application from its link; the same few come again and again. */
    private @Nullable String app(@Nullable String source) {
      if (source == null || source.isEmpty()) {
        return null;
      }
      String known = apps.get(source);
      if (known != null) {
        return known;
      }
      String name = PlainText.withoutTags(source);
      if (name != null && apps.size() < MAX_NAMES) {
        apps.put(source, name);
      }
      return name;
    }
  }
}
