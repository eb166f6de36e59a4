package org.afterglow.report;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.regex.Pattern;
import org.afterglow.report.ReportData.DrawnCampaign;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.DecayContrastPooledRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReasonCodes;
import org.jspecify.annotations.Nullable;

/** Words and cells that several parts of the page share. */
final class Wording {
  /** The two classes that are compared, the promotional one first. */
  static final List<String> CLASSES = List.of("promotional", "conversational");

  /** Ratios nearer to one than this are called no material difference (docs/methods.md, 6). */
  static final double MARGIN = 1.25;

  private static final Pattern KEY = Pattern.compile("[a-z2-7]{26}");

  private Wording() {}

  /** What a reader calls a campaign: its label, else its first member, else its key. */
  static String name(DrawnCampaign drawn) {
    String label = drawn.campaign().label();
    if (label != null && !label.isBlank()) {
      return label;
    }
    if (drawn.members().isEmpty()) {
      return drawn.campaign().campaignId();
    }
    String more = drawn.memberCount() > 1 ? " and " + (drawn.memberCount() - 1) + " more" : "";
    return member(drawn.members().get(0)) + more;
  }

  /** A member by what it is: pseudonyms are cut to what tells them apart. */
  static String member(CampaignMemberRow member) {
    String id = member.entityId();
    return switch (member.entityType()) {
      case "hashtag" -> "#" + id;
      case "account" -> "account " + shortened(id, 10);
      // A channel's key is one of an account.
      case "venue" -> "venue " + (KEY.matcher(id).matches() ? shortened(id, 10) : id);
      default -> id;
    };
  }

  static String shortened(String id, int length) {
    int points = id.codePointCount(0, id.length());
    return points <= length ? id : id.substring(0, id.offsetByCodePoints(0, length)) + "…";
  }

  /** A code, bound to its sentence below. */
  static Markup code(String code) {
    Markup markup = new Markup();
    ReasonCodes.sentence(code)
        .ifPresentOrElse(
            sentence ->
                markup.element(
                    "a", code, "class", "code", "href", "#code-" + code, "title", sentence),
            () -> markup.element("span", code, "class", "code"));
    return markup;
  }

  /** An estimate: what stands of it, and its code where that is not all. */
  static Markup estimate(Estimate estimate, DoubleFunction<String> format) {
    Markup markup = new Markup();
    String interval = Figures.interval(estimate, format);
    if (interval != null) {
      markup.text(interval);
    }
    if (!ReportData.stands(estimate.state())) {
      markup.text(interval == null ? "not estimable: " : " ").add(code(estimate.state()));
    }
    return markup;
  }

  /** An estimate with its interval, or its code, on a line below its point. */
  static Markup stacked(Estimate estimate, DoubleFunction<String> format) {
    Markup markup = new Markup();
    Double value = estimate.value();
    if (value == null) {
      return estimate(estimate, format);
    }
    markup.element("span", format.apply(value), "class", "point-value");
    String interval = Figures.interval(estimate, format);
    if (interval != null && interval.contains("[")) {
      markup.text(" ");
      markup.element("span", interval.substring(interval.indexOf('[')), "class", "under");
    }
    if (!ReportData.stands(estimate.state())) {
      markup.text(" ").add(code(estimate.state()));
    }
    return markup;
  }

  /** A log ratio as a ratio. */
  static Estimate exponential(Estimate log) {
    return new Estimate(exp(log.value()), exp(log.low()), exp(log.high()), log.state());
  }

  /** Which of a pooled row's two estimates is the headline, as a ratio. */
  static Estimate headline(DecayContrastPooledRow row) {
    return exponential(row.headline().equals("mh_estimate") ? row.mhEstimate() : row.estimate());
  }

  static String ratio(double ratio) {
    return ratio < 0.1 || ratio >= 100 ? Figures.number(ratio) : Figures.decimals(ratio);
  }

  /** A coloured word for a class. */
  static Markup postClass(String postClass) {
    return new Markup().element("span", postClass, "class", "class-" + postClass);
  }

  /** Lines by class, for the head of a group of charts. */
  static Markup key() {
    Markup key = new Markup().open("ul", "class", "key");
    for (String postClass : CLASSES) {
      key.open("li").add(swatch("line " + postClass)).text(postClass + " posts").close("li");
    }
    key.open("li").text("shaded: 95 % interval").close("li");
    return key.close("ul");
  }

  /** A short stroke of a line, for a key. */
  static Markup swatch(String cssClass) {
    return new Markup()
        .open("svg", "width", "30", "height", "10", "aria-hidden", "true")
        .empty("path", "class", cssClass, "d", "M0 5L30 5")
        .close("svg");
  }

  /** Begins a part of the page. */
  static Markup section(String id, String title, String lede) {
    Markup section = new Markup();
    section.open("section", "id", id, "aria-labelledby", id + "-title");
    section.element("h2", title, "id", id + "-title");
    if (!lede.isEmpty()) {
      section.element("p", lede, "class", "lede");
    }
    return section;
  }

  /** Says how much is shown where that is not all. */
  static Markup shown(long shown, long of, String what, String chosenBy) {
    Markup line = new Markup();
    if (shown < of) {
      line.element(
          "p",
          "Showing "
              + Figures.count(shown)
              + " of "
              + Figures.count(of)
              + " "
              + what
              + ", "
              + chosenBy
              + "; the tables hold all.",
          "class",
          "note-line");
    }
    return line;
  }

  /** The head of a table: names of columns, those that begin with # being numbers. */
  static Markup head(String... columns) {
    Markup head = new Markup().open("thead").open("tr");
    for (String column : columns) {
      if (column.startsWith("#")) {
        head.element("th", column.substring(1), "scope", "col", "class", "num");
      } else {
        head.element("th", column, "scope", "col");
      }
    }
    return head.close("tr").close("thead");
  }

  private static @Nullable Double exp(@Nullable Double x) {
    if (x == null) {
      return null;
    }
    // beyond this no ratio means anything, and an infinite one is no figure
    return Math.exp(Math.max(-700, Math.min(700, x)));
  }
}
