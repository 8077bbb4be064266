import {
  context,
  ROOT_CONTEXT,
  type Span,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { withRecorded } from '../../../src/preload/spans/recorded-operation.ts';
import { withoutPlumbing } from '../../../src/preload/spans/without-plumbing.ts';

const SERVER = trace.wrapSpanContext({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 });

const started: string[] = [];

const provider: TracerProvider = {
  getTracer: () =>
    ({
      startSpan(name: string) {
        started.push(name);
        return trace.wrapSpanContext({ traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: 1 });
      },
      startActiveSpan(name: string, ...rest: unknown[]) {
        started.push(`active ${name}`);
        return (rest.at(-1) as (span: Span) => unknown)(SERVER);
      },
    }) as unknown as Tracer,
};

const tracer = withoutPlumbing(provider, {
  isPlumbing: name => name === 'connect',
  database: true,
}).getTracer('driver');

describe('an instrumentation of which some spans are plumbing', () => {
  it('has the others', () => {
    const span = tracer.startSpan('query', {}, ROOT_CONTEXT);

    expect(started).toContain('query');
    expect(trace.getSpan(trace.setSpan(ROOT_CONTEXT, span))).toBe(span);
  });

  it('has a placeholder for plumbing, below which the span around it stays the active one', () => {
    const parent = trace.setSpan(ROOT_CONTEXT, SERVER);
    const span = tracer.startSpan('connect', {}, parent);

    expect(started).not.toContain('connect');
    expect(trace.setSpan(parent, span)).toBe(parent);
    expect(span.isRecording()).toBe(false);
  });

  it('has none where its operation has one', () => {
    const parent = withRecorded(ROOT_CONTEXT);

    expect(tracer.startSpan('inner', {}, parent).isRecording()).toBe(false);
    expect(started).not.toContain('inner');
  });

  it('leaves the context to what calls back where nothing is below its spans', () => {
    const leaf = withoutPlumbing(provider, { leaves: true }).getTracer('driver').startSpan('leaf');

    expect(started).toContain('leaf');
    expect(trace.setSpan(ROOT_CONTEXT, leaf)).toBe(ROOT_CONTEXT);
  });

  it('has both in the other way to start a span', () => {
    expect(tracer.startActiveSpan('query', () => 'returned')).toBe('returned');
    expect(tracer.startActiveSpan('connect', {}, context.active(), span => span.isRecording())).toBe(false);
    expect(started).toContain('active query');
    expect(started).not.toContain('active connect');
  });
});
