import type { BridgeConfig } from '../../logs/bridge.ts';
import { requestHooks } from '../../logs/request-fields.ts';
import { compileGlobs } from '../../shared/glob.ts';
import { recordOperationErrors } from '../errors/operation-errors.ts';
import type { Settings } from '../settings.ts';
import type { IsPlumbing, Plumbing } from './without-plumbing.ts';

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
  readonly config?: (settings: Settings) => Readonly<Record<string, unknown>>;
  /** Further configuration, unless `OTEL_NODE_ENABLED_INSTRUMENTATIONS` names it: its own switches for less plumbing. */
  readonly quiet?: Readonly<Record<string, unknown>>;
  /**
   * Which of its spans are plumbing, unless the same variable names it: all that it does for the context stays, as it
   * would not with a switch of its own.
   */
  readonly plumbing?: (settings: Settings) => IsPlumbing;
  /** Whether its spans have nothing below them, however upstream calls back: see `Plumbing`. */
  readonly leaves?: boolean;
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
  config: (settings): Pick<BridgeConfig, 'send' | 'correlate'> => ({
    send: settings.exporters.logs.length > 0,
    correlate: settings.logCorrelation,
  }),
};

/**
 * Facts, not plumbing. A fact is what crosses the process's border (a request, a query, a message) and what the
 * application names itself. Plumbing is off: spans for files, sockets, name look-ups and pools; for middleware, hooks,
 * plugins and handlers, which say again what the server span says, so that a framework's instrumentation is used for
 * the route that it finds; for the fields that a GraphQL operation resolves; for a connection taken from a pool; for a
 * Redis command that nothing under way asks for, as a queue polls and a client connects (ioredis leaves those out itself).
 * NestJS adds its route by the Express or Fastify beneath it.
 *
 * Keyed by the package name's end, as in `OTEL_NODE_ENABLED_INSTRUMENTATIONS`.
 */
export const POLICIES: Readonly<Record<string, Policy>> = {
  fs: { off: true },
  net: { off: true },
  dns: { off: true },
  connect: { off: true },
  router: { off: true },
  'generic-pool': { off: true },
  dataloader: { off: true },
  cucumber: { off: true },
  'host-metrics': { off: true },
  'runtime-node': { atStart: settings => settings.exporters.metrics.length > 0 },
  undici: { channel: { name: 'undici:request:create', handler: 'onRequestCreated' } },
  'aws-lambda': { atStart: (_, env) => env.AWS_LAMBDA_FUNCTION_NAME !== undefined },
  http: {
    config: settings => ({
      ignoreIncomingRequestHook: ignoredRequests(settings.ignorePaths),
      ...requestHooks({ headers: settings.contextHeaders, responseHeader: settings.requestIdHeader }),
    }),
  },
  express: { routes: 'routes-express', replaced: true },
  koa: { routes: 'routes-koa', routeOnly: true, quiet: { ignoreLayersType: ['middleware'] } },
  hapi: { routes: 'routes-hapi', routeOnly: true },
  'nestjs-core': { routes: 'errors-nest', replaced: true },
  restify: { routeOnly: true },
  fastify: {
    routes: 'errors-fastify',
    routeOnly: true,
    config: () => ({ registerOnInitialization: true }),
    quiet: { instrumentHooks: false, instrumentHandler: false },
  },
  graphql: {
    plumbing: () => named('graphql.parse', 'graphql.validate'),
    quiet: { ignoreResolveSpans: true },
    config: () => ({ responseHook: recordOperationErrors }),
  },
  pg: { plumbing: () => named('pg.connect', 'pg-pool.connect') },
  ioredis: { plumbing: () => named('connect') },
  redis: { plumbing: () => named('redis-connect'), quiet: { requireParentSpan: true } },
  mysql: { leaves: true },
  tedious: { leaves: true },
  knex: { plumbing: settings => isOfDriver(settings) },
  mongoose: { plumbing: settings => () => isEnabled('mongodb', settings) },
  pino: LOGGER,
  bunyan: LOGGER,
  winston: LOGGER,
};

/** How an instrumentation is set up. */
export interface SetUp {
  /** What it is constructed with. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly routeOnly: boolean;
  /** The part that finds the routes for it. */
  readonly routes: string | undefined;
  /** Whether that part is all that is used. */
  readonly isReplaced: boolean;
  /** Undefined where every span is kept as it is. */
  readonly plumbing: Plumbing | undefined;
}

export function setUp(name: string, settings: Settings): SetUp {
  const {
    config,
    quiet,
    routes,
    replaced = false,
    routeOnly = false,
    plumbing,
    leaves = false,
  } = POLICIES[name] ?? {};
  const isNamed = settings.enabledInstrumentations?.includes(name) ?? false;
  return {
    config: { ...config?.(settings), ...(isNamed ? {} : quiet) },
    routeOnly: routeOnly && !isNamed,
    routes,
    isReplaced: replaced && !isNamed,
    plumbing:
      plumbing || leaves
        ? { leaves, ...(plumbing && !isNamed && { isPlumbing: plumbing(settings) }) }
        : undefined,
  };
}

/** Instrumentations of the drivers that Knex calls, by the names that it has for them. */
const DRIVERS: Readonly<Record<string, string>> = {
  postgresql: 'pg',
  mysql: 'mysql',
  mysql2: 'mysql2',
  tedious: 'tedious',
  mssql: 'tedious',
  oracledb: 'oracledb',
};

/** Spans of a query builder whose driver makes one of the same query. */
function isOfDriver(settings: Settings): IsPlumbing {
  return (_, { attributes = {} }) => {
    const driver = DRIVERS[String(attributes['db.system.name'])];
    return driver !== undefined && isEnabled(driver, settings);
  };
}

/** Spans of these names. */
function named(...names: readonly string[]): IsPlumbing {
  return name => names.includes(name);
}

/** Whether an instrumentation may be used at all, by the user's lists and by its policy. A disabled one stays so. */
export function isEnabled(name: string, settings: Settings): boolean {
  if (settings.disabledInstrumentations.includes(name)) return false;
  if (POLICIES[name]?.isNeeded?.(settings) === false) return false;
  return settings.enabledInstrumentations?.includes(name) ?? !POLICIES[name]?.off;
}

/** A predicate over `http.IncomingMessage` for the paths of `OTEL_RUN_IGNORE_PATHS`; undefined where there are none. */
function ignoredRequests(globs: readonly string[]): ((request: { url?: string }) => boolean) | undefined {
  const isIgnored = compileGlobs(globs);
  return isIgnored && (request => isIgnored(request.url?.split('?', 1)[0] ?? ''));
}
