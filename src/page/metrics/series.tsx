import type { JsonMap } from '../../view/model/json.ts';
import type { ViewPoint, ViewSeries } from '../../view/model/metrics.ts';
import { services } from '../data/state.ts';
import { formatMeasured } from '../parts/unit.ts';
import { BucketChart, LineChart } from './chart.tsx';

/** Tells processes and threads of one service apart. */
export function instanceOf({ resource }: ViewSeries): string {
  const { 'service.instance.id': id, 'process.pid': pid } = services.value.resources[resource] ?? {};
  return [pid === undefined ? '' : `process ${pid}`, typeof id === 'string' ? id.slice(0, 8) : '']
    .filter(Boolean)
    .join(', ');
}

export interface SeriesProps {
  readonly series: ViewSeries;
  readonly unit: string;
  /** '' if there is only one. */
  readonly instance: string;
}

/** A series with its labels, its chart and its latest value. */
export function Series({ series, unit, instance }: SeriesProps) {
  const last = series.points.at(-1);
  if (!last) return null;
  const hasBuckets = last.buckets.filter(({ count: number }) => number > 0).length > 1;
  return (
    <div class="series">
      <p class="labels">
        <Labels attributes={series.attributes} />
        {instance && <span class="wrap">{instance}</span>}
      </p>
      <div class="series-line">
        {hasBuckets ? (
          <BucketChart buckets={last.buckets} unit={unit} />
        ) : (
          <LineChart points={series.points} unit={unit} />
        )}
        <p class="number latest">
          <Latest point={last} unit={unit} />
        </p>
      </div>
    </div>
  );
}

function Labels({ attributes }: { readonly attributes: JsonMap }) {
  return (
    <>
      {Object.entries(attributes).map(([name, value]) => (
        <span key={name} class="pair wrap">
          {name} <b>{typeof value === 'string' ? value : JSON.stringify(value)}</b>
        </span>
      ))}
    </>
  );
}

function Latest({ point, unit }: { readonly point: ViewPoint; readonly unit: string }) {
  const { value, count: number, sum, max } = point;
  if (value !== null) return <b>{formatMeasured(value, unit)}</b>;
  const average = number ? (sum ?? 0) / number : 0;
  return (
    <>
      <b>{formatMeasured(average, unit)}</b> on average
      <br />
      <span class="quiet">
        of {(number ?? 0).toLocaleString('en')}
        {max !== null && `, at most ${formatMeasured(max, unit)}`}
      </span>
    </>
  );
}
