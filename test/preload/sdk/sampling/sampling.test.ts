import { type Context, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { LoggerProvider, type ReadableLogRecord } from '@opentelemetry/sdk-logs';
import {
  AlwaysOnSampler,
  ParentBasedSampler,
  type ReadableSpan,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../../src/config/settings.ts';
import { Budget } from '../../../../src/preload/delivery/budget.ts';
import { createSampling } from '../../../../src/preload/sdk/sampling/sampling.ts';

const RULES = 'error=1, slow:500ms=1, GET /healthz=0, *=0.05';

/** Random ids that are the same in every run of the test (the generator "mulberry32"). */
function repeatableIds() {
  let state = 1;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0).toString(16).padStart(8, '0');
  };
  return { generateTraceId: () => next() + next() + next() + next(), generateSpanId: () => next() + next() };
}

/** A service that samples by rules: what it traces, what of it is exported, and the end of its process. */
function service(rules: string, samplingMaxSpans = 10_000, maxBytes = Number.POSITIVE_INFINITY) {
  const spans: ReadableSpan[] = [];
  const records: ReadableLogRecord[] = [];
  const drains: (() => void)[] = [];
  const settings = { sampling: rules, samplingMaxSpans } as Settings;
  const budget = new Budget(maxBytes);
  const delivery = { budget, onDrain: (action: () => void) => drains.push(action) };
  const sampling = createSampling(settings, delivery as never);
  const settled = { forceFlush: async () => {}, shutdown: async () => {} };
  const sampler = new ParentBasedSampler({ root: new AlwaysOnSampler() });
  const exportSpan = { ...settled, onStart() {}, onEnd: (span: ReadableSpan) => spans.push(span) };
  const exportRecord = { ...settled, onEmit: (record: ReadableLogRecord) => records.push(record) };
  const tracers = new TracerProvider({
    sampler,
    idGenerator: repeatableIds(),
    spanProcessors: [sampling.spans([exportSpan], sampler)],
  });
  const loggers = new LoggerProvider({ processors: [sampling.logs([exportRecord as never])] });
  return {
    tracers,
    tracer: tracers.getTracer('test'),
    logger: loggers.getLogger('test'),
    spans,
    records,
    budget,
    drain() {
      for (const action of drains) action();
    },
  };
}

type Service = ReturnType<typeof service>;

const propagator = new W3CTraceContextPropagator();
const setter = {
  set(carrier: Record<string, string>, key: string, value: string) {
    carrier[key] = value;
  },
};
const getter = {
  get: (carrier: Record<string, string>, key: string) => carrier[key],
  keys: (carrier: Record<string, string>) => Object.keys(carrier),
};

/** A request that goes from one service to the next. */
function call(
  services: readonly Service[],
  failing: number | undefined,
  parent: Context = ROOT_CONTEXT,
): void {
  const [first, ...others] = services;
  if (!first) return;
  const root = first.tracer.startSpan('GET /orders', {}, parent);
  const inside = trace.setSpan(parent, root);
  first.tracer.startSpan('query', {}, inside).end();
  first.logger.emit({ body: 'info', severityNumber: 9, context: inside });
  const headers: Record<string, string> = {};
  propagator.inject(inside, headers, setter);
  call(
    others,
    failing === undefined ? undefined : failing - 1,
    propagator.extract(ROOT_CONTEXT, headers, getter),
  );
  if (failing === 0) root.setStatus({ code: SpanStatusCode.ERROR });
  root.end();
}

/** How many requests a span stands for, by the specification's "Converting threshold to an adjusted count". */
function adjustedCount(span: ReadableSpan): number {
  const [, threshold = ''] = /^th:([0-9a-f]+)$/.exec(span.spanContext().traceState?.get('ot') ?? '') ?? [];
  return 2 ** 56 / (2 ** 56 - Number.parseInt(threshold.padEnd(14, '0'), 16));
}

const tracesOf = ({ spans }: Service) => new Set(spans.map(span => span.spanContext().traceId));

describe('sampling', () => {
  it('keeps every error whole, and lets 20,000 requests be counted', () => {
    const only = service(RULES);
    for (let request = 0; request < 20_000; request++) call([only], request % 100 === 0 ? 0 : undefined);

    const roots = only.spans.filter(({ name }) => name === 'GET /orders');
    const failed = roots.filter(({ status }) => status.code === SpanStatusCode.ERROR);
    expect(failed).toHaveLength(200);
    expect(failed.map(adjustedCount)).toEqual(Array.from({ length: 200 }, () => 1));
    expect(only.spans).toHaveLength(roots.length * 2);
    expect(only.records).toHaveLength(roots.length);
    expect(roots.length).toBeLessThan(1500);
    const estimate = roots.reduce((sum, root) => sum + adjustedCount(root), 0);
    expect(Math.abs(estimate - 20_000)).toBeLessThan(2000);
  });

  it('agrees between services with equal rules, and with those that keep more', () => {
    const services = [service('error=1, *=0.1'), service('error=1, *=0.1'), service('error=1, *=0.3')];
    for (let request = 0; request < 2000; request++) call(services, undefined);

    const [first = new Set(), second = new Set(), third = new Set()] = services.map(tracesOf);
    expect(second).toEqual(first);
    expect([...first].filter(id => !third.has(id))).toEqual([]);
    expect(third.size).toBeGreaterThan(first.size);
  });

  it('keeps an error where it is, and what a share keeps in every service', () => {
    const services = [service('error=1, *=0'), service('error=1, *=0')];
    for (let request = 0; request < 10; request++) call(services, 1);
    expect(services.map(({ spans }) => spans.length)).toEqual([0, 20]);
  });

  it('lets what is open wait within its bound', () => {
    const { tracer, logger, spans, records, drain } = service('error=1, *=0', 1000);
    const open = Array.from({ length: 10_000 }, (_, index) => {
      const root = tracer.startSpan(`open ${index}`, {}, ROOT_CONTEXT);
      const inside = trace.setSpan(ROOT_CONTEXT, root);
      tracer.startSpan('below', {}, inside).setStatus({ code: SpanStatusCode.ERROR }).end();
      logger.emit({ body: 'waits', severityNumber: 9, context: inside });
      return root;
    });
    // Of those that no longer wait the error was known.
    expect(spans.length).toBeGreaterThanOrEqual(9000);
    expect(spans.length).toBeLessThan(10_000);
    drain();
    expect([spans.length, records.length]).toEqual([10_000, 10_000]);
    for (const root of open) root.end();
    expect(spans).toHaveLength(20_000);
  });

  it('decides the oldest traces where those that wait are too many bytes', () => {
    const { tracer, logger, spans, records, budget, drain } = service('open*=1, *=0', 10_000, 100_000);
    const roots = [1, 2, 3].map(number => tracer.startSpan(`open ${number}`));
    for (const root of roots) {
      const inside = trace.setSpan(ROOT_CONTEXT, root);
      tracer.startSpan('large', { attributes: { text: 'x'.repeat(20_000) } }, inside).end();
      logger.emit({ body: 'x'.repeat(20_000), severityNumber: 9, context: inside });
    }

    expect(budget.held).toBeLessThanOrEqual(100_000);
    expect([spans.length, records.length]).toEqual([1, 1]);
    drain();
    expect([spans.length, records.length, budget.held]).toEqual([3, 3, 0]);
  });

  it('decides no open trace for a flush: an error that comes later still keeps it whole', async () => {
    const { tracer, tracers, spans } = service('error=1, *=0');
    const root = tracer.startSpan('open');
    tracer.startSpan('below', {}, trace.setSpan(ROOT_CONTEXT, root)).end();

    await tracers.forceFlush();
    expect(spans).toEqual([]);
    root.setStatus({ code: SpanStatusCode.ERROR }).end();
    expect(spans.map(({ name }) => name)).toEqual(['below', 'open']);
  });

  it('decides a trace whose records are too many', () => {
    const { tracer, logger, records } = service('error=1, *=0', 100);
    const root = tracer.startSpan('chatty', {}, ROOT_CONTEXT);
    const inside = trace.setSpan(ROOT_CONTEXT, root);
    for (let index = 0; index < 1000; index++)
      logger.emit({ body: 'waits', severityNumber: 9, context: inside });
    root.setStatus({ code: SpanStatusCode.ERROR }).end();
    expect(records).toEqual([]);
  });
});
