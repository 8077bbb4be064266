import Module from 'node:module';
import { modulePath } from './imported-modules.ts';
import { asAnnouncing, type LoadHook } from './load-hook.ts';
import type { AnnouncingSource } from './observed-modules.ts';

/** Files, and the sources to load in their place. */
export type AnnouncingSources = ReadonlyMap<string, AnnouncingSource>;

/** `module.registerHooks`, available since Node.js 22.15. */
interface Registry {
  registerHooks(hooks: { readonly load: LoadHook }): void;
}

/** Makes modules announce themselves, with hooks in the application's thread. */
export function hookSources(sources: AnnouncingSources): void {
  if (sources.size === 0) return;
  const load: LoadHook = (url, context, nextLoad) => {
    return asAnnouncing(nextLoad(url, context), sources.get(modulePath(url)));
  };
  (Module as unknown as Registry).registerHooks({ load });
}
