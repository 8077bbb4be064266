import { ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { createRouteOnlyProvider } from '../../../src/preload/spans/route-only.ts';

const tracer = createRouteOnlyProvider().getTracer('framework');

const SERVER = trace.wrapSpanContext({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 });

describe('an instrumentation that is kept for the route', () => {
  it('leaves the span that was active active', () => {
    const parent = trace.setSpan(ROOT_CONTEXT, SERVER);
    const layer = tracer.startSpan('middleware', {}, parent);

    expect(layer.spanContext()).toEqual(SERVER.spanContext());
    expect(layer.isRecording()).toBe(false);
    expect(trace.setSpan(parent, layer)).toBe(parent);
  });

  it('lets others put their spans, or none, into a context', () => {
    const other = trace.wrapSpanContext(SERVER.spanContext());

    expect(trace.getSpan(trace.setSpan(ROOT_CONTEXT, other))).toBe(other);
    expect(trace.getSpan(trace.setSpan(ROOT_CONTEXT, undefined as unknown as Span))).toBeUndefined();
  });
});
