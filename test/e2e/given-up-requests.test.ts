import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type ReceivedSpan, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

const UNSET = { status: 'STATUS_CODE_UNSET', code: undefined, error: undefined };
const ANSWERED = { ...UNSET, code: 200 };
const LATE = { ...UNSET, status: 'STATUS_CODE_ERROR', error: 'TimeoutError' };

/** How the spans of client and server end. */
const REQUESTS = {
  'http, given up': [UNSET, UNSET],
  'http, too late': [LATE, UNSET],
  'http, given up half way': [ANSWERED, ANSWERED],
  'http, refused': [{ ...LATE, error: 'ECONNREFUSED' }],
  'fetch, given up': [UNSET, UNSET],
  'fetch, too late': [LATE, UNSET],
};

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.each(nodes())('requests that a client gives up, Node.js $version', node => {
  it('are no failures, unless their time was over, and have only a status that was sent', async () => {
    const service = `given-up-${node.version}`;
    const env = preloaded(collector.environment(service));

    const { code, stderr } = await run([node.path, 'http/given-up.cjs'], { env });

    expect(code, stderr).toBe(0);
    const { spans } = collector.of(service);
    const below = (parent: ReceivedSpan | undefined) =>
      spans.find(({ parentSpanId }) => parentSpanId === parent?.spanId);
    const ended = Object.keys(REQUESTS).map(request => {
      const client = below(spans.find(({ name }) => name === request));
      const ends = [client, below(client)].flatMap(span => (span ? [outcome(span)] : []));
      return [request, ends];
    });
    expect(Object.fromEntries(ended)).toEqual(REQUESTS);
  });
});

function outcome({ attributes, status }: ReceivedSpan) {
  return {
    status: status.code,
    code: attributes['http.response.status_code'],
    error: attributes['error.type'],
  };
}
