import { describe, expect, it } from 'vitest';
import { runChecks } from '../../src/checks/checks.ts';
import { ExpectationsError } from '../../src/checks/expectations/expectation.ts';
import { parseExpectations } from '../../src/checks/expectations/parse.ts';
import { facts, log, point, span } from './example-facts.ts';

const server = span({
  name: 'GET /orders/:id',
  attributes: { 'http.response.status_code': 200, 'http.route': '/orders/:id' },
  to: 40,
});
const query = span({
  traceId: server.traceId,
  parentSpanId: server.spanId,
  name: 'pg.query',
  kind: 'client',
});
const orphan = span({ traceId: 'b'.repeat(32), parentSpanId: 'f'.repeat(16), name: 'GET /prices/:id' });
const paid = log({
  body: 'order was paid',
  attributes: { order: 7, debt: -3, password: 'hunter22', items: ['a', 'b'], customer: { tier: 'gold' } },
  traceId: server.traceId,
  spanId: server.spanId,
});
const started = log({ at: -5, body: 'listening', severityNumber: 13 });

/** The evidence of the check for a file of expectations; nothing where it holds. */
function judge(yaml: string): string[] {
  const example = facts({
    spans: [server, query, orphan],
    logs: [paid, started],
    metricPoints: [point({ value: 3 })],
    expectations: parseExpectations(yaml, 'telemetry.yaml'),
  });
  const result = runChecks(example, { only: ['expectations'], allow: [] }).find(
    ({ id }) => id === 'expectations',
  );
  return (result?.evidence ?? []).map(({ source, text }) => `${source} ${text}`);
}

const HOLD = {
  'a name': 'spans: [{ name: pg.query }]',
  'a regular expression': 'spans: [{ name: /^GET .orders/, count: 1 }]',
  'kind and status': 'spans: [{ kind: client, status: unset }]',
  'an attribute': 'spans: [{ attributes: { http.response.status_code: 200 } }]',
  'bounds of an attribute': 'spans: [{ attributes: { http.response.status_code: { min: 200, max: 299 } } }]',
  'presence of an attribute':
    'spans: [{ name: /orders/, attributes: { http.route: { exists: true }, url.query: { exists: false } } }]',
  'bounds of a count': 'spans: [{ count: { min: 2, max: 3 }, service: orders }]',
  'bounds of a duration': 'spans: [{ name: /orders/, durationMs: { min: 40, max: 40 } }]',
  'no parent': 'spans: [{ name: /orders/, parent: null }]',
  'a parent by name': 'spans: [{ name: pg.query, parent: "GET /orders/:id" }]',
  'a parent by more':
    'spans: [{ name: pg.query, parent: { kind: server, attributes: { http.route: /orders/ } } }]',
  children:
    'spans: [{ kind: server, children: [{ name: pg.query, count: 1 }, { kind: producer, absent: true }] }]',
  absence: 'spans: [{ name: /redis/, absent: true }]\nlogs: [{ severity: error, count: 0 }]',
  'a record': 'logs: [{ body: order was paid, severity: info, attributes: { order: 7 } }]',
  'lists and maps': 'logs: [{ attributes: { items: [a, b], customer: { tier: gold } } }]',
  'the span of a record':
    'logs: [{ body: order was paid, span: "GET /orders/:id" }, { body: listening, span: null }]',
  'a metric': 'metrics: [{ name: queue.depth, type: gauge, unit: "{job}", value: { min: 1 } }]',
  'bounds below zero':
    'metrics: [{ name: queue.depth, value: { min: -5 } }]\nlogs: [{ body: order was paid, attributes: { debt: { max: -1 } } }]',
  'an alias':
    'spans:\n  - &one { name: pg.query }\n  - *one\nlogs: [{ span: { kind: server, attributes: &a { http.route: /orders/ } } }]',
  'a merge of nothing but text':
    'logs: [{ body: /order was (paid|sent)$/i, attributes: { order: { min: 7, max: 7 } } }]',
  'a scope': 'spans: [{ scope: /instrumentation-http$/ }]',
};

const MISS: readonly [yaml: string, evidence: RegExp][] = [
  [
    'spans:\n  - name: GET /orders/:id\n    attributes: { http.response.status_code: 404 }',
    /^telemetry\.yaml:2:5 expected at least 1 span with name "GET \/orders\/:id", attributes\.http\.response\.status_code 404; found 0 of 3 spans; nearest: server span "GET \/orders\/:id".*: attributes\.http\.response\.status_code is 200, not 404$/,
  ],
  [
    'spans: [{ name: pg.query, count: 2 }]',
    /expected 2 spans with name "pg\.query"; found 1 of 3 spans; nearest: .*name is "GET/,
  ],
  [
    'spans: [{ name: pg.query, absent: true }]',
    /expected 0 spans .*; found 1 of 3 spans; such as client span "pg\.query"/,
  ],
  ['spans: [{ name: pg.query, parent: null }]', /parent is "GET \/orders\/:id", not none/],
  ['spans: [{ name: /prices/, parent: x }]', /parent is f{16}, which did not arrive, not with \(name "x"\)/],
  [
    'spans: [{ name: /orders/, children: [{ name: redis }] }]',
    /children\[0\] is 0 of its children \("pg\.query"\), not at least 1 with \(name "redis"\)/,
  ],
  ['logs: [{ body: order was paid, attributes: { order: "7" } }]', /attributes\.order is 7, not "7"/],
  ['logs: [{ body: listening, severity: info }]', /severity is "warn", not "info"/],
  ['metrics: [{ name: queue.depth, value: { max: 2 } }]', /value is 3, not at most 2/],
  ['logs: [{ attributes: { password: x } }]', /attributes\.password is "\(not shown\)", not "x"/],
  ['logs: [{ body: listening, attributes: { port: { exists: true } } }]', /port is nothing, not any value/],
  ['spans: [{ name: pg.query, durationMs: { min: 50 } }]', /durationMs is 10, not at least 50/],
  ['spans: [{ count: 0 , kind: server }]', /expected 0 spans .*found 2 of 3 spans; such as server span/],
  ['spans: [{ scope: other, name: pg.query }]', /scope is ".*instrumentation-http", not "other"/],
  ['logs: [{ body: order was paid, span: null }]', /span is "GET \/orders\/:id", not none/],
  ['metrics: [{ name: queue.length }]', /name is "queue\.depth", not "queue\.length"/],
];

/** What is wrong in a file, at line and column. */
const WRONG: readonly [yaml: string, problems: string[]][] = [
  ['spans: [{ name: a }', ['1:20']],
  ['', ['1:1: the file has to be a map']],
  ['[]', ['1:1: the file has to be a map']],
  ['spans: []', ['1:1: the file expects nothing']],
  ['span: [{ name: a }]', ['1:1: the file has no "span", did you mean "spans"?']],
  ['spans:\n  name: a', ['2:3: spans has to be a list']],
  ['spans:\n  - count: 1', ['2:5: an entry of spans has to say what it expects']],
  [
    'logs:\n  - body: a\n    severty: info',
    ['3:5: an entry of logs has no "severty", did you mean "severity"?'],
  ],
  [
    'spans:\n  - name: a\n    kind: sever',
    ['3:11: kind has to be one of internal, server, client, producer, consumer'],
  ],
  ['spans:\n  - name: a\n    count: many', ["3:12: count is 'many'; write a number or { min, max }"]],
  ['spans:\n  - name: a\n    count: { min: 3, max: 1 }', ['3:12: count has a min above its max']],
  ['spans:\n  - name: a\n    count: -1', ['3:12: count has to be whole numbers from 0 on']],
  ['spans:\n  - name: a\n    count: { max: 1.5 }', ['3:12: count has to be whole numbers from 0 on']],
  ['spans:\n  - name: a\n    count: { least: 1 }', ['3:14: count has no "least"; it has min, max']],
  ['spans:\n  - name: a\n    durationMs: { min: soon }', ['3:24: durationMs.min is "soon"; write a number']],
  ['spans:\n  - attributes: [a]', ['2:17: attributes has to be a map']],
  ['spans:\n  - attributes: { a: { exists: maybe } }', ['2:22: a.exists has to be true or false']],
  ['spans:\n  - name: a\n    name: b', ['3:5: Map keys must be unique']],
  ['spans:\n  - a', ['2:5: an entry of spans has to be a map']],
  ['spans:\n\t- name: a', ['2:1']],
  [
    'logs:\n  - severity: warning',
    ['2:15: severity has to be one of trace, debug, info, warn, error, fatal'],
  ],
  ['metrics:\n  - type: counter', ['2:11: type has to be one of gauge, sum, histogram']],
  ['spans:\n  - status: failed', ['2:13: status has to be one of unset, ok, error']],
  ['spans:\n  - parent: { knd: a }', ['2:15: an entry of spans has no "knd", did you mean "kind"?']],
  ['spans:\n  - name: /(/', ['2:11: name: Invalid regular expression']],
  [
    'spans:\n  - name: a\n    absent: 1\n    children: 2',
    ['3:13: absent has to be true or false', '4:15: children has to be a list'],
  ],
  [
    'spans:\n  - name: a\n    children:\n      - knd: a',
    ['4:9: an entry of spans has no "knd", did you mean "kind"?'],
  ],
];

describe('expectations', () => {
  it.each(Object.entries(HOLD))('can state %s', (_, yaml) => {
    expect(judge(yaml)).toEqual([]);
  });

  it.each(MISS)('explain what they miss: %s', (yaml, evidence) => {
    const found = judge(yaml);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(evidence);
  });

  it.each(WRONG)('say everything that is wrong in the file %j, at line and column', (yaml, problems) => {
    let error: unknown;
    try {
      parseExpectations(yaml, 'F');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ExpectationsError);
    const lines = (error as Error).message.split('\n');
    expect(lines).toHaveLength(problems.length);
    for (const [index, problem] of problems.entries()) expect(lines[index]).toContain(`F:${problem}`);
  });
});
