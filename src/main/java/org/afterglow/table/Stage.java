package org.afterglow.table;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A stage of the main job, in order; each writes its tables whole or not at all. */
public enum Stage {
  INGEST,
  CAMPAIGNS,
  DECAY,
  CLAIMS,
  REPORT;

  /** The word in commands and in the manifest. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The stage that owns a table: another may fill in columns, but this one makes its rows. */
  public static Stage of(Table<?> table) {
    return valueOf(table.stage().toUpperCase(Locale.ROOT));
  }

  /** The stages that build on this one. */
  public List<Stage> later() {
    return Arrays.stream(values()).filter(stage -> stage.compareTo(this) > 0).toList();
  }

  /** The tables that it owns. */
  public List<Table<?>> tables() {
    return Tables.ALL.stream().filter(table -> table.stage().equals(word())).toList();
  }
}
