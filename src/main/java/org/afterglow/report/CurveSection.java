package org.afterglow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.afterglow.report.Plot.Point;
import org.afterglow.report.Plot.Span;
import org.afterglow.report.Plot.Tick;
import org.afterglow.report.ReportData.DrawnCampaign;
import org.afterglow.table.DecayCurveRow;
import org.afterglow.table.DecayRow;
import org.afterglow.table.EngagementRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReasonCodes;

/** Engagement by the age of posts and by days since the stop, class against class. */
final class CurveSection {
  private static final double YOUNGEST_HOURS = 0.5;
  private static final double OLDEST_HOURS = 28 * 24;
  private static final int WINDOW_DAYS = 56;
  private static final int OPEN_AT_FIRST = 2;
  private static final List<Tick> AGES =
      List.of(
          new Tick(1, "1 h"),
          new Tick(6, "6 h"),
          new Tick(24, "1 d"),
          new Tick(96, "4 d"),
          new Tick(OLDEST_HOURS, "28 d"));
  private static final List<Tick> DAYS =
      List.of(
          new Tick(0, "0"),
          new Tick(14, "14"),
          new Tick(28, "28"),
          new Tick(42, "42"),
          new Tick(56, "56"));

  private final ReportData data;

  private CurveSection(ReportData data) {
    this.data = data;
  }

  static Markup of(ReportData data) {
    Markup section =
        Wording.section(
            "curves",
            "How engagement decays",
            "By the age of a post, and by days since the stop. These curves describe; the contrast"
                + " above is what compares the classes.");
    CurveSection curves = new CurveSection(data);
    List<DrawnCampaign> drawn =
        data.campaigns().stream().filter(campaign -> curves.hasRows(campaign)).toList();
    if (drawn.isEmpty()) {
      section.element("p", "No campaign has a series of engagement to draw.", "class", "none");
      return section.close("section");
    }
    section.add(Wording.key());
    section.add(curves.overview(drawn));
    section.element("h3", "Campaign by campaign");
    int place = 0;
    for (DrawnCampaign campaign : drawn) {
      section.add(curves.campaign(campaign, place++ < OPEN_AT_FIRST));
    }
    section.add(
        Wording.shown(
            drawn.size(),
            data.campaignCount(),
            "campaigns",
            "those with the most acts of engagement"));
    return section.close("section");
  }

  private boolean hasRows(DrawnCampaign campaign) {
    String id = campaign.campaign().campaignId();
    return data.engagement().stream()
            .anyMatch(row -> row.campaignId().equals(id) && !row.series().startsWith("S4_"))
        || data.decayCurve().stream().anyMatch(row -> row.campaignId().equals(id));
  }

  /** The shares of all campaigns over each other. */
  private Markup overview(List<DrawnCampaign> drawn) {
    Plot plot = sharePlot("Share of 28-day engagement by post age, all drawn campaigns");
    int lines = 0;
    for (DrawnCampaign campaign : drawn) {
      for (String postClass : Wording.CLASSES) {
        List<Point> points = shares(ages(campaign, postClass));
        if (!points.isEmpty()) {
          plot.line("thin " + postClass, points);
          lines++;
        }
      }
    }
    if (drawn.size() < 2 || lines == 0) {
      return new Markup();
    }
    return new Markup()
        .open("div", "class", "panels two")
        .add(
            figure(
                "All campaigns",
                "share of what a post gets in 28 days, one line a campaign and class",
                plot.markup()))
        .add(
            figure(
                "All campaigns since the stop",
                "fitted level against that of day 0, one line a campaign and class",
                levels(drawn)))
        .close("div");
  }

  /** Fitted levels of all campaigns, each against its own beginning. */
  private Markup levels(List<DrawnCampaign> drawn) {
    Plot plot =
        new Plot(
                "Fitted level since the stop, all drawn campaigns",
                "Each line is the fitted daily level divided by that of day 0.",
                Scale.linear(0, WINDOW_DAYS),
                "days since the stop",
                Scale.linear(0, 1.2),
                "level against day 0")
            .xTicks(DAYS)
            .yTicks(share -> Math.round(100 * share) + " %");
    plot.level(0.5);
    boolean any = false;
    for (DrawnCampaign campaign : drawn) {
      for (String postClass : Wording.CLASSES) {
        List<Point> fit =
            data.decayCurve().stream()
                .filter(row -> row.campaignId().equals(campaign.campaign().campaignId()))
                .filter(row -> row.postClass().equals(postClass))
                .flatMap(
                    row -> {
                      Double value = row.fitted().value();
                      return value == null
                          ? Stream.empty()
                          : Stream.of(new Point(row.day() + 0.5, value));
                    })
                .toList();
        if (!fit.isEmpty() && fit.get(0).y() > 0) {
          double beginning = fit.get(0).y();
          plot.line(
              "thin " + postClass,
              fit.stream().map(at -> new Point(at.x(), at.y() / beginning)).toList());
          any = true;
        }
      }
    }
    return any
        ? plot.markup()
        : new Markup().element("p", "No campaign has a fitted curve.", "class", "none");
  }

  private Markup campaign(DrawnCampaign campaign, boolean open) {
    Markup part = new Markup();
    if (open) {
      part.open("details", "open", "open");
    } else {
      part.open("details");
    }
    part.open("summary").foreign(Wording.name(campaign)).open("span");
    part.text(
        " — "
            + TimelineSection.dates(campaign.campaign())
            + "; "
            + Figures.count(campaign.events(), "act", "acts")
            + " on "
            + Figures.count(campaign.campaign().promotionalPosts())
            + " promotional and "
            + Figures.count(campaign.campaign().conversationalPosts())
            + " conversational posts");
    part.close("span").close("summary");
    Optional<Markup> organic = organic(campaign);
    part.open("div", "class", organic.isPresent() ? "panels two" : "panels");
    part.add(share(campaign)).add(rate(campaign)).add(sinceStop(campaign));
    organic.ifPresent(part::add);
    return part.close("div").close("details");
  }

  private Markup share(DrawnCampaign campaign) {
    Plot plot = sharePlot("Share of 28-day engagement by post age, " + Wording.name(campaign));
    plot.level(0.5);
    boolean drawn = false;
    double height = 0.5;
    for (String postClass : Wording.CLASSES) {
      List<Point> points = shares(ages(campaign, postClass));
      plot.line(postClass, points);
      drawn |= !points.isEmpty();
      Optional<Estimate> half = decay(campaign, postClass).map(DecayRow::halfOf28dAgeHours);
      Double low = half.map(Estimate::low).orElse(null);
      Double high = half.map(Estimate::high).orElse(null);
      if (low != null && high != null) {
        plot.across(postClass, height, half.map(Estimate::value).orElse(null), low, high);
      }
      height -= 0.045;
    }
    String words = "share of what a post gets in 28 days; whisker: half of it has come";
    return figure("By post age: share so far", words, drawn ? plot.markup() : missing(campaign));
  }

  private static Plot sharePlot(String title) {
    return new Plot(
            title,
            "Lines rise from the post’s first hour to 28 days; the sooner a line rises, the sooner"
                + " engagement ends.",
            Scale.log(YOUNGEST_HOURS, OLDEST_HOURS),
            "age of the post (log scale)",
            Scale.linear(0, 1),
            "share of 28 days")
        .xTicks(AGES)
        .yTicks(share -> Math.round(100 * share) + " %");
  }

  private Markup rate(DrawnCampaign campaign) {
    List<EngagementRow> rows =
        Wording.CLASSES.stream().flatMap(one -> ages(campaign, one).stream()).toList();
    double[] rates =
        rows.stream()
            .map(EngagementRow::ratePerPostDay)
            .flatMap(rate -> Stream.of(rate.value(), rate.low(), rate.high()))
            .flatMapToDouble(x -> x == null || x <= 0 ? DoubleStream.empty() : DoubleStream.of(x))
            .toArray();
    String words = "acts per post and day at risk, with 95 % interval";
    if (rates.length == 0) {
      return figure("By post age: rate", words, missing(campaign));
    }
    Scale y =
        Scale.logAround(
            DoubleStream.of(rates).min().orElse(1), DoubleStream.of(rates).max().orElse(1));
    Plot plot =
        new Plot(
                "Acts per post and day by post age, " + Wording.name(campaign),
                "Both axes are logarithmic; each step is one bin of age.",
                Scale.log(YOUNGEST_HOURS, OLDEST_HOURS),
                "age of the post (log scale)",
                y,
                "acts per post-day (log)")
            .xTicks(AGES);
    for (String postClass : Wording.CLASSES) {
      List<Point> steps = new ArrayList<>();
      for (EngagementRow row : ages(campaign, postClass)) {
        double from = Math.max(YOUNGEST_HOURS, row.binFromHours());
        Estimate rate = row.ratePerPostDay();
        Double low = rate.low();
        Double high = rate.high();
        if (high != null && high > 0) {
          plot.block(postClass, from, row.binToHours(), low == null ? y.from() : low, high);
        }
        Double value = rate.value();
        if (value == null || value <= 0) {
          plot.line(postClass, steps);
          steps = new ArrayList<>();
        } else {
          steps.add(new Point(from, value));
          steps.add(new Point(row.binToHours(), value));
        }
      }
      plot.line(postClass, steps);
    }
    return figure("By post age: rate", words, plot.markup());
  }

  private Markup sinceStop(DrawnCampaign campaign) {
    String words = "acts a day; dots observed, line fitted, with 95 % interval";
    List<DecayCurveRow> rows =
        data.decayCurve().stream()
            .filter(row -> row.campaignId().equals(campaign.campaign().campaignId()))
            .filter(row -> Wording.CLASSES.contains(row.postClass()))
            .toList();
    List<DecayCurveRow> observed = rows.stream().filter(row -> row.exposure() > 0).toList();
    if (observed.isEmpty() && rows.stream().allMatch(row -> row.fitted().value() == null)) {
      return figure("By days since the stop", words, missing(campaign));
    }
    double[] positive =
        rows.stream()
            .map(DecayCurveRow::fitted)
            .flatMap(fit -> Stream.of(fit.value(), fit.low(), fit.high()))
            .flatMapToDouble(x -> x == null || x <= 0 ? DoubleStream.empty() : DoubleStream.of(x))
            .toArray();
    double most =
        Math.max(
            DoubleStream.of(positive).max().orElse(0),
            observed.stream().mapToDouble(row -> row.events() / row.exposure()).max().orElse(0));
    double least = DoubleStream.of(positive).min().orElse(0);
    // a tail a fortieth as high as the beginning cannot be read off a linear axis
    boolean logarithmic = least > 0 && most / least > 40;
    Scale y =
        logarithmic ? Scale.logAround(Math.max(least, most / 1e5), most) : Scale.fromZero(most);
    Plot plot =
        new Plot(
                "Acts a day since the stop, " + Wording.name(campaign),
                "Dots are observed days, lines the fitted curve of each class with its interval.",
                Scale.linear(0, WINDOW_DAYS),
                "days since the stop",
                y,
                logarithmic ? "acts a day (log)" : "acts a day")
            .xTicks(DAYS);
    for (String postClass : Wording.CLASSES) {
      List<Span> band = new ArrayList<>();
      List<Point> line = new ArrayList<>();
      List<Point> dots = new ArrayList<>();
      for (DecayCurveRow row : rows) {
        if (!row.postClass().equals(postClass)) {
          continue;
        }
        double middle = row.day() + 0.5;
        Estimate fit = row.fitted();
        Double low = fit.low();
        Double high = fit.high();
        if (low != null && high != null) {
          band.add(new Span(middle, low, high));
        }
        Double value = fit.value();
        if (value != null) {
          line.add(new Point(middle, value));
        }
        if (row.exposure() > 0) {
          dots.add(new Point(middle, row.events() / row.exposure()));
        }
      }
      plot.band(postClass, band).dots(postClass, dots).line(postClass, line);
    }
    Markup drawing = plot.markup();
    for (String postClass : Wording.CLASSES) {
      rows.stream()
          .filter(row -> row.postClass().equals(postClass))
          .map(DecayCurveRow::fitted)
          .filter(fit -> !ReportData.stands(fit.state()))
          .findFirst()
          .ifPresent(
              fit ->
                  drawing
                      .open("p", "class", "small")
                      .text(postClass + (fit.value() == null ? ": no fit, " : ": "))
                      .add(Wording.code(fit.state()))
                      .close("p"));
    }
    return figure("By days since the stop", words, drawing);
  }

  /** Talk of others, which has no class. */
  private Optional<Markup> organic(DrawnCampaign campaign) {
    List<EngagementRow> rows =
        data.engagement().stream()
            .filter(row -> row.campaignId().equals(campaign.campaign().campaignId()))
            .filter(row -> row.series().equals("S2_organic"))
            .toList();
    double most =
        rows.stream()
            .map(EngagementRow::ratePerPostDay)
            .flatMap(rate -> Stream.of(rate.value(), rate.high()))
            .flatMapToDouble(x -> x == null ? DoubleStream.empty() : DoubleStream.of(x))
            .max()
            .orElse(0);
    if (most <= 0) {
      return Optional.empty();
    }
    double first = rows.stream().mapToDouble(EngagementRow::binFromHours).min().orElse(0) / 24;
    Plot plot =
        new Plot(
            "Posts of others a day, " + Wording.name(campaign),
            "Posts by others that name or carry what the campaign is about, by days since the"
                + " stop.",
            Scale.linear(Math.min(0, first), WINDOW_DAYS),
            "days since the stop",
            Scale.fromZero(most),
            "posts a day");
    List<Point> line = new ArrayList<>();
    List<Span> band = new ArrayList<>();
    for (EngagementRow row : rows) {
      double middle = (row.binFromHours() + row.binToHours()) / 48;
      Double low = row.ratePerPostDay().low();
      Double high = row.ratePerPostDay().high();
      if (low != null && high != null) {
        band.add(new Span(middle, low, high));
      }
      Double value = row.ratePerPostDay().value();
      if (value != null) {
        line.add(new Point(middle, value));
      }
    }
    plot.band("all", band).line("all", line);
    if (first < 0) {
      plot.rule(0, "stop");
    }
    return Optional.of(
        figure(
            "Talk of others",
            "posts that name the campaign and answer none of its posts",
            plot.markup()));
  }

  private List<EngagementRow> ages(DrawnCampaign campaign, String postClass) {
    return data.engagement().stream()
        .filter(row -> row.campaignId().equals(campaign.campaign().campaignId()))
        .filter(row -> row.series().equals("S1_age") && row.postClass().equals(postClass))
        .toList();
  }

  private Optional<DecayRow> decay(DrawnCampaign campaign, String postClass) {
    return data.decay().stream()
        .filter(row -> row.campaignId().equals(campaign.campaign().campaignId()))
        .filter(row -> row.postClass().equals(postClass))
        .findFirst();
  }

  /** C(a)/C(28 d) at the ends of bins; nothing where the last bin is not reached. */
  private static List<Point> shares(List<EngagementRow> ages) {
    if (ages.isEmpty()) {
      return List.of();
    }
    EngagementRow oldest = ages.get(ages.size() - 1);
    Double whole = oldest.cumulativePerPost();
    if (whole == null || whole <= 0 || oldest.binToHours() < OLDEST_HOURS - 1e-6) {
      return List.of();
    }
    List<Point> points = new ArrayList<>();
    for (EngagementRow row : ages) {
      Double soFar = row.cumulativePerPost();
      if (soFar != null) {
        points.add(new Point(row.binToHours(), soFar / whole));
      }
    }
    return points;
  }

  private Markup missing(DrawnCampaign campaign) {
    String id = campaign.campaign().campaignId();
    String code =
        Stream.concat(
                Stream.of(campaign.campaign().state()),
                data.decay().stream()
                    .filter(row -> row.campaignId().equals(id))
                    .flatMap(row -> Stream.of(row.t50Days().state(), row.remains1d().state())))
            .filter(state -> !ReportData.stands(state) && !Estimate.QUALIFYING.contains(state))
            .findFirst()
            .orElse("TOO_FEW_EVENTS");
    return new Markup()
        .open("p", "class", "none")
        .text("Not estimable: ")
        .add(Wording.code(code))
        .text(". " + ReasonCodes.sentence(code).orElse(""))
        .close("p");
  }

  static Markup figure(String title, String words, Markup drawing) {
    return new Markup()
        .open("figure")
        .open("figcaption")
        .text(title)
        .element("span", words.isEmpty() ? "" : " — " + words)
        .close("figcaption")
        .add(drawing)
        .close("figure");
  }
}
