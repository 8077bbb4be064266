import { plural } from '../../checks/evidence.ts';
import type { Facts } from '../../checks/facts.ts';
import { printableAll } from '../../shared/printable.ts';
import type { Paint } from '../colours.ts';
import { headline } from '../headline.ts';
import type { SmokeReport } from '../report.ts';
import { metricLines, recordLines } from './beside-traces.ts';
import { checkLines } from './checks.ts';
import { costLines } from './cost.ts';
import { type Look, wrap } from './look.ts';
import { processTreeLines } from './processes.ts';
import { requestLines } from './requests.ts';
import { traceLines } from './traces.ts';

/** Options of a report for a terminal. */
export interface SmokeTextOptions {
  readonly paint: Paint;
  /** Width of the terminal; default 100, at least 40. */
  readonly columns?: number | undefined;
  /** Whether every check is shown, or only failed ones. */
  readonly verbose?: boolean;
}

/** A smoke run for a terminal: the headline, then what was received, what it costs, and what is wrong. */
export function smokeText(
  given: SmokeReport,
  facts: Facts,
  { paint, columns = 100, verbose = false }: SmokeTextOptions,
): string {
  const report = printableAll(given);
  const look: Look = { paint, columns: Math.max(40, columns) };
  const sections = [
    wrap(headline(facts), look.columns),
    processTreeLines(report, look, verbose),
    requestLines(report, look),
    traceLines(facts, look),
    recordLines(facts, look),
    metricLines(facts, look),
    costLines(report, look),
    checkLines(report.checks, look, verbose),
    summaryLines(report, look),
  ];
  return `${sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`;
}

function summaryLines({ ok, telemetry, score, checks }: SmokeReport, { paint, columns }: Look): string[] {
  const { spans, logs, metricPoints } = telemetry;
  const decided = score.rules.filter(({ status }) => status !== 'skip');
  const failed = decided.filter(({ status }) => status === 'fail').map(({ id }) => id);
  const failing = checks.filter(({ status, severity }) => status === 'fail' && severity === 'error').length;
  const warnings = checks.filter(
    ({ status, severity }) => status === 'fail' && severity === 'warning',
  ).length;
  const received = `received ${plural(spans, 'span')}, ${plural(logs, 'log record')}, ${plural(metricPoints, 'metric point')}`;
  const scored =
    score.value === null
      ? 'Instrumentation Score: no rule could be decided'
      : `Instrumentation Score ${score.value} ${score.category}, incomplete: ${decided.length} of ${score.rules.length} rules decided${failed.length > 0 ? `, failed: ${failed.join(' ')}` : ''}`;
  return [
    ...[received, scored].flatMap(line => wrap(line, columns)),
    ok
      ? paint('green', `smoke: every check passed${warnings > 0 ? `, ${plural(warnings, 'warning')}` : ''}`)
      : paint('red', `smoke: ${plural(failing, 'check')} failed`),
  ];
}
