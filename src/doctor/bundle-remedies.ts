/**
 * What a bundler's configuration needs: otel-run's plugin, where plugins go, and how to leave packages out.
 */
interface Remedy {
  readonly entryPoint?: string;
  /** The setting for plugins; for a framework also the file. */
  readonly plugins?: string;
  /** Undefined for a framework: its own server is part of every build. */
  readonly outside?: string;
}

const WEBPACK: Remedy = {
  entryPoint: 'webpack',
  outside: 'externalsPresets: { node: true } and webpack-node-externals',
};

const REMEDIES: Readonly<Record<string, Remedy>> = {
  Astro: { entryPoint: 'vite', plugins: '`vite: { plugins: [otelRun()] }` in astro.config.mjs' },
  Bun: { outside: '--packages=external' },
  esbuild: {
    entryPoint: 'esbuild',
    plugins: 'the beginning of plugins (tsup: esbuildPlugins)',
    outside: '--packages=external (tsup: without noExternal)',
  },
  'Next.js': {
    outside: 'name the packages to trace, such as pg or mongodb, in serverExternalPackages of next.config.js',
  },
  ncc: { outside: '--external <package>, or copy node_modules instead' },
  Nitro: {
    entryPoint: 'rollup',
    plugins:
      '`nitro: { rollupConfig: { plugins: [otelRun()] } }` in nuxt.config.ts (Nitro alone: `rollupConfig` in nitro.config.ts)',
  },
  Parcel: { outside: '`"includeNodeModules": false` for the target in package.json' },
  Rolldown: {
    entryPoint: 'rolldown',
    plugins: 'plugins (Vite: from otel-run/vite)',
    outside: 'the external option (Vite: without ssr.noExternal; tsdown: without noExternal)',
  },
  Rollup: {
    entryPoint: 'rollup',
    plugins: 'plugins (Vite: from otel-run/vite)',
    outside: 'the external option',
  },
  Rspack: { ...WEBPACK, entryPoint: 'rspack' },
  SvelteKit: { entryPoint: 'vite', plugins: '`plugins: [otelRun(), sveltekit(…)]` in vite.config.js' },
  webpack: WEBPACK,
  'webpack or Rspack': { ...WEBPACK, plugins: 'plugins (Rspack: from otel-run/rspack)' },
};

/**
 * What to do about packages in a bundle that are not seen: a line for the bundler's configuration.
 *
 * @param isPlugged whether others in it are seen by otel-run's plugin
 */
export function remedyFor(bundler: string, isPlugged = false): string {
  // Each file is loaded by the first plugin that does.
  if (isPlugged && bundler === 'esbuild')
    return 'Put otelRun() first in plugins: another plugin loads their files before it (docs/bundles.md).';
  const {
    entryPoint,
    plugins = 'plugins',
    outside,
  } = REMEDIES[bundler] ?? { outside: 'the external option of the bundler' };
  const external = outside && `Keep packages out of the bundle: ${outside}`;
  if (entryPoint === undefined) return `${external}.`;
  const imported = `with \`import otelRun from 'otel-run/${entryPoint}'\` (docs/bundles.md).`;
  return external
    ? `Add otelRun() to ${plugins}, ${imported} Or: ${external}.`
    : `Write ${plugins}, ${imported}`;
}
