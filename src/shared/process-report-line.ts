/**
 * Internal: names a file to which the preload appends a report about each process and thread. `otel-run
 * smoke` sets it, reads the file and removes it.
 */
export const REPORT_VARIABLE = 'OTEL_RUN_REPORT';

/** One line of that file, as JSON. */
export type ProcessReportLine = DecisionLine | ExitLine | TerminalLine;

interface Thread {
  readonly pid: number;
  readonly threadId: number;
  /** `performance.timeOrigin`, because process ids are reused. */
  readonly timeOrigin: number;
}

/** The preload's decision for a thread. `reason` is null if it initialized. */
export interface DecisionLine extends Thread {
  readonly event: 'decision';
  readonly ppid: number;
  readonly argv: readonly string[];
  readonly decision: 'initialized' | 'skipped';
  readonly reason: string | null;
  /** The resource's `service.instance.id`; null if it was skipped. */
  readonly instanceId: string | null;
}

/**
 * The state of an initialized thread at its end. A process may write several: the one
 * from the last exit handler counts.
 */
export interface ExitLine extends Thread {
  readonly event: 'exit';
  /** The first few names of sampled spans that had not ended. */
  readonly openSpans: readonly string[];
  readonly openSpanCount: number;
  /** Milliseconds that the exit waited to deliver telemetry. */
  readonly flushMs: number;
  /** Spans and log records that could not be delivered before the exit. */
  readonly lost: number;
}

/** Under a view on a terminal: whether the last output of a thread there has no end of line yet. */
export interface TerminalLine extends Thread {
  readonly event: 'terminal-line';
  readonly open: boolean;
}
