// A plugin of esbuild: what a bundle holds is seen by otel-run as if it were not bundled.
import { type EsbuildPlugin, esbuildPlugin } from './bundling/esbuild-plugin.ts';

/** In `plugins` of esbuild's configuration. Run without otel-run, the bundle does what it does without this plugin. */
export default function otelRun(): EsbuildPlugin {
  return esbuildPlugin();
}
