import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';

const { withPlainDefaults }: { withPlainDefaults(code: string): string } = await import(
  new URL('../../../scripts/build/plain-defaults.mjs', import.meta.url).href
);

const SOURCE = `
import path, { join } from 'node:path';
import * as url from 'node:url';
import { sep } from 'node:path';
import Module, { isBuiltin } from 'node:module';
export const seen = [path.join === join, sep, typeof url.parse, typeof url.default, isBuiltin('fs'), Module.isBuiltin === isBuiltin];
export const namespace = url;
`;

/** What the bundler makes of the source. */
async function bundled(): Promise<string> {
  const entry = 'entry.js';
  const build = await rolldown({
    input: entry,
    platform: 'node',
    plugins: [{ name: 'entry', resolveId: id => (id === entry ? id : null), load: () => SOURCE }],
  });
  const { output } = await build.generate({ format: 'cjs' });
  await build.close();
  return output[0].code;
}

function exportsOf(code: string): {
  readonly seen: unknown[];
  readonly namespace: { readonly parse: unknown };
} {
  const module = { exports: {} };
  runInThisContext(`(function (exports, require) {${code}\n})`)(
    module.exports,
    createRequire(import.meta.url),
  );
  return module.exports as ReturnType<typeof exportsOf>;
}

describe('withPlainDefaults', () => {
  it('shows built-in modules as the bundler does, without its copies', async () => {
    const code = await bundled();
    const plain = withPlainDefaults(code);

    expect(code.match(/= __toESM\(/g)).toHaveLength(3);
    expect(plain).not.toContain('= __toESM(');
    expect(exportsOf(plain).seen).toEqual(exportsOf(code).seen);
    expect(exportsOf(plain).namespace.parse).toBe(exportsOf(code).namespace.parse);
  });

  it('leaves modules of the bundle alone', () => {
    const code = 'let foo = require("foo");\nfoo = __toESM(foo, 1);';

    expect(withPlainDefaults(code)).toBe(code);
  });
});
