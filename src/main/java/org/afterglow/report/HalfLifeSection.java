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
    section.open("div", "class", "wide").open("table");
    section.add(
        Wording.head(
            "Campaign",
            "Class",
            "#Posts",
            "#Acts",
            "#Half by age [95 %]",
            "#Half by level after the stop [95 %]",
            "#Half by window after the stop [95 %]",
            "#Still to come after day 1 [95 %]",
            "#Level on day 28 against day 0 [95 %]"));
    section.open("tbody");
    for (DrawnCampaign drawn : with) {
      for (DecayRow row : rows(data, drawn)) {
        section.open("tr").open("th", "scope", "row").foreign(Wording.name(drawn)).close("th");
        section.open("td").add(Wording.postClass(row.postClass())).close("td");
        section.element("td", Figures.count(row.posts()), "class", "num");
        section.element("td", Figures.count(row.events()), "class", "num");
        cell(section, Wording.estimate(row.halfOf28dAgeHours(), Figures::hours));
        cell(section, Wording.estimate(row.t50Days(), Figures::days));
        cell(section, Wording.estimate(row.halfOfWindowDays(), Figures::days));
        cell(section, Wording.estimate(row.remains1d(), Figures::percent));
        cell(section, Wording.estimate(row.rho28(), Figures::percent));
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
