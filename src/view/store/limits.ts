/** What a view holds at most, beside `--max-spans`. Whatever applications send, its memory stays below some 300 MB. */
export const LIMITS = {
  /** Bytes of spans and records, as they are reckoned when they arrive. The oldest go first. */
  bytes: 96 * 1024 * 1024,
  /** Characters of one text. */
  textLength: 16 * 1024,
  /** Characters of all names and values of one span or record. */
  itemLength: 128 * 1024,
  /** Attributes, events and links of one span or record, and entries of one list or map. */
  entries: 200,
  /** Maps in maps. */
  depth: 8,
  resources: 1000,
  /** Series of metrics, all together and of one metric. */
  series: 1000,
  seriesOfMetric: 100,
  points: 120,
  /** Ids of traces that are gone, for pages that come back. */
  removals: 5000,
} as const;
