package org.afterglow.post;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdentitiesTest {
  private final Identities pseudonyms =
      Identities.pseudonyms("0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.UTF_8));

  @Test
  void equalIdsHaveEqualKeysAndNothingElseHas() {
    assertThat(pseudonyms.account("twitter", "7"))
        .hasSize(26)
        .matches("[a-z2-7]+")
        .isEqualTo(pseudonyms.account("twitter", "7"))
        .isNotEqualTo(pseudonyms.account("reddit", "7"))
        .isNotEqualTo(pseudonyms.post("twitter", "7"))
        .isNotEqualTo(pseudonyms.handle("twitter", "7"))
        .isNotEqualTo(
            Identities.pseudonyms(
                    "fedcba9876543210".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .account("twitter", "7"));
  }

  @Test
  void theKeyOfAnIdNeverChangesBetweenReleases() {
    assertThat(pseudonyms.account("twitter", "7")).isEqualTo("fszd6pzl4jebdaohpjzpbyh2m4");
  }

  @Test
  void handlesMatchWhateverTheirCase() {
    assertThat(pseudonyms.handle("twitter", "Ada")).isEqualTo(pseudonyms.handle("twitter", "aDA"));
  }

  @Test
  void aVenueThatIsAnAccountHasTheKeyOfItsOwnerAndAPlaceItsName() {
    Mention byId = new Mention("UCtea", "tea");
    assertThat(pseudonyms.venue("youtube", "UCtea", byId))
        .isEqualTo(pseudonyms.account("youtube", "UCtea"));
    assertThat(pseudonyms.venue("reddit", "u_Ann", new Mention(null, "Ann")))
        .isEqualTo(pseudonyms.handle("reddit", "ann"));
    assertThat(pseudonyms.venue("reddit", "bread", null)).isEqualTo("bread");
    assertThat(Identities.kept().venue("youtube", "UCtea", byId)).isEqualTo("UCtea");
  }

  @Test
  void keptIdentitiesAreTheIdsThemselvesButTextsNeverAre() {
    assertThat(Identities.kept().post("twitter", "7")).isEqualTo("7");
    assertThat(Identities.kept().text("hello")).hasSize(26).isNotEqualTo("hello");
  }
}
