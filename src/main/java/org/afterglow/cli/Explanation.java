package org.afterglow.cli;

import java.util.ArrayList;
import java.util.List;
import org.afterglow.table.ReasonCodes;

/** Text under headings that stand at its left, in lines of at most 120 characters. */
final class Explanation {
  private static final int WIDTH = 120;
  private static final int INDENT = 13;

  private final List<String> lines = new ArrayList<>();
  private String heading = "";

  /** A line that begins something of its own. */
  void title(String text) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    wrap(text, "", "    ");
    lines.add("");
  }

  /** What the text from here on is about. */
  void heading(String word) {
    heading = word;
  }

  /** A paragraph. */
  void say(String text) {
    wrap(text, begin(), " ".repeat(INDENT));
  }

  /** One of several of a kind. */
  void item(String text) {
    wrap(text, begin() + "· ", " ".repeat(INDENT + 2));
  }

  /** A code, of so many of something, and what it says. */
  void code(String before, String code) {
    item(before + code + ReasonCodes.sentence(code).map(sentence -> ": " + sentence).orElse("."));
  }

  /** A line that is typed, which is not broken. */
  void command(String line) {
    lines.add(begin() + line);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  private String begin() {
    String begin = ("  " + heading + " ".repeat(INDENT)).substring(0, INDENT);
    heading = "";
    return begin;
  }

  private void wrap(String text, String first, String further) {
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    // Names come from archives: codes that steer a terminal are none of their words.
    for (String word : text.replaceAll("\\p{Cntrl}", " ").strip().split(" +", -1)) {
      if (!empty && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(further);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
  }
}
