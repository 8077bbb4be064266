import { describe, expect, it } from 'vitest';
import { mergeLogs, mergeTraces } from '../../src/page/data/changes.ts';
import { parseJson } from '../../src/page/data/parse-json.ts';
import { logPasses } from '../../src/page/logs/log-filter.ts';
import { layoutMap } from '../../src/page/map/layout.ts';
import { formatMs } from '../../src/page/parts/format.ts';
import { hrefOf, parseRoute } from '../../src/page/parts/route.ts';
import { formatMeasured } from '../../src/page/parts/unit.ts';
import { groupAttributes } from '../../src/page/trace/attribute-groups.ts';
import { parseStack } from '../../src/page/trace/stack.ts';
import { filterHref, filterOf, passes } from '../../src/page/traces/filter.ts';
import { toProcessTree } from '../../src/shared/process-tree.ts';
import type { ServiceCalls } from '../../src/view/model/services.ts';
import { shopView } from './shop-view/shop-view.ts';

const view = shopView(1);

describe('the list of traces', () => {
  const filtered = [
    { address: '#/traces', names: 10 },
    { address: '#/traces?service=prices', names: 5 },
    { address: '#/traces?error=true', names: 2 },
    { address: '#/traces?status=4xx', names: 1 },
    { address: '#/traces?status=5xx&text=CHECKOUT', names: 1 },
    { address: '#/traces?min=100', names: 2 },
    { address: '#/traces?finding=n-plus-one', names: 1 },
    { address: '#/traces?text=get%20/products/5', names: 1 },
    { address: '#/traces?text=nothing-like-it', names: 0 },
    { address: '#/traces?min=no-number', names: 10 },
  ];

  it.each(filtered)('is narrowed by $address', ({ address, names }) => {
    const filter = filterOf(parseRoute(address));
    expect(view.traces.filter(trace => passes(trace, filter, null))).toHaveLength(names);
    expect(filterOf(parseRoute(filterHref(filter)))).toEqual(filter);
  });

  it('has what was found inside of a trace beside what its line says', () => {
    const filter = filterOf(parseRoute('#/traces?text=zzz'));
    const found = new Set([view.traces[3]?.traceId ?? '']);
    expect(view.traces.filter(trace => passes(trace, filter, found))).toHaveLength(1);
  });

  it('takes over news without losing its order, whatever their order', () => {
    const all = mergeTraces([], view.traces);
    expect(all.map(({ startTimeMs }) => startTimeMs)).toEqual(
      [...all.map(({ startTimeMs }) => startTimeMs)].sort((a, b) => b - a),
    );
    const halves = mergeTraces(mergeTraces([], all.slice(5)), all.slice(0, 5).toReversed());
    expect(halves).toEqual(all);
    const changed = all.slice(3, 4).map(trace => ({ ...trace, spanCount: 99 }));
    expect(
      mergeTraces(all, changed)
        .map(({ spanCount }) => spanCount)
        .filter(count => count === 99),
    ).toHaveLength(1);
    expect(mergeTraces(all, changed)).toHaveLength(all.length);
  });
});

describe('the list of records', () => {
  const logs = view.logs.toSorted((one, other) => one.id - other.id);

  it.each([
    { query: {}, passing: logs.length },
    { query: { severity: 'warn' }, passing: 3 },
    { query: { severity: 'error' }, passing: 1 },
    { query: { service: 'prices' }, passing: 2 },
    { query: { text: 'CUSTOMERID' }, passing: 1 },
    { query: { text: "reading 'amount'" }, passing: 1 },
  ])('is narrowed by $query', ({ query, passing }) => {
    expect(logs.filter(log => logPasses(log, query))).toHaveLength(passing);
  });

  it('has each record once, and loses what the view no longer holds', () => {
    const idsOf = (list: typeof view.logs) => list.map(({ id }) => id).sort((one, other) => one - other);
    const known = mergeLogs([], logs.slice(0, 5), 0);
    const all = mergeLogs(known, logs.slice(3), 0);
    expect(idsOf(all)).toEqual(idsOf(logs));
    expect(idsOf(mergeLogs(all, [], 4))).toEqual(idsOf(logs).filter(id => id >= 4));
    expect(mergeLogs(all, [], 1e9)).toEqual([]);
  });

  it('is in the order of time, whatever arrives late', () => {
    const late = logs.map((log, index) => ({ ...log, timeMs: index % 2 ? index : 100 - index }));
    const all = late.reduce<typeof view.logs>((known, log) => mergeLogs(known, [log], 0), []);
    expect(all.map(({ timeMs }) => timeMs)).toEqual(late.map(({ timeMs }) => timeMs).sort((a, b) => a - b));
    expect(mergeLogs(all, late, 0)).toEqual(all);
  });
});

describe('an address', () => {
  it.each(['traces', 'a/b', 'ä ?&#', '%', '</script>'])('holds %s', name => {
    const { view: place, path, query } = parseRoute(hrefOf('trace', [name, name], { text: name }));
    expect({ place, path, query }).toEqual({ place: 'trace', path: [name, name], query: { text: name } });
  });

  it.each(['', '#', '#/', '#/%E0%A4%A', '#?x', '#/traces?%'])('that is odd is borne: %s', hash => {
    expect(() => parseRoute(hash)).not.toThrow();
  });
});

describe('the map', () => {
  const call = (from: string, to: string): ServiceCalls => ({
    from,
    to,
    kind: 'service',
    count: 1,
    errorCount: 0,
    averageMs: 1,
  });
  const columns = (services: readonly string[], calls: readonly ServiceCalls[]) =>
    Object.fromEntries(layoutMap(services, calls).map(({ name, column }) => [name, column]));

  it('places each right of those that call it, and what sends nothing too', () => {
    const calls = [call('shop', 'prices'), call('prices', 'db'), call('shop', 'db')];
    expect(columns(['shop', 'prices'], calls)).toEqual({ shop: 0, prices: 1, db: 2 });
  });

  it('ends where services call each other, or themselves', () => {
    expect(
      columns(['a', 'b', 'c'], [call('a', 'b'), call('b', 'c'), call('c', 'a'), call('a', 'a')]),
    ).toEqual({ a: 0, b: 1, c: 2 });
  });

  it('never puts two in one place', () => {
    const calls = Array.from({ length: 30 }, (_, index) => call(`s${index % 5}`, `t${index}`));
    const places = layoutMap(['s0', 's1', 's2', 's3', 's4'], calls).map(
      ({ column, row }) => `${column}/${row}`,
    );
    expect(new Set(places).size).toBe(places.length);
  });
});

describe('what a person reads', () => {
  it.each([
    { ms: 0, text: '0 ms' },
    { ms: 0.004, text: '4 µs' },
    { ms: 0.5641, text: '0.56 ms' },
    { ms: 9.44, text: '9.4 ms' },
    { ms: 195.6, text: '196 ms' },
    { ms: 1234, text: '1.23 s' },
    { ms: 61_000, text: '1 min 1 s' },
  ])('$ms ms is $text', ({ ms, text }) => {
    expect(formatMs(ms)).toBe(text);
  });

  it.each([
    { value: 0.0131, unit: 's', text: '13.1 ms' },
    { value: 22_100_000, unit: 'By', text: '22.1 MB' },
    { value: 12, unit: '{order}', text: '12' },
    { value: 0.5, unit: '1', text: '0.5' },
    { value: 3, unit: 'EUR', text: '3 EUR' },
  ])('$value $unit is $text', ({ value, unit, text }) => {
    expect(formatMeasured(value, unit)).toBe(text);
  });

  it('are attributes by what they mean, the application’s own first', () => {
    const attributes = {
      'server.port': 1,
      'http.route': '/',
      'http.request.method': 'GET',
      basket: 3,
      'db.query.text': 'x',
    };
    expect(
      groupAttributes(attributes).map(({ title, entries }) => [title, entries.map(([name]) => name)]),
    ).toEqual([
      ['Application', ['basket']],
      ['HTTP', ['http.request.method', 'http.route']],
      ['Database', ['db.query.text']],
      ['Network', ['server.port']],
    ]);
  });

  it('are the application’s frames apart from those of libraries', () => {
    const stack = view.findings[0]?.exception?.stacktrace ?? '';
    expect(parseStack(stack).map(({ kind }) => kind)).toEqual([
      'words',
      'place',
      'place',
      'library',
      'library',
      'library',
      'library',
      'place',
    ]);
  });

  it('are processes below those that started them, threads below theirs', () => {
    const rows = toProcessTree(view.processes.filter(({ command }) => command === 'c1'));
    expect(rows.map(({ depth, process }) => [depth, process.pid, process.threadId])).toEqual([
      [0, 4090, 0],
      [1, 4095, 0],
      [2, 4099, 0],
      [2, 4101, 0],
      [3, 4101, 3],
    ]);
  });

  it('obeys nothing that an application puts into a string', () => {
    expect(parseJson(JSON.stringify({ a: '\u202Egnp.exe\u2028\u0085' }))).toEqual({
      a: '\uFFFDgnp.exe\uFFFD\uFFFD',
    });
  });
});
