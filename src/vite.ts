// A plugin for Vite: otel-run sees bundled packages as if they were not bundled.
import { type RollupPlugin, rollupPlugins } from './bundling/rollup-plugin.ts';

/** In `plugins` of Vite's configuration. Without otel-run, the bundle behaves as without this plugin. */
export default function otelRun(): RollupPlugin[] {
  return rollupPlugins();
}
