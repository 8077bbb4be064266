import { type Context, context, type Span, type TracerProvider, trace } from '@opentelemetry/api';

/** Marks a span that never becomes active. A weak set would keep it until the collector's next full round. */
const OUTSIDE = Symbol('otel-run.outside');

type Marked = Span & { readonly [OUTSIDE]?: true };

/** Leaves the context unchanged if an instrumentation puts this span into it. */
export function outOfContext(span: Span): Span {
  return Object.assign(span, { [OUTSIDE]: true as const });
}

/** Makes a copy of the API leave the context unchanged for such a span. */
export function respectOutOfContext(api: object): void {
  const setSpan: unknown = Reflect.get(api, 'setSpan');
  if (typeof setSpan !== 'function') return;
  // An instrumentation may have no span to put there, which upstream accepts, too.
  const respecting = (parent: Context, span: Marked | undefined) =>
    span?.[OUTSIDE] ? parent : setSpan(parent, span);
  Reflect.set(api, 'setSpan', respecting);
}

/** Handles an exception that an instrumentation records on a placeholder in a context. */
type OnException = (error: unknown, parent: Context) => void;

/**
 * For an instrumentation that is used for its routes, not for its spans: the spans are placeholders that
 * record nothing. The active span stays active, for the application and for everything traced in between.
 */
export function createRouteOnlyProvider(onException?: OnException): TracerProvider {
  // This copy of the API is bundled, so only our own instrumentations use it to put spans into a context.
  respectOutOfContext(trace);
  const startSpan = (_name?: string, _options?: object, parent: Context = context.active()): Span => {
    const span = outOfContext(trace.wrapSpanContext(trace.getSpanContext(parent) ?? NO_SPAN));
    return onException
      ? Object.assign(span, { recordException: (error: unknown) => onException(error, parent) })
      : span;
  };
  const startActiveSpan = (name: string, ...rest: unknown[]) => {
    const run = rest.at(-1) as (span: Span) => unknown;
    return run(startSpan(name));
  };
  return { getTracer: () => ({ startSpan, startActiveSpan }) as ReturnType<TracerProvider['getTracer']> };
}

const NO_SPAN = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 };
