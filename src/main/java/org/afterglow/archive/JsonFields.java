package org.afterglow.archive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Fields of JSON objects whose types drift. Each method takes the value that the parser stands at,
 * whatever it is, and leaves the parser at the value's last token.
 */
final class JsonFields {
  private JsonFields() {}

  /** A string, as it is; a number or truth value as it is written; null for all else. */
  static @Nullable String text(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    if (token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
      return parser.getText();
    }
    parser.skipChildren();
    return null;
  }

  /** A decimal id; {@link Ids#LOSSY} if it lost digits. */
  static @Nullable String id(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return parser.getText();
    }
    if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return Ids.decimal(parser.getText());
    }
    parser.skipChildren();
    return null;
  }

  /** A whole number, in whatever type it comes; null if it is none. */
  static @Nullable Long count(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return parser.getLongValue();
    }
    if (token == JsonToken.VALUE_STRING
        || token == JsonToken.VALUE_NUMBER_FLOAT
        || token == JsonToken.VALUE_NUMBER_INT) {
      return Counts.parse(parser.getText());
    }
    parser.skipChildren();
    return null;
  }

  /** A truth value, also as 0, 1 or a word; null if it is none. */
  static @Nullable Boolean truth(JsonParser parser) throws IOException {
    String text = text(parser);
    return text == null ? null : Counts.truth(text);
  }

  /** A string that is not blank and can be stored; null for all else. */
  static @Nullable String stored(JsonParser parser) throws IOException {
    String text = text(parser);
    return text == null || text.isBlank() ? null : PlainText.storable(text);
  }

  /** Goes to the next element of an array; false at its end. */
  static boolean next(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    return token != null && token != JsonToken.END_ARRAY;
  }

  /** Whether the value is there: not null, 0-length or false. */
  static boolean isThere(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    boolean there =
        token != JsonToken.VALUE_NULL
            && token != JsonToken.VALUE_FALSE
            && !(token == JsonToken.VALUE_STRING && parser.getTextLength() == 0);
    parser.skipChildren();
    return there;
  }
}
