package org.afterglow.table;

import java.util.List;
import org.afterglow.UserError;

/** All published tables. */
public final class Tables {
  public static final Table<PostRow> POSTS =
      new Table<>(
          "posts",
          PostRow.class,
          "ingest",
          List.of("platform", "post_id"),
          List.of("year", "month"),
          true);
  public static final Table<EventRow> EVENTS =
      new Table<>("events", EventRow.class, "ingest", List.of("event_id"), List.of(), true);
  public static final Table<TextRow> TEXTS =
      new Table<>(
          "texts", TextRow.class, "ingest", List.of("platform", "post_id"), List.of(), true);
  public static final Table<RejectRow> REJECTS =
      new Table<>(
          "rejects", RejectRow.class, "ingest", List.of("input", "record"), List.of(), true);
  public static final Table<DuplicateRow> DUPLICATES =
      new Table<>(
          "duplicates", DuplicateRow.class, "ingest", List.of("input", "record"), List.of(), true);
  public static final Table<DeletionRow> DELETIONS =
      new Table<>(
          "deletions", DeletionRow.class, "ingest", List.of("input", "record"), List.of(), true);
  public static final Table<SnapshotRow> SNAPSHOTS =
      new Table<>(
          "snapshots",
          SnapshotRow.class,
          "ingest",
          List.of("platform", "post_id", "counted_at"),
          List.of(),
          true);
  public static final Table<CoverageRow> COVERAGE =
      small("coverage", CoverageRow.class, "ingest", "platform", "hour");
  public static final Table<CampaignRow> CAMPAIGNS =
      small("campaigns", CampaignRow.class, "campaigns", "campaign_id");
  public static final Table<CampaignMemberRow> CAMPAIGN_MEMBERS =
      small(
          "campaign_members",
          CampaignMemberRow.class,
          "campaigns",
          "campaign_id",
          "platform",
          "entity_type",
          "entity_id");
  public static final Table<EngagementRow> ENGAGEMENT =
      small(
          "engagement",
          EngagementRow.class,
          "decay",
          "campaign_id",
          "series",
          "post_class",
          "reach",
          "bin_from_hours");
  public static final Table<DecayRow> DECAY =
      small("decay", DecayRow.class, "decay", "campaign_id", "post_class");
  public static final Table<DecayCurveRow> DECAY_CURVE =
      small("decay_curve", DecayCurveRow.class, "decay", "campaign_id", "post_class", "day");
  public static final Table<CounterChangeRow> COUNTER_CHANGE =
      small("counter_change", CounterChangeRow.class, "decay", "campaign_id", "post_class", "week");
  public static final Table<DecayContrastRow> DECAY_CONTRAST =
      small("decay_contrast", DecayContrastRow.class, "decay", "campaign_id", "unit", "cut_hours");
  public static final Table<DecayContrastPooledRow> DECAY_CONTRAST_POOLED =
      small("decay_contrast_pooled", DecayContrastPooledRow.class, "decay", "unit", "run");
  public static final Table<RetentionRow> RETENTION =
      small("retention", RetentionRow.class, "decay", "scope", "campaign_id", "post_class", "day");

  public static final Table<PlaceboRow> PLACEBO =
      small("placebo", PlaceboRow.class, "decay", "claim", "placebo");
  public static final Table<UnansweredRow> UNANSWERED =
      small("unanswered", UnansweredRow.class, "claims", "scope", "entity_key");
  public static final Table<ComebackRow> COMEBACKS =
      small(
          "comebacks",
          ComebackRow.class,
          "claims",
          "scope",
          "gap_class",
          "entity_key",
          "gap_start");
  public static final Table<TalkBalanceRow> TALK_BALANCE =
      small("talk_balance", TalkBalanceRow.class, "claims", "scope", "entity_key");
  public static final Table<ReciprocityRow> RECIPROCITY =
      small("reciprocity", ReciprocityRow.class, "claims", "scope", "entity_key");
  public static final Table<AsksRow> ASKS =
      small("asks", AsksRow.class, "claims", "scope", "entity_key");
  public static final Table<AdvocacyRow> ADVOCACY =
      small("advocacy", AdvocacyRow.class, "claims", "scope", "entity_key", "follower_quartile");
  public static final Table<RelevanceRow> RELEVANCE =
      small("relevance", RelevanceRow.class, "claims", "scope", "entity_key");
  public static final Table<ReachDepthRow> REACH_DEPTH =
      small("reach_depth", ReachDepthRow.class, "claims", "scope", "campaign_id", "k_class");
  public static final Table<FindingRow> FINDINGS =
      small("findings", FindingRow.class, "claims", "claim");

  /** Every table, in the order in which stages write them. */
  public static final List<Table<?>> ALL =
      List.of(
          POSTS,
          EVENTS,
          TEXTS,
          REJECTS,
          DUPLICATES,
          DELETIONS,
          SNAPSHOTS,
          COVERAGE,
          CAMPAIGNS,
          CAMPAIGN_MEMBERS,
          ENGAGEMENT,
          DECAY,
          DECAY_CURVE,
          COUNTER_CHANGE,
          DECAY_CONTRAST,
          DECAY_CONTRAST_POOLED,
          RETENTION,
          PLACEBO,
          UNANSWERED,
          COMEBACKS,
          TALK_BALANCE,
          RECIPROCITY,
          ASKS,
          ADVOCACY,
          RELEVANCE,
          REACH_DEPTH,
          FINDINGS);

  private Tables() {}

  /** The table of a name; a user's mistake if there is none. */
  public static Table<?> named(String name) {
    return ALL.stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "no table "
                        + name
                        + "; there are "
                        + String.join(", ", ALL.stream().map(Table::name).toList())));
  }

  private static <R extends Record> Table<R> small(
      String name, Class<R> rowType, String stage, String... key) {
    return new Table<>(name, rowType, stage, List.of(key), List.of(), false);
  }
}
