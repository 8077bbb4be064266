import type { Received } from '../receiver/wait-for.ts';
import type { Expectations } from './expectations/expectation.ts';

/** One Node.js process or worker thread of the command, and what was decided for it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly ppid: number;
  /** 0 is the main thread. */
  readonly threadId: number;
  readonly argv: readonly string[];
  readonly decision: 'initialized' | 'skipped';
  /** Why it was skipped, else null. */
  readonly reason: string | null;
  /** The resource's `service.instance.id`; null where it was skipped. */
  readonly instanceId: string | null;
  /** How often it was initialized. */
  readonly initializations: number;
  /** Whether a port that the requests went to was its own. */
  readonly listens: boolean;
  /** What it left behind; null where it was skipped, or ended without a moment of its own. */
  readonly exit: ProcessExit | null;
}

export interface ProcessExit {
  /** Names of spans that had not ended, the first few. */
  readonly openSpans: readonly string[];
  readonly openSpanCount: number;
  /** Milliseconds that the exit was delayed to deliver telemetry. */
  readonly flushMs: number;
  /** Spans and log records that could not be delivered. */
  readonly lost: number;
}

/** How the command ended. */
export interface CommandResult {
  readonly argv: readonly string[];
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The signal that it was stopped with; null where it ended by itself. */
  readonly stoppedBy: NodeJS.Signals | null;
  /** Whether it had to be killed, because it went on after the signal. */
  readonly killed: boolean;
  /** Why it was never ready for requests; null where it was, or where there were none. */
  readonly notReady: string | null;
  /** The last lines that it wrote to stdout and stderr. */
  readonly lastOutput: readonly string[];
}

/** One request that was sent, or was to be sent. Exactly one of `status` and `error` is not null. */
export interface RequestResult {
  readonly method: string;
  readonly url: string;
  readonly status: number | null;
  readonly error: string | null;
  readonly durationMs: number;
}

/** What the configuration says that a check has to know. */
export interface Expected {
  /** The configured `service.name`; null where a configuration file of OpenTelemetry decides. */
  readonly serviceName: string | null;
  /** Whether metrics were asked for. */
  readonly metrics: boolean;
  /** Whether every trace is exported. */
  readonly traces: boolean;
  /** `OTEL_RUN_IGNORE_PATHS`. */
  readonly ignorePaths: readonly string[];
}

/** Everything that the checks judge. Spans are there once each, however often they were delivered. */
export interface Facts {
  readonly telemetry: Received;
  readonly processes: readonly ProcessEntry[];
  readonly command: CommandResult;
  readonly requests: readonly RequestResult[];
  readonly expected: Expected;
  readonly expectations: Expectations | null;
}
