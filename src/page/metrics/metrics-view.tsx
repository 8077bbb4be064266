import { useSignal, useSignalEffect } from '@preact/signals';
import type { JsonMap } from '../../view/model/json.ts';
import type { ViewMetric, ViewPoint, ViewSeries } from '../../view/model/metrics.ts';
import { source } from '../data/page-source.ts';
import { metricsNews, paused } from '../data/state.ts';
import { Empty } from '../parts/empty.tsx';
import { count } from '../parts/format.ts';
import { Service } from '../parts/service.tsx';
import { formatMeasured } from '../parts/unit.ts';
import { BucketChart, LineChart } from './chart.tsx';

const MOST_SERIES = 8;

/** Each metric with its series. */
export function MetricsView() {
  const metrics = useSignal<readonly ViewMetric[] | null>(null);
  useSignalEffect(() => {
    if (metricsNews.value < 0 || paused.value) return;
    source.metrics().then(
      answer => {
        metrics.value = answer.metrics;
      },
      () => {},
    );
  });
  const all = metrics.value ?? [];
  return (
    <main data-scroll>
      <div class="inset">
        <div class="headline">
          <h1>{all.length === 0 ? 'Metrics' : count(all.length, 'metric')}</h1>
        </div>
        {metrics.value !== null && all.length === 0 && (
          <Empty title="No metrics">
            Metrics are off by default. Turn them on with <code>OTEL_METRICS_EXPORTER=otlp</code>
          </Empty>
        )}
        <div class="metrics">
          {all.map(metric => (
            <MetricCard key={`${metric.service}\n${metric.name}\n${metric.scope.name}`} metric={metric} />
          ))}
        </div>
      </div>
    </main>
  );
}

function MetricCard({ metric }: { readonly metric: ViewMetric }) {
  const { name, unit, type, description, service, series, droppedSeries } = metric;
  const isWhole = useSignal(false);
  const shown = isWhole.value ? series : series.slice(0, MOST_SERIES);
  const more = series.length - shown.length;
  return (
    <article class="metric card">
      <h2 class="wrap">{name}</h2>
      <p class="facts">
        <Service name={service} />
        <span>{[type, unit].filter(Boolean).join(' · ')}</span>
      </p>
      {description && <p class="quiet wrap">{description}</p>}
      {shown.map(each => (
        <Series key={JSON.stringify([each.resource, each.attributes])} series={each} unit={unit} />
      ))}
      {more > 0 && (
        <button
          type="button"
          class="link"
          onClick={() => {
            isWhole.value = true;
          }}
        >
          and {more} more series
        </button>
      )}
      {droppedSeries > 0 && (
        <p class="quiet">{count(droppedSeries, 'series', 'series')} not kept: too many</p>
      )}
    </article>
  );
}

function Series({ series, unit }: { readonly series: ViewSeries; readonly unit: string }) {
  const last = series.points.at(-1);
  if (!last) return null;
  const hasBuckets = last.buckets.filter(({ count: number }) => number > 0).length > 1;
  return (
    <div class="series">
      <p class="labels">
        <Labels attributes={series.attributes} />
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
