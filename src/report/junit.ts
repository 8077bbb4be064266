import type { CheckResult } from '../checks/check.ts';
import type { Facts } from '../checks/facts.ts';
import { printableAll } from '../shared/printable.ts';
import { escapeMarkup } from './escape-markup.ts';
import type { SmokeReport } from './report.ts';

/**
 * The checks as JUnit XML: one test case per check. A warning does not fail its test case, but is its output.
 * Valid according to the schema of Jenkins, in which `testsuites` has no `skipped`:
 * https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
export function smokeJunit(
  report: SmokeReport,
  { command: { durationMs = 0 } }: Pick<Facts, 'command'>,
): string {
  const { checks, command, requests } = printableAll(report);
  // Only the command and the requests take time; checking does not.
  const requestMs = requests.reduce((sum, request) => sum + request.durationMs, 0);
  const times: Readonly<Record<string, number>> = {
    'command-exit': Math.max(0, durationMs - requestMs),
    'requests-answered': requestMs,
  };
  const failures = checks.filter(isFailure).length;
  const skipped = checks.filter(({ status }) => status === 'skip').length;
  const counts = `tests="${checks.length}" failures="${failures}" errors="0"`;
  const name = escapeMarkup(`otel-run smoke: ${command.join(' ')}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="otel-run smoke" ${counts} time="${seconds(durationMs)}">`,
    `  <testsuite name="${name}" ${counts} skipped="${skipped}" time="${seconds(durationMs)}">`,
    ...checks.map(check => testCase(check, times[check.id] ?? 0)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(check: CheckResult, ms: number): string {
  const open = `    <testcase classname="otel-run.smoke" name="${check.id}" time="${seconds(ms)}"`;
  const message = escapeMarkup(check.message);
  if (isFailure(check))
    return `${open}><failure type="${check.id}" message="${message}">${evidenceOf(check)}</failure></testcase>`;
  if (check.status === 'skip') return `${open}><skipped message="${message}"/></testcase>`;
  if (check.status === 'fail')
    return `${open}><system-out>warning: ${message}\n${evidenceOf(check)}</system-out></testcase>`;
  return `${open}/>`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function isFailure({ status, severity }: CheckResult): boolean {
  return status === 'fail' && severity === 'error';
}

function evidenceOf({ evidence }: CheckResult): string {
  const lines = evidence.map(({ text, traceId, source }) =>
    [source, text, traceId && `trace ${traceId}`].filter(Boolean).join('  '),
  );
  return escapeMarkup(lines.join('\n'));
}
