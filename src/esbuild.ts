// A plugin for esbuild: otel-run sees bundled packages as if they were not bundled.
import { type EsbuildPlugin, esbuildPlugin } from './bundling/esbuild-plugin.ts';

/** In `plugins` of esbuild's configuration. Without otel-run, the bundle behaves as without this plugin. */
export default function otelRun(): EsbuildPlugin {
  return esbuildPlugin();
}
