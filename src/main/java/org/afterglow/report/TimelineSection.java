package org.afterglow.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.afterglow.report.ReportData.CoverageBin;
import org.afterglow.report.ReportData.DrawnCampaign;
import org.afterglow.table.CampaignRow;

/** The campaigns on a line of time, each with the eight weeks after its stop. */
final class TimelineSection {
  private static final Duration AFTER = Duration.ofDays(56);

  private TimelineSection() {}

  static Markup of(ReportData data) {
    Markup section =
        Wording.section(
            "campaigns",
            "Campaigns",
            "When each campaign ran and the 56 days after its stop in which what is left is"
                + " measured.");
    List<DrawnCampaign> campaigns = data.campaigns();
    if (campaigns.isEmpty()) {
      section.element(
          "p",
          "No campaign was declared, and none was detected. Detection needs an entity with at least"
              + " 5 promotional posts and 14 days in the archive.",
          "class",
          "none");
      return section.add(SourcePart.adverts(data)).close("section");
    }
    section.add(SourcePart.overview(data.bySource()));
    Instant from = from(data);
    Instant to = to(data, from);
    section.open("ul", "class", "key");
    section.add(key("campaign", "campaign"));
    section.add(key("after", "56 days after the stop, or until the next campaign"));
    section.close("ul");
    section.open("table", "class", "rows timeline");
    for (String source : sources(campaigns)) {
      group(section, source, data, from, to);
    }
    section
        .open("tbody")
        .open("tr", "class", "scale")
        .element("th", "")
        .open("td", "class", "drawn");
    section.add(IntakeSection.timeAxis(from, to)).close("td").close("tr");
    section.close("tbody").close("table");
    section.add(
        Wording.shown(
            campaigns.size(),
            data.campaignCount(),
            "campaigns",
            "those declared, then those with the most acts of engagement, then with most posts"));
    return section.add(SourcePart.adverts(data)).close("section");
  }

  private static List<String> sources(List<DrawnCampaign> campaigns) {
    return campaigns.stream()
        .map(drawn -> drawn.campaign().campaignSource())
        .distinct()
        .sorted(ReportData.SOURCES)
        .toList();
  }

  /** The campaigns known from one source under its name. */
  private static void group(
      Markup section, String source, ReportData data, Instant from, Instant to) {
    List<DrawnCampaign> own =
        data.campaigns().stream()
            .filter(drawn -> drawn.campaign().campaignSource().equals(source))
            .toList();
    long all =
        data.bySource().sources().stream()
            .filter(one -> one.source().equals(source))
            .mapToLong(ReportData.SourceCount::campaigns)
            .sum();
    section.open("tbody").open("tr", "class", "group");
    section.open("th", "scope", "rowgroup", "colspan", "2").text(SourcePart.name(source));
    section.element(
        "span",
        own.size() == all
            ? Figures.count(all)
            : Figures.count(own.size()) + " of " + Figures.count(all),
        "class",
        "small");
    section.close("th").close("tr");
    for (DrawnCampaign drawn : own) {
      row(section, drawn, from, to);
    }
    section.close("tbody");
  }

  private static void row(Markup section, DrawnCampaign drawn, Instant from, Instant to) {
    CampaignRow campaign = drawn.campaign();
    section.open("tr").open("th", "scope", "row").foreign(Wording.name(drawn));
    section.open("span", "class", "small");
    section.text(
        dates(campaign)
            + "; "
            + Figures.count(campaign.promotionalPosts())
            + " promotional, "
            + Figures.count(campaign.conversationalPosts())
            + " conversational posts");
    if (!ReportData.stands(campaign.state())) {
      section.text("; ").add(Wording.code(campaign.state()));
    }
    for (String flag : campaign.flags()) {
      section.text("; ").add(Wording.code(flag));
    }
    section.close("span").close("th").open("td", "class", "drawn");
    Scale scale = Scale.linear(seconds(from), seconds(to));
    Instant begun = Optional.ofNullable(campaign.startedAt()).orElse(from);
    Instant stopped = Optional.ofNullable(campaign.stoppedAt()).orElse(to);
    Strip strip = Strip.of(26, Wording.name(drawn) + ": " + dates(campaign));
    strip.rect("lane", 0, 1, 12, 1);
    double start = scale.at(seconds(begun));
    double stop = scale.at(seconds(stopped));
    if (campaign.stoppedAt() != null) {
      Instant end = stopped.plus(AFTER);
      Instant next = campaign.nextCampaignAt();
      if (next != null && next.isBefore(end) && next.isAfter(stopped)) {
        end = next;
      }
      strip.rect("after", stop, scale.at(seconds(end)), 8, 9);
    }
    strip.rect("campaign", start, Math.max(stop, start + 0.004), 5, 15);
    section.add(strip.markup()).close("td").close("tr");
  }

  /** From when to when a campaign ran, in words. */
  static String dates(CampaignRow campaign) {
    Instant started = campaign.startedAt();
    Instant stopped = campaign.stoppedAt();
    return (started == null ? "from the archive’s beginning" : Figures.day(started))
        + (stopped == null
            ? ", still running"
            : " – " + Figures.day(stopped.minus(Duration.ofNanos(1000))));
  }

  private static double seconds(Instant instant) {
    return (double) instant.getEpochSecond();
  }

  private static Markup key(String cssClass, String word) {
    return new Markup()
        .open("li")
        .open("svg", "width", "22", "height", "10", "aria-hidden", "true")
        .empty("rect", "class", cssClass, "width", "22", "height", "10")
        .close("svg")
        .text(word)
        .close("li");
  }

  private static Instant from(ReportData data) {
    return Stream.concat(
            data.campaigns().stream()
                .flatMap(drawn -> Stream.ofNullable(drawn.campaign().startedAt())),
            data.coverage().stream()
                .map(bin -> Instant.EPOCH.plus(Duration.ofDays(bin.firstEpochDay()))))
        .min(Instant::compareTo)
        .or(
            () ->
                data.campaigns().stream()
                    .flatMap(drawn -> Stream.ofNullable(drawn.campaign().stoppedAt()))
                    .min(Instant::compareTo)
                    .map(stop -> stop.minus(AFTER)))
        .orElse(data.run().finishedAt());
  }

  private static Instant to(ReportData data, Instant from) {
    Instant last =
        Stream.concat(
                data.campaigns().stream()
                    .flatMap(
                        drawn ->
                            Stream.of(
                                    Optional.ofNullable(drawn.campaign().startedAt()),
                                    Optional.ofNullable(drawn.campaign().stoppedAt()))
                                .flatMap(Optional::stream)),
                data.coverage().stream().map(TimelineSection::end))
            .max(Instant::compareTo)
            .orElse(from);
    return last.isAfter(from.plusSeconds(86_400)) ? last : from.plusSeconds(86_400);
  }

  private static Instant end(CoverageBin bin) {
    return Instant.EPOCH.plus(Duration.ofDays(bin.firstEpochDay() + bin.days()));
  }
}
