package org.afterglow.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.afterglow.post.PostKind;
import org.afterglow.simulate.SimulatedPost.Link;
import org.jspecify.annotations.Nullable;

/**
 * Comments and submissions as Pushshift's monthly dumps have them: {@code RC_YYYY-MM.zst} and
 * {@code RS_YYYY-MM.zst}, JSON lines. The dump was taken in the second month after the posting, so
 * scores are final and what was taken back reads {@code [deleted]}. {@code created_utc} is a string
 * in some records, as it is in the real dumps.
 */
final class RedditWriter implements NativeWriter {
  private static final String COMMENTS = "reddit-comments";
  private static final String SUBMISSIONS = "reddit-submissions";
  private static final String DELETED = "[deleted]";
  private static final int LEVEL = 9;
  private static final int TITLE_LENGTH = 80;
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("yyyy-MM", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Override
  public String stream(SimulatedPost post) {
    return post.kind() == PostKind.COMMENT ? COMMENTS : SUBMISSIONS;
  }

  @Override
  public List<String> streams() {
    return List.of(COMMENTS, SUBMISSIONS);
  }

  @Override
  public String file(String stream, long atMicros) {
    String month = MONTH.format(Instant.ofEpochSecond(atMicros / 1_000_000));
    return stream.equals(COMMENTS)
        ? "reddit/comments/RC_" + month + ".zst"
        : "reddit/submissions/RS_" + month + ".zst";
  }

  @Override
  public OutputStream open(OutputStream file) throws IOException {
    return new BufferedOutputStream(new ZstdOutputStream(file, LEVEL), 1 << 16);
  }

  @Override
  public boolean toleratesBrokenLines() {
    return true;
  }

  @Override
  public byte @Nullable [] deletion(SimulatedPost post, long atMicros) {
    return null;
  }

  @Override
  public byte[] record(SimulatedPost post) {
    return TwitterV1Writer.line(
        json -> {
          if (post.kind() == PostKind.COMMENT) {
            comment(json, post);
          } else {
            submission(json, post);
          }
        });
  }

  /** The full name of a post: its kind and its id. */
  static String fullName(SimulatedPost post) {
    return (post.kind() == PostKind.COMMENT ? "t1_" : "t3_") + post.id();
  }

  private static void comment(JsonGenerator json, SimulatedPost post) throws IOException {
    SimulatedPost parent = post.parent();
    SimulatedPost root = post.root();
    json.writeStartObject();
    author(json, post);
    json.writeStringField("body", post.gone() ? DELETED : text(post));
    json.writeNumberField("controversiality", 0);
    createdUtc(json, post);
    json.writeNullField("distinguished");
    json.writeBooleanField("edited", false);
    json.writeNumberField("gilded", 0);
    json.writeStringField("id", post.id());
    json.writeStringField("link_id", root == null ? "" : fullName(root));
    json.writeStringField("parent_id", parent == null ? "" : fullName(parent));
    json.writeNumberField("retrieved_on", retrievedOn(post));
    json.writeNumberField("score", post.counters().likes());
    json.writeBooleanField("stickied", false);
    json.writeStringField("subreddit", venue(post));
    json.writeStringField("subreddit_id", subredditId(post));
    json.writeNumberField("ups", post.counters().likes());
    json.writeEndObject();
  }

  private static void submission(JsonGenerator json, SimulatedPost post) throws IOException {
    String text = text(post);
    List<Link> links = post.words().links();
    boolean self = links.isEmpty();
    String venue = venue(post);
    String title = title(text);
    String permalink = "/r/" + venue + "/comments/" + post.id() + "/" + slug(title) + "/";
    json.writeStartObject();
    json.writeBooleanField("archived", false);
    author(json, post);
    json.writeNumberField("author_created_utc", post.author().createdDay() * 86_400L);
    json.writeBooleanField("contest_mode", false);
    createdUtc(json, post);
    json.writeNullField("distinguished");
    json.writeStringField("domain", self ? "self." + venue : host(links.get(0)));
    json.writeBooleanField("edited", false);
    json.writeNumberField("gilded", 0);
    json.writeBooleanField("hidden", false);
    json.writeStringField("id", post.id());
    json.writeBooleanField("is_self", self);
    json.writeBooleanField("is_video", false);
    json.writeNullField("link_flair_css_class");
    json.writeNullField("link_flair_text");
    json.writeBooleanField("locked", false);
    json.writeNullField("media");
    json.writeNumberField("num_comments", post.counters().replies());
    json.writeNumberField("num_crossposts", 0);
    json.writeBooleanField("over_18", false);
    json.writeStringField("permalink", permalink);
    json.writeBooleanField("pinned", false);
    json.writeNumberField("retrieved_on", retrievedOn(post));
    json.writeNumberField("score", post.counters().likes());
    json.writeStringField(
        "selftext", post.gone() ? DELETED : self || !title.equals(text) ? text : "");
    json.writeBooleanField("spoiler", false);
    json.writeBooleanField("stickied", false);
    json.writeStringField("subreddit", venue);
    json.writeStringField("subreddit_id", subredditId(post));
    json.writeStringField("subreddit_type", "public");
    json.writeStringField("thumbnail", self ? "self" : "default");
    json.writeStringField("title", title);
    json.writeStringField(
        "url", self ? "https://www.reddit.com" + permalink : links.get(0).expanded());
    json.writeEndObject();
  }

  private static void author(JsonGenerator json, SimulatedPost post) throws IOException {
    json.writeStringField("author", post.gone() ? DELETED : post.author().handle());
    json.writeNullField("author_flair_css_class");
    json.writeNullField("author_flair_text");
    if (!post.gone()) {
      json.writeStringField(
          "author_fullname", "t2_" + Long.toString(post.author().nativeNumber(), 36));
    }
  }

  private static void createdUtc(JsonGenerator json, SimulatedPost post) throws IOException {
    long seconds = post.atMicros() / 1_000_000;
    if (seconds % 7 == 0) {
      json.writeStringField("created_utc", String.valueOf(seconds));
    } else {
      json.writeNumberField("created_utc", seconds);
    }
  }

  private static long retrievedOn(SimulatedPost post) {
    Instant posted = Instant.ofEpochSecond(post.atMicros() / 1_000_000);
    return posted
        .atZone(ZoneOffset.UTC)
        .toLocalDate()
        .withDayOfMonth(1)
        .plusMonths(2)
        .atStartOfDay(ZoneOffset.UTC)
        .toEpochSecond();
  }

  private static String text(SimulatedPost post) {
    String text = post.words().text();
    for (Link link : post.words().links()) {
      text = text.replace(link.shortForm(), link.expanded());
    }
    for (Account account : post.words().mentions()) {
      text =
          post.kind() == PostKind.COMMENT
              ? text.replace("@" + account.handle() + " ", "")
              : text.replace("@" + account.handle(), "u/" + account.handle());
    }
    return text;
  }

  private static String title(String text) {
    int length = text.codePointCount(0, text.length());
    if (length <= TITLE_LENGTH) {
      return text;
    }
    String start = text.substring(0, text.offsetByCodePoints(0, TITLE_LENGTH));
    int blank = start.lastIndexOf(' ');
    return blank > 0 ? start.substring(0, blank) : start;
  }

  private static String slug(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
  }

  private static String host(Link link) {
    return link.expanded().replaceFirst("^https://(www\\.)?", "").replaceFirst("/.*$", "");
  }

  private static String venue(SimulatedPost post) {
    String venue = post.venue();
    return venue == null ? "" : venue;
  }

  private static String subredditId(SimulatedPost post) {
    return "t5_" + Long.toString(Draws.hash(0, venue(post)) >>> 34, 36);
  }
}
