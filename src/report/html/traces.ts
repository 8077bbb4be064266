import type { Attributes, LogRecord } from '../../receiver/telemetry.ts';
import { escapeMarkup } from '../escape-markup.ts';
import { type Trace, toTraces, type WaterfallRow } from '../waterfall.ts';
import { attributeList, logDetail, logHead, mark, section, text } from './parts.ts';

/** More would be a page that no phone can scroll through. */
const MOST_TRACES = 100;
const MOST_RECORDS = 500;

const DEEPEST_INDENT = 12;

const TICKS = [0, 0.25, 0.5, 0.75];

/** The waterfall of each trace, with the log records that were written in it, and the records that were not. */
export function traceSections(spans: Parameters<typeof toTraces>[0], logs: readonly LogRecord[]): string {
  const traces = toTraces(spans, logs);
  const placed = new Set(traces.flatMap(({ rows }) => rows.flatMap(row => row.logs.map(({ log }) => log))));
  const others = logs.filter(log => !placed.has(log));
  const more = traces.length - MOST_TRACES;
  return [
    section(
      'traces',
      'Traces',
      String(traces.length),
      traces.slice(0, MOST_TRACES).map(traceBlock).join('\n') || '<p class="quiet">None.</p>',
    ),
    more > 0 ? `<p class="quiet">and ${more} more traces</p>` : '',
    section('logs', 'Log records outside of traces', String(others.length), recordList(others)),
  ].join('\n');
}

/** Where a span, or else its trace, is found on the page. */
export function anchorOf(traceId: string, spanId?: string): string {
  return escapeMarkup(spanId === undefined ? `t${traceId}` : `s${traceId}-${spanId}`);
}

function traceBlock({ traceId, durationMs, rows }: Trace): string {
  const root = rows[0]?.span;
  const records = rows.reduce((sum, { logs }) => sum + logs.length, 0);
  const about = `${formatMs(durationMs)} · ${count(rows.length, 'span')} · ${count(records, 'log record')}`;
  const ticks = TICKS.map(part => `<i style="left:${part * 100}%">${formatMs(durationMs * part)}</i>`);
  return `<details class="trace" id="${anchorOf(traceId)}" open>
<summary><b>${text(root?.name ?? '')}</b> <small>${about}</small> <code class="id">${escapeMarkup(traceId)}</code></summary>
<div class="row axis"><span></span><span class="ticks">${ticks.join('')}</span><span></span></div>
${rows.map(row => spanRow(row, durationMs)).join('\n')}
</details>`;
}

function spanRow(row: WaterfallRow, traceMs: number): string {
  const { span, depth, offset, width } = row;
  const isError = span.status.code === 'error';
  const place = `left:${percent(Math.min(offset, 0.995))};width:max(3px,${percent(Math.min(width, 1 - offset))})`;
  const name = `<span class="name"${indent(depth)}>${isError ? `${mark('fail', 'error')} ` : ''}${text(span.name)} <small>${span.kind}</small></span>`;
  const bar = `<span class="track"><span class="bar ${isError ? 'failed' : span.kind}" style="${place}"></span></span>`;
  return `<details class="span" id="${anchorOf(span.traceId, span.spanId)}"><summary class="row">${name}${bar}<span class="ms">${formatMs(span.durationMs)}</span></summary>${spanDetail(row)}</details>
${row.logs.map(log => logRow(log, depth + 1, traceMs)).join('\n')}`;
}

function spanDetail({ span }: WaterfallRow): string {
  const { resource, scope, status, links } = span;
  const own: Attributes = {
    'span id': span.spanId,
    ...(status.message !== '' && { 'status message': status.message }),
    ...(links.length > 0 && { links: links.map(({ traceId, spanId }) => `${traceId}/${spanId}`).join(', ') }),
    'otel.scope.name': scope.name,
    'service.name': resource['service.name'] ?? '',
    ...(resource['process.pid'] !== undefined && { 'process.pid': resource['process.pid'] }),
  };
  const events = span.events.map(
    ({ name, attributes }) => `<h4>event ${text(name)}</h4>${attributeList(attributes)}`,
  );
  return `<div class="detail">${attributeList({ ...span.attributes, ...own })}${events.join('')}</div>`;
}

function logRow({ log, offset }: WaterfallRow['logs'][number], depth: number, traceMs: number): string {
  const dot = `<span class="track"><span class="dot" style="left:${percent(offset)}"></span></span>`;
  return `<details class="log"><summary class="row"><span class="name"${indent(depth)}>${logHead(log)}</span>${dot}<span class="ms">${formatMs(traceMs * offset)}</span></summary><div class="detail">${logDetail(log)}</div></details>`;
}

function recordList(logs: readonly LogRecord[]): string {
  if (logs.length === 0) return '<p class="quiet">None.</p>';
  const shown = logs.slice(0, MOST_RECORDS);
  const items = shown.map(log => {
    const trace = log.traceId === null ? '' : `<small> in a trace that did not arrive</small>`;
    return `<details class="log"><summary>${logHead(log)}${trace}</summary><div class="detail">${logDetail(log)}</div></details>`;
  });
  const more = logs.length - shown.length;
  return `<div class="box">${items.join('\n')}</div>${more > 0 ? `<p class="quiet">and ${more} more</p>` : ''}`;
}

function indent(depth: number): string {
  return ` style="--depth:${Math.min(depth, DEEPEST_INDENT)}"`;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(2)}%`;
}

function formatMs(ms: number): string {
  if (ms === 0) return '0 ms';
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms >= 100 ? ms.toFixed(0) : ms.toFixed(1)} ms`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
