package org.afterglow.archive.reading;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** The packings of single files. */
public enum Packer {
  GZIP {
    @Override
    OutputStream over(OutputStream out) throws IOException {
      return new GZIPOutputStream(out);
    }
  },
  BZIP2 {
    @Override
    OutputStream over(OutputStream out) throws IOException {
      return new BZip2CompressorOutputStream(out, 1);
    }
  },
  ZSTD {
    @Override
    OutputStream over(OutputStream out) throws IOException {
      return new com.github.luben.zstd.ZstdOutputStream(out).setChecksum(true);
    }
  },
  XZ {
    @Override
    OutputStream over(OutputStream out) throws IOException {
      return new XZOutputStream(out, new LZMA2Options(1));
    }
  };

  abstract OutputStream over(OutputStream out) throws IOException;

  public byte[] pack(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = over(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packed.toByteArray();
  }
}
