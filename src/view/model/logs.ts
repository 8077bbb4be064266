import type { ViewException } from './exceptions.ts';
import type { JsonMap, JsonValue, Resources } from './json.ts';

/** `GET /api/logs`. `severity` is the lowest one (`warn`); `limit` works as for traces. */
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
  /** The body as a string; a map or list as JSON. */
  readonly message: string;
  readonly body: JsonValue;
  readonly attributes: JsonMap;
  readonly exception: ViewException | null;
  readonly droppedCount: number;
  readonly cut: boolean;
}
