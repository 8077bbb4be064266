// A plugin of Rolldown: what a bundle holds is seen by otel-run as if it were not bundled.
import { type RollupPlugin, rollupPlugins } from './bundling/rollup-plugin.ts';

/** In `plugins` of Rolldown's configuration. Run without otel-run, the bundle does what it does without this plugin. */
export default function otelRun(): RollupPlugin[] {
  return rollupPlugins();
}
