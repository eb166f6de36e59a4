package org.afterglow.ingest;

import org.jspecify.annotations.Nullable;

/**
 * One row out of the reading pass, of which exactly one component but the kind is there. One pass
 * over the bytes gives rows of several tables; they are staged together and told apart later.
 *
 * @param kind post, event, reject, deletion or unit
 */
public record ReadRow(
    String kind,
    @Nullable StagedPost post,
    @Nullable StagedEvent event,
    @Nullable StagedReject reject,
    @Nullable StagedDeletion deletion,
    @Nullable StagedUnit unit) {
  static final String POST = "post";
  static final String EVENT = "event";
  static final String REJECT = "reject";
  static final String DELETION = "deletion";
  static final String UNIT = "unit";

  static ReadRow of(StagedPost post) {
    return new ReadRow(POST, post, null, null, null, null);
  }

  static ReadRow of(StagedEvent event) {
    return new ReadRow(EVENT, null, event, null, null, null);
  }

  static ReadRow of(StagedReject reject) {
    return new ReadRow(REJECT, null, null, reject, null, null);
  }

  static ReadRow of(StagedDeletion deletion) {
    return new ReadRow(DELETION, null, null, null, deletion, null);
  }

  static ReadRow of(StagedUnit unit) {
    return new ReadRow(UNIT, null, null, null, null, unit);
  }
}
