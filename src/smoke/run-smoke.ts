import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Selection } from '../checks/checks.ts';
import type { Expectations } from '../checks/expectations/expectation.ts';
import type { Expected, Facts, SnapshotFacts } from '../checks/facts.ts';
import type { Limit } from '../checks/limit.ts';
import { type Diagnosis, diagnose } from '../command-line/diagnose.ts';
import type { CommonInvocation } from '../command-line/invocation.ts';
import { serviceCommand } from '../command-line/service-command.ts';
import { environmentFor, verdictOf } from '../command-line/verdict.ts';
import { exportersOf } from '../config/effective.ts';
import type { Finding } from '../config/finding.ts';
import { parseList } from '../config/parse/values.ts';
import { prepareLaunch } from '../launch/launch.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { type SmokeReport, toSmokeReport } from '../report/report.ts';
import { REPORT_VARIABLE } from '../shared/process-report-line.ts';
import { PRODUCTION_VARIABLES, receiverVariables, withoutProduction } from './child-environment.ts';
import { collectTelemetry } from './collect.ts';
import { redirectConfigFile } from './config-file.ts';
import { runCommand } from './run-command.ts';
import type { RunPlan } from './run-plan.ts';

/** What to run, how, and what to compare it with. */
export type SmokeRun = CommonInvocation &
  Pick<
    RunPlan,
    'requests' | 'waitFor' | 'timeout' | 'stopSignal' | 'stdin' | 'output' | 'progress' | 'interrupted'
  > & {
    readonly selection: Selection;
    readonly expectations: Expectations | null;
    readonly snapshot?: SnapshotFacts | undefined;
    readonly budget?: readonly Limit[] | undefined;
    readonly rate?: number | undefined;
    readonly env: NodeJS.ProcessEnv;
    readonly folder: string;
    /** Absolute path of the preload's entry file. */
    readonly preload: string;
    /** Receives the findings about the configuration. */
    readonly say: (findings: readonly Finding[]) => void;
  };

/** A run and its result, or why there was no run. */
export type SmokeOutcome =
  | { readonly kind: 'judged'; readonly report: SmokeReport; readonly facts: Facts }
  | { readonly kind: 'refused'; readonly exitCode: 125 | 126 | 127; readonly reason: string | null };

/**
 * Runs a command as `run` would, except for the destination of its telemetry, and checks what it emits. Not
 * in development mode unless the flags say so, regardless of the NODE_ENV that a test runner set.
 */
export async function smokeRun(run: SmokeRun, receiver: Receiver): Promise<SmokeOutcome> {
  const flags = { ...run.flags, development: run.flags.development ?? false };
  const diagnosis = await diagnose({ ...run, flags }, run);
  const { configuration, packageJson } = diagnosis;
  // Without a command, package.json names it for the service.
  const chosen = run.command.length > 0 ? run : serviceCommand(configuration.serviceName?.value, packageJson);
  if ('problem' in chosen)
    return { kind: 'refused', exitCode: 125, reason: `${chosen.problem}\nSee otel-run smoke --help.` };
  // The destination of production is not used, so it cannot be wrong here.
  const findings = diagnosis.findings.filter(({ subject }) => !PRODUCTION_VARIABLES.includes(subject));
  const verdict = verdictOf(configuration, findings);
  run.say(verdict === 'refuse' ? findings.filter(({ severity }) => severity === 'error') : findings);
  if (verdict === 'refuse') return { kind: 'refused', exitCode: 125, reason: null };

  const temporary = mkdtempSync(join(tmpdir(), 'otel-run-smoke-'));
  try {
    const file = redirectFile(diagnosis, run, receiver, temporary);
    if ('reason' in file) return { kind: 'refused', exitCode: 125, reason: file.reason };
    const reportFile = join(temporary, 'processes.jsonl');
    const env = {
      ...withoutProduction({ ...run.env, ...environmentFor(configuration, verdict, run) }),
      ...(configuration.disabled.on ? {} : receiverVariables(configuration, receiver)),
      ...file.variables,
      [REPORT_VARIABLE]: reportFile,
    };
    return await runAndJudge(
      { ...run, command: chosen.command, env, reportFile },
      expected(diagnosis),
      receiver,
    );
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function runAndJudge(
  run: SmokeRun & { readonly reportFile: string },
  expected: Expected,
  receiver: Receiver,
): Promise<SmokeOutcome> {
  const [file = '', ...rest] = run.command;
  const command = { file, arguments: rest };
  const prepared = prepareLaunch(command, run.env);
  if (prepared.kind === 'refused') return prepared;
  const collected = collectTelemetry(receiver);
  const ran = await runCommand({ ...run, command }, receiver);
  const { batches, ...telemetry } = collected();
  if (ran.kind === 'not-started')
    return { kind: 'refused', exitCode: 126, reason: `${file}: ${ran.errorCode}` };
  const facts: Facts = {
    ...ran,
    telemetry,
    batches,
    expected,
    expectations: run.expectations,
    snapshot: run.snapshot,
    budget: run.budget,
    rate: run.rate,
  };
  return { kind: 'judged', report: toSmokeReport(facts, run.selection), facts };
}

function redirectFile(
  { configuration: { configFile } }: Diagnosis,
  { folder }: SmokeRun,
  receiver: Receiver,
  temporary: string,
): { variables: Record<string, string> } | { reason: string } {
  if (configFile === undefined) return { variables: {} };
  const redirected = redirectConfigFile(readFileSync(resolve(folder, configFile), 'utf8'), receiver);
  if (redirected.kind === 'refused')
    return {
      reason: `${configFile} exports with ${redirected.exporters.join(', ')}, which cannot be pointed at the receiver; smoke accepts otlp_http, otlp_grpc and console`,
    };
  const copy = join(temporary, 'configuration.yaml');
  writeFileSync(copy, redirected.text);
  return { variables: { OTEL_CONFIG_FILE: copy } };
}

/** Whether some traces are dropped on purpose: by rules, or by a sampler that does not keep all. */
function samples({ settings, configFile }: Diagnosis['configuration']): boolean {
  if (settings.has('OTEL_RUN_SAMPLING')) return true;
  const sampler = settings.get('OTEL_TRACES_SAMPLER')?.value;
  return configFile === undefined && sampler !== undefined && !/always_on$/.test(sampler);
}

function expected({ configuration, configFile }: Diagnosis): Expected {
  const fromFile = configFile && 'serviceName' in configFile ? configFile.serviceName : undefined;
  const has = (signal: 'traces' | 'metrics') =>
    configuration.configFile !== undefined || exportersOf(configuration, signal).length > 0;
  return {
    serviceName: configuration.configFile ? (fromFile ?? null) : (configuration.serviceName?.value ?? null),
    metrics: has('metrics'),
    traces: has('traces') && !samples(configuration),
    metricIntervalMs: Number(configuration.settings.get('OTEL_METRIC_EXPORT_INTERVAL')?.value) || undefined,
    ignorePaths: parseList(configuration.settings.get('OTEL_RUN_IGNORE_PATHS')?.value) ?? [],
  };
}
