package org.afterglow.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.afterglow.classify.MeasuredScore;
import org.afterglow.classify.PostScorer;
import org.afterglow.post.Act;
import org.afterglow.post.Deletion;
import org.afterglow.post.EngagementKind;
import org.afterglow.post.Identities;
import org.afterglow.post.Mention;
import org.afterglow.post.Origin;
import org.afterglow.post.Post;
import org.afterglow.table.EventRow;
import org.afterglow.table.MentionRow;
import org.afterglow.table.PostRow;
import org.afterglow.text.TextMeasures;
import org.jspecify.annotations.Nullable;

/**
 * Turns a post as its archive has it into rows that may be kept: ids become keys, the text becomes
 * its measures and its score. Not shared by threads.
 */
final class PostRows {
  private final PostScorer scorer;
  private final Identities identities;
  private final Selection selection;
  private final OptOut optOut;

  PostRows(PostScorer scorer, Identities identities, Selection selection, OptOut optOut) {
    this.scorer = scorer;
    this.identities = identities;
    this.selection = selection;
    this.optOut = optOut;
  }

  /** Whether its author asked to be left out. */
  boolean optedOut(Post post) {
    return optOut.names(post.platform(), post.authorId(), post.authorHandle());
  }

  /** Whether whoever acted asked to be left out. */
  boolean optedOut(Act act) {
    return optOut.names(act.platform(), act.actorId(), act.actorHandle());
  }

  /** Whether the author of what was taken back asked to be left out. */
  boolean optedOut(Deletion deletion) {
    return optOut.names(deletion.platform(), deletion.authorId(), deletion.authorHandle());
  }

  /**
   * The row of a post.
   *
   * @param row the row
   * @param context whether the selection does not want it for itself: it is kept only if it answers
   *     a post that the selection wants
   */
  record Kept(PostRow row, boolean context) {}

  /** The row of a post; null where the selection does not want it. */
  @Nullable Kept row(Post post, int input, long record) {
    if (!selection.keepsTime(post.postedAtMicros())) {
      return null;
    }
    boolean wanted = wanted(post);
    boolean mayBeContext = selection.mayBeContext(post);
    if (!wanted && !mayBeContext) {
      return null;
    }
    PostEntities found = PostEntities.of(post);
    wanted =
        wanted
            && selection.keeps(Selection.Sort.HASHTAG, nullable(found.hashtags()))
            && selection.keeps(Selection.Sort.DOMAIN, nullable(found.linkDomains()));
    if (!wanted && !mayBeContext) {
      return null;
    }
    MeasuredScore measured = scorer.measured(post.text(), post.language(), ownNames(post));
    wanted =
        wanted
            && selection.keeps(
                Selection.Sort.LANG,
                java.util.Collections.singletonList(measured.score().language()));
    if (!wanted && !mayBeContext) {
      return null;
    }
    return new Kept(row(post, found, measured, input, record), !wanted);
  }

  private PostRow row(
      Post post, PostEntities found, MeasuredScore measured, int input, long record) {
    @Nullable TextMeasures text = post.text() == null ? null : measured.measures();
    Instant postedAt = instant(post.postedAtMicros());
    @Nullable String handleKey = handle(post, post.authorHandle());
    @Nullable String authorKey = account(post, post.authorId());
    java.time.ZonedDateTime when =
        postedAt == null ? null : postedAt.atZone(java.time.ZoneOffset.UTC);
    return new PostRow(
        post.platform(),
        identities.post(post.platform(), post.postId()),
        authorKey != null ? authorKey : handleKey,
        handleKey,
        postedAt,
        post.postedAtState().name(),
        word(post.kind()),
        word(post.origin()),
        venue(post),
        postKey(post, post.replyToPostId()),
        replyToAuthor(post),
        postKey(post, post.rootPostId()),
        postKey(post, post.conversationId()),
        postKey(post, post.repostedPostId()),
        postKey(post, post.quotedPostId()),
        found.hashtags(),
        mentions(post, found.mentions()),
        found.linkDomains(),
        post.likes(),
        post.reposts(),
        post.replies(),
        post.quotes(),
        post.views(),
        post.score(),
        instant(post.countedAtMicros()),
        post.followerCount(),
        post.adFlag(),
        instant(post.adEndMicros()),
        post.sourceApp(),
        post.deletedState() == null ? null : word(post.deletedState()),
        measured.score().language(),
        text == null ? null : (long) text.textLength(),
        text == null ? null : (long) text.wordCount(),
        text == null ? null : identities.text(text.normalisedForHash()),
        measured.score().promotionalProbability(),
        word(measured.score().postClass()),
        measured.score().askProbability(),
        text == null ? null : (long) text.firstPersonPluralCount(),
        text == null ? null : (long) text.secondPersonCount(),
        text == null ? null : (long) text.ownNameCount(),
        text == null ? null : text.topicSketch(),
        input,
        record,
        when == null ? 0 : when.getYear(),
        when == null ? 0 : when.getMonthValue());
  }

  /** The acts that a post performs upon others. */
  List<EventRow> acts(Post post, PostRow row) {
    List<EventRow> acts = new ArrayList<>(1);
    if (post.replyToPostId() != null) {
      acts.add(
          act(post, row, EngagementKind.REPLY, post.replyToPostId(), row.replyToAuthorId(), true));
    }
    if (post.repostedPostId() != null) {
      acts.add(
          act(
              post,
              row,
              EngagementKind.REPOST,
              post.repostedPostId(),
              account(post, unlessOptedOut(post, post.repostedAuthorId())),
              false));
    }
    if (post.quotedPostId() != null) {
      acts.add(
          act(
              post,
              row,
              EngagementKind.QUOTE,
              post.quotedPostId(),
              account(post, unlessOptedOut(post, post.quotedAuthorId())),
              false));
    }
    return acts;
  }

  /** The row of an act that is a record of its own. */
  EventRow row(Act act, int input, long record) {
    String platform = act.platform();
    String kind = word(act.kind());
    @Nullable String actor =
        act.actorId() != null
            ? identities.account(platform, act.actorId())
            : act.actorHandle() != null ? identities.handle(platform, act.actorHandle()) : null;
    String id = act.nativeId() != null ? act.nativeId() : input + ":" + record; // none of its own
    return new EventRow(
        identities.act(platform, id + "/" + kind),
        platform,
        kind,
        instant(act.atMicros()),
        act.dayOnly(),
        actor,
        identities.post(platform, act.targetPostId()),
        act.targetAuthorId() == null || optOut.names(platform, act.targetAuthorId(), null)
            ? null
            : identities.account(platform, act.targetAuthorId()),
        act.rootPostId() == null ? null : identities.post(platform, act.rootPostId()),
        word(Origin.RECORD),
        input,
        record);
  }

  private EventRow act(
      Post post,
      PostRow row,
      EngagementKind kind,
      String target,
      @Nullable String targetAuthor,
      boolean inThread) {
    return new EventRow(
        identities.act(post.platform(), post.postId() + "/" + word(kind)),
        post.platform(),
        word(kind),
        row.postedAt(),
        false,
        row.authorId(),
        identities.post(post.platform(), target),
        targetAuthor,
        inThread ? row.rootPostId() : null,
        word(Origin.POST),
        row.input(),
        row.record());
  }

  private boolean wanted(Post post) {
    return selection.keepsVenue(post)
        && selection.keeps(
            Selection.Sort.AUTHOR, java.util.Arrays.asList(post.authorId(), post.authorHandle()));
  }

  private List<MentionRow> mentions(Post post, List<Mention> found) {
    List<MentionRow> rows = new ArrayList<>(found.size());
    for (Mention mention : found) {
      if (!optOut.names(post.platform(), mention.id(), mention.handle())) {
        rows.add(new MentionRow(account(post, mention.id()), handle(post, mention.handle())));
      }
    }
    return rows;
  }

  private @Nullable String venue(Post post) {
    String venue = post.venue();
    Mention account = post.venueAccount();
    return venue == null
            || (account != null && optOut.names(post.platform(), account.id(), account.handle()))
        ? null
        : identities.venue(post.platform(), venue, account);
  }

  private @Nullable String replyToAuthor(Post post) {
    if (optOut.names(post.platform(), post.replyToAuthorId(), post.replyToAuthorHandle())) {
      return null;
    }
    String byId = account(post, post.replyToAuthorId());
    return byId != null ? byId : handle(post, post.replyToAuthorHandle());
  }

  private @Nullable String unlessOptedOut(Post post, @Nullable String authorId) {
    return optOut.names(post.platform(), authorId, null) ? null : authorId;
  }

  private @Nullable String account(Post post, @Nullable String nativeId) {
    return nativeId == null ? null : identities.account(post.platform(), nativeId);
  }

  private @Nullable String handle(Post post, @Nullable String handle) {
    return handle == null ? null : identities.handle(post.platform(), handle);
  }

  private @Nullable String postKey(Post post, @Nullable String nativeId) {
    return nativeId == null ? null : identities.post(post.platform(), nativeId);
  }

  private static List<String> ownNames(Post post) {
    if (post.authorHandle() == null) {
      return post.authorName() == null ? List.of() : List.of(post.authorName());
    }
    return post.authorName() == null
        ? List.of(post.authorHandle())
        : List.of(post.authorHandle(), Objects.requireNonNull(post.authorName()));
  }

  static @Nullable Instant instant(@Nullable Long micros) {
    return micros == null
        ? null
        : Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static List<@Nullable String> nullable(List<String> values) {
    return new ArrayList<>(values);
  }
}
