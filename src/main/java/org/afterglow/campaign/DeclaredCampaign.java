package org.afterglow.campaign;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A campaign that the user knows of.
 *
 * @param campaignId the user's own name of it, unique within the file
 * @param label what to call it in reports; null where none is given
 * @param start its first instant, UTC; null: the archive's first
 * @param stop the first instant after it, UTC; null: it still runs
 * @param members what belongs to it, at least one, in order of the file, each once
 */
public record DeclaredCampaign(
    String campaignId,
    @Nullable String label,
    @Nullable Instant start,
    @Nullable Instant stop,
    List<Member> members) {

  public DeclaredCampaign {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a campaign without members");
    }
    if (start != null && stop != null && !start.isBefore(stop)) {
      throw new IllegalArgumentException("stop " + stop + " is not after start " + start);
    }
  }

  /**
   * An entity that belongs to it.
   *
   * @param platform lower-case name; null: every platform
   * @param type what it is
   * @param entityId the native id or the handle (without {@code @}, {@code u/}) of an account, a
   *     hashtag as tables have it (NFKC, lower case, no {@code #}), a registrable domain, or a
   *     venue as the platform writes it, whose case does not matter
   * @param role what it is to the campaign
   */
  public record Member(@Nullable String platform, EntityType type, String entityId, Role role) {}
}
