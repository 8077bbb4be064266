import type { Attributes } from '@opentelemetry/api';
import { normalRoute } from './normal-route.ts';

/** The parts of one instrument to keep. */
export interface MetricPolicy {
  /** Its name; a `*` at the end matches anything. */
  readonly instrument: string;
  /** The instrumentation scope, if only its instrument of this name is meant. */
  readonly scope?: string;
  /** Attributes that are kept unchanged. */
  readonly attributes: readonly string[];
  /** Attributes that are converted. */
  readonly transformation?: {
    readonly description: string;
    readonly from: readonly string[];
    readonly apply: (attributes: Attributes) => Attributes;
  };
  /** Maximum number of series in one process. Further ones are counted together in one more series. */
  readonly seriesLimit: number;
}

/** A status by its first digit. A failure without a status keeps the type of its error. */
const STATUS_CLASS = {
  description: 'status → `http.response.status_class` (`5xx`); without a status, `error.type`',
  from: ['http.response.status_code', 'error.type'],
  apply: (attributes: Attributes): Attributes => {
    const status = Number(attributes['http.response.status_code']);
    if (status >= 100 && status < 600)
      return { 'http.response.status_class': `${Math.floor(status / 100)}xx` };
    return pick(attributes, ['error.type']);
  },
};

const NORMAL_ROUTE_AND_STATUS_CLASS = {
  description: `route without ids and query; ${STATUS_CLASS.description}`,
  from: ['http.route', ...STATUS_CLASS.from],
  apply: (attributes: Attributes): Attributes => {
    const route = attributes['http.route'];
    return {
      ...(typeof route === 'string' && { 'http.route': normalRoute(route) }),
      ...STATUS_CLASS.apply(attributes),
    };
  },
};

/** Attributes of requests to generative models: never the user or the content. */
const GENERATIVE_AI = ['gen_ai.operation.name', 'gen_ai.provider.name', 'gen_ai.request.model'];

/**
 * The metrics that are exported by default, with the names of the semantic conventions where they
 * exist. Other metrics of otel-run's instrumentations are not exported; the application's own
 * metrics are (`APPLICATION_SERIES_LIMIT`).
 */
export const METRIC_POLICIES: readonly MetricPolicy[] = [
  {
    instrument: 'http.server.request.duration',
    attributes: ['http.request.method'],
    transformation: NORMAL_ROUTE_AND_STATUS_CLASS,
    seriesLimit: 500,
  },
  {
    instrument: 'http.client.request.duration',
    attributes: ['server.address', 'http.request.method'],
    transformation: STATUS_CLASS,
    seriesLimit: 200,
  },
  {
    instrument: 'db.client.connection.*',
    attributes: ['db.client.connection.pool.name', 'db.client.connection.state'],
    seriesLimit: 100,
  },
  { instrument: 'queue.depth', scope: 'otel-run', attributes: ['queue.name'], seriesLimit: 200 },
  {
    instrument: 'work.duration',
    scope: 'otel-run',
    attributes: ['work.name', 'work.outcome'],
    seriesLimit: 400,
  },
  {
    instrument: 'gen_ai.client.operation.duration',
    attributes: [...GENERATIVE_AI, 'error.type'],
    seriesLimit: 300,
  },
  {
    instrument: 'gen_ai.client.token.usage',
    attributes: [...GENERATIVE_AI, 'gen_ai.token.type'],
    seriesLimit: 300,
  },
  // Of the runtime, only what shows whether a process is busy, full or collecting garbage.
  { instrument: 'nodejs.eventloop.utilization', attributes: [], seriesLimit: 1 },
  { instrument: 'nodejs.eventloop.delay.p50', attributes: [], seriesLimit: 1 },
  { instrument: 'nodejs.eventloop.delay.p99', attributes: [], seriesLimit: 1 },
  { instrument: 'nodejs.eventloop.delay.max', attributes: [], seriesLimit: 1 },
  { instrument: 'v8js.gc.duration', attributes: ['v8js.gc.type'], seriesLimit: 4 },
  { instrument: 'v8js.memory.heap.used', attributes: ['v8js.heap.space.name'], seriesLimit: 16 },
  { instrument: 'v8js.memory.heap.space.size', attributes: ['v8js.heap.space.name'], seriesLimit: 16 },
];

/**
 * Limit for each of the application's own instruments, which lose only attributes that are known to explode.
 */
export const APPLICATION_SERIES_LIMIT = 500;

/** The policy of an instrument; undefined if the table has none. Names of instruments ignore case. */
export function policyOf(instrument: string, scope: string): MetricPolicy | undefined {
  const name = instrument.toLowerCase();
  return METRIC_POLICIES.find(
    policy => matches(policy.instrument, name) && (policy.scope === undefined || policy.scope === scope),
  );
}

/** Applies a policy to the attributes of one measurement. */
export function curatedAttributes(
  { attributes: kept, transformation }: MetricPolicy,
  given: Attributes,
): Attributes {
  return { ...pick(given, kept), ...transformation?.apply(given) };
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function pick(attributes: Attributes, names: readonly string[]): Attributes {
  const picked: Attributes = {};
  for (const name of names) if (attributes[name] !== undefined) picked[name] = attributes[name];
  return picked;
}
