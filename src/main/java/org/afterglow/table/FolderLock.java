package org.afterglow.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.afterglow.UserError;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The right to write to an output folder, which one process has at a time: a file in the folder
 * that names it and is written anew every so often. Of two runs in one folder the second is refused
 * and told of the first.
 *
 * <p>One that was left behind is taken over: its process is gone from this machine, or has not been
 * heard of for minutes. A file is made only if there is none, at one stroke on local disks and
 * HDFS; where a store cannot promise that, it is read again after a moment, and who finds another's
 * gives way.
 */
public final class FolderLock implements AutoCloseable {
  private static final String NAME = "_lock";
  private static final Duration BEAT = Duration.ofSeconds(20);
  private static final Duration FORGOTTEN = Duration.ofMinutes(3);
  private static final Duration MOMENT = Duration.ofMillis(300);

  /**
   * Who writes to a folder.
   *
   * @param host name of the machine
   * @param space the processes among which the number counts; a container has its own
   * @param pid number of the process
   * @param begun when the process began
   * @param heard when it was last known to live
   * @param token of this right, unlike any other
   */
  public record Holder(
      String host, String space, long pid, String begun, String heard, String token) {
    static Holder here(String token) {
      ProcessHandle process = ProcessHandle.current();
      return new Holder(
          thisHost(), thisSpace(), process.pid(), begun(process), Instant.now().toString(), token);
    }

    private static String thisHost() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (IOException e) {
        return "unknown";
      }
    }

    private static String thisSpace() {
      try {
        return Files.readSymbolicLink(java.nio.file.Path.of("/proc/self/ns/pid")).toString();
      } catch (IOException | UnsupportedOperationException e) {
        return "";
      }
    }

    private static String begun(ProcessHandle process) {
      return process.info().startInstant().map(Instant::toString).orElse("");
    }

    /** Whether it is this very process. */
    boolean isThis() {
      Holder me = here(token);
      return sameMachine() && pid == me.pid && begun.equals(me.begun);
    }

    private boolean sameMachine() {
      return host.equals(thisHost()) && space.equals(thisSpace());
    }

    boolean isGone(Instant now) {
      if (sameMachine()) {
        return ProcessHandle.of(pid)
            .filter(process -> process.isAlive() && begun(process).equals(begun))
            .isEmpty();
      }
      return Instant.parse(heard).plus(FORGOTTEN).isBefore(now);
    }
  }

  private final FileSystem files;
  private final Path path;
  private final String token = UUID.randomUUID().toString();
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "folder-lock");
            thread.setDaemon(true);
            return thread;
          });

  private FolderLock(FileSystem files, Path path) {
    this.files = files;
    this.path = path;
  }

  /**
   * Takes the right to write to a folder.
   *
   * @throws UserError if another process has it
   */
  public static FolderLock of(OutputFolder folder) {
    FolderLock lock = new FolderLock(folder.files(), folder.file(NAME));
    try {
      lock.take(folder.path());
      return lock;
    } catch (IOException e) {
      lock.beats.shutdownNow();
      throw new UncheckedIOException(e);
    } catch (UserError e) {
      lock.beats.shutdownNow();
      throw e;
    }
  }

  private void take(Path folder) throws IOException {
    boolean alone = made();
    if (!alone) {
      refuseOthers(folder);
      files.delete(path, false);
      alone = made();
    }
    pause();
    Holder now = holder();
    if (!alone || now == null || !now.token().equals(token)) {
      refuseOthers(folder);
      throw new UserError(folder + " is being taken by another process; run again in a moment");
    }
    ScheduledFuture<?> unused =
        beats.scheduleWithFixedDelay(
            this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void refuseOthers(Path folder) throws IOException {
    Holder other = holder();
    if (other == null) {
      if (files.exists(path)
          && Instant.ofEpochMilli(files.getFileStatus(path).getModificationTime())
              .plus(FORGOTTEN)
              .isAfter(Instant.now())) {
        throw new UserError(
            folder + " is being taken by another process; run again in some minutes");
      }
    } else if (!other.isThis() && !other.isGone(Instant.now())) {
      throw new UserError(
          folder
              + " is being written to by process "
              + other.pid()
              + " on "
              + other.host()
              + ", last heard of at "
              + other.heard()
              + "; wait until it has ended, or name another folder");
    }
  }

  /** Writes the file if there is none. */
  private boolean made() throws IOException {
    byte[] content = content();
    java.nio.file.Path local = local();
    try {
      if (local != null) {
        Files.write(local, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      } else {
        try (FSDataOutputStream stream = files.create(path, false)) {
          stream.write(content);
        }
      }
      return true;
    } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
      return false;
    }
  }

  private byte[] content() throws JsonProcessingException {
    return Manifest.JSON.writeValueAsString(Holder.here(token)).getBytes(StandardCharsets.UTF_8);
  }

  /** Who is written down; null where nobody is, or it cannot be read. */
  private @Nullable Holder holder() throws IOException {
    java.nio.file.Path local = local();
    try {
      byte[] content;
      if (local != null) {
        content = Files.readAllBytes(local);
      } else {
        try (FSDataInputStream stream = files.open(path)) {
          content = stream.readAllBytes();
        }
      }
      return Manifest.JSON.readValue(content, Holder.class);
    } catch (JsonProcessingException
        | java.io.FileNotFoundException
        | java.nio.file.NoSuchFileException e) {
      return null;
    }
  }

  private void beat() {
    try {
      Holder now = holder();
      if (now == null || !now.token().equals(token)) {
        beats.shutdown(); // removed or taken over by hand
        return;
      }
      java.nio.file.Path local = local();
      if (local != null) {
        Files.write(local, content());
      } else {
        try (FSDataOutputStream stream = files.create(path, true)) {
          stream.write(content());
        }
      }
    } catch (IOException e) {
      // A full disk or a store out of reach: the run itself will meet it, and say it.
    }
  }

  private static void pause() {
    try {
      Thread.sleep(MOMENT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The file on a disk of this machine, where no checksum is kept beside it; null elsewhere. */
  private java.nio.file.@Nullable Path local() {
    return "file".equals(files.getUri().getScheme())
        ? java.nio.file.Path.of(path.toUri().getPath())
        : null;
  }

  /** Gives the right back. */
  @Override
  public void close() {
    beats.shutdownNow();
    try {
      Holder now = holder();
      if (now != null && now.token().equals(token)) {
        files.delete(path, false);
      }
    } catch (IOException e) {
      // It is left behind, and taken over by the next.
    }
  }
}
