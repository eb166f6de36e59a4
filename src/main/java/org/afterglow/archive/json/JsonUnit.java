package org.afterglow.archive.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Limits;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.markup.PlainText;

/** Reads the JSON values in a range of bytes by the reader of their format. */
final class JsonUnit {
  private final JsonFactory factory;
  private final JsonFormat.Reader reader;
  private final Limits limits;

  JsonUnit(JsonFormat.Reader reader, Limits limits) {
    this.reader = reader;
    this.limits = limits;
    this.factory =
        JsonFactory.builder()
            // Python writes them.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.maxDepth())
                    .maxStringLength(limits.maxRecordBytes())
                    .maxNameLength(limits.maxRecordBytes())
                    .build())
            .build();
  }

  JsonFormat.Reader reader() {
    return reader;
  }

  /** Reads all values of the range; what is not JSON becomes a rejection. */
  void read(byte[] bytes, int from, int to, long offset, Fates out) {
    int before = out.size();
    out.begin(offset);
    try (JsonParser parser = factory.createParser(bytes, from, to - from)) {
      int open = 0;
      JsonToken token = parser.nextToken();
      while (token != null) {
        switch (token) {
          case START_OBJECT -> reader.read(parser, out);
          case START_ARRAY -> open++;
          case END_ARRAY -> open--;
          default -> out.add(new Fate.NotPost(reader.bareValue()));
        }
        if (open > 0 && parser.currentToken() == null) {
          break;
        }
        token = parser.nextToken();
      }
    } catch (StreamConstraintsException e) {
      boolean deep = e.getMessage() != null && e.getMessage().contains("nesting depth");
      out.reject(
          deep ? RejectReason.TOO_DEEP : RejectReason.TOO_LONG,
          deep
              ? "nested deeper than " + limits.maxDepth() + " levels"
              : "a number or a name longer than the limit",
          null);
    } catch (IOException e) {
      if (PlainText.isUtf8(bytes, from, to)) {
        out.reject(RejectReason.NOT_JSON, JsonMistake.detail(e), null);
      } else {
        out.reject(RejectReason.NOT_UTF8, "bytes that are not UTF-8", null);
      }
    } catch (RuntimeException e) {
      // One hostile record must not end the job; the name of the failure stays visible.
      out.reject(
          RejectReason.BAD_VALUE, "a value that fails with " + e.getClass().getSimpleName(), null);
    }
    out.excerpt(before, () -> PlainText.excerpt(bytes, from, to));
  }
}
