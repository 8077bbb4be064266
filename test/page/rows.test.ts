import { describe, expect, it } from 'vitest';
import { type Row, type RowOptions, toRows } from '../../src/page/trace/rows.ts';
import { partOf, ticksOf, timelineOf } from '../../src/page/trace/timeline.ts';
import type { ViewSpan } from '../../src/view/model/spans.ts';
import type { TraceAnswer } from '../../src/view/model/traces.ts';
import { shopView } from './shop-view/shop-view.ts';

const ALL: RowOptions = { closed: new Set(), opened: new Set(), withLogs: true };

function traceNamed(name: string, options = {}): TraceAnswer {
  const trace = shopView(1, options).traces.find(each => each.name === name);
  if (!trace) throw new Error(`no trace ${name}`);
  return trace;
}

/** `  GET /prices/:item` for a span a level down, `* text` for a record, `10 × name` for a group. */
function drawn(rows: readonly Row[]): string[] {
  return rows.map(row => {
    const indent = '  '.repeat(row.depth);
    if (row.kind === 'log') return `${indent}* ${row.log.message}`;
    return row.kind === 'group'
      ? `${indent}${row.spans.length} × ${row.spans[0]?.name}`
      : indent + row.span.name;
  });
}

describe('the lines of a waterfall', () => {
  const checkout = traceNamed('POST /checkout');

  it('are spans below their parents, and records where they were written', () => {
    expect(drawn(toRows(checkout, ALL))).toEqual([
      'POST /checkout',
      '  checkout',
      '    * checkout starts',
      '    SELECT basket',
      '    GET',
      '      GET /prices/:item',
      '        SELECT prices',
      '    * checkout failed',
    ]);
  });

  it('leave out what is below a closed span, and records where they are not wanted', () => {
    const closed = new Set([checkout.spans[3]?.spanId ?? '']);
    expect(drawn(toRows(checkout, { ...ALL, closed, withLogs: false }))).toEqual([
      'POST /checkout',
      '  checkout',
      '    SELECT basket',
      '    GET',
    ]);
  });

  const [root, leaf] = [checkout.spans[0] as ViewSpan, checkout.spans[2] as ViewSpan];
  const alike = (length: number) =>
    Array.from({ length }, (_, index): ViewSpan => ({ ...leaf, depth: 1, spanId: `leaf-${index}` }));

  it('take many calls in a row together, until they are opened', () => {
    const spans = [root, ...alike(12)];
    expect(drawn(toRows({ spans, logs: [] }, ALL))).toEqual(['POST /checkout', '  12 × SELECT basket']);
    const opened = new Set(spans.map(({ spanId }) => spanId));
    expect(toRows({ spans, logs: [] }, { ...ALL, opened })).toHaveLength(13);
    expect(toRows({ spans: [root, ...alike(9)], logs: [] }, ALL)).toHaveLength(10);
  });

  it('never take calls together that differ in their outcome or their target', () => {
    const failed = alike(12).map((span, index) => ({ ...span, target: index % 2 ? 'a' : 'b' }));
    expect(toRows({ spans: [root, ...failed], logs: [] }, ALL)).toHaveLength(13);
  });

  it('are made of 20,000 spans each below the one before, and of 20,000 beside each other', () => {
    const deep = Array.from(
      { length: 20_000 },
      (_, depth): ViewSpan => ({ ...leaf, depth, spanId: `deep-${depth}` }),
    );
    expect(toRows({ spans: deep, logs: [] }, ALL)).toHaveLength(20_000);
    const wide = [root, ...alike(20_000)];
    const opened = new Set(wide.map(({ spanId }) => spanId));
    expect(toRows({ spans: wide, logs: [] }, { ...ALL, opened })).toHaveLength(20_001);
  });

  it('keep a record whose span has not arrived', () => {
    const logs = checkout.logs.map(log => ({ ...log, spanId: 'f'.repeat(16) }));
    expect(drawn(toRows({ spans: [], logs }, ALL))).toEqual(['* checkout starts', '* checkout failed']);
  });
});

describe('the time of a waterfall', () => {
  it('goes from the first moment to the last one, and holds whatever clocks say', () => {
    const trace = traceNamed('GET /slow');
    const timeline = timelineOf(trace);
    expect(timeline.lengthMs).toBeCloseTo(194);
    expect(
      [timeline.startMs - 5, timeline.startMs + 97, timeline.startMs + 1e6].map(ms => partOf(timeline, ms)),
    ).toEqual([0, 0.5, 1]);
    expect(timelineOf({ spans: [], logs: [] })).toEqual({ startMs: 0, lengthMs: 1 });
  });

  it.each([
    { lengthMs: 194, ticks: [0, 50, 100, 150] },
    { lengthMs: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8] },
    { lengthMs: 60_000, ticks: [0, 20_000, 40_000] },
  ])('has round times for $lengthMs ms', ({ lengthMs, ticks }) => {
    expect(ticksOf({ startMs: 0, lengthMs }).map(ms => Number(ms.toPrecision(6)))).toEqual(ticks);
  });
});
