package org.afterglow.job.contrast;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.statistics.LabelCorrection;
import org.jspecify.annotations.Nullable;

/**
 * By what the contrasts of units are corrected for errors of their classes (docs/methods.md, 3.5).
 *
 * @param byUnit of each unit that is corrected its runs; a unit or run that is not here is taken as
 *     it was predicted
 */
public record Corrections(Map<ContrastUnit, Map<String, LabelCorrection>> byUnit)
    implements Serializable {
  /** Nobody checked any label. */
  public static final Corrections NONE = new Corrections(Map.of());

  public Corrections {
    byUnit = new TreeMap<>(byUnit);
  }

  /** Those of a unit, by run; none where it is taken as predicted. */
  public Map<String, LabelCorrection> of(ContrastUnit unit) {
    return byUnit.getOrDefault(unit, Map.of());
  }

  /** That of curves of posts; null where they are taken as predicted. */
  public @Nullable LabelCorrection ofCurves() {
    LabelCorrection primary = of(ContrastUnit.POST).get(ContrastFit.PRIMARY);
    return primary == null || primary.tooLittle() ? null : primary;
  }

  /** That of a run, null where it is taken as predicted. */
  @Nullable LabelCorrection of(String unit, String run) {
    return of(ContrastUnit.of(unit)).get(run);
  }
}
