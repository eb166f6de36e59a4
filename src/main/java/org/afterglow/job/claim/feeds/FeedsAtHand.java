package org.afterglow.job.claim.feeds;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.afterglow.statistics.AccountScores;
import org.afterglow.statistics.FixedEffectsPanel;
import org.jspecify.annotations.Nullable;

/**
 * Feeds in memory.
 *
 * @param accounts in any order, each once
 * @param observed by platform, those alone that are asked about
 */
record FeedsAtHand(List<AccountFeeds> accounts, Map<String, ObservedWeeks> observed)
    implements Feeds {
  FeedsAtHand {
    accounts = accounts.stream().sorted(Comparator.comparing(AccountFeeds::entityKey)).toList();
  }

  @Override
  public List<AccountFeeds.Sums> sums() {
    return accounts.stream()
        .map(account -> account.sums(observed))
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  public AccountScores scores(WeeklyDesign design, WeeklyRun run, @Nullable String without) {
    List<FixedEffectsPanel> panels =
        accounts.stream()
            .filter(account -> !account.entityKey().equals(without))
            .map(account -> account.panel(observed, design, run))
            .filter(FixedEffectsPanel::eligible)
            .toList();
    return coefficients -> panels.stream().map(panel -> panel.at(coefficients)).toList();
  }
}
