import { describe, expect, it } from 'vitest';
import { describeRepeatedCalls, findRepeatedCalls } from '../../src/checks/repeated-calls.ts';
import type { Attributes, Span, SpanKind } from '../../src/receiver/telemetry.ts';

interface Row {
  readonly title: string;
  readonly spans: readonly Span[];
  /** What is found, in words. */
  readonly found: readonly string[];
}

const REQUEST = span({ id: 'root', kind: 'server', name: 'GET /orders', from: 0, to: 100 });

const ROWS: readonly Row[] = [
  {
    title: 'eight requests one after the other, by ids',
    spans: [REQUEST, ...times(8, index => get(`http://prices/price/${index}`, index * 10))],
    found: ['8 calls of GET /price/:id, one after the other, in GET /orders: 64 of 100 ms'],
  },
  {
    title: 'by numbers of articles',
    spans: [REQUEST, ...times(5, index => get(`http://prices/v2/price/sku-${index}`, index * 10))],
    found: ['5 calls of GET /v2/price/:id, one after the other, in GET /orders: 40 of 100 ms'],
  },
  {
    title: 'by an id in the middle',
    spans: [REQUEST, ...times(6, index => get(`http://prices/users/${index + 10}/price`, index * 10))],
    found: ['6 calls of GET /users/:id/price, one after the other, in GET /orders: 48 of 100 ms'],
  },
  {
    title: 'by the route that served them',
    spans: [
      REQUEST,
      ...times(5, index => get(`http://prices/p/${index}`, index * 10)),
      ...times(5, index =>
        span({
          id: `s${index}`,
          parent: `c${index * 10}`,
          kind: 'server',
          name: 'GET /p/:sku',
          from: index * 10 + 1,
          to: index * 10 + 5,
          attributes: { 'http.route': '/p/:sku' },
        }),
      ),
    ],
    found: ['5 calls of GET /p/:sku, one after the other, in GET /orders: 40 of 100 ms'],
  },
  {
    title: 'below spans of the application',
    spans: [
      REQUEST,
      ...times(5, index =>
        span({ id: `i${index}`, parent: 'root', name: 'load', from: index * 10, to: index * 10 + 9 }),
      ),
      ...times(5, index => get(`http://prices/price/${index}`, index * 10, `i${index}`)),
    ],
    found: ['5 calls of GET /price/:id, one after the other, in GET /orders: 40 of 100 ms'],
  },
  {
    title: 'statements that differ in their literals',
    spans: [
      REQUEST,
      ...times(5, index =>
        query(`SELECT * FROM items WHERE order_id = ${index} AND name = 'x${index}'`, index * 10),
      ),
    ],
    found: [
      "5 calls of select * from items where order_id = 0 and name = 'x0', one after the other, in GET /orders: 40 of 100 ms",
    ],
  },
  {
    title: 'statements with parameters, at once, under their summary',
    spans: [
      REQUEST,
      ...times(9, index =>
        query('SELECT * FROM items WHERE id = $1', index / 10, { 'db.query.summary': 'SELECT items' }),
      ),
    ],
    found: ['9 calls of SELECT items, side by side, in GET /orders: 8.8 of 100 ms'],
  },
  {
    title: 'in a unit of work without a server span',
    spans: [
      span({ id: 'root', name: 'nightly', from: 0, to: 100 }),
      ...times(5, index =>
        query('SELECT * FROM items WHERE id = $1', index * 10, { 'db.query.summary': 'SELECT items' }),
      ),
    ],
    found: ['5 calls of SELECT items, one after the other, in nightly: 40 of 100 ms'],
  },
  {
    title: 'four calls',
    spans: [REQUEST, ...times(4, index => get(`http://prices/price/${index}`, index * 10))],
    found: [],
  },
  {
    title: 'requests at once',
    spans: [REQUEST, ...times(8, index => get(`http://prices/price/${index}`, 0, 'root', `c${index}`))],
    found: [],
  },
  {
    title: 'different paths',
    spans: [REQUEST, ...times(8, index => get(`http://prices/${'abcdefgh'[index]}`, index * 10))],
    found: [],
  },
  {
    title: 'different collections of one interface',
    spans: [REQUEST, ...times(8, index => get(`http://api/v1/${'abcdefgh'[index]}`, index * 10))],
    found: [],
  },
  {
    title: 'different parts of one item',
    spans: [REQUEST, ...times(8, index => get(`http://api/users/7/${'abcdefgh'[index]}`, index * 10))],
    found: [],
  },
  {
    title: 'different hosts',
    spans: [REQUEST, ...times(8, index => get(`http://h${index}/price`, index * 10))],
    found: [],
  },
  {
    title: 'different tables',
    spans: [REQUEST, ...times(8, index => query(`SELECT * FROM t_${'abcdefgh'[index]}`, index * 10))],
    found: [],
  },
  {
    title: 'calls of a model',
    spans: [
      REQUEST,
      ...times(8, index => ({
        ...get('http://ai/v1/chat', index * 10),
        attributes: { 'url.full': 'http://ai/v1/chat', 'gen_ai.operation.name': 'chat' },
      })),
    ],
    found: [],
  },
  {
    title: 'calls of a driver below those of its mapper',
    spans: [
      REQUEST,
      ...times(5, index =>
        query('SELECT * FROM items WHERE id = $1', index * 10, { 'db.query.summary': 'SELECT items' }),
      ),
      ...times(5, index => ({
        ...query('SELECT * FROM items WHERE id = $1', index * 10 + 1, { 'db.query.summary': 'SELECT items' }),
        spanId: `d${index}`,
        parentSpanId: `c${index * 10}`,
      })),
    ],
    found: ['5 calls of SELECT items, one after the other, in GET /orders: 40 of 100 ms'],
  },
  {
    title: 'calls of two requests',
    spans: [
      REQUEST,
      { ...REQUEST, spanId: 'other' },
      ...times(4, index => get(`http://prices/price/${index}`, index * 10)),
      ...times(4, index => get(`http://prices/price/${index}`, index * 10, 'other', `o${index}`)),
    ],
    found: [],
  },
  {
    title: "spans that are each other's parents",
    spans: times(6, index => get('http://prices/price/1', index * 10, `c${((index + 1) % 6) * 10}`)),
    found: [],
  },
];

describe('findRepeatedCalls', () => {
  for (const { title, spans, found } of ROWS) {
    it(title, () => {
      expect(findRepeatedCalls(spans).map(describeRepeatedCalls)).toEqual(found);
    });
  }

  it('looks at 20,000 calls in no time', () => {
    const spans = [REQUEST, ...times(20_000, index => get(`http://prices/price/${index}`, index * 10))];
    const began = performance.now();
    expect(findRepeatedCalls(spans)).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

function times<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function get(url: string, from: number, parent = 'root', id = `c${from}`): Span {
  const attributes = { 'http.request.method': 'GET', 'url.full': url };
  return span({ id, parent, kind: 'client', name: 'GET', from, to: from + 8, attributes });
}

function query(text: string, from: number, more: Attributes = {}): Span {
  const attributes = { 'db.system.name': 'postgresql', 'db.query.text': text, ...more };
  return span({
    id: `c${from}`,
    parent: 'root',
    kind: 'client',
    name: 'query',
    from,
    to: from + 8,
    attributes,
  });
}

function span(fields: {
  readonly id: string;
  readonly parent?: string;
  readonly kind?: SpanKind;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly attributes?: Attributes;
}): Span {
  const { id, parent = null, kind = 'internal', name, from, to, attributes = {} } = fields;
  return {
    ...{ traceId: 't', spanId: id, parentSpanId: parent, name, kind, attributes },
    startTimeUnixNano: BigInt(Math.round(from * 1e6)),
    endTimeUnixNano: BigInt(Math.round(to * 1e6)),
    durationMs: to - from,
    status: { code: 'unset', message: '' },
    ...{ events: [], links: [], resource: {}, traceState: '', flags: 1 },
    scope: { name: '', version: '', attributes: {} },
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
  };
}
