import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { type Plugin, rolldown } from 'rolldown';
import { expect, it } from 'vitest';

const ROOT = new URL('../../..', import.meta.url).pathname;

type Serializers = Pick<
  typeof import('@opentelemetry/otlp-transformer'),
  'JsonLogsSerializer' | 'JsonMetricsSerializer'
>;

const ENTRY = "export { JsonLogsSerializer, JsonMetricsSerializer } from '@opentelemetry/otlp-transformer';";

async function bundled(): Promise<Serializers> {
  const { jsonNumbers } = await import(join(ROOT, 'scripts/build/json-numbers.mjs'));
  const entry: Plugin = {
    name: 'entry',
    resolveId: source => (source === 'entry' ? join(ROOT, 'entry.mjs') : null),
    load: id => (id === join(ROOT, 'entry.mjs') ? ENTRY : null),
  };
  const build = await rolldown({
    input: 'entry',
    cwd: ROOT,
    platform: 'node',
    plugins: [entry, jsonNumbers()],
  });
  const { output } = await build.generate({ format: 'cjs', codeSplitting: false });
  await build.close();
  const exports = {};
  compileFunction(output[0].code, ['exports', 'require'])(exports, createRequire(import.meta.url));
  return exports as Serializers;
}

const read = (request: Uint8Array | undefined) => JSON.parse(Buffer.from(request ?? []).toString());

/** By the JSON mapping of proto3, which has no `null` for a number, and an integer has at most 64 bits. */
const VALUES = [
  { value: 1.5, written: { doubleValue: 1.5 } },
  { value: Number.NaN, written: { doubleValue: 'NaN' } },
  { value: Number.POSITIVE_INFINITY, written: { doubleValue: 'Infinity' } },
  { value: Number.NEGATIVE_INFINITY, written: { doubleValue: '-Infinity' } },
  { value: 2 ** 62, written: { intValue: 2 ** 62 } },
  { value: -(2 ** 63), written: { intValue: -(2 ** 63) } },
  { value: 2 ** 63, written: { doubleValue: 2 ** 63 } },
  { value: -1e300, written: { doubleValue: -1e300 } },
  { value: [Number.NaN], written: { arrayValue: { values: [{ doubleValue: 'NaN' }] } } },
];

const RESOURCE = { attributes: {} };
const SCOPE = { name: 'scope' };
const TIME = [1, 0];

it('writes every number so that a collector reads it', async () => {
  const { JsonLogsSerializer, JsonMetricsSerializer } = await bundled();
  const attributes = Object.fromEntries(VALUES.map(({ value }, index) => [index, value]));
  const record = { hrTime: TIME, hrTimeObserved: TIME, attributes, resource: RESOURCE };

  const logs = read(
    JsonLogsSerializer.serializeRequest([{ ...record, instrumentationScope: SCOPE }] as never),
  );

  const [logged] = logs.resourceLogs[0].scopeLogs[0].logRecords;
  expect(logged.attributes.map(({ value }: { value: unknown }) => value)).toEqual(
    VALUES.map(({ written }) => written),
  );

  const point = { startTime: TIME, endTime: TIME, attributes: {} };
  const histogram = {
    count: 1,
    sum: Number.POSITIVE_INFINITY,
    min: undefined,
    max: Number.POSITIVE_INFINITY,
    buckets: { counts: [1], boundaries: [] },
  };
  const metric = (dataPointType: number, value: unknown) => ({
    ...{ descriptor: { name: 'metric', valueType: 1 }, aggregationTemporality: 1, dataPointType },
    dataPoints: [{ ...point, value }],
  });
  const metrics = read(
    JsonMetricsSerializer.serializeRequest({
      resource: RESOURCE,
      scopeMetrics: [{ scope: SCOPE, metrics: [metric(2, Number.NaN), metric(0, histogram)] }],
    } as never),
  );

  const [gauge, measured] = metrics.resourceMetrics[0].scopeMetrics[0].metrics;
  expect(gauge.gauge.dataPoints[0].asDouble).toBe('NaN');
  expect(measured.histogram.dataPoints[0]).toMatchObject({ sum: 'Infinity', max: 'Infinity' });
  expect(measured.histogram.dataPoints[0]).not.toHaveProperty('min');
});
