/**
 * Limits of a view in addition to `--max-spans`. Whatever applications send,
 * its memory stays below about 300 MB.
 */
export const LIMITS = {
  /** Bytes of spans and records, estimated when they arrive. The oldest are dropped first. */
  bytes: 96 * 1024 * 1024,
  /** Characters of one string. */
  textLength: 16 * 1024,
  /** Characters of all names and values of one span or record. */
  itemLength: 128 * 1024,
  /** Attributes, events and links of one span or record, and entries of one list or map. */
  entries: 200,
  /** Depth of nested maps. */
  depth: 8,
  resources: 1000,
  /** Metric series, in total and per metric. */
  series: 1000,
  seriesOfMetric: 100,
  points: 120,
  /** Ids of dropped traces, for pages that reconnect. */
  removals: 5000,
} as const;
