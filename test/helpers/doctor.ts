import { expect } from 'vitest';
import type { DoctorReport } from '../../src/doctor/report.ts';
import { OTEL_RUN } from './package-under-test.ts';
import { run } from './processes.ts';

/** Runs `otel-run doctor --json` as a process; nothing may be on stderr. */
export async function doctor(
  env: Record<string, string>,
  argv: readonly string[] = ['--probe'],
  node = process.execPath,
  cwd?: string,
) {
  const ended = await run([node, OTEL_RUN, 'doctor', '--json', ...argv], { env, ...(cwd && { cwd }) });
  expect(ended.stderr).toBe('');
  return { code: ended.code, report: JSON.parse(ended.stdout) as DoctorReport, text: ended.stdout };
}

/** A healthy environment that sends telemetry to an endpoint. */
export const sentTo = (endpoint: string, protocol = 'http/protobuf') => ({
  OTEL_SERVICE_NAME: 'probe-api',
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
});
