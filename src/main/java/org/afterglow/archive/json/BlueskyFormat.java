package org.afterglow.archive.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Head;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.Times;
import org.afterglow.post.Act;
import org.afterglow.post.Deletion;
import org.afterglow.post.EngagementKind;
import org.afterglow.post.Mention;
import org.afterglow.post.PostBuilder;
import org.afterglow.post.PostKind;
import org.jspecify.annotations.Nullable;

/**
 * Events of Bluesky's Jetstream. A post is a post; likes and reposts are acts without a post of
 * their own. Ids are {@code at://} URIs, authors are their DIDs.
 *
 * <p>Records name the time at which their author's program says they were made; the stream names
 * the microsecond at which it saw them. As the platform itself does when it sorts, the earlier of
 * the two counts: a record may be backdated on purpose (posts brought along from elsewhere), and
 * none can be from after it was seen. A record without a plausible time of its own is dated by the
 * stream.
 */
public final class BlueskyFormat extends JsonFormat {
  static final String PLATFORM = "bluesky";

  /** Bytes of a name with its sign: names are names of hosts. */
  private static final int MAX_HANDLE = 254;

  private static final String POST = "app.bsky.feed.post";
  private static final String LIKE = "app.bsky.feed.like";
  private static final String REPOST = "app.bsky.feed.repost";

  @Override
  public String name() {
    return "bluesky";
  }

  @Override
  public String description() {
    return "Bluesky: events of the Jetstream, JSON lines";
  }

  @Override
  public Carries carries() {
    return Carries.of(
        Aspect.REPLIES,
        Aspect.REPOSTS,
        Aspect.LIKES,
        Aspect.THREADS,
        Aspect.AUTHOR_IDS,
        Aspect.DELETIONS);
  }

  @Override
  boolean recognises(JsonNode sample) {
    return sample.has("did")
        && sample.has("time_us")
        && (sample.has("commit") || sample.has("identity") || sample.has("account"));
  }

  @Override
  Reader reader(Head head, ReadOptions options) {
    return new EventReader(options);
  }

  /** The fields of an event as they come, its record's among them. */
  private static final class Event {
    @Nullable String did;
    @Nullable Long seen;
    @Nullable String kind;
    boolean commit;
    @Nullable String operation;
    @Nullable String collection;
    @Nullable String key;
    boolean hasRecord;
    @Nullable String createdAt;
    @Nullable String subject;
    @Nullable String text;
    @Nullable String parent;
    @Nullable String root;
    @Nullable String quoted;
    @Nullable String language;
    Set<String> links = Set.of();
    List<String> hashtags = List.of();
    List<Named> mentions = List.of();
  }

  /** An account named between two bytes of the text. */
  private record Named(String did, int from, int to) {}

  private static final class EventReader extends Reader {
    EventReader(ReadOptions options) {
      super(options);
    }

    @Override
    void read(JsonParser parser, Fates out) throws IOException {
      Event event = new Event();
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "did" -> event.did = JsonFields.stored(parser);
          case "time_us" -> event.seen = JsonFields.count(parser);
          case "kind", "type" -> event.kind = JsonFields.text(parser);
          case "commit" -> {
            if (JsonFields.isObject(parser)) {
              event.commit = true;
              commit(parser, event);
            }
          }
          default -> parser.skipChildren();
        }
      }
      out.add(fate(event));
    }

    // ---- the fields

    private static void commit(JsonParser parser, Event event) throws IOException {
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "operation", "type" -> event.operation = JsonFields.text(parser);
          case "collection" -> event.collection = JsonFields.text(parser);
          case "rkey" -> event.key = JsonFields.stored(parser);
          case "record" -> {
            if (JsonFields.isObject(parser)) {
              event.hasRecord = true;
              record(parser, event);
            }
          }
          default -> parser.skipChildren();
        }
      }
    }

    private static void record(JsonParser parser, Event event) throws IOException {
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "createdAt" -> event.createdAt = JsonFields.text(parser);
          case "subject" -> event.subject = uri(parser);
          case "text" -> event.text = JsonFields.stored(parser);
          case "reply" -> {
            if (JsonFields.isObject(parser)) {
              reply(parser, event);
            }
          }
          case "embed" -> embed(parser, event);
          case "facets" -> facets(parser, event);
          case "langs" -> {
            if (JsonFields.isArray(parser)) {
              while (JsonFields.next(parser)) {
                String language = JsonFields.stored(parser);
                event.language = event.language == null ? language : event.language;
              }
            }
          }
          case "tags" -> {
            if (JsonFields.isArray(parser)) {
              while (JsonFields.next(parser)) {
                tag(event, JsonFields.stored(parser));
              }
            }
          }
          default -> parser.skipChildren();
        }
      }
    }

    /** The address of a record referred to. */
    private static @Nullable String uri(JsonParser parser) throws IOException {
      return parser.currentToken() == JsonToken.VALUE_STRING
          ? JsonFields.stored(parser)
          : JsonFields.field(parser, "uri");
    }

    private static void reply(JsonParser parser, Event event) throws IOException {
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "parent" -> event.parent = uri(parser);
          case "root" -> event.root = uri(parser);
          default -> parser.skipChildren();
        }
      }
    }

    /**
     * What a post shows beside its text: {@code record} is a reference, or with media an object
     * that has one; {@code external} is a link; {@code media} may hold one.
     */
    private static void embed(JsonParser parser, Event event) throws IOException {
      if (!JsonFields.isObject(parser)) {
        return;
      }
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "uri" -> {
            String uri = JsonFields.stored(parser);
            if (uri != null && uri.startsWith("at://")) {
              event.quoted = uri;
            } else {
              link(event, uri);
            }
          }
          case "record", "media", "external" -> embed(parser, event);
          default -> parser.skipChildren();
        }
      }
    }

    private static void facets(JsonParser parser, Event event) throws IOException {
      if (!JsonFields.isArray(parser)) {
        return;
      }
      while (JsonFields.nextObject(parser)) {
        int from = -1;
        int to = -1;
        int before = event.mentions.size();
        String name;
        while ((name = JsonFields.nextField(parser)) != null) {
          JsonToken value = parser.currentToken();
          if (name.equals("index") && value == JsonToken.START_OBJECT) {
            String inner;
            while ((inner = JsonFields.nextField(parser)) != null) {
              Long at = JsonFields.count(parser);
              int place = at == null || at < 0 || at > Integer.MAX_VALUE ? -1 : at.intValue();
              from = inner.equals("byteStart") ? place : from;
              to = inner.equals("byteEnd") ? place : to;
            }
          } else if (name.equals("features") && value == JsonToken.START_ARRAY) {
            while (JsonFields.next(parser)) {
              feature(parser, event);
            }
          } else {
            parser.skipChildren();
          }
        }
        for (int i = before; i < event.mentions.size(); i++) {
          event.mentions.set(i, new Named(event.mentions.get(i).did(), from, to));
        }
      }
    }

    private static void feature(JsonParser parser, Event event) throws IOException {
      if (!JsonFields.isObject(parser)) {
        return;
      }
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "uri" -> link(event, JsonFields.stored(parser));
          case "tag" -> tag(event, JsonFields.stored(parser));
          case "did" -> {
            String did = JsonFields.stored(parser);
            if (did != null) {
              event.mentions = JsonFields.with(event.mentions, new Named(did, -1, -1));
            }
          }
          default -> parser.skipChildren();
        }
      }
    }

    private static void link(Event event, @Nullable String uri) {
      if (uri != null && (uri.startsWith("http://") || uri.startsWith("https://"))) {
        event.links = event.links.isEmpty() ? new LinkedHashSet<>(4) : event.links;
        event.links.add(uri);
      }
    }

    private static void tag(Event event, @Nullable String tag) {
      if (tag != null) {
        event.hashtags =
            JsonFields.with(event.hashtags, tag.startsWith("#") ? tag.substring(1) : tag);
      }
    }

    // ---- what it is

    private Fate fate(Event event) {
      if (!event.commit) {
        String kind = event.kind;
        return new Fate.NotPost(
            "identity".equals(kind) || "id".equals(kind)
                ? "identity_event"
                : "account".equals(kind) || "acc".equals(kind) ? "account_event" : "other_event");
      }
      String collection = event.collection;
      String operation = event.operation;
      if (collection == null || operation == null) {
        return Fate.Rejected.missing("a commit without collection or operation");
      }
      boolean deletes = operation.equals("delete") || operation.equals("d");
      switch (collection) {
        case POST, LIKE, REPOST -> {
          // Those that are read.
        }
        default -> {
          return new Fate.NotPost(other(collection, deletes));
        }
      }
      if (deletes && !collection.equals(POST)) {
        return new Fate.NotPost(collection.equals(LIKE) ? "like_taken_back" : "repost_taken_back");
      }
      if (event.did == null || event.key == null) {
        return Fate.Rejected.missing("a commit without did or key of the record");
      }
      String id = "at://" + event.did + "/" + collection + "/" + event.key;
      if (deletes) {
        return new Fate.Deleted(new Deletion(PLATFORM, id, event.did, null, seen(event)));
      }
      if (!event.hasRecord) {
        return Fate.Rejected.missing("a commit without record");
      }
      return collection.equals(POST)
          ? new Fate.Posted(post(event, id).build(), List.of())
          : act(event, id, collection.equals(LIKE));
    }

    private static String other(String collection, boolean deletes) {
      String kind =
          switch (collection) {
            case "app.bsky.graph.follow" -> "follow";
            case "app.bsky.graph.block" -> "block";
            case "app.bsky.actor.profile" -> "profile";
            default ->
                collection.startsWith("app.bsky.") || collection.startsWith("chat.bsky.")
                    ? "other_record"
                    : "foreign_record";
          };
      return deletes ? kind + "_taken_back" : kind;
    }

    private Fate act(Event event, String id, boolean like) {
      String target = event.subject;
      if (target == null) {
        return Fate.Rejected.missing("a like or repost without subject");
      }
      if (!target.contains("/" + POST + "/")) {
        // Feeds and moderation services can be liked too.
        return new Fate.NotPost("like_of_no_post");
      }
      long at = micros(event);
      return new Fate.Acted(
          new Act(
              PLATFORM,
              id,
              like ? EngagementKind.LIKE : EngagementKind.REPOST,
              times.isPlausible(at) ? at : null,
              false,
              event.did,
              null,
              target,
              author(target),
              null));
    }

    private PostBuilder post(Event event, String id) {
      PostBuilder post =
          new PostBuilder(PLATFORM, id)
              .authorId(event.did)
              .language(event.language)
              .hashtags(event.hashtags)
              .links(List.copyOf(event.links))
              .mentions(mentions(event))
              .text(event.text);
      long at = micros(event);
      if (at == Times.UNREADABLE) {
        times.setPostedAt(post, event.createdAt);
      } else {
        times.setPostedAt(post, at);
      }
      String quoted = event.quoted;
      if (quoted != null && quoted.contains("/" + POST + "/")) {
        post.kind(PostKind.QUOTE).quotedPostId(quoted).quotedAuthorId(author(quoted));
      }
      if (event.parent != null) {
        post.kind(PostKind.REPLY)
            .replyToPostId(event.parent)
            .replyToAuthorId(author(event.parent))
            .rootPostId(event.root);
      }
      return post;
    }

    /** The DID in an {@code at://} URI. */
    private static @Nullable String author(@Nullable String uri) {
      if (uri == null || !uri.startsWith("at://did:")) {
        return null;
      }
      int end = uri.indexOf('/', 5);
      return end < 0 ? null : uri.substring(5, end);
    }

    private static List<Mention> mentions(Event event) {
      if (event.mentions.isEmpty()) {
        return List.of();
      }
      byte[] text = event.text == null ? new byte[0] : event.text.getBytes(StandardCharsets.UTF_8);
      List<Mention> mentions = new ArrayList<>(event.mentions.size());
      for (Named named : event.mentions) {
        boolean shown =
            named.from() >= 0
                && named.to() <= text.length
                && named.to() - named.from() > 1
                && named.to() - named.from() <= MAX_HANDLE
                && text[named.from()] == '@';
        mentions.add(
            new Mention(
                named.did(),
                shown
                    ? new String(
                        text,
                        named.from() + 1,
                        named.to() - named.from() - 1,
                        StandardCharsets.UTF_8)
                    : null));
      }
      return mentions;
    }

    private @Nullable Long seen(Event event) {
      Long seen = event.seen;
      if (seen == null) {
        return null;
      }
      long micros = Times.epoch(seen.longValue());
      return times.isPlausible(micros) ? micros : null;
    }

    /** When it was made; {@link Times#UNREADABLE} if nothing says so. */
    private long micros(Event event) {
      Long seen = seen(event);
      Long claimed = times.plausible(event.createdAt);
      if (seen == null) {
        return claimed == null ? Times.UNREADABLE : claimed;
      }
      return claimed == null ? seen : Math.min(claimed, seen);
    }
  }
}
