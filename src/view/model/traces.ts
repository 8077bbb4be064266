import type { SpanKind } from '../../receiver/telemetry.ts';
import type { ViewFinding, ViewFindingCode } from './findings.ts';
import type { Resources } from './json.ts';
import type { ViewLog } from './logs.ts';
import type { ViewSpan } from './spans.ts';

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
