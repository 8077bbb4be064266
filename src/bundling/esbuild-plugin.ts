import { readFileSync } from 'node:fs';
import { extname, isAbsolute } from 'node:path';
import { announceOwn } from './announce-own.ts';
import { ANNOUNCED_NAMES } from './announced-files.ts';
import { parseModule } from './es-module.ts';
import type {
  EsbuildBuild,
  LoadedByPlugin,
  LoadedFile,
  Loader,
  OwnLoaded,
  OwnResolution,
  Resolution,
  ResolveRequest,
} from './esbuild-build.ts';
import { type LaterLoads, laterLoads } from './later-loads.ts';
import { entryLoadedByOthers, loadStandIns, standIn } from './loaded-by-others.ts';
import { ownModule } from './own-module.ts';
import { isAnnounced, withAnnouncement } from './transform.ts';

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
      const { plugins = [], platform } = build.initialOptions;
      // A configuration and the one that it extends may both have the plugin.
      const before = plugins.slice(0, Math.max(0, plugins.indexOf(plugin)));
      if (before.some(({ name }) => name === plugin.name)) return;
      const later = laterLoads(build, plugin);
      const isOthers = entryLoadedByOthers(before);
      // In any namespace: Yarn's plugin has one for the files in its archives.
      build.onLoad({ filter: /\.[cm]?js$/ }, file => {
        const isMeant = isAbsolute(file.path) && isAnnounced(file.path) && !isOthers(file.path);
        return isMeant ? announcedPackage(file, later) : undefined;
      });
      build.onResolve({ filter: IMPORTED }, request => resolvePackage(build, request, isOthers));
      loadStandIns(build);
      // Others may have to compile the application's files.
      if (later.isWhole && /^(?:node|neutral)$/.test(platform ?? '')) announceOwnModules(build, later);
    },
  };
  return plugin;
}

async function announcedPackage(file: LoadedFile, later: LaterLoads): Promise<OwnLoaded | undefined> {
  const loaded = await later.load(file);
  const source = textOf(file, loaded, 'js');
  const contents = source?.loader === 'js' ? withAnnouncement(source.contents, file.path) : undefined;
  return given(loaded, contents, 'js');
}

/** The loaded text and its language; undefined if a plugin has no text for the file. */
function textOf({ path, namespace }: LoadedFile, loaded: LoadedByPlugin | undefined, byEnding: string) {
  if (!loaded)
    return namespace === 'file' ? { contents: readFileSync(path, 'utf8'), loader: byEnding } : undefined;
  const { contents, loader = 'js' } = loaded;
  if (contents === undefined) return undefined;
  const text = typeof contents === 'string' ? contents : Buffer.from(contents).toString('utf8');
  return { contents: text, loader: loader === 'default' ? byEnding : loader };
}

/** A later plugin that has loaded a file is not asked again. */
function given(
  loaded: LoadedByPlugin | undefined,
  contents: string | undefined,
  loader: Loader,
): OwnLoaded | undefined {
  if (contents === undefined) return loaded as OwnLoaded | undefined;
  return { ...loaded, contents, loader };
}

async function resolvePackage(
  build: EsbuildBuild,
  request: ResolveRequest,
  isOthers: (file: string) => boolean,
): Promise<OwnResolution | undefined> {
  if (request.pluginData === OWN) return undefined;
  const { path, ...options } = request;
  const found = await build.resolve(path, { ...options, pluginData: OWN });
  const isPlain = found.errors.length === 0 && !found.external && found.namespace === 'file';
  if (!isPlain || !isAnnounced(found.path)) return undefined;
  if (isOthers(found.path)) return standIn(found.path, build);
  // If a package declares no side effects, esbuild leaves out a module whose exports are all passed on.
  return found.sideEffects ? undefined : withEffects(found);
}

function withEffects({ path, namespace, suffix }: Resolution): OwnResolution {
  return { path, namespace, suffix, sideEffects: true };
}

/** Gives JavaScript that can be parsed: without decorators, of parameters too. */
const PLAIN = {
  logLevel: 'silent',
  target: 'es2022',
  tsconfigRaw: '{"compilerOptions":{"experimentalDecorators":true}}',
};

function announceOwnModules({ esbuild, initialOptions, ...build }: EsbuildBuild, later: LaterLoads): void {
  const { absWorkingDir = process.cwd(), loader: loaders = {} } = initialOptions;
  build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async file => {
    const { path, suffix, with: attributes } = file;
    const announcement = suffix === '' && isAbsolute(path) ? ownModule(path, absWorkingDir) : undefined;
    if (!announcement || Object.keys(attributes).length > 0) return undefined;
    const loaded = await later.load(file);
    const ending = extname(path);
    const source = textOf(file, loaded, loaders[ending] ?? ending.replace(/^\.[cm]?/, ''));
    const loader = source?.loader ?? '';
    if (!source || !isLoader(loader)) return given(loaded, undefined, 'js');
    const options = { ...PLAIN, loader };
    const parse = async (text: string) => parseModule((await esbuild.transform(text, options)).code);
    // esbuild says what is wrong with it.
    const contents = await announceOwn(source.contents, announcement, parse).catch(() => undefined);
    return given(loaded, contents, loader);
  });
}

function isLoader(name: string): name is Loader {
  return /^[jt]sx?$/.test(name);
}
