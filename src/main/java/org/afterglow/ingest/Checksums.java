package org.afterglow.ingest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a list of SHA-256 checksums says of files, as {@code sha256sum} and BSD's {@code sha256}
 * write it and archives of posts are handed out with.
 *
 * @param entries in their order
 */
public record Checksums(List<Entry> entries) {
  private static final Pattern PLAIN = Pattern.compile("(\\\\?)([0-9a-fA-F]{64})[ \\t]+\\*?(.+)");
  private static final Pattern BSD =
      Pattern.compile("(\\\\?)SHA2?-?256 ?\\((.+)\\) ?= ?([0-9a-fA-F]{64})");

  /**
   * The checksum of a file.
   *
   * @param name of the file with as many of its folders as the list has, between slashes
   * @param sha256 hexadecimal, lower case
   */
  public record Entry(String name, String sha256) {
    /** How many last parts of a path, the file's name among them, are those of this name. */
    int matches(String path) {
      List<String> parts = Arrays.asList(path.split("/+"));
      List<String> own = Arrays.asList(name.split("/+"));
      int same = 0;
      while (same < Math.min(parts.size(), own.size())
          && parts.get(parts.size() - 1 - same).equals(own.get(own.size() - 1 - same))) {
        same++;
      }
      return same;
    }
  }

  /**
   * What a list means for files.
   *
   * @param expected checksums that a file may have, by its path; several only where the list has
   *     several that fit its name equally well
   * @param unlisted files that the list does not have
   * @param absent names in the list that are none of the files
   */
  public record Matched(
      Map<String, List<String>> expected, List<String> unlisted, List<String> absent) {}

  public Checksums {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a list: {@code HEX NAME}, {@code HEX *NAME} or {@code SHA256 (NAME) = HEX} a line; blank
   * lines and those that begin with {@code #} or {@code ;} are passed over.
   *
   * @throws IllegalArgumentException if a line is none of these, or there is none
   */
  public static Checksums parse(String list) {
    List<Entry> entries = new ArrayList<>();
    int number = 0;
    for (String line : list.replaceFirst("^\ufeff", "").split("\\R", -1)) {
      number++;
      String bare = line.strip();
      if (bare.isEmpty() || bare.startsWith("#") || bare.startsWith(";")) {
        continue;
      }
      Matcher plain = PLAIN.matcher(bare);
      Matcher bsd = BSD.matcher(bare);
      if (plain.matches()) {
        entries.add(entry(plain.group(3), plain.group(2), !plain.group(1).isEmpty()));
      } else if (bsd.matches()) {
        entries.add(entry(bsd.group(2), bsd.group(3), !bsd.group(1).isEmpty()));
      } else {
        throw new IllegalArgumentException(
            "line "
                + number
                + " is no SHA-256 checksum; right would be 64 hexadecimal digits, two blanks and"
                + " a file's name");
      }
    }
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("there is no checksum in it");
    }
    return new Checksums(entries);
  }

  private static Entry entry(String name, String hex, boolean escaped) {
    String written = escaped ? name.replace("\\n", "\n").replace("\\\\", "\\") : name;
    return new Entry(
        written.replace('\\', '/').replaceFirst("^(\\./+)+", ""), hex.toLowerCase(Locale.ROOT));
  }

  /**
   * Finds the checksum of each file: that of the entry whose name has the most last parts in common
   * with the file's path. An entry is for the files that it fits best.
   *
   * @param paths of the files, qualified
   */
  public Matched match(List<String> paths) {
    Map<String, Integer> best = new TreeMap<>();
    Map<String, List<String>> expected = new TreeMap<>();
    TreeSet<String> absent = new TreeSet<>();
    Map<String, List<String>> byName =
        paths.stream().collect(Collectors.groupingBy(Checksums::last));
    for (Entry entry : entries) {
      List<String> named = byName.getOrDefault(last(entry.name()), List.of());
      List<Integer> fits = named.stream().map(entry::matches).toList();
      int most = fits.stream().max(Integer::compare).orElse(0);
      if (most == 0) {
        absent.add(entry.name());
        continue;
      }
      for (int i = 0; i < named.size(); i++) {
        String path = named.get(i);
        int before = best.getOrDefault(path, 0);
        if (fits.get(i) < most || fits.get(i) < before) {
          continue;
        }
        if (fits.get(i) > before) {
          best.put(path, fits.get(i));
          expected.put(path, new ArrayList<>());
        }
        expected.computeIfAbsent(path, none -> new ArrayList<>()).add(entry.sha256());
      }
    }
    List<String> unlisted = paths.stream().filter(path -> !expected.containsKey(path)).toList();
    return new Matched(Collections.unmodifiableMap(expected), unlisted, List.copyOf(absent));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
