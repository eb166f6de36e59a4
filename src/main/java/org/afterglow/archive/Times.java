package org.afterglow.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.afterglow.post.PostBuilder;
import org.afterglow.post.PostedAtState;
import org.jspecify.annotations.Nullable;

/**
 * Times as archives write them, to UTC microseconds since 1970. Remembers whether a time without a
 * zone was met. Not shared by threads.
 */
public final class Times {
  /** Neither a time nor the absence of one: nothing reads it. */
  public static final long UNREADABLE = Long.MIN_VALUE;

  /** A time that no post can have: year 0, day 0. */
  static final long IMPOSSIBLE = Long.MIN_VALUE + 1;

  /** 2000-01-01: nothing that this program reads is older. */
  static final long EARLIEST_MICROS = 946_684_800_000_000L;

  /** Clocks of platforms and collectors may differ by a day. */
  private static final long SLACK_MICROS = 86_400_000_000L;

  private static final Pattern EPOCH = Pattern.compile("[-+]?\\d+(\\.\\d*)?([eE]\\+?\\d+)?");
  private static final Pattern YEAR_FIRST =
      Pattern.compile(
          "(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})"
              + "(?:[T ]\\s*(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?)?\\s*(\\S.*)?");
  private static final Pattern ISO =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?Z?)?");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?:[A-Za-z]{3,9},?\\s+)?(?:(\\d{1,2})\\s+([A-Za-z]{3,9})|([A-Za-z]{3,9})\\s+(\\d{1,2}))"
              + ",?\\s+(?:(\\d{4}),?\\s+)?(?:at\\s+)?(\\d{1,2}):(\\d{2})(?::(\\d{2}))?"
              + "\\s*([AaPp]\\.?[Mm]\\.?)?\\s*(.*)");
  private static final Pattern YEAR_SECOND =
      Pattern.compile(
          "(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})"
              + "(?:,?\\s+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?"
              + "\\s*([AaPp]\\.?[Mm]\\.?)?)?\\s*(\\S.*)?");

  /** Hours from UTC of the names that archives use. */
  private static final Map<String, Integer> ZONES =
      Map.ofEntries(
          Map.entry("Z", 0),
          Map.entry("UTC", 0),
          Map.entry("GMT", 0),
          Map.entry("WET", 0),
          Map.entry("BST", 1),
          Map.entry("WEST", 1),
          Map.entry("CET", 1),
          Map.entry("CEST", 2),
          Map.entry("EET", 2),
          Map.entry("EEST", 3),
          Map.entry("MSK", 3),
          Map.entry("EDT", -4),
          Map.entry("EST", -5),
          Map.entry("CDT", -5),
          Map.entry("CST", -6),
          Map.entry("MDT", -6),
          Map.entry("MST", -7),
          Map.entry("PDT", -7),
          Map.entry("PST", -8),
          Map.entry("AKDT", -8),
          Map.entry("AKST", -9),
          Map.entry("HST", -10));

  private final ZoneId zone;
  private final long latestMicros;
  private final @Nullable DateTimeFormatter formatter;
  private final boolean zoneStated;
  private boolean zoneAssumed;

  /**
   * A reader of times.
   *
   * @param stated the zone of times that name none, if the format or its mapping says so; null to
   *     assume that of the options
   * @param pattern of {@link DateTimeFormatter}, null to know the format by its look
   */
  public Times(ReadOptions options, @Nullable ZoneId stated, @Nullable String pattern) {
    this.zone = stated == null ? options.zone() : stated;
    this.zoneStated = stated != null;
    this.latestMicros = options.collectedAtMicros() + SLACK_MICROS;
    this.formatter = pattern == null ? null : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  public Times(ReadOptions options) {
    this(options, null, null);
  }

  /** Of a format whose times are UTC and say nothing of it. */
  public static Times universal(ReadOptions options) {
    return new Times(options, ZoneOffset.UTC, null);
  }

  /** Whether a time without a zone was read in the zone of the options. */
  public boolean zoneAssumed() {
    return zoneAssumed && !zoneStated;
  }

  /** Sets the time of a post, or why there is none. */
  public void setPostedAt(PostBuilder post, @Nullable String raw) {
    if (raw == null || raw.isBlank()) {
      post.noPostedAt(PostedAtState.MISSING);
    } else {
      setPostedAt(post, parse(raw));
    }
  }

  /** Sets the time of a post from what {@link #parse} gave. */
  public void setPostedAt(PostBuilder post, long micros) {
    if (micros == UNREADABLE) {
      post.noPostedAt(PostedAtState.UNREADABLE);
    } else if (isPlausible(micros)) {
      post.postedAtMicros(micros);
    } else {
      post.noPostedAt(PostedAtState.IMPLAUSIBLE);
    }
  }

  public boolean isPlausible(long micros) {
    return micros >= EARLIEST_MICROS && micros <= latestMicros;
  }

  /** A time that is there, can be read and is plausible; null otherwise. */
  public @Nullable Long plausible(@Nullable String raw) {
    if (raw == null || raw.isBlank()) {
      return null;
    }
    long micros = parse(raw);
    return isPlausible(micros) ? micros : null;
  }

  /**
   * UTC microseconds since 1970; {@link #UNREADABLE} or {@link #IMPOSSIBLE} where it is no time.
   */
  public long parse(String raw) {
    long frequent = raw.length() > 10 && raw.charAt(10) == 'T' ? universal(raw) : twitter(raw);
    if (frequent != UNREADABLE) {
      return frequent;
    }
    String text = raw.strip();
    if (text.isEmpty() || text.length() > 60) {
      return UNREADABLE;
    }
    try {
      return formatter == null ? known(text) : formatted(text, formatter);
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return UNREADABLE;
    }
  }

  /**
   * Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size: until
   * the year 5138 none can be taken for another that is later than 1973.
   */
  public static long epoch(double value) {
    double size = Math.abs(value);
    if (size < 1e11) {
      return Math.round(value * 1e6);
    }
    if (size < 1e14) {
      return Math.round(value * 1e3);
    }
    if (size < 1e17) {
      return Math.round(value);
    }
    return size < 1e20 ? Math.round(value / 1e3) : UNREADABLE;
  }

  /** As {@link #epoch(double)}, exactly. */
  public static long epoch(long value) {
    long size = Math.abs(value);
    if (size < 100_000_000_000L) {
      return value * 1_000_000L;
    }
    if (size < 100_000_000_000_000L) {
      return value * 1_000L;
    }
    return size < 100_000_000_000_000_000L ? value : value / 1_000L;
  }

  /**
   * {@code Sat Aug 10 11:00:00 +0000 2013}, the most frequent by far, without a pattern; the last
   * days of months and zones far off are left to the patterns.
   */
  private static long twitter(String text) {
    if (text.length() != 30
        || text.charAt(3) != ' '
        || text.charAt(7) != ' '
        || text.charAt(10) != ' '
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || text.charAt(19) != ' '
        || text.charAt(25) != ' ') {
      return UNREADABLE;
    }
    int month = month(text, 4);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    int zoneHours = number(text, 21, 23);
    int zoneMinutes = number(text, 23, 25);
    int year = number(text, 26, 30);
    char sign = text.charAt(20);
    if (month == 0
        || day < 0
        || hour < 0
        || minute < 0
        || second < 0
        || zoneHours < 0
        || zoneMinutes < 0
        || year < 0
        || (sign != '+' && sign != '-')) {
      return UNREADABLE;
    }
    if (year == 0 || day == 0 || day > 31 || hour > 23 || minute > 59 || second > 60) {
      return IMPOSSIBLE;
    }
    if (day > (month == 2 ? 28 : 30) || zoneHours > 17 || zoneMinutes > 59) {
      return UNREADABLE;
    }
    long days = days(year, month, day);
    long offset = (zoneHours * 60L + zoneMinutes) * 60L * (sign == '-' ? -1 : 1);
    return (days * 86_400L + hour * 3600L + minute * 60L + second - offset) * 1_000_000L;
  }

  /**
   * {@code 2020-09-14T12:00:00Z} with any fraction of a second, and {@code +00:00} for {@code Z},
   * without a pattern; what is not quite so, and the last days of months, is left to the patterns.
   */
  private static long universal(String text) {
    int length = text.length();
    if (length < 20
        || length > 35
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return UNREADABLE;
    }
    int zone = text.charAt(length - 1) == 'Z' ? length - 1 : length - 6;
    if (zone < 19 || !(zone == length - 1 || text.endsWith("+00:00"))) {
      return UNREADABLE;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (year < 1
        || month < 1
        || month > 12
        || day < 1
        || day > (month == 2 ? 28 : 30)
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || second < 0
        || second > 59) {
      return UNREADABLE;
    }
    int micros = 0;
    if (zone > 19) {
      if (text.charAt(19) != '.' || zone == 20) {
        return UNREADABLE;
      }
      int digit = 100_000;
      for (int i = 20; i < zone; i++) {
        int value = number(text, i, i + 1);
        if (value < 0) {
          return UNREADABLE;
        }
        micros += value * digit;
        digit /= 10;
      }
    }
    return (days(year, month, day) * 86_400L + hour * 3600L + minute * 60L + second) * 1_000_000L
        + micros;
  }

  /** Days since 1970 of a proleptic Gregorian date. */
  private static long days(int year, int month, int day) {
    long y = month <= 2 ? year - 1L : year;
    long era = y / 400;
    long ofEra = y - era * 400;
    long ofYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
  }

  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + c - '0';
    }
    return value;
  }

  /** 1 to 12 by the first three letters, 0 if it is no month. */
  private static int month(String text, int at) {
    if (text.length() < at + 3) {
      return 0;
    }
    int found =
        "janfebmaraprmayjunjulaugsepoctnovdec"
            .indexOf(text.substring(at, at + 3).toLowerCase(Locale.ROOT));
    return found < 0 || found % 3 != 0 ? 0 : found / 3 + 1;
  }

  private long formatted(String text, DateTimeFormatter as) {
    try {
      TemporalAccessor parsed =
          as.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
      if (parsed instanceof ZonedDateTime zoned) {
        return micros(zoned.toInstant());
      }
      LocalDateTime local =
          parsed instanceof LocalDateTime dateTime
              ? dateTime
              : LocalDate.from(parsed).atStartOfDay();
      return local(local);
    } catch (DateTimeException | ArithmeticException e) {
      // What a typed column holds has no format of the user's.
      return ISO.matcher(text).matches() ? known(text) : UNREADABLE;
    }
  }

  private long known(String text) {
    if (EPOCH.matcher(text).matches()) {
      return numeric(text);
    }
    Matcher yearFirst = YEAR_FIRST.matcher(text);
    if (yearFirst.matches()) {
      return moment(
          whole(yearFirst.group(1)),
          whole(yearFirst.group(2)),
          whole(yearFirst.group(3)),
          yearFirst.group(4),
          yearFirst.group(5),
          yearFirst.group(6),
          yearFirst.group(7),
          null,
          yearFirst.group(8));
    }
    Matcher yearSecond = YEAR_SECOND.matcher(text);
    if (yearSecond.matches()) {
      return numericDate(yearSecond);
    }
    Matcher named = NAMED.matcher(text);
    return named.matches() ? namedDate(named) : UNREADABLE;
  }

  private long numeric(String text) {
    if (text.length() == 8 && (text.startsWith("19") || text.startsWith("20"))) {
      int month = number(text, 4, 6);
      int day = number(text, 6, 8);
      if (month >= 1 && month <= 12 && day >= 1 && day <= 31) {
        return local(LocalDate.of(number(text, 0, 4), month, day).atStartOfDay());
      }
    }
    if (text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return epoch(Long.parseLong(text));
    }
    return epoch(Double.parseDouble(text));
  }

  /** {@code 06/23/15 07:04:01 AM PDT}, {@code 8/4/2016 11:52}; with dots the day comes first. */
  private long numericDate(Matcher found) {
    int first = whole(found.group(1));
    int second = whole(found.group(3));
    boolean dayFirst = found.group(2).equals(".") || first > 12;
    int year = whole(found.group(4));
    return moment(
        found.group(4).length() == 2 ? 2000 + year : year,
        dayFirst ? second : first,
        dayFirst ? first : second,
        found.group(5),
        found.group(6),
        found.group(7),
        found.group(8),
        found.group(9),
        found.group(10));
  }

  /** {@code Sat, 10 Aug 2013 11:00:00 GMT}, {@code Aug 10, 2013 11:00 AM}. */
  private long namedDate(Matcher found) {
    boolean dayFirst = found.group(1) != null;
    int month = month(dayFirst ? found.group(2) : found.group(3), 0);
    int day = whole(dayFirst ? found.group(1) : found.group(4));
    String year = found.group(5);
    String rest = found.group(10);
    if (year == null) {
      // As in "Aug 10 11:00:00 +0000 2013": the year stands last.
      Matcher last = Pattern.compile("(.*?)\\s*(\\d{4})").matcher(rest);
      if (!last.matches()) {
        return UNREADABLE;
      }
      year = last.group(2);
      rest = last.group(1);
    }
    return month == 0
        ? UNREADABLE
        : moment(
            whole(year),
            month,
            day,
            found.group(6),
            found.group(7),
            found.group(8),
            null,
            found.group(9),
            rest);
  }

  private long moment(
      int year,
      int month,
      int day,
      @Nullable String hourText,
      @Nullable String minuteText,
      @Nullable String secondText,
      @Nullable String fraction,
      @Nullable String half,
      @Nullable String zoneText) {
    if (year == 0 || month == 0 || day == 0) {
      return IMPOSSIBLE;
    }
    int hour = hourText == null ? 0 : whole(hourText);
    if (half != null) {
      if (hour < 1 || hour > 12) {
        return UNREADABLE;
      }
      boolean afternoon = half.charAt(0) == 'P' || half.charAt(0) == 'p';
      hour = hour % 12 + (afternoon ? 12 : 0);
    }
    int nanos = fraction == null ? 0 : whole((fraction + "000000000").substring(0, 9));
    int second = secondText == null ? 0 : Math.min(59, whole(secondText));
    LocalDateTime dateTime =
        LocalDateTime.of(
            LocalDate.of(year, month, day),
            LocalTime.of(hour, minuteText == null ? 0 : whole(minuteText), second, nanos));
    if (zoneText == null || zoneText.isBlank()) {
      return local(dateTime);
    }
    ZoneOffset offset = offset(zoneText.strip());
    return offset == null ? UNREADABLE : micros(OffsetDateTime.of(dateTime, offset).toInstant());
  }

  private static @Nullable ZoneOffset offset(String text) {
    Integer hours = ZONES.get(text.toUpperCase(Locale.ROOT));
    if (hours != null) {
      return ZoneOffset.ofHours(hours);
    }
    String bare =
        text.startsWith("UTC") || text.startsWith("GMT") ? text.substring(3).strip() : text;
    return bare.matches("[+-]\\d{1,2}|[+-]\\d{2}:?\\d{2}") ? ZoneOffset.of(padded(bare)) : null;
  }

  private static String padded(String offset) {
    return offset.length() == 2 ? offset.charAt(0) + "0" + offset.charAt(1) : offset;
  }

  private long local(LocalDateTime dateTime) {
    zoneAssumed = true;
    return micros(dateTime.atZone(zone).toInstant());
  }

  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  private static int whole(String digits) {
    return Integer.parseInt(digits);
  }
}
