import { basename, dirname } from 'node:path';
import { type Finding, finding } from '../config/finding.ts';
import { type Application, isEsModule, nearestManifest } from './application.ts';
import { readApplication } from './application-files.ts';
import { detectBundle } from './bundle.ts';

/** How each bundler leaves packages outside. */
const REMEDIES: Readonly<Record<string, string>> = {
  Bun: '--packages=external',
  esbuild: '--packages=external (tsup: without noExternal)',
  'Next.js': 'serverExternalPackages in next.config.js names what is to be traced, such as pg or mongodb.',
  ncc: '--external <package>, or copy node_modules instead',
  Rolldown: 'the external option (Vite: without ssr.noExternal; tsdown: without noExternal)',
  Rollup: 'the external option',
  Rspack: 'externalsPresets: { node: true } and webpack-node-externals',
  webpack: 'externalsPresets: { node: true } and webpack-node-externals',
  'webpack or Rspack': 'externalsPresets: { node: true } and webpack-node-externals',
};

/** What keeps the application's own entry file from being instrumented. */
export function applicationFindings(
  { entry }: Application,
  facts: { readonly nodeOptions: string; readonly syncHooks: boolean },
): readonly Finding[] {
  if (!entry) return [];
  return [...bundleFindings(entry), ...esmFindings(entry, facts)];
}

function bundleFindings(entry: string): readonly Finding[] {
  const { dependencies = {}, optionalDependencies = {} } = nearestManifest(dirname(entry));
  const declared = Object.keys({ ...dependencies, ...optionalDependencies });
  const bundle = detectBundle(readApplication(entry), declared);
  if (!bundle) return [];
  const { bundler, packages } = bundle;
  const remedy = REMEDIES[bundler] ?? 'the external option of the bundler';
  return [finding('bundled-application', basename(entry), { bundler, packages, remedy })];
}

/** Without synchronous hooks the loader needs a thread, which the permission model does not give. */
function esmFindings(
  entry: string,
  { nodeOptions, syncHooks }: { readonly nodeOptions: string; readonly syncHooks: boolean },
): readonly Finding[] {
  const isRestricted =
    /--(experimental-)?permission(\s|$)/.test(nodeOptions) && !nodeOptions.includes('--allow-worker');
  if (!isRestricted || syncHooks || !isEsModule(entry)) return [];
  const reason = 'under --permission this Node.js has no thread for the loader';
  const remedy = 'Add --allow-worker to NODE_OPTIONS, or use Node.js 22.22.3, 24.11.1 or newer.';
  return [finding('esm-unsupported', basename(entry), { reason, remedy })];
}
