import { distinctSeries } from '../../checks/cost/series.ts';
import type { Facts } from '../../checks/facts.ts';
import { hideSecrets } from '../../checks/secret-patterns.ts';
import { shownValue } from '../../checks/shown-value.ts';
import type { LogRecord, MetricPoint } from '../../receiver/telemetry.ts';
import { printable } from '../../shared/printable.ts';
import { fitColumns } from '../fit-columns.ts';
import type { Look } from './look.ts';

const MOST_RECORDS = 20;
const MOST_SERIES = 20;

const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Records without a received span: from the start, from the end, from timers. */
export function recordLines({ telemetry: { spans, logs } }: Facts, { paint, columns }: Look): string[] {
  const ids = new Set(spans.map(({ traceId, spanId }) => `${traceId}/${spanId}`));
  const beside = logs.filter(({ traceId, spanId }) => !ids.has(`${traceId}/${spanId}`));
  const rows = beside.slice(0, MOST_RECORDS).map(log => {
    const severity = SEVERITIES[Math.ceil(log.severityNumber / 4) - 1] ?? '';
    const style = log.severityNumber >= 17 ? 'red' : log.severityNumber >= 13 ? 'yellow' : 'dim';
    return `    ${paint(style, fitColumns(severity, 5))} ${fitColumns(textOf(log), columns - 10).trimEnd()}`;
  });
  return section('records outside of traces', rows, beside.length);
}

/** The last value of each series. */
export function metricLines({ telemetry: { metricPoints } }: Facts, { columns }: Look): string[] {
  const series = [...distinctSeries(metricPoints).values()];
  const rows = series
    .slice(0, MOST_SERIES)
    .map(point => `    ${fitColumns(`${nameOf(point)} ${shownNumber(point)}`, columns - 4).trimEnd()}`);
  return section('metrics', rows, series.length);
}

function section(title: string, rows: readonly string[], count: number): string[] {
  if (rows.length === 0) return [];
  const more = count - rows.length;
  return [title, ...rows, ...(more > 0 ? [`    and ${more} more`] : [])];
}

function textOf({ body, eventName, attributes }: LogRecord): string {
  const text = shownValue('', body ?? eventName);
  const type = attributes['exception.type'];
  const isSaid = type === undefined || text.includes(String(type));
  return oneLine(isSaid ? text : `${String(type)}: ${text}`);
}

function nameOf({ name, attributes }: MetricPoint): string {
  const labels = Object.entries(attributes).map(([key, value]) => `${key}=${shownValue(key, value)}`);
  return oneLine(hideSecrets(labels.length === 0 ? name : `${name}{${labels.join(', ')}}`));
}

function shownNumber({ value, count, sum, unit }: MetricPoint): string {
  const shown = value ?? (count === undefined ? 0 : sum === undefined ? count : sum);
  const number = Number(shown.toPrecision(6));
  return oneLine(`${count === undefined ? '' : `${count}×, in all `}${number} ${unit}`.trim());
}

function oneLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim();
}
