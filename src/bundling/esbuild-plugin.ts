import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { announceOwn } from './announce-own.ts';
import { ANNOUNCED_NAMES } from './announced-files.ts';
import { parseModule } from './es-module.ts';
import { ownModule } from './own-module.ts';
import { isAnnounced, withAnnouncement } from './transform.ts';

/** The used parts of esbuild's `PluginBuild`. */
export interface EsbuildBuild {
  readonly initialOptions: {
    readonly absWorkingDir?: string | undefined;
    readonly platform?: string | undefined;
    readonly loader?: Readonly<Record<string, string>> | undefined;
    readonly plugins?: readonly { readonly name: string }[] | undefined;
  };
  readonly esbuild: { transform(source: string, options: object): Promise<{ code: string }> };
  onLoad(
    options: { filter: RegExp; namespace: 'file' },
    callback: (file: File) => Loaded | undefined | Promise<Loaded | undefined>,
  ): void;
  onResolve(
    options: { filter: RegExp },
    callback: (request: Request) => Promise<Resolution | undefined>,
  ): void;
  resolve(path: string, options: object): Promise<Resolution & { errors: unknown[] }>;
}

interface File {
  path: string;
  suffix: string;
  with: Record<string, string>;
}

type Loader = 'js' | 'jsx' | 'ts' | 'tsx';

interface Loaded {
  contents: string;
  loader: Loader;
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

/** Marks a request that this plugin makes itself. */
const OWN = Symbol('otel-run');

/** Imports of packages that the preload waits for. */
const IMPORTED = new RegExp(`^(?:${ANNOUNCED_NAMES.join('|').replaceAll('/', '\\/')})(?:\\/|$)`);

/** A plugin that makes modules announce themselves when esbuild loads them. */
export function esbuildPlugin(): EsbuildPlugin {
  const plugin: EsbuildPlugin = {
    name: 'otel-run',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?js$/, namespace: 'file' }, ({ path }) => {
        if (!isAnnounced(path)) return undefined;
        const contents = withAnnouncement(readFileSync(path, 'utf8'), path);
        return contents === undefined ? undefined : { contents, loader: 'js' };
      });
      build.onResolve({ filter: IMPORTED }, request => keepEffects(build, request));
      const { plugins, platform } = build.initialOptions;
      // Only the first plugin that loads a file gets it, and others may need
      // to compile the application's files.
      const isLast = plugins?.at(-1) === plugin;
      if (isLast && /^(?:node|neutral)$/.test(platform ?? '')) announceOwnModules(build);
    },
  };
  return plugin;
}

/** A package without side effects is left out if all of its exports are only re-exported. */
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

function announceOwnModules({ esbuild, initialOptions, ...build }: EsbuildBuild): void {
  const { absWorkingDir = process.cwd(), loader: loaders = {} } = initialOptions;
  build.onLoad(
    { filter: /\.[cm]?[jt]sx?$/, namespace: 'file' },
    async ({ path, suffix, with: attributes }) => {
      const ending = extname(path);
      const loader = loaders[ending] ?? ending.replace(/^\.[cm]?/, '');
      const announcement = suffix === '' ? ownModule(path, absWorkingDir) : undefined;
      if (!announcement || !isLoader(loader) || Object.keys(attributes).length > 0) return undefined;
      const options = { loader, logLevel: 'silent', tsconfigRaw: '{}' };
      try {
        const contents = await announceOwn(readFileSync(path, 'utf8'), announcement, async source =>
          parseModule((await esbuild.transform(source, options)).code),
        );
        return contents === undefined ? undefined : { contents, loader };
      } catch {
        // esbuild reports what is wrong with it.
        return undefined;
      }
    },
  );
}

function isLoader(name: string): name is Loader {
  return /^[jt]sx?$/.test(name);
}
