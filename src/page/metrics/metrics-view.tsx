import { useSignal, useSignalEffect } from '@preact/signals';
import type { ViewMetric } from '../../view/model/metrics.ts';
import { source } from '../data/page-source.ts';
import { connection, metricsNews, paused } from '../data/state.ts';
import { Empty } from '../parts/empty.tsx';
import { count } from '../parts/format.ts';
import { colourOf, Service } from '../parts/service.tsx';
import { instanceOf, Series } from './series.tsx';

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
        {metrics.value !== null && all.length === 0 && <NoMetrics />}
        <div class="metrics">
          {all.map(metric => (
            <MetricCard key={`${metric.service}\n${metric.name}\n${metric.scope.name}`} metric={metric} />
          ))}
        </div>
      </div>
    </main>
  );
}

function NoMetrics() {
  if (connection.value !== 'frozen')
    return <Empty title="No metrics yet">An application under this view sends them every few seconds.</Empty>;
  return (
    <Empty title="No metrics">
      Metrics are off by default. Turn them on with <code>OTEL_METRICS_EXPORTER=otlp</code>
    </Empty>
  );
}

function MetricCard({ metric }: { readonly metric: ViewMetric }) {
  const { name, unit, type, description, service, series, droppedSeries } = metric;
  const isWhole = useSignal(false);
  const shown = isWhole.value ? series : series.slice(0, MOST_SERIES);
  const more = series.length - shown.length;
  const hasInstances = new Set(series.map(({ resource }) => resource)).size > 1;
  return (
    <article class={`metric card ${colourOf(service)}`}>
      <h2 class="wrap">{name}</h2>
      <p class="facts">
        <Service name={service} />
        <span>{[type, unit === '1' ? '' : unit].filter(Boolean).join(' · ')}</span>
      </p>
      {description && <p class="quiet wrap">{description}</p>}
      {shown.map(each => (
        <Series
          key={JSON.stringify([each.resource, each.attributes])}
          series={each}
          unit={unit}
          instance={hasInstances ? instanceOf(each) : ''}
        />
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
