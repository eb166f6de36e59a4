package org.afterglow.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.afterglow.simulate.UnitRecords.LabelledPost;

/**
 * The posts of labels.csv: half of them promotional, a quarter conversational ones of owners, a
 * quarter of people; no text twice. The lowest of a hash are taken, so the order of arrival does
 * not matter.
 */
final class LabelSample {
  /** How many more than wanted are kept, since some will share a text. */
  private static final int SPARE = 4;

  private final int rows;
  private final List<TreeMap<Long, LabelledPost>> groups =
      List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  LabelSample(int rows) {
    this.rows = rows;
  }

  void offer(LabelledPost post) {
    TreeMap<Long, LabelledPost> group = groups.get(post.promotional() ? 0 : post.owner() ? 1 : 2);
    group.put(post.order(), post);
    if (group.size() > SPARE * rows + 1) {
      group.pollLastEntry();
    }
  }

  /** The sample in order of time and id. */
  List<LabelledPost> posts() {
    List<LabelledPost> chosen = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    int[] wanted = {rows - rows / 2, rows / 4, rows / 2 - rows / 4};
    for (int group = 0; group < wanted.length; group++) {
      int taken = 0;
      for (LabelledPost post : groups.get(group).values()) {
        if (taken < wanted[group] && texts.add(post.text())) {
          chosen.add(post);
          taken++;
        }
      }
    }
    chosen.sort(Comparator.comparingLong(LabelledPost::atMicros).thenComparing(LabelledPost::id));
    return chosen;
  }
}
