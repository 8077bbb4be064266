import type { Plugin } from 'esbuild';
import type { RolldownPluginOption } from 'rolldown';
import type { PluginOption as VitePluginOption } from 'vite';
import type { EsbuildPlugin } from '../../src/bundling/esbuild-plugin.ts';
import type { RollupPlugin } from '../../src/bundling/rollup-plugin.ts';

/** The declarations that users get fit those of the bundlers: `npm run typecheck` fails where they do not. */
export function inConfigurations(
  esbuild: EsbuildPlugin,
  rollup: RollupPlugin[],
): readonly [Plugin, RolldownPluginOption, VitePluginOption] {
  return [esbuild, rollup, rollup];
}
