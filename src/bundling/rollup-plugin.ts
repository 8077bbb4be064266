import type { Program } from 'acorn';
import { announceOwn } from './announce-own.ts';
import { isEsModule, parseModule } from './es-module.ts';
import { ownModule } from './own-module.ts';
import { isAnnounced, withAnnouncement } from './transform.ts';

/** A plugin for Rollup, Rolldown and Vite. */
export interface RollupPlugin {
  name: string;
  /**
   * Vite: packages come before its own plugins, while CommonJS is still CommonJS; the application's modules
   * come after them, when TypeScript is already JavaScript.
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
  /** Changes stay in place. */
  map: null;
  /**
   * The module must stay even if all of its exports are re-exported and its package declares no side effects.
   */
  moduleSideEffects?: true;
}

/**
 * Plugins that make modules announce themselves when Rollup, or a bundler with its plugin API, loads them.
 */
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
      // Virtual modules and parts of a file are skipped.
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

/**
 * Vite builds an application's pages with the same plugins. Before version 6, only `ssr` distinguishes them.
 */
function isForBrowsers(context: unknown, options?: { readonly ssr?: boolean }): boolean {
  const { environment } = context as Context;
  return environment ? environment.config?.consumer === 'client' : options !== undefined && !options.ssr;
}

/** Rolldown compiles TypeScript after all plugins. */
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
