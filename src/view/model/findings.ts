import type { ViewException } from './exceptions.ts';

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
