package org.afterglow.statistics;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.afterglow.SparkExtension;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class DrawsTest {
  private static final Draws DRAWS = new Draws(7, "decay");

  @Test
  void aSeedIsWhatSparkHashesTheKeyTo(SparkSession spark) {
    String campaign = "ein längerer Schlüssel, über zweiunddreißig Byte lang";
    long hashed =
        spark
            .range(1)
            .select(xxhash64(lit(7L), lit("decay"), lit(campaign), lit(""), lit(3L)))
            .as(Encoders.LONG())
            .first();

    assertThat(DRAWS.seed(campaign, "", 3)).isEqualTo(hashed);
  }

  @Test
  void aStreamDependsOnEveryPartOfItsKeyAndOnNothingElse() {
    long first = DRAWS.stream("c", "post", 1).nextLong();

    assertThat(DRAWS.stream("c", "post", 1).nextLong()).isEqualTo(first);
    assertThat(DRAWS.stream("c", "post", 2).nextLong()).isNotEqualTo(first);
    assertThat(DRAWS.stream("c", "person", 1).nextLong()).isNotEqualTo(first);
    assertThat(DRAWS.stream("d", "post", 1).nextLong()).isNotEqualTo(first);
    assertThat(new Draws(8, "decay").stream("c", "post", 1).nextLong()).isNotEqualTo(first);
    assertThat(new Draws(7, "other").stream("c", "post", 1).nextLong()).isNotEqualTo(first);
  }

  @Test
  void poissonWeightsHaveMeanAndVarianceOne() {
    int[] weights = Draws.poissonWeights(DRAWS.stream("c", "post", 1), 100_000);

    double sum = 0;
    double squares = 0;
    int none = 0;
    for (int weight : weights) {
      sum += weight;
      squares += (double) weight * weight;
      none += weight == 0 ? 1 : 0;
    }
    double mean = sum / weights.length;
    assertThat(mean).isCloseTo(1, within(.015));
    assertThat(squares / weights.length - mean * mean).isCloseTo(1, within(.03));
    assertThat(none / (double) weights.length).isCloseTo(Math.exp(-1), within(.006));
  }

  @Test
  void aStreamIsTheSameOnEveryMachine() {
    SplittableRandom random = DRAWS.stream("c", "post", 1);

    assertThat(Draws.poissonWeights(random, 12))
        .containsExactly(0, 0, 1, 1, 3, 3, 0, 1, 0, 3, 2, 1);
  }
}
