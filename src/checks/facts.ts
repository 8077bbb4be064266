import type { TelemetryBatch } from '../receiver/receiver.ts';
import type { Received } from '../receiver/wait-for.ts';
import type { Expectations } from './expectations/expectation.ts';
import type { Limit } from './limit.ts';
import type { Shape } from './snapshot/shape.ts';

/** One Node.js process or worker thread of the command, with its decision. */
export interface ProcessEntry {
  readonly pid: number;
  readonly ppid: number;
  /** 0 is the main thread. */
  readonly threadId: number;
  readonly argv: readonly string[];
  readonly decision: 'initialized' | 'skipped';
  /** Why it was skipped, otherwise null. */
  readonly reason: string | null;
  /** True if the preload did not run in it, so no decision was made. */
  readonly unreached?: true;
  /** The resource's `service.instance.id`; null if it was skipped. */
  readonly instanceId: string | null;
  /** How often it was initialized. */
  readonly initializations: number;
  /** Whether it owned a port that the requests went to. */
  readonly listens: boolean;
  /** Its state at the exit; null if it was skipped, or ended before it could report. */
  readonly exit: ProcessExit | null;
}

export interface ProcessExit {
  /** The first few names of spans that had not ended. */
  readonly openSpans: readonly string[];
  readonly openSpanCount: number;
  /** Milliseconds that the exit waited to deliver telemetry. */
  readonly flushMs: number;
  /** Spans and log records that could not be delivered. */
  readonly lost: number;
}

/** How the command ended. */
export interface CommandResult {
  readonly argv: readonly string[];
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The signal that stopped it; null if it ended by itself. */
  readonly stoppedBy: NodeJS.Signals | null;
  /** Whether it had to be killed because it kept running after the signal. */
  readonly killed: boolean;
  /** Why it was never ready for requests; null if it was ready, or if there were no requests. */
  readonly notReady: string | null;
  /** The last lines that it wrote to stdout and stderr. */
  readonly lastOutput: readonly string[];
  /** Processes that still listened when it was stopped; empty if it ended by itself. */
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

/** Where requests without a host went. */
export interface Target {
  readonly port: number;
  /** Undefined if the port belongs to none of the command's processes. */
  readonly process: ListeningProcess | undefined;
  /** Other listening processes, which got no requests. */
  readonly others: readonly ListeningProcess[];
}

/** One request, sent or planned. Exactly one of `status` and `error` is not null. */
export interface RequestResult {
  readonly method: string;
  readonly url: string;
  readonly status: number | null;
  readonly error: string | null;
  readonly durationMs: number;
  /** `Date.now()` when it was sent. */
  readonly sentAt?: number;
  /** The expected answer, `404` or `4xx`; undefined if none was given. */
  readonly expected?: string | undefined;
}

/** What checks must know about the configuration. */
export interface Expected {
  /** The configured `service.name`; null if an OpenTelemetry configuration file decides. */
  readonly serviceName: string | null;
  /** Whether metrics were requested. */
  readonly metrics: boolean;
  /** Whether every trace is exported. */
  readonly traces: boolean;
  /** `OTEL_RUN_IGNORE_PATHS`. */
  readonly ignorePaths: readonly string[];
  /** Milliseconds between two exports of metrics; default 60,000. */
  readonly metricIntervalMs?: number | undefined;
}

/** The committed shape, and whether it is updated. */
export interface SnapshotFacts {
  /** Its path, for messages. */
  readonly file: string;
  /** Null if there was no file. */
  readonly before: Shape | null;
  /** Whether it is rewritten. */
  readonly update: boolean;
}

/** The input of the checks. Each span appears once, however often it was delivered. */
export interface Facts {
  readonly telemetry: Received;
  /** The same, grouped by request, with their bytes. */
  readonly batches?: readonly TelemetryBatch[];
  readonly processes: readonly ProcessEntry[];
  readonly command: CommandResult;
  readonly requests: readonly RequestResult[];
  /** Undefined if every request named a host. */
  readonly target?: Target | undefined;
  readonly expected: Expected;
  readonly expectations: Expectations | null;
  readonly budget?: readonly Limit[] | undefined;
  readonly snapshot?: SnapshotFacts | undefined;
  /** Requests per second, to compute the cost of a month. */
  readonly rate?: number | undefined;
}
