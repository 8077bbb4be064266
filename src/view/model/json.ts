/**
 * What the API of `otel-run view` answers, as JSON, and what the page is drawn from. One answer a path:
 *
 * | path | answer |
 * |---|---|
 * | `GET /api/status` | `StatusAnswer` |
 * | `GET /api/services` | `ServicesAnswer` |
 * | `GET /api/traces?service=&name=&error=true&minDurationMs=&text=&limit=` | `TracesAnswer` |
 * | `GET /api/traces/<traceId>` | `TraceAnswer` |
 * | `GET /api/logs?traceId=&service=&severity=&text=&limit=` | `LogsAnswer` |
 * | `GET /api/metrics` | `MetricsAnswer` |
 * | `GET /api/processes` | `ProcessesAnswer` |
 * | `GET /api/findings` | `FindingsAnswer` |
 * | `GET /api/smoke-test?traceId=…&traceId=…` | `SmokeTestAnswer` |
 * | `GET /api/events` | server-sent: `Hello`, then `Change` |
 *
 * Anything else is answered with a status of 4xx and a `Problem`. Lists are sorted with the newest first, but for
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
