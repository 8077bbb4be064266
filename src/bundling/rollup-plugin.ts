import { isAnnounced, withAnnouncement } from './transform.ts';

/** A plugin as Rollup, Rolldown and Vite take it. */
export interface RollupPlugin {
  name: string;
  /** Vite: before its own plugins, as CommonJS is when it is still CommonJS. */
  enforce: 'pre';
  /** Vite: not while it serves an application under development, which loads packages from `node_modules`. */
  apply: 'build';
  transform: {
    order: 'pre';
    filter: { id: RegExp };
    handler(this: unknown, code: string, id: string, options?: object): Transformed | null;
  };
}

export interface Transformed {
  code: string;
  /** What is changed stays at its place. */
  map: null;
  /** It is to be there also where all that it exports is passed on, and its package says that this has no effect. */
  moduleSideEffects: true;
}

/** A plugin that has modules announce themselves as Rollup, or what builds on its plugins, takes them in. */
export function rollupPlugin(): RollupPlugin {
  return {
    name: 'otel-run',
    enforce: 'pre',
    apply: 'build',
    transform: {
      order: 'pre',
      filter: { id: /\.[cm]?js(?:\?|$)/ },
      handler(code, id) {
        const file = id.replace(/\?.*$/s, '');
        if (isForBrowsers(this) || id.startsWith('\0') || !isAnnounced(file)) return null;
        const announcing = withAnnouncement(code, file);
        return announcing === undefined ? null : { code: announcing, map: null, moduleSideEffects: true };
      },
    },
  };
}

/** Vite builds an application's pages by the same plugins. */
function isForBrowsers(context: unknown): boolean {
  const { environment } = context as { environment?: { config?: { consumer?: string } } };
  return environment?.config?.consumer === 'client';
}
