/**
 * Internal: names a file to which the preload appends what became of each process and thread. `otel-run smoke` sets
 * it, reads the file and removes it.
 */
export const REPORT_VARIABLE = 'OTEL_RUN_REPORT';

/** One line of that file, as JSON. */
export type ProcessReportLine = DecisionLine | ExitLine | TerminalLine;

interface Thread {
  readonly pid: number;
  readonly threadId: number;
  /** `performance.timeOrigin`: a process id alone is used again. */
  readonly timeOrigin: number;
}

/** What the preload decided for a thread. `reason` is null where it initialized. */
export interface DecisionLine extends Thread {
  readonly event: 'decision';
  readonly ppid: number;
  readonly argv: readonly string[];
  readonly decision: 'initialized' | 'skipped';
  readonly reason: string | null;
  /** The resource's `service.instance.id`; null where it was skipped. */
  readonly instanceId: string | null;
}

/** What an initialized thread left behind. A process may write several: the last exit handler to run is the end. */
export interface ExitLine extends Thread {
  readonly event: 'exit';
  /** Names of sampled spans that had not ended, the first few. */
  readonly openSpans: readonly string[];
  readonly openSpanCount: number;
  /** Milliseconds that the exit was delayed to deliver telemetry. */
  readonly flushMs: number;
  /** Spans and log records that could not be delivered before the exit. */
  readonly lost: number;
}

/** Under a view on a terminal: whether what a thread wrote there last has no end of line yet. */
export interface TerminalLine extends Thread {
  readonly event: 'terminal-line';
  readonly open: boolean;
}
