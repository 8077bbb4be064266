import type { ViewException } from './exceptions.ts';

/** The name of the check in `otel-run smoke`, if there is one. */
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

/** `GET /api/findings`: errors first, then warnings, then information; latest first. */
export interface FindingsAnswer {
  readonly findings: readonly ViewFinding[];
}

/** One finding, however often it was seen: with the same code, service and place. */
export interface ViewFinding {
  /** Stays the same as long as the view runs, even when the finding changes. */
  readonly id: string;
  readonly code: ViewFindingCode;
  readonly severity: 'error' | 'warning' | 'info';
  /** One line: `8 calls of GET /price/:id, one after the other, in GET /slow: 160 of 196 ms`. */
  readonly title: string;
  /** What to do about it; '' if that is obvious. */
  readonly fix: string;
  readonly service: string;
  readonly count: number;
  readonly firstTimeMs: number;
  readonly lastTimeMs: number;
  /** Its latest place. */
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly logId: number | null;
  /** `file:line` in the application's source. */
  readonly source: string | null;
  readonly exception: ViewException | null;
  /** The latest few places, newest first. */
  readonly evidence: readonly {
    readonly text: string;
    readonly timeMs: number;
    readonly traceId: string | null;
    readonly spanId: string | null;
    readonly logId: number | null;
  }[];
}
