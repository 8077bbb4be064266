import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** Requests → attributes that the semantic conventions for HTTP clients have only for some. */
const REQUESTS = [
  { method: 'GET', path: '/plain', attributes: { 'http.request.method': 'GET' } },
  { method: 'post', path: '/?', attributes: { 'http.request.method': 'POST' } },
  {
    method: 'GET',
    path: '/found?page=2',
    attributes: { 'http.request.method': 'GET', 'url.query': 'page=2' },
  },
  {
    method: 'PURGE',
    path: '/cached',
    attributes: { 'http.request.method': '_OTHER', 'http.request.method_original': 'PURGE' },
  },
];

const CONDITIONAL = ['http.request.method', 'http.request.method_original', 'url.query'];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.each(nodes())('client spans of fetch, Node.js $version', node => {
  it('have the attributes that the conventions have for their requests', async () => {
    const service = `fetches-${node.version}`;
    const argv = REQUESTS.flatMap(({ method, path }) => [method, path]);

    const { code } = await run([node.path, 'fetches.cjs', ...argv], {
      env: preloaded(collector.environment(service)),
    });

    expect(code).toBe(0);
    const clients = collector.of(service).spans.filter(({ kind }) => kind === 'SPAN_KIND_CLIENT');
    const seen = clients.map(({ attributes }) =>
      Object.fromEntries(Object.entries(attributes).filter(([name]) => CONDITIONAL.includes(name))),
    );
    expect(seen).toEqual(REQUESTS.map(({ attributes }) => attributes));
  });
});
