package org.afterglow.report;

import java.util.List;

/** How the numbers were made, and by what. */
final class NotesSection {
  private NotesSection() {}

  static Markup of(ReportData data) {
    Markup section = Wording.section("notes", "How to read this page", "");
    section.open("ul");
    List<String> without = data.run().withoutSeason();
    for (String note :
        new String[] {
          "Intervals are 95 % intervals, written [low, high]; n says what was counted.",
          "An act of engagement is a timed reply, repost, quote, like or vote by someone other than"
              + " the post’s author and the campaign; it counts on the post it is aimed at.",
          "Every act is weighted by one over how active people are at that hour of the week, so that"
              + " posting at night is not mistaken for lasting long"
              + (without.isEmpty()
                  ? "."
                  : "; not on "
                      + String.join(", ", without)
                      + ", where too few people posted to learn those hours (NO_SEASON): acts there"
                      + " are unweighted, and no verdict is given."),
          "The contrast compares posts by their age, never by days since the stop: a stop is chosen"
              + " on promotional posts, which are fresher at it.",
          "The post or the person inside an account is the unit of inference, never the single act;"
              + " campaigns of one account are one cluster.",
          "No curve claims a level that lasts for ever: what remains is stated at fixed ages.",
          "Classes are measurements with errors. Without labels checked on this archive the contrast"
              + " gets figures and no verdict.",
          "This is observation, not an experiment: the page says “after the stop” and “went with”,"
              + " and names no causes.",
          "What was cut off by the end of the archive, an outage or the next campaign is unobserved,"
              + " not zero."
        }) {
      section.element("li", note);
    }
    section.close("ul");
    section.element(
        "p",
        "Definitions and formulas: docs/methods.md. Columns: the dictionary printed by the tables"
            + " command. Every figure here stands in the tables beside this file.",
        "class",
        "small");
    section.element("h3", "This run");
    RunFacts run = data.run();
    String model = run.model();
    section.open("dl", "class", "facts");
    fact(section, "Program", "Afterglow " + run.programVersion());
    fact(section, "Apache Spark", run.sparkVersion());
    fact(section, "Model", model == null ? "none: nothing was scored" : model);
    fact(section, "Seed", Long.toString(run.seed()));
    fact(section, "Inputs", Figures.count(run.inputs()));
    fact(section, "Finished", Figures.minute(run.finishedAt()));
    return section.close("dl").close("section");
  }

  private static void fact(Markup section, String term, String value) {
    section.open("div").element("dt", term).element("dd", value).close("div");
  }
}
