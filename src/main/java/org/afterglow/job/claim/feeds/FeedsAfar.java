package org.afterglow.job.claim.feeds;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.afterglow.spark.Records;
import org.afterglow.statistics.AccountScore;
import org.afterglow.statistics.AccountScores;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * Feeds that are too many for one machine's memory: each step of a regression goes over all of
 * them, and what comes back is a few numbers of each account.
 *
 * @param accounts each once
 * @param observed by platform, those alone that are asked about
 */
record FeedsAfar(Dataset<AccountFeeds> accounts, Map<String, ObservedWeeks> observed)
    implements Feeds {
  private static final Encoder<AccountScore> SCORE = Records.encoder(AccountScore.class);
  private static final Encoder<AccountFeeds.Sums> SUMS = Records.encoder(AccountFeeds.Sums.class);

  @Override
  public List<AccountFeeds.Sums> sums() {
    HashMap<String, ObservedWeeks> weeks = new HashMap<>(observed);
    return accounts
        .flatMap(
            (FlatMapFunction<AccountFeeds, AccountFeeds.Sums>)
                account -> {
                  AccountFeeds.Sums sums = account.sums(weeks);
                  return sums == null ? Collections.emptyIterator() : List.of(sums).iterator();
                },
            SUMS)
        .collectAsList()
        .stream()
        .sorted(Comparator.comparing(AccountFeeds.Sums::entityKey))
        .toList();
  }

  @Override
  public AccountScores scores(WeeklyDesign design, WeeklyRun run, @Nullable String without) {
    HashMap<String, ObservedWeeks> weeks = new HashMap<>(observed);
    return coefficients ->
        accounts
            .flatMap(
                (FlatMapFunction<AccountFeeds, AccountScore>)
                    account -> {
                      AccountScore score =
                          account.entityKey().equals(without)
                              ? null
                              : account.score(weeks, design, run, coefficients);
                      return score == null
                          ? Collections.emptyIterator()
                          : List.of(score).iterator();
                    },
                SCORE)
            .collectAsList()
            .stream()
            .sorted(Comparator.comparing(AccountScore::account))
            .toList();
  }
}
