package org.afterglow.archive.packing;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives the files that an input holds one after another, however they are packed into each other.
 */
public final class Unpacker implements Closeable {
  private static final int MAX_LAYERS = 8;
  private static final int ENTRY_CHUNK = 1 << 12;

  /** A member of a container that nobody can read, though the container is whole. */
  public static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableException(String message) {
      super(message);
    }
  }

  /** A container on its way: where it lies, and the member that was handed out last. */
  private static final class Container {
    private final Packing packing;
    private final ArchiveInputStream<?> entries;
    private final PeekStream source;
    private final int layers;
    private final String path;
    private @Nullable Entry last;
    private @Nullable ArchiveEntry ahead;
    private boolean isAhead;

    Container(Packing packing, PeekStream source, int layers, String path) {
      this.packing = packing;
      this.entries = packing.entries(source);
      this.source = source;
      this.layers = layers;
      this.path = path;
    }

    /**
     * The next member, null after the last.
     *
     * @throws Resumable.DamagedException once, if the member before was not what the checksum
     *     behind it says
     */
    @Nullable ArchiveEntry next() throws IOException {
      if (!isAhead) {
        ahead = entries.getNextEntry();
        isAhead = true;
        Entry before = last;
        last = null;
        if (before != null) {
          before.checkWhatFollowed();
        }
      }
      isAhead = false;
      return ahead;
    }

    /** Whether a member is known that goes on behind damage. */
    boolean goesOn() {
      return isAhead;
    }

    Entry opened(ArchiveEntry entry) {
      Entry opened = new Entry(entries, entry);
      last = opened;
      return opened;
    }
  }

  private final PeekStream raw;
  private final String path;
  private final Inflation inflation;
  private final Deque<Container> containers = new ArrayDeque<>();
  private final List<String> packings = new ArrayList<>();
  private List<PeekStream> chain = List.of();
  private String memberPath = "";
  private boolean begun;
  private boolean inDamage;
  private @Nullable Exception damage;

  /**
   * The files of an input.
   *
   * @param stored its bytes as they are stored
   * @param path of the input, which is that of its file if it is no container
   */
  public Unpacker(InputStream stored, String path, Inflation inflation) {
    this.raw = new PeekStream(stored);
    this.path = path;
    this.inflation = inflation;
  }

  /** The packings met so far, from the outside in. */
  public String compression() {
    return packings.isEmpty() ? "none" : String.join("+", packings);
  }

  /** Name of the current file, after that of the folder or the container that it lies in. */
  public String memberPath() {
    return memberPath;
  }

  /** Whether the current file is one of a container's. */
  public boolean inContainer() {
    return !containers.isEmpty();
  }

  /**
   * The next file, null after the last or where {@link #damage} ends the containers. The previous
   * one need not have been read to its end.
   */
  public @Nullable PeekStream next() {
    if (damage instanceof Inflation.BombException) {
      return null;
    }
    damage = null;
    if (!begun) {
      begun = true;
      memberPath = path;
      return unwrap(raw, 0, List.of(raw));
    }
    while (!containers.isEmpty()) {
      Container container = containers.element();
      try {
        ArchiveEntry entry = container.next();
        if (entry == null) {
          containers.remove();
          goOnBehind(container);
          if (damage != null) {
            return null;
          }
          continue;
        }
        if (entry.isDirectory() || isLeftByMacs(entry.getName())) {
          continue;
        }
        String name = entry.getName();
        memberPath = name.indexOf('/') >= 0 ? name : container.path + "/" + name;
        if (entry instanceof ZipArchiveEntry zipEntry && isUnreadable(container, zipEntry)) {
          chain = List.of();
          return new PeekStream(new Unreadable(zipEntry));
        }
        PeekStream member = new PeekStream(container.opened(entry), inflation, ENTRY_CHUNK);
        PeekStream file = unwrap(member, container.layers, List.of(raw, container.source, member));
        inDamage = false;
        if (file != null) {
          return file;
        }
        if (damage != null) {
          return null;
        }
      } catch (UncheckedIOException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        if (!container.goesOn()) {
          containers.remove();
        }
        if (!inDamage) {
          inDamage = !container.goesOn();
          damage = e;
          chain = List.of(raw, container.source);
          return null;
        }
      }
    }
    return null;
  }

  /**
   * Looks at what lies behind the end of a container: another one, where tars were joined, or bytes
   * that are none of it. Zeros are padding.
   */
  private void goOnBehind(Container ended) {
    PeekStream rest = ended.source;
    while (rest.peek(1) > 0 && rest.peeked(1)[0] == 0) {
      rest.skipAvailable(1);
    }
    int available = rest.peek(Packing.MAGIC_BYTES);
    if (ended.packing == Packing.TAR
        && Packing.of(rest.peeked(available), available) == Packing.TAR) {
      containers.push(new Container(Packing.TAR, rest, ended.layers, ended.path));
      return;
    }
    Exception below = rest.damage();
    if (available == 0 && below == null) {
      return;
    }
    if (!inDamage) {
      damage =
          available == 0 ? below : new Resumable.DamagedException("bytes behind a container's end");
      inDamage = true;
      chain = List.of(raw, rest);
    }
  }

  /** What went wrong between files; null if nothing did. */
  public @Nullable Exception damage() {
    return damage;
  }

  /**
   * Says that the current file was damaged: that its container goes on badly is no second damage.
   */
  public void wasDamaged() {
    inDamage = true;
  }

  /** Whether the damage is that bytes are missing at an end. */
  public boolean isTruncation(Exception what) {
    if (what instanceof Resumable.DamagedException || what instanceof UnreadableException) {
      return false;
    }
    return chain.stream().anyMatch(PeekStream::ended)
        || what instanceof EOFException
        || what.getCause() instanceof EOFException;
  }

  private @Nullable PeekStream unwrap(PeekStream stream, int layersAbove, List<PeekStream> above) {
    PeekStream current = stream;
    int layers = layersAbove;
    List<PeekStream> passed = new ArrayList<>(above);
    while (layers < MAX_LAYERS) {
      int available = current.peek(Packing.MAGIC_BYTES);
      Packing packing = Packing.of(current.peeked(available), available);
      if (packing == null) {
        break;
      }
      layers++;
      note(packing);
      chain = List.copyOf(passed);
      try {
        if (packing.isContainer()) {
          containers.push(new Container(packing, current, layers, memberPath));
          return next();
        }
        current = new PeekStream(packing.decode(current), inflation, packing.chunk());
      } catch (UncheckedIOException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        damage = e;
        return null;
      }
      passed.add(current);
    }
    // The last stream of all is the file itself, whose end is no sign of anything.
    if (passed.get(passed.size() - 1) == current && passed.size() > 1) {
      passed.remove(passed.size() - 1);
    }
    chain = List.copyOf(passed);
    return current;
  }

  private void note(Packing packing) {
    if (!packings.contains(packing.word())) {
      packings.add(packing.word());
    }
  }

  private static boolean isUnreadable(Container container, ZipArchiveEntry entry) {
    return container.entries instanceof ZipArchiveInputStream zip && !zip.canReadEntryData(entry);
  }

  private static boolean isLeftByMacs(String entry) {
    return entry.startsWith("__MACOSX/") || entry.endsWith("/.DS_Store");
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }

  /**
   * The current entry of a container, which closing does not close. Where a zip states a checksum,
   * before the data or behind them, it is held against them, which the library leaves to others.
   */
  private static final class Entry extends FilterInputStream {
    private final CRC32 found = new CRC32();
    private final @Nullable ZipArchiveEntry entry;
    private boolean whole;

    Entry(InputStream in, ArchiveEntry entry) {
      super(in);
      this.entry = entry instanceof ZipArchiveEntry zip ? zip : null;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      if (value >= 0) {
        found.update(value);
      } else {
        check();
      }
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      if (count >= 0) {
        found.update(target, offset, count);
      } else {
        check();
      }
      return count;
    }

    private void check() throws IOException {
      whole = true;
      if (entry != null && !entry.getGeneralPurposeBit().usesDataDescriptor()) {
        check(entry);
      }
    }

    /** Once the container stands at its next entry, the library knows what was behind this one. */
    void checkWhatFollowed() throws IOException {
      if (whole && entry != null && entry.getGeneralPurposeBit().usesDataDescriptor()) {
        check(entry);
      }
    }

    /** Writers that do not compute a checksum leave 0. */
    private void check(ZipArchiveEntry stating) throws IOException {
      if (stating.getCrc() > 0 && stating.getCrc() != found.getValue()) {
        throw new Resumable.DamagedException("zip checksum differs");
      }
    }

    @Override
    public void close() {}
  }

  /** An entry that is encrypted or packed in a way that is not known. */
  private static final class Unreadable extends InputStream {
    private final String message;

    Unreadable(ZipArchiveEntry entry) {
      this.message =
          entry.getGeneralPurposeBit().usesEncryption()
              ? "a member of a zip is encrypted"
              : "a member of a zip is packed by method "
                  + entry.getMethod()
                  + ", which is not read";
    }

    @Override
    public int read() throws IOException {
      throw new UnreadableException(message);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return read();
    }
  }
}
