package org.afterglow.archive;

/** Why a record could not be read. */
public enum RejectReason {
  /** Not well-formed JSON. */
  NOT_JSON,
  /** Not well-formed XML. */
  NOT_XML,
  /** Bytes that are not UTF-8 where UTF-8 is required. */
  NOT_UTF8,
  /** A delimited row whose cells do not fit its header, or a quote that never closes. */
  BROKEN_ROW,
  /** Longer than the limit. */
  TOO_LONG,
  /** Nested deeper than the limit. */
  TOO_DEEP,
  /** A field that the format always has is missing or of an unusable type. */
  MISSING_FIELD,
  /** An id that went through a floating-point number and lost digits. */
  LOSSY_ID,
  /** A value that cannot be what its field means. */
  BAD_VALUE,
  /** The stream ends in the middle of the compressed data. */
  TRUNCATED,
  /** The compressed data is damaged. */
  CORRUPT,
  /** Inflates beyond the limit of its ratio or size. */
  BOMB,
  /** The format of the input could not be recognised. */
  UNKNOWN_FORMAT
}
