package org.afterglow.archive.web;

import com.google.common.net.InternetDomainName;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Format;
import org.afterglow.archive.Head;
import org.afterglow.archive.Limits;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.RecordStream;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.Times;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.archive.packing.PeekStream;
import org.afterglow.post.PostBuilder;
import org.afterglow.post.PostKind;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.HttpResponse;
import org.netpreserve.jwarc.LengthedBody;

/**
 * Web archives: WARC, the texts that are made of them (WET), and the older ARC.
 *
 * <p>A page that was answered with success and is HTML is a post of kind {@code page}: its title
 * and main text, the venue its registrable domain, its time the one that it states, if any. Its id
 * is its address, so that captures of one page are snapshots of one post, of which the newest wins;
 * the capture's own time stands where that of counters does. Requests, metadata (WAT files are
 * nothing else), revisits, pictures, redirections and errors are no posts.
 */
public final class WebArchiveFormat implements Format {
  static final String PLATFORM = "web";

  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*[\"']?\\s*([A-Za-z0-9_.:-]+)", Pattern.CASE_INSENSITIVE);

  /** How far into a page its charset may be declared. */
  private static final int DECLARED_WITHIN = 4096;

  @Override
  public String name() {
    return "warc";
  }

  @Override
  public String description() {
    return "web archives (WARC, WET, ARC): HTML pages, their title, main text and stated date";
  }

  @Override
  public Carries carries() {
    return Carries.of(Aspect.COUNTED_AT);
  }

  @Override
  public int recognises(Head head, ReadOptions options) {
    String start =
        new String(
                head.bytes(),
                head.start(),
                Math.min(64, head.length() - head.start()),
                StandardCharsets.ISO_8859_1)
            .stripLeading();
    return start.matches("(?s)WARC/\\d+\\.\\d+\\r?\\n.*") || start.startsWith("filedesc://")
        ? 1_000
        : 0;
  }

  @Override
  public RecordStream records(PeekStream in, Head head, Bounds bounds, ReadOptions options) {
    return new WebArchiveRecords(in, bounds, new PageReader(options), options.limits());
  }

  /** Makes posts of what was captured. */
  static final class PageReader {
    private final Times times;
    private final Limits limits;

    PageReader(ReadOptions options) {
      this.times = new Times(options);
      this.limits = options.limits();
    }

    boolean zoneAssumed() {
      return times.zoneAssumed();
    }

    /** An answer over HTTP, with its header. */
    Fate response(String address, @Nullable String captured, byte[] content) {
      HttpResponse response;
      try {
        response = HttpResponse.parse(channel(content));
      } catch (IOException | RuntimeException e) {
        return new Fate.Rejected(
            RejectReason.BAD_VALUE, "a response whose HTTP header cannot be read", null);
      }
      int status = response.status();
      if (status >= 300 && status < 400) {
        return new Fate.NotPost("redirect_response");
      }
      if (status < 200 || status >= 300) {
        return new Fate.NotPost("error_response");
      }
      String type = response.headers().first("Content-Type").orElse("");
      if (!isHtml(type)) {
        return new Fate.NotPost("non_html_response");
      }
      try {
        byte[] body = body(response, content);
        return body == null
            ? new Fate.Rejected(
                RejectReason.TOO_LONG, "a page of more than " + limits.maxRecordBytes(), null)
            : page(address, captured, html(body, type));
      } catch (IOException | RuntimeException e) {
        return new Fate.Rejected(
            RejectReason.BAD_VALUE, "a page whose encoding cannot be undone", null);
      }
    }

    /** The content by its own length, which is that of the body where no other is stated. */
    private static LengthedBody channel(byte[] content) {
      return LengthedBody.create(
          Channels.newChannel(InputStream.nullInputStream()),
          ByteBuffer.wrap(content),
          content.length);
    }

    static boolean isHtml(String type) {
      String bare = type.strip().toLowerCase(Locale.ROOT);
      return bare.startsWith("text/html") || bare.startsWith("application/xhtml+xml");
    }

    /** The body without its encodings; as it stands if crawlers have undone them already. */
    private byte @Nullable [] body(HttpResponse response, byte[] content) throws IOException {
      try (InputStream in = response.bodyDecoded().stream()) {
        return limited(in);
      } catch (IOException | RuntimeException e) {
        HttpResponse again = HttpResponse.parse(channel(content));
        try (InputStream in = again.body().stream()) {
          byte[] raw = limited(in);
          boolean text = raw == null || (raw.length > 0 && (raw[0] == '<' || Head.isSpace(raw[0])));
          if (text) {
            return raw;
          }
          throw e;
        }
      }
    }

    private byte @Nullable [] limited(InputStream in) throws IOException {
      byte[] bytes = in.readNBytes(limits.maxRecordBytes() + 1);
      return bytes.length > limits.maxRecordBytes() ? null : bytes;
    }

    /** The text of a page, in the charset that its header, its first bytes or its markup name. */
    static String html(byte[] body, String type) {
      int start = 0;
      Charset charset = null;
      if (body.length > 2
          && (body[0] & 0xff) == 0xef
          && (body[1] & 0xff) == 0xbb
          && (body[2] & 0xff) == 0xbf) {
        charset = StandardCharsets.UTF_8;
        start = 3;
      } else if (body.length > 1 && (body[0] & 0xff) == 0xfe && (body[1] & 0xff) == 0xff) {
        charset = StandardCharsets.UTF_16BE;
        start = 2;
      } else if (body.length > 1 && (body[0] & 0xff) == 0xff && (body[1] & 0xff) == 0xfe) {
        charset = StandardCharsets.UTF_16LE;
        start = 2;
      }
      if (charset == null) {
        charset = named(type);
      }
      if (charset == null) {
        charset =
            named(
                new String(
                    body, 0, Math.min(DECLARED_WITHIN, body.length), StandardCharsets.ISO_8859_1));
      }
      if (charset == null || charset.equals(StandardCharsets.UTF_8)) {
        charset =
            charset != null || PlainText.isUtf8(body, start, body.length)
                ? StandardCharsets.UTF_8
                : Charset.forName("windows-1252");
      } else if (charset.equals(StandardCharsets.ISO_8859_1)
          || charset.equals(StandardCharsets.US_ASCII)) {
        // As browsers take it.
        charset = Charset.forName("windows-1252");
      }
      return new String(body, start, body.length - start, charset);
    }

    private static @Nullable Charset named(String text) {
      Matcher found = CHARSET.matcher(text);
      if (!found.find()) {
        return null;
      }
      try {
        return Charset.forName(found.group(1));
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        return null;
      }
    }

    /** A page as its server sent it. */
    Fate page(String address, @Nullable String captured, String html) {
      WebPage page = WebPage.of(html);
      PostBuilder post =
          page(address, captured)
              .text(PlainText.joined(page.title(), page.text()))
              .links(page.links());
      times.setPostedAt(post, page.published());
      return new Fate.Posted(post.build(), List.of());
    }

    /** The text of a page, as somebody took it out. */
    Fate conversion(String address, @Nullable String captured, byte[] content) {
      String text = new String(content, StandardCharsets.UTF_8).strip();
      return new Fate.Posted(
          page(address, captured).text(text.isEmpty() ? null : PlainText.storable(text)).build(),
          List.of());
    }

    private PostBuilder page(String address, @Nullable String captured) {
      return new PostBuilder(PLATFORM, PlainText.storable(address))
          .kind(PostKind.PAGE)
          .venue(domain(address))
          .mentions(List.of())
          .countedAtMicros(times.plausible(captured));
    }

    /** The registrable domain of an address: {@code tea.example}; null for one that has none. */
    static @Nullable String domain(String address) {
      try {
        String host = new URI(address.replaceAll("[^!-~]|[\\[\\]{}|\\\\^`<>\"]", "x")).getHost();
        if (host == null || !InternetDomainName.isValid(host)) {
          return null;
        }
        InternetDomainName name = InternetDomainName.from(host.toLowerCase(Locale.ROOT));
        return name.isUnderPublicSuffix() ? name.topPrivateDomain().toString() : null;
      } catch (URISyntaxException | IllegalStateException e) {
        return null;
      }
    }
  }
}
