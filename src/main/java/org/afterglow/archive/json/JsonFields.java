package org.afterglow.archive.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.afterglow.archive.Counts;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Ids;
import org.afterglow.archive.markup.PlainText;
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
    return PlainText.stored(text(parser));
  }

  /** Whether the value is an object, whose fields come next; all else is stepped over. */
  static boolean isObject(JsonParser parser) throws IOException {
    return isAt(JsonToken.START_OBJECT, parser);
  }

  /** Whether the value is an array, whose elements come next; all else is stepped over. */
  static boolean isArray(JsonParser parser) throws IOException {
    return isAt(JsonToken.START_ARRAY, parser);
  }

  private static boolean isAt(JsonToken wanted, JsonParser parser) throws IOException {
    if (parser.currentToken() == wanted) {
      return true;
    }
    parser.skipChildren();
    return false;
  }

  /** Goes to the value of the next field of an object; its name, null at the object's end. */
  static @Nullable String nextField(JsonParser parser) throws IOException {
    String name = parser.nextFieldName();
    if (name != null) {
      parser.nextToken();
    }
    return name;
  }

  /** One field of an object as {@link #stored}; null if there is none, or no object. */
  static @Nullable String field(JsonParser parser, String wanted) throws IOException {
    if (!isObject(parser)) {
      return null;
    }
    String found = null;
    String name;
    while ((name = nextField(parser)) != null) {
      if (name.equals(wanted)) {
        found = stored(parser);
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }

  /** Goes to the next element of an array; false at its end. */
  static boolean next(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    return token != null && token != JsonToken.END_ARRAY;
  }

  /** Goes to the next object in an array, past all other elements; false at its end. */
  static boolean nextObject(JsonParser parser) throws IOException {
    while (next(parser)) {
      if (isObject(parser)) {
        return true;
      }
    }
    return false;
  }

  /** As {@link #nextObject} in an array of records, where all else is a record that is no post. */
  static boolean nextRecord(JsonParser parser, Fates out) throws IOException {
    while (next(parser)) {
      long offset = offset(parser);
      if (isObject(parser)) {
        return true;
      }
      out.add(offset, new Fate.NotPost("bare_value"));
    }
    return false;
  }

  /** Where the value begins, in bytes from the beginning of the unit. */
  static long offset(JsonParser parser) {
    return Math.max(0, parser.currentTokenLocation().getByteOffset());
  }

  /** The list with one more element; the first makes a list of its own. */
  static <T> List<T> with(@Nullable List<T> list, T element) {
    List<T> longer = list == null || list.isEmpty() ? new ArrayList<>(4) : list;
    longer.add(element);
    return longer;
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
