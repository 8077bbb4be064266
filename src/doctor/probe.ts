import { fork } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Configuration } from '../config/configuration.ts';
import type { ProbeRequest, TimedAnswer } from '../config/doctor-threads.ts';
import { effectiveSignals, otlpExports } from '../config/effective.ts';
import { type Finding, finding } from '../config/finding.ts';
import type { Route } from '../config/route.ts';
import type { Signal } from '../shared/signal.ts';
import { connectionFlags } from './connection-flags.ts';
import { type Reading, readAnswer } from './probe-reading.ts';

/**
 * How one signal's receiver answered an empty export. `status` is that of
 * HTTP or gRPC, null without an answer.
 */
export interface ProbeResult {
  readonly signal: Signal;
  readonly endpoint: string;
  readonly ok: boolean;
  readonly status: number | null;
  /** Milliseconds until the answer. */
  readonly ms: number;
}

/** Milliseconds that a receiver gets to answer. */
const PATIENCE = 5000;

/** Milliseconds after which a probe is given up, the start of its process included. */
const GIVE_UP = 60_000;

/** What the probe needs: the command, its environment, and the location of the preload's built parts. */
export interface ProbeWorld {
  readonly env: NodeJS.ProcessEnv;
  readonly command: readonly string[];
  readonly preload: string;
}

/**
 * Sends an empty export of each signal with the exporter that a run would use, all at the same
 * time, and reads the answers. Signals that are not sent over OTLP are left out, and all
 * signals if OTEL_CONFIG_FILE decides.
 */
export async function probeSignals(
  configuration: Configuration,
  world: ProbeWorld,
): Promise<{ readonly results: readonly ProbeResult[]; readonly findings: readonly Finding[] }> {
  const endpoints = effectiveSignals(configuration);
  const routes = otlpExports(configuration).map(({ signal, protocol }) => ({ signal, protocol }) as Route);
  const probes = await Promise.all(
    routes.map(async route => {
      const { reading, ms } = await probe(route, world);
      const endpoint = endpoints[route.signal].endpoint ?? '';
      return {
        reading,
        result: { signal: route.signal, endpoint, ok: reading.ok, status: reading.status, ms },
      };
    }),
  );
  return {
    results: probes.map(({ result }) => result),
    findings: probes.flatMap(({ result, reading }) => findingOf(result, reading)),
  };
}

function findingOf({ signal, endpoint }: ProbeResult, reading: Reading): readonly Finding[] {
  if (reading.ok) return [];
  return [finding('probe-failed', signal, { endpoint, reading: reading.reading, remedy: reading.remedy })];
}

async function probe(route: Route, world: ProbeWorld): Promise<{ reading: Reading; ms: number }> {
  const { answer, ms } = await ask({ route, timeoutMillis: PATIENCE }, world);
  return { reading: readAnswer(answer, route.protocol), ms };
}

/**
 * Runs in a separate process that trusts and connects like the command: Node.js reads the
 * options and variables for that (`--use-openssl-ca`, `NODE_EXTRA_CA_CERTS`) at its start.
 * It loads no code of the application.
 */
function ask(request: ProbeRequest, { env, command, preload }: ProbeWorld): Promise<TimedAnswer> {
  const start = performance.now();
  const { NODE_OPTIONS: nodeOptions, ...own } = env;
  return new Promise(resolve => {
    const child = fork(join(preload, '..', 'preload', 'probe-process.cjs'), [], {
      env: own,
      execArgv: connectionFlags(command, nodeOptions),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const settle = (answer: TimedAnswer) => {
      clearTimeout(timer);
      resolve(answer);
      child.kill('SIGKILL');
    };
    const fail = (error: string) =>
      settle({ answer: { status: null, error }, ms: Math.round(performance.now() - start) });
    const timer = setTimeout(() => fail('ETIMEDOUT'), GIVE_UP);
    child.once('message', message => settle(message as TimedAnswer));
    child.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? ''));
    child.once('exit', () => fail('the probe ended without an answer'));
    child.send(request);
  });
}
