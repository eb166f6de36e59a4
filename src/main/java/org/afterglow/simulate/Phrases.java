package org.afterglow.simulate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The sentences of {@code phrases.txt}, all written for this program: by trade or common to all,
 * and by what they are for. A sentence has slots in braces that {@link Voice} fills.
 */
final class Phrases {
  private static final String COMMON = "common";
  private final Map<String, Map<String, List<String>>> sections = new LinkedHashMap<>();
  private final List<String> trades = new ArrayList<>();

  private Phrases(BufferedReader lines) throws IOException {
    Map<String, List<String>> section = new LinkedHashMap<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isBlank() || line.startsWith("# ")) {
        continue;
      }
      if (line.startsWith("[")) {
        String name = line.substring(1, line.indexOf(']'));
        section = sections.computeIfAbsent(name, unused -> new LinkedHashMap<>());
        if (name.startsWith("trade ")) {
          trades.add(name);
        }
        continue;
      }
      int colon = line.indexOf(": ");
      if (colon < 0) {
        throw new IOException("phrases.txt has a line without a kind and a colon: " + line);
      }
      section
          .computeIfAbsent(line.substring(0, colon), unused -> new ArrayList<>())
          .add(line.substring(colon + 2).strip());
    }
  }

  static Phrases read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Phrases.class.getResourceAsStream("phrases.txt")),
                StandardCharsets.UTF_8))) {
      return new Phrases(lines);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  int trades() {
    return trades.size();
  }

  List<String> names(int trade) {
    return of(trade, "name");
  }

  String venue(int trade) {
    return of(trade, "venue").get(0);
  }

  String tag(int trade, int number) {
    List<String> tags = of(trade, "tag");
    return tags.get(number / trades.size() % tags.size());
  }

  /** Sentences of one kind in one trade; an empty list if it has none. */
  List<String> of(int trade, String kind) {
    return in(trades.get(trade), kind);
  }

  List<String> common(String kind) {
    return in(COMMON, kind);
  }

  private List<String> in(String section, String kind) {
    return sections.getOrDefault(section, Map.of()).getOrDefault(kind, List.of());
  }

  /** The sentences of both, trade first. */
  List<String> ofAndCommon(int trade, String kind) {
    List<String> all = new ArrayList<>(of(trade, kind));
    all.addAll(common(kind));
    return all;
  }

  /** All sentences of the kinds in any section, in the order of the file. */
  List<String> everywhere(String... kinds) {
    List<String> all = new ArrayList<>();
    for (Map<String, List<String>> section : sections.values()) {
      for (String kind : kinds) {
        all.addAll(section.getOrDefault(kind, List.of()));
      }
    }
    return all;
  }

  String personHandle(Draws draws) {
    return pick(common("adjective"), draws) + pick(common("noun"), draws);
  }

  String personName(Draws draws) {
    return pick(common("given"), draws) + " " + pick(common("family"), draws);
  }

  static String pick(List<String> list, Draws draws) {
    return list.get(draws.below(list.size()));
  }
}
