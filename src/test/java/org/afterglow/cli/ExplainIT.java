package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.afterglow.SparkExtension;
import org.afterglow.job.claim.Claim;
import org.afterglow.table.OutputFolder;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({SparkExtension.class, SmallWorld.Extension.class})
class ExplainIT {
  @Test
  void everyFindingOfARunCanBeTold(SmallWorld world, SparkSession spark)
      throws IOException, InterruptedException {
    OutputFolder out = OutputFolder.toRead(spark, world.undisturbed().toString());

    for (Claim claim : Claim.values()) {
      List<String> lines = ExplainText.of(out, List.of(claim));

      assertThat(lines.get(0)).isEqualTo(claim + ": " + claim.words());
      assertThat(lines)
          .filteredOn(line -> line.length() > 120)
          .allMatch(line -> line.contains("afterglow query"));
      assertThat(String.join("\n", lines))
          .contains("  Verdict ", "  Rule ", "  Counted ", "  Left out ", "  Compared ", "  Rows ")
          .doesNotContain("null", "NaN");
    }
  }
}
