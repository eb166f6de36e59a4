package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.afterglow.SparkExtension;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.CampaignRow;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryCommandTest {
  private final String folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  QueryCommandTest(@TempDir Path folder) {
    this.folder = folder.resolve("out").toString();
  }

  @BeforeAll
  void writeTwoCampaigns(SparkSession spark) {
    OutputFolder.toWrite(spark, folder)
        .publish(Stage.CAMPAIGNS)
        .table(
            Tables.CAMPAIGNS,
            spark.createDataset(
                List.of(campaign("spring", "a \"b\", c"), campaign("autumn", null)),
                Tables.CAMPAIGNS.encoder()))
        .table(
            Tables.CAMPAIGN_MEMBERS,
            spark.createDataset(List.<CampaignMemberRow>of(), Tables.CAMPAIGN_MEMBERS.encoder()))
        .commit(Manifest.JSON.createObjectNode());
  }

  @BeforeEach
  void forgetWhatWasPrinted() {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
  }

  @Test
  void textIsAligned() {
    assertThat(query("SELECT campaign_id, promotional_posts n, flags FROM campaigns ORDER BY 1"))
        .isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "campaign_id  n  flags",
            "autumn       7  [\"NO_OWNER\"]",
            "spring       7  [\"NO_OWNER\"]");
  }

  @Test
  void csvQuotesWhatNeedsIt() {
    assertThat(query("SELECT label, started_at FROM campaigns ORDER BY label", "--format", "csv"))
        .isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "label,started_at", ",2013-08-01 12:00:00", "\"a \"\"b\"\", c\",2013-08-01 12:00:00");
  }

  @Test
  void jsonIsAnObjectALineWithItsNulls() {
    assertThat(query("SELECT label, flags FROM campaigns ORDER BY label", "--format", "json"))
        .isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "{\"label\":null,\"flags\":[\"NO_OWNER\"]}",
            "{\"label\":\"a \\\"b\\\", c\",\"flags\":[\"NO_OWNER\"]}");
  }

  @Test
  void rowsBeyondTheLimitAreMentioned() {
    assertThat(query("SELECT campaign_id FROM campaigns", "--limit", "1")).isZero();
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(err.toString()).contains("--limit 0");
  }

  @Test
  void mistakesInTheStatementAreOneLine() {
    assertThat(query("SELECT campaign_id FORM campaigns WHERE")).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().startsWith("SQL: ");
  }

  @Test
  void mistakesThatShowWhileItRunsAreOneLine() {
    assertThat(query("SELECT CAST(campaign_id AS INT) FROM campaigns")).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("CAST_INVALID_INPUT");
  }

  @Test
  void aTableThatIsNotWholeIsRefusedByItsStage() {
    assertThat(query("SELECT * FROM decay")).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("decay", "not finished");
  }

  @Test
  void anUnknownTableIsAnsweredByThoseThatAreThere() {
    assertThat(query("SELECT * FROM campaign")).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("campaigns, campaign_members");
  }

  @Test
  void anUnknownColumnIsAnsweredByThoseThatAreThere() {
    assertThat(query("SELECT campaign, count(*) FROM campaign_members GROUP BY 1")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "there is no column campaign in campaign_members; there are campaign_id, platform,"
                + " entity_type, entity_id, role");

    err.getBuffer().setLength(0);
    assertThat(
            query(
                "SELECT c.lable FROM campaigns c JOIN campaign_members m"
                    + " ON c.campaign_id = m.campaign_id"))
        .isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith(
            "there is no column c.lable in campaigns, campaign_members; the nearest are label, ")
        .endsWith("; afterglow tables " + folder + " shows all");

    err.getBuffer().setLength(0);
    assertThat(query("SELECT nothing FROM (SELECT 1 AS one, 2 AS two)")).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("there is no column nothing where the statement asks for it; the nearest are ")
        .contains("one", "two");

    err.getBuffer().setLength(0);
    assertThat(query("SELECT label FROM (SELECT campaign_id FROM campaigns)")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "there is no column label where the statement asks for it; the nearest are campaign_id");
  }

  @Test
  void theDictionaryOfAFolderCountsRows() {
    assertThat(run("tables", folder)).isZero();
    assertThat(out.toString())
        .contains("written by: campaigns; 2 rows)", "written by: decay; not finished)");
  }

  @Test
  void whatIsNoFolderOfOursIsAMistake() {
    assertThat(run("tables", folder + "/campaigns")).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("manifest.json");
  }

  private int query(String sql, String... options) {
    String[] args = new String[options.length + 3];
    args[0] = "query";
    args[1] = folder;
    args[2] = sql;
    System.arraycopy(options, 0, args, 3, options.length);
    return run(args);
  }

  private int run(String... args) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), args);
  }

  private static CampaignRow campaign(String id, @Nullable String label) {
    return new CampaignRow(
        id,
        "account",
        "reddit/x",
        "declared",
        label,
        Instant.parse("2013-08-01T12:00:00Z"),
        null,
        null,
        7,
        3,
        null,
        null,
        "OK",
        List.of("NO_OWNER"));
  }

  @Test
  void nothingButReadingIsAQuery() {
    for (String statement :
        List.of(
            "INSERT INTO campaigns SELECT * FROM campaigns",
            "DROP VIEW campaigns",
            "CREATE TABLE taken AS SELECT 1",
            "SET spark.sql.ansi.enabled=false",
            "SELECT 1) TABLESAMPLE (1 ROWS); DROP VIEW campaigns --",
            "INSERT OVERWRITE DIRECTORY '/nowhere' USING parquet SELECT 1 x")) {
      assertThat(query(statement)).as(statement).isEqualTo(2);
    }
    assertThat(query("SELECT count(*) n FROM campaigns", "--format", "csv")).isZero();
    assertThat(out.toString()).isEqualToNormalizingNewlines("n\n2\n");
  }

  @Test
  void noFileButTheTablesIsRead(@TempDir Path other) throws IOException {
    Path secret = Files.writeString(other.resolve("secret"), "kept");
    assertThat(query("SELECT * FROM text.`" + secret + "`")).isEqualTo(2);
    assertThat(err.toString()).contains("no other file");
    assertThat(out.toString()).isEmpty();
  }
}
