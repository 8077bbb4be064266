import type { SmokeReport } from '../../report/report.ts';
import type { ViewFinding } from './findings.ts';
import type { ViewLog } from './logs.ts';
import type { ViewMetric } from './metrics.ts';
import type { ViewProcess } from './processes.ts';
import type { ServicesAnswer } from './services.ts';
import type { StatusAnswer } from './status.ts';
import type { TraceAnswer } from './traces.ts';

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
