import { context, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { observeQueueDepth } from '../../src/work/queue-depth.ts';
import { withReadyMadeWork } from '../../src/work/ready-made-work.ts';
import { withWork } from '../../src/work/with-work.ts';
import { dataPointsOf } from '../helpers/exported-metrics.ts';
import { recorded, recordTelemetry } from './record-telemetry.ts';

const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
const meterProvider = new MeterProvider({ readers: [reader] });

beforeAll(() => recordTelemetry({ meterProvider }));
afterEach(() => {
  exporter.reset();
  recorded.clear();
});

/** Data points of a metric since the last time. */
async function pointsOf(name: string) {
  await reader.forceFlush();
  return dataPointsOf(exporter, name);
}

it('counts success, failure and duration of work by its name', async () => {
  withWork('orders process', () => {});
  withWork('orders process', () => {});
  await withWork('orders process', () => Promise.reject(new Error('no more'))).catch(() => {});

  const points = await pointsOf('work.duration');
  expect(points).toHaveLength(2);
  expect(points).toMatchObject([
    { attributes: { 'work.name': 'orders process', 'work.outcome': 'success' }, value: { count: 2 } },
    { attributes: { 'work.name': 'orders process', 'work.outcome': 'failure' }, value: { count: 1 } },
  ]);
});

it('counts ready-made work once, by the name that a withWork in it gave, also in a span of others', async () => {
  withReadyMadeWork('orders process', { kind: 'consumer' }, () => {});
  withReadyMadeWork('orders process', { kind: 'consumer' }, () =>
    withWork('order', { kind: 'consumer' }, () => {}),
  );
  const takenUp = context.active();
  trace.getTracer('other').startActiveSpan('process letters', () => {
    withReadyMadeWork('letters process', { takenUp }, () => {});
  });

  const points = await pointsOf('work.duration');
  expect(points.map(({ attributes }) => attributes)).toEqual([
    { 'work.name': 'orders process', 'work.outcome': 'success' },
    { 'work.name': 'order', 'work.outcome': 'success' },
    { 'work.name': 'letters process', 'work.outcome': 'success' },
  ]);
});

it.each([
  { name: 'a number', count: () => 12 },
  { name: 'a promise', count: async () => 12 },
])('measures the depth of a queue that is $name, until it is told to stop', async ({ name, count }) => {
  const stop = observeQueueDepth(name, count);

  expect(await pointsOf('queue.depth')).toMatchObject([{ attributes: { 'queue.name': name }, value: 12 }]);
  stop();
  exporter.reset();
  expect(await pointsOf('queue.depth')).toEqual([]);
});

it('records no span of what a queue is asked', async () => {
  const stop = observeQueueDepth('emails', async () => {
    await undefined;
    trace.getTracer('pg').startSpan('select count').end();
    return 12;
  });

  expect(await pointsOf('queue.depth')).toHaveLength(1);
  stop();
  expect(recorded.spans()).toEqual([]);
});

it('warns once about a queue that cannot be counted, and measures the others', async () => {
  const stopped = observeQueueDepth('stopped', () => {
    throw new Error('connection closed');
  });
  const other = observeQueueDepth('other', () => 3);
  const points = [...(await pointsOf('queue.depth')), ...(await pointsOf('queue.depth'))];
  stopped();
  other();

  expect(
    points.every(({ attributes }) => 'queue.name' in attributes && attributes['queue.name'] === 'other'),
  ).toBe(true);
  expect(recorded.warnings).toEqual(['the depth of queue "stopped" is not measured: connection closed']);
});
