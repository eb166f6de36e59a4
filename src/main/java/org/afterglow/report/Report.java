package org.afterglow.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The report: one HTML file that needs nothing else. It runs no script, loads nothing from
 * anywhere, and says so to the browser in its content security policy; charts are inline SVG.
 */
public final class Report {
  private static final String STYLE = style();

  private Report() {}

  /** The page, UTF-8; the same data give the same page. */
  public static String html(ReportData data) {
    Markup page = new Markup();
    page.open("html", "lang", "en").open("head");
    page.empty("meta", "charset", "utf-8");
    page.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'sha256-"
            + sha256(STYLE)
            + "'; img-src data:; base-uri 'none'; form-action 'none'");
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.empty("meta", "name", "color-scheme", "content", "light dark");
    page.empty("meta", "name", "referrer", "content", "no-referrer");
    page.empty("link", "rel", "icon", "href", "data:,");
    page.element("title", "Afterglow: what is left when the campaign stops");
    page.style(STYLE).close("head").newLine().open("body");
    header(page, data);
    page.open("main");
    page.add(FindingsSection.of(data)).newLine();
    page.add(AnswerSection.of(data)).newLine();
    page.add(IntakeSection.of(data)).newLine();
    page.add(ClassifierSection.of(data.classifier())).newLine();
    page.add(TimelineSection.of(data)).newLine();
    page.add(ContrastSection.of(data)).newLine();
    page.add(CurveSection.of(data)).newLine();
    page.add(HalfLifeSection.of(data)).newLine();
    page.add(RetentionSection.of(data)).newLine();
    page.add(CounterSection.of(data)).newLine();
    page.add(MissingSection.of(data)).newLine();
    page.add(NotesSection.of(data)).newLine();
    page.close("main");
    page.open("footer", "class", "page");
    page.text(
        "Made by Afterglow "
            + data.run().programVersion()
            + " from tables alone. No text of any post is on this page.");
    page.close("footer").close("body").close("html").newLine();
    return "<!DOCTYPE html>\n" + page;
  }

  private static void header(Markup page, ReportData data) {
    page.open("header", "class", "page");
    page.element("p", "Afterglow report", "class", "kicker");
    page.element("h1", "What is left of the audience when the campaign stops");
    page.element(
        "p",
        Figures.count(data.run().fates().records(), "record", "records")
            + " from "
            + Figures.count(data.run().inputs(), "input", "inputs")
            + "; "
            + Figures.count(data.campaignCount(), "campaign", "campaigns")
            + "; finished "
            + Figures.minute(data.run().finishedAt()),
        "class",
        "byline");
    page.open("nav", "aria-label", "Parts of this page").open("ol");
    String[] parts = {
      "findings", "Claims",
      "answer", "In one line",
      "intake", "What came in",
      "classifier", "Classifier",
      "campaigns", "Campaigns",
      "contrast", "Contrast",
      "curves", "Curves",
      "half-lives", "Half-lives",
      "people", "People",
      "counters", "Counters",
      "missing", "Not estimated",
      "notes", "Notes"
    };
    for (int i = 0; i < parts.length; i += 2) {
      page.open("li").element("a", parts[i + 1], "href", "#" + parts[i]).close("li");
    }
    page.close("ol").close("nav").close("header").newLine();
  }

  private static String style() {
    try (InputStream css = Report.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("report.css is not on the class path");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8)
          .replaceAll("\\s*\\n\\s*", "\n")
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException("report.css cannot be read", e);
    }
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
