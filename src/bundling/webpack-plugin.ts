import { join } from 'node:path';
import { ownModule } from './own-module.ts';
import { isAnnounced } from './transform.ts';

/** What is used of a `Compiler` of webpack or Rspack. */
export interface WebpackCompiler {
  readonly context: string;
  readonly options: { readonly module: { readonly rules: unknown[] } };
}

export interface WebpackPlugin {
  apply(compiler: WebpackCompiler): void;
}

/** A plugin that has modules announce themselves as webpack or Rspack takes them in. */
export function webpackPlugin(): WebpackPlugin {
  return {
    apply({ context, options }) {
      const loader = join(import.meta.dirname, 'webpack-loader.cjs');
      options.module.rules.push(
        {
          test: isAnnounced,
          enforce: 'pre',
          // A package may say that its modules have none.
          sideEffects: true,
          use: [{ loader }],
        },
        {
          test: (file: string) => ownModule(file, context) !== undefined,
          // Behind what compiles TypeScript.
          enforce: 'post',
          use: [{ loader, options: { root: context } }],
        },
      );
    },
  };
}
