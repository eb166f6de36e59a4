package org.afterglow.job.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.afterglow.SparkExtension;
import org.afterglow.job.contrast.ContrastCampaign;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.job.contrast.FitContrast;
import org.afterglow.table.DecayContrastRow;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class RefuseUnitsTest {
  @Test
  void postsOfWhichNoActHasATimeAreNotSaidToHaveHadNone(SparkSession spark) {
    Dataset<ContrastFit> fits =
        spark.createDataset(
            List.of(
                ContrastFit.refused("counted", "post", "ALL_ZERO"),
                ContrastFit.refused("counted", "thread", "NO_REPLY_IDS"),
                ContrastFit.refused("stray", "post", "TOO_FEW_EVENTS"),
                ContrastFit.refused("timed", "post", "TOO_FEW_EVENTS")),
            FitContrast.FIT);
    Dataset<Row> withoutTimes =
        spark.createDataset(List.of("counted", "stray"), Encoders.STRING()).toDF("campaign_id");

    assertThat(RefuseUnits.untimed(fits, withoutTimes).collectAsList())
        .extracting(ContrastFit::campaignId, ContrastFit::unit, ContrastFit::state)
        .containsExactlyInAnyOrder(
            Tuple.tuple("counted", "post", "NO_EVENT_TIMES"),
            Tuple.tuple("counted", "thread", "NO_REPLY_IDS"),
            Tuple.tuple("stray", "post", "NO_EVENT_TIMES"),
            Tuple.tuple("timed", "post", "TOO_FEW_EVENTS"));
  }

  @Test
  void whoCannotBeCountedIsNotSaidToBeNobody() {
    ContrastCampaign campaign =
        new ContrastCampaign("c", "account", "net/a", "OK", null, 1, List.of());

    assertThat(
            FitContrast.rows(
                campaign, List.of(ContrastFit.refused("c", "person", "SHORT_WINDOW")), Set.of()))
        .extracting(
            DecayContrastRow::unit,
            row -> row.lnlor().state(),
            DecayContrastRow::unitsPromo,
            DecayContrastRow::strata,
            DecayContrastRow::lateConv,
            DecayContrastRow::r)
        .contains(
            Tuple.tuple("person", "SHORT_WINDOW", null, null, null, null),
            Tuple.tuple("thread", "TOO_FEW_EVENTS", 0L, 0L, 0.0, 0.0));
  }
}
