package org.afterglow.job.claim.asks;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.afterglow.job.acts.Privacy;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.spark.Records;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.MatchedRatio;
import org.afterglow.statistics.PlaceboSample;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Asks added up by asker and tenth of the target's activity, and askers by clusters: of an archive
 * with many askers several share a cluster, so that what comes back is small; the standard error is
 * no smaller for it.
 */
public final class AskStrata {
  static final String PRIMARY = "primary";
  static final String PERMUTED = "warm_permuted";

  private static final long CLUSTERS = 1024;
  private static final Column[] KINDS = {
    count_if(col("warm")).as("warm"),
    count_if(col("warm").and(col("met"))).as("warmMet"),
    count_if(not(col("warm"))).as("cold"),
    count_if(not(col("warm")).and(col("met"))).as("coldMet")
  };
  private static final Encoder<Stratum> STRATUM = Records.encoder(Stratum.class);
  private static final Encoder<Cluster> CLUSTER = Records.encoder(Cluster.class);
  private static final Encoder<Counted> COUNTED = Records.encoder(Counted.class);
  private static final Encoder<OwnersAsks> OWNERS_ASKS = Records.encoder(OwnersAsks.class);
  private static final Encoder<Owned> OWNED = Records.encoder(Owned.class);
  private static final Encoder<Tuple2<String, Long>> KEY =
      Encoders.tuple(Encoders.STRING(), Encoders.LONG());

  private AskStrata() {}

  /** Asks of one asker to people as active as one another, of whom there are warm and cold ones. */
  public record Stratum(
      String run,
      long cluster,
      String asker,
      int tenth,
      long warm,
      long warmMet,
      long cold,
      long coldMet) {
    MatchedRatio.Stratum compared() {
      return new MatchedRatio.Stratum(warmMet, warm, coldMet, cold);
    }
  }

  /**
   * Sums over the strata of a cluster's askers.
   *
   * @param askers who add to a sum
   * @param weight Σ n₁·n₀/N
   * @param drawnR r where warm was dealt at random, by draw; empty but for the primary run
   * @param drawnS the mirror
   */
  public record Cluster(
      String run,
      long cluster,
      long askers,
      double r,
      double s,
      double weight,
      List<Double> drawnR,
      List<Double> drawnS) {}

  /**
   * All asks between persons.
   *
   * @param posts that ask
   * @param people who were asked
   */
  public record Counted(long posts, long people, long warm, long warmMet, long cold, long coldMet) {
    /** Whether they may be told of. */
    boolean shows() {
      return Privacy.shows(people);
    }
  }

  /** The same of an owner. */
  public record OwnersAsks(
      String entityKey, long posts, long people, long warm, long warmMet, long cold, long coldMet) {
    Counted counted() {
      return new Counted(posts, people, warm, warmMet, cold, coldMet);
    }
  }

  /** Asks of an owner to people as active as one another. */
  public record Owned(
      String entityKey,
      String platform,
      int tenth,
      long warm,
      long warmMet,
      long cold,
      long coldMet) {}

  /**
   * Clusters of askers, in order of run and cluster.
   *
   * @param asks rows of {@link DirectedAsks#withTenth}
   */
  static List<Cluster> clusters(Dataset<Row> asks, Draws draws) {
    Column asker = concat(col("platform"), lit("/"), col("asker"));
    Column person = not(col("suspected"));
    Column runs =
        array_compact(
            array(
                when(person, PRIMARY),
                lit(ContrastFit.BOTS_IN),
                when(person.and(col("sure")), ContrastFit.UNCERTAIN_DROPPED)));
    return asks.withColumn("run", explode(runs))
        .withColumn("key", asker)
        .withColumn("cluster", pmod(xxhash64(asker), lit(CLUSTERS)))
        .groupBy("run", "cluster", "key", "tenth")
        .agg(KINDS[0], rest(KINDS))
        .filter(col("warm").gt(0).and(col("cold").gt(0)))
        .withColumnRenamed("key", "asker")
        .groupBy("run", "cluster")
        .as(KEY, STRATUM)
        .flatMapSortedGroups(
            new Column[] {col("asker"), col("tenth")},
            (FlatMapGroupsFunction<Tuple2<String, Long>, Stratum, Cluster>)
                (key, strata) -> List.of(summed(key._1(), key._2(), strata, draws)).iterator(),
            CLUSTER)
        .orderBy("run", "cluster")
        .collectAsList();
  }

  /** A cluster's sums, strata in order of their keys. */
  static Cluster summed(String run, long cluster, Iterator<Stratum> strata, Draws draws) {
    List<SplittableRandom> streams = new ArrayList<>();
    for (int draw = 1; run.equals(PRIMARY) && draw <= PlaceboSample.DRAWS; draw++) {
      streams.add(draws.stream(Long.toString(cluster), PERMUTED, draw));
    }
    TreeSet<String> askers = new TreeSet<>();
    double r = 0;
    double s = 0;
    double weight = 0;
    double[] drawnR = new double[streams.size()];
    double[] drawnS = new double[streams.size()];
    while (strata.hasNext()) {
      Stratum stratum = strata.next();
      MatchedRatio.Stratum compared = stratum.compared();
      weight += weight(compared);
      if (stratum.warmMet() + stratum.coldMet() == 0) {
        continue;
      }
      askers.add(stratum.asker());
      r += compared.r();
      s += compared.s();
      for (int i = 0; i < drawnR.length; i++) {
        MatchedRatio.Stratum dealt = compared.dealt(streams.get(i));
        drawnR[i] += dealt.r();
        drawnS[i] += dealt.s();
      }
    }
    return new Cluster(run, cluster, askers.size(), r, s, weight, list(drawnR), list(drawnS));
  }

  /** What a stratum weighs in a difference of shares: n₁·n₀/N. */
  static double weight(MatchedRatio.Stratum stratum) {
    return stratum.n1() * stratum.n0() / (stratum.n1() + stratum.n0());
  }

  private static List<Double> list(double[] values) {
    List<Double> list = new ArrayList<>();
    for (double value : values) {
      list.add(value);
    }
    return list;
  }

  /** All asks between persons. */
  static Counted all(Dataset<Row> asks) {
    return asks.filter(not(col("suspected")))
        .agg(count_distinct(col("platform"), col("post_id")).as("posts"), people("people", KINDS))
        .as(COUNTED)
        .head();
  }

  /**
   * The same by owner who asks.
   *
   * @param asks rows of {@link DirectedAsks#withTenth} with entity_key, whose asks they are
   */
  static List<OwnersAsks> byOwner(Dataset<Row> asks) {
    return asks.filter(not(col("suspected")))
        .groupBy(col("entity_key").as("entityKey"))
        .agg(count_distinct(col("platform"), col("post_id")).as("posts"), people("people", KINDS))
        .as(OWNERS_ASKS)
        .collectAsList();
  }

  /** Asks of owners by platform and tenth, in that order. */
  static List<Owned> owned(Dataset<Row> asks) {
    return asks.filter(not(col("suspected")))
        .groupBy(col("entity_key").as("entityKey"), col("platform"), col("tenth"))
        .agg(KINDS[0], rest(KINDS))
        .orderBy("entityKey", "platform", "tenth")
        .as(OWNED)
        .collectAsList();
  }

  private static Column[] people(String name, Column... more) {
    Column[] columns = new Column[more.length + 1];
    columns[0] = count_distinct(col("platform"), col("target")).as(name);
    System.arraycopy(more, 0, columns, 1, more.length);
    return columns;
  }

  private static Column[] rest(Column... columns) {
    return Arrays.copyOfRange(columns, 1, columns.length);
  }
}
