import { expect, it } from 'vitest';
import { headline } from '../../src/report/headline.ts';
import { type Example, facts, span } from '../checks/example-facts.ts';

const request = (path: string, status: number, sentAt: number, expected?: string) => ({
  ...{ method: 'GET', url: `http://127.0.0.1:3000${path}`, status, error: null, durationMs: 10, expected },
  sentAt: 1000 + sentAt,
});

let traces = 0;
const served = (name: string, path: string, from: number, ms: number, error = false) =>
  span({
    ...{ name, from, to: from + ms, traceId: String(++traces).padStart(32, '0') },
    attributes: { 'http.request.method': 'GET', 'url.path': path },
    status: { code: error ? 'error' : 'unset', message: '' },
  });

it.each<{ what: string; is: Example; says: string }>([
  {
    what: 'requests, one of them an error, and the slowest',
    is: {
      spans: [served('GET /users/:id', '/users/1', 0, 5), served('GET /slow', '/slow', 20, 196)],
      requests: [request('/users/1', 200, 0), request('/slow', 200, 20), request('/boom', 500, 400)],
    },
    says: '3 requests · 1 error · slowest GET /slow 196 ms',
  },
  {
    what: 'a request that is answered, with an error in its trace',
    is: { spans: [served('GET /x', '/x', 0, 3.14, true)], requests: [request('/x', 200, 0)] },
    says: '1 request · 1 error · slowest GET /x 3.1 ms',
  },
  {
    what: 'an error that was expected',
    is: { spans: [], requests: [request('/nope', 404, 0, '404'), request('/boom', 500, 9, '500')] },
    says: '2 requests · 0 errors',
  },
  {
    what: 'units of work',
    is: { spans: [span({ kind: 'internal', name: 'nightly', to: 12_345 })] },
    says: '1 unit of work · 0 errors · slowest nightly 12 s',
  },
  { what: 'nothing', is: { spans: [] }, says: '0 units of work · 0 errors' },
])('the headline says $what', ({ is, says }) => {
  expect(headline(facts(is))).toBe(says);
});
