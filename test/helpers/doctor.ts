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
  const report = JSON.parse(ended.stdout) as DoctorReport;
  // Packages that tests run against bring copies of the API.
  const findings = report.findings.filter(({ code }) => code !== 'api-copies');
  return { code: ended.code, report: { ...report, findings }, text: ended.stdout };
}

/** A healthy environment that sends telemetry to an endpoint. */
export const sentTo = (endpoint: string, protocol = 'http/protobuf') => ({
  OTEL_SERVICE_NAME: 'probe-api',
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
});
