import type { SpanKind } from '../../receiver/telemetry.ts';
import type { ViewFinding, ViewFindingCode } from './findings.ts';
import type { Resources } from './json.ts';
import type { ViewLog } from './logs.ts';
import type { ViewSpan } from './spans.ts';

/** `GET /api/traces`. `matched` is the number without `limit` (default 100, at most 1000). */
export interface TracesAnswer {
  readonly traces: readonly TraceSummary[];
  readonly matched: number;
}

/** A trace in a line. */
export interface TraceSummary {
  readonly traceId: string;
  /** The name of the root, or of the earliest span until the root arrives. */
  readonly name: string;
  readonly kind: SpanKind;
  readonly service: string;
  /** All services, that of the root first. */
  readonly services: readonly string[];
  /** For an HTTP request: `GET`, `/users/:id`, `/users/7`, 200. */
  readonly method: string | null;
  readonly route: string | null;
  /** Of a trace that begins with a call: its target. */
  readonly path: string | null;
  readonly statusCode: number | null;
  readonly startTimeMs: number;
  readonly durationMs: number;
  readonly spanCount: number;
  readonly logCount: number;
  /** An error that fails several spans or is also logged counts once. */
  readonly errorCount: number;
  readonly error: boolean;
  /** Whether its root has arrived. */
  readonly complete: boolean;
  /** Its findings, without repetition. */
  readonly findingCodes: readonly ViewFindingCode[];
}

/** `GET /api/traces/<traceId>`. Spans are in tree order, each below its parent. */
export interface TraceAnswer extends TraceSummary {
  readonly spans: readonly ViewSpan[];
  /** Its records by time. Records of a span name the span. */
  readonly logs: readonly ViewLog[];
  readonly findings: readonly ViewFinding[];
  readonly resources: Resources;
}
