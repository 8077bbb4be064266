/** A bundler's door of otel-run, where its plugins go, and how it leaves packages outside. */
interface Remedy {
  readonly door?: string;
  readonly plugins?: string;
  readonly outside: string;
}

const WEBPACK: Remedy = {
  door: 'webpack',
  outside: 'externalsPresets: { node: true } and webpack-node-externals',
};

const REMEDIES: Readonly<Record<string, Remedy>> = {
  Bun: { outside: '--packages=external' },
  esbuild: {
    door: 'esbuild',
    plugins: 'plugins (tsup: esbuildPlugins)',
    outside: '--packages=external (tsup: without noExternal)',
  },
  'Next.js': {
    outside: 'serverExternalPackages in next.config.js names what is to be traced, such as pg or mongodb',
  },
  ncc: { outside: '--external <package>, or copy node_modules instead' },
  Rolldown: {
    door: 'rolldown',
    plugins: 'plugins (Vite: from otel-run/vite)',
    outside: 'the external option (Vite: without ssr.noExternal; tsdown: without noExternal)',
  },
  Rollup: { door: 'rollup', plugins: 'plugins (Vite: from otel-run/vite)', outside: 'the external option' },
  Rspack: { ...WEBPACK, door: 'rspack' },
  webpack: WEBPACK,
  'webpack or Rspack': { ...WEBPACK, plugins: 'plugins (Rspack: from otel-run/rspack)' },
};

/** What to do about packages in a bundle that are not seen: a line for the bundler's configuration. */
export function remedyFor(bundler: string): string {
  const {
    door,
    plugins = 'plugins',
    outside,
  } = REMEDIES[bundler] ?? { outside: 'the external option of the bundler' };
  const external = `Keep packages outside of the bundle: ${outside}`;
  if (door === undefined) return `${external}.`;
  return `Add otelRun() to ${plugins}, with \`import otelRun from 'otel-run/${door}'\` (docs/bundles.md). Or: ${external}.`;
}
