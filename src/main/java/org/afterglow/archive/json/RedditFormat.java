package org.afterglow.archive.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.Counts;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Head;
import org.afterglow.archive.Platforms;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.Times;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.post.DeletedState;
import org.afterglow.post.Mention;
import org.afterglow.post.Origin;
import org.afterglow.post.Post;
import org.afterglow.post.PostBuilder;
import org.afterglow.post.PostKind;
import org.afterglow.post.PostedAtState;
import org.jspecify.annotations.Nullable;

/**
 * Reddit's comments and submissions as Pushshift, Arctic Shift and the API give them, bare or in
 * listings.
 *
 * <p>Ids are full names ({@code t1_…}, {@code t3_…}). Only the score is kept of the votes, for ups
 * and downs are blurred by the platform. A submission whose body is gone keeps its title as text,
 * and says that it was deleted or removed. A crosspost quotes its original, which it carries.
 */
public final class RedditFormat extends JsonFormat {
  /** Things of the API that are no posts, by their kind. */
  private static final Map<String, String> OTHER_THINGS =
      Map.of(
          "t2", "account",
          "t4", "private_message",
          "t5", "subreddit",
          "t6", "award",
          "more", "more_comments",
          "modaction", "moderator_action",
          "wikipage", "wiki_page",
          "UserList", "user_list");

  @Override
  public String name() {
    return "reddit";
  }

  @Override
  public String description() {
    return "Reddit comments and submissions: Pushshift, Arctic Shift, API listings";
  }

  @Override
  public Carries carries() {
    return Carries.of(Aspect.REPLIES, Aspect.COUNTERS, Aspect.THREADS)
        .andSometimes(Aspect.COUNTED_AT, Aspect.AD_FLAGS, Aspect.DELETIONS);
  }

  @Override
  List<String> containers() {
    return List.of("data.children");
  }

  @Override
  boolean recognises(JsonNode sample) {
    String kind = sample.path("kind").asText("");
    if (sample.path("data").isObject()
        && (kind.equals("Listing") || kind.equals("t1") || kind.equals("t3"))) {
      return true;
    }
    if (!sample.has("id") && !sample.has("name")) {
      return false;
    }
    boolean here = sample.has("subreddit") || sample.has("subreddit_id") || sample.has("link_id");
    boolean worded = sample.has("body") || sample.has("title") || sample.has("selftext");
    return here && worded;
  }

  @Override
  Reader reader(Head head, ReadOptions options) {
    return new ThingReader(options);
  }

  /** The fields of a comment or submission as they come. */
  private static final class Thing {
    @Nullable String id;
    boolean lossy;
    @Nullable String name;
    @Nullable String author;
    @Nullable String created;
    long createdNumber = Times.UNREADABLE;
    @Nullable String subreddit;
    @Nullable String title;
    @Nullable String selfText;
    @Nullable String body;
    boolean hasBody;
    boolean hasTitle;
    @Nullable String parent;
    boolean parentNumber;
    @Nullable String link;
    @Nullable String url;
    boolean isSelf;
    @Nullable Long score;
    @Nullable Long comments;
    long counted = Long.MIN_VALUE;
    @Nullable Boolean promoted;
    @Nullable Boolean fromAdsUi;
    @Nullable String removedBy;
    @Nullable String crosspostOf;
    @Nullable Thing original;
    boolean account;
    boolean place;
  }

  private static final class ThingReader extends Reader {
    ThingReader(ReadOptions options) {
      super(options);
    }

    @Override
    void read(JsonParser parser, Fates out) throws IOException {
      read(parser, out, 0);
    }

    /** Reads a bare comment or submission, or a thing of the API, which may hold others. */
    private void read(JsonParser parser, Fates out, long offset) throws IOException {
      Thing thing = new Thing();
      String kind = null;
      Thing inner = null;
      boolean listing = false;
      int before = out.size();
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken token = parser.currentToken();
        if (name.equals("kind") && token == JsonToken.VALUE_STRING) {
          kind = parser.getText();
        } else if (name.equals("data") && token == JsonToken.START_OBJECT) {
          inner = new Thing();
          listing = data(parser, inner, out);
        } else {
          field(parser, name, token, thing, out);
        }
      }
      if (inner == null) {
        out.add(offset, fate(thing));
      } else if (kind != null && OTHER_THINGS.containsKey(kind)) {
        out.add(offset, new Fate.NotPost(OTHER_THINGS.get(kind)));
      } else if (!listing) {
        String id = inner.id;
        if (inner.name == null && id != null && !isFullName(id) && isPostKind(kind)) {
          inner.name = kind + "_" + id;
        }
        out.add(offset, fate(inner));
      } else if (out.size() == before) {
        out.add(offset, new Fate.NotPost("page_without_records"));
      }
    }

    private static boolean isPostKind(@Nullable String kind) {
      return "t1".equals(kind) || "t3".equals(kind);
    }

    /** The data of a thing; whether it was a listing, whose children are given out. */
    private boolean data(JsonParser parser, Thing thing, Fates out) throws IOException {
      boolean listing = false;
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken token = parser.currentToken();
        if (name.equals("children") && token == JsonToken.START_ARRAY) {
          children(parser, out);
          listing = true;
        } else {
          field(parser, name, token, thing, out);
        }
      }
      return listing && thing.id == null;
    }

    private void children(JsonParser parser, Fates out) throws IOException {
      // All else are ids of comments that were not loaded.
      while (JsonFields.nextObject(parser)) {
        read(parser, out, JsonFields.offset(parser));
      }
    }

    private void field(JsonParser parser, String name, JsonToken token, Thing thing, Fates out)
        throws IOException {
      switch (name) {
        case "id" -> {
          thing.lossy = token == JsonToken.VALUE_NUMBER_FLOAT;
          thing.id = JsonFields.stored(parser);
        }
        case "name" -> thing.name = JsonFields.text(parser);
        case "author" -> thing.author = JsonFields.text(parser);
        case "created_utc" -> created(parser, token, thing);
        case "subreddit" -> thing.subreddit = JsonFields.stored(parser);
        case "title" -> {
          thing.title = JsonFields.text(parser);
          thing.hasTitle = true;
        }
        case "selftext" -> thing.selfText = JsonFields.text(parser);
        case "body" -> {
          thing.body = JsonFields.text(parser);
          thing.hasBody = true;
        }
        case "parent_id" -> {
          thing.parentNumber = token == JsonToken.VALUE_NUMBER_INT;
          thing.parent = JsonFields.stored(parser);
        }
        case "link_id" -> thing.link = JsonFields.stored(parser);
        case "url" -> thing.url = JsonFields.stored(parser);
        case "is_self" -> thing.isSelf = Boolean.TRUE.equals(JsonFields.truth(parser));
        case "score" -> thing.score = JsonFields.count(parser);
        case "num_comments" -> thing.comments = JsonFields.count(parser);
        case "retrieved_on", "retrieved_utc", "updated_on", "retrieved_2nd_on", "updated_utc" ->
            counted(parser, token, thing);
        case "_meta" -> {
          if (JsonFields.isObject(parser)) {
            String inner;
            while ((inner = JsonFields.nextField(parser)) != null) {
              JsonToken value = parser.currentToken();
              if (inner.startsWith("retrieved") || inner.startsWith("updated")) {
                counted(parser, value, thing);
              } else {
                parser.skipChildren();
              }
            }
          }
        }
        case "promoted" -> thing.promoted = JsonFields.truth(parser);
        case "is_created_from_ads_ui" -> thing.fromAdsUi = JsonFields.truth(parser);
        case "removed_by_category" -> thing.removedBy = JsonFields.stored(parser);
        case "crosspost_parent" -> thing.crosspostOf = JsonFields.stored(parser);
        case "crosspost_parent_list" -> {
          if (JsonFields.isArray(parser)) {
            while (JsonFields.nextObject(parser)) {
              if (thing.original == null) {
                thing.original = original(parser);
              } else {
                parser.skipChildren();
              }
            }
          }
        }
        case "replies" -> {
          if (JsonFields.isObject(parser)) {
            replies(parser, out);
          }
        }
        case "link_karma", "comment_karma", "total_karma" -> {
          thing.account = true;
          parser.skipChildren();
        }
        case "display_name", "subscribers", "display_name_prefixed" -> {
          thing.place = true;
          parser.skipChildren();
        }
        default -> parser.skipChildren();
      }
    }

    private Thing original(JsonParser parser) throws IOException {
      Thing original = new Thing();
      Fates none = new Fates();
      String name;
      while ((name = parser.nextFieldName()) != null) {
        field(parser, name, parser.nextToken(), original, none);
      }
      return original;
    }

    /** The listing of the answers to a comment, within it. */
    private void replies(JsonParser parser, Fates out) throws IOException {
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken token = parser.currentToken();
        if (name.equals("data") && token == JsonToken.START_OBJECT) {
          String inner;
          while ((inner = JsonFields.nextField(parser)) != null) {
            if (inner.equals("children") && JsonFields.isArray(parser)) {
              children(parser, out);
            } else {
              parser.skipChildren();
            }
          }
        } else {
          parser.skipChildren();
        }
      }
    }

    private static void created(JsonParser parser, JsonToken token, Thing thing)
        throws IOException {
      if (token == JsonToken.VALUE_NUMBER_INT
          && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
        thing.createdNumber = Times.epoch(parser.getLongValue());
      } else {
        thing.created = JsonFields.text(parser);
      }
    }

    private void counted(JsonParser parser, JsonToken token, Thing thing) throws IOException {
      Long micros = null;
      if (token == JsonToken.VALUE_NUMBER_INT
          && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
        micros = Times.epoch(parser.getLongValue());
      } else {
        micros = times.plausible(JsonFields.text(parser));
      }
      if (micros != null && times.isPlausible(micros)) {
        thing.counted = Math.max(thing.counted, micros);
      }
    }

    // ---- what it is

    private Fate fate(Thing thing) {
      if (!thing.hasBody && !thing.hasTitle) {
        if (thing.account) {
          return new Fate.NotPost("account");
        }
        return thing.place
            ? new Fate.NotPost("subreddit")
            : Fate.Rejected.missing("neither a body nor a title");
      }
      if (thing.lossy) {
        return Fate.Rejected.lossyId();
      }
      String id = fullName(thing);
      if (id == null) {
        return Fate.Rejected.missing("neither id nor name");
      }
      Post post = post(thing, id, Origin.RECORD, counted(thing));
      Thing original = thing.original;
      String originalId = original == null ? null : fullName(original);
      return new Fate.Posted(
          post,
          original == null || originalId == null || !original.hasTitle
              ? List.of()
              : List.of(post(original, originalId, Origin.EMBEDDED, counted(thing))));
    }

    private static @Nullable Long counted(Thing thing) {
      return thing.counted == Long.MIN_VALUE ? null : thing.counted;
    }

    private static @Nullable String fullName(Thing thing) {
      if (isFullName(thing.name)) {
        return thing.name;
      }
      String id = thing.id;
      if (id == null || isFullName(id)) {
        return id;
      }
      return (isComment(thing) ? "t1_" : "t3_") + id;
    }

    private static boolean isFullName(@Nullable String name) {
      return name != null
          && name.length() > 3
          && name.charAt(0) == 't'
          && (name.charAt(1) == '1' || name.charAt(1) == '3')
          && name.charAt(2) == '_';
    }

    private static boolean isComment(Thing thing) {
      return (thing.hasBody && !thing.hasTitle) || thing.link != null;
    }

    private Post post(Thing thing, String id, Origin origin, @Nullable Long counted) {
      boolean comment = isComment(thing);
      PostBuilder post =
          new PostBuilder(Platforms.REDDIT, id)
              .origin(origin)
              .kind(comment ? PostKind.COMMENT : PostKind.POST)
              // A name is for ever here, and older dumps have nothing else: with the full names of
              // newer ones as ids, one person would be two.
              .authorHandle(isGone(thing.author) != null ? null : PlainText.stored(thing.author))
              .venue(thing.subreddit)
              .score(thing.score)
              .countedAtMicros(thing.score == null && thing.comments == null ? null : counted)
              .hashtags(List.of());
      if (isGone(thing.author) != null) {
        post.authorId(null);
      }
      if (thing.created != null) {
        times.setPostedAt(post, thing.created);
      } else if (thing.createdNumber != Times.UNREADABLE) {
        times.setPostedAt(post, thing.createdNumber);
      } else {
        post.noPostedAt(PostedAtState.MISSING);
      }
      if (thing.promoted != null || thing.fromAdsUi != null) {
        post.adFlag(Boolean.TRUE.equals(thing.promoted) || Boolean.TRUE.equals(thing.fromAdsUi));
      }
      DeletedState gone;
      String text;
      if (comment) {
        gone = isGone(thing.body);
        text = gone == null ? PlainText.decoded(thing.body) : null;
        String link =
            thing.link == null || isFullName(thing.link) ? thing.link : "t3_" + thing.link;
        post.rootPostId(link).replyToPostId(parent(thing, link));
      } else {
        gone = isGone(thing.selfText);
        String title = isGone(thing.title) == null ? PlainText.decoded(thing.title) : null;
        String self = gone == null ? PlainText.decoded(thing.selfText) : null;
        text = title == null ? self : self == null ? title : title + "\n\n" + self;
        if (gone == null) {
          gone = isGone(thing.title);
        }
        if (gone == DeletedState.REMOVED
            && ("deleted".equals(thing.removedBy) || "author".equals(thing.removedBy))) {
          gone = DeletedState.DELETED;
        }
        post.replies(Counts.natural(thing.comments));
        if (thing.crosspostOf != null && isFullName(thing.crosspostOf)) {
          post.kind(PostKind.QUOTE).quotedPostId(thing.crosspostOf);
        }
      }
      if (text == null) {
        post.mentions(List.of());
      } else {
        post.mentions(mentions(text));
      }
      post.links(links(thing, text));
      return post.deletedState(gone).text(text).build();
    }

    /** The parent's full name, which late dumps write as the number of a comment. */
    private static @Nullable String parent(Thing thing, @Nullable String link) {
      String parent = thing.parent;
      if (parent == null) {
        return link;
      }
      if (isFullName(parent)) {
        return parent;
      }
      if (!thing.parentNumber) {
        return "t1_" + parent;
      }
      return parent.length() > 18 ? null : "t1_" + Long.toString(Long.parseLong(parent), 36);
    }

    private static @Nullable DeletedState isGone(@Nullable String text) {
      if (text == null || text.isEmpty() || text.charAt(0) != '[' || text.length() > 40) {
        return null;
      }
      return switch (text.strip()) {
        case "[deleted]", "[deleted by user]" -> DeletedState.DELETED;
        case "[removed]",
            "[ Removed by reddit ]",
            "[ Removed by Reddit ]",
            "[removed by moderator]",
            "[ Removed by moderator ]" ->
            DeletedState.REMOVED;
        default -> null;
      };
    }

    /** What a submission points to, and what its text holds; null where only the text may. */
    private static @Nullable List<String> links(Thing thing, @Nullable String text) {
      String url = thing.url;
      if (url == null || thing.isSelf || !url.startsWith("http")) {
        return text == null ? List.of() : null;
      }
      List<String> links = new ArrayList<>();
      links.add(PlainText.storable(PlainText.entities(url)));
      if (text != null) {
        PlainText.addresses(text, links);
      }
      return links;
    }

    /** Accounts named as {@code u/name}. */
    private static List<Mention> mentions(String text) {
      List<Mention> found = List.of();
      int at = text.indexOf("u/");
      while (at >= 0) {
        char before = at == 0 ? ' ' : text.charAt(at - 1);
        int root = before == '/' ? at - 1 : at;
        char around = root == 0 ? ' ' : text.charAt(root - 1);
        int end = at + 2;
        while (end < text.length() && isNamePart(text.charAt(end))) {
          end++;
        }
        int length = end - at - 2;
        if (length >= 3 && length <= 20 && !isNamePart(around) && around != '.' && around != '/') {
          found = JsonFields.with(found, new Mention(null, text.substring(at + 2, end)));
        }
        at = text.indexOf("u/", end);
      }
      return found;
    }

    private static boolean isNamePart(char c) {
      return (c < 128 && Character.isLetterOrDigit(c)) || c == '_' || c == '-';
    }
  }
}
