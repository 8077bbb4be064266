// The loader of webpack and Rspack for each module that announces itself (see bundling/webpack-plugin.ts).
import { announceOwn } from './bundling/announce-own.ts';
import { ownModule } from './bundling/own-module.ts';
import { withAnnouncement } from './bundling/transform.ts';

interface LoaderContext {
  readonly resourcePath: string;
  /** With `root`, the folder of the build, the module belongs to the application itself. */
  getOptions(): { readonly root?: string };
  async(): (error: null, source: string, sourceMap?: unknown) => void;
}

export default async function announce(
  this: LoaderContext,
  source: string,
  sourceMap?: unknown,
): Promise<void> {
  const done = this.async();
  const { root } = this.getOptions();
  const announced =
    root === undefined
      ? withAnnouncement(source, this.resourcePath)
      : await ofApplication(this, source, root);
  done(null, announced ?? source, sourceMap);
}

async function ofApplication({ resourcePath }: LoaderContext, source: string, root: string) {
  const announcement = ownModule(resourcePath, root);
  return announcement && announceOwn(source, announcement);
}
