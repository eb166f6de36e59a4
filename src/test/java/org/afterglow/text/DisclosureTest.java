package org.afterglow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.afterglow.text.Disclosure.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisclosureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Loving this bread knife #ad|DISCLOSED|Loving this bread knife",
        "#Sponsored: a week in the mill|DISCLOSED|: a week in the mill",
        "20% off with promo code CRUMB20 today|PROMO_CODE|20% off   today",
        "Use code: RYE5 at the till|PROMO_CODE|at the till",
        "discount code RYE-LOAF-5 at the till|PROMO_CODE|at the till",
        "loaves half price, coupon code \"LOAF10\", till noon"
            + "|PROMO_CODE|loaves half price,  , till noon",
        "The knife: https://www.amazon.com/dp/B00X?tag=breadshop-20&x=1 is sharp"
            + "|AFFILIATE_LINK|The knife: https://www.amazon.com/dp/B00X is sharp",
        "see http://shop.example/p?id=4&aff_id=77|AFFILIATE_LINK|see http://shop.example/p",
        "see http://shop.example/p?utm_source=mail&utm_medium=affiliate"
            + "|AFFILIATE_LINK|see http://shop.example/p",
      })
  void whatATextDisclosesIsFoundAndTakenOut(String text, Signal signal, String rest) {
    Disclosure disclosure = Disclosure.of(text);

    assertThat(disclosure.signals()).containsExactly(signal);
    assertThat(disclosure.rest()).isEqualTo(rest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my #adventure with sourdough",
        "the #ADHD group meets on Monday",
        "the bill was sponsored by the senator",
        "Use code from the manual? Credit its author",
        "dial in and use the code 119101",
        "they wanted a promo code but I had none",
        "https://www.amazon.com/dp/B00X?ref=nosim",
        "https://news.example/story?utm_source=twitter&utm_medium=social",
        "https://example.org/affiliates?tag=bread-20",
        "mail me at a@b.example#ad",
        "ask me anything about my book http://a.example/?aff=3, it took me ten years, and in them I"
            + " met the bakers of a hundred towns, who told me how they came to bake, what they did"
            + " when the flour ran out, who ate their bread, and what became of their ovens; some of"
            + " it is in the book, most of it is not, since nobody would believe it, and I have time"
            + " until five to answer what you would like to know of them, or of their ovens, or of me;"
            + " others have asked before why I went by bicycle, and the answer is that it smells of"
            + " bread in the morning, which you do not notice in a car, nor from a train for that"
            + " matter; so ask away, and be patient with my typing"
      })
  void whatOnlyLooksLikeItIsLeftAlone(String text) {
    assertThat(Disclosure.of(text)).isEqualTo(new Disclosure(java.util.List.of(), text));
  }

  @Test
  void everySignalOfATextIsNamedAndTakenOut() {
    Disclosure disclosure =
        Disclosure.of("#ad get 10% with discount code OVEN10: http://a.example/?aff=3 #ad");

    assertThat(disclosure.signals())
        .containsExactly(Signal.DISCLOSED, Signal.PROMO_CODE, Signal.AFFILIATE_LINK);
    assertThat(disclosure.rest()).doesNotContain("#ad", "OVEN10", "aff=").startsWith("get 10%");
  }

  @Test
  void aRequestStandsAtTheBeginningOfASentence() {
    assertThat(Disclosure.invites("Join us for the harvest!")).isTrue();
    assertThat(Disclosure.invites("We bake daily. Subscribe for news")).isTrue();
    assertThat(Disclosure.invites("Bread for all. Like us!")).isTrue();
    assertThat(Disclosure.invites("Fresh loaves, please share and follow the page")).isFalse();
    assertThat(Disclosure.invites("Everyone should join them in prayer")).isFalse();
    assertThat(Disclosure.invites("Joining was the best thing I did")).isFalse();
    assertThat(Disclosure.invites("Join us! " + "and so on ".repeat(80))).isFalse();
  }

  @Test
  void hostileTextsAreReadInLinearTime() {
    String[] hostile = {
      "http://amazon.".repeat(30_000),
      "https://amazon.com/" + "?tag=a-".repeat(60_000),
      "use code ".repeat(40_000),
      "\n".repeat(400_000),
      "use" + " ".repeat(400_000),
      "#".repeat(400_000)
    };
    for (String text : hostile) {
      org.junit.jupiter.api.Assertions.assertTimeout(
          Duration.ofSeconds(5),
          () -> {
            Disclosure.of(text);
            Disclosure.invites(text);
          });
    }
  }
}
