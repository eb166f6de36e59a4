package org.afterglow.archive.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebPageTest {
  private static final String LONG =
      "Green tea is poured at eighty degrees, which is what most people get wrong when they begin,"
          + " and the second pot is always the better one.";

  @Test
  void whatStandsAroundTheTextIsLeftOut() {
    WebPage page =
        WebPage.of(
            "<!DOCTYPE html><html><head><title>On  tea &amp; pots</title><style>p {}</style>"
                + "<script>var a = '<p>no</p>';</script></head><body>"
                + "<nav>"
                + LONG
                + "</nav><div><a href=\"/a\">Home</a> <a href=\"/b\">About us</a></div>"
                + "<h1>On tea and the pots for it</h1><p>"
                + LONG
                + "</p><p>See <a href=\"https://e.example/pots\">these pots</a> of all kinds, which"
                + " we have used for years and years, day by day, without a crack.</p>"
                + "<ul><li><a href=\"https://ad.example/1\">Buy cups and pots here now</a></li>"
                + "<li><a href=\"https://ad.example/2\">More offers for tea lovers</a></li></ul>"
                + "<div>Share this</div><div>Terms</div><footer>"
                + LONG
                + "</footer></body></html>");
    assertThat(page.title()).isEqualTo("On tea & pots");
    assertThat(page.text())
        .isEqualTo(
            "On tea and the pots for it\n\n"
                + LONG
                + "\n\nSee these pots of all kinds, which we have used for years and years, day by"
                + " day, without a crack.");
    assertThat(page.links()).containsExactly("https://e.example/pots");
    assertThat(page.published()).isNull();
  }

  @Test
  void aPageOfAFewWordsKeepsThem() {
    assertThat(WebPage.of("<p>Hello there</p>").text()).isEqualTo("Hello there");
    assertThat(WebPage.of("<title>T</title>").text()).isNull();
    assertThat(WebPage.of("").title()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<meta property=\"article:published_time\" content=\"2020-09-13T12:26:40Z\">",
        "<META CONTENT='2020-09-13T12:26:40Z' NAME='DC.Date.Issued'>",
        "<meta itemprop=\"datePublished\" content=\"2020-09-13T12:26:40Z\"/>",
        "<time datetime=\"2020-09-13T12:26:40Z\">yesterday</time><time datetime=\"2021\">x</time>",
        "<script type=\"application/ld+json\">{\"@graph\":[{\"x\":1},{\"datePublished\":"
            + "\"2020-09-13T12:26:40Z\"}]}</script>",
        "<meta name=\"date\" content=\"2001-01-01\"><meta property=\"article:published_time\""
            + " content=\"2020-09-13T12:26:40Z\"><time datetime=\"2002-01-01\">",
        "<script type=\"application/ld+json\">{\"datePublished\": broken</script>"
            + "<time datetime=\"2020-09-13T12:26:40Z\">",
      })
  void theDateThatAPageStatesIsFound(String html) {
    assertThat(WebPage.of("<html><body>" + html + "<p>text</p>").published())
        .isEqualTo("2020-09-13T12:26:40Z");
  }

  @Test
  void whatNeverClosesHidesNothing() {
    assertThat(WebPage.of("<title>T<p>words of a page").title()).isEqualTo("T");
    assertThat(WebPage.of("<noscript>" + "x ".repeat(40_000) + "<p>words of a page").text())
        .isEqualTo("words of a page");
  }
}
