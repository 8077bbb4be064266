import {
  type Context,
  context,
  type Span,
  type SpanOptions,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import { isRecorded } from './recorded-operation.ts';
import { createRouteOnlyProvider, outOfContext } from './route-only.ts';

/** Whether a span that an instrumentation is about to start is plumbing. */
export type IsPlumbing = (name: string, options: SpanOptions, parent: Context) => boolean;

/** Which spans of an instrumentation are kept, and how. */
export interface Plumbing {
  readonly isPlumbing?: IsPlumbing;
  /** Whether its spans have no children: its callbacks run beside them, not below. */
  readonly leaves?: boolean;
  /** Whether its spans are of a database, and left out if the current operation already has one. */
  readonly database?: boolean;
}

/**
 * The provider of an instrumentation with some plumbing spans. Those are placeholders that record nothing,
 * and the span around them stays active. The instrumentation still manages the context: a callback runs in
 * the request in which its connection was opened. The instrumentation's own options against such spans would
 * turn that off, too.
 */
export function withoutPlumbing(
  provider: TracerProvider,
  { isPlumbing, leaves, database }: Plumbing,
): TracerProvider {
  const placeholders = createRouteOnlyProvider().getTracer('');
  return {
    getTracer(name, version, options) {
      const tracer = provider.getTracer(name, version, options);
      const tracerOf = (span: string, settings: SpanOptions, parent: Context): Tracer =>
        isPlumbing?.(span, settings, parent) || (database && isRecorded(parent)) ? placeholders : tracer;
      const startSpan: Tracer['startSpan'] = (name, settings = {}, parent = context.active()) => {
        const span = tracerOf(name, settings, parent).startSpan(name, settings, parent);
        return leaves ? outOfContext(span) : span;
      };
      return Object.assign(Object.create(tracer) as Tracer, {
        startSpan,
        startActiveSpan(name: string, ...rest: [...unknown[], run: (span: Span) => unknown]) {
          const [settings, parent] = rest.slice(0, -1) as [SpanOptions?, Context?];
          const chosen = tracerOf(name, settings ?? {}, parent ?? context.active());
          return Reflect.apply(chosen.startActiveSpan, chosen, [name, ...rest]);
        },
      });
    },
  };
}
