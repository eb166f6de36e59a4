package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.afterglow.SparkExtension;
import org.afterglow.UserError;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimDetails;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.Findings;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.CampaignRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.afterglow.table.UnansweredRow;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainTextTest {
  private static final Estimate NONE = Estimate.none("TOO_FEW_EVENTS");

  private final String folder;

  ExplainTextTest(@TempDir Path folder) {
    this.folder = folder.resolve("out").toString();
  }

  @BeforeAll
  void writeWhatC2Found(SparkSession spark) {
    StudentInterval answered = StudentInterval.of(Math.log(.5), .1, 40);
    StudentInterval talked = StudentInterval.of(.4, .1, 40);
    ClaimLeg first =
        new ClaimLeg(
                Estimate.of(.5, .41, .61),
                answered,
                -1,
                Math.log(1.25),
                Map.of("heaviest_account_out", Math.log(1.1)),
                List.of("UNPROVED", "FEW_ACCOUNTS"),
                7,
                6,
                800)
            .weighed(Map.of("net/a", .4, "net/b", .3, "net/c", .2, "net/d", .1));
    ClaimLeg second =
        new ClaimLeg(Estimate.of(.8, .7, .9), talked, 1, 0, Map.of(), List.of(), 7, 6, 90);
    PlaceboRow placebo = new PlaceboRow("C2", "random_stop", true, 400, .0475, .01, .1, 12, "OK");
    ClaimEvidence evidence =
        ClaimEvidence.of(
                Claim.C2, List.of(first, second), List.of(placebo), ClaimEvidence.NOT_NEEDED)
            .limited("mentions_on_a_side", 30);
    OutputFolder out = OutputFolder.toWrite(spark, folder);
    ObjectNode ingested = Manifest.JSON.createObjectNode();
    ingested.putObject("settings").put("identities", "pseudonym");
    out.publish(Stage.INGEST).commit(ingested);
    out.publish(Stage.CAMPAIGNS)
        .table(
            Tables.CAMPAIGNS,
            spark.createDataset(
                List.of(campaign("one", "OK"), campaign("two", "STOP_NOT_OBSERVED")),
                Tables.CAMPAIGNS.encoder()))
        .commit(Manifest.JSON.createObjectNode());
    out.publish(Stage.DECAY)
        .table(Tables.PLACEBO, spark.createDataset(List.of(placebo), Tables.PLACEBO.encoder()))
        .commit(Manifest.JSON.createObjectNode());
    ObjectNode details = Manifest.JSON.createObjectNode();
    details.putObject("settings").put("seed", 7);
    details.set(ClaimDetails.NAME, ClaimDetails.json(List.of(evidence)));
    out.publish(Stage.CLAIMS)
        .table(
            Tables.FINDINGS,
            spark.createDataset(
                Findings.rows(List.of(evidence), "0123456789abcdef"), Tables.FINDINGS.encoder()))
        .table(
            Tables.UNANSWERED,
            spark.createDataset(
                List.of(
                    talk("account", "net/a", "OK", 100L, 60L, 120L, 40L),
                    talk("account", "net/b", "SUPPRESSED", null, null, null, null),
                    talk("archive", null, "OK", 300L, 180L, 400L, 100L)),
                Tables.UNANSWERED.encoder()))
        .commit(details);
  }

  @Test
  void aFindingIsToldFromItsCasesToItsRows(SparkSession spark) {
    List<String> lines = ExplainText.of(OutputFolder.toRead(spark, folder), List.of(Claim.C2));

    assertThat(lines).filteredOn(line -> !line.contains("query")).allMatch(l -> l.length() <= 120);
    assertThat(lines).noneMatch(line -> line.contains("null") || line.contains("NaN"));
    assertThat(lines)
        .contains(
            "C2: Long after the promotion ends people still talk about you; nobody answers.",
            "  Verdict    undetermined, UNPROVED.",
            "  Figure     unanswered.answer_ratio: 0.5 times (95 % interval 0.41 to 0.61).",
            "             · in the four weeks before: 300, answered within a week 180 (60 %)",
            "             · in the four weeks after: 400, answered within a week 100 (25 %)",
            "  Other ways · 1.1 times, heaviest_account_out: without the account that weighs most"
                + " (answer_ratio), which is on the",
            "             · 30 % of answer_ratio: net/b, whose counts are withheld");
    assertThat(String.join("\n", lines))
        .contains("docs/verdicts.md, rule 2")
        .contains("· FEW_ACCOUNTS: Too few accounts")
        .contains("1 account, pooled but without a figure of its own, SUPPRESSED: Fewer than 5")
        .contains("1 campaign in all STOP_NOT_OBSERVED")
        .contains(
            "random_stop (stops on days on which nothing stopped): 400 draws, of which 4.75 %")
        .contains("40 % of answer_ratio: net/a, mentions before 100 (answered 60), after 120")
        .doesNotContain("net/d")
        .contains("Seed 7; rules 0123456789ab")
        .contains("30 mentions on a side");
  }

  @Test
  void whatAFolderLacksIsSaid(SparkSession spark, @TempDir Path empty) {
    OutputFolder none = OutputFolder.toWrite(spark, empty.resolve("none").toString());
    none.publish(Stage.INGEST).commit(Manifest.JSON.createObjectNode());
    assertThatThrownBy(() -> ExplainText.of(none, List.of(Claim.C6)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the stage claims of");
    assertThatThrownBy(() -> ExplainText.of(OutputFolder.toRead(spark, folder), List.of(Claim.C6)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("run claims on it first");
  }

  private static CampaignRow campaign(String id, String state) {
    return new CampaignRow(
        id,
        "account",
        "net/a",
        "declared",
        null,
        null,
        null,
        null,
        7,
        9,
        null,
        null,
        state,
        List.of());
  }

  private static UnansweredRow talk(
      String scope,
      @Nullable String key,
      String state,
      @Nullable Long pre,
      @Nullable Long answeredPre,
      @Nullable Long post,
      @Nullable Long answeredPost) {
    return new UnansweredRow(
        scope,
        key,
        state,
        7,
        1,
        pre,
        post,
        answeredPre,
        answeredPost,
        NONE,
        NONE,
        NONE,
        NONE,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
