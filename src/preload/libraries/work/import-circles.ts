import { fileURLToPath, pathToFileURL } from 'node:url';
import { readFileSync } from '../../foundation/intrinsics.ts';
import { loadPart } from '../../foundation/parts.ts';
import type { AnnouncingSource } from '../../hooks/observed-modules.ts';

/** A module with functions that are named as work. */
export interface NamedModule {
  readonly file: string;
  /** The path in its announcement. */
  readonly path: string;
}

/** The maximum number of files to search for a circle. */
const MOST_FILES = 2000;

/** A relative file that may be imported before a module runs. A match in a comment does no harm. */
const IMPORTED = /\b(?:from|import)\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g;

/**
 * The modules in a circle of imports, each with its announcing source. Another module in the circle may call
 * a function of such a module before the module has run. The function already exists, but a wrapper in front
 * of the module would not have it. So these modules are not wrapped: code that names their functions is
 * written into them.
 */
export function modulesInCircles(modules: readonly NamedModule[]): ReadonlyMap<string, AnnouncingSource> {
  const sources: Sources = new Map();
  return new Map(
    modules.flatMap(({ file, path }): [string, AnnouncingSource][] => {
      const source = sourceOf(file, sources);
      if (source === undefined || !isInCircle(file, sources)) return [];
      const { announceOwnAtOnce } = loadPart('announce-own');
      const announcing = announceOwnAtOnce(source, { name: '', version: '', path, role: 'own' });
      return announcing === undefined ? [] : [[file, { source, announcing }]];
    }),
  );
}

/** The contents of possible ES modules, each read once. */
type Sources = Map<string, string | undefined>;

function isInCircle(file: string, sources: Sources): boolean {
  const seen = new Set<string>();
  const waiting = importsOf(file, sources);
  for (let next = waiting.pop(); next !== undefined && seen.size < MOST_FILES; next = waiting.pop()) {
    if (next === file) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...importsOf(next, sources));
  }
  return false;
}

function importsOf(file: string, sources: Sources): string[] {
  const source = sourceOf(file, sources);
  if (source === undefined) return [];
  const base = pathToFileURL(file);
  return [...source.matchAll(IMPORTED)].map(([, , specifier = '']) =>
    fileURLToPath(new URL(specifier, base)),
  );
}

function sourceOf(file: string, sources: Sources): string | undefined {
  if (!sources.has(file)) sources.set(file, /\.m?js$/.test(file) ? read(file) : undefined);
  return sources.get(file);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
