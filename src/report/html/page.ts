import type { CheckResult, Evidence } from '../../checks/check.ts';
import { describeArgv, plural } from '../../checks/evidence.ts';
import type { Facts } from '../../checks/facts.ts';
import { escapeMarkup } from '../escape-markup.ts';
import { toProcessTree } from '../process-tree.ts';
import type { SmokeReport } from '../report.ts';
import { metricSection } from './metrics.ts';
import { mark, section, table, text } from './parts.ts';
import { SMOKE_STYLES } from './styles.ts';
import { anchorOf, traceSections } from './traces.ts';

/**
 * A smoke run as one HTML file: no script, nothing from elsewhere, every text escaped, known secrets not shown.
 * What opens and closes is `details`.
 */
export function smokeHtml(report: SmokeReport, { telemetry }: Facts): string {
  const title = text(report.command.join(' '));
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>otel-run smoke: ${title}</title>
<style>${SMOKE_STYLES}</style>
<header class="${report.ok ? 'ok' : 'bad'}">
<p class="tool">otel-run smoke</p>
<h1>${verdict(report)}</h1>
<p><code>${title}</code></p>
<ul class="numbers">${numbers(report).join('')}</ul>
</header>
<main>
${checkSection(report.checks, new Set(telemetry.spans.map(({ traceId, spanId }) => anchorOf(traceId, spanId))))}
${processSection(report)}
${requestSection(report)}
${traceSections(telemetry.spans, telemetry.logs)}
${metricSection(telemetry.metricPoints)}
${scoreSection(report)}
</main>
</html>
`;
}

function verdict({ ok, checks }: SmokeReport): string {
  const failures = checks.filter(check => outcomeOf(check) === 'fail').length;
  const warnings = checks.filter(check => outcomeOf(check) === 'warn').length;
  const also = warnings > 0 ? `, ${plural(warnings, 'warning')}` : '';
  if (ok) return `Every check holds${also}`;
  return `${plural(failures, 'check')} failed${also}`;
}

function numbers({ telemetry: { spans, logs, metricPoints }, score, exit }: SmokeReport): string[] {
  const entries: readonly (readonly [string, string, string])[] = [
    ['traces', String(spans), 'spans'],
    ['logs', String(logs), 'log records'],
    ['metrics', String(metricPoints), 'metric points'],
    ['processes', exit.signal ?? `code ${exit.code}`, 'exit'],
    ['score', score.value === null ? '–' : String(score.value), 'Instrumentation Score, incomplete'],
  ];
  return entries.map(([id, value, name]) => `<li><a href="#${id}"><b>${text(value)}</b> ${name}</a></li>`);
}

function outcomeOf({ status, severity }: CheckResult): 'pass' | 'fail' | 'warn' | 'skip' {
  return status === 'fail' && severity === 'warning' ? 'warn' : status;
}

/** What fails first: it is what somebody opened the page for. */
function checkSection(checks: readonly CheckResult[], anchors: ReadonlySet<string>): string {
  const order = ['fail', 'warn', 'pass', 'skip'];
  const sorted = [...checks].sort(
    (one, other) => order.indexOf(outcomeOf(one)) - order.indexOf(outcomeOf(other)),
  );
  const items = sorted.map(check => checkItem(check, anchors));
  return section('checks', 'Checks', String(checks.length), `<ul class="checks">${items.join('\n')}</ul>`);
}

function checkItem(check: CheckResult, anchors: ReadonlySet<string>): string {
  const { id, message, evidence } = check;
  const outcome = outcomeOf(check);
  const head = `${mark(outcome, outcome)} <b>${id}</b> <span class="message">${text(message)}</span>`;
  if (evidence.length === 0) return `<li class="${outcome}"><div class="head">${head}</div></li>`;
  const open = check.status === 'fail' ? ' open' : '';
  const items = evidence.map(entry => `<li>${evidenceItem(entry, anchors)}</li>`).join('');
  return `<li class="${outcome}"><details${open}><summary class="head">${head}</summary><ul>${items}</ul></details></li>`;
}

function evidenceItem(
  { text: line, source, traceId, spanId }: Evidence,
  anchors: ReadonlySet<string>,
): string {
  const anchor = traceId && spanId ? anchorOf(traceId, spanId) : '';
  const link = anchors.has(anchor) ? ` <a href="#${anchor}">show</a>` : '';
  return `${source ? `<code>${text(source)}</code> ` : ''}${text(line)}${link}`;
}

function processSection({ processes }: SmokeReport): string {
  const rows = toProcessTree(processes).map(({ process, depth }) => {
    const { pid, threadId, argv, decision, reason } = process;
    const name = threadId === 0 ? describeArgv(argv) : `worker thread ${threadId}`;
    const branch = depth > 0 ? '<span class="branch">└</span> ' : '';
    return `<tr><td class="tree" style="--depth:${Math.min(depth, 8)}">${branch}<code>${text(name)}</code></td><td class="id">${pid}</td><td>${mark(decision === 'initialized' ? 'pass' : 'skip', decision)} ${text(reason ?? '')}</td></tr>`;
  });
  return section(
    'processes',
    'Processes',
    String(processes.length),
    table(['process', 'pid', 'decision'], rows),
  );
}

function requestSection({ requests }: SmokeReport): string {
  if (requests.length === 0) return '';
  const rows = requests.map(({ method, url, status, error, durationMs }) => {
    const outcome =
      error === null ? escapeMarkup(String(status)) : `${mark('fail', 'no answer')} ${text(error)}`;
    return `<tr><td>${text(method)} ${text(url)}</td><td>${outcome}</td><td>${durationMs}&nbsp;ms</td></tr>`;
  });
  return section('requests', 'Requests', String(requests.length), table(['request', 'answer', 'took'], rows));
}

function scoreSection({ score }: SmokeReport): string {
  const decided = score.rules.filter(({ status }) => status !== 'skip');
  const rows = [...decided, ...score.rules.filter(({ status }) => status === 'skip')].map(
    ({ id, status, about }) =>
      `<tr><td class="id">${id}</td><td>${mark(status, status)}</td><td>${text(about)}</td></tr>`,
  );
  const note =
    score.value === null
      ? 'nothing to decide it by'
      : `${score.value} ${score.category}, incomplete: one run decided ${decided.length} of ${score.rules.length} rules`;
  return section('score', 'Instrumentation Score', note, table(['rule', 'status', 'about'], rows));
}
