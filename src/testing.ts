import { createRequire } from 'node:module';
import type { CheckId } from './checks/check.ts';
import { parseBudget } from './checks/cost/budget.ts';
import { parseRate } from './checks/cost/monthly.ts';
import { parseExpectations } from './checks/expectations/parse.ts';
import { parseSnapshot } from './checks/snapshot/file.ts';
import { loadInputs } from './command-line/load-inputs.ts';
import { parseRequest } from './command-line/request.ts';
import { findingBlocks } from './command-line/words.ts';
import { resolveConfiguration } from './config/resolve.ts';
import type { Receiver } from './receiver/receiver.ts';
import type { SmokeReport } from './report/report.ts';
import { LONGEST_TIMER } from './shared/longest-timer.ts';
import { checkOptions } from './smoke/check-options.ts';
import { type SmokeRun, smokeRun } from './smoke/run-smoke.ts';

export type { CheckId, CheckResult, Comparison, Evidence } from './checks/check.ts';
export type { Cost, RouteCost } from './checks/cost/cost.ts';
export {
  type Receiver,
  type ReceiverOptions,
  startReceiver,
  type TelemetryBatch,
} from './receiver/receiver.ts';
export type { Protocol, RequestSummary } from './receiver/requests.ts';
export type * from './receiver/telemetry.ts';
export type { SmokeReport } from './report/report.ts';
export { type TelemetryLinesOptions, telemetryLines } from './report/telemetry-lines.ts';

/** How to run an application under test. */
export interface RunInstrumentedOptions {
  /** Where its telemetry goes: the result of `startReceiver`. */
  readonly receiver: Receiver;
  /**
   * Sent one after the other: `GET http://127.0.0.1:3000/users/1`, or only a path, which is a GET to the
   * listening process that is closest to the command. A body may follow, and headers on separate lines.
   * `GET /nope => 404` expects a status.
   */
  readonly requests?: readonly string[];
  /** Ready when this URL answers; default: when the application listens on a port. */
  readonly waitFor?: string;
  /** Milliseconds to become ready, for each answer, and for a job to end; default 30,000. */
  readonly timeout?: number;
  /** The signal that stops it after the last request; default `SIGTERM`. */
  readonly stopSignal?: NodeJS.Signals;
  /** `service.name`; default: the name from the environment or package.json, or else the package's name. */
  readonly service?: string;
  /** `deployment.environment.name`. */
  readonly environment?: string;
  /** Development mode; default false, regardless of NODE_ENV. */
  readonly development?: boolean;
  /** Variables in addition to those of this process; undefined removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Working directory; default that of this process. */
  readonly cwd?: string;
  /** Expectations, in the YAML of `otel-run smoke --expect`. */
  readonly expect?: string;
  /**
   * Limits for the cost of a request, as for `otel-run smoke --budget`:
   * `traces=3kB/request, spans=20/request`.
   */
  readonly budget?: string;
  /** Requests per second, as for `otel-run smoke --rate`, for `cost.monthly`: `50/s`. */
  readonly rate?: string;
  /** The text of a snapshot that `otel-run smoke --snapshot` wrote. */
  readonly snapshot?: string;
  /** Run only these checks. */
  readonly only?: readonly CheckId[];
  /** Do not fail on these checks. */
  readonly allow?: readonly CheckId[];
}

/** The output of `otel-run smoke --json`, and the output of the application. */
export interface InstrumentedResult extends SmokeReport {
  /** stdout and stderr, in the order in which they came. */
  readonly output: string;
}

/**
 * Runs a command as `otel-run` would, with its telemetry sent to the receiver. Waits until the command is
 * ready, sends the requests, stops it, waits for all telemetry, and makes the checks of `otel-run smoke`.
 *
 * @throws Error if the configuration is invalid or the command cannot be started
 */
export async function runInstrumented(
  command: readonly string[],
  options: RunInstrumentedOptions,
): Promise<InstrumentedResult> {
  checkOptions(command, options);
  const heard: Heard = { output: '', said: '' };
  const outcome = await smokeRun(toSmokeRun(command, options, heard), options.receiver);
  if (outcome.kind === 'refused') throw new Error(`otel-run: ${outcome.reason ?? heard.said}`);
  return { ...outcome.report, output: heard.output };
}

/** What a run prints: the output of the command, and the findings about its configuration. */
interface Heard {
  output: string;
  said: string;
}

function toSmokeRun(command: readonly string[], options: RunInstrumentedOptions, heard: Heard): SmokeRun {
  const { timeout = 30_000, stopSignal = 'SIGTERM', only = [], allow = [] } = options;
  const folder = options.cwd ?? process.cwd();
  const env = { ...process.env, ...options.env };
  const service = options.service ?? defaultService(env, folder);
  return {
    command,
    env,
    folder,
    timeout: Math.min(timeout, LONGEST_TIMER),
    stopSignal,
    envFiles: [],
    flags: { service, environment: options.environment, development: options.development },
    preload: createRequire(import.meta.url).resolve('otel-run/preload'),
    requests: (options.requests ?? []).map(parseRequest),
    waitFor: options.waitFor,
    selection: { only, allow },
    ...expectedOf(options),
    interrupted: new AbortController().signal,
    stdin: 'ignore',
    progress() {},
    output(text) {
      heard.output += text;
    },
    say(findings) {
      heard.said = findingBlocks(findings);
    },
  };
}

/** The expectations and limits for the telemetry. */
function expectedOf({ expect, snapshot, budget, rate }: RunInstrumentedOptions) {
  return {
    expectations: expect === undefined ? null : parseExpectations(expect, 'expect'),
    snapshot:
      snapshot === undefined
        ? undefined
        : { file: 'snapshot', before: parseSnapshot(snapshot, 'snapshot'), update: false },
    budget: budget === undefined ? undefined : parseBudget(budget),
    rate: rate === undefined ? undefined : parseRate(rate),
  };
}

/** In a test the name matters little, so it is optional. */
function defaultService(env: NodeJS.ProcessEnv, folder: string): string | undefined {
  const { serviceName, configFile, packageName } = resolveConfiguration(loadInputs({}, [], env, folder, []));
  return serviceName || configFile ? undefined : (packageName ?? 'service-under-test');
}
