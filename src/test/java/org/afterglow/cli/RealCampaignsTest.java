package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Counters by day of posting around stops that are known, from one run each. */
@ExtendWith(SparkExtension.class)
class RealCampaignsTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void whatSandersPostedEarnedLessAfterTheConvention(SparkSession spark) throws Exception {
    Path posts =
        SharedData.path("archives/campaign/clinton-sanders-2016/andrews_stuff/berniesanders.zip");

    Dataset<Row> days =
        counterDays(
            spark,
            posts,
            "sanders,twitter,account,BernieSanders,owner,2016-01-01,2016-07-26T00:00:00Z,2016");

    assertThat(mean(days, -7, -1)).isEqualTo(118_685);
    assertThat(mean(days, 0, 0)).isEqualTo(738_896);
    assertThat(mean(days, 1, 6)).isEqualTo(108_252);
    assertThat(mean(days, 7, 13)).isEqualTo(33_216);
    assertThat(mean(days, 14, 27)).isEqualTo(37_387);
    assertThat(mean(days, 28, 55)).isEqualTo(25_110);
  }

  @Test
  void whatSimCityPlayersPostedEarnedLessAfterTheLaunch(SparkSession spark) throws Exception {
    Path posts = SharedData.path("archives/reddit/top-2.5-million/SimCity.csv");

    Dataset<Row> days =
        counterDays(
            spark,
            posts,
            "launch,reddit,venue,SimCity,topic,2013-01-01,2013-03-05T00:00:00Z,launch");

    assertThat(mean(days, 0, 6)).isEqualTo(13_226);
    assertThat(mean(days, 7, 13)).isEqualTo(11_205);
    assertThat(mean(days, 14, 27)).isEqualTo(4_085);
    assertThat(mean(days, 28, 55)).isEqualTo(1_496);
  }

  /** One run; columns {@code day} from the stop's midnight and {@code total} of its counters. */
  private Dataset<Row> counterDays(SparkSession spark, Path posts, String campaign)
      throws Exception {
    Path campaigns =
        Files.writeString(
            folder.resolve("campaigns.csv"),
            "campaign_id,platform,entity_type,entity_id,role,start_utc,stop_utc,label\n"
                + campaign
                + "\n");
    Path mapping =
        Files.writeString(
            folder.resolve("mapping.json"),
            "{\"applies_to\": {\"file\": \"SimCity.csv\"}, \"platform\": \"reddit\","
                + " \"venue\": \"SimCity\"}");
    Path out = folder.resolve("out");
    StringWriter errors = new StringWriter();
    int exit =
        Main.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(errors),
            "run",
            out.toString(),
            "--posts",
            posts.toString(),
            "--campaigns",
            campaigns.toString(),
            "--mapping",
            mapping.toString(),
            "--key",
            folder.resolve("key").toString());
    assertThat(exit).as(errors.toString()).isZero();
    return OutputFolder.toRead(spark, out.toString())
        .table(Tables.ENGAGEMENT)
        .where("series = 'S4_counters' and post_class = 'all'")
        .where("campaign_id in ('sanders', 'launch')")
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
