package org.afterglow.job.find;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.afterglow.campaign.DeclaredCampaign;
import org.afterglow.campaign.DeclaredCampaign.Member;
import org.afterglow.campaign.EntityType;
import org.afterglow.campaign.ObservedTime;
import org.afterglow.campaign.Role;
import org.afterglow.job.acts.EntityKeys;
import org.afterglow.post.Identities;
import org.afterglow.post.Mention;
import org.afterglow.post.VenueAccount;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.CampaignRow;
import org.jspecify.annotations.Nullable;

/** A campaign while its row is being made. */
final class CampaignDraft {
  /** Order of drafts, and of rows in the table. */
  static final Comparator<CampaignDraft> BY_ID = Comparator.comparing(draft -> draft.id);

  private static final int DAYS_AFTER_STOP = 14;
  private static final double OWNER_SHARE = .8;
  private static final Duration DAY = Duration.ofDays(1);
  private static final String DETECTED = "detected";

  private final String id;
  private final String source;
  private final @Nullable String label;
  private final @Nullable EntityType foundType;
  private final @Nullable Instant start;
  private final @Nullable Instant stop;
  private final List<CampaignMemberRow> members = new ArrayList<>();
  private final TreeSet<String> flags = new TreeSet<>();

  /** Platforms on which it has entity posts. */
  private final TreeSet<String> platforms = new TreeSet<>();

  private @Nullable Double stopSeDays;
  private long promotional;
  private long conversational;
  private @Nullable String overlapGroupId;
  private @Nullable Instant nextCampaignAt;
  private String state = "OK";

  private CampaignDraft(
      String id,
      String source,
      @Nullable String label,
      @Nullable EntityType foundType,
      @Nullable Instant start,
      @Nullable Instant stop) {
    this.id = id;
    this.source = source;
    this.label = label;
    this.foundType = foundType;
    this.start = start;
    this.stop = stop;
  }

  /**
   * A declared campaign.
   *
   * @param firstDays beginning of the first day of each platform's archive
   * @param accounts the accounts in posts that a declared key stands for
   * @param venues the declared venues in which posts stand, as {@link #place} or {@link #channel}
   */
  static CampaignDraft declared(
      DeclaredCampaign campaign,
      Map<String, Instant> firstDays,
      Set<String> archivePlatforms,
      Identities identities,
      Map<DetectCampaigns.Candidate, ? extends Collection<String>> accounts,
      Set<DetectCampaigns.Candidate> venues) {
    Instant start = campaign.start();
    Instant stop = campaign.stop();
    if (start == null) {
      start =
          campaign.members().stream()
              .flatMap(member -> platforms(member, archivePlatforms).stream())
              .map(firstDays::get)
              .filter(Objects::nonNull)
              .min(Comparator.naturalOrder())
              .orElse(null);
      if (start != null && stop != null && !start.isBefore(stop)) {
        start = null;
      }
    }
    CampaignDraft draft =
        new CampaignDraft(campaign.campaignId(), "declared", campaign.label(), null, start, stop);
    if (campaign.start() == null) {
      draft.flags.add("START_NOT_GIVEN");
    }
    for (Member member : campaign.members()) {
      if (member.type() == EntityType.VENUE) {
        draft.addVenue(member, archivePlatforms, identities, venues);
      } else {
        draft.add(member, archivePlatforms, identities, accounts);
      }
    }
    return draft;
  }

  /** A detected campaign; the same one has the same id in every run. */
  static CampaignDraft detected(DetectCampaigns.Found found) {
    CampaignDraft draft =
        found(
            DETECTED,
            "detected-",
            found.platform(),
            found.key(),
            found.entityId(),
            Instant.EPOCH.plus(DAY.multipliedBy(found.startDay())),
            Instant.EPOCH.plus(DAY.multipliedBy(found.stopDay())));
    draft.stopSeDays = 1 / found.campaignRate();
    return draft;
  }

  /** A campaign of adverts, from the start of the first to the end of the last. */
  static CampaignDraft ofAdverts(DetectCampaigns.AdvertRun run) {
    return found(
        "ad_record",
        "adverts-",
        run.platform(),
        run.key(),
        run.key().substring(run.key().indexOf(':') + 1),
        Instant.EPOCH.plus(run.startMicros(), ChronoUnit.MICROS),
        Instant.EPOCH.plus(run.stopMicros(), ChronoUnit.MICROS));
  }

  private static CampaignDraft found(
      String source,
      String prefix,
      String platform,
      String key,
      String entityId,
      Instant start,
      Instant stop) {
    EntityType type = EntityType.of(key.substring(0, key.indexOf(':'))).orElseThrow();
    String id = prefix + hash(List.of(platform, key, start.toString()));
    CampaignDraft draft = new CampaignDraft(id, source, null, type, start, stop);
    draft.members.add(
        new CampaignMemberRow(id, platform, type.word(), entityId, Role.usual(type).word()));
    return draft;
  }

  /** The platforms that a member stands for. */
  static Collection<String> platforms(Member member, Set<String> archivePlatforms) {
    String platform = member.platform();
    return platform == null ? archivePlatforms : List.of(platform);
  }

  private void add(
      Member member,
      Set<String> archivePlatforms,
      Identities identities,
      Map<DetectCampaigns.Candidate, ? extends Collection<String>> accounts) {
    String entityId = member.entityId();
    if (member.type() != EntityType.ACCOUNT) {
      add(member, member.platform(), entityId);
      return;
    }
    boolean found = false;
    Collection<String> places = platforms(member, archivePlatforms);
    for (String platform : places) {
      Collection<String> known =
          accounts.get(
              new DetectCampaigns.Candidate(platform, identities.account(platform, entityId)));
      if (known == null) {
        known =
            accounts.get(
                new DetectCampaigns.Candidate(platform, identities.handle(platform, entityId)));
      }
      if (known != null) {
        known.forEach(account -> add(member, platform, account));
        found = true;
      }
    }
    if (!found) {
      places.forEach(platform -> add(member, platform, identities.account(platform, entityId)));
    }
    if (places.isEmpty()) {
      add(member, null, identities.account("", entityId));
    }
  }

  /** A declared venue as posts have it if it is a place. */
  static DetectCampaigns.Candidate place(String platform, String venue) {
    return new DetectCampaigns.Candidate(platform, venue.toLowerCase(Locale.ROOT));
  }

  /** A declared venue as posts have it if it is an account, by its id or by its handle. */
  static DetectCampaigns.Candidate channel(String platform, String venue, Identities identities) {
    Mention known = VenueAccount.of(platform, venue);
    Mention account = known == null ? new Mention(null, venue) : known;
    return place(platform, identities.venue(platform, venue, account));
  }

  /**
   * Adds a venue under the key of the account that it is; as it was written where it is a place, or
   * nowhere in the archive and no account by its platform's terms.
   */
  private void addVenue(
      Member member,
      Set<String> archivePlatforms,
      Identities identities,
      Set<DetectCampaigns.Candidate> venues) {
    String venue = member.entityId();
    Collection<String> places = platforms(member, archivePlatforms);
    List<DetectCampaigns.Candidate> channels =
        identities.keepsIdentities()
            ? List.of()
            : places.stream().map(platform -> channel(platform, venue, identities)).toList();
    List<DetectCampaigns.Candidate> found = channels.stream().filter(venues::contains).toList();
    boolean isPlace = places.stream().anyMatch(one -> venues.contains(place(one, venue)));
    if (found.isEmpty() && !isPlace) {
      found =
          channels.stream()
              .filter(channel -> VenueAccount.of(channel.platform(), venue) != null)
              .toList();
    }
    found.forEach(channel -> add(member, channel.platform(), channel.candidate()));
    if (isPlace || found.isEmpty()) {
      add(member, member.platform(), venue);
    }
  }

  private void add(Member member, @Nullable String platform, String entityId) {
    CampaignMemberRow row =
        new CampaignMemberRow(id, platform, member.type().word(), entityId, member.role().word());
    boolean known =
        members.stream()
            .anyMatch(
                other ->
                    Objects.equals(other.platform(), platform)
                        && other.entityType().equals(row.entityType())
                        && other.entityId().equals(entityId));
    if (!known) {
      members.add(row);
    }
  }

  String id() {
    return id;
  }

  long promotional() {
    return promotional;
  }

  /** The type of its entity; {@code mixed} where members differ. */
  String entityType() {
    if (foundType != null) {
      return foundType.word();
    }
    Set<String> types = new TreeSet<>();
    members.forEach(member -> types.add(member.entityType()));
    return types.size() == 1 ? types.iterator().next() : "mixed";
  }

  /**
   * {@code platform/entity_id} of its owner, of its member if it has no owner; of several a hash.
   * Campaigns of one owner have one key whatever else belongs to them.
   */
  String entityKey() {
    List<CampaignMemberRow> owners = members.stream().filter(CampaignDraft::owns).toList();
    Set<String> keys = new TreeSet<>();
    for (CampaignMemberRow member : owners.isEmpty() ? members : owners) {
      String key = EntityKeys.of(member.entityType(), member.entityId());
      keys.add(
          Objects.requireNonNullElse(member.platform(), "*")
              + "/"
              + key.substring(key.indexOf(':') + 1));
    }
    return keys.size() == 1 ? keys.iterator().next() : hash(keys);
  }

  /** Keys of its members, as posts have them. */
  List<String> memberKeys() {
    return members.stream()
        .map(member -> EntityKeys.of(member.entityType(), member.entityId()))
        .toList();
  }

  /** Whether it is of the same entity as one that was found, and at times of it. */
  boolean replaces(CampaignDraft found) {
    CampaignMemberRow entity = found.members.get(0);
    return overlaps(found)
        && members.stream()
            .anyMatch(
                member ->
                    EntityKeys.of(member.entityType(), member.entityId())
                            .equals(EntityKeys.of(entity.entityType(), entity.entityId()))
                        && (member.platform() == null
                            || member.platform().equals(entity.platform())));
  }

  private boolean overlaps(CampaignDraft other) {
    return before(start, other.stop) && before(other.start, stop);
  }

  /** Whether a start, null: ever, lies before a stop, null: never. */
  private static boolean before(@Nullable Instant start, @Nullable Instant stop) {
    return start == null || stop == null || start.isBefore(stop);
  }

  void count(DetectCampaigns.PostCount counted) {
    promotional += counted.promotional();
    conversational += counted.posts() - counted.promotional();
    platforms.add(counted.platform());
  }

  /** Makes the author who wrote nearly all of its promotional posts the owner. */
  void offerOwner(DetectCampaigns.TopAuthor top) {
    if (source.equals(DETECTED)
        && (foundType == EntityType.HASHTAG || foundType == EntityType.DOMAIN)
        && top.posts() >= OWNER_SHARE * promotional) {
      members.add(
          new CampaignMemberRow(
              id, top.platform(), EntityType.ACCOUNT.word(), top.author(), Role.OWNER.word()));
    }
  }

  void group(String groupId) {
    overlapGroupId = groupId;
  }

  /** Says what of its stop was observed, and what it lacks. */
  void judge(Map<String, ObservedTime> observed) {
    if (members.stream().noneMatch(CampaignDraft::owns)) {
      flags.add("NO_OWNER");
    }
    if (promotional + conversational == 0) {
      flags.add("NO_ENTITY_POSTS");
    }
    int daysAfter = 0;
    double gapDays = 0;
    if (stop != null) {
      for (Map.Entry<String, ObservedTime> entry : observed.entrySet()) {
        if (standsOn(entry.getKey())) {
          daysAfter = Math.max(daysAfter, entry.getValue().observedDaysFrom(stop, DAYS_AFTER_STOP));
          gapDays = Math.max(gapDays, entry.getValue().gapDaysAt(stop));
        }
      }
    }
    if (gapDays > 0) {
      flags.add("STOP_IN_GAP");
      if (stopSeDays != null) {
        stopSeDays += gapDays;
      }
    }
    if (daysAfter < DAYS_AFTER_STOP) {
      state = "STOP_NOT_OBSERVED";
    }
  }

  private boolean standsOn(String platform) {
    return platforms.isEmpty()
        ? members.stream()
            .anyMatch(member -> member.platform() == null || member.platform().equals(platform))
        : platforms.contains(platform);
  }

  /** Finds the next among campaigns of the same entity, and those that run at its stop. */
  void follow(Collection<CampaignDraft> sameEntity) {
    for (CampaignDraft other : sameEntity) {
      if (other != this && stop != null) {
        Instant next = other.start;
        if (next != null && !next.isBefore(stop)) {
          if (nextCampaignAt == null || next.isBefore(nextCampaignAt)) {
            nextCampaignAt = next;
          }
        } else if ((other.stop == null || other.stop.isAfter(stop))
            && (overlapGroupId == null || !overlapGroupId.equals(other.overlapGroupId))) {
          flags.add("OTHER_CAMPAIGN_AT_STOP");
        }
      }
    }
  }

  CampaignRow row() {
    return new CampaignRow(
        id,
        entityType(),
        entityKey(),
        source,
        label,
        start,
        stop,
        stopSeDays,
        promotional,
        conversational,
        overlapGroupId,
        nextCampaignAt,
        state,
        List.copyOf(flags));
  }

  List<CampaignMemberRow> memberRows() {
    return members.stream()
        .sorted(
            Comparator.comparing(
                    CampaignMemberRow::platform,
                    Comparator.nullsFirst(Comparator.<String>naturalOrder()))
                .thenComparing(CampaignMemberRow::entityType)
                .thenComparing(CampaignMemberRow::entityId))
        .toList();
  }

  private static boolean owns(CampaignMemberRow member) {
    return member.role().equals(Role.OWNER.word());
  }

  private static String hash(Iterable<String> parts) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
