package org.afterglow.job.acts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

class EntityKeysTest {
  @Test
  void aPostIsFoundByItsAccountWhatItCarriesAndWhereItStands() {
    assertThat(EntityKeys.ofPost("a1", seq("SpringSale"), seq("shop.example"), "r/\u00c4pfel"))
        .containsExactly(
            "account:a1", "hashtag:SpringSale", "domain:shop.example", "venue:r/\u00e4pfel");
    assertThat(EntityKeys.of("venue", "r/\u00c4pfel")).isEqualTo("venue:r/\u00e4pfel");
  }

  @Test
  void whatAPostLacksGivesNoKey() {
    assertThat(EntityKeys.ofPost(null, null, null, null)).isEmpty();
    assertThat(EntityKeys.ofPost(null, seq(), seq(), "here")).containsExactly("venue:here");
  }

  private static Seq<String> seq(String... names) {
    List<String> list = Arrays.asList(names);
    return CollectionConverters.asScala(list);
  }
}
