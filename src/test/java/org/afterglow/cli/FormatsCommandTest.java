package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.afterglow.archive.Formats;
import org.junit.jupiter.api.Test;

class FormatsCommandTest {
  @Test
  void everyFormatHasALineThatSaysWhatItIs() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), "formats")).isZero();

    assertThat(out.toString().lines()).hasSameSizeAs(Formats.names());
    for (String name : Formats.names()) {
      assertThat(out.toString()).containsPattern("(?m)^" + name + " +\\S.*\\S$");
    }
  }
}
