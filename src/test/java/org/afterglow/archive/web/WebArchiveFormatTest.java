package org.afterglow.archive.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.afterglow.archive.FileState;
import org.afterglow.archive.Limits;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.reading.Reading;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.afterglow.post.PostedAtState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebArchiveFormatTest {
  private static final String PAGE =
      "<html><head><title>Tea</title><meta property=\"article:published_time\""
          + " content=\"2020-09-13T12:26:40Z\"></head><body><p>Green tea, caf\u00e9.</p></body></html>";

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] record(String type, String address, String media, byte[] content) {
    String header =
        "WARC/1.0\r\nWARC-Type: "
            + type
            + "\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            + (address.isEmpty() ? "" : "WARC-Target-URI: " + address + "\r\n")
            + "WARC-IP-Address: 192.0.2.1\r\nWARC-Date: 2021-01-02T03:04:05Z\r\nContent-Type:\r\n "
            + media
            + "\r\nContent-Length: "
            + content.length
            + "\r\n\r\n";
    return joined(header.getBytes(UTF_8), content, "\r\n\r\n".getBytes(UTF_8));
  }

  private static byte[] http(String status, String headers, byte[] body) {
    return joined(
        ("HTTP/1.1 " + status + "\r\nServer: x\r\n" + headers + "\r\n\r\n").getBytes(UTF_8), body);
  }

  private static byte[] response(String address, String status, String headers, byte[] body) {
    return record(
        "response", address, "application/http; msgtype=response", http(status, headers, body));
  }

  private static byte[] page(String address) {
    return response(
        address, "200 OK", "Content-Type: text/html; charset=utf-8", PAGE.getBytes(UTF_8));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static final byte[] INFO =
      record("warcinfo", "", "application/warc-fields", "software: x\r\n".getBytes(UTF_8));

  @Test
  void aPageIsAPost() {
    Reading reading = Reading.of(joined(INFO, page("https://www.blog.tea.co.uk/a?b=1#c")));
    assertThat(reading.summary().format()).isEqualTo("warc");
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
    Post post = reading.post();
    assertThat(post.platform()).isEqualTo("web");
    assertThat(post.postId()).isEqualTo("https://www.blog.tea.co.uk/a?b=1#c");
    assertThat(post.kind()).isEqualTo(PostKind.PAGE);
    assertThat(post.venue()).isEqualTo("tea.co.uk");
    assertThat(post.text()).isEqualTo("Tea\n\nGreen tea, café.");
    assertThat(post.postedAtMicros()).isEqualTo(1_600_000_000_000_000L);
    assertThat(post.countedAtMicros()).isEqualTo(1_609_556_645_000_000L);
    assertThat(post.authorId()).isNull();
    assertThat(reading.records().get(1).byteOffset()).isEqualTo(INFO.length);
    assertThat(reading.records().toString()).doesNotContain("192.0.2.1");
  }

  @Test
  void whatIsNoPageSaysWhatItIs() {
    byte[] html = PAGE.getBytes(UTF_8);
    byte[] archive =
        joined(
            INFO,
            record("request", "http://tea.example/", "application/http", html),
            record("metadata", "http://tea.example/", "application/json", html),
            record("revisit", "http://tea.example/", "application/http", html),
            record("response", "dns:tea.example", "text/dns", html),
            record("resource", "http://tea.example/a.png", "image/png", html),
            record("conversion", "http://tea.example/a.pdf", "application/pdf", html),
            record("sneeze", "http://tea.example/", "text/html", html),
            response("http://tea.example/i", "200 OK", "Content-Type: image/gif", html),
            response("http://tea.example/n", "200 OK", "X: y", html),
            response("http://tea.example/m", "301 Moved", "Content-Type: text/html", html),
            response("http://tea.example/e", "404 Not Found", "Content-Type: text/html", html));
    assertThat(Reading.of(archive).fates())
        .containsOnly(
            Map.entry("not a post warcinfo", 1L),
            Map.entry("not a post request", 1L),
            Map.entry("not a post metadata", 1L),
            Map.entry("not a post revisit", 1L),
            Map.entry("not a post dns", 1L),
            Map.entry("not a post resource", 1L),
            Map.entry("not a post conversion", 1L),
            Map.entry("not a post other_record", 1L),
            Map.entry("not a post non_html_response", 2L),
            Map.entry("not a post redirect_response", 1L),
            Map.entry("not a post error_response", 1L));
  }

  @Test
  void chunksAndEncodingsAreUndone() throws IOException {
    byte[] html = PAGE.getBytes(UTF_8);
    String type = "Content-Type: text/html; charset=utf-8\r\n";
    byte[] chunked =
        joined(
            "5\r\n".getBytes(UTF_8),
            Arrays.copyOf(html, 5),
            "\r\n".getBytes(UTF_8),
            (Integer.toHexString(html.length - 5) + "\r\n").getBytes(UTF_8),
            Arrays.copyOfRange(html, 5, html.length),
            "\r\n0\r\n\r\n".getBytes(UTF_8));
    byte[] archive =
        joined(
            response("http://a.example/", "200 OK", type + "Transfer-Encoding: chunked", chunked),
            response("http://b.example/", "200 OK", type + "Content-Encoding: gzip", gzip(html)),
            // Undone by the crawler, but for the header.
            response("http://c.example/", "200 OK", type + "Content-Encoding: gzip", html),
            response("http://d.example/", "200 OK", type + "Content-Encoding: br", html),
            response("http://e.example/", "200 OK", type + "Transfer-Encoding: chunked", html),
            record("resource", "http://f.example/", "text/html", html),
            response(
                "http://g.example/",
                "200 OK",
                type + "Content-Encoding: gzip",
                new byte[] {1, 2, 3, 4}));
    Reading reading = Reading.of(archive);
    assertThat(reading.posts())
        .hasSize(6)
        .allSatisfy(post -> assertThat(post.text()).isEqualTo("Tea\n\nGreen tea, café."));
    assertThat(reading.rejects()).containsExactly(RejectReason.BAD_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "text/html; charset=ISO-8859-1, '', windows-1252",
    "text/html; charset=\"utf-8\", '', UTF-8",
    "text/html, <meta charset=windows-1251>, windows-1251",
    "text/html, '<meta http-equiv=Content-Type content=\"text/html; charset=utf-8\">', UTF-8",
    "text/html, '', UTF-8",
    "text/html, '', windows-1252",
    "text/html; charset=nonsense, '', UTF-8",
  })
  void charsetsAreFound(String type, String meta, String charset) {
    String text = charset.equals("windows-1251") ? "\u0447\u0430\u0439" : "th\u00e9";
    byte[] body = (meta + "<p>" + text + "</p>").getBytes(Charset.forName(charset));
    assertThat(
            Reading.of(response("http://a.example/", "200 OK", "Content-Type: " + type, body))
                .post()
                .text())
        .isEqualTo(text);
  }

  @Test
  void aTextThatWasTakenOutIsTheTextOfThePage() {
    byte[] archive =
        joined(
            INFO,
            record(
                "conversion",
                "http://tea.example/",
                "text/plain",
                "Tea\nMenu\nGreen < black é\n".getBytes(UTF_8)));
    Post post = Reading.of(archive).post();
    assertThat(post.text()).isEqualTo("Tea\nMenu\nGreen < black é");
    assertThat(post.postedAtState()).isEqualTo(PostedAtState.MISSING);
  }

  @Test
  void manyMembersAreOneFileAndACutCostsItsRecordAlone() throws IOException {
    byte[] members =
        joined(gzip(INFO), gzip(page("http://a.example/")), gzip(page("http://b.example/")));
    Reading whole = Reading.of(members);
    assertThat(whole.posts()).hasSize(2);
    assertThat(whole.summary().compression()).isEqualTo("gzip");
    Reading cut = Reading.of(Arrays.copyOf(members, members.length - 60));
    assertThat(cut.posts()).hasSize(1);
    assertThat(cut.rejects()).containsExactly(RejectReason.TRUNCATED);
    byte[] plain = joined(INFO, page("http://a.example/"), page("http://b.example/"));
    Reading cutPlain = Reading.of(Arrays.copyOf(plain, plain.length - 60));
    assertThat(cutPlain.posts()).hasSize(1);
    assertThat(cutPlain.rejects()).containsExactly(RejectReason.TRUNCATED);
    assertThat(cutPlain.summary().state()).isEqualTo(FileState.TRUNCATED);
    Reading cutHeader = Reading.of(Arrays.copyOf(plain, INFO.length + 30));
    assertThat(cutHeader.rejects()).containsExactly(RejectReason.TRUNCATED);
  }

  @Test
  void whatIsNoRecordCostsItselfAlone() {
    byte[] first = page("http://a.example/");
    byte[] wrongLength =
        new String(page("http://b.example/"), ISO_8859_1)
            .replaceFirst("Content-Length: \\d+", "Content-Length: 40")
            .getBytes(ISO_8859_1);
    byte[] noLength =
        new String(page("http://c.example/"), ISO_8859_1)
            .replaceFirst("Content-Length", "Content-Size")
            .getBytes(ISO_8859_1);
    for (byte[] bad : new byte[][] {"rubbish\nmore\n".getBytes(UTF_8), noLength, new byte[5000]}) {
      Reading reading = Reading.of(joined(first, bad, page("http://d.example/")));
      assertThat(reading.posts()).hasSize(2);
      assertThat(reading.rejects()).containsExactly(RejectReason.BAD_VALUE);
      assertThat(reading.records().get(1).byteOffset()).isEqualTo(first.length);
    }
    Reading reading = Reading.of(joined(first, wrongLength, page("http://d.example/")));
    assertThat(reading.posts())
        .extracting(Post::postId)
        .contains("http://a.example/", "http://d.example/");
    assertThat(reading.rejects()).contains(RejectReason.BAD_VALUE);
  }

  @Test
  void limitsHold() throws IOException {
    ReadOptions options =
        ReadOptions.defaults().withLimits(new Limits(4096, 1024, 8, 1000, 1 << 20, 1 << 30));
    byte[] bomb =
        response(
            "http://a.example/",
            "200 OK",
            "Content-Type: text/html\r\nContent-Encoding: gzip",
            gzip(new byte[100_000]));
    byte[] large =
        response("http://b.example/", "200 OK", "Content-Type: text/html", new byte[100_000]);
    assertThat(Reading.of(joined(INFO, bomb, large, page("http://c.example/")), options).fates())
        .containsOnly(
            Map.entry("not a post warcinfo", 1L),
            Map.entry("rejected TOO_LONG", 2L),
            Map.entry("Posted", 1L));
  }

  @Test
  void olderArchivesAreRead() {
    byte[] body = http("200 OK", "Content-Type: text/html; charset=utf-8", PAGE.getBytes(UTF_8));
    String first = "1 0 x\nURL IP-address Archive-date Content-type Archive-length\n";
    byte[] archive =
        joined(
            ("filedesc://x.arc 0.0.0.0 20210102030405 text/plain "
                    + first.length()
                    + "\n"
                    + first
                    + "\n")
                .getBytes(UTF_8),
            ("http://tea.example/a 192.0.2.1 20210102030405 text/html " + body.length + "\n")
                .getBytes(UTF_8),
            body,
            "\n".getBytes(UTF_8),
            "junk\n".getBytes(UTF_8),
            ("http://tea.example/b 192.0.2.1 20210102030405 text/html 200 - - 0 x.arc "
                    + body.length
                    + "\n")
                .getBytes(UTF_8),
            body,
            "\n".getBytes(UTF_8));
    Reading reading = Reading.of(archive);
    assertThat(reading.summary().format()).isEqualTo("warc");
    assertThat(reading.posts())
        .extracting(Post::postId)
        .containsExactly("http://tea.example/a", "http://tea.example/b");
    assertThat(reading.posts().get(0).countedAtMicros()).isEqualTo(1_609_556_645_000_000L);
    assertThat(reading.rejects()).containsExactly(RejectReason.BAD_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.b.tea.example.com/x, example.com",
    "http://TEA.co.uk:8080/, tea.co.uk",
    "http://me.blogspot.com/2020/, me.blogspot.com",
    "http://tea.example.com/a b|c, example.com",
    "http://192.0.2.1/x, ",
    "http://localhost/, ",
    "not an address, ",
  })
  void theVenueIsTheRegistrableDomain(String address, String domain) {
    assertThat(WebArchiveFormat.PageReader.domain(address)).isEqualTo(domain);
  }
}
