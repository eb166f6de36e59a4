package org.afterglow.archive.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.Counts;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Head;
import org.afterglow.archive.Mapping;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.Times;
import org.afterglow.archive.markup.Markup;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.post.Act;
import org.afterglow.post.EngagementKind;
import org.afterglow.post.PostBuilder;
import org.afterglow.post.PostKind;
import org.jspecify.annotations.Nullable;

/**
 * The data dumps of Stack Exchange: a file a table, a {@code row} a record.
 *
 * <p>A question is a post, an answer a reply to it, a comment a comment on either; the three share
 * numbers, so the kind is part of the id: {@code site/post/1}, {@code site/comment/1}. The files do
 * not say which site they are of: a mapping that gives the venue does, else what they lie in, for
 * dumps bear the site's name ({@code cooking.stackexchange.com/Posts.xml}, {@code
 * stackoverflow.com-Posts/Posts.xml}). Whatever it is called, it keeps the ids of two sites apart;
 * the venue is only what looks like a domain.
 *
 * <p>Of the votes, those up and down are votes, and a bookmark is a like; all are dated by the day,
 * and only a bookmark names who did it. Acceptance is no act of engagement but the state of a
 * question, as closing is, nor are bounties and flags. Times are UTC and say nothing of it.
 */
public final class StackExchangeFormat extends XmlFormat {
  static final String PLATFORM = "stackexchange";

  /** What a row is, by the root of its file. */
  private static final Map<String, String> TABLES =
      Map.of(
          "posts", "post",
          "comments", "comment",
          "votes", "vote",
          "users", "user",
          "tags", "tag",
          "badges", "badge",
          "posthistory", "post_history",
          "postlinks", "post_link");

  /** A file or folder that is named by a site and a table. */
  private static final Pattern OF_TABLE =
      Pattern.compile(
          "(.+)[-_.](?:posts|comments|votes|users|tags|badges|posthistory|postlinks)(?:\\.xml)?"
              + "(?:\\.[a-z0-9]+)?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PACKED =
      Pattern.compile("(?:\\.(?:7z|zip|tar|tgz|gz|bz2|xz|zst))+$", Pattern.CASE_INSENSITIVE);
  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]+(?:\\.[a-z0-9-]+)+");

  private static final Set<String> MODERATION = Set.of("6", "7", "10", "11", "15");

  @Override
  public String name() {
    return PLATFORM;
  }

  @Override
  public String description() {
    return "Stack Exchange data dumps: Posts.xml, Comments.xml, Votes.xml";
  }

  @Override
  public Carries carries() {
    return Carries.of(Aspect.REPLIES, Aspect.COUNTERS, Aspect.AUTHOR_IDS)
        .andSometimes(Aspect.LIKES, Aspect.THREADS);
  }

  @Override
  boolean recognises(Root root) {
    return TABLES.containsKey(root.name())
        && (root.rest().isBlank()
            || root.rest().stripLeading().startsWith("<row")
            || root.rest().stripLeading().startsWith("</" + root.name()));
  }

  @Override
  int depth() {
    return 1;
  }

  @Override
  Reader reader(Head head, ReadOptions options) {
    String declared = site(head, options);
    String site = declared == null ? dump(head) : declared;
    boolean named = declared != null || (site != null && DOMAIN.matcher(site).matches());
    return new RowReader(root(head).name(), site, named ? site : null, options);
  }

  /** What the dump that a file belongs to is called; null where nothing tells. */
  private static @Nullable String dump(Head head) {
    Matcher ofFile = OF_TABLE.matcher(head.fileName());
    if (ofFile.matches()) {
      return ofFile.group(1).toLowerCase(Locale.ROOT);
    }
    String folder = PACKED.matcher(head.folderName()).replaceFirst("");
    Matcher ofFolder = OF_TABLE.matcher(folder);
    String name = ofFolder.matches() ? ofFolder.group(1) : folder;
    return name.isBlank() ? null : name.toLowerCase(Locale.ROOT);
  }

  /** The venue that a mapping gives all rows of a file. */
  private static @Nullable String site(Head head, ReadOptions options) {
    for (Mapping mapping : options.mappings()) {
      if (mapping.venue() != null
          && mapping.headerHas().isEmpty()
          && (mapping.platform() == null || mapping.platform().equals(PLATFORM))
          && mapping.appliesToFile(head.fileName())) {
        return mapping.venue();
      }
    }
    return null;
  }

  private static final class RowReader extends Reader {
    private final String table;
    private final @Nullable String site;
    private final @Nullable String venue;

    RowReader(String table, @Nullable String site, @Nullable String venue, ReadOptions options) {
      super(Times.universal(options));
      this.table = table;
      this.site = site;
      this.venue = venue;
    }

    @Override
    void read(XmlElement row, Fates out) {
      out.add(
          switch (table) {
            case "posts" -> post(row);
            case "comments" -> comment(row);
            case "votes" -> vote(row);
            default -> new Fate.NotPost(TABLES.getOrDefault(table, "row"));
          });
    }

    private String id(String kind, String number) {
      return site == null ? kind + "/" + number : site + "/" + kind + "/" + number;
    }

    private @Nullable String id(String kind, XmlElement row, String attribute) {
      String number = row.attribute(attribute);
      return number == null ? null : id(kind, number);
    }

    private static Fate missing(String what) {
      return Fate.Rejected.missing("a row without " + what);
    }

    private static @Nullable Long count(XmlElement row, String attribute) {
      String text = row.attribute(attribute);
      return text == null ? null : Counts.parse(text);
    }

    private Fate post(XmlElement row) {
      String id = id("post", row, "Id");
      String type = row.attribute("PostTypeId");
      if (id == null || type == null) {
        return missing("Id or PostTypeId");
      }
      boolean answer = type.equals("2");
      if (!answer && !type.equals("1")) {
        return new Fate.NotPost(
            switch (type) {
              case "3", "4", "5" -> "tag_wiki";
              default -> "other_post_type";
            });
      }
      Markup body = Markup.of(row.attribute("Body"));
      String title = PlainText.decoded(row.attribute("Title"));
      PostBuilder post =
          author(new PostBuilder(PLATFORM, id), row, "OwnerUserId", "OwnerDisplayName")
              .text(PlainText.joined(title, body.text()))
              .links(body.links())
              .score(count(row, "Score"))
              .replies(sum(count(row, "AnswerCount"), count(row, "CommentCount")))
              .views(Counts.natural(count(row, "ViewCount")));
      times.setPostedAt(post, row.attribute("CreationDate"));
      if (answer) {
        String question = id("post", row, "ParentId");
        post.kind(PostKind.REPLY).replyToPostId(question).rootPostId(question);
      }
      post.hashtags(tags(row.attribute("Tags")));
      return new Fate.Posted(post.build(), List.of());
    }

    private PostBuilder author(PostBuilder post, XmlElement row, String id, String name) {
      // An account that was deleted leaves a name that others may bear as well.
      return post.authorId(id("user", row, id))
          .authorName(PlainText.decoded(row.attribute(name)))
          .venue(venue);
    }

    private static @Nullable Long sum(@Nullable Long first, @Nullable Long second) {
      if (first == null || second == null) {
        return Counts.natural(first == null ? second : first);
      }
      return Counts.natural(first + second);
    }

    /** Tags as {@code <a><b>}, or as {@code |a|b|}, as newer dumps have them. */
    private static List<String> tags(@Nullable String written) {
      if (written == null) {
        return List.of();
      }
      List<String> tags = new ArrayList<>();
      for (String tag : written.split("[<>|]+", -1)) {
        if (!tag.isBlank()) {
          tags.add(PlainText.storable(tag.strip()));
        }
      }
      return tags;
    }

    private Fate comment(XmlElement row) {
      String id = id("comment", row, "Id");
      String of = id("post", row, "PostId");
      if (id == null || of == null) {
        return missing("Id or PostId");
      }
      PostBuilder post =
          author(new PostBuilder(PLATFORM, id), row, "UserId", "UserDisplayName")
              .kind(PostKind.COMMENT)
              .replyToPostId(of)
              .score(count(row, "Score"))
              .hashtags(List.of())
              .text(PlainText.decoded(row.attribute("Text")));
      times.setPostedAt(post, row.attribute("CreationDate"));
      return new Fate.Posted(post.build(), List.of());
    }

    private Fate vote(XmlElement row) {
      String of = id("post", row, "PostId");
      String type = row.attribute("VoteTypeId");
      if (of == null || type == null) {
        return missing("PostId or VoteTypeId");
      }
      EngagementKind kind =
          switch (type) {
            case "2", "3" -> EngagementKind.VOTE;
            case "5" -> EngagementKind.LIKE;
            default -> null;
          };
      if (kind == null) {
        return new Fate.NotPost(
            switch (type) {
              case "1" -> "acceptance";
              case "4", "12" -> "flag";
              case "8", "9" -> "bounty";
              default -> MODERATION.contains(type) ? "moderation_vote" : "other_vote";
            });
      }
      return new Fate.Acted(
          new Act(
              PLATFORM,
              id("vote", row, "Id"),
              kind,
              times.plausible(row.attribute("CreationDate")),
              true,
              id("user", row, "UserId"),
              null,
              of,
              null,
              null));
    }
  }
}
