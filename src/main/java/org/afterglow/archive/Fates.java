package org.afterglow.archive;

import java.util.ArrayDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What became of the records read last, waiting to be given out. */
public final class Fates {
  private record Waiting(long offset, Fate fate) {}

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long blankLines;
  private long base;

  /** Sets where the unit begins that is read next, in the decompressed stream of the input. */
  public void begin(long offset) {
    base = offset;
  }

  /** A record that is the whole unit. */
  public void add(Fate fate) {
    waiting.add(new Waiting(base, fate));
  }

  /** A record somewhere within the unit. */
  public void add(long offsetInUnit, Fate fate) {
    waiting.add(new Waiting(base + offsetInUnit, fate));
  }

  /** The unit cannot be read. */
  public void reject(RejectReason reason, String detail, @Nullable String excerptOfUnit) {
    add(new Fate.Rejected(reason, detail, excerptOfUnit));
  }

  /** Ends a page of records, which is itself one that is no post if it gave none. */
  public void endPage(int sizeBefore) {
    if (waiting.size() == sizeBefore) {
      add(new Fate.NotPost("page_without_records"));
    }
  }

  public void blankLine() {
    blankLines++;
  }

  public long blankLines() {
    return blankLines;
  }

  public int size() {
    return waiting.size();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Gives out the next one as a record of the given number. */
  public @Nullable ReadRecord poll(long record) {
    Waiting next = waiting.poll();
    return next == null ? null : new ReadRecord(record, next.offset(), next.fate());
  }

  /** Hands over everything, unless there is a rejection among it; then it is forgotten. */
  public void moveIfWholeTo(Fates other) {
    boolean broken = waiting.stream().anyMatch(one -> one.fate() instanceof Fate.Rejected);
    if (!broken) {
      moveWholeTo(other);
    }
    waiting.clear();
  }

  /** Hands over all but the rejections: the tail of a damaged stream is covered by the damage. */
  public void moveWholeTo(Fates other) {
    for (Waiting one : waiting) {
      if (!(one.fate() instanceof Fate.Rejected)) {
        other.waiting.add(one);
      }
    }
    waiting.clear();
    other.blankLines += blankLines;
    blankLines = 0;
  }

  /** Gives the rejections among the newest ones an excerpt, where they have none. */
  public void excerpt(int since, Supplier<String> of) {
    if (waiting.size() == since) {
      return;
    }
    int at = 0;
    boolean any = false;
    for (Waiting one : waiting) {
      any |= at++ >= since && one.fate() instanceof Fate.Rejected;
    }
    if (!any) {
      return;
    }
    String text = of.get();
    int size = waiting.size();
    for (int i = 0; i < size; i++) {
      Waiting one = waiting.remove();
      if (i >= since
          && one.fate() instanceof Fate.Rejected rejected
          && rejected.excerpt() == null) {
        one =
            new Waiting(
                one.offset(), new Fate.Rejected(rejected.reason(), rejected.detail(), text));
      }
      waiting.add(one);
    }
  }
}
