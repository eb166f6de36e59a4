package org.afterglow.archive.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.Counts;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Head;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.markup.Markup;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.post.Act;
import org.afterglow.post.Deletion;
import org.afterglow.post.EngagementKind;
import org.afterglow.post.Mention;
import org.afterglow.post.Origin;
import org.afterglow.post.Post;
import org.afterglow.post.PostBuilder;
import org.afterglow.post.PostKind;
import org.jspecify.annotations.Nullable;

/**
 * Posts of Mastodon and its like: the outbox of an account's export and other ActivityPub
 * collections, activities and notes by the line, statuses of Mastodon's REST API.
 *
 * <p>Ids of posts and authors are their URIs; a handle is {@code name@server}. A status of the REST
 * API names what it answers by a number of the server it was asked of: that becomes the URI where
 * the answered account is of that server, as Mastodon builds it, and the server's own address of
 * the post where it is not. A content warning is the first paragraph of the text. Messages to named
 * people alone are no public posts.
 */
public final class MastodonFormat extends JsonFormat {
  static final String PLATFORM = "mastodon";

  private static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";
  private static final Set<String> COLLECTIONS =
      Set.of("OrderedCollection", "OrderedCollectionPage", "Collection", "CollectionPage");
  private static final Set<String> OBJECTS =
      Set.of("Note", "Article", "Question", "Page", "Video", "Audio", "Image", "Event");
  private static final Set<String> ACCOUNTS =
      Set.of("Person", "Service", "Group", "Organization", "Application");
  private static final Set<String> ACTIVITIES =
      Set.of(
          "Create",
          "Announce",
          "Update",
          "Delete",
          "Like",
          "EmojiReact",
          "Undo",
          "Follow",
          "Accept",
          "Reject",
          "Add",
          "Remove",
          "Block",
          "Flag",
          "Move");

  @Override
  public String name() {
    return "mastodon";
  }

  @Override
  public String description() {
    return "Mastodon and ActivityPub: outboxes, activities, notes, statuses of the REST API";
  }

  @Override
  public Carries carries() {
    return Carries.of(Aspect.REPLIES, Aspect.REPOSTS, Aspect.AUTHOR_IDS)
        .andSometimes(
            Aspect.LIKES, Aspect.COUNTERS, Aspect.COUNTED_AT, Aspect.THREADS, Aspect.DELETIONS);
  }

  @Override
  List<String> containers() {
    return List.of("orderedItems", "items", "first.orderedItems", "first.items");
  }

  @Override
  boolean recognises(JsonNode sample) {
    String type = sample.path("type").asText("");
    if (COLLECTIONS.contains(type)) {
      return true;
    }
    if (ACTIVITIES.contains(type)) {
      return sample.has("actor") && sample.has("object");
    }
    if (OBJECTS.contains(type)) {
      return sample.has("attributedTo");
    }
    if (ACCOUNTS.contains(type)) {
      return sample.has("outbox") || sample.has("inbox") || sample.has("preferredUsername");
    }
    if (sample.path("account").has("acct")) {
      return sample.has("uri") && (sample.has("content") || sample.has("reblog"));
    }
    return sample.has("acct") && sample.has("followers_count");
  }

  @Override
  Reader reader(Head head, ReadOptions options) {
    return new ActivityReader(options);
  }

  /** An account of the REST API. */
  private static final class Account {
    @Nullable String id;
    @Nullable String acct;
    @Nullable String name;
    @Nullable String uri;
    @Nullable String url;
    @Nullable Long followers;

    boolean isLocal() {
      return acct != null && acct.indexOf('@') < 0;
    }

    /** The URI, which older servers leave out; as Mastodon builds it from the page's address. */
    @Nullable String authorId() {
      String page = url;
      if (uri != null || page == null) {
        return uri;
      }
      int at = page.indexOf("/@");
      return at < 0 ? page : page.substring(0, at) + "/users/" + page.substring(at + 2);
    }

    @Nullable String handle() {
      String known = acct;
      if (known == null || known.indexOf('@') >= 0) {
        return known;
      }
      String server = server(uri == null ? url : uri);
      return server == null ? known : known + "@" + server;
    }
  }

  /** The fields of an activity, a note or a status as they come. */
  private static final class Thing {
    @Nullable String type;
    @Nullable String id;
    @Nullable String actor;
    @Nullable String attributedTo;
    @Nullable String published;
    @Nullable String deleted;
    @Nullable String object;
    @Nullable Thing objectThing;
    List<String> to = List.of();
    List<String> cc = List.of();
    boolean addressed;
    @Nullable String content;
    boolean hasContent;
    @Nullable String title;
    @Nullable String warning;
    @Nullable String inReplyTo;
    @Nullable String conversation;
    @Nullable String quoted;
    @Nullable String language;
    @Nullable List<String> hashtags;
    @Nullable List<Mention> mentions;
    List<Account> mentioned = List.of();
    @Nullable Long likes;
    @Nullable Long shares;
    @Nullable Long replies;
    @Nullable Long quotes;
    boolean collection;
    // of the REST API
    @Nullable String uri;
    @Nullable Account account;
    @Nullable Thing reblog;
    @Nullable Thing quote;
    @Nullable String replyToAccount;
    @Nullable String app;
    @Nullable String visibility;
    boolean acct;
  }

  /** The host of an address. */
  private static @Nullable String server(@Nullable String address) {
    if (address == null) {
      return null;
    }
    int start = address.indexOf("://");
    if (start < 0) {
      return null;
    }
    int end = address.indexOf('/', start + 3);
    return address.substring(start + 3, end < 0 ? address.length() : end);
  }

  private static final class ActivityReader extends Reader {
    private String bareValue = "bare_value";

    ActivityReader(ReadOptions options) {
      super(options);
    }

    @Override
    String bareValue() {
      return bareValue;
    }

    @Override
    void enter(JsonNode envelope) {
      bareValue = listOf(envelope.path("id").asText(""));
    }

    /** What the addresses of a collection are, which an export tells by its name alone. */
    private static String listOf(String id) {
      if (id.contains("likes") || id.contains("liked")) {
        return "like_without_time";
      }
      if (id.contains("bookmarks")) {
        return "bookmark";
      }
      return id.contains("follow") ? "follow" : "bare_value";
    }

    @Override
    void read(JsonParser parser, Fates out) throws IOException {
      int before = out.size();
      Thing thing = thing(parser, out);
      if (thing.collection) {
        out.endPage(before);
        return;
      }
      out.add(fate(thing));
    }

    // ---- the fields

    /** Reads an object; with {@code out}, it may be a collection, whose elements are given out. */
    private Thing thing(JsonParser parser, @Nullable Fates out) throws IOException {
      Thing thing = new Thing();
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken token = parser.currentToken();
        switch (name) {
          case "type" -> {
            thing.type = JsonFields.text(parser);
            thing.collection |= thing.type != null && COLLECTIONS.contains(thing.type);
          }
          case "id" -> thing.id = JsonFields.stored(parser);
          case "actor" -> thing.actor = address(parser, token);
          case "attributedTo" -> thing.attributedTo = address(parser, token);
          case "published", "created_at" -> thing.published = JsonFields.text(parser);
          case "deleted" -> thing.deleted = JsonFields.text(parser);
          case "object" -> {
            if (token == JsonToken.START_OBJECT) {
              thing.objectThing = thing(parser, null);
            } else {
              thing.object = address(parser, token);
            }
          }
          case "to" -> {
            thing.to = addresses(parser, token);
            thing.addressed |= token != JsonToken.VALUE_NULL;
          }
          case "cc" -> {
            thing.cc = addresses(parser, token);
            thing.addressed |= token != JsonToken.VALUE_NULL;
          }
          case "content" -> {
            thing.content = JsonFields.text(parser);
            thing.hasContent = true;
          }
          case "name" -> thing.title = JsonFields.text(parser);
          case "summary", "spoiler_text" -> thing.warning = JsonFields.text(parser);
          case "inReplyTo", "in_reply_to_id" -> thing.inReplyTo = address(parser, token);
          case "conversation" -> thing.conversation = JsonFields.stored(parser);
          case "context" -> {
            String context = address(parser, token);
            thing.conversation = thing.conversation == null ? context : thing.conversation;
          }
          case "quote", "quoteUrl", "quoteUri", "_misskey_quote" -> quote(parser, token, thing);
          case "contentMap" -> language(parser, thing);
          case "language" -> thing.language = JsonFields.stored(parser);
          case "tag" -> tags(parser, token, thing);
          case "tags" -> restTags(parser, thing);
          case "mentions" -> restMentions(parser, thing);
          case "likes" -> thing.likes = total(parser);
          case "shares" -> thing.shares = total(parser);
          case "replies" -> thing.replies = total(parser);
          case "favourites_count" -> thing.likes = Counts.natural(JsonFields.count(parser));
          case "reblogs_count" -> thing.shares = Counts.natural(JsonFields.count(parser));
          case "replies_count" -> thing.replies = Counts.natural(JsonFields.count(parser));
          case "quotes_count" -> thing.quotes = Counts.natural(JsonFields.count(parser));
          case "uri" -> thing.uri = JsonFields.stored(parser);
          case "account" -> thing.account = account(parser);
          case "reblog" -> {
            if (JsonFields.isObject(parser)) {
              thing.reblog = thing(parser, null);
            }
          }
          case "in_reply_to_account_id" -> thing.replyToAccount = JsonFields.stored(parser);
          case "application" -> thing.app = JsonFields.field(parser, "name");
          case "visibility" -> thing.visibility = JsonFields.text(parser);
          case "acct" -> {
            thing.acct = true;
            parser.skipChildren();
          }
          case "orderedItems", "items" -> {
            if (token == JsonToken.START_ARRAY && out != null) {
              thing.collection = true;
              items(parser, out);
            } else {
              parser.skipChildren();
            }
          }
          default -> parser.skipChildren();
        }
      }
      return thing;
    }

    private void items(JsonParser parser, Fates out) throws IOException {
      while (JsonFields.nextRecord(parser, out)) {
        out.add(JsonFields.offset(parser), fate(thing(parser, null)));
      }
    }

    /** An address, or that of an object; the first of several. */
    private static @Nullable String address(JsonParser parser, JsonToken token) throws IOException {
      if (token == JsonToken.START_OBJECT) {
        return JsonFields.field(parser, "id");
      }
      if (token == JsonToken.START_ARRAY) {
        List<String> all = addresses(parser, token);
        return all.isEmpty() ? null : all.get(0);
      }
      return token.isBoolean() ? null : JsonFields.stored(parser);
    }

    private static List<String> addresses(JsonParser parser, JsonToken token) throws IOException {
      if (token != JsonToken.START_ARRAY) {
        String one = address(parser, token);
        return one == null ? List.of() : List.of(one);
      }
      List<String> all = new ArrayList<>(2);
      while (JsonFields.next(parser)) {
        JsonToken element = parser.currentToken();
        String one =
            element == JsonToken.START_OBJECT
                ? JsonFields.field(parser, "id")
                : JsonFields.stored(parser);
        if (one != null) {
          all.add(one);
        }
      }
      return all;
    }

    /** How many a collection says it has. */
    private static @Nullable Long total(JsonParser parser) throws IOException {
      String total = JsonFields.field(parser, "totalItems");
      return total == null ? null : Counts.natural(Counts.parse(total));
    }

    /** The address of a quoted post, or a quote of the REST API. */
    private void quote(JsonParser parser, JsonToken token, Thing thing) throws IOException {
      if (token != JsonToken.START_OBJECT) {
        String address = address(parser, token);
        thing.quoted = thing.quoted == null ? address : thing.quoted;
        return;
      }
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken value = parser.currentToken();
        if (name.equals("quoted_status") && value == JsonToken.START_OBJECT) {
          thing.quote = thing(parser, null);
        } else {
          parser.skipChildren();
        }
      }
    }

    /** The language of the first version of a text, if it has but one. */
    private static void language(JsonParser parser, Thing thing) throws IOException {
      if (!JsonFields.isObject(parser)) {
        return;
      }
      String only = null;
      int languages = 0;
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        parser.skipChildren();
        only = name;
        languages++;
      }
      if (languages == 1 && only != null && !only.isBlank() && !only.equals("und")) {
        thing.language = PlainText.storable(only);
      }
    }

    private static void tags(JsonParser parser, JsonToken token, Thing thing) throws IOException {
      if (token != JsonToken.START_ARRAY && token != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return;
      }
      thing.hashtags = List.of();
      thing.mentions = List.of();
      if (token == JsonToken.START_OBJECT) {
        tag(parser, thing);
        return;
      }
      while (JsonFields.next(parser)) {
        if (JsonFields.isObject(parser)) {
          tag(parser, thing);
        }
      }
    }

    private static void tag(JsonParser parser, Thing thing) throws IOException {
      String type = null;
      String href = null;
      String shown = null;
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "type" -> type = JsonFields.text(parser);
          case "href" -> href = JsonFields.stored(parser);
          case "name" -> shown = JsonFields.stored(parser);
          default -> parser.skipChildren();
        }
      }
      if ("Hashtag".equals(type) && shown != null) {
        String tag = shown.startsWith("#") ? shown.substring(1) : shown;
        if (!tag.isBlank()) {
          thing.hashtags = JsonFields.with(thing.hashtags, tag);
        }
      } else if ("Mention".equals(type) && (href != null || shown != null)) {
        String handle = shown == null || !shown.startsWith("@") ? shown : shown.substring(1);
        if (handle != null && handle.indexOf('@') < 0 && server(href) != null) {
          handle = handle + "@" + server(href);
        }
        thing.mentions = JsonFields.with(thing.mentions, new Mention(href, handle));
      }
    }

    private static void restTags(JsonParser parser, Thing thing) throws IOException {
      if (!JsonFields.isArray(parser)) {
        return;
      }
      thing.hashtags = List.of();
      while (JsonFields.next(parser)) {
        String tag = JsonFields.field(parser, "name");
        if (tag != null) {
          thing.hashtags = JsonFields.with(thing.hashtags, tag);
        }
      }
    }

    private static void restMentions(JsonParser parser, Thing thing) throws IOException {
      if (!JsonFields.isArray(parser)) {
        return;
      }
      thing.mentions = List.of();
      while (JsonFields.next(parser)) {
        Account account = account(parser);
        if (account != null && (account.authorId() != null || account.acct != null)) {
          thing.mentions =
              JsonFields.with(thing.mentions, new Mention(account.authorId(), account.handle()));
          thing.mentioned = JsonFields.with(thing.mentioned, account);
        }
      }
    }

    private static @Nullable Account account(JsonParser parser) throws IOException {
      if (!JsonFields.isObject(parser)) {
        return null;
      }
      Account account = new Account();
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "id" -> account.id = JsonFields.stored(parser);
          case "acct" -> account.acct = JsonFields.stored(parser);
          case "display_name" -> account.name = JsonFields.stored(parser);
          case "uri" -> account.uri = JsonFields.stored(parser);
          case "url" -> account.url = JsonFields.stored(parser);
          case "followers_count" -> account.followers = Counts.natural(JsonFields.count(parser));
          default -> parser.skipChildren();
        }
      }
      return account;
    }

    // ---- what it is

    private Fate fate(Thing thing) {
      String type = thing.type;
      if (thing.account != null) {
        return status(thing);
      }
      if (type == null) {
        return thing.acct
            ? new Fate.NotPost("account")
            : Fate.Rejected.missing("neither a type nor an account");
      }
      if (OBJECTS.contains(type)) {
        return posted(thing, null);
      }
      return switch (type) {
        case "Create", "Update" -> created(thing);
        case "Announce" -> announced(thing);
        case "Like", "EmojiReact" -> liked(thing);
        case "Delete", "Tombstone" -> deleted(thing);
        default ->
            new Fate.NotPost(
                ACCOUNTS.contains(type)
                    ? "account"
                    : COLLECTIONS.contains(type)
                        ? "collection"
                        : type.equals("Follow") ? "follow" : "other_activity");
      };
    }

    private Fate created(Thing activity) {
      Thing object = activity.objectThing;
      if (object == null) {
        String address = activity.object;
        if (address == null) {
          return Fate.Rejected.missing("an activity without object");
        }
        if ("Update".equals(activity.type)) {
          return new Fate.NotPost("other_activity");
        }
        object = new Thing();
        object.id = address;
      } else if (object.type != null && !OBJECTS.contains(object.type)) {
        return "Tombstone".equals(object.type)
            ? deleted(object)
            : new Fate.NotPost(ACCOUNTS.contains(object.type) ? "account" : "other_activity");
      }
      return posted(object, activity);
    }

    /** A note, in the activity that made it or without. */
    private Fate posted(Thing note, @Nullable Thing activity) {
      if (note.id == null) {
        return Fate.Rejected.missing("a note without id");
      }
      if (!note.hasContent && note.title != null && note.inReplyTo != null) {
        return new Fate.NotPost("poll_vote");
      }
      if (isDirect(note) && (activity == null || isDirect(activity))) {
        return new Fate.NotPost("direct_message");
      }
      return new Fate.Posted(note(note, note.id, activity, Origin.RECORD), List.of());
    }

    /** Whether it is addressed to named people alone. */
    private static boolean isDirect(Thing thing) {
      if (!thing.addressed) {
        return thing.type == null || "direct".equals(thing.visibility);
      }
      for (List<String> addresses : List.of(thing.to, thing.cc)) {
        for (String address : addresses) {
          if (address.equals(PUBLIC)
              || address.equals("as:Public")
              || address.equals("Public")
              || address.contains("/followers")) {
            return false;
          }
        }
      }
      return true;
    }

    private Post note(Thing note, String id, @Nullable Thing activity, Origin origin) {
      String author = note.attributedTo;
      if (author == null && activity != null) {
        author = activity.actor;
      }
      Markup html = Markup.of(note.content);
      PostBuilder post =
          new PostBuilder(PLATFORM, id)
              .origin(origin)
              .authorId(author)
              .authorHandle(handle(author))
              .conversationId(note.conversation)
              .language(note.language)
              .hashtags(note.hashtags)
              .mentions(note.mentions)
              .links(note.hasContent ? html.links() : List.of())
              .text(text(note, html))
              .likes(note.likes)
              .reposts(note.shares)
              .replies(note.replies);
      String published = note.published;
      times.setPostedAt(
          post, published == null && activity != null ? activity.published : published);
      post.quotedPostId(note.quoted);
      if (note.inReplyTo != null) {
        post.kind(PostKind.REPLY)
            .replyToPostId(note.inReplyTo)
            .replyToAuthorId(answered(note, author));
      } else if (note.quoted != null) {
        post.kind(PostKind.QUOTE);
      }
      return post.build();
    }

    private static @Nullable String text(Thing thing, Markup html) {
      String text = null;
      for (String part :
          new @Nullable String[] {
            thing.account == null ? PlainText.decoded(thing.title) : null,
            Markup.of(thing.warning).text(),
            html.text()
          }) {
        if (part != null) {
          text = text == null ? part : text + "\n\n" + part;
        }
      }
      return text;
    }

    /** Whom a note answers: the author, or one of those it mentions, whose address begins so. */
    private static @Nullable String answered(Thing note, @Nullable String author) {
      String target = note.inReplyTo;
      if (target == null) {
        return null;
      }
      if (author != null && target.startsWith(author + "/")) {
        return author;
      }
      List<Mention> mentions = note.mentions;
      if (mentions != null) {
        for (Mention mention : mentions) {
          if (mention.id() != null && target.startsWith(mention.id() + "/")) {
            return mention.id();
          }
        }
      }
      return null;
    }

    /** {@code name@server} of an actor's URI whose last part is the name. */
    private static @Nullable String handle(@Nullable String actor) {
      String server = server(actor);
      if (actor == null || server == null) {
        return null;
      }
      int name = Math.max(actor.lastIndexOf("/users/") + 7, actor.lastIndexOf("/@") + 2);
      if (name < 9 || name >= actor.length() || actor.indexOf('/', name) >= 0) {
        return null;
      }
      String handle = actor.substring(name);
      return actor.contains("/ap/users/") ? null : handle + "@" + server;
    }

    private Fate announced(Thing activity) {
      Thing object = activity.objectThing;
      String target = object == null ? activity.object : object.id;
      if (activity.id == null || target == null) {
        return Fate.Rejected.missing("an Announce without id or object");
      }
      PostBuilder post =
          new PostBuilder(PLATFORM, activity.id)
              .kind(PostKind.REPOST)
              .authorId(activity.actor)
              .authorHandle(handle(activity.actor))
              .repostedPostId(target)
              .repostedAuthorId(
                  object != null && object.attributedTo != null
                      ? object.attributedTo
                      : announcedAuthor(activity, target))
              .hashtags(List.of())
              .mentions(List.of())
              .links(List.of());
      times.setPostedAt(post, activity.published);
      List<Post> embedded =
          object == null || object.type == null || !OBJECTS.contains(object.type)
              ? List.of()
              : List.of(note(object, target, null, Origin.EMBEDDED));
      return new Fate.Posted(post.build(), embedded);
    }

    /** Author of what is announced, who is told of it: the one addressed on the post's server. */
    private static @Nullable String announcedAuthor(Thing activity, String target) {
      String found = null;
      String server = server(target);
      for (List<String> addresses : List.of(activity.to, activity.cc)) {
        for (String address : addresses) {
          if (target.startsWith(address + "/")) {
            return address;
          }
          boolean person = !address.equals(PUBLIC) && !address.endsWith("/followers");
          if (person && server != null && server.equals(server(address))) {
            found = address;
          }
        }
      }
      return found;
    }

    private Fate liked(Thing activity) {
      String target = activity.objectThing == null ? activity.object : activity.objectThing.id;
      if (target == null) {
        return Fate.Rejected.missing("a Like without object");
      }
      return new Fate.Acted(
          new Act(
              PLATFORM,
              activity.id,
              EngagementKind.LIKE,
              times.plausible(activity.published),
              false,
              activity.actor,
              handle(activity.actor),
              target,
              null,
              null));
    }

    private Fate deleted(Thing activity) {
      Thing object = activity.objectThing;
      String target = object != null ? object.id : activity.object;
      if ("Tombstone".equals(activity.type)) {
        target = activity.id;
      }
      if (target == null) {
        return Fate.Rejected.missing("a deletion without object");
      }
      if (target.equals(activity.actor)) {
        return new Fate.NotPost("account");
      }
      String at = activity.deleted == null ? activity.published : activity.deleted;
      if (object != null && object.deleted != null) {
        at = object.deleted;
      }
      return new Fate.Deleted(
          new Deletion(
              PLATFORM, target, activity.actor, handle(activity.actor), times.plausible(at)));
    }

    // ---- the REST API

    private Fate status(Thing status) {
      String id = status.uri == null ? status.id : status.uri;
      if (id == null) {
        return Fate.Rejected.missing("a status without uri");
      }
      if ("direct".equals(status.visibility)) {
        return new Fate.NotPost("direct_message");
      }
      List<Post> embedded = new ArrayList<>(0);
      Post post = status(status, id, Origin.RECORD, null, embedded);
      return new Fate.Posted(post, embedded);
    }

    private Post status(
        Thing status, String id, Origin origin, @Nullable Long counted, List<Post> embedded) {
      PostBuilder post = new PostBuilder(PLATFORM, id).origin(origin);
      Account account = status.account;
      if (account != null) {
        post.authorId(account.authorId())
            .authorHandle(account.handle())
            .authorName(account.name)
            .followerCount(account.followers);
      }
      times.setPostedAt(post, status.published);
      // Counters of a carried post are no older than what carries it.
      Long carried = counted == null ? times.plausible(status.published) : counted;
      post.language(status.language)
          .sourceApp(status.app)
          .hashtags(status.hashtags)
          .mentions(status.mentions);
      Thing reblog = status.reblog;
      if (reblog != null) {
        String original = reblog.uri == null ? reblog.id : reblog.uri;
        post.kind(PostKind.REPOST)
            .repostedPostId(original)
            .repostedAuthorId(reblog.account == null ? null : reblog.account.authorId())
            .links(List.of());
        if (original != null) {
          embedded.add(status(reblog, original, Origin.EMBEDDED, carried, embedded));
        }
        return post.build();
      }
      Thing quote = status.quote;
      String quoted = quote == null ? null : quote.uri == null ? quote.id : quote.uri;
      if (quote != null && quoted != null) {
        post.kind(PostKind.QUOTE)
            .quotedPostId(quoted)
            .quotedAuthorId(quote.account == null ? null : quote.account.authorId());
        embedded.add(status(quote, quoted, Origin.EMBEDDED, carried, embedded));
      }
      if (status.inReplyTo != null) {
        Account answered = answered(status);
        post.kind(PostKind.REPLY)
            .replyToPostId(answeredUri(status, answered))
            .replyToAuthorId(answered == null ? null : answered.authorId())
            .replyToAuthorHandle(answered == null ? null : answered.handle());
      }
      Markup html = Markup.of(status.content);
      return post.text(text(status, html))
          .links(html.links())
          .likes(status.likes)
          .reposts(status.shares)
          .replies(status.replies)
          .quotes(status.quotes)
          .countedAtMicros(status.likes == null && status.shares == null ? null : counted)
          .build();
    }

    private static @Nullable Account answered(Thing status) {
      String wanted = status.replyToAccount;
      Account own = status.account;
      if (wanted == null) {
        return null;
      }
      if (own != null && wanted.equals(own.id)) {
        return own;
      }
      for (Account account : status.mentioned) {
        if (wanted.equals(account.id)) {
          return account;
        }
      }
      return null;
    }

    /**
     * The URI of the post that a status answers, of which the server tells its own number. A thread
     * of one's own goes on under the same address; other posts of the server stand below their
     * author's; of foreign ones there is the server's page.
     */
    private static @Nullable String answeredUri(Thing status, @Nullable Account answered) {
      String number = status.inReplyTo;
      Account own = status.account;
      if (answered == null || number == null || own == null) {
        return null;
      }
      String uri = status.uri;
      if (answered == own && own.isLocal() && uri != null && uri.indexOf("/statuses/") > 0) {
        return uri.substring(0, uri.indexOf("/statuses/") + 10) + number;
      }
      if (answered.isLocal()) {
        String author = answered.authorId();
        return author == null ? null : author + "/statuses/" + number;
      }
      String server = own.isLocal() ? server(own.url) : null;
      for (Account account : status.mentioned) {
        server = server == null && account.isLocal() ? server(account.url) : server;
      }
      return server == null || answered.acct == null
          ? null
          : "https://" + server + "/@" + answered.acct + "/" + number;
    }
  }
}
