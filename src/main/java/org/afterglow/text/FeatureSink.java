package org.afterglow.text;

/** Takes the features of one text, one call a distinct feature. */
@FunctionalInterface
public interface FeatureSink {
  /**
   * Takes one feature.
   *
   * @param index from 0 to {@link TextFeatures#DIMENSION} − 1, never the same twice for one text
   * @param value never 0
   */
  void add(int index, double value);
}
