package org.afterglow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  private final Words words = new Words();

  private List<String> read(String text, String... names) {
    words.read(text, List.of(names));
    List<String> read = new ArrayList<>();
    for (int t = 0; t < words.count; t++) {
      read.add(
          words.kinds[t].mask == 0
              ? new String(words.chars, words.starts[t], words.ends[t] - words.starts[t])
              : words.kinds[t].name());
    }
    return read;
  }

  @Test
  void masksAddressesHandlesAndNumbers() {
    assertThat(
            read(
                "Hey @ann.b, 3 boots for $9.99 or 20% off at https://x.example/a?b=1! Mail a@b.org"))
        .containsExactly(
            "hey", "HANDLE", "NUMBER", "boots", "for", "PRICE", "or", "PERCENT", "off", "at", "URL",
            "mail", "EMAIL");
  }

  @Test
  void knowsAnAddressWithoutScheme() {
    assertThat(read("visit myshop.com/sale or bit.ly/abc or www.a.dk now"))
        .containsExactly("visit", "URL", "or", "URL", "or", "URL", "now");
  }

  @Test
  void aForgottenSpaceAfterAFullStopIsNoAddress() {
    assertThat(read("I like this.it is good.me too")).doesNotContain("URL").contains("this", "it");
  }

  @Test
  void readsDisguisedWordsAsPlainOnes() {
    List<String> plain = read("free design online");
    assertThat(read("fr\u200bee d\u0435sign \uff4fnline")).isEqualTo(plain);
    assertThat(read("f r e e d\u00adesign onl\u0456ne")).isEqualTo(plain);
    assertThat(read("\ud835\udc1f\ud835\udc2b\ud835\udc1e\ud835\udc1e DESIGN online"))
        .isEqualTo(plain);
  }

  @Test
  void readsLettersOfAnyScriptThatAreDrawnLikeLatinOnes() {
    List<String> plain = read("free design online");
    assertThat(read("fr\u1d07\u1d07 d\u0435s\u13a5gn \u057dnline".replace("\u057d", "\u0585")))
        .isEqualTo(plain);
    assertThat(read("\ud83c\udd75\ud83c\udd81\ud83c\udd74\ud83c\udd74 d\u0336esign onl\u0456ne"))
        .isEqualTo(plain);
  }

  @Test
  void aWordOfLookAlikesAloneIsInDisguiseWhereOthersAre() {
    assertThat(read("b\u0443 \u0441\u043e\u043f or \u0441\u043e\u043c n\u043ew here"))
        .containsExactly("by", "\u0441\u043e\u043f", "or", "com", "now", "here");
    assertThat(read("the word \u0441\u043e\u043c here")).contains("\u0441\u043e\u043c");
  }

  @Test
  void leavesOrthographiesOfLatinAlone() {
    assertThat(read("kap\u0131 \u0142\u00f3d\u017a stra\u00dfe \u00f8l"))
        .containsExactly("kap\u0131", "\u0142\u00f3d\u017a", "strasse", "\u00f8l");
  }

  @Test
  void knowsWhereSentencesBegin() {
    read("@you hello. Buy it, please\nnow! come");
    assertThat(IntStream.range(0, words.count).filter(words::beginsSentence)).contains(2, 5, 7);
    assertThat(words.firstAddressed()).isOne();
  }

  @Test
  void leavesWordsOfAnotherScriptAlone() {
    assertThat(read("\u043c\u0430\u043c\u0430")).containsExactly("\u043c\u0430\u043c\u0430");
  }

  @Test
  void cutsRepeatedLettersToTwo() {
    assertThat(read("soooooo good!!!!")).containsExactly("soo", "good", "!");
  }

  @Test
  void masksTheGivenNamesHoweverTheyAreWritten() {
    assertThat(read("Big Shoe Co loves you. #BigShoeCo by bigshoeco", "Big Shoe Co"))
        .containsExactly("NAME", "NAME", "NAME", "loves", "you", "NAME", "by", "NAME");
    assertThat(words.ownNameCount).isEqualTo(3);
    assertThat(read("Acmetools rules, @acmetools_uk", "@acmetools_uk"))
        .containsExactly("NAME", "rules", "HANDLE");
    assertThat(words.ownNameCount).isEqualTo(2);
  }

  @Test
  void doesNotMaskANameThatIsAStopWord() {
    assertThat(read("I will go", "Will")).containsExactly("i", "will", "go");
  }

  @Test
  void findsWordsWhereNoneAreSpaced() {
    assertThat(read("\u79c1\u306f\u5b66\u751f\u3067\u3059")).hasSizeBetween(3, 6);
  }

  @Test
  void collapsesWhatDiffersBetweenCopies() {
    words.read("Win  a PRIZE https://t.example/a1 @bob", List.of());
    String one = words.collapsed();
    words.read("win a prize\nhttps://t.example/zz9   @alice ", List.of());
    assertThat(words.collapsed()).isEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "@", "#", "$", ":", "<", "&", "&amp", "http://", "www.", "a@", "a.b@", ":-",
        "\ud83d", "1.", "1.2.", "a ", "a b c d", "'", "\u200b"
      })
  void readsAnyShortText(String text) {
    assertThat(read(text)).hasSizeLessThanOrEqualTo(4);
    assertThat(read(text + text)).isNotNull();
  }

  @Test
  void readsAnythingAndSaysTheSameTwice() {
    Random random = new Random(7);
    String alphabet = "ab \u0430\u4e2d@#.:/-_'$%19!?\ud83d\ude00\u0301\u200d&;()<>\n\u0e01";
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(60);
      for (int j = 0; j < length; j++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      List<String> first = read(text.toString(), "ab", "bab");
      read("something else");
      assertThat(read(text.toString(), "ab", "bab")).isEqualTo(first);
    }
  }
}
