package org.afterglow.job.curve;

import org.afterglow.table.CounterChangeRow;
import org.afterglow.table.DecayCurveRow;
import org.afterglow.table.DecayRow;
import org.afterglow.table.EngagementRow;
import org.jspecify.annotations.Nullable;

/** A row of one of the four tables that hold curves; the others are null. */
public record CurveRows(
    @Nullable EngagementRow engagement,
    @Nullable DecayRow decay,
    @Nullable DecayCurveRow decayCurve,
    @Nullable CounterChangeRow counterChange) {
  static CurveRows of(EngagementRow row) {
    return new CurveRows(row, null, null, null);
  }

  static CurveRows of(DecayRow row) {
    return new CurveRows(null, row, null, null);
  }

  static CurveRows of(DecayCurveRow row) {
    return new CurveRows(null, null, row, null);
  }

  static CurveRows of(CounterChangeRow row) {
    return new CurveRows(null, null, null, row);
  }
}
