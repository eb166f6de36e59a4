package org.afterglow.archive.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.afterglow.archive.markup.Markup;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.post.DeletedState;
import org.afterglow.post.Mention;
import org.afterglow.post.Post;
import org.afterglow.post.PostBuilder;
import org.afterglow.post.PostKind;
import org.afterglow.post.PostedAtState;
import org.jspecify.annotations.Nullable;

/**
 * Items of Hacker News as its Firebase API gives them: by the line, in arrays, and as a table of
 * which each column is an object from item to value.
 *
 * <p>Stories, jobs and polls are posts, comments are comments on their parent; they share one range
 * of ids. The names of accounts are for ever. An item that is dead was taken down by moderators or
 * flags, and is often still whole.
 */
public final class HackerNewsFormat extends JsonFormat {
  private static final Set<String> TYPES = Set.of("story", "comment", "job", "poll", "pollopt");
  private static final Set<String> FIELDS =
      Set.of(
          "by",
          "dead",
          "deleted",
          "descendants",
          "id",
          "kids",
          "parent",
          "score",
          "text",
          "time",
          "title",
          "type",
          "url");

  @Override
  public String name() {
    return "hackernews";
  }

  @Override
  public String description() {
    return "Hacker News: items of the Firebase API, by the line, in arrays or by the column";
  }

  @Override
  public Carries carries() {
    return Carries.of(Aspect.REPLIES, Aspect.COUNTERS, Aspect.DELETIONS);
  }

  @Override
  boolean recognises(JsonNode sample) {
    if (TYPES.contains(sample.path("type").asText(""))) {
      return sample.has("id")
          && (sample.has("by") || sample.has("deleted") || sample.has("dead"))
          && (sample.path("time").isNumber() || sample.has("deleted"));
    }
    if (sample.path("by").isObject()) {
      return sample.size() > 1
          && sample.properties().stream()
              .allMatch(field -> FIELDS.contains(field.getKey()) && field.getValue().isObject());
    }
    return sample.has("id")
        && sample.has("karma")
        && sample.has("created")
        && (sample.has("submitted") || sample.has("about"));
  }

  @Override
  Reader reader(Head head, ReadOptions options) {
    return new ItemReader(options);
  }

  /** The fields of an item as they come. */
  private static final class Item {
    @Nullable String id;
    @Nullable String type;
    @Nullable String by;
    @Nullable String time;
    long timeNumber = Times.UNREADABLE;
    @Nullable String title;
    @Nullable String text;
    @Nullable String url;
    @Nullable String parent;
    @Nullable Long score;
    @Nullable Long descendants;
    boolean deleted;
    boolean dead;
    boolean account;
  }

  private static final class ItemReader extends Reader {
    ItemReader(ReadOptions options) {
      super(options);
    }

    @Override
    void read(JsonParser parser, Fates out) throws IOException {
      Item item = new Item();
      Map<String, Item> rows = Map.of();
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT && FIELDS.contains(name)) {
          rows = rows.isEmpty() ? new LinkedHashMap<>() : rows;
          String key;
          while ((key = JsonFields.nextField(parser)) != null) {
            JsonToken value = parser.currentToken();
            field(parser, name, value, rows.computeIfAbsent(key, any -> new Item()));
          }
        } else {
          field(parser, name, token, item);
        }
      }
      if (rows.isEmpty()) {
        out.add(fate(item));
        return;
      }
      rows.forEach(
          (key, row) -> {
            if (row.id == null) {
              row.id = Ids.decimal(key);
            }
            out.add(fate(row));
          });
    }

    private static void field(JsonParser parser, String name, JsonToken token, Item item)
        throws IOException {
      switch (name) {
        case "id" -> item.id = JsonFields.id(parser);
        case "type" -> item.type = JsonFields.text(parser);
        case "by" -> item.by = JsonFields.stored(parser);
        case "time" -> {
          if (token == JsonToken.VALUE_NUMBER_INT
              && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            item.timeNumber = Times.epoch(parser.getLongValue());
          } else {
            item.time = JsonFields.text(parser);
          }
        }
        case "title" -> item.title = JsonFields.text(parser);
        case "text" -> item.text = JsonFields.text(parser);
        case "url" -> item.url = JsonFields.stored(parser);
        case "parent" -> item.parent = Ids.known(JsonFields.id(parser));
        case "score" -> item.score = JsonFields.count(parser);
        case "descendants" -> item.descendants = Counts.natural(JsonFields.count(parser));
        case "deleted" -> item.deleted = Boolean.TRUE.equals(JsonFields.truth(parser));
        case "dead" -> item.dead = Boolean.TRUE.equals(JsonFields.truth(parser));
        case "karma" -> {
          item.account = true;
          parser.skipChildren();
        }
        default -> parser.skipChildren();
      }
    }

    private Fate fate(Item item) {
      String type = item.type;
      if (type == null) {
        return item.account
            ? new Fate.NotPost("account")
            : Fate.Rejected.missing("an item without type");
      }
      if (!TYPES.contains(type)) {
        return new Fate.NotPost("other_item");
      }
      if (type.equals("pollopt")) {
        return new Fate.NotPost("poll_option");
      }
      if (item.id == null) {
        return Fate.Rejected.missing("an item without id");
      }
      if (Ids.isLossy(item.id)) {
        return Fate.Rejected.lossyId();
      }
      return new Fate.Posted(post(item, item.id), List.of());
    }

    private Post post(Item item, String id) {
      PostBuilder post =
          new PostBuilder(Platforms.HACKER_NEWS, id)
              .authorHandle(item.by)
              .hashtags(List.of())
              .mentions(List.<Mention>of())
              .score(item.score)
              .replies(item.descendants)
              .replyToPostId(item.parent);
      if ("comment".equals(item.type)) {
        post.kind(PostKind.COMMENT);
      }
      if (item.timeNumber != Times.UNREADABLE) {
        times.setPostedAt(post, item.timeNumber);
      } else if (item.time != null) {
        times.setPostedAt(post, item.time);
      } else {
        post.noPostedAt(PostedAtState.MISSING);
      }
      if (item.deleted) {
        return post.deletedState(DeletedState.DELETED).links(List.of()).build();
      }
      if (item.dead) {
        post.deletedState(DeletedState.REMOVED);
      }
      Markup body = isGone(item.text) ? Markup.of(null) : Markup.of(item.text);
      String title = isGone(item.title) ? null : PlainText.decoded(item.title);
      String text = body.text();
      List<String> links = new ArrayList<>(2);
      if (item.url != null && item.url.startsWith("http")) {
        links.add(PlainText.storable(PlainText.entities(item.url)));
      }
      links.addAll(body.links());
      if (text != null) {
        // The platform makes links of addresses in comments, not in the texts of stories.
        PlainText.addresses(text, links);
      }
      return post.links(links.stream().distinct().toList())
          .text(title == null ? text : text == null ? title : title + "\n\n" + text)
          .build();
    }

    /** Whether a mark stands in place of a text. */
    private static boolean isGone(@Nullable String text) {
      return text != null
          && (text.equals("[deleted]") || text.equals("[dead]") || text.equals("[flagged]"));
    }
  }
}
