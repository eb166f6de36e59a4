package org.afterglow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.afterglow.SparkExtension;
import org.afterglow.UserError;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class FolderLockTest {
  private final Path file;
  private final String path;
  private OutputFolder out;

  FolderLockTest(@TempDir Path folder, SparkSession spark) {
    path = folder.resolve("out").toString();
    file = folder.resolve("out/_lock");
    out = OutputFolder.toWrite(spark, path);
  }

  /** Not local by its name, so nothing is taken for granted. */
  public static final class Store extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("afterglowtest:///");
    }

    @Override
    public String getScheme() {
      return "afterglowtest";
    }
  }

  @BeforeEach
  void haveAStore(SparkSession spark) {
    spark.sparkContext().hadoopConfiguration().set("fs.afterglowtest.impl", Store.class.getName());
  }

  private static FolderLock.Holder other(String host, long pid, String begun, Instant heard) {
    FolderLock.Holder me = FolderLock.Holder.here("theirs");
    return new FolderLock.Holder(
        host.isEmpty() ? me.host() : host, me.space(), pid, begun, heard.toString(), "theirs");
  }

  private void write(FolderLock.Holder holder) throws IOException {
    Files.writeString(file, Manifest.JSON.writeValueAsString(holder));
  }

  private static ProcessHandle parent() {
    return ProcessHandle.current().parent().orElseThrow();
  }

  private static String begun(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  @Test
  void theRightIsGivenBackWhenItIsClosed() {
    try (FolderLock lock = FolderLock.of(out)) {
      assertThat(file).isRegularFile();
      assertThat(lock).isNotNull();
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void aProcessThatRunsHereIsNamed() throws IOException {
    write(other("", parent().pid(), begun(parent()), Instant.EPOCH));

    assertThatThrownBy(() -> FolderLock.of(out))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is being written to by process " + parent().pid() + " on ");
    assertThat(Files.readString(file)).contains("theirs");
  }

  @Test
  void aProcessThatIsGoneFromHereLeavesItsRight() throws IOException, InterruptedException {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    for (FolderLock.Holder gone :
        new FolderLock.Holder[] {
          other("", ended.pid(), "", Instant.now()),
          // The same number, but begun at another time.
          other("", parent().pid(), "2001-01-01T00:00:00Z", Instant.now()),
          // An earlier command of this very process.
          other("", ProcessHandle.current().pid(), begun(ProcessHandle.current()), Instant.now())
        }) {
      write(gone);
      try (FolderLock lock = FolderLock.of(out)) {
        assertThat(lock).isNotNull();
        assertThat(Files.readString(file)).doesNotContain("theirs");
      }
    }
  }

  @Test
  void anotherMachineIsBelievedToRunForMinutesAfterItWasHeard() throws IOException {
    write(other("elsewhere", 1, "", Instant.now().minus(Duration.ofMinutes(1))));
    assertThatThrownBy(() -> FolderLock.of(out))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("process 1 on elsewhere");

    write(other("elsewhere", 1, "", Instant.now().minus(Duration.ofMinutes(4))));
    FolderLock.of(out).close();
    assertThat(file).doesNotExist();
  }

  @Test
  void whatCannotBeReadIsBelievedToBeInTheMaking() throws IOException {
    Files.writeString(file, "");
    assertThatThrownBy(() -> FolderLock.of(out))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is being taken by another process");

    assertThat(file.toFile().setLastModified(0)).isTrue();
    FolderLock.of(out).close();
    assertThat(file).doesNotExist();
  }

  @Test
  void aStoreIsLockedAsADiskIs(SparkSession spark) throws IOException {
    OutputFolder store = OutputFolder.toWrite(spark, "afterglowtest://" + path);
    write(other("elsewhere", 1, "", Instant.now()));
    assertThatThrownBy(() -> FolderLock.of(store)).hasMessageContaining("process 1 on elsewhere");

    Files.delete(file);
    try (FolderLock lock = FolderLock.of(store)) {
      assertThat(lock).isNotNull();
      assertThat(Files.readString(file)).contains("\"pid\"");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void whoWasTakenOverGivesNothingBack() throws IOException {
    FolderLock lock = FolderLock.of(out);
    write(other("elsewhere", 1, "", Instant.now()));
    lock.close();

    assertThat(file).exists();
  }
}
