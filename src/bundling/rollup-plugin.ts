import type { Program } from 'acorn';
import { announceOwn } from './announce-own.ts';
import { isEsModule, parseModule } from './es-module.ts';
import { ownModule } from './own-module.ts';
import { isAnnounced, withAnnouncement } from './transform.ts';

/** A plugin as Rollup, Rolldown and Vite take it. */
export interface RollupPlugin {
  name: string;
  /**
   * Vite: packages before its own plugins, as CommonJS is when it is still CommonJS; the application's own modules after them,
   * as TypeScript is when it is JavaScript.
   */
  enforce: 'pre' | 'post';
  /** Vite: not while it serves an application under development, which loads packages from `node_modules`. */
  apply: 'build';
  configResolved?: (config: { readonly root: string }) => void;
  transform: {
    order: 'pre' | 'post';
    filter: { id: RegExp };
    handler(
      this: unknown,
      code: string,
      id: string,
      options?: object,
    ): Transformed | null | Promise<Transformed | null>;
  };
}

export interface Transformed {
  code: string;
  /** What is changed stays at its place. */
  map: null;
  /** It is to be there also where all that it exports is passed on, and its package says that this has no effect. */
  moduleSideEffects?: true;
}

/** Plugins that have modules announce themselves as Rollup, or what builds on its plugins, takes them in. */
export function rollupPlugins(): RollupPlugin[] {
  return [packagesPlugin(), ownModulesPlugin()];
}

function packagesPlugin(): RollupPlugin {
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

function ownModulesPlugin(): RollupPlugin {
  let root = process.cwd();
  let isVite = false;
  return {
    name: 'otel-run:own-modules',
    enforce: 'post',
    apply: 'build',
    configResolved(config) {
      isVite = true;
      root = config.root;
    },
    transform: {
      order: 'post',
      // Neither virtual modules nor parts of a file.
      filter: { id: /^[^\0?]+\.[cm]?[jt]sx?$/ },
      async handler(code, id, options) {
        const announcement = ownModule(id, root);
        if (!announcement || (isVite && isForBrowsers(this, options))) return null;
        const announcing = await announceOwn(code, announcement, source => parsed(this, source, id));
        return announcing === undefined ? null : { code: announcing, map: null };
      },
    },
  };
}

interface Context {
  readonly environment?: { readonly config?: { readonly consumer?: string } };
  readonly meta?: { readonly rolldownVersion?: string };
  parse?(source: string, options: object): Program;
}

/** Vite builds an application's pages by the same plugins; before version 6 by `ssr` alone can they be told. */
function isForBrowsers(context: unknown, options?: { readonly ssr?: boolean }): boolean {
  const { environment } = context as Context;
  return environment ? environment.config?.consumer === 'client' : options !== undefined && !options.ssr;
}

/** Rolldown compiles TypeScript when all plugins have seen it. */
function parsed(context: unknown, source: string, id: string): Program | undefined {
  const { meta, parse } = context as Context;
  const lang = /[jt]sx?$/.exec(id)?.[0];
  if (!meta?.rolldownVersion || !parse) return parseModule(source);
  try {
    const program: Program = Reflect.apply(parse, context, [source, { lang }]);
    return isEsModule(program) ? program : undefined;
  } catch {
    return undefined;
  }
}
