import { describe, expect, it } from 'vitest';
import type { FindingsAnswer } from '../../src/view/model/findings.ts';
import type { TraceAnswer, TracesAnswer } from '../../src/view/model/traces.ts';
import { attributes, hex, openView, record, span } from './open-view.ts';

const SERVED = { 'http.request.method': 'GET', 'url.path': '/a', 'http.response.status_code': 200 };
const ROUTED = { ...SERVED, 'http.route': '/a' };
const FAILED = { ...ROUTED, 'http.response.status_code': 500 };

const STACK = `TypeError: no price
    at priceOf (node:internal/modules/x:1:1)
    at load (/shop/node_modules/lib/index.js:3:4)
    at priceOf (/shop/src/price.ts:12:7)`;
const THROWN = {
  'exception.type': 'TypeError',
  'exception.message': 'no price',
  'exception.stacktrace': STACK,
};
const EXCEPTION = { name: 'exception', timeUnixNano: '1700000000000000000', attributes: attributes(THROWN) };

interface Row {
  readonly title: string;
  readonly spans?: readonly object[];
  readonly logs?: readonly object[];
  /** Code, severity, count and title of each finding. */
  readonly found: readonly (readonly [
    code: string,
    severity: string,
    count: number,
    title: string | RegExp,
  ])[];
}

const ROWS: readonly Row[] = [
  {
    title: 'nothing in what is as it should be',
    spans: [span({ trace: 1, id: 1, kind: 2, name: 'GET /a', attributes: ROUTED })],
    found: [],
  },
  {
    title: 'an error once, at its deepest span, though three spans and a record have it',
    spans: [
      span({
        trace: 1,
        id: 1,
        kind: 2,
        name: 'GET /a',
        attributes: FAILED,
        error: true,
        events: [EXCEPTION],
      }),
      span({ trace: 1, id: 2, parent: 1, name: 'load', error: true, events: [EXCEPTION] }),
      span({ trace: 1, id: 3, parent: 2, name: 'price', error: true, events: [EXCEPTION] }),
    ],
    logs: [record('no price', { trace: 1, severity: 17, attributes: THROWN })],
    found: [['error', 'error', 1, 'TypeError: no price in GET /a']],
  },
  {
    title: 'one error of two requests, counted',
    spans: [1, 2].map(trace =>
      span({ trace, id: 1, kind: 2, name: 'GET /a', attributes: FAILED, error: true, events: [EXCEPTION] }),
    ),
    found: [['error', 'error', 2, 'TypeError: no price in GET /a']],
  },
  {
    title: 'an error that was only logged',
    spans: [span({ trace: 1, id: 1, kind: 2, name: 'GET /a', attributes: ROUTED })],
    logs: [record('it failed', { trace: 1, severity: 17, attributes: THROWN })],
    found: [['error', 'error', 1, 'TypeError: no price in GET /a']],
  },
  {
    title: 'a call that failed by its status',
    spans: [
      span({ trace: 1, id: 1, kind: 2, name: 'GET /a', attributes: ROUTED }),
      span({
        trace: 1,
        id: 2,
        parent: 1,
        kind: 3,
        name: 'GET',
        error: true,
        attributes: {
          'url.full': 'http://prices/price/7',
          'http.request.method': 'GET',
          'http.response.status_code': 502,
        },
      }),
    ],
    found: [['error', 'error', 1, 'GET prices/price/7: 502 in GET /a']],
  },
  {
    title: 'a slow request, and what it waited for',
    spans: [
      span({ trace: 1, id: 1, kind: 2, name: 'GET /a', to: 812, attributes: ROUTED }),
      span({
        trace: 1,
        id: 2,
        parent: 1,
        kind: 3,
        name: 'SELECT orders',
        from: 10,
        to: 800,
        attributes: { 'db.system.name': 'postgresql' },
      }),
    ],
    found: [['slow', 'warning', 1, 'GET /a took 812 ms, 790 ms of it SELECT orders']],
  },
  {
    title: 'no slow request in a connection that is kept open on purpose',
    spans: [
      span({
        trace: 1,
        id: 1,
        kind: 2,
        name: 'GET /a',
        to: 90_000,
        attributes: { ...ROUTED, 'http.response.status_code': 101 },
      }),
    ],
    found: [],
  },
  {
    title: 'requests without a route, as one finding',
    spans: [1, 2, 3].map(trace =>
      span({ trace, id: 1, kind: 2, name: 'GET', attributes: { ...SERVED, 'url.path': `/files/${trace}` } }),
    ),
    found: [['route-missing', 'warning', 3, /^GET requests have no route, such as GET \/files\/\d$/]],
  },
  {
    title: 'no missing route where nothing was found',
    spans: [
      span({
        trace: 1,
        id: 1,
        kind: 2,
        name: 'GET',
        attributes: { ...SERVED, 'http.response.status_code': 404 },
      }),
    ],
    found: [],
  },
  {
    title: 'an operation that is two spans',
    spans: [
      span({ trace: 1, id: 1, kind: 2, name: 'GET /a', attributes: ROUTED, to: 5 }),
      span({ trace: 1, id: 2, parent: 1, kind: 2, name: 'GET /a', attributes: ROUTED, to: 5 }),
    ],
    found: [['no-duplicate-spans', 'error', 1, /server span "GET \/a" \(test\): it is nested in "GET \/a"/]],
  },
  {
    title: 'a record that lost its request',
    spans: [span({ trace: 1, id: 1, kind: 2, name: 'GET /a', attributes: ROUTED, to: 5 })],
    logs: [record('written in a callback')],
    found: [['logs-correlated', 'error', 1, /"written in a callback" \(test\): written during "GET \/a"/]],
  },
  {
    title: 'the calls of a model, with their tokens',
    spans: [1, 2].flatMap(trace => [
      span({ trace, id: 1, name: 'summary' }),
      span({
        ...{ trace, id: 2, parent: 1, kind: 3, name: 'chat gpt-4o' },
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.request.model': 'gpt-4o',
          'gen_ai.usage.input_tokens': 1200,
          'gen_ai.usage.output_tokens': 34,
        },
      }),
    ]),
    found: [['genai-calls', 'info', 2, '2 calls of chat gpt-4o: 2,400 input and 68 output tokens']],
  },
];

describe('findings while it runs', () => {
  for (const { title, spans = [], logs = [], found } of ROWS) {
    it(`has ${title}`, async () => {
      const view = await openView();
      if (spans.length > 0) expect(await view.send('traces', spans)).toBe(200);
      if (logs.length > 0) expect(await view.send('logs', logs)).toBe(200);
      view.hub.findings.judgeNow();
      view.hub.findings.judgeNow();
      const { findings } = await view.get<FindingsAnswer>('api/findings');
      expect(findings.map(({ code, severity, count, title: said }) => [code, severity, count, said])).toEqual(
        found.map(([code, severity, count, said]) => [
          ...[code, severity, count],
          typeof said === 'string' ? said : expect.stringMatching(said),
        ]),
      );
    });
  }

  it('name the place in the source, and what a trace has of them', async () => {
    const view = await openView();
    await view.send('traces', [
      span({
        trace: 1,
        id: 1,
        kind: 2,
        name: 'GET /a',
        attributes: FAILED,
        error: true,
        events: [EXCEPTION],
      }),
    ]);
    view.hub.findings.judgeNow();
    const trace = await view.get<TraceAnswer>(`api/traces/${hex(1, 32)}`);
    expect(trace).toMatchObject({
      findingCodes: ['error'],
      findings: [{ code: 'error', source: '/shop/src/price.ts:12:7', spanId: hex(1, 16) }],
      spans: [{ exception: { type: 'TypeError', source: '/shop/src/price.ts:12:7', excerpt: [] } }],
    });
  });

  it('read no file that a stack trace names and no command runs in', async () => {
    const view = await openView();
    const message = 'x\n    at f (/etc/passwd:1:1)\n    at g (/etc/hosts.js:1:1)';
    const stack = `Error: ${message}\n    at h (/etc/passwd:1:1)\n    at i (/shop/../etc/hosts.js:1:1)`;
    const thrown = { 'exception.type': 'Error', 'exception.message': message, 'exception.stacktrace': stack };
    view.hub.setCommand({
      id: 'c',
      argv: [],
      folderName: 'shop',
      folder: '/shop',
      service: 'api',
      startTimeMs: 0,
      ended: null,
      commit: null,
    });
    await view.send('logs', [record('failed', { severity: 17, attributes: thrown })]);
    const { logs } = await view.get<{ logs: { exception: { excerpt: unknown[] } }[] }>('api/logs');
    expect(logs[0]?.exception.excerpt).toEqual([]);
  });

  it('change with what arrives later, and stay when their trace is gone', async () => {
    const view = await openView(10);
    await view.send('traces', [span({ trace: 1, id: 2, parent: 1, kind: 3, name: 'GET', error: true })]);
    view.hub.findings.judgeNow();
    await view.send('traces', [
      span({
        trace: 1,
        id: 1,
        kind: 2,
        name: 'GET /a',
        attributes: FAILED,
        error: true,
        events: [EXCEPTION],
      }),
    ]);
    view.hub.findings.judgeNow();
    const titles = async () =>
      (await view.get<FindingsAnswer>('api/findings')).findings.map(({ title, count }) => [title, count]);
    expect(await titles()).toEqual([['TypeError: no price in GET /a', 1]]);
    await view.send(
      'traces',
      Array.from({ length: 10 }, (_, index) => span({ trace: 2, id: index + 1 })),
    );
    view.hub.findings.judgeNow();
    expect(await titles()).toEqual([['TypeError: no price in GET /a', 1]]);
    expect((await view.get<TracesAnswer>('api/traces')).traces.map(({ traceId }) => traceId)).toEqual([
      hex(2, 32),
    ]);
  });
});

describe('the line of a trace', () => {
  it('says where a trace goes that begins with a call', async () => {
    const view = await openView();
    const attributes = { 'http.request.method': 'POST', 'url.full': 'http://api.example/price?id=7' };
    await view.send('traces', [span({ trace: 1, id: 1, kind: 3, name: 'POST', attributes })]);
    expect(await view.get('api/traces')).toMatchObject({
      traces: [{ name: 'POST', method: null, path: 'api.example/price' }],
    });
  });
});

describe('search', () => {
  const view = openView().then(async opened => {
    await opened.send('traces', [
      span({
        trace: 1,
        id: 1,
        kind: 2,
        name: 'GET /a',
        to: 30,
        from: 0,
        attributes: { ...ROUTED, customer: 'Ada' },
      }),
      span({ trace: 2, id: 1, kind: 2, name: 'GET /b', to: 600, from: 10, attributes: ROUTED, error: true }),
      span({ trace: 2, id: 2, parent: 1, kind: 3, name: 'SELECT orders', from: 20 }),
    ]);
    await opened.send('traces', [span({ trace: 3, id: 1, name: 'nightly', from: 40 })], {
      'service.name': 'worker',
    });
    await opened.send('logs', [
      record('one', { trace: 1, severity: 9 }),
      record('two', { trace: 1, severity: 13, attributes: { customer: 'Ada' } }),
      record('three', { severity: 17 }),
    ]);
    return opened;
  });
  const TRACES = [
    { query: '', found: [3, 2, 1] },
    { query: '?limit=1', found: [3] },
    { query: '?limit=1&offset=1', found: [2] },
    { query: '?offset=3', found: [] },
    { query: '?service=api', found: [2, 1] },
    { query: '?service=no', found: [] },
    { query: '?name=select', found: [2] },
    { query: '?error=true', found: [2] },
    { query: '?error=false', found: [3, 1] },
    { query: '?minDurationMs=30', found: [2, 1] },
    { query: '?text=ada', found: [1] },
    { query: '?text=customer%3DAda', found: [1] },
    { query: '?text=TWO', found: [1] },
    { query: '?service=api&error=true&name=GET', found: [2] },
    { query: `?text=${hex(3, 32)}`, found: [3] },
  ];
  for (const { query, found } of TRACES) {
    it(`finds traces by ${query || 'nothing'}`, async () => {
      const { traces } = await (await view).get<TracesAnswer>(`api/traces${query}`);
      expect(traces.map(({ traceId }) => Number.parseInt(traceId, 16))).toEqual(found);
    });
  }
  const LOGS = [
    { query: '', found: ['three', 'two', 'one'] },
    { query: '?limit=2', found: ['three', 'two'] },
    { query: '?limit=2&offset=1', found: ['two', 'one'] },
    { query: '?severity=warn', found: ['three', 'two'] },
    { query: '?severity=ERROR', found: ['three'] },
    { query: '?severity=13', found: ['three', 'two'] },
    { query: `?traceId=${hex(1, 32)}`, found: ['two', 'one'] },
    { query: `?traceId=${hex(1, 32).toUpperCase()}&text=ada`, found: ['two'] },
    { query: '?service=worker', found: [] },
  ];
  for (const { query, found } of LOGS) {
    it(`finds records by ${query || 'nothing'}`, async () => {
      const { logs } = await (await view).get<{ logs: { message: string }[] }>(`api/logs${query}`);
      expect(logs.map(({ message }) => message)).toEqual(found);
    });
  }
});
