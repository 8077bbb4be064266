/** What is plumbing among the spans that a framework makes itself. */
export interface FrameworkSpans {
  /** What `OTEL_NODE_ENABLED_INSTRUMENTATIONS` calls it. */
  readonly name: string;
  readonly isPlumbing: (span: string) => boolean;
  /** The route of the request in attributes of its spans, where that is not `http.route`. */
  readonly routeOf?: (attributes: Readonly<Record<string, unknown>>) => unknown;
  /** Whether an error is how it changes its course. */
  readonly isControlFlow?: (error: unknown) => boolean;
}

/**
 * Frameworks with spans of their own, by scope. As for middleware, what says again what the server span says is plumbing:
 * rendering, loading, hooks, and a `fetch` that is traced already.
 */
export const FRAMEWORK_SPANS: Readonly<Record<string, FrameworkSpans>> = {
  'next.js': {
    name: 'next',
    isPlumbing: () => true,
    // In `http.route` it comes when the response is over, too late. Pages for errors are not routes.
    routeOf: ({ 'next.route': noted, 'next.span_name': span }) => {
      // Next.js 15 names the route of an API of pages in the name of its span alone.
      const route = noted ?? /^executing api route \(pages\) (.*)/.exec(`${span}`)?.[1];
      return /^\/(?:_|404$|500$)/.test(`${route}`) ? undefined : route;
    },
    // redirect(), notFound() and the end of a static page are errors with such a digest.
    isControlFlow: error =>
      /^(?:NEXT|DYNAMIC|BAILOUT)_/.test(`${(error as { digest?: unknown } | null)?.digest}`),
  },
  // For `fetch` and for what Node.js sends by HTTP: both are traced already.
  '@vercel/otel/fetch': { name: 'vercel', isPlumbing: () => true },
  sveltekit: { name: 'sveltekit', isPlumbing: span => /^sveltekit\.(?:handle|resolve)/.test(span) },
};

/** Frameworks that upstream has no instrumentation of: what finds their routes. */
export const ROUTED_FRAMEWORKS = [
  {
    shortName: 'hono',
    name: 'otel-run/hono',
    part: 'routes-hono',
    exportName: 'RouteInstrumentation',
    targets: { hono: ['>=4.0.0 <5'] },
  },
];

/** Names beside those of upstream's instrumentations that `OTEL_NODE_ENABLED_INSTRUMENTATIONS` may have. */
export const FRAMEWORK_NAMES: readonly string[] = [
  ...Object.values(FRAMEWORK_SPANS).map(({ name }) => name),
  ...ROUTED_FRAMEWORKS.map(({ shortName }) => shortName),
];
