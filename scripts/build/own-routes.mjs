/**
 * Where instrumentations of upstream's tell the server span its route. A part of our own does that instead, also where
 * the instrumentation is used for its spans.
 */
const PLACES = [
  {
    file: /@opentelemetry[\\/]instrumentation-express[\\/]dist[\\/]instrumentation\.mjs$/,
    upstream: 'if (rpcMetadata?.type === RPCType.HTTP) rpcMetadata.route = actualMatchedRoute;',
  },
  {
    file: /@opentelemetry[\\/]instrumentation-hapi[\\/]dist[\\/]instrumentation\.mjs$/,
    upstream: 'if (rpcMetadata?.type === RPCType.HTTP) rpcMetadata.route = route.path;',
  },
  {
    file: /@opentelemetry[\\/]instrumentation-koa[\\/]dist[\\/]instrumentation\.mjs$/,
    upstream:
      'if (rpcMetadata?.type === RPCType.HTTP && context._matchedRoute) rpcMetadata.route = context._matchedRoute.toString();',
  },
];

/** A plugin of the bundler. */
export function ownRoutes() {
  return {
    name: 'own-routes',
    transform: {
      filter: { id: PLACES.map(({ file }) => file) },
      handler: (code, id) =>
        PLACES.filter(({ file }) => file.test(id)).reduce((before, { upstream }) => {
          const after = before.replace(upstream, '');
          if (after === before)
            throw new Error(`${id} reports its route in another way now: see own-routes.mjs`);
          return after;
        }, code),
    },
  };
}
