package org.afterglow.job.claim.venues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopicSumTest {
  private final TopicSum topic = new TopicSum();

  @Test
  void aPostLiesAsFarAsItsWordsAreFromThoseOfTheOthers() {
    byte[] all = sum(List.of(sketch(1, 0), sketch(0, 7)));

    // (3, 4) against (1, 1): 1 − 7/(5·√2); however long they are, posts weigh alike.
    assertThat(TopicSum.distance(sketch(3, 4), all, null))
        .isCloseTo(1 - 7 / (5 * Math.sqrt(2)), within(1e-6));
    // Without what its author wrote, (0, 7), it is (3, 4) against (1, 0).
    assertThat(TopicSum.distance(sketch(3, 4), all, sum(List.of(sketch(0, 7)))))
        .isCloseTo(.4, within(1e-6));
    assertThat(TopicSum.distance(sketch(-2, -2), all, null)).isCloseTo(2, within(1e-6));
  }

  @Test
  void whatHasNoDirectionHasNoDistance() {
    byte[] all = sum(List.of(sketch(1, 0), sketch(0, 0)));

    assertThat(all).isEqualTo(sum(List.of(sketch(1, 0))));
    assertThat(TopicSum.distance(sketch(0, 0), all, null)).isNull();
    assertThat(TopicSum.distance(sketch(1, 0), all, all)).isNull();
  }

  @Test
  void sumsAreTheSameInAnyOrderAndAnyParts() {
    Random random = new Random(3);
    List<byte[]> sketches = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      byte[] sketch = new byte[128];
      random.nextBytes(sketch);
      sketches.add(sketch);
    }
    byte[] whole = sum(sketches);

    Collections.shuffle(sketches, random);
    byte[] parts =
        topic.merge(
            topic.merge(sum(sketches.subList(0, 7)), sum(sketches.subList(7, 300))),
            sum(sketches.subList(300, 500)));

    assertThat(parts).isEqualTo(whole);
  }

  private byte[] sum(List<byte[]> sketches) {
    byte[] sum = topic.zero();
    for (byte[] sketch : sketches) {
      sum = topic.reduce(sum, sketch);
    }
    return topic.finish(sum);
  }

  private static byte[] sketch(int first, int second) {
    byte[] sketch = new byte[128];
    sketch[0] = (byte) first;
    sketch[1] = (byte) second;
    return sketch;
  }
}
