import type { MetricPoint } from '../../receiver/telemetry.ts';
import { section, text, valueText } from './parts.ts';

const MOST_SERIES_SHOWN = 50;

/** Each metric with its series: the last value of each, and how measurements are spread. */
export function metricSection(points: readonly MetricPoint[]): string {
  const metrics = new Map<string, Map<string, MetricPoint>>();
  for (const point of points) {
    const series = metrics.get(point.name) ?? new Map<string, MetricPoint>();
    series.set(JSON.stringify([point.resource, point.attributes]), point);
    metrics.set(point.name, series);
  }
  const blocks = [...metrics.keys()]
    .sort()
    .map(name => metricBlock([...(metrics.get(name)?.values() ?? [])]));
  const content = blocks.join('\n') || '<p class="quiet">None.</p>';
  return section('metrics', 'Metrics', String(metrics.size), content);
}

function metricBlock(series: readonly MetricPoint[]): string {
  const [{ name, unit, type, description } = { name: '', unit: '', type: '', description: '' }] = series;
  const about = [type, unit, `${series.length} series`].filter(Boolean).map(text).join(' · ');
  const more = series.length - MOST_SERIES_SHOWN;
  const processes = new Set(series.map(({ resource }) => resource['process.pid']));
  const rows = series.slice(0, MOST_SERIES_SHOWN).map(point => seriesRow(point, processes.size > 1));
  return `<details class="metric" open><summary><b>${text(name)}</b> <small>${about}</small></summary>
${description ? `<p class="quiet">${text(description)}</p>` : ''}${rows.join('\n')}${more > 0 ? `<p class="quiet">and ${more} more series</p>` : ''}</details>`;
}

/** A series belongs to a process, which is said where there are several. */
function seriesRow({ resource, ...point }: MetricPoint, withProcess: boolean): string {
  const pid = resource['process.pid'];
  const own = withProcess && pid !== undefined ? { 'process.pid': pid } : {};
  const labels = Object.entries({ ...own, ...point.attributes }).map(
    ([name, value]) => `<span class="label">${text(name)}=<b>${valueText(name, value)}</b></span>`,
  );
  return `<div class="series"><span>${labels.join(' ') || '<span class="quiet">no attributes</span>'}</span>${histogram(point)}<span class="ms">${lastValue(point)}</span></div>`;
}

function lastValue({ value, count, sum, min, max, unit }: Omit<MetricPoint, 'resource'>): string {
  if (value !== undefined) return `<b>${number(value)}</b> ${text(unit)}`;
  const range = min !== undefined && max !== undefined ? `, ${number(min)} to ${number(max)}` : '';
  return `<b>${count ?? 0}</b> measured, sum ${number(sum ?? 0)} ${text(unit)}${range}`;
}

/** Buckets as bars, from the first that has something in it to the last; one alone shows nothing. */
function histogram({ buckets = [] }: Omit<MetricPoint, 'resource'>): string {
  const first = buckets.findIndex(({ count }) => count > 0);
  const filled = buckets.slice(Math.max(first, 0), buckets.findLastIndex(({ count }) => count > 0) + 1);
  if (filled.length < 2) return '<span></span>';
  const most = Math.max(...filled.map(({ count }) => count));
  const bars = filled.map(
    ({ upTo, count }) =>
      `<i title="up to ${number(upTo)}: ${count}" style="height:${((count / most) * 100).toFixed(0)}%"></i>`,
  );
  return `<span class="histogram">${bars.join('')}</span>`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}
