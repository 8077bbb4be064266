/** Which spans of a framework are plumbing. */
export interface FrameworkSpans {
  /** Its name in `OTEL_NODE_ENABLED_INSTRUMENTATIONS`. */
  readonly name: string;
  readonly isPlumbing: (span: string) => boolean;
  /** The route of the request in attributes of its spans, if that is not `http.route`. */
  readonly routeOf?: (attributes: Readonly<Record<string, unknown>>) => unknown;
  /** Whether the framework throws an error for control flow. */
  readonly isControlFlow?: (error: unknown) => boolean;
}

/**
 * Frameworks with their own spans, by scope. As with middleware, spans that repeat the server span are
 * plumbing: rendering, loading, hooks, and a `fetch` that is already traced.
 */
export const FRAMEWORK_SPANS: Readonly<Record<string, FrameworkSpans>> = {
  'next.js': {
    name: 'next',
    isPlumbing: () => true,
    // `http.route` is set too late, after the response. Error pages are not routes.
    routeOf: ({ 'next.route': noted, 'next.span_name': span }) => {
      // Next.js 15 has the route of a pages API only in the span name.
      const route = noted ?? /^executing api route \(pages\) (.*)/.exec(`${span}`)?.[1];
      return /^\/(?:_|404$|500$)/.test(`${route}`) ? undefined : route;
    },
    // redirect(), notFound() and the end of a static page throw errors with such a digest.
    isControlFlow: error =>
      /^(?:NEXT|DYNAMIC|BAILOUT)_/.test(`${(error as { digest?: unknown } | null)?.digest}`),
  },
  // Spans for `fetch` and for HTTP requests of Node.js, both of which are already traced.
  '@vercel/otel/fetch': { name: 'vercel', isPlumbing: () => true },
  sveltekit: { name: 'sveltekit', isPlumbing: span => /^sveltekit\.(?:handle|resolve)/.test(span) },
};

/** Frameworks without an upstream instrumentation, with what finds their routes. */
export const ROUTED_FRAMEWORKS = [
  {
    shortName: 'hono',
    name: 'otel-run/hono',
    part: 'routes-hono',
    exportName: 'RouteInstrumentation',
    targets: { hono: ['>=4.0.0 <5'] },
  },
];
