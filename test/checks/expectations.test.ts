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

const MISS: readonly { yaml: string; evidence: RegExp }[] = [
  {
    yaml: 'spans:\n  - name: GET /orders/:id\n    attributes: { http.response.status_code: 404 }',
    evidence:
      /^telemetry\.yaml:2:5 expected at least 1 span with name "GET \/orders\/:id", attributes\.http\.response\.status_code 404; found 0 of 3 spans; nearest: server span "GET \/orders\/:id".*: attributes\.http\.response\.status_code is 200, not 404$/,
  },
  {
    yaml: 'spans: [{ name: pg.query, count: 2 }]',
    evidence: /expected 2 spans with name "pg\.query"; found 1 of 3 spans; nearest: .*name is "GET/,
  },
  {
    yaml: 'spans: [{ name: pg.query, absent: true }]',
    evidence: /expected 0 spans .*; found 1 of 3 spans; such as client span "pg\.query"/,
  },
  { yaml: 'spans: [{ name: pg.query, parent: null }]', evidence: /parent is "GET \/orders\/:id", not none/ },
  {
    yaml: 'spans: [{ name: /prices/, parent: x }]',
    evidence: /parent is f{16}, which did not arrive, not with \(name "x"\)/,
  },
  {
    yaml: 'spans: [{ name: /orders/, children: [{ name: redis }] }]',
    evidence: /children\[0\] is 0 of its children \("pg\.query"\), not at least 1 with \(name "redis"\)/,
  },
  {
    yaml: 'logs: [{ body: order was paid, attributes: { order: "7" } }]',
    evidence: /attributes\.order is 7, not "7"/,
  },
  { yaml: 'logs: [{ body: listening, severity: info }]', evidence: /severity is "warn", not "info"/ },
  { yaml: 'metrics: [{ name: queue.depth, value: { max: 2 } }]', evidence: /value is 3, not at most 2/ },
  {
    yaml: 'logs: [{ attributes: { password: x } }]',
    evidence: /attributes\.password is "\(not shown\)", not "x"/,
  },
  {
    yaml: 'logs: [{ body: listening, attributes: { port: { exists: true } } }]',
    evidence: /port is nothing, not any value/,
  },
  {
    yaml: 'spans: [{ name: pg.query, durationMs: { min: 50 } }]',
    evidence: /durationMs is 10, not at least 50/,
  },
  {
    yaml: 'spans: [{ count: 0 , kind: server }]',
    evidence: /expected 0 spans .*found 2 of 3 spans; such as server span/,
  },
  {
    yaml: 'spans: [{ scope: other, name: pg.query }]',
    evidence: /scope is ".*instrumentation-http", not "other"/,
  },
  { yaml: 'logs: [{ body: order was paid, span: null }]', evidence: /span is "GET \/orders\/:id", not none/ },
  { yaml: 'metrics: [{ name: queue.length }]', evidence: /name is "queue\.depth", not "queue\.length"/ },
];

/** What is wrong in a file, at line and column. */
const WRONG: readonly { yaml: string; problems: string[] }[] = [
  { yaml: 'spans: [{ name: a }', problems: ['1:20'] },
  { yaml: '', problems: ['1:1: the file must be a map'] },
  { yaml: '[]', problems: ['1:1: the file must be a map'] },
  { yaml: 'spans: []', problems: ['1:1: the file expects nothing'] },
  { yaml: 'span: [{ name: a }]', problems: ['1:1: the file has no "span", did you mean "spans"?'] },
  { yaml: 'spans:\n  name: a', problems: ['2:3: spans must be a list'] },
  { yaml: 'spans:\n  - count: 1', problems: ['2:5: an entry of spans must say what it expects'] },
  {
    yaml: 'logs:\n  - body: a\n    severty: info',
    problems: ['3:5: an entry of logs has no "severty", did you mean "severity"?'],
  },
  {
    yaml: 'spans:\n  - name: a\n    kind: sever',
    problems: ['3:11: kind must be one of internal, server, client, producer, consumer'],
  },
  {
    yaml: 'spans:\n  - name: a\n    count: many',
    problems: ["3:12: count is 'many'; write a number or { min, max }"],
  },
  {
    yaml: 'spans:\n  - name: a\n    count: { min: 3, max: 1 }',
    problems: ['3:12: count has a min above its max'],
  },
  {
    yaml: 'spans:\n  - name: a\n    count: -1',
    problems: ['3:12: count must be a whole number of at least 0'],
  },
  {
    yaml: 'spans:\n  - name: a\n    count: { max: 1.5 }',
    problems: ['3:12: count must be a whole number of at least 0'],
  },
  {
    yaml: 'spans:\n  - name: a\n    count: { least: 1 }',
    problems: ['3:14: count has no "least"; it has min, max'],
  },
  {
    yaml: 'spans:\n  - name: a\n    durationMs: { min: soon }',
    problems: ['3:24: durationMs.min is "soon"; write a number'],
  },
  { yaml: 'spans:\n  - attributes: [a]', problems: ['2:17: attributes must be a map'] },
  {
    yaml: 'spans:\n  - attributes: { a: { exists: maybe } }',
    problems: ['2:22: a.exists must be true or false'],
  },
  { yaml: 'spans:\n  - name: a\n    name: b', problems: ['3:5: Map keys must be unique'] },
  { yaml: 'spans:\n  - a', problems: ['2:5: an entry of spans must be a map'] },
  { yaml: 'spans:\n\t- name: a', problems: ['2:1'] },
  {
    yaml: 'logs:\n  - severity: warning',
    problems: ['2:15: severity must be one of trace, debug, info, warn, error, fatal'],
  },
  { yaml: 'metrics:\n  - type: counter', problems: ['2:11: type must be one of gauge, sum, histogram'] },
  { yaml: 'spans:\n  - status: failed', problems: ['2:13: status must be one of unset, ok, error'] },
  {
    yaml: 'spans:\n  - parent: { knd: a }',
    problems: ['2:15: an entry of spans has no "knd", did you mean "kind"?'],
  },
  { yaml: 'spans:\n  - name: /(/', problems: ['2:11: name: Invalid regular expression'] },
  {
    yaml: 'spans:\n  - name: a\n    absent: 1\n    children: 2',
    problems: ['3:13: absent must be true or false', '4:15: children must be a list'],
  },
  {
    yaml: 'spans:\n  - name: a\n    children:\n      - knd: a',
    problems: ['4:9: an entry of spans has no "knd", did you mean "kind"?'],
  },
];

describe('expectations', () => {
  it.each(Object.entries(HOLD))('can state %s', (_, yaml) => {
    expect(judge(yaml)).toEqual([]);
  });

  it.each(MISS)('explain what they miss: $yaml', ({ yaml, evidence }) => {
    const found = judge(yaml);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(evidence);
  });

  it.each(WRONG)(
    'say everything that is wrong in the file $yaml, at line and column',
    ({ yaml, problems }) => {
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
    },
  );
});
