package org.afterglow.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.afterglow.UserError;
import org.afterglow.archive.Fate;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.ReadRecord;
import org.afterglow.archive.ReadSummary;
import org.afterglow.archive.Slice;
import org.afterglow.archive.SliceReading;
import org.afterglow.archive.reading.ArchiveReader;
import org.afterglow.classify.PostScorer;
import org.afterglow.post.Act;
import org.afterglow.post.Deletion;
import org.afterglow.post.Identities;
import org.afterglow.post.Post;
import org.afterglow.table.DeletionRow;
import org.afterglow.table.EventRow;
import org.afterglow.table.Manifest;
import org.afterglow.table.PostRow;
import org.afterglow.table.RejectRow;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * The reading pass: the bytes of a work unit become rows, scored, in one iterator; the text of a
 * post never becomes part of a row unless the user asked for texts.
 */
record ReadUnits(
    ReadOptions options,
    Selection selection,
    OptOut optOut,
    Identities identities,
    boolean keepTexts,
    Broadcast<PostScorer> scorer,
    SerializableConfiguration hadoop,
    Progress.Meter meter)
    implements FlatMapFunction<WorkUnit, ReadRow> {

  @Override
  public Iterator<ReadRow> call(WorkUnit unit) {
    return new Rows(unit, open(unit, options, hadoop, meter));
  }

  /**
   * Opens the archive that a unit is a part of, there.
   *
   * @throws UserError if its bytes cannot be fetched
   */
  static SliceReading open(
      WorkUnit unit, ReadOptions options, SerializableConfiguration hadoop, Progress.Meter meter) {
    try {
      HadoopBytes bytes = new HadoopBytes(unit.path(), unit.size(), hadoop, meter);
      Slice slice = new Slice(unit.from(), unit.to());
      return ParquetRows.recognises(bytes, options)
          ? ParquetRows.open(bytes, slice, options)
          : ArchiveReader.open(bytes, slice, options);
    } catch (IOException e) {
      throw unreadable(unit, new UncheckedIOException(e));
    } catch (UncheckedIOException e) {
      throw unreadable(unit, e);
    }
  }

  static UserError unreadable(WorkUnit unit, UncheckedIOException e) {
    Throwable cause = e.getCause();
    return UserError.unreadable(
        unit.path() + " cannot be read: " + (cause == null ? e : cause).getMessage());
  }

  private final class Rows implements Iterator<ReadRow> {
    private final WorkUnit unit;
    private final SliceReading reader;
    private final PostRows rows = new PostRows(scorer.value(), identities, selection, optOut);
    private final Deque<ReadRow> ready = new ArrayDeque<>();
    private boolean ended;
    private long seen;
    private long posts;
    private long events;
    private long deletions;
    private long rejects;
    private long filtered;
    private long mayBeContext;
    private long openReplies;
    private long optedOut;
    private long embedded;
    private long embeddedFiltered;
    private long embeddedOptedOut;

    Rows(WorkUnit unit, SliceReading reader) {
      this.unit = unit;
      this.reader = reader;
      TaskContext task = TaskContext.get();
      if (task != null) {
        TaskCompletionListener closing = done -> close();
        task.addTaskCompletionListener(closing);
      }
    }

    private void close() {
      try {
        reader.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean hasNext() {
      try {
        while (ready.isEmpty() && !ended) {
          if (reader.hasNext()) {
            take(reader.next());
          } else {
            ready.add(ReadRow.of(new StagedUnit(unit.unit(), summary(reader.summary()))));
            meter.advanced(seen % 4096, 0);
            close();
            ended = true;
          }
        }
        return !ready.isEmpty();
      } catch (UncheckedIOException e) {
        throw unreadable(unit, e);
      }
    }

    @Override
    public ReadRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void take(ReadRecord read) {
      seen++; // told in lumps: an accumulator a record would cost as much as its parsing
      if (seen % 4096 == 0) {
        meter.advanced(4096, 0);
      }
      Fate fate = read.fate();
      if (fate instanceof Fate.Posted posted) {
        take(posted, read.record());
      } else if (fate instanceof Fate.Acted acted) {
        take(acted.act(), read.record());
      } else if (fate instanceof Fate.Deleted deleted) {
        take(deleted.deletion(), read.record());
      } else if (fate instanceof Fate.Rejected rejected) {
        rejects++;
        RejectRow row =
            new RejectRow(
                unit.input(),
                read.record(),
                read.byteOffset(),
                rejected.reason().name(),
                rejected.detail(),
                identities.keepsIdentities() ? rejected.excerpt() : null);
        ready.add(ReadRow.of(new StagedReject(unit.unit(), row)));
      } // what is no post is counted by the reader, by kind
    }

    private void take(Act act, long record) {
      if (rows.optedOut(act)) {
        optedOut++;
      } else if (!selection.keepsTime(act.atMicros())) {
        filtered++;
      } else {
        events++;
        EventRow row = rows.row(act, unit.input(), record);
        ready.add(ReadRow.of(new StagedEvent(unit.unit(), 0, false, null, row)));
      }
    }

    private void take(Deletion deletion, long record) {
      if (rows.optedOut(deletion)) {
        optedOut++;
        return;
      }
      deletions++;
      DeletionRow row =
          new DeletionRow(
              unit.input(),
              record,
              deletion.platform(),
              identities.post(deletion.platform(), deletion.postId()),
              PostRows.instant(deletion.atMicros()));
      ready.add(ReadRow.of(new StagedDeletion(unit.unit(), row)));
    }

    private void take(Fate.Posted posted, long record) {
      if (rows.optedOut(posted.post())) {
        optedOut++;
      } else {
        PostRows.Kept kept = stage(posted.post(), record, 0);
        if (kept == null) {
          filtered++;
        } else if (kept.context()) {
          mayBeContext++;
        } else {
          posts++;
        }
      }
      int part = 0;
      for (Post inside : posted.embedded()) {
        part++;
        if (rows.optedOut(inside)) {
          embeddedOptedOut++;
        } else {
          PostRows.Kept kept = stage(inside, record, part);
          if (kept == null || kept.context()) {
            embeddedFiltered++;
          } else {
            embedded++;
          }
        }
      }
    }

    /** Adds a post and its acts to the rows; null if the selection does not want it. */
    private PostRows.@Nullable Kept stage(Post post, long record, int part) {
      PostRows.Kept kept = rows.row(post, unit.input(), record);
      if (kept == null) {
        return null;
      }
      PostRow row = kept.row();
      boolean context = kept.context();
      @Nullable String text = keepTexts ? post.text() : null;
      ready.add(ReadRow.of(new StagedPost(unit.unit(), part, context, text, row)));
      for (EventRow act : rows.acts(post, row)) {
        ready.add(ReadRow.of(new StagedEvent(unit.unit(), part, context, row.postId(), act)));
      }
      if (row.replyToPostId() != null && row.rootPostId() == null) {
        openReplies++;
      }
      return kept;
    }

    private String summary(ReadSummary read) {
      UnitSummary summary =
          new UnitSummary(
              unit.input(),
              read.format(),
              read.compression(),
              read.state().name().toLowerCase(Locale.ROOT),
              read.charset(),
              read.zoneAssumed(),
              read.records(),
              read.blankLines(),
              posts,
              events,
              deletions,
              rejects,
              read.notPosts(),
              filtered,
              mayBeContext,
              openReplies,
              optedOut,
              embedded,
              embeddedFiltered,
              embeddedOptedOut,
              read.blockHashes(),
              read.rawBytes(),
              read.inflatedBytes());
      try {
        return Manifest.JSON.writeValueAsString(summary);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
