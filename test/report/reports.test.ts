import { describe, expect, it } from 'vitest';
import { painter } from '../../src/report/colours.ts';
import { toSmokeReport } from '../../src/report/report.ts';
import { smokeText } from '../../src/report/terminal/text.ts';
import { toTraces } from '../../src/report/waterfall.ts';
import { smokeHtml } from '../../src/smoke/html.ts';
import { facts, log, point, processEntry, span } from '../checks/example-facts.ts';

const EVIL = '</script><img src=x onerror=alert(1)>"\u0000\'&';

const root = span({ name: 'GET /orders/:id', to: 100 });
const child = span({
  traceId: root.traceId,
  parentSpanId: root.spanId,
  name: `query ${EVIL}`,
  kind: 'client',
  from: 25,
  to: 75,
});
const run = facts({
  spans: [child, root],
  logs: [
    log({
      traceId: root.traceId,
      spanId: root.spanId,
      at: 50,
      body: `order ${EVIL}`,
      attributes: { [EVIL]: EVIL, login: { password: 'hunter2-in-a-field' } },
    }),
    log({ at: 200, body: 'a very long message without any end '.repeat(9) }),
  ],
  metricPoints: [point({ name: EVIL })],
  command: { argv: ['node', EVIL], code: 3, lastOutput: [EVIL] },
  requests: [
    {
      method: 'GET',
      url: 'http://127.0.0.1:3000/orders/7?token=abcd1234',
      status: 200,
      error: null,
      durationMs: 3,
    },
  ],
  processes: [
    processEntry({ pid: 9, ppid: 7, argv: ['/usr/bin/node', 'worker.js'] }),
    processEntry({ threadId: 2, instanceId: 'instance-2' }),
    processEntry({ ppid: 3 }),
    processEntry({
      pid: 3,
      argv: ['node', 'npm-cli.js'],
      decision: 'skipped',
      reason: 'a package manager runs the work in a child',
    }),
  ],
});
const report = toSmokeReport(run, { only: [], allow: [] });

describe('a waterfall', () => {
  it('has each span below its parent, in its place in time, with its records', () => {
    const [trace] = toTraces([child, root, child], run.telemetry.logs);
    expect(trace?.durationMs).toBe(100);
    expect(
      trace?.rows.map(({ span: { name }, depth, offset, width }) => ({ name, depth, offset, width })),
    ).toEqual([
      { name: root.name, depth: 0, offset: 0, width: 1 },
      { name: child.name, depth: 1, offset: 0.25, width: 0.5 },
    ]);
    expect(trace?.rows[0]?.logs.map(({ offset }) => offset)).toEqual([0.5]);
  });

  it('ends for spans that are each other’s parents', () => {
    const [one, other] = [span(), span()];
    const loop = [
      { ...one, parentSpanId: other.spanId },
      { ...other, parentSpanId: one.spanId },
    ];
    expect(toTraces([...loop, root], []).flatMap(({ rows }) => rows).length).toBeGreaterThan(0);
  });
});

describe('the report for a terminal', () => {
  const text = smokeText(report, run, { paint: painter(false), columns: 80, verbose: true });

  it('fits 80 columns and has no control characters', () => {
    const lines = text.split('\n');
    expect(lines.filter(line => [...line].length > 80)).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
  });

  it('shows the processes as a tree', () => {
    const tree = text
      .split('\n')
      .slice(3, 7)
      .map(line => line.slice(0, 23).trimEnd());
    expect(tree).toEqual([
      '  3 node npm-cli.js',
      '    7 node server.js',
      '      9 node worker.js',
      '      7 worker thread 2',
    ]);
  });

  it('shows each request, its spans as bars, and the failed checks with their evidence', () => {
    expect(text).toMatch(/GET http:\/\/127\.0\.0\.1:3000\/orders\/7\(not shown\) → 200, 3 ms/);
    expect(text).toMatch(/GET \/orders\/:id +━{24} +100\.0 ms/);
    expect(text).toMatch(/✗ command-exit +The command did not end as expected\./);
    expect(text).toMatch(/it exited with code 3/);
    expect(text).toMatch(/smoke: \d+ checks? failed\n$/);
  });

  it('shows why a process was skipped to its end, where there is room', () => {
    expect(text).toMatch(/^ {2}3 node npm-cli\.js +skipped: a package manager runs the work in a child$/m);
  });

  it('shows the start of a trace of many spans, and nothing that stands under a secret name', () => {
    const spans = Array.from({ length: 50 }, () => span({ parentSpanId: root.spanId, kind: 'internal' }));
    const body = { login: { password: 'hunter22' } };
    const logs = [log({ traceId: root.traceId, spanId: root.spanId, body })];
    const many = facts({ spans: [root, ...spans], logs });
    const lines = smokeText(toSmokeReport(many, { only: [], allow: [] }), many, { paint: painter(false) });
    expect(lines.match(/━ /g)?.length).toBeLessThan(42);
    expect(lines).toMatch(/^ {4}and 11 more spans$/m);
    expect(lines).not.toContain('hunter22');
  });

  it('is painted where that is asked for', () => {
    expect(smokeText(report, run, { paint: painter(true) })).toContain('\u001B[31m✗\u001B[0m command-exit');
  });
});

describe('the report as HTML', () => {
  const html = smokeHtml(report, run, '/work/shop');

  it('escapes everything and loads nothing', () => {
    expect(html).not.toMatch(/<img|<script>alert/);
    expect(html.match(/<\/script>/g)).toHaveLength(html.match(/<script[ >]/g)?.length ?? 0);
    expect(html).not.toContain('\u0000');
    expect(html).not.toMatch(/(?:src|href|url\()=?["']?https?:/);
  });

  it('hides what is known to be secret, by its form or by its name', () => {
    expect(html).not.toMatch(/abcd1234|hunter2/);
  });

  it('holds processes, traces, records, metrics, checks and rules', () => {
    for (const part of [
      'npm-cli.js',
      '"threadId":2',
      'GET /orders/:id',
      'a very long message',
      'command-exit',
      'RES-005',
    ])
      expect(html).toContain(part);
  });
});
