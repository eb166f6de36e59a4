package org.afterglow.text;

import java.util.Map;

/** Closed lists of words. Lower case, with a straight apostrophe. */
final class WordLists {
  static final int FIRST_PERSON_PLURAL = 1;

  static final int SECOND_PERSON = 2;

  static final int FIRST_PERSON_SINGULAR = 4;

  /** English words that say nothing of a topic. */
  static final int STOP_WORD = 8;

  /** Verbs, and what stands like them, with which English asks its reader to do something. */
  static final int IMPERATIVE = 16;

  /** Words of offers, sales and announcements. */
  static final int OFFER = 32;

  /** Frequent words of English that no other language written in Latin letters has. */
  static final int ONLY_ENGLISH = 64;

  /** Top-level domains after which a bare {@code name.tld} in running text is an address. */
  static final int PLAIN_TOP_LEVEL_DOMAIN = 128;

  /** Of every word the lists that it stands in. */
  static final WordRoles ROLES =
      WordRoles.of(
          Map.ofEntries(
              Map.entry(
                  FIRST_PERSON_PLURAL, "we us our ours ourselves we're we've we'll we'd let's"),
              Map.entry(
                  SECOND_PERSON,
                  "you your yours yourself yourselves you're you've you'll you'd y'all u ur"),
              Map.entry(FIRST_PERSON_SINGULAR, "i me my mine myself i'm i've i'll i'd"),
              Map.entry(
                  STOP_WORD,
                  "a about above after again against all also am an and any are aren't as at be because"
                      + " been before being below between both but by can can't cannot could couldn't did"
                      + " didn't do does doesn't doing don't down during each few for from further get got"
                      + " had hadn't has hasn't have haven't having he her here hers herself him himself"
                      + " his how i i'd i'll i'm i've if in into is isn't it it's its itself just let's me"
                      + " more most my myself no nor not now of off on once only or other our ours"
                      + " ourselves out over own rt same she should shouldn't so some such than that"
                      + " that's the their theirs them themselves then there there's these they they're"
                      + " this those through to too u under until up ur us very via was wasn't we we'd"
                      + " we'll we're we've were weren't what what's when where which while who whom why"
                      + " will with won't would wouldn't y'all you you'd you'll you're you've your yours"
                      + " yourself yourselves"),
              Map.entry(
                  IMPERATIVE,
                  "add apply ask attend book bring browse buy call celebrate check chat claim click come"
                      + " comment contact discover dm do donate don't dont download drop email enjoy enter"
                      + " experience explore fill find follow forward get give go grab have hear help hit"
                      + " hurry join keep learn let let's lets like listen look make meet message nominate"
                      + " order pick please pledge plz post pre-order preorder purchase read register"
                      + " remember repost reserve retweet rsvp rt save schedule see send share shop show"
                      + " sign spread start stay stop stream submit subscribe support swipe tag take tap"
                      + " tell text try tune upgrade use visit volunteer vote watch win"),
              Map.entry(
                  OFFER,
                  "affordable announce announcing apply available back bargain bio blog bonus book booking"
                      + " bookings brand buy campaign channel cheap clearance code contest coupon deal"
                      + " deals deadline demo discount download ebook enter entries episode event events"
                      + " exclusive follow free gift giveaway guaranteed hiring introducing join latest"
                      + " launch launched launches launching limited link merch new newsletter now off"
                      + " offer offers online open order orders out podcast preorder presale price prices"
                      + " prize promo promotion raffle register registration report sale sales save seats"
                      + " shipping shop signup special sponsored sponsor stock store stream subscribe"
                      + " tickets tomorrow tonight tour trial tune upcoming via video visit vote"
                      + " voucher webinar website whitepaper win winner workshop"),
              Map.entry(
                  ONLY_ENGLISH,
                  "the and you that with this your they what would could should about when there been which"
                      + " because people their them from just know think really thanks please after before"
                      + " every never where while than then these those it's i'm i've i'll don't didn't can't"
                      + " won't isn't doesn't that's you're we're they're who why how does did has had were"
                      + " much many always still going want need good great very something anything someone"
                      + " check out our we've my"),
              Map.entry(
                  PLAIN_TOP_LEVEL_DOMAIN,
                  "app au biz blog br ca cc ch cn co com cz de dev dk edu es eu fi fm fr gd gl gov gr hu"
                      + " ie info io jp kr la live ly mobi mp mx net news nl nz online org page pl pt ro ru"
                      + " se shop site store tk top tr tv tw ua uk vc vn ws xyz za")));

  private WordLists() {}
}
