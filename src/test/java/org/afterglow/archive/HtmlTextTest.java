package org.afterglow.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {
  private static String text(String html) {
    return String.valueOf(HtmlText.of(html).text());
  }

  @Test
  void blocksAndBreaksBecomeLines() {
    assertThat(text("<p>one</p><p>two<br>three<br /><br/>four</p>"))
        .isEqualTo("one\n\ntwo\nthree\n\nfour");
    assertThat(text("one<p>two<ul><li>a<li>b</ul>end")).isEqualTo("one\n\ntwo\n\na\nb\n\nend");
    assertThat(text("<div>one</div>\n  <div>two</div>")).isEqualTo("one\ntwo");
  }

  @Test
  void whiteSpaceCountsOnlyWherePreformatted() {
    assertThat(text("<p>  one \n <b>two</b>\tthree </p>")).isEqualTo("one two three");
    assertThat(text("a<pre><code>if (x)\n  y</code></pre>b")).isEqualTo("a\n\nif (x)\n  y\n\nb");
  }

  @ParameterizedTest
  @CsvSource({
    "'tea &amp; &lt;b&gt; &amp;amp;', 'tea & <b> &amp;'",
    "'<i>it&#x27;s</i> &#8364;1', 'it''s €1'",
    "'a < b and 1<2 <3', 'a < b and 1<2 <3'",
    "'plain text', 'plain text'",
    "'a<!-- b <p> -->c', 'ac'",
    "'a<script>b<c</script>d<style>p{}</style>', 'ad'",
    "'hi <img alt=\":tea:\" class=\"emojione emoji\" src=x><img alt=\"photo\">', 'hi :tea:'",
  })
  void entitiesAndOddTagsAreReadOnce(String html, String expected) {
    assertThat(text(html)).isEqualTo(expected);
  }

  @Test
  void linksAreKeptAndThoseToPeopleAndTagsAreWords() {
    HtmlText read =
        HtmlText.of(
            "<p><span class=\"h-card\"><a href=\"https://a.example/@bo\" class=\"u-url mention\">@"
                + "<span>bo</span></a></span> <a href=\"https://a.example/tags/tea\" class=\"mention"
                + " hashtag\" rel=\"tag\">#<span>tea</span></a> <a href=\"https://e.example/a?b=1"
                + "&amp;c=2\" rel=\"nofollow\"><span class=\"invisible\">https://</span><span>"
                + "e.example/a?b=1&amp;c=2</span></a> <a href='https://e.example/b'>here</a>"
                + " <a href=\"/relative\">no</a><a href=\"https://e.example/b\">again</a></p>");
    assertThat(read.links()).containsExactly("https://e.example/a?b=1&c=2", "https://e.example/b");
    assertThat(read.text()).isEqualTo("@bo #tea https://e.example/a?b=1&c=2 here noagain");
  }

  @Test
  void anAddressCutShortIsWrittenOut() {
    HtmlText read =
        HtmlText.of(
            "see <a href=\"http:&#x2F;&#x2F;e.example&#x2F;a&#x2F;long&#x2F;one\">"
                + "http:&#x2F;&#x2F;e.example&#x2F;a&#x2F;...</a>, <a href=\"https://e.example/q\">"
                + "and so on...</a>");
    assertThat(read.text()).isEqualTo("see http://e.example/a/long/one, and so on...");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "<p></p>", "<br>", "<p> </p><img src=x>", "<", "<a href=\""})
  void nothingToReadIsNull(String html) {
    assertThat(HtmlText.of(html).text()).isIn(null, "<");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a href=\"https://e.example>x</a> y",
        "<p class=\"a>b",
        "</",
        "<!",
        "<!--",
        "<script>",
        "<a>x</a></a>",
        "&",
        "<a href=>x</a>",
        "<a href",
        "<pre></pre></pre>x"
      })
  void brokenMarkupIsRead(String html) {
    assertThat(HtmlText.of(html).links()).isEmpty();
  }
}
