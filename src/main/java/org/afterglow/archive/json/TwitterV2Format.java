package org.afterglow.archive.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.Counts;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Head;
import org.afterglow.archive.Ids;
import org.afterglow.archive.Platforms;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.post.DeletedState;
import org.afterglow.post.Deletion;
import org.afterglow.post.Mention;
import org.afterglow.post.Origin;
import org.afterglow.post.Post;
import org.afterglow.post.PostBuilder;
import org.afterglow.post.PostKind;
import org.jspecify.annotations.Nullable;

/**
 * Tweets of Twitter's API 2: pages as twarc2 and the streams give them, flattened tweets, bare
 * ones. Ids are those of API 1.1, so that a tweet read from both is one post.
 *
 * <p>A page is {@code data}, an object or an array, with the tweets, accounts and errors it {@code
 * includes}. Each element of {@code data} is a record, and so is each error. A tweet that is only
 * included is embedded in the first record that refers to it, and in the page's first post if none
 * does; it has the full text of which a retweet has the beginning. Counters are those of the moment
 * of retrieval, where twarc notes it, or of posting in a stream. Those of a retweet are its
 * original's, and are left to it.
 */
public final class TwitterV2Format extends JsonFormat {
  /** What stands in place of a text that may not be shown where it was retrieved. */
  private static final Pattern WITHHELD =
      Pattern.compile("(?:@\\w+'s account|This (?:Tweet|Post) from @\\w+) has been withheld\\b.*");

  @Override
  public String name() {
    return "twitter_v2";
  }

  @Override
  public String description() {
    return "Twitter API 2: twarc2 pages, streams, flattened or bare tweets";
  }

  @Override
  public Carries carries() {
    return Carries.of(Aspect.REPLIES, Aspect.REPOSTS, Aspect.AUTHOR_IDS)
        .andSometimes(Aspect.COUNTERS, Aspect.COUNTED_AT, Aspect.THREADS, Aspect.DELETIONS);
  }

  @Override
  boolean recognises(JsonNode sample) {
    if (sample.path("__twarc").has("retrieved_at")) {
      return true;
    }
    JsonNode data = sample.path("data");
    JsonNode first = data.isArray() ? data.path(0) : data;
    if (data.isContainerNode()) {
      return isTweet(first)
          || isAccount(first)
          || first.has("tweet_count")
          || first.path("delete").path("tweet").isObject()
          || sample.path("meta").has("result_count")
          || sample.has("matching_rules");
    }
    return isTweet(sample)
        || isAccount(sample)
        || (sample.has("action") && sample.has("reason") && sample.has("created_at"));
  }

  private static boolean isTweet(JsonNode node) {
    return node.has("id")
        && node.has("text")
        && (node.has("author_id")
            || node.has("conversation_id")
            || node.has("edit_history_tweet_ids")
            || node.path("public_metrics").has("retweet_count"));
  }

  private static boolean isAccount(JsonNode node) {
    return node.has("id")
        && node.has("username")
        && (node.path("public_metrics").has("tweet_count") || node.has("pinned_tweet_id"));
  }

  @Override
  Reader reader(Head head, ReadOptions options) {
    return new PageReader(options);
  }

  private record Account(
      @Nullable String id,
      @Nullable String handle,
      @Nullable String name,
      @Nullable Long followers) {}

  /** The fields of a tweet as they come, and marks of what else it may be. */
  private static final class Tweet {
    long offset;
    @Nullable String id;
    @Nullable String createdAt;
    @Nullable String text;
    boolean hasText;
    @Nullable String longText;
    @Nullable String source;
    @Nullable String language;
    @Nullable String authorId;
    @Nullable Account author;
    @Nullable String conversation;
    @Nullable String replyToUser;
    @Nullable Account replyToAccount;
    @Nullable String repliedTo;
    @Nullable String retweeted;
    @Nullable String quoted;
    List<Tweet> references = List.of();
    List<String> versions = List.of();
    @Nullable Long retweets;
    @Nullable Long likes;
    @Nullable Long replies;
    @Nullable Long quotes;
    @Nullable Long views;
    @Nullable List<String> hashtags;
    @Nullable List<String> links;
    @Nullable List<Mention> mentions;
    boolean withheld;
    @Nullable Deletion deletion;

    /** What it is if it is no tweet. */
    String otherwise = "other_data";

    /** Whether it was given out within a record already. */
    boolean taken;
  }

  /** What one JSON object holds. */
  private static final class Page {
    final List<Tweet> data = new ArrayList<>();
    final List<Long> errors = new ArrayList<>(0);
    final Map<String, Tweet> included = new LinkedHashMap<>();
    final Map<String, Account> accounts = new HashMap<>();
    final Map<String, Account> accountsByHandle = new HashMap<>();
    @Nullable String retrievedAt;
    boolean array;
    boolean page;
    boolean live;
    boolean problem;
  }

  private static final class PageReader extends Reader {
    /** Longer chains of references within one page would cost the stack. */
    private static final int MAX_CHAIN = 20;

    private @Nullable String lastRetrievedAt;
    private @Nullable Long lastRetrieved;

    PageReader(ReadOptions options) {
      super(options);
    }

    @Override
    void read(JsonParser parser, Fates out) throws IOException {
      Page page = new Page();
      Tweet bare = new Tweet();
      try {
        page(parser, page, bare);
      } catch (IOException e) {
        // What came before the damage counts; an object alone is the damaged record itself.
        if (page.array) {
          give(page, out);
        }
        throw e;
      }
      if (page.page) {
        int before = out.size();
        give(page, out);
        out.endPage(before);
      } else if (!bare.hasText && (page.problem || !page.errors.isEmpty())) {
        out.add(new Fate.NotPost("errors"));
      } else {
        page.data.add(bare);
        give(page, out);
      }
    }

    // ---- the fields

    private void page(JsonParser parser, Page page, Tweet bare) throws IOException {
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken token = parser.currentToken();
        switch (name) {
          case "data" -> {
            page.page = true;
            if (token == JsonToken.START_ARRAY) {
              page.array = true;
              while (JsonFields.next(parser)) {
                datum(parser, page);
              }
            } else {
              datum(parser, page);
            }
          }
          case "includes" -> includes(parser, page);
          case "errors" -> {
            if (JsonFields.isArray(parser)) {
              while (JsonFields.next(parser)) {
                page.errors.add(JsonFields.offset(parser));
                parser.skipChildren();
              }
            }
          }
          case "meta" -> {
            page.page |= token == JsonToken.START_OBJECT;
            parser.skipChildren();
          }
          case "__twarc" -> page.retrievedAt = JsonFields.field(parser, "retrieved_at");
          case "matching_rules" -> {
            page.live = true;
            parser.skipChildren();
          }
          case "title", "detail", "connection_issue" -> {
            page.problem = true;
            parser.skipChildren();
          }
          default -> field(parser, name, token, bare);
        }
      }
    }

    private void datum(JsonParser parser, Page page) throws IOException {
      Tweet tweet;
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        tweet = tweet(parser);
      } else {
        tweet = new Tweet();
        tweet.offset = JsonFields.offset(parser);
        tweet.otherwise = "bare_value";
        parser.skipChildren();
      }
      page.data.add(tweet);
    }

    private Tweet tweet(JsonParser parser) throws IOException {
      Tweet tweet = new Tweet();
      tweet.offset = JsonFields.offset(parser);
      String name;
      while ((name = parser.nextFieldName()) != null) {
        field(parser, name, parser.nextToken(), tweet);
      }
      return tweet;
    }

    private void includes(JsonParser parser, Page page) throws IOException {
      if (!JsonFields.isObject(parser)) {
        return;
      }
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken value = parser.currentToken();
        boolean tweets = name.equals("tweets");
        if (value != JsonToken.START_ARRAY || !(tweets || name.equals("users"))) {
          parser.skipChildren();
          continue;
        }
        while (JsonFields.nextObject(parser)) {
          if (tweets) {
            Tweet tweet = tweet(parser);
            String id = Ids.known(tweet.id);
            if (id != null && tweet.hasText) {
              page.included.put(id, tweet);
            }
          } else {
            Account account = account(parser);
            if (account.id() != null) {
              page.accounts.put(account.id(), account);
            }
            if (account.handle() != null) {
              page.accountsByHandle.put(account.handle().toLowerCase(Locale.ROOT), account);
            }
          }
        }
      }
    }

    private void field(JsonParser parser, String name, JsonToken token, Tweet tweet)
        throws IOException {
      switch (name) {
        case "id" -> tweet.id = JsonFields.id(parser);
        case "created_at" -> tweet.createdAt = JsonFields.text(parser);
        case "text" -> {
          tweet.text = JsonFields.text(parser);
          tweet.hasText = true;
        }
        case "note_tweet" -> note(parser, tweet);
        case "source" -> tweet.source = JsonFields.stored(parser);
        case "lang" -> tweet.language = JsonFields.stored(parser);
        case "author_id" -> tweet.authorId = Ids.known(JsonFields.id(parser));
        case "author" -> tweet.author = accountOrNull(parser, token);
        case "conversation_id" -> tweet.conversation = Ids.known(JsonFields.id(parser));
        case "in_reply_to_user_id" -> tweet.replyToUser = Ids.known(JsonFields.id(parser));
        case "in_reply_to_user" -> tweet.replyToAccount = accountOrNull(parser, token);
        case "referenced_tweets" -> references(parser, tweet);
        case "edit_history_tweet_ids" -> versions(parser, tweet);
        case "public_metrics" -> metrics(parser, tweet);
        case "entities" -> entities(parser, tweet);
        case "withheld" -> tweet.withheld = JsonFields.isThere(parser);
        case "delete" -> delete(parser, tweet);
        case "username" -> other(parser, tweet, "user");
        case "tweet_count" -> other(parser, tweet, "count");
        case "member_count", "owner_id" -> other(parser, tweet, "list");
        case "action" -> other(parser, tweet, "compliance_entry");
        case "scheduled_start", "is_ticketed", "host_ids" -> other(parser, tweet, "space");
        case "users", "tweets", "media", "places" -> other(parser, tweet, "includes");
        default -> parser.skipChildren();
      }
    }

    private static void other(JsonParser parser, Tweet tweet, String kind) throws IOException {
      tweet.otherwise = kind;
      parser.skipChildren();
    }

    /** The whole of a text of more than 280 characters. */
    private void note(JsonParser parser, Tweet tweet) throws IOException {
      if (!JsonFields.isObject(parser)) {
        return;
      }
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "text" -> tweet.longText = JsonFields.text(parser);
          case "entities" -> {
            Tweet whole = new Tweet();
            entities(parser, whole);
            tweet.hashtags = whole.hashtags == null ? tweet.hashtags : whole.hashtags;
            tweet.links = whole.links == null ? tweet.links : whole.links;
            tweet.mentions = whole.mentions == null ? tweet.mentions : whole.mentions;
          }
          default -> parser.skipChildren();
        }
      }
    }

    private void references(JsonParser parser, Tweet tweet) throws IOException {
      if (!JsonFields.isArray(parser)) {
        return;
      }
      while (JsonFields.nextObject(parser)) {
        Tweet other = new Tweet();
        String type = null;
        String name;
        while ((name = JsonFields.nextField(parser)) != null) {
          JsonToken value = parser.currentToken();
          if (name.equals("type")) {
            type = JsonFields.text(parser);
          } else {
            field(parser, name, value, other);
          }
        }
        String id = Ids.known(other.id);
        if (type == null || id == null) {
          continue;
        }
        switch (type) {
          case "replied_to" -> tweet.repliedTo = id;
          case "retweeted" -> tweet.retweeted = id;
          case "quoted" -> tweet.quoted = id;
          default -> {
            continue;
          }
        }
        tweet.references = JsonFields.with(tweet.references, other);
      }
    }

    private static void versions(JsonParser parser, Tweet tweet) throws IOException {
      if (!JsonFields.isArray(parser)) {
        return;
      }
      List<String> versions = List.of();
      while (JsonFields.next(parser)) {
        String id = Ids.known(JsonFields.id(parser));
        if (id != null) {
          versions = JsonFields.with(versions, id);
        }
      }
      tweet.versions = versions;
    }

    private static void metrics(JsonParser parser, Tweet tweet) throws IOException {
      if (!JsonFields.isObject(parser)) {
        return;
      }
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "retweet_count" -> tweet.retweets = count(parser);
          case "like_count" -> tweet.likes = count(parser);
          case "reply_count" -> tweet.replies = count(parser);
          case "quote_count" -> tweet.quotes = count(parser);
          case "impression_count" -> tweet.views = count(parser);
          default -> parser.skipChildren();
        }
      }
    }

    private static @Nullable Long count(JsonParser parser) throws IOException {
      return Counts.natural(JsonFields.count(parser));
    }

    private static @Nullable Account accountOrNull(JsonParser parser, JsonToken token)
        throws IOException {
      if (token == JsonToken.START_OBJECT) {
        return account(parser);
      }
      parser.skipChildren();
      return null;
    }

    private static Account account(JsonParser parser) throws IOException {
      String id = null;
      String handle = null;
      String shown = null;
      Long followers = null;
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "id" -> id = Ids.known(JsonFields.id(parser));
          case "username" -> handle = JsonFields.stored(parser);
          case "name" -> shown = JsonFields.stored(parser);
          case "public_metrics" -> {
            String known = JsonFields.field(parser, "followers_count");
            followers = known == null ? null : Counts.natural(Counts.parse(known));
          }
          default -> parser.skipChildren();
        }
      }
      return new Account(id, handle, shown, followers);
    }

    private static void entities(JsonParser parser, Tweet tweet) throws IOException {
      if (!JsonFields.isObject(parser)) {
        return;
      }
      // Once there are entities, those of a kind that is not among them are none.
      tweet.hashtags = List.of();
      tweet.links = List.of();
      tweet.mentions = List.of();
      String name;
      while ((name = parser.nextFieldName()) != null) {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
          parser.skipChildren();
          continue;
        }
        switch (name) {
          case "hashtags" -> {
            while (JsonFields.next(parser)) {
              String tag = JsonFields.field(parser, "tag");
              if (tag != null) {
                tweet.hashtags = JsonFields.with(tweet.hashtags, tag);
              }
            }
          }
          case "urls" -> {
            while (JsonFields.next(parser)) {
              String link = link(parser);
              if (link != null) {
                tweet.links = JsonFields.with(tweet.links, link);
              }
            }
          }
          case "mentions" -> {
            while (JsonFields.nextObject(parser)) {
              Account account = account(parser);
              if (account.id() != null || account.handle() != null) {
                tweet.mentions =
                    JsonFields.with(tweet.mentions, new Mention(account.id(), account.handle()));
              }
            }
          }
          default -> parser.skipChildren();
        }
      }
    }

    /** Where a link leads in the end; null for pictures of the tweet's own. */
    private static @Nullable String link(JsonParser parser) throws IOException {
      if (!JsonFields.isObject(parser)) {
        return null;
      }
      String unwound = null;
      String expanded = null;
      String url = null;
      boolean media = false;
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        switch (name) {
          case "unwound_url" -> unwound = JsonFields.stored(parser);
          case "expanded_url" -> expanded = JsonFields.stored(parser);
          case "url" -> url = JsonFields.stored(parser);
          case "media_key" -> media = JsonFields.isThere(parser);
          default -> parser.skipChildren();
        }
      }
      return media ? null : unwound != null ? unwound : expanded != null ? expanded : url;
    }

    /** A notice of the compliance stream. */
    private void delete(JsonParser parser, Tweet tweet) throws IOException {
      tweet.otherwise = "compliance_entry";
      if (!JsonFields.isObject(parser)) {
        return;
      }
      String id = null;
      String author = null;
      String at = null;
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken value = parser.currentToken();
        if (name.equals("tweet") && value == JsonToken.START_OBJECT) {
          String inner;
          while ((inner = JsonFields.nextField(parser)) != null) {
            switch (inner) {
              case "id" -> id = Ids.known(JsonFields.id(parser));
              case "author_id" -> author = Ids.known(JsonFields.id(parser));
              default -> parser.skipChildren();
            }
          }
        } else if (name.equals("event_at")) {
          at = JsonFields.text(parser);
        } else {
          parser.skipChildren();
        }
      }
      if (id != null) {
        tweet.deletion = new Deletion(Platforms.TWITTER, id, author, null, times.plausible(at));
      }
    }

    // ---- what it is

    private void give(Page page, Fates out) {
      Long retrieved = retrieved(page);
      boolean single = !page.array;
      List<Fate> fates = new ArrayList<>(page.data.size());
      int firstPost = -1;
      for (Tweet tweet : page.data) {
        Fate fate = fate(tweet, page, retrieved);
        if (firstPost < 0 && fate instanceof Fate.Posted) {
          firstPost = fates.size();
        }
        fates.add(fate);
      }
      if (firstPost >= 0 && fates.get(firstPost) instanceof Fate.Posted posted) {
        List<Post> embedded = new ArrayList<>(posted.embedded());
        for (Tweet tweet : page.included.values()) {
          embed(tweet, page, counted(page, page.data.get(firstPost), retrieved), embedded, 0);
        }
        fates.set(firstPost, new Fate.Posted(posted.post(), embedded));
      }
      for (int i = 0; i < fates.size(); i++) {
        out.add(single ? 0 : page.data.get(i).offset, fates.get(i));
      }
      for (long error : page.errors) {
        out.add(error, new Fate.NotPost("error"));
      }
    }

    private @Nullable Long retrieved(Page page) {
      String raw = page.retrievedAt;
      if (raw == null) {
        return null;
      }
      if (!raw.equals(lastRetrievedAt)) {
        lastRetrieved = times.plausible(raw);
        lastRetrievedAt = raw;
      }
      return lastRetrieved;
    }

    /** When the counters were read that came with a record. */
    private @Nullable Long counted(Page page, Tweet record, @Nullable Long retrieved) {
      return retrieved == null && page.live ? times.plausible(record.createdAt) : retrieved;
    }

    private Fate fate(Tweet tweet, Page page, @Nullable Long retrieved) {
      if (tweet.deletion != null) {
        return new Fate.Deleted(tweet.deletion);
      }
      if (!tweet.hasText) {
        return tweet.otherwise.equals("other_data") && tweet.authorId != null
            ? Fate.Rejected.missing("a tweet without text")
            : new Fate.NotPost(tweet.otherwise);
      }
      String id = tweet.id;
      if (id == null) {
        return Fate.Rejected.missing("a tweet without id");
      }
      if (Ids.isLossy(id)) {
        return Fate.Rejected.lossyId();
      }
      Long counted = counted(page, tweet, retrieved);
      Post post = post(tweet, id, Origin.RECORD, page, counted);
      List<Post> embedded = List.of();
      if (!tweet.references.isEmpty() || tweet.versions.size() > 1) {
        embedded = new ArrayList<>(2);
        refer(tweet, page, counted, embedded, 0);
      }
      return new Fate.Posted(post, embedded);
    }

    /**
     * Embeds the posts that a tweet refers to, and theirs, as far as chains of them can be real.
     */
    private void refer(Tweet tweet, Page page, @Nullable Long counted, List<Post> into, int depth) {
      if (depth == MAX_CHAIN) {
        return;
      }
      for (Tweet reference : tweet.references) {
        Tweet whole = whole(reference, page);
        if (whole != null) {
          embed(whole, page, counted, into, depth + 1);
        }
      }
      for (String version : tweet.versions) {
        Tweet whole = version.equals(tweet.id) ? null : page.included.get(version);
        if (whole != null) {
          embed(whole, page, counted, into, depth + 1);
        }
      }
    }

    private void embed(Tweet tweet, Page page, @Nullable Long counted, List<Post> into, int depth) {
      String id = Ids.known(tweet.id);
      if (tweet.taken || id == null) {
        return;
      }
      tweet.taken = true;
      into.add(post(tweet, id, Origin.EMBEDDED, page, counted));
      refer(tweet, page, counted, into, depth);
    }

    /** A tweet referred to, with its fields, if they are anywhere. */
    private static @Nullable Tweet whole(Tweet reference, Page page) {
      return reference.hasText || reference.id == null
          ? reference
          : page.included.get(reference.id);
    }

    private static @Nullable String authorOf(@Nullable String id, Tweet tweet, Page page) {
      if (id == null) {
        return null;
      }
      for (Tweet reference : tweet.references) {
        if (id.equals(reference.id)) {
          Tweet whole = whole(reference, page);
          return whole == null ? reference.authorId : whole.authorId;
        }
      }
      return null;
    }

    private Post post(Tweet tweet, String id, Origin origin, Page page, @Nullable Long counted) {
      Account author = tweet.author;
      if (author == null && tweet.authorId != null) {
        author = page.accounts.get(tweet.authorId);
      }
      Account answered = tweet.replyToAccount;
      if (answered == null && tweet.replyToUser != null) {
        answered = page.accounts.get(tweet.replyToUser);
      }
      PostBuilder post =
          new PostBuilder(Platforms.TWITTER, id)
              .origin(origin)
              .authorId(tweet.authorId)
              .sourceApp(tweet.source)
              .language(tweet.language)
              .conversationId(tweet.conversation)
              .replyToPostId(tweet.repliedTo)
              .replyToAuthorId(tweet.replyToUser)
              .hashtags(tweet.hashtags)
              .links(tweet.links)
              .mentions(mentions(tweet, page));
      if (author != null) {
        post.authorHandle(author.handle())
            .authorName(author.name())
            .followerCount(author.followers());
      }
      if (answered != null) {
        post.replyToAuthorHandle(answered.handle());
      }
      times.setPostedAt(post, tweet.createdAt);
      if (tweet.retweeted != null) {
        return post.kind(PostKind.REPOST)
            .repostedPostId(tweet.retweeted)
            .repostedAuthorId(authorOf(tweet.retweeted, tweet, page))
            .build();
      }
      if (tweet.repliedTo != null) {
        post.kind(PostKind.REPLY);
        if (!id.equals(tweet.conversation)) {
          post.rootPostId(tweet.conversation);
        }
      } else if (tweet.quoted != null) {
        post.kind(PostKind.QUOTE);
      }
      post.quotedPostId(tweet.quoted).quotedAuthorId(authorOf(tweet.quoted, tweet, page));
      String text = tweet.longText == null ? tweet.text : tweet.longText;
      if (tweet.withheld && text != null && WITHHELD.matcher(text).matches()) {
        text = null;
        post.deletedState(DeletedState.REMOVED);
      }
      boolean any =
          tweet.likes != null
              || tweet.retweets != null
              || tweet.replies != null
              || tweet.quotes != null;
      return post.likes(tweet.likes)
          .reposts(tweet.retweets)
          .replies(tweet.replies)
          .quotes(tweet.quotes)
          .views(views(tweet))
          .countedAtMicros(any ? counted : null)
          .text(PlainText.decoded(text))
          .build();
    }

    /** Impressions; 0 stands for unknown where others engaged, who must have seen it. */
    private static @Nullable Long views(Tweet tweet) {
      Long views = tweet.views;
      boolean seen =
          isPositive(tweet.likes)
              || isPositive(tweet.retweets)
              || isPositive(tweet.replies)
              || isPositive(tweet.quotes);
      return views != null && views == 0 && seen ? null : views;
    }

    private static boolean isPositive(@Nullable Long count) {
      return count != null && count > 0;
    }

    /** The accounts named, with the ids that the page knows. */
    private static @Nullable List<Mention> mentions(Tweet tweet, Page page) {
      List<Mention> mentions = tweet.mentions;
      if (mentions == null || page.accountsByHandle.isEmpty()) {
        return mentions;
      }
      for (int i = 0; i < mentions.size(); i++) {
        String handle = mentions.get(i).handle();
        if (mentions.get(i).id() == null && handle != null) {
          Account known = page.accountsByHandle.get(handle.toLowerCase(Locale.ROOT));
          if (known != null && known.id() != null) {
            mentions.set(i, new Mention(known.id(), handle));
          }
        }
      }
      return mentions;
    }
  }
}
