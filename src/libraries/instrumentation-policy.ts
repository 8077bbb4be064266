import type { Settings } from '../config/settings.ts';
import { PUBLISHED_CHANNELS } from './published-channels.ts';

/** A diagnostics channel, and the method of an instrumentation that gets its messages. */
interface Channel {
  readonly name: string;
  readonly handler: string;
}

/** How one instrumentation is used. Those not listed are on, with their own defaults. */
export interface Policy {
  /** Off unless `OTEL_NODE_ENABLED_INSTRUMENTATIONS` names it. */
  readonly off?: boolean;
  /** Has no module to wait for: loaded at the start if this is true. */
  readonly atStart?: (settings: Settings, env: NodeJS.ProcessEnv) => boolean;
  /** Listens to a diagnostics channel: loaded with the first message, which its own handler then receives. */
  readonly channel?: Channel;
  /** Is loaded by its module, or where that is in a bundle, with the first message on a channel of the library. */
  readonly published?: Channel;
  /** Tracing channels of the library, from which its spans come where it is in a bundle. */
  readonly operations?: readonly string[];
  /** Whether it has anything to do; otherwise it is not loaded. */
  readonly isNeeded?: (settings: Settings) => boolean;
  /** Configuration, unless `OTEL_NODE_ENABLED_INSTRUMENTATIONS` names it: its own switches for less plumbing. */
  readonly quiet?: Readonly<Record<string, unknown>>;
  /** Our own part that finds a framework's routes, instead of upstream's instrumentation. */
  readonly routes?: string;
  /** Only that part is used, unless the same variable names the instrumentation; then both are used. */
  readonly replaced?: boolean;
  /** Without such a switch: only the route that it finds is used, unless the same variable names it. */
  readonly routeOnly?: boolean;
}

/** Our own bridges, see `src/logs`. */
const LOGGER: Policy = {
  isNeeded: settings => settings.exporters.logs.length > 0 || settings.logCorrelation,
};

/**
 * Facts, not plumbing. A fact is something that crosses the process's border (a request, a query, a message),
 * or that the application names itself. Spans for plumbing are off: for files, sockets and their messages,
 * name look-ups and pools; for middleware, hooks, plugins and handlers, which repeat the server span (a
 * framework's instrumentation only provides the route); for the fields that a GraphQL operation resolves; for
 * a connection taken from a pool; and for a Redis or MongoDB command with which a client connects or a queue
 * polls, unless running work requests it. NestJS gets its route from the underlying Express or Fastify.
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
  express: {
    routes: 'routes-express',
    replaced: true,
    published: { name: `tracing:${PUBLISHED_CHANNELS.express[0]}:start`, handler: '_handlePublished' },
  },
  koa: { routes: 'routes-koa', routeOnly: true, quiet: { ignoreLayersType: ['middleware'] } },
  hapi: { routes: 'routes-hapi', routeOnly: true },
  'nestjs-core': { routes: 'errors-nest', replaced: true },
  connect: { routes: 'errors-connect', replaced: true },
  restify: { routes: 'errors-restify', routeOnly: true },
  fastify: {
    routes: 'errors-fastify',
    routeOnly: true,
    published: { name: PUBLISHED_CHANNELS.fastify[0], handler: '_handleInitialization' },
    quiet: { instrumentHooks: false, instrumentHandler: false },
  },
  ioredis: { operations: PUBLISHED_CHANNELS.ioredis },
  redis: { operations: PUBLISHED_CHANNELS['@redis/client'] },
  mysql2: { operations: PUBLISHED_CHANNELS.mysql2 },
  mongodb: { operations: PUBLISHED_CHANNELS.mongoose },
  tedious: { operations: PUBLISHED_CHANNELS.mssql },
  graphql: { quiet: { ignoreResolveSpans: true } },
  pino: LOGGER,
  bunyan: LOGGER,
  winston: LOGGER,
  nest: LOGGER,
  log4js: LOGGER,
  consola: LOGGER,
};

/**
 * Whether an instrumentation may be used, according to the user's lists and its
 * policy. A disabled one stays disabled.
 */
export function isEnabled(name: string, settings: Settings): boolean {
  if (settings.disabledInstrumentations.includes(name)) return false;
  if (POLICIES[name]?.isNeeded?.(settings) === false) return false;
  return settings.enabledInstrumentations?.includes(name) ?? !POLICIES[name]?.off;
}
