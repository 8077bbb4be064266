import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type Rooms, roomOf } from './rules.ts';

const SOURCE = join(import.meta.dirname, '../../src');

const DECLARATION =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:type|interface|class|const|let|function\*?|enum) (\w+)/gm;

/** The names that each file of `src/` declares and exports; paths from `src/` with slashes. */
export type ExportedNames = ReadonlyMap<string, readonly string[]>;

/** Reads the exported declarations of all files of `src/`. Re-exports are not declarations. */
export function readExportedNames(): ExportedNames {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(file =>
    /\.tsx?$/.test(file),
  );
  return new Map(files.map(file => [file.split(sep).join('/'), declaredIn(file)]));
}

function declaredIn(file: string): readonly string[] {
  const text = readFileSync(join(SOURCE, file), 'utf8');
  return [...new Set([...text.matchAll(DECLARATION)].map(([, name = '']) => name))];
}

/** Names that files of different rooms declare, one line each. */
export function sharedNames(names: ExportedNames, rooms: Rooms): readonly string[] {
  const files = new Map<string, string[]>();
  for (const [file, declared] of names) {
    for (const name of declared) files.set(name, [...(files.get(name) ?? []), file]);
  }
  return [...files]
    .filter(([, places]) => new Set(places.map(file => roomOf(file, rooms))).size > 1)
    .map(([name, places]) => `${name}: ${places.join(', ')}`);
}
