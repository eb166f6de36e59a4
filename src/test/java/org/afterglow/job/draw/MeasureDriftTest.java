package org.afterglow.job.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.afterglow.SparkExtension;
import org.afterglow.classify.ScoreDrift.Counted;
import org.afterglow.job.SomePost;
import org.afterglow.table.PostRow;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class MeasureDriftTest {
  @Test
  void postsAreCountedByPlatformMonthAndProbability(SparkSession spark) {
    List<PostRow> rows = new ArrayList<>();
    rows.add(SomePost.by("a", "1", "2013-01-05", .1249).row());
    rows.add(SomePost.by("a", "2", "2013-01-31", .1201).row());
    rows.add(SomePost.by("a", "3", "2013-02-01", 1.0).row());
    rows.add(SomePost.by("a", "4", "2013-02-01", .5).row());
    rows.add(SomePost.by("a", "5", "2013-02-02", null).row()); // no text
    rows.add(SomePost.by("a", "6", "2013-02-03", null).row());
    rows.add(SomePost.by("a", "7", "2013-02-03", .995).on("reddit").embedded().row());
    Dataset<Row> posts =
        Tables.POSTS
            .published(spark.createDataset(rows, Tables.POSTS.encoder()))
            .withColumn(
                "post_class",
                functions
                    .when(functions.col("post_id").equalTo("6"), "unsupported_language")
                    .when(functions.col("post_id").equalTo("4"), "uncertain")
                    .otherwise(functions.col("post_class")));

    List<Counted> counted = MeasureDrift.counted(posts);

    assertThat(counted)
        .containsExactlyInAnyOrder(
            new Counted("twitter", 2013, 1, 24, 2, 245_000, 0, 0),
            new Counted("twitter", 2013, 2, 199, 1, 1_000_000, 0, 0),
            new Counted("twitter", 2013, 2, 100, 1, 500_000, 1, 0),
            new Counted("twitter", 2013, 2, -1, 1, 0, 0, 1),
            new Counted("reddit", 2013, 2, 199, 1, 995_000, 0, 0));
    assertThat(MeasureDrift.counted(posts.repartition(5))).hasSameElementsAs(counted);
    assertThat(MeasureDrift.counted(posts.filter("false"))).isEmpty();
  }
}
