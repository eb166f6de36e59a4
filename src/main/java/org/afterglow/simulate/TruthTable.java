package org.afterglow.simulate;

import java.util.Locale;

/** The tables below {@code truth/} that have rows of every entity (docs/simulator.md). */
enum TruthTable {
  POST("platform,post_id,author,campaign_id,class,sounds_like,posted_at,half_life_days,volume"),
  PERSON("platform,author,campaign_id,acquired_class,acquired_at,left_at"),
  CAMPAIGN("campaign_id,platform,entity,owners,venue,tag,habit,declared,started_at,stopped_at"),
  DECAY("campaign_id,class,family,h,f,t50_days,rho28,d28_days,half_of_28d_age_hours"),
  CONTRAST("campaign_id,lnlor_age,lnlor_people,lnlor_talk,lnlor_age_with_bots"),
  SILENCE("platform,entity,silent_from,silent_to"),

  /** Written where anybody recommends. */
  RECOMMENDATION("platform,post_id,author,owner,kind,posted_at");

  private final String header;

  TruthTable(String header) {
    this.header = header;
  }

  /** The names of its columns with commas between. */
  String header() {
    return header;
  }

  String file() {
    return "truth_" + name().toLowerCase(Locale.ROOT) + ".csv";
  }
}
