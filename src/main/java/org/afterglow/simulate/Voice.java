package org.afterglow.simulate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.afterglow.simulate.SimulatedPost.Link;
import org.afterglow.simulate.SimulatedPost.Words;
import org.jspecify.annotations.Nullable;

/** Puts words into posts: sentences from the lists, or words from two overlapping vocabularies. */
final class Voice {
  private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");
  private static final Pattern WORD = Pattern.compile("[a-z][a-z']+");
  private static final String[] TALK = {"talk", "reply", "answer", "mention", "chatter", "chat"};
  private static final double TWO_SENTENCES = .35;
  private static final double SMILE = .12;

  private final SimulationOptions options;
  private final Phrases phrases;
  private final List<String> promotionalWords;
  private final List<String> conversationalWords;
  private final List<String> sharedWords;
  private final List<String> askWords;

  /** Words of one trade alone, by trade. */
  private final List<List<String>> topicWords = new ArrayList<>();

  Voice(SimulationOptions options, Phrases phrases) {
    this.options = options;
    this.phrases = phrases;
    Set<String> promotional = vocabulary(phrases.everywhere("promo"));
    Set<String> conversational = vocabulary(phrases.everywhere(TALK));
    Set<String> asking = vocabulary(phrases.everywhere("ask"));
    asking.removeAll(promotional);
    asking.removeAll(conversational);
    this.askWords = List.copyOf(asking);
    if (options.theta7() != 0) {
      topics(promotional, conversational);
    }
    Set<String> shared = new LinkedHashSet<>(promotional);
    shared.retainAll(conversational);
    promotional.removeAll(shared);
    conversational.removeAll(shared);
    this.promotionalWords = List.copyOf(promotional);
    this.conversationalWords = List.copyOf(conversational);
    this.sharedWords = List.copyOf(shared);
  }

  /** What is said of one trade alone makes its topic; classes differ in what all say. */
  private void topics(Set<String> promotional, Set<String> conversational) {
    List<Set<String>> ofTrades = new ArrayList<>();
    for (int trade = 0; trade < phrases.trades(); trade++) {
      Set<String> own = new LinkedHashSet<>();
      own.addAll(vocabulary(phrases.of(trade, "promo")));
      for (String kind : TALK) {
        own.addAll(vocabulary(phrases.of(trade, kind)));
      }
      own.addAll(vocabulary(phrases.of(trade, "item")));
      ofTrades.add(own);
    }
    Set<String> common = new LinkedHashSet<>(vocabulary(phrases.common("promo")));
    for (String kind : TALK) {
      common.addAll(vocabulary(phrases.common(kind)));
    }
    promotional.retainAll(common);
    conversational.retainAll(common);
    for (Set<String> own : ofTrades) {
      Set<String> topic = new LinkedHashSet<>(own);
      topic.removeAll(common);
      ofTrades.stream().filter(other -> other != own).forEach(topic::removeAll);
      topicWords.add(List.copyOf(topic));
    }
  }

  private static Set<String> vocabulary(List<String> sentences) {
    Set<String> words = new LinkedHashSet<>();
    for (String sentence : sentences) {
      Matcher word = WORD.matcher(SLOT.matcher(sentence).replaceAll(" ").toLowerCase(Locale.ROOT));
      while (word.find()) {
        words.add(word.group());
      }
    }
    return words;
  }

  /** A post of an owner. */
  Words post(
      boolean promotional,
      Entity entity,
      Account owner,
      @Nullable String tag,
      Topic topic,
      Draws draws) {
    return words(
        promotional,
        promotional ? "promo" : "talk",
        entity.trade(),
        owner,
        tag,
        List.of(),
        topic,
        draws);
  }

  /** What a person answers to an owner's post, addressed to it. */
  Words reply(boolean toPromotional, Entity entity, SimulatedPost post, Draws draws) {
    Account owner = post.author();
    return words(
        false,
        toPromotional ? "replypromo" : "reply",
        entity.trade(),
        owner,
        null,
        List.of(owner),
        topic(post.venue(), draws),
        draws);
  }

  /** Talk in a venue is about its trade, more or less; null where nothing has topics. */
  private @Nullable Topic topic(@Nullable String venue, Draws draws) {
    for (int trade = 0; trade < topicWords.size(); trade++) {
      if (phrases.venue(trade).equals(venue)) {
        return Topic.drawn(venue, trade, topicWords.size(), draws);
      }
    }
    return null;
  }

  /** What an owner asks a person for. */
  Words ask(Entity entity, Account owner, Account person, Draws draws) {
    return words(false, "ask", entity.trade(), owner, null, List.of(person), draws);
  }

  /** What an owner answers to a person. */
  Words answer(Entity entity, Account owner, Account person, Draws draws) {
    return words(false, "answer", entity.trade(), owner, null, List.of(person), draws);
  }

  /** What a person says about an owner unasked. */
  Words mention(Entity entity, Account owner, Draws draws) {
    return words(false, "mention", entity.trade(), owner, null, List.of(owner), draws);
  }

  /** What a person says of an owner to everybody else; the handle stands at the end. */
  Words recommendation(Entity entity, Account owner, Draws draws) {
    Words said = words(false, "recommend", entity.trade(), owner, null, List.of(), draws);
    return new Words(
        said.text() + " @" + owner.handle(),
        said.language(),
        said.hashtags(),
        List.of(owner),
        said.links());
  }

  /** What a person writes over a post that it passes on. */
  Words quote(Entity entity, Account owner, Draws draws) {
    return words(false, "quote", entity.trade(), owner, null, List.of(), draws);
  }

  /** What a person answers to another. */
  Words chat(Account other, Draws draws) {
    return words(false, "chat", -1, null, null, List.of(other), draws);
  }

  /** What a person says to nobody in particular. */
  Words chatter(Draws draws) {
    return words(false, "chatter", -1, null, null, List.of(), draws);
  }

  /** The one text of a bot that repeats itself; addressed to nobody, so that it is always one. */
  Words repeated(Platform platform, int bot) {
    return chatter(Draws.of(options.seed(), "bot's text", platform.number(), bot));
  }

  /** A post in another language than English, or an oddity: {@code xx: text}. */
  Words verbatim(String kind, int number) {
    List<String> all = phrases.common(kind);
    String line = all.get(number % all.size());
    int bar = line.indexOf('|');
    String text = line.substring(bar + 1);
    List<String> tags = new ArrayList<>();
    Matcher tag = Pattern.compile("#(\\S+)").matcher(text);
    while (tag.find()) {
      tags.add(tag.group(1));
    }
    return new Words(text, line.substring(0, bar), tags, List.of(), List.of());
  }

  int count(String kind) {
    return phrases.common(kind).size();
  }

  private Words words(
      boolean promotional,
      String kind,
      int trade,
      @Nullable Account owner,
      @Nullable String tag,
      List<Account> addressed,
      Draws draws) {
    return words(promotional, kind, trade, owner, tag, addressed, null, draws);
  }

  private Words words(
      boolean promotional,
      String kind,
      int trade,
      @Nullable Account owner,
      @Nullable String tag,
      List<Account> addressed,
      @Nullable Topic topic,
      Draws draws) {
    List<Link> links = new ArrayList<>();
    String body;
    if (options.voice() == VoiceKind.WORDS) {
      List<String> own =
          kind.equals("ask") ? askWords : promotional ? promotionalWords : conversationalWords;
      body = bag(own, topic, draws);
    } else {
      List<String> sentences = trade < 0 ? phrases.common(kind) : phrases.ofAndCommon(trade, kind);
      String first = Phrases.pick(sentences, draws);
      body = first;
      if (draws.chance(TWO_SENTENCES)) {
        String second = Phrases.pick(sentences, draws);
        if (!second.equals(first)) {
          body = first + " " + second;
        }
      }
      body = fill(body, trade, owner, links, draws);
      if (draws.chance(SMILE)) {
        body = body + " " + Phrases.pick(phrases.common("smile"), draws);
      }
    }
    StringBuilder text = new StringBuilder();
    for (Account account : addressed) {
      text.append('@').append(account.handle()).append(' ');
    }
    text.append(body);
    if (tag != null) {
      text.append(" #").append(tag);
    }
    return new Words(
        text.toString(), "en", tag == null ? List.of() : List.of(tag), addressed, links);
  }

  private String bag(List<String> own, @Nullable Topic topic, Draws draws) {
    int length = 6 + draws.below(19);
    StringBuilder text = new StringBuilder();
    int ofTopic = 0;
    for (int word = 0; word < length; word++) {
      List<String> drawn = own;
      if (draws.chance(options.vocabularyOverlap())) {
        drawn = sharedWords;
        if (topic != null && !topicWords.isEmpty()) {
          ofTopic++;
          // As many as the share says, not on average: texts are short.
          boolean off = (int) (ofTopic * topic.away()) > (int) ((ofTopic - 1) * topic.away());
          drawn = topicWords.get(off ? topic.other() : topic.trade());
        }
      }
      text.append(word == 0 ? "" : " ").append(Phrases.pick(drawn, draws));
    }
    return text.toString();
  }

  private String fill(
      String sentence, int trade, @Nullable Account owner, List<Link> links, Draws draws) {
    Matcher slot = SLOT.matcher(sentence);
    StringBuilder filled = new StringBuilder();
    while (slot.find()) {
      slot.appendReplacement(
          filled, Matcher.quoteReplacement(value(slot.group(1), trade, owner, links, draws)));
    }
    slot.appendTail(filled);
    return filled.toString();
  }

  private String value(
      String slot, int trade, @Nullable Account owner, List<Link> links, Draws draws) {
    return switch (slot) {
      case "n" -> String.valueOf(2 + draws.below(8));
      case "price" -> String.valueOf(5 + draws.below(56));
      case "pct" -> String.valueOf(10 + 5 * draws.below(9));
      case "hour" -> String.valueOf(1 + draws.below(11));
      case "code" -> Phrases.pick(phrases.common("code"), draws) + (10 + 5 * draws.below(5));
      case "link" -> {
        Link link = link(owner, draws);
        links.add(link);
        yield link.shortForm();
      }
      case "owner" -> owner == null ? "them" : owner.name();
      default -> {
        List<String> own = trade < 0 ? List.of() : phrases.of(trade, slot);
        List<String> list = own.isEmpty() ? phrases.common(slot) : own;
        if (list.isEmpty()) {
          throw new IllegalStateException("phrases.txt has nothing for the slot {" + slot + "}");
        }
        yield Phrases.pick(list, draws);
      }
    };
  }

  private Link link(@Nullable Account owner, Draws draws) {
    String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    StringBuilder shortForm = new StringBuilder("https://t.co/");
    for (int letter = 0; letter < 10; letter++) {
      shortForm.append(letters.charAt(draws.below(letters.length())));
    }
    String site = owner == null ? "noticeboard" : owner.handle().toLowerCase(Locale.ROOT);
    return new Link(
        shortForm.toString(),
        "https://www." + site + ".example/" + Phrases.pick(phrases.common("page"), draws));
  }
}
