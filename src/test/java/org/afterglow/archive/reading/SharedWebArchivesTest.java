package org.afterglow.archive.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.afterglow.SharedData;
import org.afterglow.archive.FileState;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts of real web archives, as a Python script counts their headers. */
class SharedWebArchivesTest {
  private static final String COMMON_CRAWL = "archives/blogs/warc-wet-wat-whirlwind/whirlwind.warc";

  @Test
  void aCrawlGivesItsPages() {
    Reading reading = Reading.of(SharedData.path("archives/blogs/warc-aut/warc/example.warc.gz"));
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
    assertThat(reading.records()).hasSize(822);
    assertThat(reading.fates())
        .containsOnly(
            Map.entry("Posted", 94L),
            Map.entry("not a post warcinfo", 1L),
            Map.entry("not a post request", 261L),
            Map.entry("not a post metadata", 261L),
            Map.entry("not a post dns", 38L),
            Map.entry("not a post error_response", 40L),
            Map.entry("not a post redirect_response", 7L),
            Map.entry("not a post non_html_response", 120L));
    assertThat(reading.posts())
        .allSatisfy(
            post -> {
              assertThat(post.kind()).isEqualTo(PostKind.PAGE);
              assertThat(post.venue()).isNotNull();
              assertThat(post.countedAtMicros()).isNotNull();
            });
    assertThat(reading.posts().stream().filter(post -> post.text() != null)).hasSizeGreaterThan(80);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1, warcinfo request metadata",
    "'.gz', 1, warcinfo request metadata",
    "'.wet', 1, warcinfo",
    "'.wet.gz', 1, warcinfo",
    "'.wat', 0, warcinfo metadata",
    "'.wat.gz', 0, warcinfo metadata"
  })
  void oneCaptureInAllItsForms(String ending, int pages, String others) {
    Reading reading = Reading.of(SharedData.path(COMMON_CRAWL + ending));
    assertThat(reading.summary().format()).isEqualTo("warc");
    assertThat(reading.posts()).hasSize(pages);
    for (String kind : others.split(" ", -1)) {
      assertThat(reading.fates()).containsEntry("not a post " + kind, 1L);
    }
    assertThat(reading.records()).hasSize(pages + others.split(" ", -1).length);
    for (Post post : reading.posts()) {
      assertThat(post.venue()).isEqualTo("wikipedia.org");
      assertThat(post.text()).startsWith("Escopete").hasSizeGreaterThan(300);
    }
  }
}
