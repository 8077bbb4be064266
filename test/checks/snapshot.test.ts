import { describe, expect, it } from 'vitest';
import { runChecks } from '../../src/checks/checks.ts';
import { parseSnapshot, renderSnapshot } from '../../src/checks/snapshot/file.ts';
import { shapeOf } from '../../src/checks/snapshot/take-shape.ts';
import { stableName, stableText } from '../../src/checks/stable-text.ts';
import { type Example, facts, log, point, span } from './example-facts.ts';

const root = span({
  name: 'GET /orders/:id',
  attributes: { 'http.route': '/orders/:id', 'url.path': '/orders/7' },
});
const call = span({
  ...{ parentSpanId: root.spanId, kind: 'client', name: 'SELECT orders' },
  attributes: { 'db.system.name': 'postgresql', 'server.port': 5432, rows: ['1'] },
});
const base: Example = {
  spans: [root, call],
  logs: [
    log({
      traceId: root.traceId,
      spanId: root.spanId,
      body: 'order was asked for',
      attributes: { orderId: '7', map: { a: 1 } },
    }),
  ],
  metricPoints: [point({ name: 'queue.depth', attributes: { 'queue.name': 'mail' } })],
};

const textOf = (example: Example) => renderSnapshot(shapeOf(facts(example)));

/** What the check says of a run against the snapshot of another. */
function check(before: Example, now: Example, update = false) {
  const snapshot = {
    file: 'telemetry.yaml',
    before: parseSnapshot(textOf(before), 'telemetry.yaml'),
    update,
  };
  const results = runChecks(facts({ ...now, snapshot }), { only: ['snapshot'], allow: [] });
  const result = results.find(({ id }) => id === 'snapshot');
  return { status: result?.status, lines: result?.evidence.map(({ text }) => text) };
}

describe('a snapshot', () => {
  it('is what arrived, sorted, without values', () => {
    expect(textOf(base).split('\n').slice(2)).toEqual([
      'orders:',
      '  spans:',
      '    GET /orders/:id (server):',
      '      http.route: string',
      '      url.path: string',
      '    SELECT orders (client) in GET /orders/:id:',
      '      db.system.name: string',
      '      rows: list',
      '      server.port: number',
      '  records:',
      '    "info: order was asked for":',
      '      map: map',
      '      orderId: string',
      '  instruments:',
      '    queue.depth (gauge, {job}):',
      '      queue.name: string',
      '',
    ]);
  });

  it('is the same for other ids, ports, times, orders and numbers of requests', () => {
    const other = span({ ...root, spanId: 'e'.repeat(16), from: 100, to: 900 });
    const calls = [5433, 5434].map(port =>
      span({
        ...call,
        from: 200,
        spanId: String(port).padStart(16, '0'),
        parentSpanId: other.spanId,
        attributes: { ...call.attributes, 'server.port': port, rows: [] },
      }),
    );
    const again = { ...base, spans: [...calls, other], logs: [...(base.logs ?? []), ...(base.logs ?? [])] };
    expect(textOf(again)).toBe(textOf(base));
  });

  it('does not hold how often readiness was asked for', () => {
    const probe = span({ traceId: 'b'.repeat(32), name: 'GET /ready', from: -50, to: -40 });
    const requests = [
      { method: 'GET', url: 'http://127.0.0.1/', status: 200, error: null, durationMs: 3, sentAt: 1000 },
    ];
    expect(textOf({ ...base, spans: [probe, root, call], requests })).toBe(textOf(base));
  });

  it('is read as it was written, whatever the names are', () => {
    const odd = ['yes', '1', 'a: b', '# c', "it's", '"q"', '- d', '{e}', 'ü'];
    const spans = odd.map(name => span({ name, attributes: { [name]: 1 } }));
    const shape = shapeOf(facts({ spans }));
    expect(parseSnapshot(renderSnapshot(shape), 'F')).toEqual(shape);
  });

  it.each(['- a', 'orders: 3', 'orders: { spams: {} }', 'orders: { spans: [] }', 'a: b: c'])(
    'that is none is refused: %s',
    text => {
      expect(() => parseSnapshot(text, 'F')).toThrow(/^F: .*Name another file, or remove this one/s);
      expect(() => parseSnapshot(renderSnapshot({}) + text, 'F')).toThrow(
        /^F: .*Rewrite it with --update\.$/s,
      );
    },
  );
});

describe('the check against a snapshot', () => {
  it('holds where nothing changed, and is not made without one', () => {
    expect(check(base, base)).toEqual({ status: 'pass', lines: [] });
    const [skipped] = runChecks(facts(), { only: [], allow: [] }).filter(({ id }) => id === 'snapshot');
    expect(skipped?.status).toBe('skip');
  });

  const changes: readonly { what: string; now: Example; lines: readonly string[] }[] = [
    {
      what: 'a new attribute, and one of another type',
      now: {
        ...base,
        spans: [{ ...root, attributes: { ...root.attributes, 'http.route': 7, 'user.id': 'x' } }, call],
      },
      lines: [
        '~ orders · spans · GET /orders/:id (server) · http.route: string → number',
        '+ orders · spans · GET /orders/:id (server) · user.id: string',
      ],
    },
    {
      what: 'a span that is called otherwise',
      now: { ...base, spans: [root, { ...call, name: 'SELECT' }] },
      lines: [
        '+ orders · spans · SELECT (client) in GET /orders/:id',
        '- orders · spans · SELECT orders (client) in GET /orders/:id',
      ],
    },
    {
      what: 'a record less, an instrument less',
      now: { spans: [root, call] },
      lines: [
        '- orders · instruments · queue.depth (gauge, {job})',
        '- orders · records · info: order was asked for',
      ],
    },
    {
      what: 'another service',
      now: { ...base, spans: [root, call, span({ name: 'GET', resource: { 'service.name': 'stock' } })] },
      lines: ['+ stock · spans · GET (server)'],
    },
  ];
  it.each(changes)('fails for $what', ({ now, lines }) => {
    expect(check(base, now)).toEqual({ status: 'fail', lines });
  });

  it('says what changes where it is updated, and holds', () => {
    expect(check(base, { spans: [root, call] }, true)).toMatchObject({ status: 'pass' });
    expect(check(base, { spans: [root, call] }, true).lines).toHaveLength(2);
  });
});

describe('texts without what varies', () => {
  it.each([
    { text: 'listening on port 43211', other: 'listening on port 3000' },
    { text: 'listening on http://127.0.0.1:43211/', other: 'listening on http://[::1]:80/' },
    { text: 'order 4711 was paid in 3.2 ms', other: 'order 8 was paid in 11s' },
    {
      text: 'user 9f1c2d3e-1111-4222-8333-444455556666 came',
      other: 'user 00000000-1111-4222-8333-444455556666 came',
    },
    { text: 'at 2026-11-29T01:02:03.456Z it began', other: 'at 2025-01-02 03:04:05+01:00 it began' },
    { text: 'job V1StGXR8_Z5jdHi6B-myT ended', other: 'job x9KdfGtR_Q2wzB-aa1ZZ0 ended' },
    { text: 'wrote /tmp/otel-abCdEf/x.json', other: 'wrote /tmp/otel-XyZxYz/y.json' },
    { text: 'commit 4f2a9be81c7d665b', other: 'commit 0a1b2c3d4e5f6a7b' },
    { text: 'failed\n    at x (y.js:1:2)', other: 'failed\n    at z (y.js:9:9)' },
  ])('take $text for $other', ({ text, other }) => {
    expect(stableText(text)).toBe(stableText(other));
  });

  it.each([
    { name: 'GET /orders/4711', other: 'GET /orders/12' },
    { name: 'connect 127.0.0.1:43211', other: 'connect 127.0.0.1:5432' },
    { name: 'load 4711', other: 'load 8' },
  ])('take the name $name for the name $other', ({ name, other }) => {
    expect(stableName(name)).toBe(stableName(other));
  });

  it.each([
    'GET /v1/users/:id',
    'chat gpt-4o',
    's3.PutObject',
    'http2 session',
    'SELECT orders',
    'orders process',
  ])('the name %j stays', name => {
    expect(stableName(name)).toBe(name);
  });
});
