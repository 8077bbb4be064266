import {
  type Context,
  context,
  INVALID_SPAN_CONTEXT,
  type Span,
  SpanKind,
  type SpanOptions,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { getRPCMetadata, type RPCMetadata } from '@opentelemetry/core';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { FRAMEWORK_SPANS, type FrameworkSpans } from '../../libraries/framework-policy.ts';
import { FoldedSpan, takeRoute } from './folded-span.ts';

const isPlumbing = () => false;

const NO_FRAMEWORK: FrameworkSpans = { name: '', isPlumbing };

/**
 * A provider for spans that the application and its frameworks create themselves. It folds two kinds into the
 * span around them: a second SERVER span for a request that already has ours, and plumbing.
 *
 * @param named frameworks whose spans were asked for
 */
export function foldFrameworkSpans(provider: TracerProvider, named: readonly string[] = []): TracerProvider {
  // Some frameworks ask for a tracer before each span.
  const foldingTracers = new WeakMap<Tracer, Tracer>();
  return {
    getTracer(scope, version, options) {
      const tracer = provider.getTracer(scope, version, options);
      const known = Object.hasOwn(FRAMEWORK_SPANS, scope) ? FRAMEWORK_SPANS[scope] : undefined;
      const framework = known ?? NO_FRAMEWORK;
      const isNamed = named.includes(framework.name);
      const folding =
        foldingTracers.get(tracer) ??
        foldingTracer(tracer, isNamed ? { ...framework, isPlumbing } : framework);
      foldingTracers.set(tracer, folding);
      return folding;
    },
  };
}

type Run = (span: Span) => unknown;

/** How the spans of a framework are folded. */
type Folding = Required<Omit<FrameworkSpans, 'name'>>;

function foldingTracer(tracer: Tracer, framework: FrameworkSpans): Tracer {
  const folding: Folding = { routeOf: httpRoute, isControlFlow: () => false, ...framework };
  // Without otel-run, invalid options do no harm, so options that cannot be read are left out.
  const startSpan: Tracer['startSpan'] = (name, options = {}, parent = context.active()) => {
    try {
      return fold(tracer, folding, name, options, parent);
    } catch {
      return tracer.startSpan(name, {}, parent);
    }
  };
  return Object.assign(Object.create(tracer) as Tracer, {
    startSpan,
    // Positional parameters: destructuring a rest parameter for each span costs as much as the span.
    startActiveSpan(name: string, first: SpanOptions | Run, second?: Context | Run, third?: Run) {
      const run = (third ?? second ?? first) as Run;
      const options = second === undefined ? undefined : (first as SpanOptions);
      const parent = third === undefined ? context.active() : ((second as Context) ?? context.active());
      const span = startSpan(name, options, parent);
      const shown = span instanceof FoldedSpan ? span.into : span;
      const active = trace.getSpan(parent) === shown ? parent : trace.setSpan(parent, shown);
      return context.with(active, run, undefined, span);
    },
  });
}

const httpRoute: Folding['routeOf'] = attributes => attributes['http.route'];

/** Starts a span, or gives one that is folded into the span around it. */
function fold(tracer: Tracer, folding: Folding, name: string, options: SpanOptions, parent: Context): Span {
  const { isPlumbing, routeOf, isControlFlow } = folding;
  const { kind, attributes = {} } = options;
  const request = getRPCMetadata(parent) ?? getRPCMetadata(context.active());
  const isWhole =
    request !== undefined && kind === SpanKind.SERVER && isSecond(name, options, request, parent);
  takeRoute(request, routeOf(attributes));
  if (!isWhole && (kind === SpanKind.SERVER || !isPlumbing(name)))
    return below(request, kind, tracer.startSpan(name, options, parent));
  const into = isWhole ? request.span : trace.getSpan(parent);
  return new FoldedSpan({
    request,
    routeOf,
    isControlFlow,
    isWhole,
    into: into ?? trace.wrapSpanContext(INVALID_SPAN_CONTEXT),
  });
}

const METHOD_FIRST = /^(?:HTTP )?(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|QUERY)\b/;

/** Whether a SERVER span is a second one for the same request. An RPC within it is a separate operation. */
function isSecond(
  name: string,
  { attributes = {}, root }: SpanOptions,
  { span }: RPCMetadata,
  parent: Context,
): boolean {
  const isHttp =
    'http.request.method' in attributes || 'http.method' in attributes || METHOD_FIRST.test(name);
  if (!isHttp) return false;
  const above = root ? undefined : trace.getSpanContext(parent)?.spanId;
  // Some frameworks read the client's span from the headers again.
  const { parentSpanContext } = span as Span & Partial<ReadableSpan>;
  return above === span.spanContext().spanId || above === parentSpanContext?.spanId;
}

/** Key on a framework's span for the request that it belongs to. */
const REQUEST = Symbol('otel-run.request');

type Below = object & { [REQUEST]?: RPCMetadata | undefined };

function below(request: RPCMetadata | undefined, kind: SpanKind | undefined, span: Span): Span {
  if (request && kind !== SpanKind.CLIENT && kind !== SpanKind.PRODUCER) (span as Below)[REQUEST] = request;
  return span;
}

/** Gives a server request the route of a span below it. */
export function routesFromBelow(): SpanProcessor {
  return {
    onStart() {},
    onEnd(span) {
      const request = (span as Below)[REQUEST];
      if (request) takeRoute(request, span.attributes['http.route']);
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}
