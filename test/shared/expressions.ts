import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';

/** A regular expression of the source, and where it is. */
export interface Expression {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

const SOURCE = new URL('../../src', import.meta.url).pathname;

interface Node {
  readonly type?: string;
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly callee?: { readonly name?: string };
}

/** Every regular expression that is written in the source. */
export function expressions(): Expression[] {
  return nodes().flatMap(({ file, node }) => (node.regex ? [{ file, ...node.regex }] : []));
}

/** Every file that builds one while it runs. */
export function builders(): string[] {
  const built = nodes().filter(({ node }) => node.callee?.name === 'RegExp');
  return [...new Set(built.map(({ file }) => file))];
}

function nodes(): { file: string; node: Node }[] {
  return readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .flatMap(file =>
      [...walk(parseAst(readFileSync(join(SOURCE, file), 'utf8'), { lang: 'ts' }))].map(node => ({
        file,
        node,
      })),
    );
}

function* walk(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Node;
  for (const child of Object.values(value)) yield* walk(child);
}
