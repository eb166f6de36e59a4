package org.afterglow.archive.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.Counts;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Head;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.markup.Markup;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.archive.table.KnownTable;
import org.afterglow.post.Mention;
import org.afterglow.post.Origin;
import org.afterglow.post.Post;
import org.afterglow.post.PostBuilder;
import org.afterglow.post.PostKind;
import org.jspecify.annotations.Nullable;

/**
 * YouTube: pages of the Data API (comment threads, comments, videos, results of a search) and flat
 * dumps made of them.
 *
 * <p>A video is a post of its channel, which is its venue; a comment is a comment on the video, or
 * a reply to another comment, in the thread whose root is the video. A channel without an id, as
 * flat dumps have it, is known by its handle or title. The comments that a thread or a video
 * carries inside it stand beside it as posts found in another record, but for the one that the
 * thread is about, which is the record.
 */
public final class YouTubeFormat extends JsonFormat {
  static final String PLATFORM = "youtube";

  @Override
  public String name() {
    return PLATFORM;
  }

  @Override
  public String description() {
    return "YouTube: Data API pages (commentThreads, videos, search), flat comment dumps";
  }

  @Override
  public Carries carries() {
    return Carries.of(Aspect.REPLIES, Aspect.COUNTERS, Aspect.THREADS)
        .andSometimes(Aspect.AUTHOR_IDS);
  }

  @Override
  List<String> containers() {
    return List.of("items");
  }

  @Override
  boolean recognises(JsonNode sample) {
    return sample.path("kind").asText("").startsWith("youtube#")
        || (sample.has("videoId")
            && (sample.has("commentId") || sample.has("viewCount") || sample.has("channelTitle")));
  }

  @Override
  Reader reader(Head head, ReadOptions options) {
    return new ThingReader(options);
  }

  /** The fields of a thread, a comment or a video as they come. */
  private static final class Thing {
    @Nullable String kind;
    @Nullable String id;
    @Nullable String idKind;
    @Nullable String commentId;
    @Nullable String videoId;
    @Nullable String channelId;
    @Nullable String channelTitle;
    @Nullable String author;
    @Nullable String authorId;
    @Nullable String title;
    @Nullable String description;
    @Nullable String textDisplay;
    @Nullable String textOriginal;
    @Nullable String parentId;
    @Nullable String publishedAt;
    @Nullable String language;
    @Nullable Long likes;
    @Nullable Long replies;
    @Nullable Long comments;
    @Nullable Long views;
    @Nullable Thing topLevel;
    List<Thing> inside = List.of();
    boolean page;
  }

  private static final class ThingReader extends Reader {
    private static final int MAX_LEVELS = 6;

    ThingReader(ReadOptions options) {
      super(options);
    }

    @Override
    void read(JsonParser parser, Fates out) throws IOException {
      int before = out.size();
      Thing thing = thing(parser, out, 0);
      if (thing.page) {
        out.endPage(before);
      } else {
        out.add(fate(thing));
      }
    }

    // ---- the fields

    private Thing thing(JsonParser parser, @Nullable Fates out, int level) throws IOException {
      Thing thing = new Thing();
      fields(parser, thing, out, level);
      return thing;
    }

    /** Takes the fields of an object, and of those inside it that only group fields. */
    private void fields(JsonParser parser, Thing thing, @Nullable Fates out, int level)
        throws IOException {
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken token = parser.currentToken();
        switch (name) {
          case "kind" -> thing.kind = JsonFields.text(parser);
          case "id" -> id(parser, token, thing);
          case "commentId" -> thing.commentId = text(parser);
          case "videoId" -> thing.videoId = text(parser);
          case "channelId" -> thing.channelId = text(parser);
          case "channelTitle" -> thing.channelTitle = text(parser);
          case "authorDisplayName", "author" -> thing.author = text(parser);
          case "authorChannelId" -> thing.authorId = value(parser, token);
          case "title" -> thing.title = text(parser);
          case "description" -> thing.description = text(parser);
          case "textDisplay", "text" -> thing.textDisplay = text(parser);
          case "textOriginal" -> thing.textOriginal = text(parser);
          case "parentId" -> thing.parentId = text(parser);
          case "publishedAt" -> thing.publishedAt = text(parser);
          case "defaultAudioLanguage", "defaultLanguage" -> thing.language = text(parser);
          case "likeCount" -> thing.likes = JsonFields.count(parser);
          case "totalReplyCount" -> thing.replies = JsonFields.count(parser);
          case "commentCount" -> thing.comments = JsonFields.count(parser);
          case "viewCount" -> thing.views = JsonFields.count(parser);
          case "snippet", "statistics" -> {
            if (token == JsonToken.START_OBJECT && level < MAX_LEVELS) {
              fields(parser, thing, null, level + 1);
            } else {
              parser.skipChildren();
            }
          }
          case "topLevelComment" -> {
            if (token == JsonToken.START_OBJECT && level < MAX_LEVELS) {
              thing.topLevel = thing(parser, null, level + 1);
            } else {
              parser.skipChildren();
            }
          }
          case "replies" -> {
            if (JsonFields.isObject(parser)) {
              String inner;
              while ((inner = JsonFields.nextField(parser)) != null) {
                if (inner.equals("comments")) {
                  inside(parser, thing, level);
                } else {
                  parser.skipChildren();
                }
              }
            }
          }
          case "comments" -> inside(parser, thing, level);
          case "items" -> {
            if (token == JsonToken.START_ARRAY && out != null) {
              page(parser, thing, out);
            } else {
              parser.skipChildren();
            }
          }
          default -> parser.skipChildren();
        }
      }
    }

    private void inside(JsonParser parser, Thing thing, int level) throws IOException {
      if (!JsonFields.isArray(parser)) {
        return;
      }
      while (JsonFields.next(parser)) {
        if (level == MAX_LEVELS) {
          parser.skipChildren();
        } else if (JsonFields.isObject(parser)) {
          thing.inside = JsonFields.with(thing.inside, thing(parser, null, level + 1));
        }
      }
    }

    private void page(JsonParser parser, Thing page, Fates out) throws IOException {
      page.page = true;
      while (JsonFields.nextRecord(parser, out)) {
        out.add(JsonFields.offset(parser), fate(thing(parser, null, 1)));
      }
    }

    /** The id of a comment or video, or what a result of a search has for it. */
    private static void id(JsonParser parser, JsonToken token, Thing thing) throws IOException {
      if (token != JsonToken.START_OBJECT) {
        thing.id = text(parser);
        return;
      }
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "kind" -> thing.idKind = JsonFields.text(parser);
          case "videoId" -> thing.videoId = text(parser);
          default -> parser.skipChildren();
        }
      }
    }

    private static @Nullable String value(JsonParser parser, JsonToken token) throws IOException {
      if (token != JsonToken.START_OBJECT) {
        return text(parser);
      }
      String value = JsonFields.field(parser, "value");
      return value == null ? null : value.strip();
    }

    private static @Nullable String text(JsonParser parser) throws IOException {
      String text = JsonFields.text(parser);
      return text == null || text.isBlank() ? null : PlainText.storable(text.strip());
    }

    // ---- what it is

    private Fate fate(Thing thing) {
      String kind = thing.kind == null ? "" : thing.kind;
      return switch (kind) {
        case "youtube#commentThread" -> thread(thing);
        case "youtube#comment" -> posted(comment(thing, null, Origin.RECORD), List.of());
        case "youtube#video" -> {
          thing.videoId = thing.videoId == null ? thing.id : thing.videoId;
          yield video(thing);
        }
        case "youtube#searchResult" ->
            "youtube#video".equals(thing.idKind) ? video(thing) : new Fate.NotPost("search_result");
        case "" -> {
          if (thing.commentId != null || thing.author != null) {
            yield posted(comment(thing, null, Origin.RECORD), List.of());
          }
          yield thing.videoId != null || thing.title != null
              ? video(thing)
              : new Fate.NotPost("other_object");
        }
        default ->
            new Fate.NotPost(
                switch (kind) {
                  case "youtube#channel" -> "channel";
                  case "youtube#playlist", "youtube#playlistItem" -> "playlist";
                  case "youtube#videoCategory" -> "video_category";
                  case "youtube#activity" -> "activity";
                  default ->
                      kind.endsWith("ListResponse") ? "page_without_records" : "other_object";
                });
      };
    }

    private static Fate posted(@Nullable Post post, List<Post> embedded) {
      return post == null
          ? Fate.Rejected.missing("a comment or video without id")
          : new Fate.Posted(post, embedded);
    }

    private Fate thread(Thing thread) {
      Thing top = thread.topLevel;
      if (top == null) {
        return Fate.Rejected.missing("a thread without topLevelComment");
      }
      top.id = top.id == null ? thread.id : top.id;
      top.replies = thread.replies;
      Post post = comment(top, thread, Origin.RECORD);
      return posted(post, post == null ? List.of() : embedded(thread, top.id));
    }

    private Fate video(Thing thing) {
      if (thing.videoId == null) {
        return posted(null, List.of());
      }
      Markup title = Markup.ofLines(thing.title);
      Markup description = Markup.ofLines(thing.description);
      PostBuilder post =
          new PostBuilder(PLATFORM, thing.videoId)
              .authorId(thing.channelId)
              .authorHandle(KnownTable.channelHandle(thing.channelTitle, thing.channelId))
              .authorName(KnownTable.channelTitle(thing.channelTitle))
              .text(PlainText.joined(title.text(), description.text()))
              .likes(Counts.natural(thing.likes))
              .replies(Counts.natural(thing.comments))
              .views(Counts.natural(thing.views))
              .language(thing.language);
      channel(post, thing.channelId, thing.channelTitle);
      times.setPostedAt(post, thing.publishedAt);
      return posted(post.build(), embedded(thing, null));
    }

    private List<Post> embedded(Thing around, @Nullable String parent) {
      List<Post> found = new ArrayList<>(around.inside.size());
      for (Thing inner : around.inside) {
        if (inner.parentId == null) {
          inner.parentId = parent;
        }
        Post post = comment(inner, around, Origin.EMBEDDED);
        if (post != null) {
          found.add(post);
        }
      }
      return found;
    }

    private @Nullable Post comment(Thing thing, @Nullable Thing around, Origin origin) {
      String id = thing.commentId == null ? thing.id : thing.commentId;
      if (id == null) {
        return null;
      }
      String video = thing.videoId;
      Thing place = thing.channelId == null && around != null ? around : thing;
      if (around != null) {
        video = video == null ? around.videoId : video;
      }
      String parent = thing.parentId;
      if (parent == null) {
        // The id of a reply begins with that of the comment that it stands under.
        int dot = id.indexOf('.');
        parent = dot > 0 ? id.substring(0, dot) : video;
      }
      Markup shown = Markup.ofLines(thing.textDisplay);
      PostBuilder post =
          new PostBuilder(PLATFORM, id)
              .origin(origin)
              .kind(PostKind.COMMENT)
              .rootPostId(video)
              .replyToPostId(parent)
              .authorId(thing.authorId)
              .authorHandle(KnownTable.channelHandle(thing.author, thing.authorId))
              .authorName(KnownTable.channelTitle(thing.author))
              .likes(Counts.natural(thing.likes))
              .replies(Counts.natural(thing.replies))
              .links(shown.links().isEmpty() ? null : shown.links())
              .text(
                  thing.textOriginal == null
                      ? shown.text()
                      : PlainText.storable(thing.textOriginal));
      channel(post, place.channelId, place.channelTitle);
      times.setPostedAt(post, thing.publishedAt);
      return post.build();
    }

    /** The channel that something stands in, by its id where that is known. */
    private static void channel(PostBuilder post, @Nullable String id, @Nullable String title) {
      String handle = KnownTable.channelHandle(title, id);
      if (id != null) {
        post.venue(id, new Mention(id, null));
      } else if (handle != null) {
        post.venue(handle, new Mention(null, handle));
      }
    }
  }
}
