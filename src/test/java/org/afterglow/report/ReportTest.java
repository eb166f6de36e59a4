package org.afterglow.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.afterglow.archive.RejectReason;
import org.afterglow.classify.Evaluation;
import org.afterglow.classify.SampleEvaluation;
import org.afterglow.report.ReportData.SpanDay;
import org.afterglow.report.SourcePart.Running;
import org.afterglow.table.DecayContrastPooledRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReasonCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportTest {
  static Stream<ReportData> pages() {
    return Stream.of(Samples.empty(), Samples.nothingEstimable(), Samples.mixed());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageIsWholeWhateverCouldBeEstimated(ReportData data) throws Exception {
    Document page = parse(Report.html(data));

    assertThat(elements(page, "section").stream().map(e -> e.getAttribute("id")))
        .containsExactly(
            "findings",
            "answer",
            "intake",
            "classifier",
            "campaigns",
            "contrast",
            "curves",
            "half-lives",
            "people",
            "counters",
            "missing",
            "notes");
    assertThat(elements(page, "section"))
        .allSatisfy(section -> assertThat(section.getTextContent().length()).isGreaterThan(60));
    assertThat(elements(page, "h1")).hasSize(1);
  }

  @Test
  void everyKindOfHourIsSeenNamedAndExplained() throws Exception {
    Element intake =
        elements(parse(Report.html(Samples.mixed())), "section").stream()
            .filter(section -> section.getAttribute("id").equals("intake"))
            .findFirst()
            .orElseThrow();

    assertThat(intake.getTextContent())
        .contains("full: collected as usual")
        .contains("outage: hardly anything of what is usual")
        .contains("partial: an input begins or ends within the hour")
        .contains("unknown: too thin to judge")
        .containsPattern("hours full, 105 hours outage, 1 hour partial")
        .contains("5,256 hours unknown")
        .contains("half of a partial hour counts");
    for (String kind : List.of("full", "outage", "partial", "unknown")) {
      List<Element> drawn = new ArrayList<>();
      NodeList all = intake.getElementsByTagName("rect");
      for (int i = 0; i < all.getLength(); i++) {
        Element rect = (Element) all.item(i);
        if (rect.getAttribute("class").equals(kind) && rect.getAttribute("y").length() > 0) {
          drawn.add(rect);
        }
      }
      // One partial hour of a day would be half a pixel, were it drawn to scale.
      assertThat(drawn)
          .as(kind)
          .isNotEmpty()
          .allSatisfy(
              rect ->
                  assertThat(Double.parseDouble(rect.getAttribute("height")))
                      .isGreaterThanOrEqualTo(2.5));
      assertThat(Report.html(Samples.mixed())).contains("." + kind + " { fill: ");
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageNeedsNothingElseAndRunsNothing(ReportData data) throws Exception {
    Document page = parse(Report.html(data));

    for (String loading : List.of("script", "img", "iframe", "object", "embed", "use", "image")) {
      assertThat(elements(page, loading)).as(loading).isEmpty();
    }
    for (Element element : elements(page, "*")) {
      NamedNodeMap attributes = element.getAttributes();
      for (int i = 0; i < attributes.getLength(); i++) {
        String name = attributes.item(i).getNodeName();
        assertThat(name).doesNotStartWith("on").isNotIn("style", "src", "srcset", "xlink:href");
        if (name.equals("href")) {
          assertThat(attributes.item(i).getNodeValue()).matches("#[A-Za-z_0-9-]+|data:,");
        }
      }
    }
    assertThat(elements(page, "style").get(0).getTextContent())
        .doesNotContain("url(")
        .doesNotContain("@import");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void theSecurityPolicyAllowsTheStyleSheetAndNothingElse(ReportData data) throws Exception {
    Document page = parse(Report.html(data));
    String hash =
        Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-256")
                    .digest(
                        elements(page, "style")
                            .get(0)
                            .getTextContent()
                            .getBytes(StandardCharsets.UTF_8)));

    Element policy =
        elements(page, "meta").stream()
            .filter(meta -> meta.getAttribute("http-equiv").equals("Content-Security-Policy"))
            .findFirst()
            .orElseThrow();

    assertThat(policy.getAttribute("content"))
        .startsWith("default-src 'none'")
        .contains("style-src 'sha256-" + hash + "'")
        .doesNotContain("unsafe");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkWithinThePageLeadsSomewhereAndNoIdIsTwice(ReportData data) throws Exception {
    Document page = parse(Report.html(data));
    List<String> ids =
        elements(page, "*").stream()
            .map(element -> element.getAttribute("id"))
            .filter(id -> !id.isEmpty())
            .toList();

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(elements(page, "a"))
        .isNotEmpty()
        .allSatisfy(a -> assertThat(ids).contains(a.getAttribute("href").substring(1)));
    assertThat(elements(page, "section"))
        .allSatisfy(section -> assertThat(ids).contains(section.getAttribute("aria-labelledby")));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void noSentenceNamesACause(ReportData data) throws Exception {
    String words = parse(Report.html(data)).getDocumentElement().getTextContent();

    assertThat(words.toLowerCase(Locale.ROOT)).doesNotContain("because", "caused by", "due to");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyDrawingSaysWhatItShows(ReportData data) throws Exception {
    Document page = parse(Report.html(data));

    assertThat(elements(page, "svg"))
        .filteredOn(svg -> svg.getAttribute("role").equals("img"))
        .allSatisfy(svg -> assertThat(svg.getAttribute("aria-label")).isNotBlank());
    assertThat(elements(page, "svg"))
        .filteredOn(svg -> !svg.getAttribute("role").equals("img"))
        .allSatisfy(
            svg ->
                assertThat(
                        svg.getAttribute("aria-hidden").equals("true")
                            || svg.getParentNode().getNodeName().equals("svg"))
                    .isTrue());
  }

  @Test
  void whatOthersWroteIsTextWhereverItStands() throws Exception {
    String html = Report.html(Samples.mixed());

    Document page = parse(html);

    assertThat(html).doesNotContain("<script").doesNotContain("onload='");
    assertThat(elements(page, "bdi").stream().map(Element::getTextContent))
        .contains(Samples.HOSTILE, "#" + Samples.HOSTILE + " and 2 more");
    assertThat(elements(page, "svg").stream().map(svg -> svg.getAttribute("aria-label")))
        .anyMatch(label -> label.contains(Samples.HOSTILE));
  }

  @Test
  void noCoordinateIsLost() {
    assertThat(Report.html(Samples.mixed())).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @Test
  void everyClaimHasACardThatSaysWhatItComesToAndWhatThatRestsOn() throws Exception {
    Document page = parse(Report.html(Samples.mixed()));
    List<Element> cards = elements(page, "article");

    assertThat(cards).hasSize(8);
    assertThat(cards.get(1).getTextContent())
        .contains("C2", "nobody answers", "supports", "an analyst may quote")
        .contains("q = 0.016; 12 campaigns; 24 accounts; 4,321 posts; found in 4.8 % of draws");
    assertThat(cards.get(2).getTextContent()).contains("no material difference");
    assertThat(cards.get(6).getTextContent()).contains("not estimable", "NO_VENUE");
    assertThat(cards.get(5).getTextContent())
        .contains("afterglow claims OUT --explain C6", "SELECT * FROM comebacks");
    assertThat(cards.get(0).getTextContent()).contains("The contrast, campaign by campaign");
    assertThat(
            cards.stream().filter(card -> card.getElementsByTagName("svg").getLength() > 0).count())
        .isEqualTo(7);
    assertThat(Report.html(Samples.mixed()))
        .contains("C6: 0.65 [0.52, 0.80] on a scale where 1 means no difference.")
        .contains("C3: 0.99 [0.98, 1.01] on a scale")
        .contains("C1: 0.30 [0.15, 0.61] on a scale");
  }

  @Test
  void theAnswerStatesTheRatioItsIntervalAndWhatItRestsOn() throws Exception {
    String answer = section(parse(Report.html(Samples.mixed())), "answer");

    // exp(-0.47) = 0.625, exp(-0.47 -+ 0.21) = 0.507, 0.771
    assertThat(answer)
        .contains("0.63 [0.51, 0.77] times")
        .contains("came earlier than with conversational posts")
        .contains("9 campaigns of 8 accounts")
        .contains("p < 0.001")
        .contains("Verdict for posts: undetermined")
        .contains("nobody has checked that on this archive")
        .contains("could not all be run on this archive")
        .contains("Fewer than 10 accounts");
  }

  @Test
  void placebosStandBesideTheContrastWithWhatTheySay() throws Exception {
    String contrast = section(parse(Report.html(Samples.mixed())), "contrast");

    // exp(-0.7) = 0.497
    assertThat(contrast)
        .containsPattern(
            "Halves of conversational posts\\s*12\\s*400\\s*4\\.8\\s?%\\s*1\\.01\\s*Passes")
        .containsPattern(
            "when promotional ones were posted\\s*3\\s*151\\s*–\\s*–\\s*The check was not run")
        .containsPattern("12\\s?%\\s*1\\.02\\s*Classes that were dealt at random")
        .containsPattern("86\\s?%\\s*0\\.50\\s*The figure compares posts of unlike ages")
        .containsPattern(
            "People acquired in one week, their classes exchanged at random\\s*12\\s*400\\s*1\\.5\\s?%"
                + "\\s*0\\.97\\s*Passes")
        .containsPattern(
            "Threads begun in one week, their classes exchanged at random\\s*12\\s*380\\s*9\\.5\\s?%"
                + "\\s*1\\.04\\s*Classes that were dealt at random")
        .containsPattern(
            "Halves of conversational threads\\s*3\\s*12\\s*–\\s*–\\s*The check was not run");
    assertThat(contrast.split("No verdict depends on it")).hasSize(3);
    assertThat(section(parse(Report.html(Samples.empty())), "contrast"))
        .doesNotContain("Halves of conversational posts");
  }

  @Test
  void aVerdictOnPostsAloneSaysThatItIsOnPostsAlone() throws Exception {
    ReportData data =
        Samples.with(
            Samples.mixed(),
            row ->
                Samples.pooled(
                    row.unit(),
                    row.run(),
                    row.unit().equals("post") ? "supports" : "undetermined",
                    -0.47,
                    0.21));

    assertThat(section(parse(Report.html(data)), "answer"))
        .contains("supports the claim")
        .contains("nothing is known here of relationships");
  }

  @ParameterizedTest
  @ValueSource(strings = {"contradicts", "no_material_difference", "undetermined"})
  void everyVerdictHasItsOwnWords(String verdict) throws Exception {
    ReportData data =
        Samples.with(
            Samples.mixed(), row -> Samples.pooled(row.unit(), row.run(), verdict, 0.05, 0.1));

    String answer = section(parse(Report.html(data)), "answer");

    assertThat(answer)
        .contains("did not clearly differ in timing")
        .contains("Verdict for posts: " + verdict.replace('_', ' '))
        .doesNotContain("supports");
  }

  @Test
  void theMantelHaenszelRatioIsTheHeadlineWhereTheRowSaysSo() throws Exception {
    ReportData data =
        Samples.with(
            Samples.mixed(),
            row ->
                new DecayContrastPooledRow(
                    row.unit(),
                    row.run(),
                    "mh_estimate",
                    12,
                    12,
                    0.25,
                    Estimate.none("ZERO_CELL"),
                    Estimate.of(Math.log(2), Math.log(1.5), Math.log(3)),
                    0.2,
                    0.2,
                    null,
                    null,
                    null,
                    null,
                    0.6,
                    null,
                    null,
                    null,
                    null,
                    null,
                    "checked",
                    "contradicts",
                    List.of("ONE_CLUSTER")));

    assertThat(section(parse(Report.html(data)), "answer"))
        .contains("2.00 [1.50, 3.00] times")
        .contains("came later")
        .contains("pooled Mantel–Haenszel ratio: 25 %")
        .contains("p = 0.200")
        .contains("more than half of the weight")
        .contains("People or threads point the same way")
        .doesNotContain("not checked");
  }

  @Test
  void aPointWithoutAnIntervalDecidesNoDirection() throws Exception {
    ReportData data =
        Samples.with(
            Samples.mixed(),
            row ->
                new DecayContrastPooledRow(
                    row.unit(),
                    row.run(),
                    "estimate",
                    4,
                    3,
                    0.0,
                    Estimate.qualified(-0.5, null, null, "FEW_ACCOUNTS"),
                    Estimate.qualified(-0.4, null, null, "FEW_ACCOUNTS"),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    "none",
                    "undetermined",
                    List.of("FEW_ACCOUNTS")));

    assertThat(section(parse(Report.html(data)), "answer"))
        .contains("the direction is open")
        .contains("0.61 times")
        .contains("95 % interval not estimable")
        .contains("Too few accounts")
        .doesNotContain("came earlier");
  }

  @Test
  void withoutACampaignTheAnswerSaysSo() throws Exception {
    Document page = parse(Report.html(Samples.empty()));

    assertThat(section(page, "answer")).contains("not estimable").contains("no campaign");
    assertThat(section(page, "missing")).contains("nothing to estimate");
    assertThat(section(page, "intake")).contains("The fates add up");
  }

  @Test
  void whereNothingIsEstimableTheReasonStandsInPlainWords() throws Exception {
    Document page = parse(Report.html(Samples.nothingEstimable()));

    assertThat(section(page, "answer"))
        .contains("not estimable here: TOO_FEW_EVENTS")
        .contains("counters, and no times")
        .contains("Too few acts of engagement");
    assertThat(section(page, "half-lives")).contains("not estimable: COUNTERS");
    assertThat(section(page, "curves")).contains("Not estimable: STOP_NOT_OBSERVED");
    assertThat(section(page, "missing"))
        .contains("lifetime counters without times")
        .contains("decay.t50_days in 2 rows");
  }

  @Test
  void aPointWithoutAnIntervalIsNoReasonForAnotherThatIsMissing() throws Exception {
    Samples.Campaign thin = Samples.partly("thin", 0);
    Samples.Campaign drawn =
        new Samples.Campaign(
            thin.drawn(),
            thin.engagement(),
            List.of(
                Samples.decay(
                    "thin",
                    "promotional",
                    Estimate.none("TOO_FEW_EVENTS"),
                    Estimate.qualified(12, null, null, "NO_POST_BOOTSTRAP"),
                    Estimate.none("TOO_FEW_EVENTS"))),
            thin.curve(),
            thin.contrasts());

    Document page = parse(Report.html(Samples.data(List.of(drawn), 1, List.of(), List.of())));

    assertThat(section(page, "curves")).contains("Not estimable: TOO_FEW_EVENTS");
    assertThat(section(page, "half-lives")).contains("12 d NO_POST_BOOTSTRAP");
  }

  @Test
  void limitsThatStandWithoutAPointAreShown() throws Exception {
    assertThat(section(parse(Report.html(Samples.mixed())), "half-lives"))
        .contains("> 56 d HALF_LIFE_BEYOND_WINDOW")
        .contains("≤ 1 h BELOW_RESOLUTION");
  }

  @Test
  void whatIsLeftOutIsSaid() throws Exception {
    Document page = parse(Report.html(Samples.mixed()));

    assertThat(section(page, "campaigns")).contains("Showing 12 of 52 campaigns");
    assertThat(section(page, "intake")).contains("Showing 3 of 44 pairs of input and reason");
  }

  @Test
  void whetherTheClassesWereCheckedIsSaidWithWhatItChanged() throws Exception {
    assertThat(Report.html(Samples.mixed())).contains("nobody has checked that on this archive");

    String html = Report.html(Samples.checked());

    assertThat(html)
        .doesNotContain("too small or too large. Labels for some")
        .contains("788 posts of these campaigns", "Rows left blank: 10", "first day, on others")
        .containsPattern("With classes as predicted the pooled ratio is .*0\\.63.*, corrected")
        .contains("a standard error of 0.09");
  }

  @Test
  void fatesThatDoNotAddUpAreDenounced() throws Exception {
    ReportData data = Samples.mixed();
    RunFacts.Fates fates = new RunFacts.Fates(100, 90, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    RunFacts run =
        new RunFacts(
            "0.1.0",
            "4.1.0",
            null,
            1,
            1,
            fates,
            List.of(),
            data.run().adverts(),
            null,
            data.run().finishedAt());
    ReportData lossy = Samples.with(data, run, data.pooled());

    assertThat(section(parse(Report.html(lossy)), "intake"))
        .contains("do not add up")
        .contains("by 10 records");
    assertThat(section(parse(Report.html(data)), "intake"))
        .contains("The fates add up")
        .contains("1,583 posts read out of other records");
  }

  @Test
  void aMeasuredClassifierIsDrawnWithItsIntervalsAndItsDrift() throws Exception {
    Document page = parse(Report.html(Samples.mixed()));

    assertThat(section(page, "classifier"))
        .contains("Measured on 1,500 labelled posts of 1 file, of this folder’s model")
        .containsPattern("all1,5000\\.8[0-9] \\[0\\.8[0-9], 0\\.8[0-9]\\]")
        .contains("7 sources, 7 with both classes")
        .contains("Nothing in the sample makes labels uncertain.")
        .containsPattern("twitter[0-9,]+ posts; mean probability 0\\.[0-9]+")
        .contains("Showing 12 of 36 such periods")
        .doesNotContain("shop:")
        .doesNotContain("the model’s own card");
    assertThat(
            elements(page, "svg").stream()
                .map(svg -> svg.getAttribute("aria-label"))
                .filter(label -> label.matches("(Reliability|Precision and recall|ROC)\\. .*")))
        .hasSize(3);
  }

  @Test
  void aClassifierThatNobodyMeasuredHereIsShownByItsCardAndThatIsSaid() throws Exception {
    String section = section(parse(Report.html(Samples.nothingEstimable())), "classifier");

    assertThat(section)
        .contains("The evaluation in this folder is of another model")
        .contains("From the model’s own card")
        .contains("sources apart: a.csv")
        .contains("Not measured for the posts that stand here now")
        .doesNotContain("asks");
    assertThat(section(parse(Report.html(Samples.empty())), "classifier"))
        .contains("Nobody has measured this model on labels")
        .contains("No card of a model is in this folder.");
  }

  @Test
  void onlyAnEvaluationOfTheFoldersOwnModelAndPostsIsShown() {
    ClassifierFacts own = Samples.measured();
    Evaluation found = Objects.requireNonNull(own.evaluation());

    assertThat(own.drift()).isNotNull();
    assertThat(own.otherEvaluated()).isFalse();
    ClassifierFacts newer = ClassifierFacts.of(SampleEvaluation.MODEL, null, "other posts", found);
    assertThat(newer.evaluation()).isEqualTo(found);
    assertThat(newer.drift()).isNull();
    ClassifierFacts other = ClassifierFacts.of("other", null, "posts", found);
    assertThat(other.evaluation()).isNull();
    assertThat(other.otherEvaluated()).isTrue();
    assertThat(other.drift()).isNull();
    ClassifierFacts driftAlone =
        ClassifierFacts.of(
            SampleEvaluation.MODEL,
            null,
            "posts",
            Evaluation.of(Objects.requireNonNull(found.drift())));
    assertThat(driftAlone.drift()).isNotNull();
    assertThat(driftAlone.otherEvaluated()).isFalse();
  }

  @Test
  void theCrudeContrastStandsApartWithItsWarning() throws Exception {
    Document page = parse(Report.html(Samples.mixed()));

    assertThat(section(page, "contrast")).contains("Warning").contains("enters no verdict");
    assertThat(
            elements(page, "details").stream().filter(e -> e.getAttribute("class").equals("apart")))
        .singleElement()
        .satisfies(
            apart -> assertThat(apart.getTextContent()).contains("0.45 [0.25, 0.82] SCHEDULE"));
  }

  @Test
  void countersByAgeStandWithWhatTheyRestOn() throws Exception {
    Document page = parse(Report.html(Samples.mixed()));

    String counters = section(page, "counters");
    assertThat(counters)
        .contains(
            "61 posts were counted at more than one time, 140 times in all; for 4 of 52 campaigns"
                + " that made a series by age.")
        .contains("Showing 3 of 4 such campaigns")
        .contains("spring sale 0 — 53 counters in 2 bins of age")
        .contains("spring sale 1 — 3 counters in 1 bin of age")
        .contains("0 h – 1 h" + "promotional" + "24" + "25 %" + "20 [16, 25]" + "10" + "60 d")
        .contains("conversational" + "4" + "12.5 %" + "3" + "1.5" + "60 d" + "no interval (n < 20)")
        .contains("all" + "31" + "24 %" + "19.4 [15.5, 24.2]" + "9.68" + "60 d")
        .contains("28 d – 56 d" + "promotional" + "22" + "106 %" + "85 [68, 106]")
        .contains("56 d – 365 d" + "promotional" + "3" + "43.8 %")
        .contains(
            "3 h – 6 h" + "all" + "2" + "–" + "0" + "0" + "60 d" + "no share: the last add up to")
        .doesNotContain("NO_POST_BOOTSTRAP")
        .contains("Not estimable: the last counters of these posts add up to nothing.");
  }

  @Test
  void sharesOfCountersAreDrawnWhereTheyStandAndPerClass() throws Exception {
    List<Element> plots = plots(Report.html(Samples.mixed()), "Share of the last counters by age");

    // one without a share is not drawn
    assertThat(plots).hasSize(2);
    // from 1/2 h to 365 d: x = 50 + 298 * ln(2 a) / ln(17520); up to 150 %: y = 194 - 182 * s / 1.5
    assertThat(lines(plots.get(0)))
        .containsExactly(
            "all M50 164.9L71.1 164.9",
            "all M269.7 65.1L290.8 65.1",
            "promotional M50 163.7L71.1 163.7",
            "conversational M50 178.8L71.1 178.8",
            "promotional M269.7 65.1L290.8 65.1");
    // all posts are those of one class, which stand for them; up to 100 %
    assertThat(lines(plots.get(1))).containsExactly("promotional M290.8 114.4L348 114.4");
  }

  @Test
  void whereNoPostWasCountedTwiceOneSentenceSaysSo() throws Exception {
    assertThat(section(parse(Report.html(Samples.empty())), "counters"))
        .contains("No post was counted at more than one time.");
    String html = Report.html(Samples.nothingEstimable());
    assertThat(section(parse(html), "counters"))
        .contains("3 posts were counted at more than one time, 6 times in all; for none of 2");
    assertThat(plots(html, "Share of the last counters by age")).isEmpty();
    assertThat(html).doesNotContain("Age when counted");
  }

  @Test
  void howLongPeopleStayedIsDrawnPerClassWithWhatItRestsOn() throws Exception {
    Document page = parse(Report.html(Samples.mixed()));
    String people = section(page, "people");

    assertThat(people)
        .contains("−6.5 [−9, −4], from 3 campaigns of 3 accounts, p = 0.01")
        .contains("promotional" + "40" + "40.5 [35, 46]" + "12 %" + "3.5")
        .contains("two classes without a share: SUPPLY_ENDED (2).");
    // x = 50 + 298 * day / 60; y = 12 + 182 * (1 - share); a share holds until the next day
    assertThat(lines(plots(Report.html(Samples.mixed()), "Share of people still coming").get(0)))
        .containsExactly(
            "band promotional M50 39.3L55 39.3L199 66.6L204 66.6"
                + "L204 139.4L199 139.4L55 84.8L50 84.8Z",
            "band conversational M50 12L55 12L55 103L50 103Z",
            "promotional M50 57.5L55 57.5L199 103L204 103",
            "conversational M50 30.2L55 30.2");
  }

  @Test
  void whereNobodyWasFollowedOneSentenceSaysSo() throws Exception {
    assertThat(section(parse(Report.html(Samples.empty())), "people"))
        .contains("No campaign has people to follow.");
  }

  @Test
  void campaignsAreToldApartByWhereTheyAreKnownFrom() throws Exception {
    Document page = parse(Report.html(Samples.mixed()));

    String campaigns = section(page, "campaigns");
    assertThat(campaigns)
        .contains(
            "Declareddeclared10"
                + "8 Jan 20242 Nov 2024"
                + "30.5 d"
                + "1,100"
                + "470"
                + "7"
                + "0"
                + "6")
        .contains("Detecteddetected41" + "8 Jan 2024none stopped" + "–" + "4,000" + "3,000")
        .contains("Advertsad_record2" + "8 Jan 202416 Jan 2024" + "4.5 d" + "12" + "3" + "000");
    assertThat(campaigns)
        .contains("Adverts: what is estimated of how many")
        .contains("Half-life after the stop" + "1" + "COUNTERS The archive gives lifetime")
        .contains("1" + "SHORT_WINDOW Fewer than 21 observed days");
    assertThat(
            elements(page, "tr").stream()
                .filter(row -> row.getAttribute("class").equals("group"))
                .map(Element::getTextContent))
        .containsExactly("Declared10", "Detected1 of 41", "Adverts1 of 2");
  }

  @Test
  void advertsAreCountedAndDrawnByDay() throws Exception {
    Document page = parse(Report.html(Samples.mixed()));

    assertThat(section(page, "campaigns"))
        .contains("31 posts are marked as paid for; 11 of them tell when they ended")
        .contains("of these 9 an account or the one domain")
        .contains("they make 2 campaigns.")
        .contains("3 from 8 Jan 2024 to 16 Jan 2024; at most 2 at once, on 10 Jan 2024")
        .contains("2 from 8 Jan 2024 to 16 Jan 2024; at most 2 at once, on 11 Jan 2024");
    assertThat(section(parse(Report.html(Samples.empty())), "campaigns"))
        .doesNotContain("paid for")
        .doesNotContain("where they are known from");
  }

  @Test
  void spansRunFromTheirFirstDayThroughTheirLast() {
    List<SpanDay> adverts =
        Samples.bySource().spans().stream().filter(day -> day.what().equals("advert")).toList();
    long first = adverts.get(0).epochDay();

    assertThat(SourcePart.running(adverts, first - 1, first + 9).stream().map(Running::spanDays))
        .containsExactly(0L, 1L, 1L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 0L);
    // 400 days are two to a column
    List<Running> stretches = SourcePart.running(adverts, first - 1, first + 398);
    assertThat(stretches).hasSize(200).allMatch(stretch -> stretch.days() == 2);
    assertThat(stretches.stream().limit(6).map(Running::spanDays))
        .containsExactly(1L, 3L, 4L, 4L, 4L, 0L);
    assertThat(SourcePart.running(adverts, first, first + 366).get(183))
        .isEqualTo(new Running(first + 366, 1, 0));
    assertThat(SourcePart.peak(adverts)).contains(new SourcePart.Peak(first + 2, 2));
    assertThat(SourcePart.peak(List.of())).isEmpty();
  }

  private static List<Element> plots(String html, String title) throws Exception {
    return elements(parse(html), "svg").stream()
        .filter(svg -> svg.getAttribute("aria-label").startsWith(title))
        .toList();
  }

  /** The lines of a drawing by class and place. */
  private static List<String> lines(Element svg) {
    List<String> lines = new ArrayList<>();
    NodeList paths = svg.getElementsByTagName("path");
    for (int i = 0; i < paths.getLength(); i++) {
      Element path = (Element) paths.item(i);
      lines.add(path.getAttribute("class").replace("line ", "") + " " + path.getAttribute("d"));
    }
    return lines;
  }

  @Test
  void theSameDataGiveTheSamePage() {
    assertThat(Report.html(Samples.mixed())).isEqualTo(Report.html(Samples.mixed()));
  }

  @Test
  void everyReasonARecordIsRejectedForHasASentence() {
    for (RejectReason reason : RejectReason.values()) {
      assertThat(ReasonCodes.rejection(reason.name())).as(reason.name()).isPresent();
    }
  }

  @Test
  void everySentenceOfACodeIsOneSentence() {
    assertThat(ReasonCodes.all())
        .hasSizeGreaterThan(30)
        .allSatisfy(
            (code, sentence) -> {
              assertThat(code).matches("[A-Z][A-Z_]+");
              assertThat(sentence).endsWith(".").doesNotContain(". ").doesNotContain("because");
            });
  }

  @Test
  void elementsAreClosedInTheOrderInWhichTheyWereOpened() {
    assertThatThrownBy(() -> new Markup().open("p").open("b").close("p"))
        .hasMessageContaining("closing p where b is open");
    assertThatThrownBy(() -> new Markup().open("p").toString()).hasMessageContaining("not closed");
    assertThat(new Markup().element("p", "a\u0000\uD800<", "title", "\"'").toString())
        .isEqualTo("<p title=\"&quot;&#39;\">a\uFFFD\uFFFD&lt;</p>");
  }

  /** Pages to be looked at by people: target/report/*.html. */
  @Test
  void samplePagesAreWrittenForTheEye() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "report"));
    List<Path> written = new ArrayList<>();
    written.add(Files.writeString(folder.resolve("mixed.html"), Report.html(Samples.mixed())));
    written.add(Files.writeString(folder.resolve("empty.html"), Report.html(Samples.empty())));
    written.add(
        Files.writeString(folder.resolve("nothing.html"), Report.html(Samples.nothingEstimable())));

    assertThat(written)
        .allSatisfy(page -> assertThat(Files.size(page)).isBetween(20_000L, 2_000_000L));
  }

  private static Document parse(String html) throws Exception {
    assertThat(html).startsWith("<!DOCTYPE html>\n");
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html.substring(html.indexOf('\n') + 1))));
  }

  private static List<Element> elements(Document page, String name) {
    NodeList nodes = page.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static String section(Document page, String id) {
    return elements(page, "section").stream()
        .filter(section -> section.getAttribute("id").equals(id))
        .findFirst()
        .orElseThrow()
        .getTextContent();
  }
}
