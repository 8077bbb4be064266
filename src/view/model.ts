import type { SpanKind } from '../receiver/telemetry.ts';
import type { SmokeReport } from '../report/report.ts';

/**
 * What the API of `otel-run view` answers, as JSON, and what the page is drawn from. One answer a path:
 *
 * | path | answer |
 * |---|---|
 * | `GET /api/status` | {@link StatusAnswer} |
 * | `GET /api/services` | {@link ServicesAnswer} |
 * | `GET /api/traces?service=&name=&error=true&minDurationMs=&text=&limit=` | {@link TracesAnswer} |
 * | `GET /api/traces/<traceId>` | {@link TraceAnswer} |
 * | `GET /api/logs?traceId=&service=&severity=&text=&limit=` | {@link LogsAnswer} |
 * | `GET /api/metrics` | {@link MetricsAnswer} |
 * | `GET /api/processes` | {@link ProcessesAnswer} |
 * | `GET /api/findings` | {@link FindingsAnswer} |
 * | `GET /api/smoke-test?traceId=…&traceId=…` | {@link SmokeTestAnswer} |
 * | `GET /api/events` | server-sent: {@link Hello}, then {@link Change} |
 *
 * Anything else is answered with a status of 4xx and a {@link Problem}. Lists are sorted with the newest first, but for
 * the spans of a trace (in the order of the tree), the records of a trace (by time) and findings (errors first).
 *
 * Times are milliseconds since 1970 with a fraction, durations are milliseconds. Ids are lower-case hex. A field is
 * always there; what is not known is null. What looks like a secret arrives as `(not shown)`.
 */

/** A value of an attribute or a body. Bytes are base64; a number that JSON does not have is a string: `NaN`. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export type JsonMap = Readonly<Record<string, JsonValue>>;

/** Attributes of resources by an id that holds as long as the view runs. Spans and records name theirs by that id. */
export type Resources = Readonly<Record<string, JsonMap>>;

export interface Problem {
  readonly error: string;
}

/** `GET /api/status`: what this view is, runs and holds. */
export interface StatusAnswer {
  /** Of otel-run. */
  readonly version: string;
  readonly startTimeMs: number;
  /** Where applications may send telemetry. */
  readonly receiver: { readonly http: string; readonly grpc: string };
  /** The commands that run under this view, and under those that have joined it. */
  readonly commands: readonly ViewCommand[];
  readonly held: Counts;
  /** What had to go for `--max-spans` and for memory, since the start. */
  readonly dropped: Counts;
  /** Export requests that were refused because they were not valid OTLP. */
  readonly refusedRequests: number;
  readonly maxSpans: number;
}

export interface Counts {
  readonly traces: number;
  readonly spans: number;
  readonly logs: number;
}

export interface ViewCommand {
  readonly id: string;
  readonly argv: readonly string[];
  /** The name of its working directory, and its path. */
  readonly folderName: string;
  readonly folder: string;
  readonly service: string;
  readonly startTimeMs: number;
  /** Null while it runs. Where a signal ended it, `code` is null. */
  readonly ended: {
    readonly timeMs: number;
    readonly code: number | null;
    readonly signal: string | null;
  } | null;
  /** Of the repository that it was started in. */
  readonly commit: { readonly hash: string; readonly branch: string | null } | null;
}

/** `GET /api/services`: who sends, and who calls whom. */
export interface ServicesAnswer {
  readonly services: readonly ServiceSummary[];
  /** The edges of the map: from a service to another, or to something that sends no telemetry itself. */
  readonly calls: readonly ServiceCalls[];
  readonly resources: Resources;
}

export interface ServiceSummary {
  readonly name: string;
  readonly version: string | null;
  /** Node.js or another runtime, as `nodejs 24.1.0`. */
  readonly runtime: string | null;
  /** Ids of {@link Resources}: one a process or thread. */
  readonly resources: readonly string[];
  readonly spanCount: number;
  readonly logCount: number;
  /** Spans that are the local root of a request or a unit of work. */
  readonly requestCount: number;
  /** Those of them that failed. */
  readonly errorCount: number;
  /** Of those requests; null where there is none. */
  readonly durationMs: { readonly p50: number; readonly p95: number; readonly max: number } | null;
}

export interface ServiceCalls {
  readonly from: string;
  /** A service's name, or what is called: `postgresql orders`, `api.example`, `openai`. */
  readonly to: string;
  readonly kind: 'service' | 'http' | 'database' | 'messaging' | 'rpc' | 'genai' | 'other';
  readonly count: number;
  readonly errorCount: number;
  readonly averageMs: number;
}

/** `GET /api/traces`. `matched` is how many there are without `limit` (default 100, at most 1000). */
export interface TracesAnswer {
  readonly traces: readonly TraceSummary[];
  readonly matched: number;
}

/** A trace in a line. */
export interface TraceSummary {
  readonly traceId: string;
  /** Of the root; while it has not arrived, of the earliest span. */
  readonly name: string;
  readonly kind: SpanKind;
  readonly service: string;
  /** All of them, that of the root first. */
  readonly services: readonly string[];
  /** Of an HTTP request: `GET`, `/users/:id`, `/users/7`, 200. */
  readonly method: string | null;
  readonly route: string | null;
  readonly path: string | null;
  readonly statusCode: number | null;
  readonly startTimeMs: number;
  readonly durationMs: number;
  readonly spanCount: number;
  readonly logCount: number;
  /** An error that fails several spans, or is logged as well, counts once. */
  readonly errorCount: number;
  readonly error: boolean;
  /** Whether its root has arrived. */
  readonly complete: boolean;
  /** Its findings, without repetition. */
  readonly findingCodes: readonly ViewFindingCode[];
}

/** `GET /api/traces/<traceId>`. Spans are in the order of the tree, each below its parent. */
export interface TraceAnswer extends TraceSummary {
  readonly spans: readonly ViewSpan[];
  /** Its records by time; those of a span name it. */
  readonly logs: readonly ViewLog[];
  readonly findings: readonly ViewFinding[];
  readonly resources: Resources;
}

export interface ViewSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  /** How many of its ancestors are there too. */
  readonly depth: number;
  readonly name: string;
  readonly kind: SpanKind;
  readonly service: string;
  /** Id of its {@link Resources}. */
  readonly resource: string;
  readonly pid: number | null;
  readonly scope: { readonly name: string; readonly version: string };
  readonly startTimeMs: number;
  readonly durationMs: number;
  readonly status: { readonly code: 'unset' | 'ok' | 'error'; readonly message: string };
  /** What a client or producer span calls, to be shown beside its name: `api.example/price`, `postgresql orders`. */
  readonly target: string | null;
  /** The answer's: HTTP, gRPC. */
  readonly statusCode: number | null;
  readonly exception: ViewException | null;
  readonly attributes: JsonMap;
  readonly events: readonly {
    readonly name: string;
    readonly timeMs: number;
    readonly attributes: JsonMap;
  }[];
  readonly links: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes: JsonMap;
  }[];
  readonly traceState: string;
  /** Attributes, events and links that the sender dropped. */
  readonly droppedCount: number;
  /** Whether the view has cut long values. */
  readonly cut: boolean;
}

/** An error that a span or a record carries. */
export interface ViewException {
  readonly type: string;
  readonly message: string;
  /** As the runtime writes it; '' where there is none. */
  readonly stacktrace: string;
  /** `src/price.ts:12:7`: the first frame of the application's own, relative to the folder of its command. */
  readonly source: string | null;
  /** The lines around that place, where the file is on this machine. */
  readonly excerpt: readonly SourceLine[];
}

export interface SourceLine {
  readonly line: number;
  readonly text: string;
  /** Whether it is the line of the frame. */
  readonly at: boolean;
}

/** `GET /api/logs`. `severity` is a least one (`warn`); `limit` as with traces. */
export interface LogsAnswer {
  readonly logs: readonly ViewLog[];
  readonly matched: number;
  readonly resources: Resources;
}

export type Severity = 'UNSPECIFIED' | 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';

export interface ViewLog {
  /** Increases with each record; the page links to it. */
  readonly id: number;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly service: string;
  readonly resource: string;
  readonly pid: number | null;
  readonly scope: { readonly name: string; readonly version: string };
  readonly timeMs: number;
  readonly severity: Severity;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly eventName: string;
  /** The body as one text; a map or list as JSON. */
  readonly message: string;
  readonly body: JsonValue;
  readonly attributes: JsonMap;
  readonly exception: ViewException | null;
  readonly droppedCount: number;
  readonly cut: boolean;
}

/** `GET /api/metrics`: by service and name. */
export interface MetricsAnswer {
  readonly metrics: readonly ViewMetric[];
}

export interface ViewMetric {
  readonly service: string;
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly type: 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary';
  readonly temporality: 'unspecified' | 'delta' | 'cumulative' | null;
  readonly monotonic: boolean | null;
  readonly scope: { readonly name: string; readonly version: string };
  readonly series: readonly ViewSeries[];
  /** Series that are not kept, because there were too many. */
  readonly droppedSeries: number;
}

export interface ViewSeries {
  readonly attributes: JsonMap;
  readonly resource: string;
  /** Oldest first, the newest some hundred. */
  readonly points: readonly ViewPoint[];
}

/** Gauges and sums have a `value`, the others `count` and `sum`. */
export interface ViewPoint {
  readonly timeMs: number;
  readonly value: number | null;
  readonly count: number | null;
  readonly sum: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Of a histogram: `upTo` is null for the last one, which has no upper bound. */
  readonly buckets: readonly { readonly upTo: number | null; readonly count: number }[];
  readonly quantiles: readonly { readonly quantile: number; readonly value: number }[];
}

/** `GET /api/processes`: Node.js processes and worker threads; a tree by `ppid`, threads by `pid`. */
export interface ProcessesAnswer {
  readonly processes: readonly ViewProcess[];
}

export interface ViewProcess {
  readonly pid: number;
  readonly ppid: number;
  /** 0 is the main thread. */
  readonly threadId: number;
  readonly argv: readonly string[];
  /** To read: paths by their last part, `node server.js`. */
  readonly title: string;
  readonly decision: 'initialized' | 'skipped';
  /** Why it was skipped: `tsx runs the work in a child`. */
  readonly reason: string | null;
  readonly instanceId: string | null;
  readonly service: string | null;
  /** Id of the {@link ViewCommand} that it belongs to. */
  readonly command: string;
  readonly startTimeMs: number;
  readonly running: boolean;
  /** What it left behind, where it had a moment to say so. */
  readonly exit: {
    readonly openSpans: readonly string[];
    readonly openSpanCount: number;
    readonly flushMs: number;
    readonly lost: number;
  } | null;
}

/** Named as the check of `otel-run smoke` where there is one. */
export type ViewFindingCode =
  | 'error'
  | 'n-plus-one'
  | 'slow'
  | 'route-missing'
  | 'no-duplicate-spans'
  | 'span-names-low-cardinality'
  | 'background-work-named'
  | 'logs-correlated'
  | 'logs-structured'
  | 'log-messages-stable'
  | 'no-secrets'
  | 'genai-calls';

/** `GET /api/findings`: errors first, then warnings, then what is only worth knowing; the latest first. */
export interface FindingsAnswer {
  readonly findings: readonly ViewFinding[];
}

/** One finding, however often it was seen: alike in code, service and place. */
export interface ViewFinding {
  /** Holds as long as the view runs; a later state has the same one. */
  readonly id: string;
  readonly code: ViewFindingCode;
  readonly severity: 'error' | 'warning' | 'info';
  /** One line: `8 calls of GET /price/:id, one after the other, in GET /slow: 160 of 196 ms`. */
  readonly title: string;
  /** What to do about it; '' where that is plain. */
  readonly fix: string;
  readonly service: string;
  readonly count: number;
  readonly firstTimeMs: number;
  readonly lastTimeMs: number;
  /** Where it was seen last. */
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly logId: number | null;
  /** `file:line` in the application's source. */
  readonly source: string | null;
  readonly exception: ViewException | null;
  /** The latest few places, the newest first. */
  readonly evidence: readonly {
    readonly text: string;
    readonly traceId: string | null;
    readonly spanId: string | null;
    readonly logId: number | null;
  }[];
}

/** `GET /api/smoke-test`: how what was chosen becomes a smoke test. */
export interface SmokeTestAnswer {
  /** To be typed, with {@link fileName} in the working directory. */
  readonly commandLine: string;
  readonly fileName: string;
  /** What to write into that file: YAML. */
  readonly expectations: string;
  readonly requests: readonly string[];
  /** What was left out and why: bodies are not recorded. */
  readonly notes: readonly string[];
}

/**
 * Event `hello`: the first one of every connection. `resumed` says that the changes after the `Last-Event-ID` follow;
 * else everything held before is to be thrown away and asked for again.
 */
export interface Hello {
  readonly version: string;
  /** Another one: another view runs at this port now. */
  readonly session: string;
  readonly resumed: boolean;
}

/**
 * Event `change`, at most five a second: everything that is new or different since the event before. A list has whole
 * items that replace those with the same id; what is not there has not changed. Its id is sent back as `Last-Event-ID`
 * (or `?lastEventId=`) to go on after it.
 */
export interface Change {
  readonly status?: StatusAnswer;
  readonly traces?: readonly TraceSummary[];
  /** The oldest first. */
  readonly logs?: readonly ViewLog[];
  /** Records that came in faster than they can be shown; `/api/logs` has them. */
  readonly skippedLogs?: number;
  readonly services?: ServicesAnswer;
  readonly findings?: readonly ViewFinding[];
  readonly processes?: readonly ViewProcess[];
  /** `/api/metrics` has news. */
  readonly metrics?: true;
  /** Traces that were dropped, and the lowest id of the records that still are. */
  readonly removed?: { readonly traceIds: readonly string[]; readonly oldestLogId: number };
}

/** A page without a view behind it: what `--save` and `smoke --html` put in. */
export interface FrozenView {
  readonly format: 1;
  readonly status: StatusAnswer;
  readonly services: ServicesAnswer;
  readonly traces: readonly TraceAnswer[];
  /** All records, those of traces too, without `resources`: `services` has them. */
  readonly logs: readonly ViewLog[];
  readonly metrics: readonly ViewMetric[];
  readonly processes: readonly ViewProcess[];
  readonly findings: readonly ViewFinding[];
  /** The run that is judged, with its checks; null from `view --save`. */
  readonly smoke: SmokeReport | null;
  /** When it was frozen. */
  readonly timeMs: number;
}

/**
 * The element of the built page that a {@link FrozenView} is put into. Empty, the page is live. `<` is written as
 * `\u003c` in it, so nothing in the data can end the element.
 */
export const DATA_ELEMENT = '<script id="otel-run-data" type="application/json"></script>';
