package org.afterglow.archive.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.afterglow.archive.Mapping;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.reading.Reading;
import org.afterglow.post.Mention;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.afterglow.post.PostedAtState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownTableTest {
  private static String rows(String... rows) {
    return String.join("\n", rows) + "\n";
  }

  // ---- tables of CrowdTangle

  @Test
  void anExportOfPagesIsRead() {
    Reading reading =
        Reading.of(
            "\ufeffPage Name,User Name,Facebook Id,Likes at Posting,Followers at Posting,Post Created,"
                + "Type,Total Interactions,Likes,Comments,Shares,Love,Angry,Post Views,URL,Message,"
                + "Final Link,Sponsor Id,Overperforming Score\n"
                + "Tea Page,teapage,77,\"1,000\",\"1,234\",2020-09-13 08:26:40 EDT,Link,\"4,321\","
                + "\"4,000\",20,,300,1,0,https://www.facebook.com/teapage/posts/5,\"Green, &amp; "
                + "hot #tea\",https://e.example/x,,-2.5\n"
                + "Tea Page,teapage,77,,,2020-12-13 07:26:40 EST,Photo,,,,,,,,"
                + "https://www.facebook.com/77/photos/a.1/6,,,9,\n");
    assertThat(reading.summary().format()).isEqualTo("table");
    assertThat(reading.summary().zoneAssumed()).isFalse();
    Post post = reading.posts().get(0);
    assertThat(post.platform()).isEqualTo("facebook");
    assertThat(post.postId()).isEqualTo("77_5");
    assertThat(post.authorId()).isEqualTo("77");
    assertThat(post.authorHandle()).isEqualTo("teapage");
    assertThat(post.authorName()).isEqualTo("Tea Page");
    assertThat(post.postedAtMicros()).isEqualTo(1_600_000_000_000_000L);
    assertThat(post.text()).isEqualTo("Green, & hot #tea");
    assertThat(post.likes()).isEqualTo(4_301);
    assertThat(post.replies()).isEqualTo(20);
    assertThat(post.reposts()).isNull();
    assertThat(post.views()).isZero();
    assertThat(post.score()).isNull();
    assertThat(post.followerCount()).isEqualTo(1_234);
    assertThat(post.links()).containsExactly("https://e.example/x");
    assertThat(post.adFlag()).isFalse();
    Post bare = reading.posts().get(1);
    assertThat(bare.postId()).isEqualTo("77_6");
    assertThat(bare.postedAtMicros()).isEqualTo(1_607_862_400_000_000L);
    assertThat(bare.likes()).isNull();
    assertThat(bare.adFlag()).isTrue();
  }

  @Test
  void aFewColumnsOfAnExportAreEnough() {
    Post post =
        Reading.of(
                rows(
                    "Page Name,Post Created,Shares,Message,URL",
                    "Tea,2020-09-13 08:26:40 EDT,6457,Hot,https://www.facebook.com/77/posts/5"))
            .post();
    assertThat(post.postId()).isEqualTo("77_5");
    assertThat(post.authorId()).isEqualTo("77");
    assertThat(post.reposts()).isEqualTo(6_457);
    assertThat(post.likes()).isNull();
    assertThat(post.adFlag()).isNull();
    Reading outlets =
        Reading.of(
            rows(
                "Page Name,Page Category,URL",
                "Tea,NEWS,https://www.facebook.com/77/posts/5",
                "Pots,NEWS,https://www.facebook.com/78/posts/5",
                "Cups,NEWS,https://www.facebook.com/79/posts/5"));
    assertThat(outlets.posts()).isEmpty();
  }

  @Test
  void aGroupIsAVenueAndInstagramHasShortCodes() {
    Post inGroup =
        Reading.of(
                "Group Name,User Name,Facebook Id,Post Created,URL,Message\nTea lovers,tealovers,99,"
                    + "2020-09-13 12:26:40 UTC,https://www.facebook.com/groups/99/permalink/5,Hi\n")
            .post();
    assertThat(inGroup.postId()).isEqualTo("99_5");
    assertThat(inGroup.venue()).isEqualTo("Tea lovers");
    assertThat(inGroup.venueAccount()).isNull();
    assertThat(inGroup.authorId()).isNull();
    assertThat(inGroup.authorHandle()).isNull();
    Post onInstagram =
        Reading.of(
                "Account,User Name,Followers at Posting,Post Created,Type,Likes,Comments,URL,"
                    + "Description\nTea,tea_1,12,2020-09-13 12:26:40 UTC,Photo,\"1,000\",2,"
                    + "https://www.instagram.com/p/CFabc-_1/,Hot #tea\n")
            .post();
    assertThat(onInstagram.platform()).isEqualTo("instagram");
    assertThat(onInstagram.postId()).isEqualTo("CFabc-_1");
    assertThat(onInstagram.authorHandle()).isEqualTo("tea_1");
    assertThat(onInstagram.likes()).isEqualTo(1_000);
  }

  @ParameterizedTest
  @CsvSource({
    "https://www.facebook.com/77/posts/5, , 77_5",
    "https://www.facebook.com/tea.page/posts/5?x=1, 77, 77_5",
    "https://www.facebook.com/tea.page/posts/5, , tea.page_5",
    "https://www.facebook.com/tea/posts/some-words/5/, , tea_5",
    "https://www.facebook.com/77/posts/pfbid0abcXYZ, , 77_pfbid0abcXYZ",
    "https://www.facebook.com/77/videos/8, , 77_8",
    "https://www.facebook.com/permalink.php?story_fbid=5&id=77, , 77_5",
    "https://www.instagram.com/reel/Ab-1/?x, , Ab-1",
    "https://elsewhere.example/5, , https://elsewhere.example/5",
  })
  void addressesBecomeIds(String address, String page, String id) {
    assertThat(KnownTable.idOfAddress(address, page)).isEqualTo(id);
  }

  // ---- ratings and adverts

  @Test
  void ratedPostsHaveTheirReactions() {
    Reading reading =
        Reading.of(
            "account_id,post_id,Category,Page,Post URL,Date Published,Post Type,Rating,Debate,"
                + "share_count,reaction_count,comment_count\n"
                + "77,5,left,Tea,https://www.facebook.com/tea/posts/5,2020-09-13,link,true,,,146,15\n"
                + "77,6,left,Tea,https://www.facebook.com/tea/posts/6,2020-09-13,link,true,,1,,\n");
    Post post = reading.posts().get(0);
    assertThat(post.postId()).isEqualTo("77_5");
    assertThat(post.likes()).isEqualTo(146);
    assertThat(post.reposts()).isNull();
    assertThat(post.text()).isNull();
    assertThat(reading.posts().get(1).likes()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "09/13/20 05:26:40 AM PDT, OK",
    "09/13/2005:26:40 AM PDT, OK",
    "09/13/20 05-26-40 AM PDT, OK",
    "09/13/20 05:26:40AMPDT, OK",
    "'', MISSING",
    "soon, UNREADABLE",
  })
  void anAdvertIsPostedAtItsStart(String start, PostedAtState state) {
    Post post =
        Reading.of(
                "AdID,AdText,Clicks,Impressions,CreationDate,EndDate,LandingPage,AdSpend\n"
                    + "5,Buy tea,3,\"1,452\","
                    + start
                    + ",09/14/20 05:26:40 AM PDT,https://www.facebook.com/tea/,44.87\n")
            .post();
    assertThat(post.postedAtState()).isEqualTo(state);
    if (state == PostedAtState.OK) {
      assertThat(post.postedAtMicros()).isEqualTo(1_600_000_000_000_000L);
    }
    assertThat(post.platform()).isEqualTo("facebook");
    assertThat(post.postId()).isEqualTo("ad/5");
    assertThat(post.adFlag()).isTrue();
    assertThat(post.views()).isEqualTo(1_452);
    assertThat(post.text()).isEqualTo("Buy tea");
    assertThat(post.likes()).isNull();
    assertThat(post.adEndMicros()).isEqualTo(1_600_086_400_000_000L);
  }

  @ParameterizedTest
  @CsvSource({
    "https://www.facebook.com/Tea-And-Buns-1234567890/, 1234567890,",
    "https://www.facebook.com/1234567890, 1234567890,",
    "http://m.facebook.com/tea.and.buns/?ref=ads, , tea.and.buns",
    "facebook.com/TeaAndBuns, , TeaAndBuns",
    "https://www.facebook.com/, ,",
    "https://www.facebook.com/events/1234567890/, ,",
    "https://www.facebook.com/profile.php?id=1234567890, ,",
    "https://www.facebook.com/tea/posts/1234567890, ,",
    "https://www.instagram.com/tea/, ,",
    "https://facebook.com.tea.example/tea, ,",
    "https://tea.example/facebook.com/tea, ,",
  })
  void anAdvertIsOfThePageToWhichItLeads(
      String address, @Nullable String number, @Nullable String name) {
    Post post =
        Reading.of(
                "AdID,AdText,CreationDate,EndDate,LandingPage\n"
                    + "5,Buy tea,09/13/20 05:26:40 AM PDT,,"
                    + address
                    + "\n")
            .post();
    assertThat(post.authorId()).isEqualTo(number);
    assertThat(post.authorHandle()).isEqualTo(name);
    assertThat(post.adEndMicros()).isNull();
  }

  @Test
  void aLibraryOfAdvertsIsRead() {
    Post post =
        Reading.of(
                "ad_archive_id,page_id,page_name,ad_creation_time,ad_creative_bodies,"
                    + "ad_delivery_start_time,ad_delivery_stop_time,impressions\n"
                    + "5,77,Tea,2020-09-12,Buy tea,2020-09-13,2020-09-20,"
                    + "\"lower_bound: 0, upper_bound: 999\"\n")
            .post();
    assertThat(post.postId()).isEqualTo("ad/5");
    assertThat(post.authorId()).isEqualTo("77");
    assertThat(post.adFlag()).isTrue();
    assertThat(post.views()).isNull();
    assertThat(post.postedAtMicros()).isEqualTo(1_599_955_200_000_000L);
    // Shown on its last day, too.
    assertThat(post.adEndMicros()).isEqualTo(1_599_955_200_000_000L + 8 * 86_400_000_000L);
  }

  @Test
  void anAdvertThatIsStillShownHasNoEnd() {
    Reading reading =
        Reading.of(
            rows(
                "id,page_id,ad_delivery_start_time,ad_delivery_stop_time,ad_creative_body",
                "5,77,2020-09-13,,Buy tea",
                "6,77,2020-09-13,2199-01-01,Buy tea"));
    assertThat(reading.posts()).hasSize(2);
    assertThat(reading.posts()).allSatisfy(post -> assertThat(post.adEndMicros()).isNull());
  }

  // ---- YouTube

  @Test
  void commentsOfVideosAreComments() {
    Reading reading =
        Reading.of(
            rows(
                "videoId,commentId,author,text,likeCount,publishedAt,feeling",
                "vid01,c1,@bo,\"It&#39;s<br>&amp;lt;so\",3,2020-09-13T12:26:40Z,neutral",
                "vid01,c1.2,@cy,no,0,2020-09-13T12:26:40Z,sad",
                "vid01,c3,@dee,half",
                "<br>of it,0,2020-09-13T12:26:40Z,sad"));
    assertThat(reading.fates())
        .containsOnly(Map.entry("Posted", 2L), Map.entry("rejected BROKEN_ROW", 2L));
    Post post = reading.posts().get(0);
    assertThat(post.platform()).isEqualTo("youtube");
    assertThat(post.postId()).isEqualTo("c1");
    assertThat(post.kind()).isEqualTo(PostKind.COMMENT);
    assertThat(post.rootPostId()).isEqualTo("vid01");
    assertThat(post.replyToPostId()).isEqualTo("vid01");
    assertThat(post.authorHandle()).isEqualTo("bo");
    assertThat(post.authorName()).isNull();
    assertThat(post.text()).isEqualTo("It's\n&lt;so");
    assertThat(reading.posts().get(1).replyToPostId()).isEqualTo("c1");
    Post inChannel =
        Reading.of(
                rows(
                    "videoId,commentId,author,channelId,text,publishedAt",
                    "vid01,c1,@bo,UC0123456789abcdefghi-_Z,no,2020-09-13T12:26:40Z"))
            .post();
    assertThat(inChannel.venue()).isEqualTo("UC0123456789abcdefghi-_Z");
    assertThat(inChannel.venueAccount()).isEqualTo(new Mention("UC0123456789abcdefghi-_Z", null));
    Post video =
        Reading.of(
                "videoId,title,description,publishedAt,channelTitle,viewCount,likeCount,"
                    + "commentCount,comments\nvid01,Tea &amp; cups,,2020-09-13T12:26:40Z,Tea,60,5,"
                    + "3,\"[{'a': 1}]\"\n")
            .post();
    assertThat(video.postId()).isEqualTo("vid01");
    assertThat(video.kind()).isEqualTo(PostKind.POST);
    assertThat(video.text()).isEqualTo("Tea & cups");
    assertThat(video.replies()).isEqualTo(3);
    assertThat(video.authorHandle()).isEqualTo("Tea");
    assertThat(video.venueAccount()).isEqualTo(new Mention(null, "Tea"));
  }

  @Test
  void theTitleOfAChannelStandsForItOnlyWhereNoIdDoes() {
    Reading reading =
        Reading.of(
            rows(
                "videoId,commentId,author,authorChannelId,text,publishedAt",
                "vid01,c1,Bo B,UCbo,no,2020-09-13T12:26:40Z",
                "vid01,c2,Bo B,,no,2020-09-13T12:26:40Z",
                "vid01,c3,@bo,UCbo,no,2020-09-13T12:26:40Z",
                "vid01,c4,bo@mail.example,,no,2020-09-13T12:26:40Z"));
    assertThat(reading.posts())
        .extracting(Post::authorId)
        .containsExactly("UCbo", null, "UCbo", null);
    assertThat(reading.posts())
        .extracting(Post::authorHandle)
        .containsExactly(null, "Bo B", "bo", null);
    assertThat(reading.posts().get(0).authorName()).isEqualTo("Bo B");
    Post video =
        Reading.of(
                rows(
                    "videoId,title,publishedAt,channelId,channelTitle",
                    "vid01,Tea,2020-09-13T12:26:40Z,UC0123456789abcdefghi-_Z,Tea"))
            .post();
    assertThat(video.authorId()).isEqualTo("UC0123456789abcdefghi-_Z");
    assertThat(video.authorHandle()).isNull();
    assertThat(video.venueAccount()).isEqualTo(new Mention(video.authorId(), null));
  }

  @Test
  void aMappingOfColumnsComesFirstAndConstantsAreAdded() {
    String table =
        rows(
            "Page Name,Post Created,Shares,Message,URL",
            "Tea,2020-09-13 08:26:40 EDT,6457,Hot,https://www.facebook.com/77/posts/5");
    Post constant =
        Reading.of(
                table,
                ReadOptions.defaults()
                    .withMappings(List.of(Mapping.constants("m", null, "a group"))))
            .post();
    assertThat(constant.postId()).isEqualTo("77_5");
    assertThat(constant.platform()).isEqualTo("facebook");
    assertThat(constant.venue()).isEqualTo("a group");
    Post mapped =
        Reading.of(
                table,
                ReadOptions.defaults()
                    .withMappings(
                        Mapping.parse(
                            "{\"platform\":\"mine\",\"columns\":{\"id\":\"URL\","
                                + "\"text\":\"Message\"}}")))
            .post();
    assertThat(mapped.platform()).isEqualTo("mine");
    assertThat(mapped.postId()).isEqualTo("https://www.facebook.com/77/posts/5");
  }

  // ---- the API of CrowdTangle

  private static String apiPost(String fields) {
    return "{\"platformId\":\"77_5\",\"platform\":\"Facebook\",\"date\":\"2020-09-13 12:26:40\","
        + "\"updated\":\"2020-09-14 12:26:40\",\"message\":\"Hot &amp; green\","
        + "\"expandedLinks\":[{\"original\":\"https://t.example\",\"expanded\":"
        + "\"https://e.example/x\"}],\"postUrl\":\"https://www.facebook.com/tea/posts/5\","
        + "\"languageCode\":\"en\",\"subscriberCount\":1234,\"score\":55.0,\"statistics\":{"
        + "\"actual\":{\"likeCount\":10,\"loveCount\":\"2\",\"angryCount\":1,\"shareCount\":3},"
        + "\"expected\":{\"likeCount\":99,\"commentCount\":9}},\"account\":{\"id\":1,\"name\":"
        + "\"Tea\",\"handle\":\"teapage\",\"platformId\":\"77\"}"
        + fields
        + "}";
  }

  @Test
  void pagesOfTheApiAreRead() {
    for (String document :
        new String[] {
          "{\"status\":200,\"result\":{\"posts\":[" + apiPost("") + "],\"pagination\":{}}}",
          "[{\"status\":200,\"result\":{\"posts\":[" + apiPost("") + "]}}]",
          apiPost(""),
        }) {
      Reading reading = Reading.of(document);
      assertThat(reading.summary().format()).isEqualTo("crowdtangle");
      Post post = reading.post();
      assertThat(post.platform()).isEqualTo("facebook");
      assertThat(post.postId()).isEqualTo("77_5");
      assertThat(post.authorId()).isEqualTo("77");
      assertThat(post.authorHandle()).isEqualTo("teapage");
      assertThat(post.text()).isEqualTo("Hot & green");
      assertThat(post.links()).containsExactly("https://e.example/x");
      assertThat(post.likes()).isEqualTo(13);
      assertThat(post.reposts()).isEqualTo(3);
      assertThat(post.replies()).isNull();
      assertThat(post.score()).isNull();
      assertThat(post.followerCount()).isEqualTo(1_234);
      assertThat(post.language()).isEqualTo("en");
      assertThat(post.adFlag()).isNull();
      assertThat(post.postedAtMicros()).isEqualTo(1_600_000_000_000_000L);
      assertThat(post.countedAtMicros()).isEqualTo(1_600_086_400_000_000L);
    }
  }

  @Test
  void postsOfGroupsInstagramAndSponsorsAreToldApart() {
    Reading reading =
        Reading.of(
            String.join(
                "\n",
                apiPost("")
                    .replace(
                        "\"platformId\":\"77\"",
                        "\"platformId\":\"99\",\"accountType\":\"facebook_group\""),
                apiPost("")
                    .replace("Facebook", "Instagram")
                    .replace(
                        "https://www.facebook.com/tea/posts/5", "https://www.instagram.com/p/Ab1/"),
                apiPost(",\"brandedContentSponsor\":{\"name\":\"Pots\"}"),
                apiPost("").replace("\"platformId\":\"77_5\",", ""),
                apiPost("").replace("Facebook", "Twitter"),
                apiPost("").replace("\"77_5\"", "7.7e30"),
                apiPost("").replace("10,", "NaN,")));
    assertThat(reading.posts().get(0).venue()).isEqualTo("99");
    assertThat(reading.posts().get(0).authorId()).isNull();
    assertThat(reading.posts().get(1).platform()).isEqualTo("instagram");
    assertThat(reading.posts().get(1).postId()).isEqualTo("Ab1");
    assertThat(reading.posts().get(2).adFlag()).isTrue();
    assertThat(reading.posts().get(3).postId()).isEqualTo("77_5");
    assertThat(reading.posts().get(4).likes()).isEqualTo(3);
    assertThat(reading.fates())
        .containsOnly(
            Map.entry("Posted", 5L),
            Map.entry("not a post post_of_another_platform", 1L),
            Map.entry("rejected LOSSY_ID", 1L));
  }
}
