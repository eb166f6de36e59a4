package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.reading.Formats;
import org.junit.jupiter.api.Test;

class FormatsCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), args);
  }

  @Test
  void everyFormatHasALineThatSaysWhatItIsAndOneThatSaysWhatItCarries() {
    assertThat(run("formats")).isZero();

    for (String name : Formats.names()) {
      assertThat(out.toString()).contains(Formats.description(name));
      assertThat(out.toString()).containsPattern("(?m)^" + name + "( +(yes|some|-)){9}$");
    }
    for (Aspect aspect : Aspect.values()) {
      assertThat(out.toString()).containsPattern("(?m)^carries .*\\b" + aspect.word() + "\\b");
    }
    assertThat(out.toString()).containsPattern("(?m)^reddit +yes +- +- +yes +some +yes ");
    assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
  }

  @Test
  void oneFormatIsToldInWords() {
    assertThat(run("formats", "twitter_v1")).isZero();

    assertThat(out.toString())
        .contains(Formats.description("twitter_v1"))
        .containsPattern("(?m)^  reposts +yes +each repost ")
        .containsPattern("(?m)^  counted_at +some +when ")
        .containsPattern("(?m)^  likes +- +each like ");
    assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
  }

  @Test
  void anUnknownFormatIsAMistakeInALine() {
    assertThat(run("formats", "papyrus")).isEqualTo(2);

    assertThat(err.toString()).contains("format is papyrus, must be one of").contains("reddit");
  }
}
