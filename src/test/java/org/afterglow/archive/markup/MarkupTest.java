package org.afterglow.archive.markup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkupTest {
  @ParameterizedTest
  @CsvSource({
    "'<p>One.</p>\n\n<p>Two <b>bold</b>words</p>', 'One.|| Two boldwords'",
    "'a<br>b<br/><br />c', 'a|b||c'",
    "'<ul><li>x</li><li>y</li></ul>', 'x|y'",
    "'<table><tr><td>1</td><td>2</td></tr></table>', '1 2'",
    "'lines\nof  source', 'lines of source'",
    "'<pre>a\n b</pre>', 'a|b'",
    "'x<script>if (a<b) \"</p>\"</script>y', 'xy'",
    "'x<style>p {}</style> y', 'x y'",
    "'<!-- a > b --> kept <!-- never closed', 'kept'",
    "'1 < 2 and 3 > 2', '1 < 2 and 3 > 2'",
    "'caf&eacute; &amp;lt; &hellip; &#8217;&#146;&#x2019; &bogus; & &#0;', 'café &lt; … ’’’ &bogus; & \ufffd'",
    "'<a title=\"a > b\" href=x>t</a>', 't'",
    "'<p title=\"open>text</p>', 'text'",
    "'<unknown-element>in</unknown-element>', 'in'",
    "'<P>UPPER</P>case', 'UPPER||case'",
    "'no markup', 'no markup'",
  })
  void htmlBecomesWhatReadersSee(String html, String text) {
    assertThat(Markup.of(html).text()).isEqualTo(text.replace("|| ", "\n\n").replace('|', '\n'));
  }

  @Test
  void linesOfEditorsAreKept() {
    assertThat(Markup.ofLines("One\nline.\n\n\n\nTwo&nbsp;<em>three</em>\r\nfour").text())
        .isEqualTo("One\nline.\n\nTwo\u00a0three\nfour");
  }

  @Test
  void whereLinksLeadIsKept() {
    Markup markup =
        Markup.of(
            "<a href=\"https://e.example/?a=1&amp;b=2\">x</a> <A HREF='http://f.example'>y</A>"
                + "<a href=/here>z</a><a name=n>w</a>");
    assertThat(markup.links()).containsExactly("https://e.example/?a=1&b=2", "http://f.example");
    assertThat(markup.text()).isEqualTo("x yzw");
  }

  @Test
  void linksToPeopleAndTagsAreWords() {
    Markup markup =
        Markup.of(
            "<p><span class=\"h-card\"><a href=\"https://a.example/@bo\" class=\"u-url mention\">@"
                + "<span>bo</span></a></span> <a href=\"https://a.example/tags/tea\" class=\"mention"
                + " hashtag\" rel=\"tag\">#<span>tea</span></a> <a href=\"https://e.example/a?b=1"
                + "&amp;c=2\" rel=\"nofollow\"><span class=\"invisible\">https://</span><span>"
                + "e.example/a?b=1&amp;c=2</span></a> <a href='https://e.example/b'>here</a> "
                + "<a href=\"https://e.example/b\">again</a></p>");
    assertThat(markup.links())
        .containsExactly("https://e.example/a?b=1&c=2", "https://e.example/b");
    assertThat(markup.text()).isEqualTo("@bo #tea https://e.example/a?b=1&c=2 here again");
  }

  @Test
  void anAddressCutShortIsWrittenOut() {
    Markup markup =
        Markup.of(
            "see <a href=\"http:&#x2F;&#x2F;e.example&#x2F;a&#x2F;long&#x2F;one\">"
                + "http:&#x2F;&#x2F;e.example&#x2F;a&#x2F;...</a>, <a href=\"https://e.example/q\">"
                + "and so on...</a> <a href=\"https://www.e.example/long\">e.example/l…</a>");
    assertThat(markup.text())
        .isEqualTo("see http://e.example/a/long/one, and so on... https://www.e.example/long");
  }

  @Test
  void ofPicturesEmojisAreRead() {
    assertThat(
            Markup.of("hi <img alt=\":tea:\" class=\"custom emoji\" src=x><img alt=\"photo\">")
                .text())
        .isEqualTo("hi :tea:");
  }

  @Test
  void nothingIsNothing() {
    assertThat(Markup.of(null).text()).isNull();
    assertThat(Markup.of(" <p> </p> <br>").text()).isNull();
    assertThat(Markup.of("").links()).isEmpty();
  }

  @Test
  void whatNeverClosesEndsWithTheText() {
    assertThat(Markup.of("a<b").text()).isEqualTo("a");
    assertThat(Markup.of("a<b href=\"x").text()).isEqualTo("a");
    assertThat(Markup.of("a<script>b").text()).isEqualTo("a");
    assertThat(Markup.of("a<").text()).isEqualTo("a<");
    assertThat(Markup.of("a&#").text()).isEqualTo("a&#");
  }
}
