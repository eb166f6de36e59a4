package org.afterglow.simulate;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a synthetic archive is made of. Every component, its unit and its default stand in {@code
 * defaults.properties} beside this class; docs/simulator.md says what is drawn from them.
 */
public record SimulationOptions(
    long seed,
    LocalDate start,
    int days,
    int threads,
    Preset archive,
    long count,
    int entities,
    int firstEntity,
    double twitterShare,
    double redditShare,
    double campaignOnlyShare,
    double sustainedShare,
    double steadyShare,
    double partnerShare,
    double venueShare,
    int venuesPerEntity,
    int persons,
    int firstPerson,
    int fansPerEntity,
    double fanShare,
    double botShare,
    double rateShape,
    double tasteShape,
    double tasteFollowsRate,
    double churnDays,
    double churnSd,
    double churnShape,
    double lifeFollowsRate,
    double arrivalAtStartShare,
    int arrivalLeadDays,
    double acquisitionEffect,
    int bots,
    BotKind botKind,
    BotTiming botTiming,
    double botActsShare,
    double ownerFollowersSd,
    int campaignsMin,
    int campaignsMax,
    int campaignDaysMin,
    int campaignDaysMax,
    int leadDays,
    int tailDays,
    int gapDays,
    double rampDownShare,
    double overlapShare,
    double sparseShare,
    double sparsePerDay,
    int sparseDays,
    double declaredShare,
    double hashtagShare,
    double promotionalPerDay,
    double conversationalPerDay,
    double backgroundPromotionalPerDay,
    double rateSd,
    PostingProfile promotionalProfile,
    PostingProfile conversationalProfile,
    List<KernelFamily> families,
    List<Double> halfLivesDays,
    double promotionalHalfLifeRatio,
    double promotionalFloor,
    double conversationalFloor,
    double postHalfLifeSd,
    double accountHalfLifeSd,
    double volumeMean,
    double volumeSd,
    double entityVolumeSd,
    double promotionalVolumeRatio,
    double cascadeMean,
    double horizonDays,
    double repostShare,
    double quoteShare,
    double passOnByFollowers,
    double talkShare,
    double talkDays,
    double promotionalTalkRatio,
    double mentionsPerDay,
    double mentionsAfter,
    double asksPerDay,
    double askMetShare,
    double recommendationsPerDay,
    double recommendAskedShare,
    double recommendationReplies,
    double earnedReplyRatio,
    double answerShare,
    double answerShareAfter,
    double campaignOnlyAnswers,
    int answerCapacityPerDay,
    double answersMean,
    double theta3,
    double theta4,
    double theta5,
    double theta6,
    double theta7,
    double promotionFeedback,
    double silencesPerYear,
    double silenceMeanDays,
    double silencesFollowLevel,
    double seasonAmplitude,
    List<Double> weekdayFactors,
    double shockRho,
    double shockSd,
    double driftRho,
    double driftSd,
    double dayNoiseShape,
    double declinePerYear,
    int truncateStartDays,
    int truncateEndDays,
    int outages,
    int outageHoursMin,
    int outageHoursMax,
    double samplingRate,
    double backgroundPerDay,
    VoiceKind voice,
    double vocabularyOverlap,
    double labelAccuracy,
    double labelShift,
    int labels,
    FileSpan twitterFiles,
    Collected collected,
    ActRecords actRecords,
    double duplicateShare,
    double deletionShare,
    double brokenShare,
    double blankShare,
    int oddities,
    double foreignShare) {

  /** The day before which {@link #start} may not lie: status ids count from it. */
  private static final LocalDate EARLIEST = LocalDate.of(2012, 1, 1);

  /** What ids have room for. */
  private static final long MOST_RECORDS = 4_000_000_000L;

  private static final int RECORDS_A_PERSON = 200;

  /** Numbers of people are below this many times persons: those of stand-ins follow the others. */
  private static final long STAND_INS = 6;

  private static final int STATUSES_A_FILE = 100_000;

  public SimulationOptions {
    families = List.copyOf(families);
    halfLivesDays = List.copyOf(halfLivesDays);
    weekdayFactors = List.copyOf(weekdayFactors);
    require(!start.isBefore(EARLIEST), "start", start, EARLIEST + " or later");
    require(days >= 1 && days <= 36_500, "days", days, "1 to 36500");
    require(threads >= 1, "threads", threads, "1 or more");
    require(entities >= 0, "entities", entities, "0 or more");
    require(
        firstEntity >= 0 && (long) firstEntity + entities <= Ids.MOST_UNITS,
        "firstEntity",
        firstEntity,
        "0 or more, and at most " + Ids.MOST_UNITS + " with entities added");
    require(count >= 0 && count <= MOST_RECORDS, "count", count, "0 to " + MOST_RECORDS);
    // One person does not write thousands of the records, nor does one file hold a million.
    persons = Math.max(persons, (int) (count / RECORDS_A_PERSON));
    if (twitterFiles == FileSpan.DAY && count * twitterShare / days > STATUSES_A_FILE) {
      twitterFiles = FileSpan.HOUR;
    }
    require(count == 0 || entities > 0, "entities", entities, "1 or more with a count");
    require(persons >= 100, "persons", persons, "100 or more");
    require(
        firstPerson == 0 || firstPerson > 0 && firstPerson + STAND_INS * persons < Account.BOTS,
        "firstPerson",
        firstPerson,
        "0, or more and with " + STAND_INS + " times persons added below " + Account.BOTS);
    require(
        fansPerEntity >= 1 && fansPerEntity <= persons,
        "fansPerEntity",
        fansPerEntity,
        "1 to persons (" + persons + ")");
    require(
        campaignsMin >= 0 && campaignsMin <= campaignsMax,
        "campaignsMin",
        campaignsMin,
        "0 to campaignsMax (" + campaignsMax + ")");
    require(
        campaignDaysMin >= 1 && campaignDaysMin <= campaignDaysMax,
        "campaignDaysMin",
        campaignDaysMin,
        "1 to campaignDaysMax (" + campaignDaysMax + ")");
    require(leadDays >= 0, "leadDays", leadDays, "0 or more");
    require(tailDays >= 0, "tailDays", tailDays, "0 or more");
    require(gapDays >= 1, "gapDays", gapDays, "1 or more");
    require(sparseDays >= 1, "sparseDays", sparseDays, "1 or more");
    require(arrivalLeadDays >= 0, "arrivalLeadDays", arrivalLeadDays, "0 or more");
    require(truncateStartDays >= 0, "truncateStartDays", truncateStartDays, "0 or more");
    require(
        truncateEndDays >= 0 && truncateStartDays + truncateEndDays < days,
        "truncateStartDays + truncateEndDays",
        truncateStartDays + truncateEndDays,
        "below days (" + days + ")");
    require(bots >= 0, "bots", bots, "0 or more");
    require(bots > 0 || botActsShare == 0, "bots", bots, "1 or more where botActsShare is above 0");
    require(
        acquisitionEffect > 0 && acquisitionEffect <= 1,
        "acquisitionEffect",
        acquisitionEffect,
        "above 0 and at most 1");
    require(answersMean >= 1, "answersMean", answersMean, "1 or more");
    require(
        silenceMeanDays > SilentSpell.LEAST_DAYS,
        "silenceMeanDays",
        silenceMeanDays,
        "above " + SilentSpell.LEAST_DAYS);
    for (double theta : new double[] {theta3, theta4, theta5, theta6, theta7}) {
      require(Math.abs(theta) <= 5, "theta3 to theta7", theta, "from -5 to 5");
    }
    require(theta7 == 0 || voice == VoiceKind.WORDS, "voice", voice, "WORDS where theta7 is not 0");
    require(venuesPerEntity >= 1, "venuesPerEntity", venuesPerEntity, "1 or more");
    require(
        recommendAskedShare == 0 || asksPerDay > 0,
        "asksPerDay",
        asksPerDay,
        "above 0 where recommendAskedShare is");
    require(!families.isEmpty(), "families", families, "at least one");
    require(
        !halfLivesDays.isEmpty() && halfLivesDays.stream().allMatch(days_ -> days_ > 0),
        "halfLivesDays",
        halfLivesDays,
        "positive numbers");
    require(
        weekdayFactors.size() == 7 && weekdayFactors.stream().allMatch(factor -> factor > 0),
        "weekdayFactors",
        weekdayFactors,
        "seven positive numbers, Monday first");
    positive("promotionalHalfLifeRatio", promotionalHalfLifeRatio);
    positive("promotionalVolumeRatio", promotionalVolumeRatio);
    positive("promotionalTalkRatio", promotionalTalkRatio);
    positive("talkDays", talkDays);
    positive("rateShape", rateShape);
    positive("churnDays", churnDays);
    share("twitterShare", twitterShare);
    share("redditShare", redditShare);
    share("twitterShare + redditShare", twitterShare + redditShare);
    share("campaignOnlyShare", campaignOnlyShare);
    share("sustainedShare", sustainedShare);
    share("campaignOnlyShare + sustainedShare", campaignOnlyShare + sustainedShare);
    share("steadyShare", steadyShare);
    share("partnerShare", partnerShare);
    share("venueShare", venueShare);
    share("fanShare", fanShare);
    share("botShare", botShare);
    share("tasteFollowsRate", tasteFollowsRate);
    share("arrivalAtStartShare", arrivalAtStartShare);
    share("rampDownShare", rampDownShare);
    share("overlapShare", overlapShare);
    share("sparseShare", sparseShare);
    share("campaignOnlyAnswers", campaignOnlyAnswers);
    share("declaredShare", declaredShare);
    share("hashtagShare", hashtagShare);
    share("repostShare", repostShare);
    share("quoteShare", quoteShare);
    share("repostShare + quoteShare", repostShare + quoteShare);
    share("talkShare", talkShare);
    share("askMetShare", askMetShare);
    share("recommendAskedShare", recommendAskedShare);
    share("answerShare", answerShare);
    share("answerShareAfter", answerShareAfter);
    share("samplingRate", samplingRate);
    share("vocabularyOverlap", vocabularyOverlap);
    share("duplicateShare", duplicateShare);
    share("deletionShare", deletionShare);
    share("brokenShare", brokenShare);
    share("blankShare", blankShare);
    share("foreignShare", foreignShare);
    require(
        promotionalFloor >= 0 && promotionalFloor < 1,
        "promotionalFloor",
        promotionalFloor,
        "0 to below 1");
    require(
        conversationalFloor >= 0 && conversationalFloor < 1,
        "conversationalFloor",
        conversationalFloor,
        "0 to below 1");
    require(labelAccuracy >= .5 && labelAccuracy <= 1, "labelAccuracy", labelAccuracy, "0.5 to 1");
    require(
        seasonAmplitude >= 0 && seasonAmplitude < 1,
        "seasonAmplitude",
        seasonAmplitude,
        "0 to below 1");
    require(shockRho >= 0 && shockRho < 1, "shockRho", shockRho, "0 to below 1");
    require(driftRho >= 0 && driftRho < 1, "driftRho", driftRho, "0 to below 1");
    require(
        declinePerYear >= 0 && declinePerYear < 1,
        "declinePerYear",
        declinePerYear,
        "0 to below 1");
    require(cascadeMean >= 1, "cascadeMean", cascadeMean, "1 or more");
    require(horizonDays >= Kernel.SPAN_DAYS, "horizonDays", horizonDays, "28 or more");
    notNegative("promotionalPerDay", promotionalPerDay);
    notNegative("conversationalPerDay", conversationalPerDay);
    notNegative("backgroundPromotionalPerDay", backgroundPromotionalPerDay);
    notNegative("rateSd", rateSd);
    notNegative("tasteShape", tasteShape);
    notNegative("churnSd", churnSd);
    notNegative("churnShape", churnShape);
    notNegative("lifeFollowsRate", lifeFollowsRate);
    notNegative("botActsShare", botActsShare);
    notNegative("ownerFollowersSd", ownerFollowersSd);
    notNegative("sparsePerDay", sparsePerDay);
    require(answerCapacityPerDay >= 0, "answerCapacityPerDay", answerCapacityPerDay, "0 or more");
    notNegative("silencesPerYear", silencesPerYear);
    notNegative("postHalfLifeSd", postHalfLifeSd);
    notNegative("accountHalfLifeSd", accountHalfLifeSd);
    notNegative("volumeSd", volumeSd);
    notNegative("entityVolumeSd", entityVolumeSd);
    notNegative("mentionsPerDay", mentionsPerDay);
    notNegative("mentionsAfter", mentionsAfter);
    notNegative("asksPerDay", asksPerDay);
    notNegative("recommendationsPerDay", recommendationsPerDay);
    notNegative("recommendationReplies", recommendationReplies);
    notNegative("earnedReplyRatio", earnedReplyRatio);
    notNegative("promotionFeedback", promotionFeedback);
    notNegative("silencesFollowLevel", silencesFollowLevel);
    notNegative("shockSd", shockSd);
    notNegative("driftSd", driftSd);
    notNegative("dayNoiseShape", dayNoiseShape);
    notNegative("backgroundPerDay", backgroundPerDay);
    notNegative("labelShift", labelShift);
    require(
        Math.abs(passOnByFollowers) <= 5, "passOnByFollowers", passOnByFollowers, "from -5 to 5");
    require(Double.isFinite(volumeMean), "volumeMean", volumeMean, "a finite number");
    require(outages >= 0, "outages", outages, "0 or more");
    require(
        outageHoursMin >= 1 && outageHoursMin <= outageHoursMax,
        "outageHoursMin",
        outageHoursMin,
        "1 to outageHoursMax (" + outageHoursMax + ")");
    require(labels >= 0, "labels", labels, "0 or more");
    require(oddities >= 0, "oddities", oddities, "0 or more");
  }

  /** The options of docs/methods.md, section 8. */
  public static SimulationOptions defaults() {
    return from(Map.of());
  }

  /**
   * The defaults with some of them replaced: first by those of the preset that {@code archive}
   * names, then by the values given.
   *
   * @param values by name of the component, written as in {@code defaults.properties}
   * @throws IllegalArgumentException if a name is unknown or a value is not what it should be
   */
  public static SimulationOptions from(Map<String, String> values) {
    Map<String, String> all = defaultValues();
    String preset = values.get("archive");
    if (preset != null) {
      all.putAll(((Preset) parse(component("archive"), preset)).settings());
    }
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (!all.containsKey(value.getKey())) {
        throw new IllegalArgumentException(
            "A simulation has no option "
                + value.getKey()
                + "; it has "
                + String.join(", ", all.keySet()));
      }
      all.put(value.getKey(), value.getValue());
    }
    RecordComponent[] components = SimulationOptions.class.getRecordComponents();
    Object[] parsed = new Object[components.length];
    for (int index = 0; index < components.length; index++) {
      String name = components[index].getName();
      parsed[index] = parse(components[index], Objects.requireNonNull(all.get(name), name));
    }
    try {
      return SimulationOptions.class
          .getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(parsed);
    } catch (java.lang.reflect.InvocationTargetException wrapped) {
      if (wrapped.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(wrapped);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static RecordComponent component(String name) {
    return Arrays.stream(SimulationOptions.class.getRecordComponents())
        .filter(component -> component.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The same with one option replaced; the value is written as {@code String.valueOf} does. */
  public SimulationOptions with(String name, Object value) {
    Map<String, String> values = asMap();
    values.put(name, String.valueOf(value));
    return from(values);
  }

  /** The same as a true null: both classes have one kernel. */
  public SimulationOptions withEqualKernels() {
    return with("promotionalHalfLifeRatio", 1).with("promotionalFloor", conversationalFloor);
  }

  /** Every option by name, sorted, written so that {@link #from} reads it. */
  public Map<String, String> asMap() {
    Map<String, String> values = new TreeMap<>();
    for (RecordComponent component : SimulationOptions.class.getRecordComponents()) {
      Object value;
      try {
        value = component.getAccessor().invoke(this);
      } catch (ReflectiveOperationException impossible) {
        throw new IllegalStateException(impossible);
      }
      values.put(
          component.getName(),
          value instanceof List<?> list
              ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
              : String.valueOf(value));
    }
    return values;
  }

  private static Map<String, String> defaultValues() {
    Properties properties = new Properties();
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(
                SimulationOptions.class.getResourceAsStream("defaults.properties")),
            StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    Map<String, String> values = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      values.put(name, properties.getProperty(name));
    }
    return values;
  }

  private static Object parse(RecordComponent component, String written) {
    String text = written.strip();
    Class<?> type = component.getType();
    try {
      if (type == List.class) {
        Class<?> element =
            (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        List<Object> list = new ArrayList<>();
        for (String part : text.split(",", -1)) {
          list.add(parse(element, part.strip().replaceAll("[\\[\\]]", "")));
        }
        return list;
      }
      return parse(type, text);
    } catch (IllegalArgumentException | DateTimeException unreadable) {
      throw new IllegalArgumentException(
          component.getName() + " = " + text + " is not " + words(type), unreadable);
    }
  }

  private static Object parse(Class<?> type, String text) {
    if (type == long.class) {
      return Long.valueOf(text);
    }
    if (type == int.class) {
      return Integer.valueOf(text);
    }
    if (type == double.class || type == Double.class) {
      return Double.valueOf(text);
    }
    if (type == LocalDate.class) {
      return LocalDate.parse(text);
    }
    for (Object constant : type.getEnumConstants()) {
      if (constant.toString().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(text);
  }

  private static String words(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + Arrays.toString(type.getEnumConstants());
    }
    return type == LocalDate.class
        ? "a date like 2024-01-01"
        : type == List.class ? "a list of such values with commas between" : "a number";
  }

  private static void require(boolean holds, String name, Object value, String right) {
    if (!holds) {
      throw new IllegalArgumentException(name + " = " + value + " must be " + right);
    }
  }

  private static void share(String name, double value) {
    require(value >= 0 && value <= 1 + 1e-12, name, value, "a share from 0 to 1");
  }

  private static void positive(String name, double value) {
    require(value > 0 && Double.isFinite(value), name, value, "above 0");
  }

  private static void notNegative(String name, double value) {
    require(value >= 0 && Double.isFinite(value), name, value, "0 or more");
  }
}
