import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const SOURCE = join(import.meta.dirname, '../../src');

/** `import … from`, `export … from`, `import()` and `typeof import()` of a file of ours. */
const SPECIFIER = /\b(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+\.(?:ts|json))'/g;

/** Which files of `src/` each of them imports, types included; paths from `src/` with slashes. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Reads the imports of all files of `src/`. */
export function readImports(): Imports {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(file =>
    /\.tsx?$/.test(file),
  );
  return new Map(files.map(file => [slashes(file), importsOf(file)]));
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(SOURCE, file), 'utf8');
  return [...text.matchAll(SPECIFIER)].map(([, specifier = '']) =>
    slashes(relative('.', join(dirname(file), specifier))),
  );
}

function slashes(path: string): string {
  return path.split(sep).join('/');
}
