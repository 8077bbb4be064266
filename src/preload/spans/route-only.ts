import { type Context, context, type Span, type TracerProvider, trace } from '@opentelemetry/api';

/** Marks a span that is never the active one: a weak set would keep each until the collector's next full round. */
const OUTSIDE = Symbol('otel-run.outside');

type Marked = Span & { readonly [OUTSIDE]?: true };

/** Leaves the context as it is where an instrumentation puts a span into it. */
export function outOfContext(span: Span): Span {
  return Object.assign(span, { [OUTSIDE]: true as const });
}

/** Has a copy of the API leave the context as it is for such a span. */
export function respectOutOfContext(api: object): void {
  const setSpan: unknown = Reflect.get(api, 'setSpan');
  if (typeof setSpan !== 'function') return;
  // An instrumentation may have no span to put there: upstream takes that, too.
  const respecting = (parent: Context, span: Marked | undefined) =>
    span?.[OUTSIDE] ? parent : setSpan(parent, span);
  Reflect.set(api, 'setSpan', respecting);
}

/** What becomes of an exception that an instrumentation records on a placeholder in a context. */
type OnException = (error: unknown, parent: Context) => void;

/**
 * For an instrumentation that is kept for the route that it finds, not for its spans: they are placeholders that
 * record nothing. The span that was active stays so, for the application and for whatever is traced in between.
 */
export function createRouteOnlyProvider(onException?: OnException): TracerProvider {
  // This copy of the API is bundled: only our own instrumentations put a span into a context by it.
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
