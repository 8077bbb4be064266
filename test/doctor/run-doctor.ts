import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Environment } from '../../src/config/configuration.ts';
import type { DoctorReport } from '../../src/doctor/report.ts';

/** Three instrumentations, as the build writes them. */
export const INSTRUMENTATIONS = [
  instrumentation('http', { http: ['*'] }),
  instrumentation('express', { express: ['>=4.0.0 <6'] }),
  instrumentation('fs', { fs: ['*'] }),
];

export interface Ran {
  readonly code: number | undefined;
  readonly out: string;
  readonly error: string;
}

let empty = '';

/** An empty folder for the tests of a file. */
export function useEmptyFolder(): void {
  beforeAll(() => {
    empty = mkdtempSync(join(tmpdir(), 'otel-run-doctor-'));
  });
  afterAll(() => rmSync(empty, { recursive: true, force: true }));
}

interface Place {
  readonly folder?: string;
  readonly terminal?: boolean;
}

/** Runs `otel-run doctor` in this process, in an empty folder if no other is given. */
export function runDoctor(argv: readonly string[], env: Environment, place?: Place): Promise<Ran> {
  return runCommand(['doctor', ...argv], env, place);
}

/** Runs any command line of otel-run that starts nothing. */
export async function runCommand(
  argv: readonly string[],
  env: Environment,
  { folder = empty, terminal = false }: Place = {},
): Promise<Ran> {
  let out = '';
  let error = '';
  const outcome = await main(argv, {
    env,
    folder,
    preload: '/opt/otel-run/dist/preload.cjs',
    out: text => {
      out += text;
    },
    error: text => {
      error += text;
    },
    instrumentations: INSTRUMENTATIONS,
    terminal,
  });
  return { code: outcome.kind === 'exit' ? outcome.code : undefined, out, error };
}

/** The report of `otel-run doctor --json`, with the exit code. */
export async function reportOfDoctor(
  argv: readonly string[],
  env: Environment,
  options?: { folder?: string },
): Promise<DoctorReport & { code: number | undefined }> {
  const { out, code } = await runDoctor(['--json', ...argv], env, options);
  return { ...JSON.parse(out), code };
}

function instrumentation(shortName: string, targets: Record<string, string[]>) {
  const name = `@opentelemetry/instrumentation-${shortName}`;
  return { name, shortName, part: `instrumentation-${shortName}`, exportName: 'Instrumentation', targets };
}
