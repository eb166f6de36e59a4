package org.afterglow.archive.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Head;
import org.afterglow.archive.ReadOptions;

/**
 * JSON of no known format: every whole object is counted as no post, and what is broken is rejected
 * one by one, so that no line of such a file goes missing.
 */
public final class UnknownJsonFormat extends JsonFormat {
  public static final UnknownJsonFormat INSTANCE = new UnknownJsonFormat();

  private static final String KIND = "unknown_json";

  private UnknownJsonFormat() {}

  @Override
  public String name() {
    return KIND;
  }

  @Override
  public String description() {
    return "JSON whose fields are those of no known format; a mapping could name them.";
  }

  @Override
  public Carries carries() {
    return Carries.of();
  }

  @Override
  boolean recognises(JsonNode sample) {
    return true;
  }

  @Override
  Reader reader(Head head, ReadOptions options) {
    return new Reader(options) {
      @Override
      void read(JsonParser parser, Fates out) throws IOException {
        parser.skipChildren();
        out.add(new Fate.NotPost(KIND));
      }
    };
  }
}
