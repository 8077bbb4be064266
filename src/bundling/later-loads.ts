import type { EsbuildBuild, LoadedByPlugin, LoadedFile, LoadOptions, OtherPlugin } from './esbuild-build.ts';

type Callback = (file: LoadedFile) => MaybeLoaded | Promise<MaybeLoaded>;

type MaybeLoaded = LoadedByPlugin | null | undefined;

/** The observed parts of another plugin's build. */
type Build = Pick<EsbuildBuild, 'initialOptions'> & {
  onLoad(options: LoadOptions, callback: Callback): void;
};

type Setup = (build: Build) => unknown;

interface Registered {
  readonly options: LoadOptions;
  readonly callback: Callback;
}

/**
 * The files that later plugins load. esbuild takes a file from the first plugin that returns it, so this plugin
 * has to ask the later ones.
 */
export interface LaterLoads {
  /** Whether all of them are known. */
  readonly isWhole: boolean;
  /** What the first of them gives for a file. */
  load(file: LoadedFile): Promise<LoadedByPlugin | undefined>;
}

/** What each build's later plugins register, by the build's options. */
const registrations = new WeakMap<object, Registered[]>();

const wrapped = new WeakSet<object>();

export function laterLoads({ initialOptions }: EsbuildBuild, plugin: OtherPlugin): LaterLoads {
  const { plugins = [] } = initialOptions;
  const at = plugins.indexOf(plugin);
  const registered: Registered[] = [];
  registrations.set(initialOptions, registered);
  const isWhole =
    at !== -1 &&
    plugins
      .slice(at + 1)
      .filter(({ name }) => name !== plugin.name)
      .every(listenTo);
  return {
    isWhole,
    async load(file) {
      for (const { options, callback } of registered) {
        const loaded = isFor(options, file) ? await callback({ ...file }) : undefined;
        if (loaded) return loaded;
      }
      return undefined;
    },
  };
}

/** Plugins are set up one after the other, so the later ones are not set up yet. */
function listenTo(plugin: OtherPlugin): boolean {
  if (wrapped.has(plugin)) return true;
  const setup: Setup | undefined = Reflect.get(plugin, 'setup');
  if (typeof setup !== 'function') return true;
  const listening: Setup = build =>
    setup({
      ...build,
      onLoad(options, callback) {
        registrations.get(build.initialOptions)?.push({ options, callback });
        build.onLoad(options, callback);
      },
    });
  if (!Reflect.set(plugin, 'setup', listening)) return false;
  wrapped.add(plugin);
  return true;
}

function isFor({ filter, namespace }: LoadOptions, file: LoadedFile): boolean {
  const isNamespace = !namespace || namespace === file.namespace;
  return isNamespace && new RegExp(filter.source, filter.flags.replace(/[gy]/g, '')).test(file.path);
}
