import type { SmokeReport } from '../../report/report.ts';
import type { ViewFinding } from './findings.ts';
import type { ViewLog } from './logs.ts';
import type { ViewMetric } from './metrics.ts';
import type { ViewProcess } from './processes.ts';
import type { ServicesAnswer } from './services.ts';
import type { StatusAnswer } from './status.ts';
import type { TraceAnswer } from './traces.ts';

/** The data of a page without a running view, from `--save` or `smoke --html`. */
export interface FrozenView {
  readonly format: 1;
  readonly status: StatusAnswer;
  readonly services: ServicesAnswer;
  readonly traces: readonly TraceAnswer[];
  /** All records, including those of traces, without `resources`, which are in `services`. */
  readonly logs: readonly ViewLog[];
  readonly metrics: readonly ViewMetric[];
  readonly processes: readonly ViewProcess[];
  readonly findings: readonly ViewFinding[];
  /** The checked run; null from `view --save`. */
  readonly smoke: SmokeReport | null;
  /** When it was frozen. */
  readonly timeMs: number;
}

/**
 * The element of the built page that holds a {@link FrozenView}. If it is empty, the page is live. `<` is
 * written as `\u003c` in it, so that no data can end the element.
 */
export const DATA_ELEMENT = '<script id="otel-run-data" type="application/json"></script>';
