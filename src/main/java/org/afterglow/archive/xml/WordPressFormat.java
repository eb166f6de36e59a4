package org.afterglow.archive.xml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Head;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.Times;
import org.afterglow.archive.markup.Markup;
import org.afterglow.archive.markup.MaskedAddresses;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.post.PostBuilder;
import org.afterglow.post.PostKind;
import org.afterglow.post.PostedAtState;
import org.jspecify.annotations.Nullable;

/**
 * What WordPress exports of a blog (WXR): items with their comments inside.
 *
 * <p>A published post or page is a post, an approved comment a comment. What was never public
 * (drafts, private and protected items, comments that wait, spam) is no post, nor are attachments,
 * and pingbacks and trackbacks, which nobody wrote. Ids are {@code blog/post/1}, {@code
 * blog/comment/1}. Who has an account is {@code blog/user/1}; commentators without one have the
 * name that they signed with, and are told apart by nothing else: the e-mail and IP addresses of an
 * export are not looked at.
 */
public final class WordPressFormat extends XmlFormat {
  static final String PLATFORM = "wordpress";

  /** Shortcodes of WordPress itself, which readers do not see. */
  private static final Pattern SHORTCODES =
      Pattern.compile(
          "\\[/?(?:caption|wp_caption|gallery|audio|video|embed|playlist|youtube|vimeo"
              + "|contact-form(?:-7)?)\\b[^\\]]*\\]");

  @Override
  public String name() {
    return PLATFORM;
  }

  @Override
  public String description() {
    return "WordPress exports (WXR): posts, pages and their comments";
  }

  @Override
  public Carries carries() {
    return Carries.of(Aspect.REPLIES, Aspect.THREADS).andSometimes(Aspect.AUTHOR_IDS);
  }

  @Override
  boolean recognises(Root root) {
    return root.name().equals("rss") && root.attributes().contains("wordpress.org/export/");
  }

  @Override
  int depth() {
    return 2;
  }

  @Override
  Reader reader(Head head, ReadOptions options) {
    return new ItemReader(options);
  }

  private static final class ItemReader extends Reader {
    private final Times utc;
    private final Map<String, String> users = new HashMap<>();
    private String blog = "";

    ItemReader(ReadOptions options) {
      super(new Times(options));
      this.utc = Times.universal(options);
    }

    @Override
    void read(XmlElement element, Fates out) {
      switch (element.name()) {
        case "item" -> item(element, out);
        case "wp:base_blog_url" -> blog = bare(element.text());
        case "link" -> blog = blog.isEmpty() ? bare(element.text()) : blog;
        case "wp:author" -> {
          String login = element.text("wp:author_login");
          String id = element.text("wp:author_id");
          if (login != null && id != null) {
            users.put(login, id);
          }
          out.add(new Fate.NotPost("author"));
        }
        case "wp:category", "wp:tag", "wp:term" -> out.add(new Fate.NotPost("category"));
        default -> {
          // Something of the whole blog: its title, its language.
        }
      }
    }

    /** An address without its scheme, which changes, and without the slash at its end. */
    private static String bare(@Nullable String address) {
      if (address == null) {
        return "";
      }
      String bare =
          address.strip().replaceFirst("^https?://(?:www\\.)?", "").toLowerCase(Locale.ROOT);
      return PlainText.storable(bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare);
    }

    private String id(String kind, String number) {
      return blog + "/" + kind + "/" + number;
    }

    // ---- items

    private void item(XmlElement item, Fates out) {
      String number = item.text("wp:post_id");
      String type = item.text("wp:post_type");
      out.add(
          number == null || type == null
              ? Fate.Rejected.missing("an item without wp:post_id or wp:post_type")
              : post(item, number, type));
      long[] offsets = item.childOffsets();
      for (int i = 0; i < offsets.length; i++) {
        XmlElement child = item.children().get(i);
        if (child.name().equals("wp:comment")) {
          out.add(offsets[i], comment(child, number));
        }
      }
    }

    private Fate post(XmlElement item, String number, String type) {
      if (!type.equals("post") && !type.equals("page")) {
        return new Fate.NotPost(
            switch (type) {
              case "attachment", "revision", "nav_menu_item" -> type;
              default -> "other_item";
            });
      }
      String status = item.text("wp:status");
      if (status != null && !status.equals("publish")) {
        return new Fate.NotPost(
            switch (status) {
              case "private", "trash" -> status;
              default -> "draft";
            });
      }
      if (item.text("wp:post_password") != null) {
        return new Fate.NotPost("protected");
      }
      String content = item.text("content:encoded");
      Markup body =
          Markup.ofLines(content == null ? null : SHORTCODES.matcher(content).replaceAll(" "));
      PostBuilder post =
          new PostBuilder(PLATFORM, id("post", number))
              .venue(blog.isEmpty() ? null : blog)
              .text(PlainText.joined(Markup.of(item.text("title")).text(), body.text()))
              .links(body.links())
              .hashtags(tags(item));
      author(post, item.text("dc:creator"));
      time(post, item.text("wp:post_date_gmt"), item.text("pubDate"), item.text("wp:post_date"));
      return new Fate.Posted(post.build(), List.of());
    }

    private void author(PostBuilder post, @Nullable String login) {
      if (login == null) {
        return;
      }
      String id = users.get(login);
      if (id != null) {
        post.authorId(id("user", id));
      }
      if (!MaskedAddresses.isAddress(login)) {
        post.authorHandle(PlainText.storable(login));
      }
    }

    private static List<String> tags(XmlElement item) {
      List<String> tags = new ArrayList<>();
      for (XmlElement child : item.children()) {
        if (child.name().equals("category") && "post_tag".equals(child.attribute("domain"))) {
          String slug = child.attribute("nicename");
          if (slug != null) {
            tags.add(PlainText.storable(slug));
          }
        }
      }
      return tags;
    }

    /** UTC if it is there and not {@code 0000-00-00}, else the blog's own clock. */
    private void time(
        PostBuilder post, @Nullable String gmt, @Nullable String rfc, @Nullable String clock) {
      Long micros = utc.plausible(gmt);
      if (micros == null) {
        micros = utc.plausible(rfc);
      }
      if (micros == null) {
        micros = times.plausible(clock);
      }
      if (micros != null) {
        post.postedAtMicros(micros);
      } else if (gmt == null && rfc == null && clock == null) {
        post.noPostedAt(PostedAtState.MISSING);
      } else {
        utc.setPostedAt(post, gmt == null ? rfc == null ? clock : rfc : gmt);
      }
    }

    // ---- comments

    private Fate comment(XmlElement comment, @Nullable String item) {
      String number = comment.text("wp:comment_id");
      if (number == null || item == null) {
        return Fate.Rejected.missing("a comment without wp:comment_id or its item's");
      }
      String type = comment.text("wp:comment_type");
      if (type != null && !type.equals("comment")) {
        return new Fate.NotPost(
            switch (type) {
              case "pingback", "trackback" -> type;
              default -> "other_comment";
            });
      }
      String approved = comment.text("wp:comment_approved");
      if (approved != null && !approved.equals("1") && !approved.equals("approve")) {
        return new Fate.NotPost(
            switch (approved) {
              case "spam" -> "spam";
              case "trash", "post-trashed" -> "trash";
              default -> "unapproved_comment";
            });
      }
      Markup body = Markup.ofLines(comment.text("wp:comment_content"));
      String root = id("post", item);
      String parent = comment.text("wp:comment_parent");
      PostBuilder post =
          new PostBuilder(PLATFORM, id("comment", number))
              .kind(PostKind.COMMENT)
              .venue(blog.isEmpty() ? null : blog)
              .rootPostId(root)
              .replyToPostId(parent == null || parent.equals("0") ? root : id("comment", parent))
              .text(body.text())
              .links(body.links().isEmpty() ? null : body.links())
              .hashtags(List.of());
      String user = comment.text("wp:comment_user_id");
      String name = PlainText.decoded(comment.text("wp:comment_author"));
      if (name != null && MaskedAddresses.isAddress(name)) {
        name = null;
      }
      if (user != null && !user.equals("0")) {
        post.authorId(id("user", user));
      } else if (name != null) {
        post.authorId(id("name", name.strip().toLowerCase(Locale.ROOT)));
      }
      post.authorName(name);
      time(post, comment.text("wp:comment_date_gmt"), null, comment.text("wp:comment_date"));
      return new Fate.Posted(post.build(), List.of());
    }
  }
}
