import { type Context, context, type Span, type TracerProvider, trace } from '@opentelemetry/api';

/** Spans that are never sent. */
const placeholders = new WeakSet<Span>();

/**
 * For an instrumentation that is kept for the route that it finds, not for its spans: they are placeholders that
 * record nothing. The span that was active stays so, for the application and for whatever is traced in between.
 */
export function createRouteOnlyProvider(): TracerProvider {
  const setSpan = trace.setSpan;
  // This copy of the API is bundled: only our own instrumentations put a span into a context by it.
  trace.setSpan = (parent, span) => (placeholders.has(span) ? parent : setSpan(parent, span));
  const startSpan = (_name?: string, _options?: object, parent: Context = context.active()): Span => {
    const placeholder = trace.wrapSpanContext(trace.getSpanContext(parent) ?? NO_SPAN);
    placeholders.add(placeholder);
    return placeholder;
  };
  const startActiveSpan = (name: string, ...rest: unknown[]) => {
    const run = rest.at(-1) as (span: Span) => unknown;
    return run(startSpan(name));
  };
  return { getTracer: () => ({ startSpan, startActiveSpan }) as ReturnType<TracerProvider['getTracer']> };
}

const NO_SPAN = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 };
