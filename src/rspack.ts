// A plugin for Rspack: otel-run sees bundled packages as if they were not bundled.
import { type WebpackPlugin, webpackPlugin } from './bundling/webpack-plugin.ts';

/** In `plugins` of Rspack's configuration. Without otel-run, the bundle behaves as without this plugin. */
export default function otelRun(): WebpackPlugin {
  return webpackPlugin();
}
