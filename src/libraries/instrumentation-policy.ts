import type { Settings } from '../config/settings.ts';

/** How one instrumentation is used; those not named here are on, with their own defaults. */
export interface Policy {
  /** Off unless `OTEL_NODE_ENABLED_INSTRUMENTATIONS` names it. */
  readonly off?: boolean;
  /** Has no module to wait for: loaded at start when this holds. */
  readonly atStart?: (settings: Settings, env: NodeJS.ProcessEnv) => boolean;
  /** Listens to a diagnostics channel: loaded with its first message, which its own handler then gets. */
  readonly channel?: { readonly name: string; readonly handler: string };
  /** Whether it has anything to do at all; it is not loaded otherwise. */
  readonly isNeeded?: (settings: Settings) => boolean;
  /** Configuration, unless `OTEL_NODE_ENABLED_INSTRUMENTATIONS` names it: its own switches for less plumbing. */
  readonly quiet?: Readonly<Record<string, unknown>>;
  /** The part of our own that finds a framework's routes, in the place of what upstream's instrumentation takes for them. */
  readonly routes?: string;
  /** Only that part is used, unless the same variable names the instrumentation: then both. */
  readonly replaced?: boolean;
  /** Where it has no such switch: only the route that it finds is used, unless the same variable names it. */
  readonly routeOnly?: boolean;
}

/** Our own bridges, see `src/logs`. */
const LOGGER: Policy = {
  isNeeded: settings => settings.exporters.logs.length > 0 || settings.logCorrelation,
};

/**
 * Facts, not plumbing. A fact is what crosses the process's border (a request, a query, a message) and what the
 * application names itself. Plumbing is off: spans for files, sockets and their messages, name look-ups and pools; for middleware, hooks,
 * plugins and handlers, which say again what the server span says, so that a framework's instrumentation is used for
 * the route that it finds; for the fields that a GraphQL operation resolves; for a connection taken from a pool; for a
 * command of Redis or MongoDB by which a client connects or a queue polls, where nothing under way asks for it.
 * NestJS adds its route by the Express or Fastify beneath it.
 *
 * Keyed by the package name's end, as in `OTEL_NODE_ENABLED_INSTRUMENTATIONS`.
 */
export const POLICIES: Readonly<Record<string, Policy>> = {
  fs: { off: true },
  net: { off: true },
  dns: { off: true },
  router: { off: true },
  'generic-pool': { off: true },
  dataloader: { off: true },
  cucumber: { off: true },
  'socket.io': { off: true },
  'host-metrics': { off: true },
  'runtime-node': { atStart: settings => settings.exporters.metrics.length > 0 },
  undici: { channel: { name: 'undici:request:create', handler: 'onRequestCreated' } },
  'aws-lambda': { atStart: settings => settings.runtimeApi !== undefined },
  express: { routes: 'routes-express', replaced: true },
  koa: { routes: 'routes-koa', routeOnly: true, quiet: { ignoreLayersType: ['middleware'] } },
  hapi: { routes: 'routes-hapi', routeOnly: true },
  'nestjs-core': { routes: 'errors-nest', replaced: true },
  connect: { routes: 'errors-connect', replaced: true },
  restify: { routes: 'errors-restify', routeOnly: true },
  fastify: {
    routes: 'errors-fastify',
    routeOnly: true,
    quiet: { instrumentHooks: false, instrumentHandler: false },
  },
  graphql: { quiet: { ignoreResolveSpans: true } },
  pino: LOGGER,
  bunyan: LOGGER,
  winston: LOGGER,
  nest: LOGGER,
  log4js: LOGGER,
  consola: LOGGER,
};

/** Whether an instrumentation may be used at all, by the user's lists and by its policy. A disabled one stays so. */
export function isEnabled(name: string, settings: Settings): boolean {
  if (settings.disabledInstrumentations.includes(name)) return false;
  if (POLICIES[name]?.isNeeded?.(settings) === false) return false;
  return settings.enabledInstrumentations?.includes(name) ?? !POLICIES[name]?.off;
}
