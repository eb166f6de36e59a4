package org.afterglow.campaign;

import com.google.common.net.InternetDomainName;
import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.afterglow.UserError;
import org.afterglow.campaign.DeclaredCampaign.Member;
import org.jspecify.annotations.Nullable;

/**
 * Reads the list of campaigns that the user knows of: a CSV in UTF-8 with a header and a row a
 * member, {@code campaign_id,platform,entity_type,entity_id,role,start_utc,stop_utc,label}, where
 * platform, role and label may be missing as columns. Whatever it does not understand is the user's
 * mistake, told with file, line and what would be right, so that no campaign is left out silently.
 */
public final class DeclaredCampaigns {
  private static final List<String> REQUIRED =
      List.of("campaign_id", "entity_type", "entity_id", "start_utc", "stop_utc");
  private static final List<String> COLUMNS =
      List.of(
          "campaign_id",
          "platform",
          "entity_type",
          "entity_id",
          "role",
          "start_utc",
          "stop_utc",
          "label");

  /** What a time is written with; nothing else that stands in a cell is shown: it may be a name. */
  private static final Pattern LIKE_A_TIME = Pattern.compile("[0-9TtZz:+./ -]{1,40}");

  private final String file;
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<String, Declaration> declarations = new LinkedHashMap<>();

  private DeclaredCampaigns(String file) {
    this.file = file;
  }

  /**
   * The campaigns of a file, in its order.
   *
   * @param in the file, which is closed
   * @param file its name, for messages
   * @throws UserError at the first mistake in it
   */
  public static List<DeclaredCampaign> read(InputStream in, String file) {
    return new DeclaredCampaigns(file).read(in);
  }

  private List<DeclaredCampaign> read(InputStream in) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setMaxCharsPerColumn(10_000);
    settings.getFormat().setComment('\0'); // a hashtag may begin a line
    CsvParser parser = new CsvParser(settings);
    try {
      parser.beginParsing(in, StandardCharsets.UTF_8);
      String[] header = parser.parseNext();
      if (header == null) {
        throw new UserError(
            file + " is empty; its first line should be " + String.join(",", COLUMNS));
      }
      columns(header);
      for (String[] cells = parser.parseNext(); cells != null; cells = parser.parseNext()) {
        long line = parser.getContext().currentLine();
        String entity = cell(cells, "entity_id");
        if (entity != null && entity.contains("\n")) {
          throw new UserError(
              file
                  + " ends line "
                  + line
                  + " within a quote that began lines before; expected a row a line, and a quote in a"
                  + " name written twice");
        }
        row(cells, line);
      }
    } catch (TextParsingException e) {
      throw new UserError(
          file
              + " line "
              + (e.getLineIndex() + 1)
              + " is not CSV; expected comma-separated columns, quoted by \" where they hold commas");
    } finally {
      parser.stopParsing();
    }
    if (declarations.isEmpty()) {
      throw new UserError(file + " declares no campaign; expected a row a member below its header");
    }
    return declarations.values().stream().map(Declaration::campaign).toList();
  }

  private void columns(String[] header) {
    for (int i = 0; i < header.length; i++) {
      String name = header[i] == null ? "" : header[i].strip().toLowerCase(Locale.ROOT);
      if (!COLUMNS.contains(name)) {
        throw mistake(1, "column " + (i + 1), header[i], "one of " + String.join(", ", COLUMNS));
      }
      if (positions.put(name, i) != null) {
        throw mistake(1, "column " + (i + 1), name, "each column once");
      }
    }
    List<String> missing = REQUIRED.stream().filter(c -> !positions.containsKey(c)).toList();
    if (!missing.isEmpty()) {
      throw new UserError(
          file
              + " line 1 lacks column "
              + String.join(", ", missing)
              + "; expected "
              + String.join(",", COLUMNS)
              + ", of which platform, role and label may be missing");
    }
  }

  private void row(String[] cells, long line) {
    if (cells.length > positions.size()) {
      throw mistake(
          line, "number of cells", Integer.toString(cells.length), "at most " + positions.size());
    }
    String id = cell(cells, "campaign_id");
    if (id == null) {
      throw mistake(line, "campaign_id", null, "a name, the same for all members of a campaign");
    }
    Instant start = instant(cell(cells, "start_utc"), "start_utc", false, line);
    Instant stop = instant(cell(cells, "stop_utc"), "stop_utc", true, line);
    if (start != null && stop != null && !start.isBefore(stop)) {
      throw mistake(
          line, "stop_utc", cell(cells, "stop_utc"), "a time after start_utc (" + start + ")");
    }
    Declaration declaration =
        declarations.computeIfAbsent(id, k -> new Declaration(id, line, start, stop));
    declaration.agree(file, line, start, stop);
    declaration.add(file, line, member(cells, line), cell(cells, "label"));
  }

  private Member member(String[] cells, long line) {
    String typeWord = cell(cells, "entity_type");
    EntityType type =
        EntityType.of(typeWord == null ? "" : typeWord)
            .orElseThrow(
                () ->
                    mistake(
                        line,
                        "entity_type",
                        typeWord,
                        "one of " + String.join(", ", EntityType.WORDS)));
    String roleWord = cell(cells, "role");
    Role role =
        roleWord == null
            ? Role.usual(type)
            : Role.of(roleWord)
                .orElseThrow(
                    () ->
                        mistake(
                            line,
                            "role",
                            roleWord,
                            String.join(", ", Role.WORDS)
                                + " or nothing (owner for accounts, topic otherwise)"));
    String platform = cell(cells, "platform");
    String lower = platform == null ? null : platform.toLowerCase(Locale.ROOT);
    String entity = cell(cells, "entity_id");
    if (entity == null) {
      throw mistake(line, "entity_id", null, "the " + type.word() + " that belongs to it");
    }
    return new Member(lower, type, entityId(type, lower, entity, line), role);
  }

  private String entityId(EntityType type, @Nullable String platform, String given, long line) {
    String id =
        switch (type) {
          case ACCOUNT -> given.replaceFirst("^(@|/?u/|/?user/)", "");
          case VENUE ->
              platform == null || platform.equals("reddit")
                  ? given.replaceFirst("^/?r/", "")
                  : given;
          case HASHTAG -> hashtag(given);
          case DOMAIN -> registrable(given, line);
        };
    if (id.isBlank()) {
      // The value is left out: it may name a person.
      throw mistake(line, "entity_id", null, "more than the sign that marks a " + type.word());
    }
    return id;
  }

  private static String hashtag(String given) {
    String folded = Normalizer.normalize(given, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return folded.replaceFirst("^#+", "");
  }

  private String registrable(String given, long line) {
    String host =
        given
            .toLowerCase(Locale.ROOT)
            .replaceFirst("^[a-z][a-z0-9+.-]*://", "")
            .replaceFirst("[/?#].*$", "")
            .replaceFirst("^[^@]*@", "")
            .replaceFirst(":[0-9]*$", "");
    if (InternetDomainName.isValid(host)) {
      InternetDomainName name = InternetDomainName.from(host);
      if (name.isUnderPublicSuffix()) {
        return name.topPrivateDomain().toString();
      }
    }
    throw mistake(line, "entity_id", given, "a domain that can be registered, such as example.org");
  }

  private @Nullable Instant instant(
      @Nullable String given, String column, boolean dayEnds, long line) {
    if (given == null) {
      return null;
    }
    String iso = given.toUpperCase(Locale.ROOT).replaceFirst(" +", "T");
    try {
      if (!iso.contains("T")) {
        LocalDate day = LocalDate.parse(iso);
        return (dayEnds ? day.plusDays(1) : day).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      return iso.matches(".*T.*(Z|[+-][0-9:]+)")
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw mistake(
          line, column, given, "a UTC date or time such as 2016-07-26 or 2016-07-26T18:00:00Z");
    }
  }

  /** The value of a column, without spaces around it; null where blank or missing. */
  private @Nullable String cell(String[] cells, String column) {
    Integer at = positions.get(column);
    if (at == null || at >= cells.length || cells[at] == null) {
      return null;
    }
    String value = cells[at].strip();
    return value.isEmpty() ? null : value;
  }

  private UserError mistake(long line, String what, @Nullable String value, String right) {
    return mistake(file, line, what, value, right);
  }

  private static UserError mistake(
      String file, long line, String what, @Nullable String value, String right) {
    return new UserError(
        file
            + " line "
            + line
            + ": "
            + what
            + (value == null
                ? " is missing"
                : isShown(value) ? " is '" + value + "'" : " is not understood")
            + "; expected "
            + right);
  }

  /** Whether a value is one of our own words or like a time, so that it names nobody. */
  private static boolean isShown(String value) {
    return LIKE_A_TIME.matcher(value).matches()
        || COLUMNS.contains(value)
        || EntityType.WORDS.contains(value)
        || Role.WORDS.contains(value);
  }

  /** A campaign while its rows are read. */
  private static final class Declaration {
    private final String id;
    private final long firstLine;
    private final @Nullable Instant start;
    private final @Nullable Instant stop;
    private final List<Member> members = new ArrayList<>();
    private @Nullable String label;

    Declaration(String id, long firstLine, @Nullable Instant start, @Nullable Instant stop) {
      this.id = id;
      this.firstLine = firstLine;
      this.start = start;
      this.stop = stop;
    }

    void agree(String file, long line, @Nullable Instant start, @Nullable Instant stop) {
      agree(file, line, "start_utc", start, this.start);
      agree(file, line, "stop_utc", stop, this.stop);
    }

    private void agree(
        String file, long line, String column, @Nullable Instant here, @Nullable Instant first) {
      if (!Objects.equals(here, first)) {
        throw mistake(
            file,
            line,
            column,
            here == null ? null : here.toString(),
            (first == null ? "nothing" : first.toString())
                + " as in line "
                + firstLine
                + ": rows of one campaign agree on dates");
      }
    }

    void add(String file, long line, Member member, @Nullable String label) {
      for (Member known : members) {
        if (known.type() == member.type()
            && known.entityId().equalsIgnoreCase(member.entityId())
            && Objects.equals(known.platform(), member.platform())) {
          if (known.role() != member.role()) {
            throw mistake(
                file,
                line,
                "role",
                member.role().word(),
                known.role().word() + " as the same member has before");
          }
          return;
        }
      }
      members.add(member);
      if (this.label == null) {
        this.label = label;
      }
    }

    DeclaredCampaign campaign() {
      return new DeclaredCampaign(id, label, start, stop, members);
    }
  }
}
