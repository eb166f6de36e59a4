package org.afterglow.archive.reading;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.afterglow.archive.ByteSource;
import org.afterglow.archive.ContentId;
import org.afterglow.archive.Format;
import org.afterglow.archive.Head;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.Slice;
import org.afterglow.archive.json.JsonFormat;
import org.afterglow.archive.packing.Packing;

/** Divides an input into ranges that can be read apart. */
public final class Slices {
  private Slices() {}

  /**
   * The slices of an input, in order, covering every byte once. Only newline-delimited JSON that is
   * not compressed has more than one; an input no larger than a slice is not opened.
   *
   * @param sliceBytes size of a slice; a multiple of {@link ContentId#BLOCK_BYTES}, unless reading
   *     some bytes twice for their hashes does not matter
   */
  public static List<Slice> plan(ByteSource source, ReadOptions options, long sliceBytes)
      throws IOException {
    if (sliceBytes < 1) {
      throw new IllegalArgumentException("sliceBytes is " + sliceBytes + ", must be at least 1");
    }
    long size = source.size();
    if (size <= sliceBytes || !isDivisible(source, options)) {
      return List.of(new Slice(0, size));
    }
    List<Slice> slices = new ArrayList<>();
    for (long from = 0; from < size; from += sliceBytes) {
      slices.add(new Slice(from, Math.min(size, from + sliceBytes)));
    }
    return List.copyOf(slices);
  }

  private static boolean isDivisible(ByteSource source, ReadOptions options) throws IOException {
    Head head = Head.ofRaw(source);
    if (Packing.of(head.bytes(), head.length()) != null) {
      return false;
    }
    Format format = Formats.recognise(head, options);
    return format instanceof JsonFormat && head.layout() == Head.Layout.LINES;
  }
}
