package org.afterglow.classify;

import org.afterglow.text.TextMeasures;

/** A score and the measures of the same text, from one reading of it. */
public record MeasuredScore(Score score, TextMeasures measures) {}
