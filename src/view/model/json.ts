/**
 * The JSON answers of the API of `otel-run view`, which the page also uses. One answer per path:
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
 * Anything else is answered with a status of 4xx and a `Problem`. Lists are sorted newest first, except for
 * the spans of a trace (in tree order), the records of a trace (by time) and findings (errors first).
 *
 * Times are milliseconds since 1970 with a fraction, durations are milliseconds. Ids are lower-case hex. All
 * fields are always present; unknown values are null. Values that look like secrets appear as `(not shown)`.
 */

/**
 * A value of an attribute or a body. Bytes are base64; a number that JSON cannot express is a string: `NaN`.
 */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export type JsonMap = Readonly<Record<string, JsonValue>>;

/**
 * Attributes of resources by an id that is stable as long as the view runs. Spans and records refer to it.
 */
export type Resources = Readonly<Record<string, JsonMap>>;

export interface Problem {
  readonly error: string;
}
