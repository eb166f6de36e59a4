package org.afterglow.archive.xml;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.afterglow.post.DeletedState;
import org.afterglow.post.PostBuilder;
import org.afterglow.post.PostKind;
import org.jspecify.annotations.Nullable;

/**
 * Exports of Disqus: the threads of a forum, which are the articles of a site by their titles, and
 * the comments on them.
 *
 * <p>Ids are {@code thread/1} and {@code post/1}. An import that was made twice gives one article
 * two threads, and each of its comments two ids. Threads of one title and time are taken for one,
 * and so are comments with one id of the import, one author and one time: the later ones have the
 * id of the first, so that they settle as its duplicates. Reading remembers up to {@value
 * #REMEMBERED} of each for it.
 *
 * <p>A comment that is marked as deleted keeps no text; one that is marked as spam is no post. The
 * e-mail and IP addresses of an export are not looked at.
 */
public final class DisqusFormat extends XmlFormat {
  static final String PLATFORM = "disqus";

  /** How many threads and comments are remembered to know the same one again. */
  private static final int REMEMBERED = 2_000_000;

  @Override
  public String name() {
    return PLATFORM;
  }

  @Override
  public String description() {
    return "Disqus exports (XML): threads and their comments";
  }

  @Override
  public Carries carries() {
    return Carries.of(Aspect.REPLIES, Aspect.THREADS, Aspect.DELETIONS);
  }

  @Override
  boolean recognises(Root root) {
    return root.name().equals("disqus");
  }

  @Override
  int depth() {
    return 1;
  }

  @Override
  Reader reader(Head head, ReadOptions options) {
    return new PostReader(options);
  }

  private static final class PostReader extends Reader {
    private final Map<String, String> threads = new HashMap<>();
    private final Map<String, String> comments = new HashMap<>();

    /** The first id of a thread or a comment that has come under another as well. */
    private final Map<String, String> firstIds = new HashMap<>();

    private @Nullable String forum;

    PostReader(ReadOptions options) {
      super(Times.universal(options));
    }

    @Override
    void read(XmlElement element, Fates out) {
      String stated = element.text("forum");
      if (stated != null) {
        // Comments do not name theirs; an export is of one forum, and begins with its threads.
        forum = PlainText.storable(stated);
      }
      out.add(
          switch (element.name()) {
            case "thread" -> thread(element);
            case "post" -> comment(element);
            case "category" -> new Fate.NotPost("category");
            default -> new Fate.NotPost("other_element");
          });
    }

    private static Fate missing(String what) {
      return Fate.Rejected.missing("a " + what + " without dsq:id");
    }

    private static boolean says(XmlElement element, String flag) {
      return "true".equals(element.text(flag));
    }

    /** The id, or that under which the same thing has come before. */
    private String first(String id, @Nullable String key, Map<String, String> known) {
      if (key == null) {
        return id;
      }
      String before = known.size() < REMEMBERED ? known.putIfAbsent(key, id) : known.get(key);
      if (before == null || before.equals(id)) {
        return id;
      }
      firstIds.put(id, before);
      return before;
    }

    private @Nullable String referred(String kind, @Nullable XmlElement reference) {
      String number = reference == null ? null : reference.attribute("dsq:id");
      if (number == null) {
        return null;
      }
      String id = kind + number;
      return firstIds.getOrDefault(id, id);
    }

    private Fate thread(XmlElement thread) {
      String number = thread.attribute("dsq:id");
      if (number == null) {
        return missing("thread");
      }
      String title = thread.text("title");
      String created = thread.text("createdAt");
      String id =
          first(
              "thread/" + number,
              title == null || created == null ? null : created + title,
              threads);
      Markup message = Markup.of(thread.text("message"));
      String link = thread.text("link");
      boolean deleted = says(thread, "isDeleted");
      PostBuilder post =
          new PostBuilder(PLATFORM, id)
              .venue(forum)
              .links(link == null ? message.links() : List.of(PlainText.storable(link)))
              .deletedState(deleted ? DeletedState.DELETED : null)
              .text(deleted ? null : PlainText.joined(Markup.of(title).text(), message.text()));
      author(post, thread.child("author"));
      times.setPostedAt(post, created);
      return new Fate.Posted(post.build(), List.of());
    }

    private Fate comment(XmlElement comment) {
      String number = comment.attribute("dsq:id");
      if (number == null) {
        return missing("post");
      }
      if (says(comment, "isSpam")) {
        return new Fate.NotPost("spam");
      }
      XmlElement author = comment.child("author");
      String imported = comment.text("id");
      String created = comment.text("createdAt");
      String name = author == null ? null : author.text("name");
      String id =
          first(
              "post/" + number,
              imported == null || created == null ? null : created + imported + '\n' + name,
              comments);
      String thread = referred("thread/", comment.child("thread"));
      String parent = referred("post/", comment.child("parent"));
      boolean deleted = says(comment, "isDeleted");
      Markup message = Markup.of(deleted ? null : comment.text("message"));
      PostBuilder post =
          new PostBuilder(PLATFORM, id)
              .kind(PostKind.COMMENT)
              .venue(forum)
              .rootPostId(thread)
              .replyToPostId(parent == null ? thread : parent)
              .deletedState(deleted ? DeletedState.DELETED : null)
              .text(message.text())
              .links(message.links().isEmpty() ? null : message.links());
      author(post, author);
      times.setPostedAt(post, created);
      return new Fate.Posted(post.build(), List.of());
    }

    /** The account; without one, the name, which is unique in nothing but its forum. */
    private void author(PostBuilder post, @Nullable XmlElement author) {
      if (author == null) {
        return;
      }
      String username = PlainText.decoded(author.text("username"));
      String name = PlainText.decoded(author.text("name"));
      if (username != null && !MaskedAddresses.isAddress(username)) {
        post.authorHandle(username);
      }
      if (name != null && !MaskedAddresses.isAddress(name)) {
        post.authorName(name);
        if (username == null) {
          post.authorId(forum + "/name/" + name.strip().toLowerCase(Locale.ROOT));
        }
      }
    }
  }
}
