package org.afterglow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.afterglow.SparkExtension;
import org.afterglow.job.acts.Season;
import org.afterglow.job.contrast.CampaignThread;
import org.afterglow.job.contrast.CampaignThreads;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.job.contrast.ContrastPost;
import org.afterglow.job.contrast.ContrastPosts;
import org.afterglow.job.contrast.ContrastUnit;
import org.afterglow.job.contrast.Corrections;
import org.afterglow.job.contrast.DealtUnit;
import org.afterglow.job.contrast.FitContrast;
import org.afterglow.job.contrast.LegEvidence;
import org.afterglow.job.people.CampaignPeople;
import org.afterglow.job.people.CampaignPerson;
import org.afterglow.table.PlaceboRow;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class MeasureDecayTest {
  private static final ContrastPost.Earned NOTHING = new ContrastPost.Earned(0, 0, 0);

  @Test
  void aSeasonIsMissingOnlyWhereCampaignsHavePosts(SparkSession spark) {
    Dataset<ContrastPost> contrasted =
        spark.createDataset(List.of(post("net"), post("board")), ContrastPosts.POST);

    assertThat(MeasureDecay.seasonIsMissing(contrasted, season("net", "board"))).isFalse();
    assertThat(MeasureDecay.seasonIsMissing(contrasted, season("net", "else"))).isTrue();
    assertThat(MeasureDecay.seasonIsMissing(contrasted.limit(0), Season.flat())).isFalse();
  }

  @Test
  void placebosDealToThePostsPeopleAndThreadsThatAreContrasted(SparkSession spark) {
    Dataset<ContrastFit> refused =
        spark.createDataset(
            List.of(
                ContrastFit.refused("short", "person", "SHORT_WINDOW"),
                ContrastFit.refused("short", "thread", "NO_REPLY_IDS")),
            FitContrast.FIT);

    List<DealtUnit> dealt =
        MeasureDecay.dealt(
                spark.createDataset(List.of(post("net")), ContrastPosts.POST),
                spark.createDataset(
                    List.of(
                        person("c", "ann", "promotional", false),
                        person("c", "bob", "conversational", false),
                        person("c", "robot", "promotional", true),
                        person("c", "cid", "mention", false),
                        person("c", "dan", "known", false),
                        person("short", "eve", "promotional", false)),
                    CampaignPeople.PERSON),
                spark.createDataset(
                    List.of(
                        thread("c", "net/t", true),
                        thread("c", "net/gone", false),
                        thread("short", "net/u", true)),
                    CampaignThreads.THREAD),
                refused)
            .collectAsList();

    assertThat(dealt)
        .allSatisfy(unit -> assertThat(unit.campaignId()).isEqualTo("c"))
        .extracting(DealtUnit::unit, DealtUnit::unitKey)
        .containsExactlyInAnyOrder(
            tuple("post", "net/p"),
            tuple("person", "net/ann"),
            tuple("person", "net/bob"),
            tuple("thread", "net/t"));
    DealtUnit ann = unit(dealt, "net/ann");
    assertThat(ann)
        .isEqualTo(
            new DealtUnit(
                "c",
                "person",
                "primary",
                "net/ann",
                ann.hash(),
                2,
                (int) Math.floorMod(ann.hash(), 20L),
                true,
                77,
                5,
                3_000_000,
                2_000_000));
    assertThat(unit(dealt, "net/bob").promotional()).isFalse();
    DealtUnit thread = unit(dealt, "net/t");
    assertThat(thread)
        .isEqualTo(
            new DealtUnit(
                "c",
                "thread",
                "primary",
                "net/t",
                thread.hash(),
                1,
                (int) Math.floorMod(thread.hash(), 20L),
                false,
                88,
                4,
                3_000_000,
                1_000_000));
  }

  @Test
  void placebosHinderTheLegThatTheyCheck(SparkSession spark) {
    List<LegEvidence> evidence =
        MeasureDecay.evidence(
            spark.createDataset(List.of(post("net")), ContrastPosts.POST),
            season("net", "board"),
            List.of(
                new PlaceboRow("C1a", "split_half", true, 400, .05, 0.0, .1, 12, "OK"),
                new PlaceboRow(
                    "C1a", "opposite_schedule", true, 150, null, null, null, 3, "NOT_RUN"),
                new PlaceboRow("C1b", "permuted", true, 400, .02, 0.0, .1, 12, "OK"),
                new PlaceboRow("C1c", "split_half", true, 400, .02, 0.0, .1, 12, "OK"),
                new PlaceboRow("C1c", "permuted", true, 400, .2, 0.1, .1, 12, "PLACEBO_FAILED")),
            null,
            Corrections.NONE);

    assertThat(evidence)
        .extracting(LegEvidence::unit, LegEvidence::hindrances)
        .containsExactly(
            tuple(ContrastUnit.POST, List.of("LABELS_UNCHECKED", "NOT_RUN")),
            tuple(ContrastUnit.PERSON, List.of("LABELS_UNCHECKED")),
            tuple(ContrastUnit.THREAD, List.of("LABELS_UNCHECKED", "PLACEBO_FAILED")));
  }

  private static DealtUnit unit(List<DealtUnit> dealt, String key) {
    return dealt.stream().filter(unit -> unit.unitKey().equals(key)).findFirst().orElseThrow();
  }

  private static CampaignPerson person(
      String campaign, String name, String acquiredBy, boolean suspected) {
    return new CampaignPerson(
        campaign,
        "net",
        "net/" + name,
        suspected,
        acquiredBy,
        "net/p",
        77,
        2,
        .5,
        3,
        5,
        3_000_000,
        2_000_000,
        60,
        null,
        null);
  }

  private static CampaignThread thread(String campaign, String key, boolean eligible) {
    return new CampaignThread(
        campaign,
        "net",
        key,
        88,
        false,
        .1,
        eligible,
        1,
        new CampaignThread.Contributed(4, 3_000_000, 1_000_000),
        new CampaignThread.Contributed(9, 5_000_000, 4_000_000));
  }

  private static Season season(String one, String other) {
    List<Double> flat = Collections.nCopies(168, 1.0);
    return new Season(Map.of(one, flat, other, flat));
  }

  private static ContrastPost post(String platform) {
    return new ContrastPost(
        "c",
        platform,
        platform + "/p",
        0,
        true,
        false,
        false,
        true,
        0,
        0,
        0,
        null,
        0,
        0,
        0,
        0,
        0,
        NOTHING,
        NOTHING,
        NOTHING,
        0,
        0,
        0);
  }
}
