// What webpack and Rspack run each module through that announces itself (see bundling/webpack-plugin.ts).
import { withAnnouncement } from './bundling/transform.ts';

interface LoaderContext {
  readonly resourcePath: string;
  callback(error: null, source: string, sourceMap?: unknown): void;
}

export default function announce(this: LoaderContext, source: string, sourceMap?: unknown): void {
  this.callback(null, withAnnouncement(source, this.resourcePath) ?? source, sourceMap);
}
