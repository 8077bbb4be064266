import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import type { Configuration } from '../config/configuration.ts';
import type { ProbeAnswer, ProbeRequest } from '../config/doctor-threads.ts';
import { effectiveSignals, otlpExports } from '../config/effective.ts';
import { type Finding, finding } from '../config/finding.ts';
import type { Route } from '../config/route.ts';
import type { Signal } from '../shared/signal.ts';
import { type Reading, readAnswer } from './probe-reading.ts';

/** How one signal's receiver answered an empty export. `status` is HTTP's or gRPC's, null without an answer. */
export interface ProbeResult {
  readonly signal: Signal;
  readonly endpoint: string;
  readonly ok: boolean;
  readonly status: number | null;
  /** Milliseconds until the answer. */
  readonly ms: number;
}

/** Milliseconds that the probe of a signal may take. */
const PATIENCE = 5000;

/** What the probe needs of the world: the environment of the command, and where the built parts of the preload are. */
export interface ProbeWorld {
  readonly env: NodeJS.ProcessEnv;
  readonly preload: string;
}

/**
 * Sends an empty export of each signal with the exporter that a run would use, all at the same time, and reads the
 * answers. Signals that do not leave over OTLP are left out, and all of them where OTEL_CONFIG_FILE decides.
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

async function probe(route: Route, { env, preload }: ProbeWorld): Promise<{ reading: Reading; ms: number }> {
  const start = performance.now();
  const answer = await ask(
    { route, timeoutMillis: PATIENCE },
    env,
    join(preload, '..', 'preload', 'probe-thread.cjs'),
  );
  return { reading: readAnswer(answer, route.protocol), ms: Math.round(performance.now() - start) };
}

/** In a thread, because exporters read their settings from the environment of the thread that they are in. */
function ask(request: ProbeRequest, env: NodeJS.ProcessEnv, path: string): Promise<ProbeAnswer> {
  const { NODE_OPTIONS: _, ...threadEnv } = env;
  return new Promise(resolve => {
    const thread = new Worker(path, {
      env: threadEnv,
      workerData: request,
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    const settle = (answer: ProbeAnswer) => {
      clearTimeout(timer);
      resolve(answer);
      void thread.terminate();
    };
    const timer = setTimeout(() => settle({ status: null, error: 'ETIMEDOUT' }), PATIENCE);
    thread.once('message', settle);
    thread.once('error', (error: NodeJS.ErrnoException) => settle({ status: null, error: error.code ?? '' }));
    thread.once('exit', () => settle({ status: null, error: 'the probe ended without an answer' }));
  });
}
