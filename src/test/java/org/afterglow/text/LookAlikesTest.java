package org.afterglow.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Normalizer2;
import com.univocity.parsers.common.record.Record;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.File;
import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LookAlikesTest {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}']+");

  private static List<Record> posts() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setHeaderExtractionEnabled(true);
    settings.setLineSeparatorDetectionEnabled(true);
    return new CsvParser(settings).parseAllRecords(new File("data-samples/labels/languages.csv"));
  }

  private static String undone(String folded) {
    char[] text = folded.toCharArray();
    LookAlikes.undo(text, text.length);
    return new String(text);
  }

  private static Set<UnicodeScript> scripts(String word) {
    return word.codePoints()
        .filter(Character::isLetter)
        .mapToObj(UnicodeScript::of)
        .collect(Collectors.toSet());
  }

  @Test
  void textsOfManyLanguagesKeepEveryWordThatIsOfOneScript() {
    List<Record> posts = posts();
    assertThat(posts.stream().map(post -> post.getString("lang")).distinct())
        .contains("ru", "uk", "el", "pl", "tr", "vi", "ro", "ja", "zh", "ko", "ar", "he", "hi");
    for (Record post : posts) {
      String folded =
          Normalizer2.getNFKCCasefoldInstance().normalize(post.getString("text").strip());
      String[] before = BETWEEN_WORDS.split(folded);
      String[] after = BETWEEN_WORDS.split(undone(folded));
      assertThat(after).as(post.getString("id")).hasSameSizeAs(before);
      for (int i = 0; i < before.length; i++) {
        if (scripts(before[i]).size() < 2) {
          assertThat(after[i]).as(post.getString("id")).isEqualTo(before[i]);
        }
      }
    }
  }

  @Test
  void aWordOfMixedScriptAmongThemIsPutBackAlone() {
    String talk = "\u043f\u0440\u0438\u0432\u0435\u0442, \u043c\u043e\u0439 "; // hello, my
    assertThat(undone(talk + "blog")).isEqualTo(talk + "blog");
    assertThat(undone(talk + "bl\u043eg")).isEqualTo(talk + "blog");
  }
}
