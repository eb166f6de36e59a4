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
import org.afterglow.archive.Ids;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.post.Mention;
import org.afterglow.post.PostBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What scrapers of TikTok write: one object with a list of videos, or the videos alone. A video is
 * a post, its caption the text. When the counters were read is not said.
 */
public final class TikTokFormat extends JsonFormat {
  static final String PLATFORM = "tiktok";

  @Override
  public String name() {
    return PLATFORM;
  }

  @Override
  public String description() {
    return "TikTok scraper files: videos with their counters";
  }

  @Override
  public Carries carries() {
    return Carries.of(Aspect.COUNTERS, Aspect.AUTHOR_IDS).andSometimes(Aspect.AD_FLAGS);
  }

  @Override
  List<String> containers() {
    return List.of("collector");
  }

  @Override
  boolean recognises(JsonNode sample) {
    JsonNode video = sample.path("collector").isArray() ? sample.path("collector").path(0) : sample;
    if (sample.path("collector").isArray() && video.isMissingNode()) {
      return sample.has("headers");
    }
    return video.has("id") && video.has("createTime") && video.path("authorMeta").isObject();
  }

  @Override
  Reader reader(Head head, ReadOptions options) {
    return new VideoReader(options);
  }

  /** The fields of a video as they come. */
  private static final class Video {
    @Nullable String id;
    @Nullable String text;
    @Nullable String created;
    @Nullable String authorId;
    @Nullable String handle;
    @Nullable String name;
    @Nullable Long followers;
    @Nullable Long likes;
    @Nullable Long shares;
    @Nullable Long comments;
    @Nullable Long plays;
    @Nullable Boolean ad;
    @Nullable List<String> hashtags;
    @Nullable List<Mention> mentions;
    boolean collector;
  }

  private static final class VideoReader extends Reader {
    VideoReader(ReadOptions options) {
      super(options);
    }

    @Override
    void read(JsonParser parser, Fates out) throws IOException {
      int before = out.size();
      Video video = video(parser, out);
      if (video.collector) {
        out.endPage(before);
      } else {
        out.add(fate(video));
      }
    }

    private Video video(JsonParser parser, Fates out) throws IOException {
      Video video = new Video();
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "id" -> video.id = JsonFields.id(parser);
          case "text", "desc" -> video.text = JsonFields.text(parser);
          case "createTime" -> video.created = JsonFields.text(parser);
          case "authorMeta" -> author(parser, video);
          case "diggCount" -> video.likes = JsonFields.count(parser);
          case "shareCount" -> video.shares = JsonFields.count(parser);
          case "commentCount" -> video.comments = JsonFields.count(parser);
          case "playCount" -> video.plays = JsonFields.count(parser);
          case "isAd", "isSponsored" -> {
            Boolean said = JsonFields.truth(parser);
            video.ad = said == null ? video.ad : (Boolean) (said || Boolean.TRUE.equals(video.ad));
          }
          case "hashtags" -> video.hashtags = names(parser, "#");
          case "mentions" -> {
            List<String> named = names(parser, "@");
            video.mentions =
                named == null
                    ? null
                    : named.stream().map(handle -> new Mention(null, handle)).toList();
          }
          case "collector" -> collector(parser, video, out);
          default -> parser.skipChildren();
        }
      }
      return video;
    }

    private void collector(JsonParser parser, Video video, Fates out) throws IOException {
      if (!JsonFields.isArray(parser)) {
        return;
      }
      video.collector = true;
      while (JsonFields.nextRecord(parser, out)) {
        out.add(JsonFields.offset(parser), fate(video(parser, out)));
      }
    }

    private static void author(JsonParser parser, Video video) throws IOException {
      if (!JsonFields.isObject(parser)) {
        return;
      }
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "id" -> video.authorId = JsonFields.id(parser);
          case "name" -> video.handle = JsonFields.text(parser);
          case "nickName" -> video.name = JsonFields.text(parser);
          case "fans" -> video.followers = JsonFields.count(parser);
          default -> parser.skipChildren();
        }
      }
    }

    /** Names in an array, alone or as the name of an object, without their sign. */
    private static @Nullable List<String> names(JsonParser parser, String sign) throws IOException {
      if (!JsonFields.isArray(parser)) {
        return null;
      }
      List<String> names = new ArrayList<>(4);
      while (JsonFields.next(parser)) {
        String found =
            parser.currentToken() == JsonToken.START_OBJECT
                ? JsonFields.field(parser, "name")
                : JsonFields.stored(parser);
        if (found != null) {
          String bare = found.strip();
          names.add(bare.startsWith(sign) ? bare.substring(1) : bare);
        }
      }
      return names;
    }

    private Fate fate(Video video) {
      if (Ids.isLossy(video.id)) {
        return Fate.Rejected.lossyId();
      }
      if (video.id == null) {
        return Fate.Rejected.missing("a video without id");
      }
      PostBuilder post =
          new PostBuilder(PLATFORM, PlainText.storable(video.id))
              .authorId(Ids.known(video.authorId))
              .authorHandle(PlainText.decoded(video.handle))
              .authorName(PlainText.decoded(video.name))
              .followerCount(Counts.natural(video.followers))
              .hashtags(video.hashtags)
              .mentions(video.mentions)
              .likes(Counts.natural(video.likes))
              .reposts(Counts.natural(video.shares))
              .replies(Counts.natural(video.comments))
              .views(Counts.natural(video.plays))
              .adFlag(video.ad)
              .text(PlainText.decoded(video.text));
      times.setPostedAt(post, video.created);
      return new Fate.Posted(post.build(), List.of());
    }
  }
}
