import { describe, expect, it } from 'vitest';
import { computeScore, RULES } from '../../src/checks/score/score.ts';
import { log, point, span } from './example-facts.ts';

type Items = Partial<Parameters<typeof computeScore>[0]>;

const score = (items: Items) => computeScore({ spans: [], logs: [], metricPoints: [], ...items });

const statusOf = (id: string, items: Items) => score(items).rules.find(rule => rule.id === id)?.status;

const trace = span();
const children = (count: number, fields: Parameters<typeof span>[0]) =>
  Array.from({ length: count }, () => span({ parentSpanId: trace.spanId, kind: 'internal', ...fields }));
const sdk = (version: string, node: string) => ({
  'service.name': 'orders',
  'telemetry.sdk.language': 'nodejs',
  'telemetry.sdk.version': version,
  'process.runtime.version': node,
});

/** A rule, what keeps it, what breaks it. */
const CASES: readonly [id: string, kept: Items, broken: Items][] = [
  ['RES-001', { spans: [trace] }, { spans: [span({ resource: { 'service.name': 'orders' } })] }],
  [
    'RES-002',
    { spans: [trace] },
    { spans: [trace, span({ resource: { ...trace.resource, 'process.pid': 8 } })] },
  ],
  [
    'RES-003',
    { spans: [span({ resource: { 'k8s.pod.name': 'a', 'k8s.pod.uid': 'b' } })] },
    { spans: [span({ resource: { 'k8s.pod.name': 'a' } })] },
  ],
  ['RES-004', { spans: [trace] }, { spans: [span({ attributes: { 'service.name': 'orders' } })] }],
  ['RES-005', { logs: [log()] }, { logs: [log({ resource: { 'service.name': ' ' } })] }],
  [
    'SDK-001',
    { spans: [span({ resource: sdk('3.1.0', '24.1.0') })] },
    { spans: [span({ resource: sdk('3.1.0', '20.19.0') })] },
  ],
  ['SPA-001', { spans: [trace, ...children(10, {})] }, { spans: [trace, ...children(11, {})] }],
  [
    'SPA-002',
    { spans: [trace, ...children(1, {}), span({ parentSpanId: 'f'.repeat(16), flags: 0x301 })] },
    { spans: [span({ parentSpanId: 'f'.repeat(16), flags: 0x101 })] },
  ],
  ['SPA-004', { spans: [trace] }, { spans: [span({ kind: 'client' })] }],
  ['SPA-005', { spans: [trace, ...children(20, { to: 4 })] }, { spans: [trace, ...children(21, { to: 4 })] }],
  ['MET-002', { metricPoints: [point()] }, { metricPoints: [point({ unit: '' })] }],
  [
    'MET-005',
    { metricPoints: [point()] },
    { metricPoints: [point({ name: 'collection.duration.seconds', unit: 's' })] },
  ],
  ['LOG-002', { logs: [log()] }, { logs: [log({ severityNumber: 0 })] }],
];

/** Rules that a run can only break. */
const BREAKABLE: readonly [id: string, broken: Items][] = [
  ['MET-001', { metricPoints: [point({ attributes: { 'otel.metric.overflow': true } })] }],
  ['MET-003', { metricPoints: [point(), point({ unit: 'By' })] }],
  ['MET-004', { metricPoints: [point({ buckets: [{ upTo: 1, count: 0 }] }), point({ buckets: [] })] }],
];

describe('the Instrumentation Score', () => {
  it.each(CASES)('decides %s', (id, kept, broken) => {
    expect([statusOf(id, kept), statusOf(id, broken), statusOf(id, {})]).toEqual(['pass', 'fail', 'skip']);
  });

  it.each(BREAKABLE)('knows when %s is broken, and never that it holds', (id, broken) => {
    expect([statusOf(id, broken), statusOf(id, { metricPoints: [point()] })]).toEqual(['fail', 'skip']);
  });

  it('names all 19 rules and decides no other', () => {
    const undecidable = ['SPA-003', 'MET-006', 'LOG-001'];
    const decided = [...CASES, ...BREAKABLE].map(([id]) => id);
    expect(RULES.map(({ id }) => id).sort()).toEqual([...decided, ...undecidable].sort());
    expect(RULES).toHaveLength(19);
  });

  it('weighs critical 40, important 30, normal 20, low 10', () => {
    // Of a client span that is a root: RES-005 40, RES-002 30, RES-004 30, SPA-005 30, RES-001 20, SPA-001 20, SPA-002 20 pass; SPA-004 30 fails.
    expect(score({ spans: [span({ kind: 'client' })] })).toMatchObject({
      value: Math.round((190 / 220) * 10_000) / 100,
      category: 'Good',
      complete: false,
    });
  });

  it('has no value where nothing was received', () => {
    expect(score({})).toMatchObject({ value: null, category: null });
  });
});
