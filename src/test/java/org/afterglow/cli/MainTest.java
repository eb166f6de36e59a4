package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private boolean sessionBefore;

  @BeforeEach
  void lookForASession() {
    sessionBefore = SparkSession.getDefaultSession().isDefined();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "--version", "tables --help"})
  void helpNeedsNoSession(String line) {
    assertThat(run(line.split(" "))).isZero();
    assertThat(out.toString()).contains("afterglow");
    assertThat(err.toString()).isEmpty();
    assertThat(SparkSession.getDefaultSession().isDefined()).isEqualTo(sessionBefore);
  }

  @ParameterizedTest
  @CsvSource({
    "tabels,           tables",
    "tabels --help,    tables",
    "tables --formt x, --format",
    "tables --format x, markdown",
    "--versoin,        --version",
    "run out --posts a b,  --posts A --posts B",
    "label out --for training -n 5 --posts a b,  --posts A --posts B",
    "train --labels a.csv out,  stands before --labels",
  })
  void aMistakeIsOneLineThatNamesWhatWouldBeRight(String line, String right) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains(right);
    assertThat(out.toString()).isEmpty();
    assertThat(SparkSession.getDefaultSession().isDefined()).isEqualTo(sessionBefore);
  }

  @Test
  void withoutACommandTheCommandsAreNamed() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("tables");
  }

  @Test
  void anUnknownTableIsAMistake() {
    assertThat(run("tables", "--table", "pots")).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("posts");
  }

  private int run(String... args) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), args);
  }
}
