package org.afterglow.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.afterglow.table.CampaignMemberRow;
import org.junit.jupiter.api.Test;

class WordingTest {
  @Test
  void aPlaceHasItsNameAndAKeyIsCut() {
    assertThat(member("venue", "AskBakers")).isEqualTo("venue AskBakers");
    assertThat(member("venue", "fszd6pzl4jebdaohpjzpbyh2m4")).isEqualTo("venue fszd6pzl4j…");
    assertThat(member("account", "fszd6pzl4jebdaohpjzpbyh2m4")).isEqualTo("account fszd6pzl4j…");
  }

  private static String member(String type, String id) {
    return Wording.member(new CampaignMemberRow("c", "reddit", type, id, "owner"));
  }
}
