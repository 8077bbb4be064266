/**
 * Places where upstream's instrumentations set the route of the server span. Our own part does that instead,
 * even if the instrumentation creates spans. This can be removed when each of them sets the route, and the
 * one that matched, without creating spans:
 * https://github.com/open-telemetry/opentelemetry-js-contrib/issues/2884 and
 * https://github.com/open-telemetry/opentelemetry-js-contrib/issues/3236.
 */
const PLACES = [
  {
    file: /@opentelemetry[\\/]instrumentation-express[\\/]dist[\\/]instrumentation\.mjs$/,
    upstream: 'if (rpcMetadata?.type === RPCType.HTTP) rpcMetadata.route = actualMatchedRoute;',
  },
  {
    file: /^(?:\w:|[\\/]).*@fastify[\\/]otel[\\/]index\.js$/,
    upstream: 'rpcMetadata.route = request.routeOptions.url',
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
