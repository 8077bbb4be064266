import type { EffectiveSignal } from '../config/effective.ts';
import type { Paint } from '../report/colours.ts';
import { widthOf } from '../report/display-width.ts';
import { breakText, wrapWords } from '../report/wrap-words.ts';
import { printableAll } from '../shared/printable.ts';
import { SIGNALS } from '../shared/signal.ts';
import type { DoctorReport, ReportedFinding } from './report.ts';
import { arrivalLines, coverageLines, processLines, settingLines } from './tables.ts';

export interface DoctorTextOptions {
  /** Also list what is not set, not installed, or not known. */
  readonly all: boolean;
  readonly paint: Paint;
}

const COLUMNS = 80;

const SEVERITY_STYLES = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

/**
 * A report for people, at most 80 columns wide: findings (first if there are errors), destinations and names,
 * every setting with its source, what is instrumented, and facts about the process.
 */
export function doctorText(given: DoctorReport, { all, paint }: DoctorTextOptions): string {
  // Otherwise, a value from the environment could move the cursor or overwrite doctor's words about it.
  const report = printableAll(given);
  const hasErrors = report.findings.some(({ severity }) => severity === 'error');
  const findings = section('Findings', findingLines(report.findings, paint), paint);
  const sections = [
    ...(hasErrors ? [findings] : []),
    section('Telemetry', telemetryLines(report), paint),
    section('Probe', probeLines(report, paint), paint),
    ...(hasErrors ? [] : [findings]),
    section('Settings', settingLines(report.config, COLUMNS), paint),
    section('Instrumentations', coverageLines(report.instrumentations, all, COLUMNS), paint),
    section('What arrives', all ? arrivalLines(report.instrumentations, COLUMNS) : [], paint),
    section('Runtimes of this repository', runtimeLines(report), paint),
    section('Process', processLines(report), paint),
    [...notContacted(report), verdict(report, paint)],
  ];
  const shown = sections.filter(lines => lines.length > 0);
  return `${shown.map(lines => `${lines.join('\n')}\n`).join('\n')}`;
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : [paint('bold', title), ...lines];
}

/** What fixes several findings in a row is printed once, below the last one. */
function findingLines(findings: readonly ReportedFinding[], paint: Paint): readonly string[] {
  return findings.flatMap(({ severity, code, message, fix }, index) => [
    `  ${paint(SEVERITY_STYLES[severity], severity)} ${paint('dim', code)}`,
    ...indented(message),
    ...(findings[index + 1]?.fix === fix ? [] : indented(`→ ${fix}`)),
  ]);
}

/** A long word to copy that does not fit after the indentation starts at the margin, unbroken. */
function indented(text: string): readonly string[] {
  return wrapWords(text, COLUMNS - 4).map(line => (widthOf(line) > COLUMNS - 4 ? line : `    ${line}`));
}

function telemetryLines({ effective, environment, development, disabled }: DoctorReport): readonly string[] {
  const rows = [
    ['service.name', effective['service.name'] ?? 'not set'],
    ['environment', environment ?? 'not set'],
    ['development', `${development.on ? 'on' : 'off'} (${development.because})`],
    ...(disabled.on ? [['switched off', disabled.because]] : []),
    ...SIGNALS.map(signal => [signal, destination(effective[signal])]),
  ];
  return rows.flatMap(([label = '', text = '']) => labelled(label, text));
}

function destination(signal: EffectiveSignal): string {
  const { exporter, protocol, endpoint, policy } = signal;
  if (exporter === 'none') return 'not exported';
  if (exporter === 'config-file') return 'as OTEL_CONFIG_FILE says';
  const where = endpoint ? `${endpoint} ${protocol}${exporter === 'otlp' ? '' : ` (${exporter})`}` : exporter;
  return policy ? `${where}, ${policy}` : where;
}

function probeLines({ probe }: DoctorReport, paint: Paint): readonly string[] {
  if (!probe) return [];
  if (probe.length === 0) return labelled('', 'no signal is exported over OTLP by the environment');
  return probe.flatMap(({ signal, ok, status, ms, endpoint }) => {
    const answer = `${ok ? 'arrives' : 'fails'}${status === null ? '' : `, status ${status}`}, ${ms} ms,`;
    return labelled(signal, `${answer} ${endpoint}`).map(line => paint(ok ? 'green' : 'red', line));
  });
}

function runtimeLines({ runtimes }: DoctorReport): readonly string[] {
  return runtimes.flatMap(({ source, service }) => labelled(service ?? '(not named)', source));
}

const LABEL = 14;

/** A label and its text, wrapped if long. An address longer than a line is broken. */
function labelled(label: string, text: string): readonly string[] {
  const width = COLUMNS - LABEL - 2;
  const lines = wrapWords(text, width).flatMap(line => breakText(line, width));
  return lines.map((line, index) => `  ${(index === 0 ? label : '').padEnd(LABEL - 1)} ${line}`);
}

/** A valid configuration does not mean that a collector listens. */
function notContacted({ ok, probe, effective }: DoctorReport): readonly string[] {
  const isSent = SIGNALS.some(signal => effective[signal].endpoint);
  return ok && !probe && isSent
    ? ['The collector was not contacted: otel-run doctor --probe does that.']
    : [];
}

function verdict({ ok, findings }: DoctorReport, paint: Paint): string {
  const count = (severity: ReportedFinding['severity']) => {
    const { length } = findings.filter(finding => finding.severity === severity);
    return `${length === 0 ? 'no' : length} ${severity}${length === 1 ? '' : 's'}`;
  };
  const counts = `${count('error')}, ${count('warning')}`;
  return ok ? paint('green', `Ready: ${counts}.`) : paint('red', `Not ready: ${counts}.`);
}
