package org.afterglow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
  private final Language language = new Language();

  private @Nullable String of(@Nullable String platform, String text) {
    Words words = new Words();
    words.read(text, List.of());
    return language.of(platform, words);
  }

  @ParameterizedTest
  @CsvSource({
    "en,en",
    "EN-gb,en",
    "pt_BR,pt",
    "in,id",
    "iw,he",
    "und,",
    "zxx,",
    "qme,",
    "qst,",
    "'',",
    "x,",
    "12,",
    "english,"
  })
  void bringsWhatPlatformsSayToOneForm(String given, @Nullable String expected) {
    assertThat(Language.ofPlatform(given)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "en,What do you think of the new bridge they are building over there?",
    "de,Wir haben gestern im Garten gesessen und lange \u00fcber das Wetter geredet",
    "es,Ayer fuimos con los ni\u00f1os a la playa y comimos helado toda la tarde",
    "fr,Nous avons pass\u00e9 toute la journ\u00e9e dans le jardin avec les enfants",
    "ru,\u0412\u0447\u0435\u0440\u0430 \u043c\u044b \u0432\u0435\u0441\u044c \u0434\u0435\u043d\u044c \u0433\u0443\u043b\u044f\u043b\u0438 \u0432 \u043f\u0430\u0440\u043a\u0435",
    "ja,\u4eca\u65e5\u306f\u3068\u3066\u3082\u3044\u3044\u5929\u6c17\u3067\u3059\u306d"
  })
  void detectsWhatThePlatformDoesNotSay(String expected, String text) {
    assertThat(of(null, text)).isEqualTo(expected);
    assertThat(of("und", text)).isEqualTo(expected);
  }

  @Test
  void thePlatformGoesFirst() {
    assertThat(of("nl", "What do you think of the new bridge over there?")).isEqualTo("nl");
  }

  @Test
  void doesNotGuessAtAFewLetters() {
    assertThat(of(null, "lol ok @somebody https://example.com/some/long/path")).isNull();
  }
}
