import Module from 'node:module';
import { modulePath } from './imported-modules.ts';
import { asAnnouncing, type LoadHook } from './load-hook.ts';
import type { AnnouncingSource } from './observed-modules.ts';

/** Files and what is loaded in place of their sources. */
export type AnnouncingSources = ReadonlyMap<string, AnnouncingSource>;

/** `module.registerHooks`, there since Node.js 22.15. */
interface Registry {
  registerHooks(hooks: { readonly load: LoadHook }): void;
}

/** Has modules announce themselves, by hooks in the thread of the application. */
export function hookSources(sources: AnnouncingSources): void {
  if (sources.size === 0) return;
  const load: LoadHook = (url, context, nextLoad) => {
    return asAnnouncing(nextLoad(url, context), sources.get(modulePath(url)));
  };
  (Module as unknown as Registry).registerHooks({ load });
}
