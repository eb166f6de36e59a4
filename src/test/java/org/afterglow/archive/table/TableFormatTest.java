package org.afterglow.archive.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Mapping;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.reading.Reading;
import org.afterglow.post.DeletedState;
import org.afterglow.post.Mention;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableFormatTest {
  private static Reading read(String text, Mapping... mappings) {
    return Reading.of(text, ReadOptions.defaults().withMappings(List.of(mappings)));
  }

  private static String table(String... rows) {
    return String.join("\n", rows) + "\n";
  }

  private static Mapping mapping(String json) {
    return Mapping.parse(json.replace('\'', '"')).get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", "\t", "|", ";"})
  void commonHeadersMapThemselvesWhateverTheDelimiter(String delimiter) {
    String text =
        table(
                "tweet_id,user_screen_name,created_at,tweet,likes,retweets,lang,"
                    + "in_reply_to_screen_name",
                "12,annb,2020-09-14 12:00:00,hello there,5,1.0,en,",
                "13,bo,2020-09-14 12:00:01,hi,,2,en,annb")
            .replace(",", delimiter);
    Reading reading = read(text);
    assertThat(reading.summary().format()).isEqualTo("table");
    assertThat(reading.summary().zoneAssumed()).isTrue();
    assertThat(reading.records()).hasSize(2);
    Post first = reading.posts().get(0);
    assertThat(first.platform()).isEqualTo("twitter");
    assertThat(first.postId()).isEqualTo("12");
    assertThat(first.authorHandle()).isEqualTo("annb");
    assertThat(first.likes()).isEqualTo(5);
    assertThat(first.reposts()).isEqualTo(1);
    assertThat(first.postedAtMicros()).isEqualTo(1_600_084_800_000_000L);
    Post second = reading.posts().get(1);
    assertThat(second.likes()).isNull();
    assertThat(second.kind()).isEqualTo(PostKind.REPLY);
    assertThat(second.replyToAuthorHandle()).isEqualTo("annb");
  }

  @Test
  void aChannelOrPageIsAnAccountAndAGroupIsAPlace() {
    String rows = "id,created_at,text,%s\n1,1600000000,hi,Tea\n";
    for (String column : List.of("channel", "page_name")) {
      Post post = read(rows.formatted(column)).post();
      assertThat(post.venue()).isEqualTo("Tea");
      assertThat(post.venueAccount()).isEqualTo(new Mention(null, "Tea"));
    }
    for (String column : List.of("group", "forum", "venue")) {
      Post post = read(rows.formatted(column)).post();
      assertThat(post.venue()).isEqualTo("Tea");
      assertThat(post.venueAccount()).isNull();
    }
    Post mapped =
        read(
                rows.formatted("wo"),
                mapping("{'platform':'youtube','columns':{'venue_account':'wo'}}"))
            .post();
    assertThat(mapped.venueAccount()).isEqualTo(new Mention(null, "Tea"));
    Post constant =
        read(
                rows.formatted("x"),
                mapping("{'platform':'youtube','venue':'UC0123456789abcdefghi-_Z'}"))
            .post();
    assertThat(constant.venueAccount()).isEqualTo(new Mention("UC0123456789abcdefghi-_Z", null));
  }

  @Test
  void quotedCellsHoldAnything() {
    Reading reading =
        read(
            table(
                "\ufeff id , text ,created_at\r",
                "1,\"a \"\"b\"\", c\r\nd\re\n\",1600000000\r",
                "\r",
                "2,f \"g\" h,1600000001\r",
                "3,\"\",1600000002"));
    assertThat(reading.posts())
        .extracting(Post::text)
        .containsExactly("a \"b\", c\r\nd\re\n", "f \"g\" h", null);
    assertThat(reading.rejects()).isEmpty();
    assertThat(reading.summary().blankLines()).isEqualTo(1);
  }

  @Test
  void brokenRowsAreRejectedAloneEach() {
    Reading reading =
        read(
            table(
                "id|text|created_at",
                "1|a|1600000000",
                "2|b",
                "3|c|1600000000|extra",
                "4|\"unclosed|1600000000",
                "5|\"e\"|1600000000",
                "6|\"Word\" first|1600000000",
                "7|g|1600000000||",
                "8|\"never closed|1|2",
                "9|h|1600000000"));
    assertThat(reading.posts())
        .extracting(Post::postId)
        .containsExactly("1", "4", "5", "6", "7", "9");
    assertThat(reading.posts().get(3).text()).isEqualTo("\"Word\" first");
    assertThat(reading.rejects()).hasSize(3).containsOnly(RejectReason.BROKEN_ROW);
  }

  @Test
  void everyRowHasAFateWhateverIsDoneToTheBytes() {
    StringBuilder table = new StringBuilder("id,text,created_at\n");
    for (int i = 0; i < 60; i++) {
      table.append(i).append(",\"text, ").append(i).append("\",1600000000\n");
    }
    byte[] whole = table.toString().getBytes(StandardCharsets.UTF_8);
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      byte[] bytes = whole.clone();
      List<Integer> touched = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int at = 20 + random.nextInt(bytes.length - 20);
        bytes[at] = (byte) "\",x\u0000\r".charAt(random.nextInt(5));
        touched.add(at);
      }
      Reading reading = Reading.of(bytes, ReadOptions.defaults().withFormat("table"));
      long good = reading.posts().size();
      assertThat(good).as("seed %s, bytes %s", seed, touched).isGreaterThanOrEqualTo(54);
      assertThat(reading.records().size()).isLessThanOrEqualTo(66);
    }
  }

  @Test
  void rowsWithoutAnIdColumnAreIdentifiedByWhatTheySay() {
    String header = "author,text,date\n";
    Reading one = read(header + "annb,hello,2020-01-01\nbo,hello,2020-01-01\n");
    Reading other = read(header + "x,y,2020-01-03\nbo,hello,2020-01-01\n");
    assertThat(one.posts().get(1).postId()).isEqualTo(other.posts().get(1).postId());
    assertThat(one.posts().get(0).postId()).isNotEqualTo(one.posts().get(1).postId());
    assertThat(read("id,text,date\n,hello,2020-01-01\n").rejects())
        .containsExactly(RejectReason.MISSING_FIELD);
  }

  @Test
  void idsThatWentThroughAFloatAreRejected() {
    Reading reading =
        read(
            table(
                "tweet_id,tweet,user_id",
                "1.316529221557252e+18,a,360666534.0",
                "1316529221557252001,b,360666534.0"));
    assertThat(reading.rejects()).containsExactly(RejectReason.LOSSY_ID);
    assertThat(reading.post().authorId()).isEqualTo("360666534");
  }

  @Test
  void tablesOfRedditGetFullNamesAndVenues() {
    Post post =
        read("created_utc,score,id,title,num_comments,permalink,selftext,subreddit_id,name\n"
                + "1362935148.0,19,1a,Cups,5,http://www.reddit.com/r/tea/comments/1a/x/,"
                + "more,t5_1,t3_1a\n")
            .post();
    assertThat(post.platform()).isEqualTo("reddit");
    assertThat(post.postId()).isEqualTo("t3_1a");
    assertThat(post.venue()).isEqualTo("tea");
    assertThat(post.text()).isEqualTo("Cups\n\nmore");
    assertThat(post.score()).isEqualTo(19);
    assertThat(post.replies()).isEqualTo(5);
    assertThat(read("id,body,subreddit,author\nabc,[removed],tea,[deleted]\n").post())
        .satisfies(
            gone -> {
              assertThat(gone.postId()).isEqualTo("t1_abc");
              assertThat(gone.text()).isNull();
              assertThat(gone.authorHandle()).isNull();
              assertThat(gone.deletedState()).isEqualTo(DeletedState.REMOVED);
            });
  }

  @Test
  void aMappingNamesColumnsAndConstants() {
    Reading reading =
        read(
            "7;2020-08-04 11.52;hallo;welt;12;x@y\n8;2020-08-04 11.53;na;;3;z\n",
            mapping(
                "{'name':'forum','platform':'forum','venue':'kitchen','delimiter':';',"
                    + "'header':['nr','wann','kopf','rumpf','daumen','wer'],'id_prefix':'f/',"
                    + "'time_format':'yyyy-MM-dd HH.mm','zone':'Europe/Berlin',"
                    + "'columns':{'id':'nr','time':'wann','text':['kopf','rumpf'],"
                    + "'likes':'daumen','author_handle':'wer'}}"));
    assertThat(reading.records()).hasSize(2);
    Post post = reading.posts().get(0);
    assertThat(post.postId()).isEqualTo("f/7");
    assertThat(post.platform()).isEqualTo("forum");
    assertThat(post.venue()).isEqualTo("kitchen");
    assertThat(post.text()).isEqualTo("hallo\n\nwelt");
    assertThat(post.likes()).isEqualTo(12);
    assertThat(post.postedAtMicros()).isEqualTo(1_596_534_720_000_000L);
    assertThat(post.authorHandle()).isEqualTo("x@y");
  }

  @Test
  void theZoneOfAMappingIsNoAssumption() {
    Mapping berlin = mapping("{'zone':'Europe/Berlin','platform':'forum'}");
    Reading reading = read("id,text,date\n1,a,2020-08-04 11:52\n", berlin);
    assertThat(reading.post().postedAtMicros()).isEqualTo(1_596_534_720_000_000L);
    assertThat(reading.summary().zoneAssumed()).isFalse();
  }

  @Test
  void mappingsApplyByHeaderAndByName() {
    Mapping byHeader = mapping("{'applies_to':{'header':['Sprache']},'platform':'one'}");
    Mapping byName = mapping("{'applies_to':{'file':'in*'},'platform':'two'}");
    String plain = "id,text,date\n1,a,2020-08-04\n";
    assertThat(read(plain, byHeader).post().platform()).isEqualTo("table");
    assertThat(read(plain, byHeader, byName).post().platform()).isEqualTo("two");
    assertThat(read(plain.replace("date", "sprache"), byHeader).post().platform()).isEqualTo("one");
  }

  @Test
  void errorsInAMappingNameTheKey() {
    assertThatThrownBy(() -> mapping("{'colums':{}}")).hasMessageContaining("colums");
    assertThatThrownBy(() -> mapping("{'columns':{'texts':'a'}}")).hasMessageContaining("texts");
    assertThatThrownBy(() -> mapping("{'zone':'Mars'}")).hasMessageContaining("zone");
    assertThatThrownBy(() -> mapping("{'delimiter':'||'}")).hasMessageContaining("delimiter");
    assertThatThrownBy(() -> mapping("{'charset':'klingon'}")).hasMessageContaining("charset");
    assertThatThrownBy(() -> mapping("{'time_format':'qqqqqqq'}"))
        .hasMessageContaining("time_format");
    assertThatThrownBy(() -> mapping("{'name'")).hasMessageContaining("JSON");
  }

  @Test
  void bytesThatAreNotUtf8AreReadAsWindows1252AndTheSummarySaysSo() {
    Reading reading = Reading.of("id,text,date\n1,caf\u00e9,2020-01-01\n".getBytes(ISO_8859_1));
    assertThat(reading.post().text()).isEqualTo("caf\u00e9");
    assertThat(reading.summary().charset()).isEqualTo("windows-1252");
  }

  @Test
  void utf16IsReadByItsByteOrderMark() {
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      String text = "\ufeffid\ttext\tdate\n1\tcaf\u00e9 \u65e5 \ud83d\ude00\t2020-01-01\n";
      Reading reading = Reading.of(text.getBytes(charset));
      assertThat(reading.post().text()).isEqualTo("caf\u00e9 \u65e5 \ud83d\ude00");
      assertThat(reading.summary().charset()).isEqualTo("UTF-16");
    }
  }

  @Test
  void idsThatThePlatformCannotHaveAreRejected() {
    assertThat(read(table("tweet_id,tweet", "2011-06-07 18:01:22,a", "5,b")).rejects())
        .containsExactly(RejectReason.BAD_VALUE);
  }

  @Test
  void jsonObjectsAreTablesToo() {
    Reading reading =
        read(
            table(
                "{\"id\":1,\"content\":\"a\",\"date\":\"2020-01-01\",\"user\":"
                    + "{\"name\":\"ann\"},\"tags\":[\"x\",\"#y\"]}",
                "{\"id\":2,\"content\":null,\"date\":5}"),
            mapping(
                "{'platform':'wall','columns':{'author_handle':'user.name','hashtags':'tags'}}"));
    assertThat(reading.records()).hasSize(2);
    Post post = reading.posts().get(0);
    assertThat(post.platform()).isEqualTo("wall");
    assertThat(post.authorHandle()).isEqualTo("ann");
    assertThat(post.hashtags()).containsExactly("x", "y");
  }

  @Test
  void rowsOfAnyStoreAreReadByTheirColumns() {
    TableRow row =
        TableRow.of(List.of("tweet_id", "tweet", "mentions"), "a.parquet", ReadOptions.defaults());
    Map<String, String> cells = Map.of("tweet_id", "5", "tweet", "hi", "mentions", "['@bo']");
    assertThat(row.read(cells::get))
        .isInstanceOfSatisfying(
            Fate.Posted.class,
            posted ->
                assertThat(posted.post().mentions()).containsExactly(new Mention(null, "bo")));
  }

  @Test
  void theMappingFilesOfTheDocumentationAreValid() throws Exception {
    String page = Files.readString(Path.of("docs", "mapping.md"));
    int found = 0;
    for (int at = page.indexOf("```json"); at >= 0; at = page.indexOf("```json", at + 7)) {
      assertThat(Mapping.parse(page.substring(at + 7, page.indexOf("```", at + 7)))).isNotEmpty();
      found++;
    }
    assertThat(found).isPositive();
  }

  @Test
  void aMarkOfByteOrderWithinIsNoPartOfARow() {
    String part = "\ufeff" + table("id,created_at,text,likes", "%d,2020-09-14 12:00:00,hi,1");
    Reading reading = read(part.formatted(1) + part.formatted(2));
    assertThat(reading.posts()).extracting(Post::postId).containsExactly("1", "2");
    assertThat(reading.fates()).containsEntry("not a post header_row", 1L);
  }

  @Test
  void aNulInACellCostsNobodyTheTable() {
    String rows = "2,2020-09-14 12:00:00,a cup of tea and a piece of cake with it,1\n";
    Reading reading = read("id,created_at,text,likes\n1,2020-09-14 12:00:00,h\0i,1\n" + rows);
    assertThat(reading.posts()).extracting(Post::postId).containsExactly("1", "2");
    assertThat(reading.posts().get(0).text()).doesNotContain("\0");
  }
}
