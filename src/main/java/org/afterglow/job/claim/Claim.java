package org.afterglow.job.claim;

import java.util.List;

/** The claims, as docs/verdicts.md words them. */
public enum Claim {
  /** Promotion expires, conversations and relationships do not. */
  C1(
      "Promotion is temporary, it expires; conversations and relationships do not.",
      "decay_contrast_pooled.estimate",
      true),
  /** Long after the promotion people still talk, and nobody answers. */
  C2(
      "Long after the promotion ends people still talk about you; nobody answers.",
      "unanswered.answer_ratio unanswered.talk_ratio",
      false),
  /** A feed that spews company news gets shut off. */
  C3("A feed that spews company news gets shut off.", "talk_balance.change_pct_per_10pp", true),
  /** Asking a favour of people you just met does not work. */
  C4(
      "Asking a favour of people you just met does not work.",
      "asks.rr_warm_cold advocacy.pass_on_ratio",
      true),
  /** Give before you take. */
  C5(
      "Relationship first, then the ask: give before you take.",
      "reciprocity.change_pct_per_doubling",
      true),
  /** Go silent and the audience is gone. */
  C6(
      "Go silent and the audience is gone; come back and the response is cold.",
      "comebacks.penalty_pct_60d comebacks.slope_ln_gap",
      false),
  /** Be relevant to the venue. */
  C7("Be relevant.", "relevance.change_pct_per_sd", true),
  /** Promote to millions or build relationships with thousands. */
  C8(
      "Promote to millions or build relationships with thousands?",
      "reach_depth.breadth_depth_ln_ratio",
      true);

  private final String words;
  private final String figures;
  private final boolean restsOnClasses;

  Claim(String words, String figures, boolean restsOnClasses) {
    this.words = words;
    this.figures = figures;
    this.restsOnClasses = restsOnClasses;
  }

  /** What it claims. */
  public String words() {
    return words;
  }

  /** The columns that it is judged by, as table.column; the first decides. */
  public List<String> figures() {
    return List.of(figures.split(" ", -1));
  }

  /** Whether it rests on which posts the model takes for promotional, or asking. */
  public boolean restsOnClasses() {
    return restsOnClasses;
  }
}
