package org.afterglow.job.claim.venues;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.afterglow.statistics.FixedEffectsPanel;
import org.afterglow.statistics.FixedEffectsPanel.Observation;

/**
 * The posts of an account in months in which it posted in two venues or more, since only these can
 * be compared with one another.
 *
 * @param key platform/author
 * @param posts by month, then time
 */
record VenueAccount(String key, List<VenuePost> posts) {
  private static final int FEWEST_VENUES = 2;

  /** The accounts of posts in any order, by key; those without such a month are left out. */
  static List<VenueAccount> of(Collection<VenuePost> posts) {
    TreeMap<String, TreeMap<Integer, List<VenuePost>>> months = new TreeMap<>();
    for (VenuePost post : posts) {
      months
          .computeIfAbsent(post.account(), account -> new TreeMap<>())
          .computeIfAbsent(post.month(), month -> new ArrayList<>())
          .add(post);
    }
    List<VenueAccount> accounts = new ArrayList<>();
    months.forEach(
        (account, own) -> {
          List<VenuePost> comparable =
              own.values().stream()
                  .filter(VenueAccount::severalVenues)
                  .flatMap(List::stream)
                  .sorted(VenuePost.ORDER)
                  .toList();
          if (!comparable.isEmpty()) {
            accounts.add(new VenueAccount(account, comparable));
          }
        });
    return accounts;
  }

  private static boolean severalVenues(List<VenuePost> month) {
    Set<String> venues = new HashSet<>();
    month.forEach(post -> venues.add(post.venue()));
    return venues.size() >= FEWEST_VENUES;
  }

  /** Its part in the regression: each month has a level of its own, and no trend. */
  FixedEffectsPanel panel(ToLongFunction<VenuePost> responders) {
    return panel(distances(), responders);
  }

  /** The same with its distances dealt anew. */
  FixedEffectsPanel permuted(SplittableRandom random, ToLongFunction<VenuePost> responders) {
    return panel(dealt(random), responders);
  }

  /** Its distances, each month's in random order. */
  double[] dealt(SplittableRandom random) {
    double[] distances = distances();
    int from = 0;
    for (int i = 0; i < distances.length; i++) {
      if (posts.get(i).month() != posts.get(from).month()) {
        from = i;
      }
      int j = from + random.nextInt(i - from + 1);
      double dealt = distances[j];
      distances[j] = distances[i];
      distances[i] = dealt;
    }
    return distances;
  }

  private double[] distances() {
    return posts.stream().mapToDouble(VenuePost::distance).toArray();
  }

  private FixedEffectsPanel panel(double[] distances, ToLongFunction<VenuePost> responders) {
    List<Observation> observations = new ArrayList<>(distances.length);
    for (int i = 0; i < distances.length; i++) {
      VenuePost post = posts.get(i);
      observations.add(
          new Observation(
              post.month(), 0, 1, responders.applyAsLong(post), post.covariates(distances[i])));
    }
    return FixedEffectsPanel.of(key, observations);
  }
}
