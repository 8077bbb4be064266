import { join } from 'node:path';
import { type CacheOptions, keepCacheApart } from './own-cache.ts';
import { ownModule } from './own-module.ts';
import { isAnnounced } from './transform.ts';
import { type CompilationParams, keepExportsType } from './webpack-exports-type.ts';

/** The used parts of the `Compiler` of webpack or Rspack. */
export interface WebpackCompiler {
  readonly context: string;
  readonly options: CacheOptions & { readonly module: { readonly rules: unknown[] } };
  readonly hooks: {
    readonly compilation: {
      tap(name: string, callback: (compilation: never, params: CompilationParams) => void): void;
    };
  };
}

export interface WebpackPlugin {
  apply(compiler: WebpackCompiler): void;
}

/** A plugin that makes modules announce themselves when webpack or Rspack loads them. */
export function webpackPlugin(): WebpackPlugin {
  return {
    apply({ context, options, hooks }) {
      const loader = join(import.meta.dirname, 'webpack-loader.cjs');
      keepCacheApart(options);
      hooks.compilation.tap('otel-run', (_, params) => keepExportsType(params));
      options.module.rules.push(
        {
          test: isAnnounced,
          enforce: 'pre',
          // A package may declare that its modules have no side effects.
          sideEffects: true,
          use: [{ loader }],
        },
        {
          test: (file: string) => ownModule(file, context) !== undefined,
          // After the loaders that compile TypeScript.
          enforce: 'post',
          use: [{ loader, options: { root: context } }],
        },
      );
    },
  };
}
