import type { Settings } from './settings.ts';

/** How one instrumentation is used; those not named here are on, with their own defaults. */
export interface Policy {
  /** Off unless `OTEL_NODE_ENABLED_INSTRUMENTATIONS` names it. */
  readonly off?: boolean;
  /** Has no module to wait for: loaded at start when this holds. */
  readonly atStart?: (settings: Settings, env: NodeJS.ProcessEnv) => boolean;
  /** Listens to a diagnostics channel: loaded with its first message, which its own handler then gets. */
  readonly channel?: { readonly name: string; readonly handler: string };
  readonly config?: (settings: Settings) => Readonly<Record<string, unknown>>;
}

/** An instrumentation's own switch between a span for every layer of a framework and the route alone. */
const ROUTES_ONLY = ['middleware', 'router', 'request_handler'];

/**
 * Facts, not plumbing: what opens a span for each layer, file or name look-up is off, a framework's instrumentation
 * is kept for the route that it names.
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
  'lru-memoizer': { off: true },
  dataloader: { off: true },
  cucumber: { off: true },
  'host-metrics': { off: true },
  'runtime-node': { atStart: settings => settings.exporters.metrics.length > 0 },
  undici: { channel: { name: 'undici:request:create', handler: 'onRequestCreated' } },
  'aws-lambda': { atStart: (_, env) => env.AWS_LAMBDA_FUNCTION_NAME !== undefined },
  http: { config: settings => ({ ignoreIncomingRequestHook: ignoredRequests(settings.ignorePaths) }) },
  express: { config: () => ({ ignoreLayersType: ROUTES_ONLY }) },
  koa: { config: () => ({ ignoreLayersType: ['middleware'] }) },
  pino: { config: loggerConfig },
  bunyan: { config: loggerConfig },
  winston: { config: loggerConfig },
};

/** Whether an instrumentation may be used at all, by the user's lists and by its policy. A disabled one stays so. */
export function isEnabled(name: string, settings: Settings): boolean {
  if (settings.disabledInstrumentations.includes(name)) return false;
  return settings.enabledInstrumentations?.includes(name) ?? !POLICIES[name]?.off;
}

function loggerConfig(settings: Settings) {
  return {
    disableLogSending: settings.exporters.logs.length === 0,
    disableLogCorrelation: !settings.logCorrelation,
  };
}

/** A predicate over `http.IncomingMessage` for the paths of `OTEL_RUN_IGNORE_PATHS`; undefined where there are none. */
function ignoredRequests(globs: readonly string[]): ((request: { url?: string }) => boolean) | undefined {
  if (globs.length === 0) return undefined;
  const patterns = globs.map(glob => glob.split('*').map(part => part.replace(/[$()+.?[\\\]^{|}]/g, '\\$&')));
  const ignored = new RegExp(`^(?:${patterns.map(parts => parts.join('.*')).join('|')})$`);
  return request => ignored.test(request.url?.split('?', 1)[0] ?? '');
}
