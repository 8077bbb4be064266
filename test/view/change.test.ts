import { describe, expect, it } from 'vitest';
import type { Answers } from '../../src/view/answers/answers.ts';
import type { Change } from '../../src/view/model/events.ts';
import { changeSince, type Feed } from '../../src/view/server/change.ts';
import { createStore } from '../../src/view/store/store.ts';
import { log, span } from '../helpers/example-telemetry.ts';

const PER_REQUEST = 100;

/** A view that a page follows, with as much of it as changes need. */
function follow(maxSpans = 20_000) {
  const store = createStore(maxSpans);
  const feed = {
    session: 'test',
    store,
    answers: {
      summary: trace => ({ traceId: trace.traceId }),
      status: () => ({}),
      services: () => ({}),
    } as Partial<Answers> as Answers,
    files: { firstOwnFrame: () => null },
    revisions: () => ({ processes: 0, status: 0 }),
    findingsSince: () => [],
  } satisfies Feed;
  const cursor = { revision: 0, services: 0, servicesMs: 0, oldestLogId: 1 };
  return {
    receive(request: number) {
      const spans = Array.from({ length: PER_REQUEST }, (_, index) =>
        span({ traceId: `${request}.${index}`, spanId: '1', parentSpanId: null }),
      );
      store.add({ spans, logs: [log({ body: `request ${request}` })], metricPoints: [] }, 0);
    },
    /** All changes until there are no more. */
    looks() {
      const changes: Change[] = [];
      for (let change = changeSince(feed, cursor, 0); change; change = changeSince(feed, cursor, 0))
        changes.push(change);
      return changes;
    },
  };
}

describe('a page that looks rarely', () => {
  it('is told of every trace and of every record once', () => {
    const { receive, looks } = follow();
    for (let request = 0; request < 13; request++) receive(request);
    const changes = looks();

    const traces = changes.flatMap(({ traces = [] }) => traces.map(({ traceId }) => traceId));
    expect(new Set(traces).size).toBe(13 * PER_REQUEST);
    expect(traces).toHaveLength(13 * PER_REQUEST);
    const records = changes.flatMap(({ logs = [] }) => logs.map(({ message }) => message));
    expect(records).toEqual(Array.from({ length: 13 }, (_, request) => `request ${request}`));
    expect(Math.max(...changes.map(({ traces = [] }) => traces.length))).toBeLessThanOrEqual(600);
  });

  it('is told which records are gone, even if no trace is', () => {
    const { receive, looks } = follow(PER_REQUEST);
    receive(0);
    expect(looks().map(({ removed }) => removed)).toEqual([undefined]);
    for (let record = 0; record < PER_REQUEST; record++) receive(0);
    expect(looks().map(({ removed }) => removed)).toEqual([{ traceIds: [], oldestLogId: 2 }]);
    expect(looks()).toEqual([]);
  });

  it('is told of what one request brought at once', () => {
    const { receive, looks } = follow();
    receive(0);
    expect(looks().map(({ traces = [] }) => traces.length)).toEqual([PER_REQUEST]);
    receive(1);
    expect(looks().map(({ traces = [] }) => traces.length)).toEqual([PER_REQUEST]);
    expect(looks()).toEqual([]);
  });
});
