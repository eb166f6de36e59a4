package org.afterglow.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.afterglow.post.PostKind;
import org.afterglow.simulate.SimulatedPost.Counters;
import org.afterglow.simulate.SimulatedPost.Link;
import org.jspecify.annotations.Nullable;

/**
 * Statuses as the Twitter v1.1 stream gave them: JSON lines, gzip, deletion notices among them.
 * Counters are 0 on a live status and true only inside {@code retweeted_status} and {@code
 * quoted_status}; a text above 140 characters is cut, and whole in {@code extended_tweet}.
 */
final class TwitterV1Writer implements NativeWriter {
  private static final String STREAM = "twitter";
  private static final int CUT_AT = 140;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final DateTimeFormatter CREATED_AT =
      DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss xx yyyy", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String SOURCE =
      "<a href=\"https://app.example/\" rel=\"nofollow\">Pocket Client</a>";

  private final FileSpan span;

  TwitterV1Writer(FileSpan span) {
    this.span = span;
  }

  @Override
  public String stream(SimulatedPost post) {
    return STREAM;
  }

  @Override
  public List<String> streams() {
    return List.of(STREAM);
  }

  @Override
  public String file(String stream, long atMicros) {
    String pattern =
        switch (span) {
          case HOUR -> "yyyy/MM/dd/HH";
          case DAY -> "yyyy/MM/dd";
          case MONTH -> "yyyy-MM";
        };
    return "twitter/"
        + DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(instant(atMicros))
        + ".json.gz";
  }

  @Override
  public OutputStream open(OutputStream file) throws IOException {
    return new BufferedOutputStream(
        new GZIPOutputStream(file, 1 << 16) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        },
        1 << 16);
  }

  @Override
  public boolean toleratesBrokenLines() {
    return true;
  }

  @Override
  public byte[] deletion(SimulatedPost post, long atMicros) {
    return line(
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("delete");
          json.writeObjectFieldStart("status");
          json.writeNumberField("id", Long.parseLong(post.id()));
          json.writeStringField("id_str", post.id());
          json.writeNumberField("user_id", post.author().nativeNumber());
          json.writeStringField("user_id_str", String.valueOf(post.author().nativeNumber()));
          json.writeEndObject();
          json.writeStringField("timestamp_ms", String.valueOf(atMicros / 1000));
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  @Override
  public byte[] record(SimulatedPost post) {
    return line(json -> status(json, post, Counters.NONE, true));
  }

  private void status(JsonGenerator json, SimulatedPost post, Counters counters, boolean live)
      throws IOException {
    SimulatedPost original = post.original();
    boolean repost = post.kind() == PostKind.REPOST;
    String whole = text(post);
    int length = whole.codePointCount(0, whole.length());
    boolean cut = length > CUT_AT && !repost;
    String shown = length > CUT_AT ? cut(whole) : whole;
    json.writeStartObject();
    json.writeStringField("created_at", CREATED_AT.format(instant(post.atMicros())));
    json.writeNumberField("id", Long.parseLong(post.id()));
    json.writeStringField("id_str", post.id());
    json.writeStringField("text", shown);
    json.writeStringField("source", SOURCE);
    json.writeBooleanField("truncated", cut);
    inReplyTo(json, post.parent());
    user(json, post.author());
    for (String absent : List.of("geo", "coordinates", "place", "contributors")) {
      json.writeNullField(absent);
    }
    if (original != null) {
      boolean quote = post.kind() == PostKind.QUOTE;
      if (quote) {
        json.writeNumberField("quoted_status_id", Long.parseLong(original.id()));
        json.writeStringField("quoted_status_id_str", original.id());
      }
      json.writeFieldName(quote ? "quoted_status" : "retweeted_status");
      status(json, original, post.originalCounters(), false);
      if (quote) {
        Link link = quotedLink(original);
        json.writeObjectFieldStart("quoted_status_permalink");
        json.writeStringField("url", link.shortForm());
        json.writeStringField("expanded", link.expanded());
        json.writeStringField("display", display(link));
        json.writeEndObject();
      }
    }
    json.writeBooleanField("is_quote_status", post.kind() == PostKind.QUOTE);
    json.writeNumberField("quote_count", counters.quotes());
    json.writeNumberField("reply_count", counters.replies());
    json.writeNumberField("retweet_count", counters.reposts());
    json.writeNumberField("favorite_count", counters.likes());
    if (cut) {
      json.writeObjectFieldStart("extended_tweet");
      json.writeStringField("full_text", whole);
      json.writeArrayFieldStart("display_text_range");
      json.writeNumber(0);
      json.writeNumber(length);
      json.writeEndArray();
      entities(json, post, whole);
      json.writeEndObject();
    }
    entities(json, post, shown);
    json.writeBooleanField("favorited", false);
    json.writeBooleanField("retweeted", false);
    json.writeStringField("filter_level", "low");
    json.writeStringField("lang", post.words().language());
    if (live) {
      json.writeStringField("timestamp_ms", String.valueOf(post.atMicros() / 1000));
    }
    json.writeEndObject();
  }

  private static String text(SimulatedPost post) {
    SimulatedPost original = post.original();
    if (original == null) {
      return post.words().text();
    }
    return post.kind() == PostKind.REPOST
        ? "RT @" + original.author().handle() + ": " + original.words().text()
        : post.words().text() + " " + quotedLink(original).shortForm();
  }

  private static String cut(String text) {
    return text.substring(0, text.offsetByCodePoints(0, CUT_AT - 1)) + "\u2026";
  }

  private static Link quotedLink(SimulatedPost original) {
    String path = original.author().handle() + "/status/" + original.id();
    String shortForm = "https://t.co/q" + Long.toString(Long.parseLong(original.id()), 36);
    return new Link(shortForm, "https://twitter.com/" + path);
  }

  private static void inReplyTo(JsonGenerator json, @Nullable SimulatedPost parent)
      throws IOException {
    if (parent == null) {
      for (String absent :
          List.of(
              "in_reply_to_status_id",
              "in_reply_to_status_id_str",
              "in_reply_to_user_id",
              "in_reply_to_user_id_str",
              "in_reply_to_screen_name")) {
        json.writeNullField(absent);
      }
      return;
    }
    long author = parent.author().nativeNumber();
    json.writeNumberField("in_reply_to_status_id", Long.parseLong(parent.id()));
    json.writeStringField("in_reply_to_status_id_str", parent.id());
    json.writeNumberField("in_reply_to_user_id", author);
    json.writeStringField("in_reply_to_user_id_str", String.valueOf(author));
    json.writeStringField("in_reply_to_screen_name", parent.author().handle());
  }

  private static void entities(JsonGenerator json, SimulatedPost post, String text)
      throws IOException {
    json.writeObjectFieldStart("entities");
    json.writeArrayFieldStart("hashtags");
    SimulatedPost original = post.original();
    for (String tag : post.words().hashtags()) {
      int at = text.indexOf("#" + tag);
      if (at >= 0) {
        json.writeStartObject();
        json.writeStringField("text", tag);
        indices(json, text, at, tag.length() + 1);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("urls");
    for (Link link : post.words().links()) {
      url(json, text, link);
    }
    if (original != null && post.kind() == PostKind.QUOTE) {
      url(json, text, quotedLink(original));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("user_mentions");
    if (original != null && post.kind() == PostKind.REPOST) {
      mention(json, text, original.author());
    }
    for (Account account : post.words().mentions()) {
      mention(json, text, account);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("symbols");
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void url(JsonGenerator json, String text, Link link) throws IOException {
    int at = text.indexOf(link.shortForm());
    if (at >= 0) {
      json.writeStartObject();
      json.writeStringField("url", link.shortForm());
      json.writeStringField("expanded_url", link.expanded());
      json.writeStringField("display_url", display(link));
      indices(json, text, at, link.shortForm().length());
      json.writeEndObject();
    }
  }

  private static void mention(JsonGenerator json, String text, Account account) throws IOException {
    int at = text.indexOf("@" + account.handle());
    if (at >= 0) {
      json.writeStartObject();
      json.writeStringField("screen_name", account.handle());
      json.writeStringField("name", account.name());
      json.writeNumberField("id", account.nativeNumber());
      json.writeStringField("id_str", String.valueOf(account.nativeNumber()));
      indices(json, text, at, account.handle().length() + 1);
      json.writeEndObject();
    }
  }

  /** Positions count code points, as the platform's do. */
  private static void indices(JsonGenerator json, String text, int at, int length)
      throws IOException {
    int from = text.codePointCount(0, at);
    json.writeArrayFieldStart("indices");
    json.writeNumber(from);
    json.writeNumber(from + text.codePointCount(at, at + length));
    json.writeEndArray();
  }

  private static String display(Link link) {
    return link.expanded().replaceFirst("^https://(www\\.)?", "");
  }

  private static void user(JsonGenerator json, Account account) throws IOException {
    json.writeObjectFieldStart("user");
    json.writeNumberField("id", account.nativeNumber());
    json.writeStringField("id_str", String.valueOf(account.nativeNumber()));
    json.writeStringField("name", account.name());
    json.writeStringField("screen_name", account.handle());
    json.writeNullField("location");
    json.writeNullField("url");
    json.writeNullField("description");
    json.writeStringField("translator_type", "none");
    json.writeBooleanField("protected", false);
    json.writeBooleanField("verified", false);
    json.writeNumberField("followers_count", account.followers());
    json.writeNumberField("friends_count", 20 + account.number() * 7919 % 600);
    json.writeNumberField("listed_count", account.followers() / 100);
    json.writeNumberField("favourites_count", account.number() * 104_729 % 9000);
    json.writeNumberField("statuses_count", 100 + account.number() * 15_485_863L % 20_000);
    Instant made =
        LocalDate.ofEpochDay(account.createdDay()).atStartOfDay(ZoneOffset.UTC).toInstant();
    json.writeStringField("created_at", CREATED_AT.format(made));
    json.writeNullField("utc_offset");
    json.writeNullField("time_zone");
    json.writeBooleanField("geo_enabled", false);
    json.writeStringField("lang", "en");
    json.writeBooleanField("contributors_enabled", false);
    json.writeBooleanField("is_translator", false);
    json.writeStringField("profile_background_color", "F5F8FA");
    json.writeStringField("profile_background_image_url", "");
    json.writeStringField("profile_background_image_url_https", "");
    json.writeBooleanField("profile_background_tile", false);
    json.writeStringField("profile_link_color", "1DA1F2");
    json.writeStringField("profile_sidebar_border_color", "C0DEED");
    json.writeStringField("profile_sidebar_fill_color", "DDEEF6");
    json.writeStringField("profile_text_color", "333333");
    json.writeBooleanField("profile_use_background_image", true);
    json.writeStringField("profile_image_url", "http://img.example/default.png");
    json.writeStringField("profile_image_url_https", "https://img.example/default.png");
    json.writeBooleanField("default_profile", true);
    json.writeBooleanField("default_profile_image", true);
    json.writeNullField("following");
    json.writeNullField("follow_request_sent");
    json.writeNullField("notifications");
    json.writeEndObject();
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }

  /** What writes one JSON value. */
  interface Value {
    void write(JsonGenerator json) throws IOException;
  }

  /** A JSON value as a line of its own. */
  static byte[] line(Value value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      value.write(json);
      json.writeRaw('\n');
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
