import type { Configuration, ConfigurationDecision } from '../config/configuration.ts';
import { type EffectiveSignal, effectiveSignals } from '../config/effective.ts';
import { type Finding, type FindingCode, type FindingSeverity, findingWords } from '../config/finding.ts';
import { redactSecrets } from '../config/redact-secrets.ts';
import type { ConfigFileResult } from '../config/validate/service.ts';
import type { Signal } from '../shared/signal.ts';
import { type ConfigRow, configRows } from './config-rows.ts';
import type { InstrumentationRow } from './coverage.ts';
import type { ProbeResult } from './probe.ts';
import type { ProcessFacts } from './process-facts.ts';
import type { NodeRuntime } from './runtimes.ts';

/** A finding with its words. */
export interface ReportedFinding {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  readonly subject: string;
  readonly message: string;
  readonly fix: string;
}

/**
 * Everything that doctor reports, as `--json` prints it (`schemas/doctor.schema.json`) and the terminal shows
 * it. It contains no secrets. `null` means not set or unknown.
 */
export interface DoctorReport {
  readonly ok: boolean;
  readonly version: string;
  readonly node: { readonly version: string; readonly supported: boolean; readonly launch: 'exec' | 'spawn' };
  readonly environment: string | null;
  readonly development: ConfigurationDecision;
  readonly disabled: ConfigurationDecision;
  readonly effective: Readonly<Record<Signal, EffectiveSignal>> & { readonly 'service.name': string | null };
  readonly config: readonly ConfigRow[];
  readonly findings: readonly ReportedFinding[];
  readonly instrumentations: readonly InstrumentationRow[];
  readonly runtimes: readonly NodeRuntime[];
  readonly process: Omit<ProcessFacts, 'node' | 'launch'>;
  readonly probe?: readonly ProbeResult[];
}

/** The facts, before they are put into words. */
export interface Examination {
  readonly configuration: Configuration;
  readonly configFile: ConfigFileResult | undefined;
  readonly findings: readonly Finding[];
  readonly instrumentations: readonly InstrumentationRow[];
  readonly runtimes: readonly NodeRuntime[];
  readonly facts: ProcessFacts;
  readonly probe: readonly ProbeResult[] | undefined;
}

const ORDER: readonly FindingSeverity[] = ['error', 'warning', 'info'];

/**
 * Builds the report. `strict` counts warnings as errors for `ok`; `all`
 * also lists variables that are not set.
 */
export function reportOf(examination: Examination, options: { strict: boolean; all: boolean }): DoctorReport {
  const { configuration, findings, facts, probe } = examination;
  const { node, launch, ...others } = facts;
  const failing: readonly FindingSeverity[] = options.strict ? ['error', 'warning'] : ['error'];
  return {
    ok: !findings.some(({ severity }) => failing.includes(severity)),
    version: __VERSION__,
    node: { ...node, launch },
    environment: configuration.environment?.value ?? null,
    development: configuration.development,
    disabled: configuration.disabled,
    effective: { 'service.name': serviceNameOf(examination), ...effectiveSignals(configuration) },
    config: configRows(configuration, options.all),
    findings: ORDER.flatMap(severity => findings.filter(finding => finding.severity === severity)).map(
      reported,
    ),
    instrumentations: examination.instrumentations,
    runtimes: examination.runtimes,
    process: others,
    ...(probe && { probe }),
  };
}

function reported(finding: Finding): ReportedFinding {
  const { code, severity, subject } = finding;
  return { code, severity, subject, ...findingWords(finding) };
}

function serviceNameOf({ configuration, configFile }: Examination): string | null {
  if (configFile) return ('error' in configFile ? undefined : configFile.serviceName) ?? null;
  const name = configuration.serviceName?.value;
  return name === undefined ? null : redactSecrets(name);
}
