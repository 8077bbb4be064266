/** The setting of webpack and Rspack for what is kept from one build to the next. */
export interface CacheOptions {
  cache?: unknown;
  /** That of Rspack before version 2. */
  readonly experiments?: { cache?: unknown };
}

/**
 * Gives a build with the plugin a cache of its own: of a module that was built without it, Rspack finds the old result.
 * So do both where another otel-run announced the module, or functions of other packages were named.
 */
export function keepCacheApart(options: CacheOptions, named = process.env.OTEL_RUN_WORK_SPANS ?? ''): void {
  const ours = `otel-run ${__VERSION__} ${named}`;
  for (const owner of [options, options.experiments]) {
    if (owner && isKept(owner.cache))
      owner.cache = { ...owner.cache, version: `${owner.cache.version ?? ''} ${ours}` };
  }
}

/** Whether it outlasts the build. */
function isKept(cache: unknown): cache is { readonly version?: string } {
  const { type } = (cache ?? {}) as { readonly type?: unknown };
  return type === 'filesystem' || type === 'persistent';
}
