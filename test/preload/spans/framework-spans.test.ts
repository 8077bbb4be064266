import { type Context, context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { type RPCMetadata, RPCType, setRPCMetadata, W3CTraceContextPropagator } from '@opentelemetry/core';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { knowingOwnRequest } from '../../../src/preload/sdk/own-request.ts';
import { ScopedContextManager } from '../../../src/preload/sdk/scoped-context.ts';
import { foldFrameworkSpans, routesFromBelow } from '../../../src/preload/spans/framework-spans.ts';

const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({
  spanProcessors: [routesFromBelow(), new SimpleSpanProcessor({ exporter })],
});
const folding = foldFrameworkSpans(provider);
// An earlier test file may have registered others.
forgetGlobals();
context.setGlobalContextManager(new ScopedContextManager().enable());
propagation.setGlobalPropagator(knowingOwnRequest(new W3CTraceContextPropagator()));

const REMOTE = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1, isRemote: true };
const HTTP = { 'http.request.method': 'GET' };

beforeEach(() => exporter.reset());
afterAll(forgetGlobals);

function forgetGlobals(): void {
  context.disable();
  propagation.disable();
}

/** A server request, as the instrumentation of http has it, in which something runs. */
function inRequest(run: (request: RPCMetadata) => void, parent: Context = ROOT_CONTEXT) {
  const span = provider.getTracer('http').startSpan('GET', { kind: SpanKind.SERVER }, parent);
  const request: RPCMetadata = { type: RPCType.HTTP, span };
  context.with(setRPCMetadata(trace.setSpan(parent, span), request), () => run(request));
  span.end();
  return { request, server: span.spanContext().spanId };
}

const sent = () =>
  exporter
    .getFinishedSpans()
    .map(({ name, parentSpanContext }) => ({ name, parent: parentSpanContext?.spanId }));

describe('a SERVER span that a framework makes for a request', () => {
  const CASES = [
    { name: 'below ours', parent: ROOT_CONTEXT, attributes: HTTP, span: 'request' },
    {
      name: 'of the older conventions',
      parent: ROOT_CONTEXT,
      attributes: { 'http.method': 'GET' },
      span: 'request',
    },
    { name: 'with a name like ours', parent: ROOT_CONTEXT, attributes: {}, span: 'GET /orders/:id' },
    {
      name: 'below the span that ours is below',
      parent: trace.setSpanContext(ROOT_CONTEXT, REMOTE),
      attributes: HTTP,
      span: 'request',
    },
  ];

  it.each(CASES)('is no second one, and ours has its route: $name', ({ parent, attributes, span: name }) => {
    const { request, server } = inRequest(() => {
      const above = propagation.extract(context.active(), headersOf(parent));
      folding
        .getTracer('@hono/otel')
        .startActiveSpan(name, { kind: SpanKind.SERVER, attributes }, above, span => {
          span.setAttribute('http.route', '/orders/:id');
          folding.getTracer('application').startSpan('query').end();
          span.end();
        });
    }, parent);

    expect(request.route).toBe('/orders/:id');
    expect(sent()).toEqual([
      { name: 'query', parent: server },
      { name: 'GET', parent: trace.getSpanContext(parent)?.spanId },
    ]);
  });

  it('is found by the headers of the request, where a framework wrote our own span', () => {
    const { request, server } = inRequest(() => {
      const headers = {};
      propagation.inject(context.active(), headers);
      const above = propagation.extract(ROOT_CONTEXT, headers);
      context.with(above, () => {
        folding.getTracer('next.js').startActiveSpan('GET', { kind: SpanKind.SERVER }, span => {
          folding.getTracer('application').startSpan('query').end();
          span.setAttribute('next.route', '/orders/[id]').end();
        });
      });
    });

    expect(request.route).toBe('/orders/[id]');
    expect(sent()).toEqual([
      { name: 'query', parent: server },
      { name: 'GET', parent: undefined },
    ]);
  });

  it('stays one where it is for something else, or nothing serves the request', () => {
    const options = { kind: SpanKind.SERVER, attributes: { 'rpc.system.name': 'mcp' } };
    const { server } = inRequest(() => folding.getTracer('mcp').startSpan('tools/call add', options).end());
    folding.getTracer('@hono/otel').startSpan('GET', { kind: SpanKind.SERVER, attributes: HTTP }).end();

    expect(sent()).toEqual([
      { name: 'tools/call add', parent: server },
      { name: 'GET', parent: undefined },
      { name: 'GET', parent: undefined },
    ]);
  });
});

describe('plumbing of a framework', () => {
  it('has no span, and what is below it is below the span around', () => {
    const { request, server } = inRequest(() => {
      const next = folding.getTracer('next.js');
      next.startActiveSpan(
        'render route (app) /orders/[id]',
        { attributes: { 'next.route': '/orders/[id]' } },
        span => {
          trace.getActiveSpan()?.setAttribute('tenant', 'acme');
          context.with(trace.setSpan(context.active(), span), () => {
            trace.getActiveSpan()?.setAttributes({ user: '7', 'next.span_type': 'AppRender' });
            next.startSpan('fetch GET http://127.0.0.1/', { kind: SpanKind.CLIENT }).end();
            folding.getTracer('application').startSpan('query').end();
          });
          span.end();
        },
      );
    });

    expect(request.route).toBe('/orders/[id]');
    expect(sent()).toEqual([
      { name: 'query', parent: server },
      { name: 'GET', parent: undefined },
    ]);
    expect(exporter.getFinishedSpans()[1]?.attributes).toEqual({ tenant: 'acme', user: '7' });
  });

  it('outside of a request has none either', () => {
    folding.getTracer('next.js').startActiveSpan('load route module', span => {
      folding.getTracer('application').startSpan('connect').end();
      span.end();
    });

    expect(sent()).toEqual([{ name: 'connect', parent: undefined }]);
  });

  it('hands an error on once, and none that is how the framework changes its course', () => {
    inRequest(() => {
      const failed = new Error('failed');
      for (const error of [
        failed,
        failed,
        Object.assign(new Error('moved'), { digest: 'NEXT_REDIRECT;/' }),
      ]) {
        folding.getTracer('next.js').startSpan('executing api route').recordException(error);
      }
    });

    const [server] = exporter.getFinishedSpans();
    expect(server?.events.map(({ attributes }) => attributes?.['exception.message'])).toEqual(['failed']);
  });

  it('has its spans where they were asked for; a second SERVER span is none', () => {
    const { request } = inRequest(() => {
      const next = foldFrameworkSpans(provider, ['next']).getTracer('next.js');
      next.startActiveSpan('GET', { kind: SpanKind.SERVER }, () => {
        next.startSpan('resolve page components', { attributes: { 'next.route': '/orders/[id]' } }).end();
      });
    });

    expect(request.route).toBe('/orders/[id]');
    expect(sent().map(({ name }) => name)).toEqual(['resolve page components', 'GET']);
  });
});

describe('the route of a page of Next.js', () => {
  const SPANS = [
    {
      name: 'an API of pages, since 16',
      attributes: { 'next.route': '/api/users/[id]' },
      route: '/api/users/[id]',
    },
    {
      name: 'an API of pages in 15',
      attributes: { 'next.span_name': 'executing api route (pages) /api/users/[id]' },
      route: '/api/users/[id]',
    },
    { name: 'a page for errors', attributes: { 'next.route': '/_error' }, route: undefined },
    { name: 'the page for an error', attributes: { 'next.route': '/500' }, route: undefined },
    { name: 'a page that is called alike', attributes: { 'next.route': '/500-years' }, route: '/500-years' },
  ];

  it.each(SPANS)('is told by its span: $name', ({ attributes, route }) => {
    const { request } = inRequest(() => {
      folding.getTracer('next.js').startSpan('any', { attributes }).end();
    });

    expect(request.route).toBe(route);
  });
});

describe('the route of a request', () => {
  const ROUTES = [
    {
      name: 'is that of a span below',
      scope: 'sveltekit',
      before: undefined,
      below: '/orders/[id]',
      route: '/orders/[id]',
    },
    {
      name: 'is that of a span that is kept',
      scope: 'application',
      before: undefined,
      below: '/orders/:id',
      route: '/orders/:id',
    },
    { name: 'stays as it is', scope: 'application', before: '/api/:id', below: '/:id', route: '/api/:id' },
    {
      name: 'gives way where it is one for any path',
      scope: 'application',
      before: '/{*path}',
      below: '/:id',
      route: '/:id',
    },
    {
      name: 'is none where a framework has none',
      scope: 'sveltekit',
      before: undefined,
      below: 'unknown',
      route: undefined,
    },
    {
      name: 'is no page for errors',
      scope: 'next.js',
      before: undefined,
      below: '/_not-found',
      route: undefined,
    },
  ];

  it.each(ROUTES)('$name', ({ scope, before, below, route }) => {
    const { request } = inRequest(current => {
      if (before) current.route = before;
      const span = folding.getTracer(scope).startSpan('sveltekit.handle.root');
      span.setAttribute(scope === 'next.js' ? 'next.route' : 'http.route', below);
      span.end();
    });

    expect(request.route).toBe(route);
  });
});

function headersOf(parent: Context): Record<string, string> {
  const headers = {};
  propagation.inject(parent, headers);
  return headers;
}
