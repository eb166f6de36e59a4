package org.afterglow.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.afterglow.UserError;
import org.afterglow.campaign.DeclaredCampaign.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredCampaignsTest {
  private static final String HEADER =
      "campaign_id,platform,entity_type,entity_id,role,start_utc,stop_utc,label\n";

  @Test
  void rowsOfOneCampaignAreItsMembers() {
    List<DeclaredCampaign> campaigns =
        read(
            "\uFEFF"
                + HEADER
                + "spring,twitter,account,@OurShop,,2020-03-01,2020-04-30,\"Spring, sale\"\r\n"
                + "\r\n"
                + "spring,,hashtag,#ＳpringSale,,2020-03-01,2020-04-30,\r\n"
                + "spring,,domain,https://www.shop.Example.co.uk/a?b,,2020-03-01,2020-04-30,\r\n"
                + "other,Reddit,venue,r/Gadgets,topic,,2013-03-05T00:00:00Z,\r\n");

    assertThat(campaigns)
        .containsExactly(
            new DeclaredCampaign(
                "spring",
                "Spring, sale",
                Instant.parse("2020-03-01T00:00:00Z"),
                Instant.parse("2020-05-01T00:00:00Z"),
                List.of(
                    new Member("twitter", EntityType.ACCOUNT, "OurShop", Role.OWNER),
                    new Member(null, EntityType.HASHTAG, "springsale", Role.TOPIC),
                    new Member(null, EntityType.DOMAIN, "example.co.uk", Role.TOPIC))),
            new DeclaredCampaign(
                "other",
                null,
                null,
                Instant.parse("2013-03-05T00:00:00Z"),
                List.of(new Member("reddit", EntityType.VENUE, "Gadgets", Role.TOPIC))));
  }

  @Test
  void columnsComeInAnyOrderAndThoseNotNeededMayBeMissing() {
    assertThat(
            read(
                """
                stop_utc,start_utc,entity_id,entity_type,campaign_id
                ,2020-01-01 06:30,/u/someone,ACCOUNT,a
                2020-01-02T03:00:00+02:00,2020-01-01T00:00:00.5,#tag,hashtag,b
                """))
        .containsExactly(
            new DeclaredCampaign(
                "a",
                null,
                Instant.parse("2020-01-01T06:30:00Z"),
                null,
                List.of(new Member(null, EntityType.ACCOUNT, "someone", Role.OWNER))),
            new DeclaredCampaign(
                "b",
                null,
                Instant.parse("2020-01-01T00:00:00.5Z"),
                Instant.parse("2020-01-02T01:00:00Z"),
                List.of(new Member(null, EntityType.HASHTAG, "tag", Role.TOPIC))));
  }

  @Test
  void aMemberDeclaredTwiceIsOneMember() {
    assertThat(read(HEADER + "a,,account,@x,,,,\na,,account,X,owner,,,").get(0).members())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a,,account,x,,2020-02-01,2020-01-01,|line 2: stop_utc is '2020-01-01'; expected a time after start_utc (2020-02-01T00:00:00Z)",
        "a,,account,x,,2020-02-01T00:00:00Z,2020-02-01T00:00:00Z,|line 2: stop_utc is",
        "a,,acount,x,,,,|line 2: entity_type is not understood; expected one of account, venue, hashtag, domain",
        "a,,,x,,,,|line 2: entity_type is missing",
        "a,,account,x,boss,,,|line 2: role is not understood; expected owner, topic or nothing",
        "a,,account,x,,01/02/2020,,|line 2: start_utc is '01/02/2020'; expected a UTC date or time such as",
        "a,,account,x,,,2020-02-30,|line 2: stop_utc is '2020-02-30'",
        "a,,account,@,,,,|line 2: entity_id is missing",
        "a,,account,,,,,|line 2: entity_id is missing; expected the account",
        ",,account,x,,,,|line 2: campaign_id is missing",
        "a,,domain,co.uk,,,,|line 2: entity_id is not understood; expected a domain that can be registered",
        "a,,account,x,,,,l,more|line 2: number of cells is '9'; expected at most 8",
      })
  void aMistakeIsOneLineThatSaysWhereAndWhatIsRight(String row, String message) {
    assertThatThrownBy(() -> read(HEADER + row + "\n"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("campaigns.csv " + message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void theLineOfARowIsItsLastAndBlankLinesCount() {
    assertThatThrownBy(
            () ->
                read(
                    HEADER + "a,,account,x,,,,\"two\nlines\"\n\n" + "a,,account,y,,2020-01-01,,\n"))
        .hasMessage(
            "campaigns.csv line 5: start_utc is '2020-01-01T00:00:00Z';"
                + " expected nothing as in line 3: rows of one campaign agree on dates");
  }

  @Test
  void aMemberHasOneRole() {
    assertThatThrownBy(() -> read(HEADER + "a,,account,x,,,,\na,,account,@x,topic,,,"))
        .hasMessageContaining("line 3: role is 'topic'; expected owner as");
  }

  @Test
  void aFileWithoutCampaignsIsAMistake() {
    assertThatThrownBy(() -> read("")).hasMessageContaining("is empty; its first line should be");
    assertThatThrownBy(() -> read(HEADER)).hasMessageContaining("declares no campaign");
    assertThatThrownBy(() -> read("campaign_id,entity_id,entity_type\n"))
        .hasMessageContaining("line 1 lacks column start_utc, stop_utc");
    assertThatThrownBy(() -> read("campaign_id,entity_id,entity_type,begin,stop_utc\n"))
        .hasMessageContaining("column 4 is not understood; expected one of campaign_id,");
  }

  private static List<DeclaredCampaign> read(String csv) {
    return DeclaredCampaigns.read(
        new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), "campaigns.csv");
  }

  @Test
  void aQuoteThatNeverClosesIsSaidAndSwallowsNothing() {
    String file =
        """
        campaign_id,platform,entity_type,entity_id,role,start_utc,stop_utc,label
        a,twitter,account,"Jane,owner,2016-01-01,2016-02-01,One
        b,twitter,account,Joe,owner,2016-01-01,2016-02-01,Two
        """;
    assertThatThrownBy(
            () ->
                DeclaredCampaigns.read(
                    new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), "c.csv"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("quote");
  }
}
