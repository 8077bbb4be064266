import type { TelemetryBatch } from '../receiver/receiver.ts';
import type { Received } from '../receiver/wait-for.ts';
import type { Expectations } from './expectations/expectation.ts';
import type { Limit } from './limit.ts';
import type { Shape } from './snapshot/shape.ts';

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
  /** True if the preload did not run in it, so that nothing was decided there. */
  readonly unreached?: true;
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
  /** What still listened when it was stopped; nothing where it ended by itself. */
  readonly listened?: readonly ListeningProcess[];
  /** Milliseconds from its start to its end. */
  readonly durationMs?: number;
}

/** A process of the command, and the ports that it listens on. */
export interface ListeningProcess {
  readonly pid: number;
  readonly argv: readonly string[];
  readonly ports: readonly number[];
}

/** Where requests went that name a path only. */
export interface Target {
  readonly port: number;
  /** Undefined where the port belongs to none of the command's processes. */
  readonly process: ListeningProcess | undefined;
  /** Others that listened; they were not asked. */
  readonly others: readonly ListeningProcess[];
}

/** One request that was sent, or was to be sent. Exactly one of `status` and `error` is not null. */
export interface RequestResult {
  readonly method: string;
  readonly url: string;
  readonly status: number | null;
  readonly error: string | null;
  readonly durationMs: number;
  /** `Date.now()` when it was sent. */
  readonly sentAt?: number;
  /** What answer was expected, `404` or `4xx`; undefined where none was named. */
  readonly expected?: string | undefined;
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
  /** Milliseconds between two exports of metrics; 60,000 where nothing says. */
  readonly metricIntervalMs?: number | undefined;
}

/** The shape that was committed, and what becomes of it. */
export interface SnapshotFacts {
  /** Its path, for messages. */
  readonly file: string;
  /** Null where there was no file. */
  readonly before: Shape | null;
  /** Whether it is written anew. */
  readonly update: boolean;
}

/** Everything that the checks judge. Spans are there once each, however often they were delivered. */
export interface Facts {
  readonly telemetry: Received;
  /** The same, request by request, with their bytes. */
  readonly batches?: readonly TelemetryBatch[];
  readonly processes: readonly ProcessEntry[];
  readonly command: CommandResult;
  readonly requests: readonly RequestResult[];
  /** Undefined where no request named a path. */
  readonly target?: Target | undefined;
  readonly expected: Expected;
  readonly expectations: Expectations | null;
  readonly budget?: readonly Limit[] | undefined;
  readonly snapshot?: SnapshotFacts | undefined;
  /** Requests a second, for what a month costs. */
  readonly rate?: number | undefined;
}
