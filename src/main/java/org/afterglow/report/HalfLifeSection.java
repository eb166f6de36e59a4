package org.afterglow.report;

import java.util.List;
import org.afterglow.report.ReportData.DrawnCampaign;
import org.afterglow.table.DecayRow;

/** The three half-lives side by side, named so that none is taken for another. */
final class HalfLifeSection {
  private HalfLifeSection() {}

  static Markup of(ReportData data) {
    Markup section =
        Wording.section(
            "half-lives",
            "Three half-lives",
            "They answer three questions and are never mixed. Half by age: the post age by which"
                + " half of a post’s 28-day engagement has come. Half by level: the days after the"
                + " stop until the daily level is half of its mean on day 0. Half by window: the"
                + " days after the stop by which half of the acts of the next 28 days have come.");
    List<DrawnCampaign> with =
        data.campaigns().stream().filter(drawn -> !rows(data, drawn).isEmpty()).toList();
    if (with.isEmpty()) {
      section.element("p", "No campaign has a half-life to show.", "class", "none");
      return section.close("section");
    }
    section.open("div", "class", "wide").open("table", "class", "stacked");
    section.element("caption", "Points, and below them their 95 % intervals");
    section.add(
        Wording.head(
            "Campaign",
            "Class",
            "#Half by age",
            "#Half by level after the stop",
            "#Half by window after the stop",
            "#Still to come after day 1 of age",
            "#Level on day 28 against day 0"));
    section.open("tbody");
    for (DrawnCampaign drawn : with) {
      List<DecayRow> rows = rows(data, drawn);
      for (int i = 0; i < rows.size(); i++) {
        DecayRow row = rows.get(i);
        section.open("tr");
        if (i == 0) {
          section
              .open("th", "scope", "rowgroup", "rowspan", Integer.toString(rows.size()))
              .foreign(Wording.name(drawn))
              .close("th");
        }
        section.open("td").add(Wording.postClass(row.postClass()));
        section
            .element(
                "span",
                Figures.count(row.posts(), "post", "posts")
                    + ", "
                    + Figures.count(row.events(), "act", "acts"),
                "class",
                "under")
            .close("td");
        cell(section, Wording.stacked(row.halfOf28dAgeHours(), Figures::hours));
        cell(section, Wording.stacked(row.t50Days(), Figures::days));
        cell(section, Wording.stacked(row.halfOfWindowDays(), Figures::days));
        cell(section, Wording.stacked(row.remains1d(), Figures::percent));
        cell(section, Wording.stacked(row.rho28(), Figures::percent));
        section.close("tr");
      }
    }
    section.close("tbody").close("table").close("div");
    section.add(
        Wording.shown(
            with.size(),
            data.campaignCount(),
            "campaigns",
            "those with the most acts of engagement"));
    return section.close("section");
  }

  private static List<DecayRow> rows(ReportData data, DrawnCampaign drawn) {
    return data.decay().stream()
        .filter(row -> row.campaignId().equals(drawn.campaign().campaignId()))
        .toList();
  }

  private static void cell(Markup section, Markup content) {
    section.open("td", "class", "num").add(content).close("td");
  }
}
