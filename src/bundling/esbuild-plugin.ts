import { readFileSync } from 'node:fs';
import { ANNOUNCED_NAMES } from './announced-files.ts';
import { isAnnounced, withAnnouncement } from './transform.ts';

/** What is used of esbuild's `PluginBuild`. */
export interface EsbuildBuild {
  onLoad(options: { filter: RegExp }, callback: (file: { path: string }) => Loaded | undefined): void;
  onResolve(
    options: { filter: RegExp },
    callback: (request: Request) => Promise<Resolution | undefined>,
  ): void;
  resolve(path: string, options: object): Promise<Resolution & { errors: unknown[] }>;
}

interface Loaded {
  contents: string;
  loader: 'js';
}

interface Request {
  path: string;
  importer: string;
  namespace: string;
  resolveDir: string;
  kind: string;
  with?: Record<string, string>;
  pluginData?: unknown;
}

interface Resolution {
  path: string;
  external: boolean;
  namespace: string;
  suffix: string;
  sideEffects: boolean;
}

export interface EsbuildPlugin {
  name: string;
  setup(build: EsbuildBuild): void;
}

/** Tells a request that this plugin makes itself. */
const OWN = Symbol('otel-run');

/** Packages that something waits for, as they are imported. */
const IMPORTED = new RegExp(`^(?:${ANNOUNCED_NAMES.join('|').replaceAll('/', '\\/')})(?:\\/|$)`);

/** A plugin that has modules announce themselves as esbuild takes them in. */
export function esbuildPlugin(): EsbuildPlugin {
  return {
    name: 'otel-run',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?js$/ }, ({ path }) => {
        if (!isAnnounced(path)) return undefined;
        const contents = withAnnouncement(readFileSync(path, 'utf8'), path);
        return contents === undefined ? undefined : { contents, loader: 'js' };
      });
      build.onResolve({ filter: IMPORTED }, request => keepEffects(build, request));
    },
  };
}

/** A package that says that its modules have no side effects is left out where all that it exports is passed on. */
async function keepEffects(build: EsbuildBuild, request: Request): Promise<Resolution | undefined> {
  if (request.pluginData === OWN) return undefined;
  const { path, ...options } = request;
  const found = await build.resolve(path, { ...options, pluginData: OWN });
  const isPlain = found.errors.length === 0 && !found.external && found.namespace === 'file';
  return isPlain && !found.sideEffects && isAnnounced(found.path) ? resolution(found) : undefined;
}

function resolution({ path, namespace, suffix, external }: Resolution): Resolution {
  return { path, namespace, suffix, external, sideEffects: true };
}
