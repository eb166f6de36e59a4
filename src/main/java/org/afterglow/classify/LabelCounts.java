package org.afterglow.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What became of the rows of a file of labels; every row is used or in one of the counts of those
 * left out.
 *
 * @param rows of the file, below its header
 * @param blank left out: no label yet
 * @param neutral left out: labelled so
 * @param repeated left out: id, text and label stand in a row before, of this file or another
 * @param noText left out: nothing in the text is a word or a sign
 * @param otherLanguage left out: in none of the model's languages
 * @param shortRows whose last cells are missing and were taken for empty; used if they have a label
 * @param undated used, though the time they give is none and they have no year
 */
public record LabelCounts(
    long rows,
    long blank,
    long neutral,
    long repeated,
    long noText,
    long otherLanguage,
    long shortRows,
    long undated) {

  /** Of labels that stand in no file. */
  static LabelCounts allOf(long rows) {
    return new LabelCounts(rows, 0, 0, 0, 0, 0, 0, 0);
  }

  /** The same with what a model cannot learn from. */
  LabelCounts without(long textless, long inOtherLanguages) {
    return new LabelCounts(
        rows,
        blank,
        neutral,
        repeated,
        noText + textless,
        otherLanguage + inOtherLanguages,
        shortRows,
        undated);
  }

  /** How many are left out and why, {@code "3 without a label, 1 neutral"}; empty: none. */
  public String leftOut() {
    List<String> parts = new ArrayList<>();
    add(parts, blank, "without a label");
    add(parts, neutral, "neutral");
    add(parts, repeated, "repeated");
    add(parts, noText, "without words");
    add(parts, otherLanguage, "in other languages");
    return String.join(", ", parts);
  }

  /** What else there is to say of the rows, each a clause; mostly none. */
  public List<String> remarks() {
    List<String> parts = new ArrayList<>();
    add(parts, shortRows, "with fewer cells than the header, the others taken for empty");
    add(parts, undated, "with a created_at or year that is none (ISO 8601 would be right)");
    return parts;
  }

  private static void add(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(String.format(Locale.ROOT, "%,d %s", count, what));
    }
  }
}
