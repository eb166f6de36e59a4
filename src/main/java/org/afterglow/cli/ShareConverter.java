package org.afterglow.cli;

import org.afterglow.classify.TrainOptions;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a share between 0 and 1, or the word for that of the labels. */
final class ShareConverter implements ITypeConverter<Double> {
  private static final String AS_LABELLED = "labels";

  @Override
  public Double convert(String value) {
    if (value.equals(AS_LABELLED)) {
      return TrainOptions.AS_LABELLED;
    }
    try {
      double share = Double.parseDouble(value);
      if (share > 0 && share < 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new TypeConversionException(
        "'" + value + "'; right would be a share between 0 and 1, or " + AS_LABELLED);
  }
}
