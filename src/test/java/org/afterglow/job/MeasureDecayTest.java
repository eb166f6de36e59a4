package org.afterglow.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.afterglow.SparkExtension;
import org.afterglow.job.acts.Season;
import org.afterglow.job.contrast.ContrastPost;
import org.afterglow.job.contrast.ContrastPosts;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class MeasureDecayTest {
  private static final ContrastPost.Earned NOTHING = new ContrastPost.Earned(0, 0, 0);

  @Test
  void aSeasonIsMissingOnlyWhereCampaignsHavePosts(SparkSession spark) {
    Dataset<ContrastPost> contrasted =
        spark.createDataset(List.of(post("net"), post("board")), ContrastPosts.POST);

    assertThat(MeasureDecay.seasonIsMissing(contrasted, season("net", "board"))).isFalse();
    assertThat(MeasureDecay.seasonIsMissing(contrasted, season("net", "else"))).isTrue();
    assertThat(MeasureDecay.seasonIsMissing(contrasted.limit(0), Season.flat())).isFalse();
  }

  private static Season season(String one, String other) {
    List<Double> flat = Collections.nCopies(168, 1.0);
    return new Season(Map.of(one, flat, other, flat));
  }

  private static ContrastPost post(String platform) {
    return new ContrastPost(
        "c",
        platform,
        platform + "/p",
        0,
        true,
        false,
        false,
        true,
        0,
        0,
        0,
        null,
        0,
        0,
        0,
        0,
        0,
        NOTHING,
        NOTHING,
        NOTHING,
        0,
        0,
        0);
  }
}
