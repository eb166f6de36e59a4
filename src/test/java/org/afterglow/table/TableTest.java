package org.afterglow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.afterglow.SparkExtension;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class TableTest {
  private static final DecayCurveRow FITTED =
      new DecayCurveRow("c", "account", "twitter/1", "promotional", 3, 4, 1, Estimate.of(2, 1, 3));
  private static final DecayCurveRow NONE =
      new DecayCurveRow(
          "c", "account", "twitter/1", "all", 4, 0, 0, Estimate.none("TOO_FEW_EVENTS"));

  @Test
  void anEstimateIsFourColumnsAndComesBackWhole(SparkSession spark) {
    Table<DecayCurveRow> table = Tables.DECAY_CURVE;
    Dataset<DecayCurveRow> rows = spark.createDataset(List.of(FITTED, NONE), table.encoder());

    Dataset<Row> published = table.published(rows);

    assertThat(published.columns())
        .containsExactly(
            "campaign_id",
            "entity_type",
            "entity_key",
            "post_class",
            "day",
            "events",
            "exposure",
            "fitted",
            "fitted_low",
            "fitted_high",
            "fitted_state");
    assertThat(table.records(published).collectAsList()).containsExactly(FITTED, NONE);
  }

  @Test
  void everyTableHasASchemaAndAMeaningForEveryColumn() {
    for (Table<?> table : Tables.ALL) {
      assertThat(table.columns())
          .as(table.name())
          .allSatisfy(c -> assertThat(c.meaning()).isNotBlank());
      assertThat(table.schema().fieldNames())
          .as(table.name())
          .containsExactlyElementsOf(table.columns().stream().map(Table.Described::name).toList())
          .containsAll(table.key())
          .allSatisfy(name -> assertThat(name).matches("[a-z][a-z0-9_]*"));
    }
  }

  @Test
  void anEstimateHasAPointWhenItIsOkAndOnlyThenOrWhenItsStateQualifiesOne() {
    assertThatThrownBy(() -> new Estimate(null, null, null, Estimate.OK))
        .hasMessageContaining("OK");
    assertThatThrownBy(() -> new Estimate(2., 1., 3., "TOO_FEW_EVENTS"))
        .hasMessageContaining("TOO_FEW_EVENTS");
    assertThat(Estimate.qualified(2, 1., 3., "SCHEDULE").value()).isEqualTo(2);
    assertThat(Estimate.qualified(2, null, null, "FEW_ACCOUNTS").low()).isNull();
    assertThat(Estimate.none("SCHEDULE").value()).isNull();
    assertThatThrownBy(() -> Estimate.of(2, 3, 4)).hasMessageContaining("out of order");
    assertThatThrownBy(() -> Estimate.of(Double.NaN, 0, 0)).hasMessageContaining("not finite");
  }
}
