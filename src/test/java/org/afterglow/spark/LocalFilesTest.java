package org.afterglow.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFilesTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"0644", "0600", "0750", "0444", "1777"})
  void whatItMakesMayBeReadByThoseWhoMayWithHadoopsOwn(String mode) throws IOException {
    assertThat(made("ours", LocalFiles.class, mode))
        .isEqualTo(made("hadoops", org.apache.hadoop.fs.LocalFileSystem.class, mode));
  }

  @Test
  void itStandsForTheSchemeOfLocalFiles() throws IOException {
    try (FileSystem files = files(LocalFiles.class)) {
      assertThat(files.getUri()).isEqualTo(URI.create("file:///"));
      assertThat(files.getScheme()).isEqualTo("file");
    }
  }

  private Set<PosixFilePermission> made(String name, Class<?> with, String mode)
      throws IOException {
    try (FileSystem files = files(with)) {
      org.apache.hadoop.fs.Path file =
          new org.apache.hadoop.fs.Path(folder.resolve(name).resolve("a/b").toUri());
      try (FSDataOutputStream out = files.create(file)) {
        out.write(1);
      }
      Set<PosixFilePermission> atFirst = Files.getPosixFilePermissions(folder.resolve(name + "/a"));
      files.setPermission(file.getParent(), new FsPermission(mode));
      Set<PosixFilePermission> then = Files.getPosixFilePermissions(folder.resolve(name + "/a"));
      files.setPermission(file.getParent(), new FsPermission("0755"));
      assertThat(Files.getPosixFilePermissions(folder.resolve(name + "/a"))).isEqualTo(atFirst);
      return then;
    }
  }

  private static FileSystem files(Class<?> with) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set("fs.file.impl", with.getName());
    return FileSystem.newInstance(URI.create("file:///"), configuration);
  }
}
