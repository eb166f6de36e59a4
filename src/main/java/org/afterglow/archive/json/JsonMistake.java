package org.afterglow.archive.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a record is not well-formed, and where in it; in words of our own, for those of the parser
 * quote what stands there, which is other people's.
 */
enum JsonMistake {
  END("end-of-input", "it ends there, too early"),
  COMMA("comma to separate", "a comma was expected"),
  COLON("colon to separate", "a colon was expected"),
  NAME("to start field name", "a name in quotes was expected"),
  TOKEN("Unrecognized token", "a value was expected"),
  VALUE("expected a value", "a value was expected"),
  COMMENT("comment?", "a value was expected, no comment"),
  BRACKET("close marker", "a bracket closes what is not open"),
  CONTROL("CTRL-CHAR", "a control character is not escaped"),
  ESCAPE("character escape", "an escape is unknown"),
  NUMBER("numeric value", "a number is not written as JSON writes it");

  private static final List<JsonMistake> ALL = List.of(values());

  private final String saidByParser;
  private final String meaning;

  JsonMistake(String saidByParser, String meaning) {
    this.saidByParser = saidByParser;
    this.meaning = meaning;
  }

  /** What is wrong with a record: where, counted in bytes from its first, 0, and why. */
  static String detail(IOException failure) {
    StringBuilder detail = new StringBuilder("not well-formed JSON");
    if (failure instanceof JsonProcessingException mistake) {
      JsonLocation location = mistake.getLocation();
      if (location != null && location.getByteOffset() >= 0) {
        detail.append(" at byte ").append(location.getByteOffset()).append(" of the record");
      }
      JsonMistake known = of(mistake.getOriginalMessage());
      if (known != null) {
        detail.append(": ").append(known.meaning);
      }
    }
    return detail.toString();
  }

  private static @Nullable JsonMistake of(@Nullable String message) {
    return message == null
        ? null
        : ALL.stream()
            .filter(mistake -> message.contains(mistake.saidByParser))
            .findFirst()
            .orElse(null);
  }
}
