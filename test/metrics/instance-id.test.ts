import { resourceFromAttributes } from '@opentelemetry/resources';
import { describe, expect, it } from 'vitest';
import { instancePlace, stableInstanceId, withMetricsInstanceId } from '../../src/metrics/instance-id.ts';

const PLACE = { host: 'web-1', program: undefined, slot: undefined, thread: 0 };

interface Given {
  readonly random?: string;
  readonly choice?: string;
  readonly chosenByUser?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** The id of metrics of a process whose spans and logs have `random`. */
function idOf({ random = 'random', choice, chosenByUser = false, env = {} }: Given) {
  const resource = resourceFromAttributes({ 'service.instance.id': random, 'host.name': 'web-1' });
  const place = instancePlace(env, false);
  const { attributes } = withMetricsInstanceId(resource, { choice, chosenByUser, place });
  expect(attributes['host.name']).toBe('web-1');
  return attributes['service.instance.id'];
}

describe('service.instance.id of metrics', () => {
  it('is the same at each start, a UUID of version 5', () => {
    expect(idOf({})).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(idOf({ random: 'first' })).toBe(idOf({ random: 'second' }));
  });

  it.each([
    { choice: 'process', chosenByUser: false, id: 'random' },
    { choice: 'none', chosenByUser: false, id: undefined },
    { choice: undefined, chosenByUser: true, id: 'random' },
    { choice: 'stable', chosenByUser: true, id: 'random' },
    { choice: 'none', chosenByUser: true, id: undefined },
  ])('is $id by the choice $choice, set by the user: $chosenByUser', ({ id, ...given }) => {
    expect(idOf(given as Given)).toBe(id);
  });

  it.each([
    { what: 'host', difference: { host: 'web-2' } },
    { what: 'program that the service starts', difference: { program: 'worker.js' } },
    { what: 'worker of a cluster', difference: { slot: '1' } },
    { what: 'thread', difference: { thread: 1 } },
  ])('tells apart each $what', ({ difference }) => {
    expect(stableInstanceId({ ...PLACE, ...difference })).not.toBe(stableInstanceId(PLACE));
  });

  it('tells apart the instances of a process manager', () => {
    const [first, second] = ['0', '1'].map(instance => idOf({ env: { NODE_APP_INSTANCE: instance } }));
    expect(first).not.toBe(second);
  });
});
