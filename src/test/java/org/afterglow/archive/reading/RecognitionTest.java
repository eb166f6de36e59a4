package org.afterglow.archive.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.afterglow.archive.FileState;
import org.afterglow.archive.Format;
import org.afterglow.archive.Head;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.reading.Fixtures.Fixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every archive is recognised as what it is, however it is laid out and packed. */
class RecognitionTest {
  static List<Fixture> fixtures() {
    return Fixtures.all();
  }

  private static void expect(Fixture fixture, byte[] bytes, int posts) {
    Reading reading = Reading.of(bytes);
    assertThat(reading.summary().format()).isEqualTo(fixture.format());
    assertThat(reading.rejects()).isEmpty();
    assertThat(reading.posts()).hasSize(posts);
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void anArchiveIsRecognisedPlainAndPacked(Fixture fixture) {
    expect(fixture, fixture.bytes(), fixture.posts());
    for (Packer packer : Packer.values()) {
      expect(fixture, packer.pack(fixture.bytes()), fixture.posts());
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void recordsAreRecognisedInEveryLayout(Fixture fixture) {
    for (String record : fixture.records()) {
      for (String text :
          List.of(
              record,
              record + "\n",
              "\ufeff" + record + "\r\n" + record + "\r\n",
              "[" + record + "]",
              "[\n" + record + ",\n" + record + "\n]\n",
              record + record)) {
        Reading reading = Reading.of(text);
        assertThat(reading.summary().format()).as(text).isEqualTo(fixture.format());
        assertThat(reading.rejects()).as(text).isEmpty();
      }
    }
    if (!fixture.records().isEmpty()) {
      expect(
          fixture,
          ("[" + String.join(",", fixture.records()) + "]").getBytes(UTF_8),
          fixture.posts() / (fixture.name().equals("json_table") ? 2 : 1));
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void noTwoFormatsClaimAnArchiveWithEqualCertainty(Fixture fixture) {
    byte[] bytes = fixture.bytes();
    Head head = new Head(bytes, bytes.length, true, "input");
    Map<String, Integer> claims = new LinkedHashMap<>();
    for (String name : Formats.names()) {
      for (Format format : Formats.all()) {
        if (format.name().equals(name)) {
          claims.merge(name, format.recognises(head, ReadOptions.defaults()), Math::max);
        }
      }
    }
    List<Integer> certainties = new ArrayList<>(claims.values());
    certainties.sort(Collections.reverseOrder());
    assertThat(claims.get(fixture.format())).isEqualTo(certainties.get(0)).isPositive();
    assertThat(certainties.get(1)).as("%s", claims).isLessThan(certainties.get(0));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void recordsOfOtherArchivesAmongThemDoNotChangeTheFormat(Fixture fixture) {
    if (fixture.records().isEmpty() || fixture.format().equals("table")) {
      return;
    }
    String own = String.join("\n", fixture.records()) + "\n";
    String text = own.repeat(4) + "{\"followers\":[1,2,3]}\n{\"count\":5}\n" + own;
    Reading reading = Reading.of(text);
    assertThat(reading.summary().format()).isEqualTo(fixture.format());
    assertThat(reading.posts()).hasSize(5 * fixture.posts());
    assertThat(reading.records()).hasSize(5 * Reading.of(own).records().size() + 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"data":[{"start":"2021-01-01T00:00:00.000Z","end":"2021-01-02T00:00:00.000Z","tweet_count":5}],"meta":{"total_tweet_count":5}}
          {"data":[{"id":"1","name":"Ann","username":"annb"}],"meta":{"result_count":1}}
          {"limit":{"track":3,"timestamp_ms":"1600084800000"}}
          {"@context":"https://www.w3.org/ns/activitystreams","id":"likes.json","type":"OrderedCollection","orderedItems":["https://tea.example/users/bo/statuses/1"]}
          {"did":"did:plc:a","time_us":1733313600123456,"kind":"account","account":{"active":true}}
          {"id":"ann","created":1400000000,"karma":3,"submitted":[1,2]}
          {"name":"Tea","type":"public_channel","id":5,"messages":[]}
          {"kind":"youtube#channelListResponse","items":[]}
          {"status":200,"result":{"posts":[]}}
          {"headers":{"a":"b"},"collector":[]}
          {"a":1,"b":[1,2,3]}
          <?xml version="1.0"?><users><row Id="1" DisplayName="Ann" CreationDate="2020-09-13T12:26:40.250"/></users>
          <?xml version="1.0"?><rss version="2.0"><channel><title>Tea</title><item><title>x</title></item></channel></rss>
          """)
  void filesWithoutPostsAreNoErrors(String text) {
    Reading reading = Reading.of(text);
    assertThat(reading.posts()).isEmpty();
    if (reading.summary().format().equals("unknown")) {
      assertThat(reading.rejects()).containsExactly(RejectReason.UNKNOWN_FORMAT);
    } else {
      assertThat(reading.rejects()).isEmpty();
    }
  }

  private static String status(int number) {
    return Statuses.status(number, "tea");
  }

  private static void expectTwoPosts(String text, int rejects) {
    Reading reading = Reading.of(text.getBytes(ISO_8859_1));
    assertThat(reading.summary().format()).isEqualTo("twitter_v1");
    assertThat(reading.posts()).hasSize(2);
    assertThat(reading.rejects()).hasSize(rejects);
  }

  @Test
  void brokenLinesAtTheBeginningHideNoFormat() {
    String good = status(1) + "\n" + status(2) + "\n";
    String notUtf8 = Statuses.status(3, "caf\u00e9") + "\n";
    expectTwoPosts(notUtf8.repeat(3) + good, 3);
    expectTwoPosts("2013-08-10 the collector begins\n".repeat(6) + good, 6);
    expectTwoPosts("null\n" + good + "true\n", 0);
    expectTwoPosts(status(3).substring(40) + "\n" + good + status(4).substring(0, 40), 2);
  }

  @Test
  void elementsOfAnArrayWithoutItsBracketsAreLines() {
    expectTwoPosts(status(1) + ",\n" + status(2) + ",\r\n", 0);
    expectTwoPosts(status(1) + " ,\n" + status(2), 0);
  }
}
