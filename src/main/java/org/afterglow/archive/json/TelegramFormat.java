package org.afterglow.archive.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.Counts;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Head;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.post.Mention;
import org.afterglow.post.Origin;
import org.afterglow.post.Post;
import org.afterglow.post.PostBuilder;
import org.afterglow.post.PostKind;
import org.jspecify.annotations.Nullable;

/**
 * Messages of Telegram's channels and groups: the export of Telegram Desktop, of one chat or of an
 * account, and what collectors write from the API, by the line or in arrays.
 *
 * <p>The id of a post is {@code channel/message}, the channel by its bare number ({@code
 * 1234567890} for {@code -1001234567890}); an author is {@code user123} or {@code channel123}. The
 * venue is the title of the chat, which is an account: it may write under its own id, and most
 * archives do not tell a channel from a group. A forwarded message is a repost; where the API says
 * of which message, that one is embedded. Messages of private chats and to bots are no public
 * posts. Reactions count as likes but for those that plainly disapprove.
 */
public final class TelegramFormat extends JsonFormat {
  static final String PLATFORM = "telegram";

  private static final Set<String> PRIVATE_CHATS =
      Set.of("personal_chat", "bot_chat", "saved_messages", "verification_codes", "replies");

  private static final Set<String> DISAPPROVAL =
      Set.of(
          "\ud83d\udc4e",
          "\ud83d\udca9",
          "\ud83e\udd2e",
          "\ud83e\udd21",
          "\ud83e\udd2c",
          "\ud83d\udd95");

  @Override
  public String name() {
    return "telegram";
  }

  @Override
  public String description() {
    return "Telegram: exports of Telegram Desktop, messages as collectors write them";
  }

  @Override
  public Carries carries() {
    return Carries.of(Aspect.AUTHOR_IDS)
        .andSometimes(Aspect.REPLIES, Aspect.REPOSTS, Aspect.COUNTERS);
  }

  @Override
  List<String> containers() {
    return List.of("messages", "chats.list.[].messages", "left_chats.list.[].messages");
  }

  @Override
  boolean recognises(JsonNode sample) {
    if (sample.path("messages").isArray() && isMessage(sample.path("messages").path(0))) {
      return true;
    }
    JsonNode chat = sample.path("chats").path("list").path(0);
    if (chat.has("messages") || (sample.has("about") && sample.has("personal_information"))) {
      return true;
    }
    return isMessage(sample);
  }

  private static boolean isMessage(JsonNode node) {
    String type = node.path("type").asText("");
    if (type.equals("message") || type.equals("service")) {
      return node.has("id") && node.has("date") && (node.has("from_id") || node.has("actor_id"));
    }
    String sort = node.path("_").asText("");
    if (sort.equals("Message") || sort.equals("MessageService")) {
      return node.has("id") && (node.has("peer_id") || node.has("to_id"));
    }
    return node.has("message_id")
        && node.has("date")
        && (node.has("text") || node.has("message"))
        && (node.has("sender_id")
            || node.has("channel")
            || node.has("channel_id")
            || node.has("chat_id"));
  }

  @Override
  Reader reader(Head head, ReadOptions options) {
    return new MessageReader(options);
  }

  /** The fields of a message as they come. */
  private static final class Message {
    @Nullable String id;
    @Nullable String type;
    @Nullable String sort;
    @Nullable String date;
    @Nullable String unixTime;
    @Nullable String channel;
    @Nullable String channelTitle;
    @Nullable String sender;
    @Nullable String senderName;
    @Nullable String text;
    boolean runs;
    boolean collected;
    List<String> links = List.of();
    List<String> hashtags = List.of();
    List<Mention> mentions = List.of();
    @Nullable String replyTo;
    @Nullable String replyToTop;
    @Nullable String replyToPeer;
    boolean forwarded;
    @Nullable String forwardedFrom;
    @Nullable String forwardedPost;
    @Nullable String forwardedDate;
    @Nullable Long views;
    @Nullable Long forwards;
    @Nullable Long replies;
    @Nullable Long reactions;
  }

  private static final class MessageReader extends Reader {
    private @Nullable String chat;
    private @Nullable String chatName;
    private @Nullable String chatType;

    MessageReader(ReadOptions options) {
      super(options);
    }

    @Override
    void enter(JsonNode envelope) {
      JsonNode document = envelope;
      for (String lists : List.of("left_chats", "chats")) {
        JsonNode list = document.path(lists).path("list");
        if (list.isArray() && !list.isEmpty()) {
          document = list.path(list.size() - 1);
          break;
        }
      }
      chat = peer(document.path("id").asText(null), true);
      chatName = PlainText.stored(document.path("name").asText(null));
      chatType = document.path("type").asText(null);
    }

    @Override
    void read(JsonParser parser, Fates out) throws IOException {
      Message message = new Message();
      String name;
      while ((name = parser.nextFieldName()) != null) {
        field(parser, name, parser.nextToken(), message);
      }
      out.add(fate(message));
    }

    // ---- the fields

    private void field(JsonParser parser, String name, JsonToken token, Message message)
        throws IOException {
      switch (name) {
        case "id" -> message.id = scalar(parser, token);
        case "message_id" -> {
          message.id = scalar(parser, token);
          message.collected = true;
        }
        case "type" -> message.type = JsonFields.text(parser);
        case "_" -> message.sort = JsonFields.text(parser);
        case "date" -> message.date = scalar(parser, token);
        case "date_unixtime" -> message.unixTime = scalar(parser, token);
        case "peer_id", "to_id", "chat_id", "channel_id" -> {
          String peer = peer(parser, token, name.equals("channel_id"));
          message.channel = peer == null ? message.channel : peer;
        }
        case "channel", "chat_title", "channel_name" -> {
          String title = scalar(parser, token);
          message.channelTitle = message.channelTitle == null ? title : message.channelTitle;
        }
        case "from_id", "sender_id", "actor_id" -> {
          String peer = peer(parser, token, false);
          message.sender = peer == null ? message.sender : peer;
        }
        case "from", "actor" -> message.senderName = scalar(parser, token);
        case "text", "message" -> {
          if (token == JsonToken.START_ARRAY) {
            runs(parser, message);
          } else if (token == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            message.text = message.text == null || message.text.isEmpty() ? text : message.text;
          } else {
            parser.skipChildren();
          }
        }
        case "entities" -> entities(parser, message);
        case "reply_to_message_id", "reply_to_msg_id" -> message.replyTo = scalar(parser, token);
        case "reply_to_peer_id" -> message.replyToPeer = peer(parser, token, false);
        case "reply_to" -> replyTo(parser, token, message);
        case "forwarded_from", "saved_from" -> {
          message.forwarded |= name.equals("forwarded_from");
          parser.skipChildren();
        }
        case "forwarded_from_id" -> message.forwardedFrom = peer(parser, token, false);
        case "fwd_from" -> forwarded(parser, token, message);
        case "views" -> message.views = Counts.natural(JsonFields.count(parser));
        case "forwards" -> message.forwards = Counts.natural(JsonFields.count(parser));
        case "replies" -> replies(parser, token, message);
        case "reactions" -> reactions(parser, token, message);
        default -> parser.skipChildren();
      }
    }

    private static @Nullable String scalar(JsonParser parser, JsonToken token) throws IOException {
      if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
        return JsonFields.stored(parser);
      }
      parser.skipChildren();
      return null;
    }

    /** Whom an id means, as a word or as the API's object of one field. */
    private static @Nullable String peer(JsonParser parser, JsonToken token, boolean channel)
        throws IOException {
      if (token != JsonToken.START_OBJECT) {
        return peer(scalar(parser, token), channel);
      }
      String found = null;
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken value = parser.currentToken();
        switch (name) {
          case "channel_id" -> found = peer(scalar(parser, value), true);
          case "user_id", "chat_id" -> {
            String id = scalar(parser, value);
            found = id == null ? found : (name.startsWith("user") ? "user" : "chat") + id;
          }
          default -> parser.skipChildren();
        }
      }
      return found;
    }

    /** {@code channel123}, {@code user123} or {@code chat123}, of whatever way of writing it. */
    private static @Nullable String peer(@Nullable String id, boolean channel) {
      if (id == null || id.isBlank() || id.equals("0")) {
        return null;
      }
      if (id.startsWith("-100") && id.length() > 10) {
        return "channel" + id.substring(4);
      }
      if (id.startsWith("-")) {
        return "chat" + id.substring(1);
      }
      char first = id.charAt(0);
      return first < '0' || first > '9' ? id : (channel ? "channel" : "user") + id;
    }

    /** A text in pieces, of which some are links, names and tags. */
    private static void runs(JsonParser parser, Message message) throws IOException {
      message.runs = true;
      StringBuilder all = new StringBuilder();
      while (JsonFields.next(parser)) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
          all.append(parser.getText());
        } else if (JsonFields.isObject(parser)) {
          String type = null;
          String text = null;
          String href = null;
          String user = null;
          String name;
          while ((name = JsonFields.nextField(parser)) != null) {
            JsonToken value = parser.currentToken();
            switch (name) {
              case "type" -> type = JsonFields.text(parser);
              case "text" -> text = JsonFields.text(parser);
              case "href" -> href = JsonFields.stored(parser);
              case "user_id" -> user = scalar(parser, value);
              default -> parser.skipChildren();
            }
          }
          if (text != null) {
            all.append(text);
            entity(type, text, href, user, message);
          }
        }
      }
      message.text = all.toString();
    }

    private static void entity(
        @Nullable String type,
        String text,
        @Nullable String href,
        @Nullable String user,
        Message message) {
      if (type == null) {
        return;
      }
      switch (type) {
        case "link" -> link(message, text.contains("://") ? text : "https://" + text);
        case "text_link" -> link(message, href);
        case "hashtag" -> {
          message.hashtags =
              JsonFields.with(
                  message.hashtags,
                  PlainText.storable(text.startsWith("#") ? text.substring(1) : text));
        }
        case "mention" -> mention(message, null, text.startsWith("@") ? text.substring(1) : text);
        case "mention_name" -> mention(message, peer(user, false), null);
        default -> {
          // Changes how words look.
        }
      }
    }

    private static void mention(Message message, @Nullable String id, @Nullable String handle) {
      if (id != null || handle != null) {
        message.mentions =
            JsonFields.with(
                message.mentions,
                new Mention(id, handle == null ? null : PlainText.storable(handle)));
      }
    }

    private static void link(Message message, @Nullable String link) {
      if (link != null && link.startsWith("http")) {
        message.links = JsonFields.with(message.links, PlainText.storable(link));
      }
    }

    /** The API's entities: only links that the text does not show are taken from them. */
    private static void entities(JsonParser parser, Message message) throws IOException {
      if (!JsonFields.isArray(parser)) {
        return;
      }
      while (JsonFields.nextObject(parser)) {
        String name;
        while ((name = JsonFields.nextField(parser)) != null) {
          if (name.equals("url")) {
            link(message, JsonFields.stored(parser));
          } else {
            parser.skipChildren();
          }
        }
      }
    }

    private static void replyTo(JsonParser parser, JsonToken token, Message message)
        throws IOException {
      if (token != JsonToken.START_OBJECT) {
        message.replyTo = scalar(parser, token);
        return;
      }
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken value = parser.currentToken();
        switch (name) {
          case "reply_to_msg_id" -> message.replyTo = scalar(parser, value);
          case "reply_to_top_id" -> message.replyToTop = scalar(parser, value);
          case "reply_to_peer_id" -> message.replyToPeer = peer(parser, value, false);
          default -> parser.skipChildren();
        }
      }
    }

    private static void forwarded(JsonParser parser, JsonToken token, Message message)
        throws IOException {
      if (token != JsonToken.START_OBJECT) {
        message.forwarded |= JsonFields.isThere(parser);
        return;
      }
      message.forwarded = true;
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken value = parser.currentToken();
        switch (name) {
          case "from_id", "channel_id" -> {
            String from = peer(parser, value, name.equals("channel_id"));
            message.forwardedFrom = from == null ? message.forwardedFrom : from;
          }
          case "channel_post" -> message.forwardedPost = scalar(parser, value);
          case "date" -> message.forwardedDate = scalar(parser, value);
          default -> parser.skipChildren();
        }
      }
    }

    private static void replies(JsonParser parser, JsonToken token, Message message)
        throws IOException {
      if (token == JsonToken.START_OBJECT) {
        String count = JsonFields.field(parser, "replies");
        message.replies = count == null ? null : Counts.natural(Counts.parse(count));
      } else {
        message.replies = Counts.natural(JsonFields.count(parser));
      }
    }

    /** Reactions, in a list or in the API's object that has one: how many approve. */
    private static void reactions(JsonParser parser, JsonToken token, Message message)
        throws IOException {
      if (token == JsonToken.START_OBJECT) {
        String name;
        while ((name = JsonFields.nextField(parser)) != null) {
          JsonToken value = parser.currentToken();
          if (name.equals("results")) {
            reactions(parser, value, message);
          } else {
            parser.skipChildren();
          }
        }
        return;
      }
      if (!JsonFields.isArray(parser)) {
        return;
      }
      long sum = 0;
      while (JsonFields.nextObject(parser)) {
        String emoji = null;
        Long count = null;
        String name;
        while ((name = JsonFields.nextField(parser)) != null) {
          JsonToken value = parser.currentToken();
          switch (name) {
            case "emoji", "emoticon" -> emoji = JsonFields.text(parser);
            case "reaction" -> {
              if (value == JsonToken.START_OBJECT) {
                emoji = JsonFields.field(parser, "emoticon");
              } else {
                emoji = JsonFields.text(parser);
              }
            }
            case "count" -> count = Counts.natural(JsonFields.count(parser));
            default -> parser.skipChildren();
          }
        }
        if (count != null && (emoji == null || !DISAPPROVAL.contains(emoji))) {
          sum += count;
        }
      }
      message.reactions = sum;
    }

    // ---- what it is

    private Fate fate(Message message) {
      String type = message.type;
      String sort = message.sort;
      if ("service".equals(type) || "MessageService".equals(sort)) {
        return new Fate.NotPost("service_message");
      }
      if ((type != null && !message.collected && !"message".equals(type))
          || (sort != null && !"Message".equals(sort))) {
        return new Fate.NotPost("other_message");
      }
      if (chatType != null && PRIVATE_CHATS.contains(chatType)) {
        return new Fate.NotPost("private_message");
      }
      if (message.id == null) {
        return Fate.Rejected.missing("a message without id");
      }
      String channel = channel(message);
      if (channel == null) {
        return Fate.Rejected.missing("a message of no known channel");
      }
      if (channel.startsWith("user")) {
        return new Fate.NotPost("private_message");
      }
      Post original = original(message);
      PostBuilder post = post(message, channel);
      if (!message.forwarded) {
        words(post, message);
        return new Fate.Posted(post.build(), List.of());
      }
      post.kind(PostKind.REPOST)
          .repostedPostId(original == null ? null : original.postId())
          .repostedAuthorId(message.forwardedFrom)
          .hashtags(List.of())
          .mentions(List.of())
          .links(List.of());
      return new Fate.Posted(post.build(), original == null ? List.of() : List.of(original));
    }

    /** The chat that a message stands in: its own word, the document's, or a channel as sender. */
    private @Nullable String channel(Message message) {
      if (message.channel != null) {
        return message.channel;
      }
      if (chat != null) {
        return chat;
      }
      String sender = message.sender;
      return sender != null && !sender.startsWith("user") ? sender : null;
    }

    private static String postId(String channel, String message) {
      String bare = channel.startsWith("channel") ? channel.substring(7) : channel;
      return bare + "/" + message;
    }

    private PostBuilder post(Message message, String channel) {
      PostBuilder post =
          new PostBuilder(PLATFORM, postId(channel, String.valueOf(message.id)))
              .authorId(message.sender == null ? channel : message.sender)
              .authorName(message.senderName == null ? message.channelTitle : message.senderName)
              .venue(venue(message, channel), new Mention(channel, null));
      times.setPostedAt(post, message.unixTime == null ? message.date : message.unixTime);
      if (message.replyTo != null && !message.replyTo.equals("0")) {
        String peer = message.replyToPeer == null ? channel : message.replyToPeer;
        post.kind(PostKind.REPLY).replyToPostId(postId(peer, message.replyTo));
        if (message.replyToPeer == null && message.replyToTop != null) {
          post.rootPostId(postId(channel, message.replyToTop));
        }
      }
      return post;
    }

    private @Nullable String venue(Message message, String channel) {
      if (message.channelTitle != null) {
        return message.channelTitle;
      }
      return chatName == null ? postId(channel, "").replace("/", "") : chatName;
    }

    private static void words(PostBuilder post, Message message) {
      String text = message.text;
      List<String> links = message.links;
      if (text != null && message.collected && !message.runs) {
        List<String> labelled = new ArrayList<>(0);
        text = Markdown.read(text, labelled);
        if (!labelled.isEmpty()) {
          PlainText.addresses(text, labelled);
          links = labelled;
        }
      } else if (text != null && !message.runs && !links.isEmpty()) {
        PlainText.addresses(text, links);
      }
      if (message.runs) {
        post.hashtags(message.hashtags).mentions(message.mentions).links(links);
      } else if (!links.isEmpty()) {
        post.links(links.stream().distinct().toList());
      }
      post.text(PlainText.stored(text))
          .likes(message.reactions)
          .reposts(message.forwards)
          .replies(message.replies)
          .views(message.views);
    }

    /** The message that was forwarded, where it is known which it was. */
    private @Nullable Post original(Message message) {
      String from = message.forwardedFrom;
      String number = message.forwardedPost;
      if (!message.forwarded || from == null || number == null || !from.startsWith("channel")) {
        return null;
      }
      PostBuilder post =
          new PostBuilder(PLATFORM, postId(from, number)).origin(Origin.EMBEDDED).authorId(from);
      times.setPostedAt(post, message.forwardedDate);
      Message words = new Message();
      words.text = message.text;
      words.runs = message.runs;
      words.collected = message.collected;
      words.links = message.links;
      words.hashtags = message.hashtags;
      words.mentions = message.mentions;
      words(post, words);
      return post.venue(postId(from, "").replace("/", ""), new Mention(from, null)).build();
    }
  }

  /** The marks that client libraries write for bold words and links. */
  static final class Markdown {
    /** Characters of the words and of the address of a link, at most. */
    private static final int MAX_LINK = 4_096;

    private Markdown() {}

    /** The text without marks; where links with words of their own lead is added to the list. */
    static String read(String text, List<String> links) {
      String words = text.indexOf("](") < 0 ? text : unlinked(text, links);
      for (String mark : List.of("**", "__", "~~", "```", "||")) {
        words = unmarked(words, mark);
      }
      return words;
    }

    private static String unlinked(String text, List<String> links) {
      StringBuilder out = new StringBuilder(text.length());
      int at = 0;
      while (at < text.length()) {
        int middle = text.indexOf("](", at);
        if (middle < 0) {
          break;
        }
        int open = middle - 1;
        while (open > at && open > middle - MAX_LINK && text.charAt(open) != '[') {
          open--;
        }
        int end = middle + 2;
        int last = Math.min(text.length(), middle + MAX_LINK);
        while (end < last && ")[".indexOf(text.charAt(end)) < 0 && text.charAt(end) > ' ') {
          end++;
        }
        boolean link =
            open >= at
                && text.charAt(open) == '['
                && end < last
                && text.charAt(end) == ')'
                && isAddress(text, middle + 2);
        if (link) {
          out.append(text, at, open).append(text, open + 1, middle);
          if (text.startsWith("http", middle + 2)) {
            links.add(PlainText.storable(text.substring(middle + 2, end)));
          }
          at = end + 1;
        } else {
          out.append(text, at, middle + 2);
          at = middle + 2;
        }
      }
      return out.append(text, at, text.length()).toString();
    }

    private static boolean isAddress(String text, int at) {
      return text.startsWith("http://", at)
          || text.startsWith("https://", at)
          || text.startsWith("tg://", at)
          || text.startsWith("mailto:", at);
    }

    /** Takes marks away that come in pairs and do not stand within a word, as in a name. */
    private static String unmarked(String text, String mark) {
      int count = 0;
      for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length())) {
        boolean letterBefore = at > 0 && Character.isLetterOrDigit(text.charAt(at - 1));
        int behind = at + mark.length();
        boolean letterBehind =
            behind < text.length() && Character.isLetterOrDigit(text.charAt(behind));
        if (letterBefore && letterBehind && mark.equals("__")) {
          return text;
        }
        count++;
      }
      return count == 0 || count % 2 != 0 ? text : text.replace(mark, "");
    }
  }
}
