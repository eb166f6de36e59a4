package org.afterglow.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a text itself says of being promotion, and the text without the words that say so: a model
 * that learnt from texts found by these words would else learn the words.
 *
 * @param signals what was found, each once, in the order of {@link Signal}
 * @param rest the text without the words that gave the signals; the text itself where there are
 *     none
 */
public record Disclosure(List<Signal> signals, String rest) {
  /** UTF-16 units of a text that asks for something and no more: longer ones tell something. */
  private static final int LONGEST_REQUEST = 600;

  /** A way of saying it. */
  public enum Signal {
    /** A hashtag by which authors disclose that they are paid: {@code #ad}, {@code #sponsored}. */
    DISCLOSED(
        Integer.MAX_VALUE,
        "(?iu)(?<![\\p{L}\\p{N}_&/])[#＃](?:ad|advert|advertisement|sponsored|sponsoredpost"
            + "|sponsoredcontent|spon|paidpartnership|paidpromotion|paidad)(?![\\p{L}\\p{N}_])"),

    /** A code that makes something cheaper, named with the words for it: {@code promo code X10}. */
    PROMO_CODE(
        Integer.MAX_VALUE,
        "(?i:\\b(?:(?:use|with|enter|apply)\\s+(?:the\\s+)?)?"
            + "(?:promo|promotional|promotion|coupon|discount|voucher|offer)[ -]?codes?\\b"
            + "|\\buse\\s+(?:the\\s+)?code\\b)"
            + "(?:\\s+is)?[\\s:\"“”'‘’*(-]{0,4}(?=[A-Z0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{2,30}[A-Z0-9]\\b"
            + "[\"”'’*)]{0,2}"),

    /** A link whose address says who is paid for it. */
    AFFILIATE_LINK(LONGEST_REQUEST, "(?i)(?:https?://|www\\.)[^\\s<>\"()\\[\\]]++") {
      @Override
      boolean isMeant(String address) {
        return AFFILIATE.matcher(address).find()
            || address.contains("amazon.") && SHOP_TAG.matcher(address).find();
      }

      /** The link stays: that there is one says something without saying who is paid. */
      @Override
      String instead(String address) {
        int query = address.indexOf('?');
        int tag = address.indexOf("/tag=");
        int end = query < 0 ? tag : tag < 0 ? query : Math.min(query, tag);
        return end < 0 ? " " : address.substring(0, end);
      }
    };

    private final int longest;
    private final Pattern words;

    /**
     * A signal.
     *
     * @param longest text in which it counts, UTF-16 units
     * @param words that give it
     */
    Signal(int longest, String words) {
      this.longest = longest;
      this.words = Pattern.compile(words);
    }

    /** The text without the words that give the signal; null where there are none. */
    private @Nullable String without(String text) {
      Matcher match = words.matcher(text);
      StringBuilder rest = null;
      while (match.find()) {
        if (isMeant(match.group())) {
          rest = rest == null ? new StringBuilder() : rest;
          match.appendReplacement(rest, Matcher.quoteReplacement(instead(match.group())));
        }
      }
      return rest == null ? null : match.appendTail(rest).toString();
    }

    /** Whether what has the shape of the signal is one. */
    boolean isMeant(String match) {
      return true;
    }

    /** What stands for it in the rest of the text. */
    String instead(String match) {
      return " ";
    }
  }

  private static final Pattern AFFILIATE =
      Pattern.compile(
          "(?i)[?&](?:(?:aff|affid|aff_id|affiliate|affiliate_id|afid|irclickid)=\\w"
              + "|utm_medium=(?:aff|affiliate)\\b)");

  /** As Amazon writes it. */
  private static final Pattern SHOP_TAG = Pattern.compile("[?&/]tag=\\w[\\w-]{0,60}-2\\d\\b");

  /** A request at the beginning of a text or a sentence. */
  private static final Pattern INVITATION =
      Pattern.compile(
          "(?iu)(?:^|[.!?:;…\\n\"”)]\\s*|\\bplease\\s+)(?:join|follow|subscribe|sign (?:up|the|our|this)"
              + "|click|buy|order|shop|download|donate|register|learn more|check (?:out|it out)|rsvp"
              + "|apply (?:now|here|today|for)|book (?:now|your|a)|get (?:your|yours)|don['’]t miss"
              + "|like (?:us|our|to|this page|the page)|visit (?:us|our|the|https?:|www)"
              + "|like(?=\\s*!)|help us|support us|contact us)(?![\\p{L}\\p{N}_])");

  /** Searches a text. */
  public static Disclosure of(String text) {
    List<Signal> found = new ArrayList<>();
    String rest = text;
    for (Signal signal : Signal.values()) {
      String without = text.length() > signal.longest ? null : signal.without(rest);
      if (without != null) {
        found.add(signal);
        rest = without;
      }
    }
    return new Disclosure(List.copyOf(found), found.isEmpty() ? text : rest.strip());
  }

  /** Whether a text of ordinary length begins a sentence with a request to its reader. */
  public static boolean invites(String text) {
    return text.length() <= LONGEST_REQUEST && INVITATION.matcher(text).find();
  }
}
