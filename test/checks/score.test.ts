import { describe, expect, it } from 'vitest';
import { categoryOf, computeScore, RULES, scoreOf } from '../../src/checks/score/score.ts';
import { isUcum } from '../../src/checks/score/unit.ts';
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
const CASES: readonly { id: string; kept: Items; broken: Items }[] = [
  {
    id: 'RES-001',
    kept: { spans: [trace] },
    broken: { spans: [span({ resource: { 'service.name': 'orders' } })] },
  },
  {
    id: 'RES-002',
    kept: { spans: [trace] },
    broken: { spans: [trace, span({ resource: { ...trace.resource, 'process.pid': 8 } })] },
  },
  {
    id: 'RES-002',
    kept: {
      spans: [trace, span({ resource: { ...trace.resource, 'service.name': 'prices', 'process.pid': 8 } })],
      metricPoints: [point({ resource: { 'service.name': 'orders', 'service.instance.id': 'instance-1' } })],
    },
    broken: {
      spans: ['a', 'b'].map(pod => span({ resource: { 'service.instance.id': 'abc', 'k8s.pod.name': pod } })),
    },
  },
  {
    id: 'RES-003',
    kept: { spans: [span({ resource: { 'k8s.pod.name': 'a', 'k8s.pod.uid': 'b' } })] },
    broken: { spans: [span({ resource: { 'k8s.pod.name': 'a' } })] },
  },
  {
    id: 'RES-004',
    kept: {
      spans: [trace, span({ attributes: { 'service.peer.name': 'prices', 'cloud.region': 'eu-west-1' } })],
    },
    broken: { spans: [span({ attributes: { 'service.name': 'orders' } })] },
  },
  {
    id: 'RES-004',
    kept: { logs: [log()] },
    broken: { logs: [log({ resource: { ...trace.resource, 'http.request.method': 'GET' } })] },
  },
  { id: 'RES-005', kept: { logs: [log()] }, broken: { logs: [log({ resource: { 'service.name': ' ' } })] } },
  {
    id: 'SDK-001',
    kept: { spans: [span({ resource: sdk('3.1.0', '24.1.0') })] },
    broken: { spans: [span({ resource: sdk('3.1.0', '20.19.0') })] },
  },
  {
    id: 'SPA-001',
    kept: { spans: [trace, ...children(10, {})] },
    broken: { spans: [trace, ...children(11, {})] },
  },
  {
    id: 'SPA-002',
    kept: { spans: [trace, ...children(1, {}), span({ parentSpanId: 'f'.repeat(16), flags: 0x301 })] },
    broken: { spans: [span({ parentSpanId: 'f'.repeat(16), flags: 0x101 })] },
  },
  { id: 'SPA-004', kept: { spans: [trace] }, broken: { spans: [span({ kind: 'client' })] } },
  {
    id: 'SPA-005',
    kept: { spans: [trace, ...children(20, { to: 4 })] },
    broken: { spans: [trace, ...children(21, { to: 4 })] },
  },
  { id: 'MET-002', kept: { metricPoints: [point()] }, broken: { metricPoints: [point({ unit: '' })] } },
  {
    id: 'MET-006',
    kept: { metricPoints: [point()] },
    broken: { metricPoints: [point({ name: 'http.response.status_code' })] },
  },
  {
    id: 'MET-005',
    kept: { metricPoints: [point()] },
    broken: { metricPoints: [point({ name: 'collection.duration.seconds', unit: 's' })] },
  },
  { id: 'LOG-002', kept: { logs: [log()] }, broken: { logs: [log({ severityNumber: 0 })] } },
];

/** Rules that a run can only break. */
const BREAKABLE: readonly { id: string; broken: Items }[] = [
  { id: 'MET-001', broken: { metricPoints: [point({ attributes: { 'otel.metric.overflow': true } })] } },
  { id: 'MET-003', broken: { metricPoints: [point(), point({ unit: 'By' })] } },
  {
    id: 'MET-001',
    broken: { metricPoints: Array.from({ length: 10_000 }, (_, user) => point({ attributes: { user } })) },
  },
  {
    id: 'MET-004',
    broken: {
      metricPoints: [[], [{ upTo: 1, count: 0 }]].map(buckets => point({ type: 'histogram', buckets })),
    },
  },
];

describe('the Instrumentation Score', () => {
  it.each(CASES)('decides $id, in row %$', ({ id, kept, broken }) => {
    expect([statusOf(id, kept), statusOf(id, broken), statusOf(id, {})]).toEqual(['pass', 'fail', 'skip']);
  });

  it.each(BREAKABLE)('knows when $id is broken, and never that it holds, in row %$', ({ id, broken }) => {
    expect([statusOf(id, broken), statusOf(id, { metricPoints: [point()] })]).toEqual(['fail', 'skip']);
  });

  it('names all 19 rules and decides no other', () => {
    const undecidable = ['SPA-003', 'LOG-001'];
    const decided = [...new Set([...CASES, ...BREAKABLE].map(({ id }) => id))];
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

  it('is what the specification computes in its example', () => {
    const rules = (impact: 'critical' | 'important' | 'normal' | 'low', passed: number, all: number) =>
      Array.from({ length: all }, (_, index) => ({
        impact,
        status: index < passed ? ('pass' as const) : ('fail' as const),
      }));
    const example = [
      ...rules('critical', 4, 8),
      ...rules('important', 8, 10),
      ...rules('normal', 6, 8),
      ...rules('low', 1, 5),
    ];
    expect(scoreOf(example)).toBe(63.86);
  });

  it('has the published impact of every rule', () => {
    const of = (wanted: string) => RULES.filter(({ impact }) => impact === wanted).map(({ id }) => id);
    expect(of('critical')).toEqual(['RES-005']);
    expect(of('normal')).toEqual(['RES-001', 'SPA-001', 'SPA-002', 'MET-004', 'MET-005']);
    expect(of('low')).toEqual(['SDK-001']);
    expect(of('important')).toHaveLength(12);
  });

  it.each([
    { score: 100, category: 'Excellent' },
    { score: 90, category: 'Excellent' },
    { score: 89.99, category: 'Good' },
    { score: 75, category: 'Good' },
    { score: 74.5, category: 'Needs Improvement' },
    { score: 50, category: 'Needs Improvement' },
    { score: 49.99, category: 'Poor' },
    { score: 0, category: 'Poor' },
  ])('calls a score of $score $category', ({ score, category }) => {
    expect(categoryOf(score)).toBe(category);
  });

  it('does not judge a runtime that the resource does not tell, or an SDK of the future', () => {
    for (const resource of [sdk('3.1.0', ''), sdk('4.0.0', '30.0.0')])
      expect(statusOf('SDK-001', { spans: [span({ resource })] })).toBe('skip');
  });

  it('knows units of UCUM from words', () => {
    const units = [
      's',
      'ms',
      'us',
      'By',
      'KiBy',
      'MBy',
      '1',
      '%',
      '{request}',
      'By/s',
      '{order}/min',
      'Cel',
      'm/s2',
      '10*6',
    ];
    const words = ['', 'seconds', 'sec', 'bytes', 'requests', 'EUR', 'count', 'ms ', '{a b}x'];
    expect(units.filter(unit => !isUcum(unit))).toEqual([]);
    expect(words.filter(isUcum)).toEqual([]);
  });

  it('has no value where nothing was received', () => {
    expect(score({})).toMatchObject({ value: null, category: null });
  });
});
