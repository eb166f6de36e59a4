package org.afterglow.archive.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Format;
import org.afterglow.archive.Head;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.RecordStream;
import org.afterglow.archive.Times;
import org.afterglow.archive.packing.PeekStream;

/** A format whose records are JSON objects, one a line or in any other order of values. */
public abstract class JsonFormat implements Format {
  /** Reads the records of one file. May keep state from record to record. */
  abstract static class Reader {
    /** Reads the times of the file; whether it had to assume a zone is asked of it. */
    final Times times;

    Reader(Times times) {
      this.times = times;
    }

    /** With times that are read in the zone of the options where they name none. */
    Reader(ReadOptions options) {
      this(new Times(options));
    }

    /**
     * Reads one JSON object into its fate, or, if it is a page of several records, theirs.
     *
     * @param parser at the START_OBJECT; left at its END_OBJECT
     * @throws IOException if the object is not well-formed
     */
    abstract void read(JsonParser parser, Fates out) throws IOException;

    /** What a record is that is no object, but a string or a number. */
    String bareValue() {
      return "bare_value";
    }

    /**
     * Says that the records that follow stand within a larger document.
     *
     * @param envelope the document as far as it came before them; of what was closed by then only
     *     short strings and numbers are sure to be there, objects and arrays are null
     */
    void enter(JsonNode envelope) {}
  }

  /** Whether a record or the beginning of a document is of this format. */
  abstract boolean recognises(JsonNode sample);

  abstract Reader reader(Head head, ReadOptions options);

  /**
   * Where in a document its records stand: paths from the root, of names and {@code []} for the
   * elements of an array, joined by dots, each to an array of records: {@code data.children}.
   */
  List<String> containers() {
    return List.of();
  }

  @Override
  public int recognises(Head head, ReadOptions options) {
    List<JsonNode> samples = head.samples();
    int known = 0;
    for (JsonNode sample : samples) {
      if (sample.isObject() && recognises(sample)) {
        known++;
      }
    }
    return samples.isEmpty() ? 0 : (known * 1000 + samples.size() - 1) / samples.size();
  }

  @Override
  public RecordStream records(PeekStream in, Head head, Bounds bounds, ReadOptions options) {
    return switch (head.layout()) {
      case LINES -> new JsonLines(in, bounds, reader(head, options), options.limits());
      case VALUES, NONE ->
          new JsonValues(in, bounds, this, reader(head, options), head, options.limits());
    };
  }
}
