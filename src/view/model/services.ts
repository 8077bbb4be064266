import type { Resources } from './json.ts';

/** `GET /api/services`: which services send telemetry, and which call each other. */
export interface ServicesAnswer {
  readonly services: readonly ServiceSummary[];
  /** The edges of the map: from a service to another one, or to a target that sends no telemetry. */
  readonly calls: readonly ServiceCalls[];
  readonly resources: Resources;
}

export interface ServiceSummary {
  readonly name: string;
  readonly version: string | null;
  /** Node.js or another runtime, such as `nodejs 24.1.0`. */
  readonly runtime: string | null;
  /** Ids of `Resources`, one per process or thread. */
  readonly resources: readonly string[];
  readonly spanCount: number;
  readonly logCount: number;
  /** Spans that are the local root of a request or a unit of work. */
  readonly requestCount: number;
  /** Those of them that failed. */
  readonly errorCount: number;
  /** Of those requests; null if there are none. */
  readonly durationMs: { readonly p50: number; readonly p95: number; readonly max: number } | null;
}

export interface ServiceCalls {
  readonly from: string;
  /** A service's name, or the target of a call: `postgresql orders`, `api.example`, `openai`. */
  readonly to: string;
  readonly kind: 'service' | 'http' | 'database' | 'messaging' | 'rpc' | 'genai' | 'other';
  readonly count: number;
  readonly errorCount: number;
  readonly averageMs: number;
}
