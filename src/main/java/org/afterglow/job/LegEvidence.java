package org.afterglow.job;

import java.io.Serializable;
import java.util.List;

/**
 * What stands against concluding anything from one unit's contrast, whatever its figures
 * (docs/methods.md, 6).
 *
 * @param unit what is contrasted
 * @param hindrances codes, as LABELS_UNCHECKED; none where nothing stands against it
 */
public record LegEvidence(ContrastUnit unit, List<String> hindrances) implements Serializable {}
