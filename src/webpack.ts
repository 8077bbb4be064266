// A plugin of webpack: what a bundle holds is seen by otel-run as if it were not bundled.
import { type WebpackPlugin, webpackPlugin } from './bundling/webpack-plugin.ts';

/** In `plugins` of webpack's configuration. Run without otel-run, the bundle does what it does without this plugin. */
export default function otelRun(): WebpackPlugin {
  return webpackPlugin();
}
