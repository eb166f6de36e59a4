package org.afterglow.job;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.afterglow.table.PostRow;
import org.jspecify.annotations.Nullable;

/** A post of a test's own making; what a test does not say is NULL or plain. */
public record SomePost(
    String platform,
    String id,
    @Nullable String author,
    @Nullable String handle,
    Instant at,
    @Nullable Double probability,
    String kind,
    String origin,
    @Nullable String venue,
    List<String> hashtags,
    List<String> domains,
    @Nullable Instant adEnd) {

  public static SomePost by(
      @Nullable String author, String id, String at, @Nullable Double probability) {
    return new SomePost(
        "twitter",
        id,
        author,
        null,
        Instant.parse(at.length() == 10 ? at + "T12:00:00Z" : at),
        probability,
        "post",
        "record",
        null,
        List.of(),
        List.of(),
        null);
  }

  public SomePost on(String name) {
    return new SomePost(
        name, id, author, handle, at, probability, kind, origin, venue, hashtags, domains, adEnd);
  }

  public SomePost handled(String name) {
    return new SomePost(
        platform, id, author, name, at, probability, kind, origin, venue, hashtags, domains, adEnd);
  }

  public SomePost of(String kindOfPost) {
    return new SomePost(
        platform,
        id,
        author,
        handle,
        at,
        probability,
        kindOfPost,
        origin,
        venue,
        hashtags,
        domains,
        adEnd);
  }

  public SomePost embedded() {
    return new SomePost(
        platform,
        id,
        author,
        handle,
        at,
        probability,
        kind,
        "embedded",
        venue,
        hashtags,
        domains,
        adEnd);
  }

  public SomePost in(String place) {
    return new SomePost(
        platform,
        id,
        author,
        handle,
        at,
        probability,
        kind,
        origin,
        place,
        hashtags,
        domains,
        adEnd);
  }

  public SomePost tagged(String... tags) {
    return new SomePost(
        platform,
        id,
        author,
        handle,
        at,
        probability,
        kind,
        origin,
        venue,
        List.of(tags),
        domains,
        adEnd);
  }

  public SomePost linking(String... linked) {
    return new SomePost(
        platform,
        id,
        author,
        handle,
        at,
        probability,
        kind,
        origin,
        venue,
        hashtags,
        List.of(linked),
        adEnd);
  }

  /** Shown for money until then. */
  public SomePost paidUntil(String end) {
    return new SomePost(
        platform,
        id,
        author,
        handle,
        at,
        probability,
        kind,
        origin,
        venue,
        hashtags,
        domains,
        Instant.parse(end));
  }

  public PostRow row() {
    String postClass =
        probability == null ? "no_text" : probability >= 0.5 ? "promotional" : "conversational";
    return new PostRow(
        platform,
        id,
        author,
        handle,
        at,
        "OK",
        kind,
        origin,
        venue,
        null,
        null,
        null,
        null,
        null,
        null,
        hashtags,
        List.of(),
        domains,
        3L,
        2L,
        null,
        null,
        null,
        null,
        null,
        null,
        adEnd != null,
        adEnd,
        null,
        null,
        "en",
        10L,
        2L,
        null,
        probability,
        postClass,
        null,
        0L,
        0L,
        0L,
        null,
        0,
        0,
        at.atZone(ZoneOffset.UTC).getYear(),
        at.atZone(ZoneOffset.UTC).getMonthValue());
  }
}
