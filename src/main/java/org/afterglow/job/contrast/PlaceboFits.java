package org.afterglow.job.contrast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A campaign's contrasts between classes that a placebo dealt.
 *
 * @param placebo name of a {@link Placebo}
 * @param fits of the draws in which the campaign can be pooled
 * @param matched units matched to times of the other class, over all draws
 * @param far those matched to a time too far off
 */
public record PlaceboFits(
    String campaignId, String placebo, List<Fit> fits, long matched, long far) {
  /**
   * The contrast of one draw.
   *
   * @param draw its number, from 1
   * @param lnlor null where it is a zero cell
   * @param variance null where lnlor is
   */
  public record Fit(
      int draw, double r, double s, @Nullable Double lnlor, @Nullable Double variance) {}
}
