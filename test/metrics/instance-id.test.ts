import { resourceFromAttributes } from '@opentelemetry/resources';
import { describe, expect, it } from 'vitest';
import { stableInstanceId, withMetricsInstanceId } from '../../src/metrics/instance-id.ts';
import { readSettings } from '../../src/preload/settings.ts';

const PLACE = { host: 'web-1', program: undefined, slot: undefined, thread: 0 };

/** The id of metrics of a process whose spans and logs have `random`. */
function idOf(env: Record<string, string>, random = 'random') {
  const resource = resourceFromAttributes({ 'service.instance.id': random, 'host.name': 'web-1' });
  const { attributes } = withMetricsInstanceId(resource, env, readSettings(env));
  expect(attributes['host.name']).toBe('web-1');
  return attributes['service.instance.id'];
}

describe('service.instance.id of metrics', () => {
  it('is the same at each start, a UUID of version 5', () => {
    expect(idOf({})).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(idOf({}, 'first')).toBe(idOf({}, 'second'));
  });

  it.each([
    ['process', 'random'],
    ['none', undefined],
  ])('is switched by OTEL_RUN_METRICS_INSTANCE_ID=%s', (choice, id) => {
    expect(idOf({ OTEL_RUN_METRICS_INSTANCE_ID: choice })).toBe(id);
  });

  it.each(['stable', 'none', 'process'])('stays where the user chose one (%s)', choice => {
    const env = {
      OTEL_RESOURCE_ATTRIBUTES: 'service.instance.id=pod-0',
      OTEL_RUN_METRICS_INSTANCE_ID: choice,
    };

    expect(idOf(env, 'pod-0')).toBe('pod-0');
  });

  it.each([
    ['host', { host: 'web-2' }],
    ['program that the service starts', { program: 'worker.js' }],
    ['worker of a cluster', { slot: '1' }],
    ['thread', { thread: 1 }],
  ])('tells apart each %s', (_, difference) => {
    expect(stableInstanceId({ ...PLACE, ...difference })).not.toBe(stableInstanceId(PLACE));
  });

  it('tells apart the instances of a process manager', () => {
    expect(idOf({ NODE_APP_INSTANCE: '0' })).not.toBe(idOf({ NODE_APP_INSTANCE: '1' }));
  });
});
