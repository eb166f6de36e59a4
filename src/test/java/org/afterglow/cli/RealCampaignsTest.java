package org.afterglow.cli;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.afterglow.SharedData;
import org.afterglow.SparkExtension;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Counters by day of posting around stops that are known, by the commands that lead there. */
@ExtendWith(SparkExtension.class)
class RealCampaignsTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void whatWasPostedEarnedLessAfterTheStop(SparkSession spark) throws Exception {
    OutputFolder out =
        run(
            spark,
            List.of(
                "campaign/clinton-sanders-2016/andrews_stuff/berniesanders.zip",
                "reddit/top-2.5-million/SimCity.csv"),
            "sanders,twitter,account,BernieSanders,owner,2016-01-01,2016-07-26T00:00:00Z,2016",
            "launch,reddit,venue,SimCity,topic,2013-01-01,2013-03-05T00:00:00Z,launch");

    Dataset<Row> convention = counterDays(out, "sanders");
    assertThat(mean(convention, -7, -1)).isEqualTo(118_685);
    assertThat(mean(convention, 0, 0)).isEqualTo(738_896);
    assertThat(mean(convention, 1, 6)).isEqualTo(108_252);
    assertThat(mean(convention, 7, 13)).isEqualTo(33_216);
    assertThat(mean(convention, 14, 27)).isEqualTo(37_387);
    assertThat(mean(convention, 28, 55)).isEqualTo(25_110);

    Dataset<Row> launch = counterDays(out, "launch");
    assertThat(mean(launch, 0, 6)).isEqualTo(13_226);
    assertThat(mean(launch, 7, 13)).isEqualTo(11_205);
    assertThat(mean(launch, 14, 27)).isEqualTo(4_085);
    assertThat(mean(launch, 28, 55)).isEqualTo(1_496);
  }

  private OutputFolder run(SparkSession spark, List<String> archives, String... campaigns)
      throws Exception {
    Path declared =
        Files.writeString(
            folder.resolve("campaigns.csv"),
            "campaign_id,platform,entity_type,entity_id,role,start_utc,stop_utc,label\n"
                + String.join("\n", campaigns)
                + "\n");
    Path mapping =
        Files.writeString(
            folder.resolve("mapping.json"),
            "{\"applies_to\": {\"file\": \"SimCity.csv\"}, \"platform\": \"reddit\","
                + " \"venue\": \"SimCity\"}");
    String out = folder.resolve("out").toString();
    String key = folder.resolve("key").toString();
    List<String> ingest = new ArrayList<>(List.of("ingest", out, "--key", key));
    for (String archive : archives) {
      ingest.addAll(List.of("--posts", SharedData.path("archives/" + archive).toString()));
    }
    ingest.addAll(List.of("--mapping", mapping.toString()));
    succeed(ingest);
    succeed(List.of("campaigns", out, "--campaigns", declared.toString(), "--key", key));
    succeed(List.of("decay", out));
    return OutputFolder.toRead(spark, out);
  }

  private static void succeed(List<String> command) {
    StringWriter errors = new StringWriter();
    int exit =
        Main.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(errors),
            command.toArray(String[]::new));
    assertThat(exit).as(errors.toString()).isZero();
  }

  /** Columns {@code day} from the stop's midnight and {@code total} of its counters. */
  private static Dataset<Row> counterDays(OutputFolder out, String campaign) {
    return out.table(Tables.ENGAGEMENT)
        .where("series = 'S4_counters' and post_class = 'all'")
        .where(col("campaign_id").equalTo(campaign))
        .selectExpr("cast(bin_from_hours / 24 as int) as day", "counter_total as total");
  }

  private static long mean(Dataset<Row> days, int from, int to) {
    double sum =
        days.where("day between " + from + " and " + to)
            .selectExpr("coalesce(cast(sum(total) as double), 0d)")
            .as(Encoders.DOUBLE())
            .first();
    return Math.round(sum / (to - from + 1));
  }
}
