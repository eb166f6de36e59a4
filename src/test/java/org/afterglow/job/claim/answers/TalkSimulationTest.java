package org.afterglow.job.claim.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.Findings;
import org.afterglow.job.claim.answers.AnsweredMentions.Counted;
import org.afterglow.job.claim.answers.AnsweredMentions.Owner;
import org.afterglow.job.claim.answers.AnsweredMentions.Said;
import org.afterglow.statistics.Clusters;
import org.afterglow.statistics.Draws;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.UnansweredRow;
import org.junit.jupiter.api.Test;

/**
 * C2 on archives of known truth (as many as {@code -Darchives} says), from counts of days on: 40
 * owners with a campaign each some time within 400 days, spoken of .5 times a day, three times as
 * often in the campaign and the more for some weeks after it. A level common to all of an archive's
 * owners has standard deviation .25 and halves in three weeks, and falls by 30 % a year; an owner's
 * days vary besides (gamma, shape 2). Limits are those of docs/methods.md, 9.
 */
class TalkSimulationTest {
  private static final int ARCHIVES = Integer.getInteger("archives", 60);
  private static final int OWNERS = 40;
  private static final int DAYS = 400;
  private static final int WEEKS_BEFORE = 9;
  private static final double HALF = Math.log(.5);

  /** What owners are spoken of in [28, 56) days after a stop, over the time before a campaign. */
  private static final double LEFT =
      StrictMath.log(1 + 2 * 10 * (StrictMath.exp(-2.8) - StrictMath.exp(-5.6)) / 28);

  private static final PlaceboRow PASSED =
      new PlaceboRow("C2", StopsThatWereNone.WORD, true, 400, .05, 0.0, .1, OWNERS, Estimate.OK);

  /** Of the archives of a condition, how many intervals of each figure lie where. */
  private static final class Tally {
    private int archives;
    private int talkDiffersFromHalf;
    private int talkHolds;
    private double talkErrors;
    private int answersDiffer;
    private int answersHold;
    private double answerErrors;
    private int crudeIsOff;
  }

  @Test
  void halfAsMuchTalkAsBeforeIsSeldomTakenForMoreOrLessWhateverThePlatformDoes() {
    Tally tally = tally(.5 / Math.exp(LEFT), HALF, .5, 0);

    assertThat(tally.archives).isEqualTo(ARCHIVES);
    assertThat(tally.talkDiffersFromHalf).isLessThanOrEqualTo(share(.08));
    assertThat(tally.talkHolds).isGreaterThanOrEqualTo(share(.9));
    assertThat(Math.abs(tally.talkErrors / ARCHIVES)).isLessThan(.03);
    assertThat(tally.answersDiffer).isLessThanOrEqualTo(share(.08));
    assertThat(tally.answersHold).isGreaterThanOrEqualTo(share(.9));
    assertThat(Math.abs(tally.answerErrors / ARCHIVES)).isLessThan(.03);
    // What all of a platform do in two months is more than a quarter off now and then.
    assertThat(tally.crudeIsOff).isGreaterThan(share(.1));
  }

  @Test
  void asMuchTalkAsBeforeIsToldFromHalfOfItAndFewerAnswersAreFound() {
    Tally tally = tally(1, LEFT, .25, HALF);

    assertThat(tally.archives).isEqualTo(ARCHIVES);
    assertThat(tally.talkDiffersFromHalf).isGreaterThanOrEqualTo(share(.8));
    assertThat(tally.talkHolds).isGreaterThanOrEqualTo(share(.9));
    assertThat(Math.abs(tally.talkErrors / ARCHIVES)).isLessThan(.03);
    assertThat(tally.answersDiffer).isGreaterThanOrEqualTo(share(.8));
    assertThat(tally.answersHold).isGreaterThanOrEqualTo(share(.9));
    assertThat(Math.abs(tally.answerErrors / ARCHIVES)).isLessThan(.03);
  }

  @Test
  void theVerdictGoesEitherWay() {
    double asBefore = 1;
    double aFourth = .25 / Math.exp(LEFT);

    assertThat(verdicts(asBefore, .25)).allMatch(verdict -> verdict.equals("supports"));
    assertThat(verdicts(asBefore, .9)).allMatch(verdict -> verdict.equals("contradicts"));
    assertThat(verdicts(aFourth, .25))
        .as("people do not still talk")
        .contains("contradicts")
        .doesNotContain("supports", "no_material_difference");
    assertThat(verdicts(asBefore, .5))
        .contains("no_material_difference")
        .doesNotContain("contradicts", "supports");
  }

  /** What ten archives come to. */
  private static List<String> verdicts(double mentionsAfter, double answered) {
    return IntStream.range(0, 10)
        .mapToObj(
            seed -> archive(new SplittableRandom(5000 + seed), mentionsAfter, answered).evidence())
        .map(evidence -> Findings.rows(List.of(evidence), "").get(0).verdict())
        .toList();
  }

  /** Whether the interval of a ratio holds a logarithm. */
  private static boolean holds(Estimate ratio, double logarithm) {
    return Math.log(Objects.requireNonNull(ratio.low())) <= logarithm
        && logarithm <= Math.log(Objects.requireNonNull(ratio.high()));
  }

  private static int share(double of) {
    return (int) Math.round(of * ARCHIVES);
  }

  /**
   * Measures archives.
   *
   * @param mentionsAfter what multiplies mentions after a stop
   * @param answered share of mentions that are answered after a stop; before it half
   */
  private static Tally tally(
      double mentionsAfter, double talkTruth, double answered, double answerTruth) {
    Tally tally = new Tally();
    for (int archive = 0; archive < ARCHIVES; archive++) {
      UnansweredTalk talk = archive(new SplittableRandom(1000 + archive), mentionsAfter, answered);
      ClaimLeg first = talk.evidence().legs().get(0);
      ClaimLeg second = talk.evidence().legs().get(1);
      UnansweredRow row = talk.rows().get(talk.rows().size() - 1);
      tally.archives++;
      tally.talkDiffersFromHalf += holds(row.talkRatio(), HALF) ? 0 : 1;
      tally.talkHolds += holds(row.talkRatio(), talkTruth) ? 1 : 0;
      tally.talkErrors += Objects.requireNonNull(second.judged()).estimate() + HALF - talkTruth;
      tally.answersDiffer += holds(row.answerRatio(), 0) ? 0 : 1;
      tally.answersHold += holds(row.answerRatio(), answerTruth) ? 1 : 0;
      tally.answerErrors += Objects.requireNonNull(first.judged()).estimate() - answerTruth;
      tally.crudeIsOff +=
          Math.abs(Math.log(Objects.requireNonNull(row.talkRatioCrude())) - talkTruth)
                  > Math.log(1.25)
              ? 1
              : 0;
    }
    return tally;
  }

  private static UnansweredTalk archive(
      SplittableRandom random, double mentionsAfter, double answeredAfter) {
    double[] level = level(random);
    ObservedCalendar calendar = calendar();
    List<TalkSpans.Run> runs = new ArrayList<>();
    List<Owner> owners = new ArrayList<>();
    List<Said> said = new ArrayList<>();
    List<TalkSpan> spans = new ArrayList<>();
    List<Counted> counted = new ArrayList<>();
    for (int owner = 0; owner < OWNERS; owner++) {
      String key = "net/owner" + (100 + owner);
      int length = random.nextInt(20, 41);
      int start = random.nextInt(7 * WEEKS_BEFORE, DAYS - 7 * WEEKS_BEFORE - length + 1);
      int stop = start + length;
      TalkSpans.Run run = new TalkSpans.Run(key, "net", "of " + key, day(start), day(stop));
      long[] mentions = new long[DAYS];
      for (int day = 0; day < DAYS; day++) {
        double rate = .5 * level[day] * (exponential(random) + exponential(random)) / 2;
        if (day >= stop) {
          rate *= mentionsAfter * (1 + 2 * Math.exp((stop - day) / 10.0));
        } else if (day >= start) {
          rate *= 3;
        }
        mentions[day] = poisson(random, rate);
        if (mentions[day] > 0) {
          said.add(new Said(key, "net", day, mentions[day]));
        }
      }
      owners.add(new Owner(key, "net"));
      runs.add(run);
      List<TalkSpan> own = TalkSpans.of(List.of(run), calendar);
      spans.addAll(own);
      own.forEach(
          span ->
              counted.add(
                  counted(
                      span,
                      mentions,
                      span.window().equals(TalkSpan.POST) ? answeredAfter : .5,
                      random)));
    }
    return UnansweredTalk.of(
        spans,
        counted,
        List.of(),
        QuietOthers.of(QuietOthers.chosen(owners, new Draws(1, "unanswered")), runs, said),
        new Clusters(),
        PASSED);
  }

  private static Counted counted(
      TalkSpan span, long[] mentions, double answered, SplittableRandom random) {
    long all = 0;
    long some = 0;
    int from = (int) (span.fromMicros() / ObservedCalendar.DAY);
    int until = (int) (span.untilMicros() / ObservedCalendar.DAY);
    for (int day = Math.max(0, from); day < Math.min(DAYS, until); day++) {
      all += mentions[day];
      for (int mention = 0; mention < mentions[day]; mention++) {
        some += random.nextDouble() < answered ? 1 : 0;
      }
    }
    return new Counted(
        span.entityKey(),
        span.platform(),
        span.campaignId(),
        span.window(),
        all,
        all,
        some,
        some,
        Math.max(5, all));
  }

  /** By day, of all owners of an archive. */
  private static double[] level(SplittableRandom random) {
    double[] level = new double[DAYS];
    double x = .25 * normal(random);
    for (int day = 0; day < DAYS; day++) {
      level[day] = Math.exp(x - .25 * .25 / 2) * Math.pow(.7, day / 365.0);
      x = .97 * x + .25 * Math.sqrt(1 - .97 * .97) * normal(random);
    }
    return level;
  }

  private static double exponential(SplittableRandom random) {
    return -Math.log(1 - random.nextDouble());
  }

  /** By Box and Muller. */
  private static double normal(SplittableRandom random) {
    return Math.sqrt(2 * exponential(random)) * Math.cos(2 * Math.PI * random.nextDouble());
  }

  private static long poisson(SplittableRandom random, double mean) {
    double left = Math.exp(-mean);
    long count = -1;
    for (double product = 1; product > left; product *= random.nextDouble()) {
      count++;
    }
    return Math.max(0, count);
  }

  private static Instant day(long day) {
    return Instant.EPOCH.plusSeconds(day * 86_400);
  }

  private static ObservedCalendar calendar() {
    byte[] halves = new byte[24 * DAYS];
    Arrays.fill(halves, (byte) 2);
    double[] season = new double[168];
    Arrays.fill(season, 1);
    return new ObservedCalendar(0, halves, season);
  }
}
