import type { RequestOptions } from 'node:http';
import { trace } from '@opentelemetry/api';
import type { Settings } from '../../config/settings.ts';
import { isEnabled, POLICIES } from '../../libraries/instrumentation-policy.ts';
import type { BridgeConfig } from '../../logs/bridge.ts';
import { requestHooks } from '../../logs/request-fields.ts';
import { compileGlobs } from '../../shared/glob.ts';
import { recordOperationErrors } from '../errors/operation-errors.ts';
import { loadPart } from '../foundation/parts.ts';
import type { IsPlumbing, Plumbing } from '../spans/without-plumbing.ts';
import { requestAround } from './ai/nesting.ts';
import { hasRedisQueue } from './redis-queues.ts';

/** Settings of an instrumentation beyond its policy. */
interface Equipment {
  readonly config?: (settings: Settings) => Readonly<Record<string, unknown>>;
  /**
   * Which of its spans are plumbing, unless `OTEL_NODE_ENABLED_INSTRUMENTATIONS` names it. It still manages
   * the context, which its own options would turn off.
   */
  readonly plumbing?: (settings: Settings) => IsPlumbing;
  /** Whether its spans have no children, however upstream calls back: see `Plumbing`. */
  readonly leaves?: boolean;
  /** Whether its spans are those of a database driver, to be described by the conventions. */
  readonly database?: boolean;
}

/** Our own bridges, see `src/logs`. */
const LOGGER: Equipment = {
  config: (settings): Pick<BridgeConfig, 'send' | 'correlate'> => ({
    send: settings.exporters.logs.length > 0,
    correlate: settings.logCorrelation,
  }),
};

/** Same keys as `POLICIES`. */
const EQUIPMENT: Readonly<Record<string, Equipment>> = {
  http: {
    plumbing: () => isOfProvider,
    config: settings => ({
      ignoreIncomingRequestHook: ignoredRequests(settings.ignorePaths),
      ignoreOutgoingRequestHook: requestsTo(settings.runtimeApi),
      ...requestHooks({ headers: settings.contextHeaders, responseHeader: settings.requestIdHeader }),
    }),
  },
  undici: { plumbing: () => isOfProvider },
  fastify: { config: () => ({ registerOnInitialization: true }) },
  graphql: {
    plumbing: () => named('graphql.parse', 'graphql.validate'),
    config: () => ({ responseHook: recordOperationErrors }),
  },
  pg: { database: true, plumbing: () => named('pg.connect', 'pg-pool.connect') },
  ioredis: { database: true, plumbing: () => redisPlumbing('connect'), config: withRedisCommands },
  redis: { database: true, plumbing: () => redisPlumbing('redis-connect'), config: withRedisCommands },
  mysql: { database: true, leaves: true },
  // By default, it would write the values into the query.
  mysql2: {
    database: true,
    config: () => ({ maskStatement: true, maskStatementHook: (sql: string) => sql }),
  },
  mongodb: {
    database: true,
    plumbing: () => isUpkeepOf('mongodb'),
    config: () => ({ ...loadPart('database-conventions').MONGODB_HOOKS, requireParentSpan: false }),
  },
  memcached: { database: true },
  // A stream asks by the call that has a span. The text is needed for the name, and loses its values.
  'cassandra-driver': {
    database: true,
    plumbing: () => named('cassandra-driver.stream'),
    config: () => ({ enhancedDatabaseReporting: true }),
  },
  oracledb: { database: true },
  tedious: { database: true, leaves: true, plumbing: () => isOfPool },
  knex: { database: true, plumbing: settings => isOfDriver(settings) },
  mongoose: { database: true, plumbing: settings => () => isEnabled('mongodb', settings) },
  pino: LOGGER,
  bunyan: LOGGER,
  winston: LOGGER,
  nest: LOGGER,
  log4js: LOGGER,
  consola: LOGGER,
};

/** The setup of an instrumentation. */
export interface LibrariesSetUp {
  /** The configuration passed to its constructor. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly routeOnly: boolean;
  /** The part that finds its routes. */
  readonly routes: string | undefined;
  /** Whether only that part is used. */
  readonly isReplaced: boolean;
  /** Undefined if every span is kept unchanged. */
  readonly plumbing: Plumbing | undefined;
  readonly database: boolean;
}

/** The entire setup of an instrumentation, by its short name. */
export function setUp(name: string, settings: Settings): LibrariesSetUp {
  const { quiet, routes, replaced = false, routeOnly = false } = POLICIES[name] ?? {};
  const { config, plumbing, leaves = false, database = false } = EQUIPMENT[name] ?? {};
  const isNamed = settings.enabledInstrumentations?.includes(name) ?? false;
  return {
    config: { ...config?.(settings), ...(isNamed ? {} : quiet) },
    routeOnly: routeOnly && !isNamed,
    routes,
    isReplaced: replaced && !isNamed,
    plumbing:
      plumbing || leaves || database
        ? { leaves, database, ...(plumbing && !isNamed && { isPlumbing: plumbing(settings) }) }
        : undefined,
    database,
  };
}

/** The HTTP request of a generative AI client to its provider: it already has a span. */
const isOfProvider: IsPlumbing = (_name, { attributes = {} }, parent) => {
  const request = requestAround(parent);
  request?.reach?.(attributes);
  return request !== undefined;
};

/** The query by which mssql finds out whether a connection of its pool still works. */
const isOfPool: IsPlumbing = (_name, { attributes = {} }) => attributes['db.query.text'] === 'SELECT 1;';

function withRedisCommands() {
  return {
    dbStatementSerializer: loadPart('database-conventions').redisCommand,
    requireParentSpan: false,
  };
}

/** Connecting, and requests of the client itself, or of a queue that uses it. */
function redisPlumbing(connecting: string): IsPlumbing {
  const isUpkeep = isUpkeepOf('redis', hasRedisQueue);
  return (name, ...rest) => name === connecting || isUpkeep(name, ...rest);
}

function isUpkeepOf(system: 'mongodb' | 'redis', isAll = () => false): IsPlumbing {
  const { isUpkeep } = loadPart('database-conventions');
  return (_, { attributes = {} }, parent) =>
    trace.getSpan(parent) === undefined && (isAll() || isUpkeep(system, attributes['db.operation.name']));
}

/** Instrumentations of the drivers that Knex calls, by Knex's names. */
const DRIVERS: Readonly<Record<string, string>> = {
  postgresql: 'pg',
  cockroachdb: 'pg',
  'pg-redshift': 'pg',
  pgnative: 'pg',
  mariadb: 'mariadb',
  'better-sqlite3': 'better-sqlite3',
  mysql: 'mysql',
  mysql2: 'mysql2',
  tedious: 'tedious',
  mssql: 'tedious',
  oracledb: 'oracledb',
};

/** Spans of a query builder whose driver creates a span for the same query. */
function isOfDriver(settings: Settings): IsPlumbing {
  return (_, { attributes = {} }) => {
    const driver = DRIVERS[String(attributes['db.system.name'])];
    return driver !== undefined && isEnabled(driver, settings);
  };
}

/** Spans with these names. */
function named(...names: readonly string[]): IsPlumbing {
  return name => names.includes(name);
}

/** A predicate over request options that matches a host and port; undefined without a place. */
function requestsTo(place: string | undefined): ((options: RequestOptions) => boolean) | undefined {
  return place === undefined ? undefined : ({ hostname, port }) => `${hostname}:${port}` === place;
}

/**
 * A predicate over `http.IncomingMessage` for the paths of `OTEL_RUN_IGNORE_PATHS`; undefined without paths.
 */
function ignoredRequests(globs: readonly string[]): ((request: { url?: string }) => boolean) | undefined {
  const isIgnored = compileGlobs(globs);
  return isIgnored && (request => isIgnored(request.url?.split('?', 1)[0] ?? ''));
}
