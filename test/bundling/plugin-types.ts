import type { Plugin } from 'esbuild';
import type { Plugin as RolldownPlugin } from 'rolldown';
import type { Plugin as VitePlugin } from 'vite';
import type { EsbuildPlugin } from '../../src/bundling/esbuild-plugin.ts';
import type { RollupPlugin } from '../../src/bundling/rollup-plugin.ts';

/** The declarations that users get fit those of the bundlers: `npm run typecheck` fails where they do not. */
export function inConfigurations(
  esbuild: EsbuildPlugin,
  rollup: RollupPlugin,
): readonly [Plugin, RolldownPlugin, VitePlugin] {
  return [esbuild, rollup, rollup];
}
