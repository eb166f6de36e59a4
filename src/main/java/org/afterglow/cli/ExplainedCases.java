package org.afterglow.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.afterglow.job.claim.Claim;
import org.afterglow.table.DecayContrastPooledRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.FindingRow;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.ReasonCodes;
import org.afterglow.table.Stage;
import org.afterglow.table.Table;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What a claim counted, what it left out, what it held against what, and what weighs most: the part
 * of an explanation that is another one for each claim.
 */
final class ExplainedCases {
  private static final String ACCOUNT = "scope = 'account'";
  private static final String ARCHIVE = "scope = 'archive'";
  private static final String POSTS_BY_AGE = "unit = 'post' AND cut_hours = 24";
  private static final String CONTRASTED = "lnlor_state IN ('OK', 'ZERO_CELL', 'LABEL_UNCERTAIN')";
  private static final String WITHHELD = ", whose counts are withheld";
  private static final String ALONE = ", pooled but without a figure of its own, ";

  /** States in which an account or campaign may still be part of what is pooled. */
  private static final Set<String> POOLED =
      Set.of(ReasonCodes.SUPPRESSED, ReasonCodes.TOO_FEW_EVENTS, ReasonCodes.ZERO_CELL);

  private static final int SHOWN = 3;

  private final OutputFolder folder;
  private final Explanation text;

  ExplainedCases(OutputFolder folder, Explanation text) {
    this.folder = folder;
    this.text = text;
  }

  // --- what was counted

  void counted(Claim claim, FindingRow finding) {
    if (claim != Claim.C1 && nothing(claim)) {
      text.say("nothing, for the reason above.");
      return;
    }
    switch (claim) {
      case C1 -> contrasted();
      case C2 -> mentions();
      case C3 -> feeds();
      case C4 -> asks();
      case C5 -> given();
      case C6 -> silences();
      case C7 -> venues(finding);
      case C8 -> people();
    }
  }

  /** Whether the archive's row holds no count of anything. */
  private boolean nothing(Claim claim) {
    String counts =
        switch (claim) {
          case C1, C6 -> "true";
          case C2 -> "mentions_pre IS NOT NULL OR campaigns > 0";
          case C3, C5 -> "weeks >= 0";
          case C4 -> "posts > 0";
          case C7 -> "promo_posts IS NOT NULL";
          case C8 -> "people IS NOT NULL OR campaigns > 0";
        };
    if (claim == Claim.C6) {
      return folder.table(Tables.COMEBACKS).where("scope = 'gap'").isEmpty();
    }
    return claim.figures().stream()
        .map(ExplainedCases::table)
        .distinct()
        .allMatch(table -> folder.table(table).where(ARCHIVE).where(counts).isEmpty());
  }

  private static Table<?> table(String figure) {
    return Tables.named(figure.substring(0, figure.indexOf('.')));
  }

  private void contrasted() {
    Row sums =
        rows(
                Tables.DECAY_CONTRAST,
                POSTS_BY_AGE + " AND " + CONTRASTED,
                "count(1) AS campaigns",
                "sum(units_promo) AS promo",
                "sum(units_conv) AS conv",
                "sum(early_promo) AS early_promo",
                "sum(late_promo) AS late_promo",
                "sum(early_conv) AS early_conv",
                "sum(late_conv) AS late_conv")
            .get(0);
    text.say(
        counted(number(sums, "campaigns"), "campaign")
            + " with posts of both classes made in the same weeks: "
            + whole(sums, "promo")
            + " promotional and "
            + whole(sums, "conv")
            + " conversational ones.");
    text.say(
        "Acts upon them, weighted by the season: "
            + whole(sums, "early_promo")
            + " in the first 24 hours of promotional posts and "
            + whole(sums, "late_promo")
            + " in the four weeks after; "
            + whole(sums, "early_conv")
            + " and "
            + whole(sums, "late_conv")
            + " of conversational ones.");
    for (DecayContrastPooledRow row : pooled("run = 'primary' AND unit = 'post'")) {
      text.say(
          "Pooled are "
              + counted(row.campaigns(), "campaign")
              + ": where campaigns share their posts the longest stands for all.");
    }
    for (DecayContrastPooledRow row : pooled("run = 'primary' AND unit <> 'post'")) {
      text.say(
          (row.unit().equals("person") ? "People: " : "Threads: ")
              + ExplainedFigure.LOGARITHM.text(headline(row))
              + " "
              + counted(row.campaigns(), "campaign")
              + " of "
              + counted(row.accounts(), "account")
              + "; by itself: "
              + row.legVerdict().replace('_', ' ')
              + ".");
    }
    JsonNode details = folder.manifest().entry(Stage.DECAY).details();
    text.say(
        "Acts upon posts of campaigns themselves that count: "
            + ProgressSnapshot.count(details.path("acts_counted").path("direct").asLong())
            + ".");
  }

  private void mentions() {
    Row row = archive(Tables.UNANSWERED);
    text.say(
        counted(number(row, "campaigns"), "campaign")
            + " with four weeks observed on either side of the stop. Mentions of their accounts by"
            + " persons:");
    text.item(
        "in the four weeks before: "
            + whole(row, "mentions_pre")
            + ", answered within a week "
            + whole(row, "answered_pre")
            + percent(row, "answered_pre", "mentions_pre"));
    text.item(
        "in the four weeks after: "
            + whole(row, "mentions_post")
            + ", answered within a week "
            + whole(row, "answered_post")
            + percent(row, "answered_post", "mentions_post"));
  }

  private void feeds() {
    List<Row> rows = rows(Tables.TALK_BALANCE, ARCHIVE);
    if (rows.isEmpty()) {
      text.say("no post in a feed of an owner.");
      return;
    }
    Row row = rows.get(0);
    text.say(
        counted(accounts(Tables.TALK_BALANCE), "account")
            + " with "
            + whole(row, "posts")
            + " posts in their feeds"
            + (row.isNullAt(row.fieldIndex("promo_share"))
                ? ""
                : ", " + percent(row.<Double>getAs("promo_share")) + " of those scored promotional")
            + "; "
            + whole(row, "weeks")
            + " weeks of them with conversational posts, and all that these are held against,"
            + " observed.");
  }

  private void given() {
    List<Row> rows = rows(Tables.RECIPROCITY, ARCHIVE);
    if (rows.isEmpty()) {
      text.say("no post in a feed of an owner.");
      return;
    }
    Row row = rows.get(0);
    text.say(
        counted(accounts(Tables.RECIPROCITY), "account")
            + " that gave "
            + whole(row, "replies_given")
            + " answers and were named or answered "
            + whole(row, "mentions_received")
            + " times; "
            + whole(row, "posts")
            + " promotional posts in "
            + whole(row, "weeks")
            + " weeks of which the four before were observed.");
  }

  private void asks() {
    Row row = archive(Tables.ASKS);
    text.say(whole(row, "posts") + " posts that ask somebody. Asks, once for each person asked:");
    text.item(
        "of people whom the asker had spoken with: "
            + whole(row, "asks_warm")
            + ", met within a week "
            + whole(row, "met_warm")
            + percent(row, "met_warm", "asks_warm"));
    text.item(
        "of others: "
            + whole(row, "asks_cold")
            + ", met "
            + whole(row, "met_cold")
            + percent(row, "met_cold", "asks_cold"));
    Row passed = archive(Tables.ADVOCACY);
    text.say(
        "Passing on: "
            + whole(passed, "engagements")
            + " engagements of "
            + whole(passed, "people")
            + " people of known followers with owners' posts, of which "
            + whole(passed, "passed_on")
            + " were reposts or quotes"
            + percent(passed, "passed_on", "engagements"));
    text.say(
        passed.isNullAt(passed.fieldIndex("recommendations"))
            ? "Recommendations by people, which no verdict rests on: not counted, "
                + passed.<String>getAs("earned_share_state")
            : "Recommendations by people, which no verdict rests on: "
                + whole(passed, "recommendations")
                + " by "
                + whole(passed, "recommenders")
                + " people; by those never asked "
                + whole(passed, "earned")
                + ", "
                + whole(passed, "earned_in_campaign")
                + " of them while a campaign ran; by those asked in the 28 days before "
                + whole(passed, "asked")
                + ", longer ago "
                + whole(passed, "asked_before")
                + ". Unasked of both: "
                + percent(passed.<Double>getAs("earned_share")));
  }

  private void silences() {
    Row all = rows(Tables.COMEBACKS, ARCHIVE + " AND gap_class = 'all'").get(0);
    text.say(
        counted(number(all, "gaps"), "silence")
            + " of 14 days or more; after "
            + whole(all, "gaps_returned")
            + " the account came back, and "
            + whole(all, "gaps_compared")
            + " are compared, with "
            + whole(all, "controls")
            + " moments of accounts that went on posting.");
    for (Row row :
        folder
            .table(Tables.COMEBACKS)
            .where(ARCHIVE + " AND gap_class <> 'all'")
            .orderBy(expr("int(split(gap_class, '[-+]')[0])").asc_nulls_last())
            .collectAsList()) {
      String words = row.getAs("gap_class");
      text.item(
          (words.equals("second_campaign")
                  ? "between first and second campaigns: "
                  : words + " days: ")
              + whole(row, "gaps")
              + ", came back "
              + whole(row, "gaps_returned")
              + ", compared "
              + whole(row, "gaps_compared"));
    }
  }

  private void venues(FindingRow finding) {
    List<Row> rows = rows(Tables.RELEVANCE, ARCHIVE);
    if (rows.isEmpty()) {
      text.say("no promotional post in a venue.");
      return;
    }
    long venues = folder.table(Tables.RELEVANCE).where("scope = 'venue'").count();
    text.say(
        whole(rows.get(0), "promo_posts")
            + " promotional posts of 8 words or more in "
            + counted(venues, "venue")
            + (finding.posts() > 0
                ? "; "
                    + ProgressSnapshot.count(finding.posts())
                    + " of "
                    + counted(finding.accounts(), "author")
                    + " can be compared with posts of the same author and month elsewhere."
                : "; none can be compared with enough of the same author and month elsewhere."));
  }

  private void people() {
    for (Row row :
        folder
            .table(Tables.REACH_DEPTH)
            .where(ARCHIVE)
            .orderBy(expr("array_position(array('once', 'some', 'regular'), k_class)"))
            .collectAsList()) {
      String words = row.getAs("k_class");
      if (words == null) {
        text.say("no people of a campaign that could be told of.");
      } else {
        text.item(
            switch (words) {
                  case "once" -> "engaged on one day of a campaign: ";
                  case "some" -> "on two to four days: ";
                  default -> "on five days or more: ";
                }
                + (row.isNullAt(row.fieldIndex("people"))
                    ? "withheld"
                    : whole(row, "people")
                        + " people, who carried "
                        + percent(row.<Double>getAs("later_share"))
                        + " of what came in the four weeks after the stop"));
      }
    }
  }

  // --- what was left out

  void leftOut(Claim claim) {
    int before = text.lines().size();
    switch (claim) {
      case C1 -> {
        states(
            folder.table(Tables.DECAY_CONTRAST).where(POSTS_BY_AGE + " AND NOT " + CONTRASTED),
            "lnlor_state",
            "campaign");
        JsonNode acts =
            folder.manifest().entry(Stage.DECAY).details().path("acts_left_out").path("direct");
        List<String> reasons = new ArrayList<>();
        acts.properties()
            .forEach(
                reason -> {
                  if (reason.getValue().asLong() > 0) {
                    reasons.add(
                        ProgressSnapshot.count(reason.getValue().asLong())
                            + " "
                            + reason.getKey().replace('_', ' '));
                  }
                });
        if (!reasons.isEmpty()) {
          text.item("acts: " + String.join(", ", reasons) + " (docs/methods.md, 1.2)");
        }
      }
      case C2 -> {
        states(folder.table(Tables.UNANSWERED).where(ACCOUNT), "state", "account", ALONE);
        states(folder.table(Tables.CAMPAIGNS).where("state <> 'OK'"), "state", "campaign in all");
      }
      case C3 -> short8(Tables.TALK_BALANCE, "conversational");
      case C5 -> short8(Tables.RECIPROCITY, "promotional");
      case C4 -> {
        states(folder.table(Tables.ASKS).where(ACCOUNT), "state", "owner as asker", ALONE);
        states(
            folder.table(Tables.ADVOCACY).where(ACCOUNT),
            "state",
            "fourth of an account's people",
            ALONE);
      }
      case C6 -> {
        Dataset<Row> gaps = folder.table(Tables.COMEBACKS).where("scope = 'gap'");
        item(
            gaps.where("campaign_only"),
            "silence",
            "of accounts with four fifths of their posts in campaigns");
        item(
            gaps.where("NOT returned AND NOT campaign_only"),
            "silence",
            "that did not end in the archive");
        item(
            gaps.where("returned AND NOT campaign_only AND gaps_compared = 0"),
            "silence",
            "after which fewer than five posts came before the next, or that were too little"
                + " observed");
      }
      case C7 -> {
        Dataset<Row> venues = folder.table(Tables.RELEVANCE).where("scope = 'venue'");
        states(venues, "distance_mean_state", "venue");
      }
      case C8 -> {
        Dataset<Row> campaigns =
            folder
                .table(Tables.REACH_DEPTH)
                .where("scope = 'campaign'")
                .groupBy("campaign_id")
                .agg(expr("first(breadth_depth_ln_ratio_state)").as("state"));
        Column withheld = col("state").equalTo(ReasonCodes.SUPPRESSED);
        states(campaigns.where(not(withheld)), "state", "campaign");
        states(
            campaigns.where(withheld),
            "state",
            "campaign",
            ", pooled where events are enough though not told of, ");
      }
    }
    if (text.lines().size() == before) {
      text.say("nothing that stands in the table.");
    }
  }

  private void short8(Table<?> table, String what) {
    item(
        folder.table(table).where(ACCOUNT + " AND weeks < 8"),
        "account",
        "with fewer than 8 weeks of " + what + " posts that were observed");
  }

  private void item(Dataset<Row> rows, String noun, String words) {
    long count = rows.count();
    if (count > 0) {
      text.item(counted(count, noun) + " " + words);
    }
  }

  private void states(Dataset<Row> rows, String column, String noun) {
    states(rows, column, noun, " ");
  }

  /**
   * How many are in each state that is not OK.
   *
   * @param alone what is said of those that have no figure of their own and are pooled
   */
  private void states(Dataset<Row> rows, String column, String noun, String alone) {
    for (Row row :
        rows.where(col(column).notEqual(Estimate.OK))
            .groupBy(col(column).as("state"))
            .agg(count(lit(1)).as("count"))
            .orderBy(col("count").desc(), col("state"))
            .collectAsList()) {
      String state = row.getAs("state");
      text.code(counted(row.getAs("count"), noun) + (POOLED.contains(state) ? alone : " "), state);
    }
  }

  // --- what was held against what

  static String compared(Claim claim) {
    return switch (claim) {
      case C1 ->
          "Early and late acts upon promotional posts with those upon conversational posts that were"
              + " made in the same week of the same campaign: not how much posts earn but how soon.";
      case C2 ->
          "The share of mentions that was answered after a stop with that before it, in the same"
              + " campaign of the same account; and mentions a day 28 to 56 days after a stop with"
              + " those of the weeks before the campaign. Accounts are clusters.";
      case C3 ->
          "Weeks of one account with one another: what its conversational posts earned after weeks with"
              + " more and with less promotion, adjusted for how much it posted and what it earned"
              + " before.";
      case C4 ->
          "Asks of one asker with one another: of people spoken with in the 90 days before and of"
              + " others, who wrote about as much. And what people of the most and of the fewest"
              + " followers pass on, of one account and among people who wrote about as much.";
      case C5 ->
          "Weeks of one account with one another: what its promotional posts earned after months with"
              + " many and with few answers given, adjusted for mentions, posts and response before.";
      case C6 ->
          "The first five posts after a silence with five posts as long after moments at which these"
              + " accounts went on posting, given what the posts before had earned, by"
              + " months of each platform.";
      case C7 ->
          "Promotional posts of one author and month with one another, in different venues: those"
              + " further from what others talk about there with those nearer, adjusted for how busy"
              + " the venue is, length, links, hour and earlier replies.";
      case C8 ->
          "People of one campaign with one another: what all who engaged on several days carried in"
              + " the four weeks after the stop with what all who engaged on one day did.";
    };
  }

  // --- other ways of counting, of decay

  /** The runs of decay's contrast of posts; false where there is none. */
  boolean runsOfDecay(UnaryOperator<String> described) {
    Double own = null;
    for (DecayContrastPooledRow row : pooled("unit = 'post' AND run = 'primary'")) {
      own = headline(row).value();
    }
    boolean any = false;
    for (DecayContrastPooledRow row : pooled("unit = 'post' AND run <> 'primary'")) {
      Double point = headline(row).value();
      if (point != null) {
        text.item(
            ExplainedFigure.LOGARITHM.judged(point)
                + ", "
                + described.apply(row.run())
                + (own != null && own * point < 0 ? ", which is on the other side" : ""));
        any = true;
      }
    }
    return any;
  }

  private static Estimate headline(DecayContrastPooledRow row) {
    return row.headline().equals("mh_estimate") ? row.mhEstimate() : row.estimate();
  }

  private List<DecayContrastPooledRow> pooled(String where) {
    return Tables.DECAY_CONTRAST_POOLED
        .records(folder.table(Tables.DECAY_CONTRAST_POOLED).where(where).orderBy("unit", "run"))
        .collectAsList();
  }

  // --- what weighs most

  void heaviest(Claim claim, FindingRow finding, JsonNode legs) {
    if (claim == Claim.C1) {
      heaviestCampaigns();
      return;
    }
    for (JsonNode leg : legs) {
      String figure = leg.path("figure").asText();
      for (JsonNode weight : leg.path("heaviest")) {
        String unit = weight.path("unit").asText("");
        text.item(
            percent(weight.path("share").asDouble())
                + " of "
                + figure.replaceFirst(".*\\.", "")
                + ": "
                + (unit.isEmpty() ? unnamed(claim, finding) : named(figure, unit)));
      }
    }
    if (claim == Claim.C7) {
      largestVenues();
    }
  }

  private void heaviestCampaigns() {
    for (Row row :
        folder
            .table(Tables.DECAY_CONTRAST)
            .where(POSTS_BY_AGE + " AND lnlor_state = 'OK'")
            .orderBy(col("variance"), col("campaign_id"))
            .limit(SHOWN)
            .collectAsList()) {
      text.item(
          "campaign "
              + row.<String>getAs("campaign_id")
              + ": "
              + ExplainedFigure.LOGARITHM.brief(estimate(row, "lnlor"))
              + ", "
              + whole(row, "units_promo")
              + " promotional and "
              + whole(row, "units_conv")
              + " conversational posts");
    }
    for (DecayContrastPooledRow row : pooled("unit = 'post' AND run = 'primary'")) {
      Double share = row.maxAccountShare();
      if (share != null) {
        text.say(
            "These have the narrowest intervals of all that are contrasted. The account that weighs most has "
                + percent(share)
                + " of the weight.");
      }
    }
  }

  private static String unnamed(Claim claim, FindingRow finding) {
    return claim == Claim.C4
        ? finding.accounts() > 1024 ? "some askers together" : "an asker, who is not named"
        : "an author, who is not named";
  }

  private String named(String figure, String unit) {
    Table<?> table = table(figure);
    Column mine = col("entity_key").equalTo(unit);
    String name = name(unit);
    return switch (table.name()) {
      case "unanswered" -> {
        Row row = first(folder.table(table).where(ACCOUNT).where(mine));
        yield name
            + (row == null || row.getAs("mentions_pre") == null
                ? WITHHELD
                : figure.endsWith("talk_ratio")
                    ? ", mentions long after stops against before, beside other owners': "
                        + ExplainedFigure.RATIO.brief(estimate(row, "talk_ratio"))
                    : ", mentions before "
                        + whole(row, "mentions_pre")
                        + " (answered "
                        + whole(row, "answered_pre")
                        + "), after "
                        + whole(row, "mentions_post")
                        + " (answered "
                        + whole(row, "answered_post")
                        + ")");
      }
      case "talk_balance", "reciprocity" -> {
        Row row = first(folder.table(table).where(ACCOUNT).where(mine));
        yield name
            + (row == null
                ? ""
                : ", "
                    + whole(row, "weeks")
                    + " weeks"
                    + (table.name().equals("reciprocity")
                        ? ", " + whole(row, "replies_given") + " answers given"
                        : ", " + whole(row, "posts") + " posts in its feed"));
      }
      case "advocacy" -> {
        Row row =
            first(folder.table(table).where(ACCOUNT).where(mine).where("follower_quartile = 4"));
        yield name
            + (row == null || row.getAs("engagements") == null
                ? WITHHELD
                : ", its fourth of most followers passed on "
                    + whole(row, "passed_on")
                    + " of "
                    + whole(row, "engagements"));
      }
      case "comebacks" -> {
        Row row =
            folder
                .table(table)
                .where("scope = 'gap'")
                .where(mine)
                .selectExpr(
                    "count(1) AS gaps",
                    "sum(gaps_compared) AS compared",
                    "percentile(gap_days, 0.5) AS days",
                    "percentile(ratio_after_before, 0.5) AS naive")
                .head();
        yield name
            + ", "
            + counted(number(row, "gaps"), "silence")
            + ", "
            + whole(row, "compared")
            + " compared"
            + (row.isNullAt(2) ? "" : ", half of them longer than " + whole(row, "days") + " days")
            + (row.isNullAt(3)
                ? ""
                : "; after over before, not compared with anything: "
                    + ExplainedFigure.number(row.<Double>getAs("naive")));
      }
      default -> {
        List<String> campaigns = new ArrayList<>();
        for (Row row :
            folder
                .table(table)
                .where("scope = 'campaign' AND k_class = 'once'")
                .where(mine)
                .orderBy("campaign_id")
                .limit(SHOWN)
                .collectAsList()) {
          campaigns.add(
              "campaign "
                  + row.<String>getAs("campaign_id")
                  + " "
                  + ExplainedFigure.LOGARITHM.brief(estimate(row, "breadth_depth_ln_ratio")));
        }
        yield campaigns.isEmpty() ? name : String.join("; ", campaigns);
      }
    };
  }

  private void largestVenues() {
    for (Row row :
        folder
            .table(Tables.RELEVANCE)
            .where("scope = 'venue' AND posts IS NOT NULL")
            .orderBy(col("posts").desc(), col("entity_key"))
            .limit(SHOWN)
            .collectAsList()) {
      text.item(
          "venue "
              + name(row.getAs("entity_key"))
              + ": "
              + whole(row, "posts")
              + " promotional posts by "
              + whole(row, "accounts")
              + " authors, on average "
              + ExplainedFigure.number(row.<Double>getAs("distance_mean"))
              + " from its talk");
    }
  }

  /** Names of accounts are people's own where identities were kept. */
  private String name(String key) {
    String kept =
        folder
            .manifest()
            .entry(Stage.INGEST)
            .details()
            .path("settings")
            .path("identities")
            .asText();
    return kept.equals(IngestOptions.IdentitiesOption.pseudonym.name())
        ? key
        : "(identities were kept: see the rows)";
  }

  // --- where the rows are

  List<String> queries(Claim claim) {
    return switch (claim) {
      case C1 ->
          List.of(
              "SELECT * FROM decay_contrast_pooled",
              "SELECT * FROM decay_contrast WHERE " + POSTS_BY_AGE + " ORDER BY variance");
      case C4 -> List.of("SELECT * FROM asks", "SELECT * FROM advocacy");
      default -> List.of("SELECT * FROM " + table(claim.figures().get(0)).name());
    };
  }

  // --- rows and words

  private Row archive(Table<?> table) {
    return rows(table, ARCHIVE).get(0);
  }

  private List<Row> rows(Table<?> table, String where, String... select) {
    Dataset<Row> rows = folder.table(table).where(where);
    return (select.length == 0 ? rows : rows.selectExpr(select)).collectAsList();
  }

  private long accounts(Table<?> table) {
    return folder.table(table).where(ACCOUNT).count();
  }

  private static @Nullable Row first(Dataset<Row> rows) {
    List<Row> some = rows.limit(1).collectAsList();
    return some.isEmpty() ? null : some.get(0);
  }

  private static Estimate estimate(Row row, String name) {
    return new Estimate(
        row.getAs(name),
        row.getAs(name + "_low"),
        row.getAs(name + "_high"),
        row.getAs(name + "_state"));
  }

  private static long number(Row row, String column) {
    Number number = row.getAs(column);
    return number == null ? 0 : Math.round(number.doubleValue());
  }

  private static String whole(Row row, String column) {
    return row.isNullAt(row.fieldIndex(column))
        ? "(withheld)"
        : ProgressSnapshot.count(number(row, column));
  }

  private static String percent(Row row, String part, String of) {
    long whole = number(row, of);
    return whole == 0 ? "" : " (" + percent((double) number(row, part) / whole) + ")";
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "none" : ExplainedFigure.number(100 * share) + " %";
  }

  private static final Map<String, String> PLURALS =
      Map.of(
          "owner as asker", "owners as askers",
          "campaign in all", "campaigns in all",
          "fourth of an account's people", "fourths of accounts' people");

  /** So many of something, in words. */
  static String counted(long count, String noun) {
    return ProgressSnapshot.count(count)
        + " "
        + (count == 1 ? noun : PLURALS.getOrDefault(noun, noun + "s"));
  }
}
