package org.afterglow.job.acts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.afterglow.campaign.EntityType;
import org.afterglow.campaign.Role;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.CampaignRow;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Campaigns and their members in the forms in which they are broadcast to posts. A member without a
 * platform stands for all ({@code any_platform}), else for those in {@code platforms}.
 *
 * @param keys a row a campaign and key that brings posts: {@code campaign_id, key, topic,
 *     any_platform, platforms}; topic: not an account
 * @param windows a row a campaign: {@code campaign_id, started_at, stopped_at, topics}, its keys
 *     that are topics
 * @param accounts a row a campaign and account: {@code campaign_id, account, owner, brings_posts,
 *     any_platform, platforms}
 * @param haveTopics whether any campaign has a topic
 */
record CampaignMembers(
    Dataset<Row> keys, Dataset<Row> windows, Dataset<Row> accounts, boolean haveTopics) {
  private static final StructType PLATFORMS =
      new StructType()
          .add("any_platform", DataTypes.BooleanType, false)
          .add("platforms", DataTypes.createArrayType(DataTypes.StringType, false), false);
  private static final StructType KEYS =
      with(
          new StructType()
              .add("campaign_id", DataTypes.StringType, false)
              .add("key", DataTypes.StringType, false)
              .add("topic", DataTypes.BooleanType, false));
  private static final StructType WINDOWS =
      new StructType()
          .add("campaign_id", DataTypes.StringType, false)
          .add("started_at", DataTypes.TimestampType)
          .add("stopped_at", DataTypes.TimestampType)
          .add(
              "topics",
              DataTypes.createArrayType(
                  with(new StructType().add("key", DataTypes.StringType, false)), false),
              false);
  private static final StructType ACCOUNTS =
      with(
          new StructType()
              .add("campaign_id", DataTypes.StringType, false)
              .add("account", DataTypes.StringType, false)
              .add("owner", DataTypes.BooleanType, false)
              .add("brings_posts", DataTypes.BooleanType, false));

  /** From the published tables, which are small. */
  static CampaignMembers of(Dataset<Row> campaigns, Dataset<Row> members) {
    Map<String, Map<String, Extent>> extents = new TreeMap<>();
    for (CampaignMemberRow member : Tables.CAMPAIGN_MEMBERS.records(members).collectAsList()) {
      extents
          .computeIfAbsent(member.campaignId(), id -> new TreeMap<>())
          .computeIfAbsent(
              EntityKeys.of(member.entityType(), member.entityId()),
              key -> new Extent(member.entityType(), member.entityId()))
          .add(member);
    }
    List<Row> keys = new ArrayList<>();
    List<Row> windows = new ArrayList<>();
    List<Row> accounts = new ArrayList<>();
    boolean haveTopics = false;
    for (CampaignRow campaign : Tables.CAMPAIGNS.records(campaigns).collectAsList()) {
      String id = campaign.campaignId();
      boolean accountsBring = accountsBringPosts(campaign);
      List<Row> topics = new ArrayList<>();
      for (Map.Entry<String, Extent> entry : extents.getOrDefault(id, Map.of()).entrySet()) {
        String key = entry.getKey();
        Extent extent = entry.getValue();
        boolean topic = !extent.entityType.equals(EntityType.ACCOUNT.word());
        Object[] platforms = extent.platforms.toArray();
        if (topic) {
          topics.add(RowFactory.create(key, extent.anyPlatform, platforms));
          haveTopics = true;
        } else {
          accounts.add(
              RowFactory.create(
                  id, extent.entityId, extent.owner, accountsBring, extent.anyPlatform, platforms));
        }
        if (topic || accountsBring) {
          keys.add(RowFactory.create(id, key, topic, extent.anyPlatform, platforms));
        }
      }
      windows.add(
          RowFactory.create(id, campaign.startedAt(), campaign.stoppedAt(), topics.toArray()));
    }
    return new CampaignMembers(
        campaigns.sparkSession().createDataFrame(keys, KEYS),
        campaigns.sparkSession().createDataFrame(windows, WINDOWS),
        campaigns.sparkSession().createDataFrame(accounts, ACCOUNTS),
        haveTopics);
  }

  /**
   * Whether member accounts bring their own posts; not where detection found one to own a hashtag
   * or a domain.
   */
  private static boolean accountsBringPosts(CampaignRow campaign) {
    return !campaign.campaignSource().equals("detected")
        || campaign.entityType().equals(EntityType.ACCOUNT.word());
  }

  private static StructType with(StructType type) {
    StructType all = type;
    for (var field : PLATFORMS.fields()) {
      all = all.add(field);
    }
    return all;
  }

  /** Where a member stands for a campaign. */
  private static final class Extent {
    private final String entityType;
    private final String entityId;
    private final TreeSet<String> platforms = new TreeSet<>();
    private boolean anyPlatform;
    private boolean owner;

    Extent(String entityType, String entityId) {
      this.entityType = entityType;
      this.entityId = entityId;
    }

    void add(CampaignMemberRow member) {
      String platform = member.platform();
      if (platform == null) {
        anyPlatform = true;
      } else {
        platforms.add(platform);
      }
      owner |= member.role().equals(Role.OWNER.word());
    }
  }
}
