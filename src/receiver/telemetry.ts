/** A value as the application recorded it: OTLP's `AnyValue` in plain JavaScript. */
export type AttributeValue =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };

/**
 * Attributes by name. An integer is a number if JavaScript can hold it exactly, otherwise its decimal string.
 * `null` stands for OTLP's empty value.
 */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** The instrumentation scope that recorded it. Name and version are `''` if the sender left them out. */
export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly attributes: Attributes;
}

/** The origin of every piece of telemetry; `resource` holds the resource's attributes. */
export interface Origin {
  readonly resource: Attributes;
  readonly scope: Scope;
}

export type SpanKind = 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** One ended span. Ids are lower-case hex, `''` if the sender gave none; times are Unix nanoseconds. */
export interface Span extends Origin {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly traceState: string;
  readonly flags: number;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly durationMs: number;
  readonly attributes: Attributes;
  readonly status: { readonly code: 'unset' | 'ok' | 'error'; readonly message: string };
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;
}

export interface SpanEvent {
  readonly timeUnixNano: bigint;
  readonly name: string;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly flags: number;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

/** One log record. `timestamp` and `observedTimestamp` are Unix nanoseconds, `0n` where not given. */
export interface LogRecord extends Origin {
  readonly timestamp: bigint;
  readonly observedTimestamp: bigint;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly eventName: string;
  readonly body: AttributeValue;
  readonly attributes: Attributes;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly flags: number;
  readonly droppedAttributesCount: number;
}

/**
 * One data point of a metric. A gauge and a sum have a `value`; the other types have `count` and `sum` and
 * their own fields. `temporality` and `monotonic` are present if the type has them.
 */
export interface MetricPoint extends Origin {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly type: 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary';
  readonly temporality?: 'unspecified' | 'delta' | 'cumulative';
  readonly monotonic?: boolean;
  readonly attributes: Attributes;
  readonly startTimeUnixNano: bigint;
  readonly timeUnixNano: bigint;
  readonly flags: number;
  readonly value?: number;
  readonly count?: number;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  /** Histogram: how many measurements were at most `upTo` and above the bucket before; the last is Infinity. */
  readonly buckets?: readonly { readonly upTo: number; readonly count: number }[];
  /** Exponential histogram: bucket `i` of a side covers (base^(offset+i), base^(offset+i+1)], base 2^(2^-scale). */
  readonly exponential?: ExponentialBuckets;
  readonly quantiles?: readonly { readonly quantile: number; readonly value: number }[];
}

export interface ExponentialBuckets {
  readonly scale: number;
  readonly zeroCount: number;
  readonly positive: { readonly offset: number; readonly counts: readonly number[] };
  readonly negative: { readonly offset: number; readonly counts: readonly number[] };
}

/** Telemetry of all three signals, in the order of arrival. */
export interface Telemetry {
  readonly spans: readonly Span[];
  readonly logs: readonly LogRecord[];
  readonly metricPoints: readonly MetricPoint[];
}
