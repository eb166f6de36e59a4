package org.afterglow.job.claim;

/** The claims, as docs/verdicts.md words them. */
public enum Claim {
  /** Promotion expires, conversations and relationships do not. */
  C1("lnlor", true),
  /** Long after the promotion people still talk, and nobody answers. */
  C2("answer_ratio", false),
  /** A feed that spews company news gets shut off. */
  C3("change_pct_per_10pp", true),
  /** Asking a favour of people you just met does not work. */
  C4("rr_warm_cold", true),
  /** Give before you take. */
  C5("change_pct_per_doubling", true),
  /** Go silent and the audience is gone. */
  C6("penalty_pct_60d", false),
  /** Be relevant to the venue. */
  C7("change_pct_per_sd", true),
  /** Promote to millions or build relationships with thousands. */
  C8("breadth_depth_ln_ratio", true);

  private final String figure;
  private final boolean restsOnClasses;

  Claim(String figure, boolean restsOnClasses) {
    this.figure = figure;
    this.restsOnClasses = restsOnClasses;
  }

  /** The column of its table that decides. */
  public String figure() {
    return figure;
  }

  /** Whether it rests on which posts the model takes for promotional, or asking. */
  public boolean restsOnClasses() {
    return restsOnClasses;
  }
}
