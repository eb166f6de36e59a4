package org.afterglow.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to be read, and how: written before the first byte is, so that a restart knows what was
 * committed already.
 *
 * @param id of this reading; another one begun anew has another
 * @param settings everything that decides what the rows look like, by name
 * @param inputs files to read
 * @param units the work, in order
 */
record ReadPlan(String id, JsonNode settings, List<InputFile> inputs, List<WorkUnit> units) {

  int batches() {
    return units.isEmpty() ? 0 : units.get(units.size() - 1).batch() + 1;
  }

  List<WorkUnit> batch(int number) {
    return units.stream().filter(unit -> unit.batch() == number).toList();
  }

  /** The first thing in which another request differs, in words; null if there is none. */
  @Nullable String firstDifference(JsonNode otherSettings, List<InputFile> otherInputs) {
    String setting = firstDifference(settings, otherSettings);
    if (setting != null) {
      return setting;
    }
    for (int i = 0; i < Math.max(inputs.size(), otherInputs.size()); i++) {
      if (i >= inputs.size()) {
        return "the input " + otherInputs.get(i).path() + " is new";
      }
      if (i >= otherInputs.size()) {
        return "the input " + inputs.get(i).path() + " is missing";
      }
      if (!inputs.get(i).path().equals(otherInputs.get(i).path())) {
        return "input " + i + " was " + inputs.get(i).path() + ", is " + otherInputs.get(i).path();
      }
      if (inputs.get(i).size() != otherInputs.get(i).size()) {
        return "the input "
            + inputs.get(i).path()
            + " had "
            + inputs.get(i).size()
            + " bytes, has "
            + otherInputs.get(i).size();
      }
    }
    return null;
  }

  /** The first setting in which two differ, in words; null if there is none. */
  static @Nullable String firstDifference(JsonNode before, JsonNode now) {
    TreeSet<String> names = new TreeSet<>();
    before.fieldNames().forEachRemaining(names::add);
    now.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      if (!before.path(name).equals(now.path(name))) {
        return name + " was " + shown(before.path(name)) + ", is " + shown(now.path(name));
      }
    }
    return null;
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "not set" : value.toString();
  }
}
