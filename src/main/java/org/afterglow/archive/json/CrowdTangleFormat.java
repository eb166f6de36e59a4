package org.afterglow.archive.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.Counts;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Head;
import org.afterglow.archive.Ids;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.Times;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.archive.table.KnownTable;
import org.afterglow.post.PostBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What CrowdTangle's API gave of Facebook and Instagram: pages of posts with their counters. Its
 * times are UTC and say nothing of it. All reactions count as likes, as Facebook's own totals have
 * it; a counter that is missing is not 0.
 */
public final class CrowdTangleFormat extends JsonFormat {
  private static final Set<String> REACTIONS =
      Set.of(
          "likeCount",
          "loveCount",
          "wowCount",
          "hahaCount",
          "sadCount",
          "angryCount",
          "thankfulCount",
          "careCount",
          "favoriteCount");

  @Override
  public String name() {
    return "crowdtangle";
  }

  @Override
  public String description() {
    return "CrowdTangle API pages: posts of Facebook and Instagram with their counters";
  }

  @Override
  public Carries carries() {
    return Carries.of(Aspect.COUNTERS, Aspect.AUTHOR_IDS)
        .andSometimes(Aspect.COUNTED_AT, Aspect.AD_FLAGS);
  }

  @Override
  List<String> containers() {
    return List.of("result.posts");
  }

  @Override
  boolean recognises(JsonNode sample) {
    JsonNode posts = sample.path("result").path("posts");
    if (posts.isArray()) {
      return posts.isEmpty() ? sample.has("status") : isPost(posts.path(0));
    }
    return isPost(sample);
  }

  private static boolean isPost(JsonNode node) {
    return (node.has("platformId") || node.has("postUrl"))
        && node.has("date")
        && (node.path("statistics").isObject() || node.path("account").isObject());
  }

  @Override
  Reader reader(Head head, ReadOptions options) {
    return new PostReader(options);
  }

  /** The fields of a post as they come. */
  private static final class Fields {
    @Nullable String id;
    @Nullable String platform;
    @Nullable String date;
    @Nullable String updated;
    @Nullable String message;
    @Nullable String description;
    @Nullable String address;
    @Nullable String link;
    @Nullable String language;
    @Nullable String accountId;
    @Nullable String accountName;
    @Nullable String accountHandle;
    @Nullable String accountType;
    @Nullable Long followers;
    @Nullable Long reactions;
    @Nullable Long shares;
    @Nullable Long comments;
    @Nullable Long views;
    boolean sponsored;
    boolean page;
    final List<String> links = new ArrayList<>(2);
  }

  private static final class PostReader extends Reader {
    PostReader(ReadOptions options) {
      super(Times.universal(options));
    }

    @Override
    void read(JsonParser parser, Fates out) throws IOException {
      int before = out.size();
      Fields fields = fields(parser, out);
      if (fields.page) {
        out.endPage(before);
      } else {
        out.add(fate(fields));
      }
    }

    private Fields fields(JsonParser parser, Fates out) throws IOException {
      Fields fields = new Fields();
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "platformId" -> fields.id = JsonFields.id(parser);
          case "platform" -> fields.platform = JsonFields.text(parser);
          case "date" -> fields.date = JsonFields.text(parser);
          case "updated" -> fields.updated = JsonFields.text(parser);
          case "message" -> fields.message = JsonFields.text(parser);
          case "description" -> fields.description = JsonFields.text(parser);
          case "postUrl" -> fields.address = JsonFields.text(parser);
          case "link" -> fields.link = JsonFields.text(parser);
          case "languageCode" -> fields.language = JsonFields.text(parser);
          case "subscriberCount" -> fields.followers = JsonFields.count(parser);
          case "brandedContentSponsor" -> fields.sponsored = JsonFields.isThere(parser);
          case "account" -> account(parser, fields);
          case "statistics" -> statistics(parser, fields);
          case "expandedLinks" -> links(parser, fields);
          case "result" -> result(parser, fields, out);
          default -> parser.skipChildren();
        }
      }
      return fields;
    }

    private void result(JsonParser parser, Fields fields, Fates out) throws IOException {
      if (!JsonFields.isObject(parser)) {
        return;
      }
      fields.page = true;
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        if (name.equals("posts") && JsonFields.isArray(parser)) {
          while (JsonFields.nextRecord(parser, out)) {
            out.add(JsonFields.offset(parser), fate(fields(parser, out)));
          }
        } else {
          parser.skipChildren();
        }
      }
    }

    private static void account(JsonParser parser, Fields fields) throws IOException {
      if (!JsonFields.isObject(parser)) {
        return;
      }
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "platformId" -> fields.accountId = JsonFields.id(parser);
          case "name" -> fields.accountName = JsonFields.text(parser);
          case "handle" -> fields.accountHandle = JsonFields.text(parser);
          case "accountType" -> fields.accountType = JsonFields.text(parser);
          default -> parser.skipChildren();
        }
      }
    }

    private static void statistics(JsonParser parser, Fields fields) throws IOException {
      if (!JsonFields.isObject(parser)) {
        return;
      }
      String group;
      while ((group = JsonFields.nextField(parser)) != null) {
        if (!group.equals("actual")) {
          parser.skipChildren();
          continue;
        }
        if (!JsonFields.isObject(parser)) {
          continue;
        }
        String name;
        while ((name = JsonFields.nextField(parser)) != null) {
          if (REACTIONS.contains(name)) {
            Long count = Counts.natural(JsonFields.count(parser));
            if (count != null) {
              fields.reactions = fields.reactions == null ? count : fields.reactions + count;
            }
          } else {
            switch (name) {
              case "shareCount" -> fields.shares = JsonFields.count(parser);
              case "commentCount" -> fields.comments = JsonFields.count(parser);
              case "viewCount" -> fields.views = JsonFields.count(parser);
              default -> parser.skipChildren();
            }
          }
        }
      }
    }

    private static void links(JsonParser parser, Fields fields) throws IOException {
      if (!JsonFields.isArray(parser)) {
        return;
      }
      while (JsonFields.next(parser)) {
        String link = JsonFields.field(parser, "expanded");
        if (link != null) {
          fields.links.add(link);
        }
      }
    }

    private Fate fate(Fields fields) {
      if (Ids.isLossy(fields.id)) {
        return Fate.Rejected.lossyId();
      }
      String platform =
          fields.platform == null || fields.platform.isBlank()
              ? "facebook"
              : fields.platform.strip().toLowerCase(Locale.ROOT);
      if (!platform.equals("facebook") && !platform.equals("instagram")) {
        return new Fate.NotPost("post_of_another_platform");
      }
      String account = Ids.known(fields.accountId);
      // Tables of the same program have an address alone, and the address of a post of Instagram
      // has its short code alone.
      String id =
          fields.address != null && (fields.id == null || platform.equals("instagram"))
              ? KnownTable.idOfAddress(fields.address, account)
              : fields.id;
      if (id == null) {
        return Fate.Rejected.missing("a post without platformId or postUrl");
      }
      boolean group = "facebook_group".equals(fields.accountType);
      String text = PlainText.decoded(fields.message);
      boolean counted =
          fields.reactions != null
              || fields.shares != null
              || fields.comments != null
              || fields.views != null;
      if (fields.links.isEmpty() && fields.link != null && !fields.link.equals(fields.address)) {
        fields.links.add(PlainText.storable(fields.link));
      }
      PostBuilder post =
          new PostBuilder(platform, PlainText.storable(id))
              .text(text == null ? PlainText.decoded(fields.description) : text)
              .links(fields.links.isEmpty() ? null : fields.links)
              .language("und".equals(fields.language) ? null : fields.language)
              .likes(fields.reactions)
              .reposts(Counts.natural(fields.shares))
              .replies(Counts.natural(fields.comments))
              .views(Counts.natural(fields.views))
              .countedAtMicros(counted ? times.plausible(fields.updated) : null)
              .adFlag(fields.sponsored ? (Boolean) true : null);
      if (group) {
        // Who wrote in a group is not told.
        post.venue(account);
      } else {
        post.authorId(account)
            .authorHandle(PlainText.decoded(fields.accountHandle))
            .authorName(PlainText.decoded(fields.accountName))
            .followerCount(Counts.natural(fields.followers));
      }
      times.setPostedAt(post, fields.date);
      return new Fate.Posted(post.build(), List.of());
    }
  }
}
