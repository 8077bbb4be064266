import type { CheckResult } from '../checks/check.ts';
import { describeArgv } from '../checks/evidence.ts';
import type { Facts } from '../checks/facts.ts';
import { hideSecrets } from '../checks/secret-patterns.ts';
import type { Attributes, LogRecord, MetricPoint } from '../receiver/telemetry.ts';
import { escapeMarkup } from './escape-markup.ts';
import { toProcessTree } from './process-tree.ts';
import { SMOKE_STYLES } from './smoke-html-styles.ts';
import type { SmokeReport } from './smoke-report.ts';
import { type Trace, toTraces, type WaterfallRow } from './waterfall.ts';

/**
 * A smoke run as one HTML file: no script, nothing from elsewhere, every text escaped, known secrets not shown.
 * What opens and closes is `details`.
 */
export function smokeHtml(report: SmokeReport, { telemetry }: Facts): string {
  const command = text(report.command.join(' '));
  const traces = toTraces(telemetry.spans, telemetry.logs);
  const inTraces = new Set(
    traces.flatMap(({ rows }) => rows.flatMap(({ logs }) => logs.map(({ log }) => log))),
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>otel-run smoke: ${command}</title>
<style>${SMOKE_STYLES}</style>
<header>
<h1><span class="${report.ok ? 'pass' : 'fail'}">${report.ok ? 'every check holds' : 'a check fails'}</span> <code>${command}</code></h1>
<p>${report.telemetry.spans} spans, ${report.telemetry.logs} log records, ${report.telemetry.metricPoints} metric points. ${scoreText(report)}</p>
</header>
<main>
${section('Checks', `<ul class="checks">${report.checks.map(checkItem).join('\n')}</ul>`)}
${section('Processes', processTable(report))}
${section('Traces', traces.map(traceBlock).join('\n') || '<p>None.</p>')}
${section('Log records outside of traces', logList(telemetry.logs.filter(log => !inTraces.has(log))))}
${section('Metrics', metricTable(telemetry.metricPoints))}
${section('Instrumentation Score', ruleTable(report))}
</main>
</html>
`;
}

function text(value: string): string {
  return escapeMarkup(hideSecrets(value));
}

function section(title: string, content: string): string {
  return `<section><h2>${title}</h2>${content}</section>`;
}

function scoreText({ score }: SmokeReport): string {
  if (score.value === null) return '';
  return `Instrumentation Score ${score.value} ${score.category} (incomplete: one run decides some of its rules).`;
}

function checkItem({ id, status, severity, message, evidence }: CheckResult): string {
  const outcome = status === 'fail' && severity === 'warning' ? 'warn' : status;
  const head = `<span class="${outcome}">${outcome}</span> <b>${id}</b> ${text(message)}`;
  if (evidence.length === 0) return `<li>${head}</li>`;
  const items = evidence.map(({ text: line, source, traceId }) => {
    const link = traceId ? ` <a href="#t${escapeMarkup(traceId)}">trace</a>` : '';
    return `<li>${source ? `<code>${text(source)}</code> ` : ''}${text(line)}${link}</li>`;
  });
  return `<li><details${status === 'fail' ? ' open' : ''}><summary>${head}</summary><ul>${items.join('')}</ul></details></li>`;
}

function processTable({ processes }: SmokeReport): string {
  const rows = toProcessTree(processes).map(({ process, depth }) => {
    const name = process.threadId === 0 ? describeArgv(process.argv) : `worker thread ${process.threadId}`;
    const mark = process.decision === 'initialized' ? 'pass' : 'skip';
    return `<tr><td>${process.pid}</td><td style="padding-left:${depth + 0.5}em"><code>${text(name)}</code></td><td><span class="${mark}">${process.decision}</span> ${text(process.reason ?? '')}</td></tr>`;
  });
  return table(['pid', 'process', 'decision'], rows);
}

function traceBlock({ traceId, durationMs, rows }: Trace): string {
  const root = rows[0]?.span.name ?? '';
  return `<details class="trace" id="t${escapeMarkup(traceId)}" open><summary>${text(root)} <small>${durationMs.toFixed(1)} ms, ${rows.length} spans, trace ${escapeMarkup(traceId)}</small></summary>${rows.map(spanRow).join('\n')}</details>`;
}

function spanRow({ span, depth, offset, width, logs }: WaterfallRow): string {
  const left = (offset * 100).toFixed(2);
  const bar = `<span class="bar ${span.status.code === 'error' ? 'error' : ''}" style="left:${left}%;width:max(2px,${(width * 100).toFixed(2)}%)"></span>`;
  const dots = logs.map(log => `<span class="dot" style="left:${(log.offset * 100).toFixed(2)}%"></span>`);
  const detail = attributeList({ ...span.attributes, 'otel.scope.name': span.scope.name });
  return `<details class="span"><summary><span class="name" style="padding-left:${depth * 0.8}em">${text(span.name)} <small>${span.kind}</small></span><span class="track">${bar}${dots.join('')}</span><span class="ms">${span.durationMs.toFixed(1)} ms</span></summary>${detail}</details>${logList(
    logs.map(({ log }) => log),
    '',
  )}`;
}

function logList(logs: readonly LogRecord[], none = '<p>None.</p>'): string {
  if (logs.length === 0) return none;
  const items = logs.map(log => {
    const body = typeof log.body === 'string' ? log.body : JSON.stringify(log.body);
    return `<li><details><summary><small>${text(log.severityText)}</small> ${text(body)}</summary>${attributeList(log.attributes)}</details></li>`;
  });
  return `<ul class="logs">${items.join('\n')}</ul>`;
}

function attributeList(attributes: Attributes): string {
  const rows = Object.entries(attributes).map(
    ([name, value]) =>
      `<dt>${text(name)}</dt><dd>${text(typeof value === 'string' ? value : JSON.stringify(value))}</dd>`,
  );
  return rows.length > 0 ? `<dl>${rows.join('')}</dl>` : '<p>no attributes</p>';
}

function metricTable(points: readonly MetricPoint[]): string {
  if (points.length === 0) return '<p>None.</p>';
  const series = new Map(points.map(point => [`${point.name} ${JSON.stringify(point.attributes)}`, point]));
  const rows = [...series.values()].map(point => {
    const value =
      point.value ?? (point.count === undefined ? '' : `count ${point.count}, sum ${point.sum ?? ''}`);
    return `<tr><td><code>${text(point.name)}</code></td><td>${point.type}</td><td>${text(JSON.stringify(point.attributes))}</td><td>${value} ${text(point.unit)}</td></tr>`;
  });
  return table(['metric', 'type', 'series', 'last value'], rows);
}

function ruleTable({ score }: SmokeReport): string {
  const rows = score.rules.map(
    ({ id, status, about }) =>
      `<tr><td>${id}</td><td><span class="${status}">${status}</span></td><td>${text(about)}</td></tr>`,
  );
  return table(['rule', 'status', 'about'], rows);
}

function table(heads: readonly string[], rows: readonly string[]): string {
  const head = heads.map(title => `<th>${title}</th>`).join('');
  return `<div class="scroll"><table><tr>${head}</tr>${rows.join('\n')}</table></div>`;
}
