import { dirname, join } from 'node:path';
import { readFileSync } from '../foundation/intrinsics.ts';

/**
 * Real names of packages, by the names that they are installed under: `"web": "npm:express@5"` in
 * package.json.
 */
export type PackageAliases = ReadonlyMap<string, string>;

const ALIAS = /^npm:((?:@[\w.~-]+\/)?[a-z\d][\w.~-]*)(?:@|$)/i;

let known: PackageAliases | undefined;

/** The real name of a package, by the name of its folder, according to the application's package.json. */
export function realName(name: string): string {
  return packageAliases().get(name) ?? name;
}

const PACKAGE = /^(?:@[^\\/]+[\\/])?[^\\/]+/;

/** The same for a path that starts with the folder's name. */
export function withRealName(path: string): string {
  return packageAliases().size === 0 ? path : path.replace(PACKAGE, realName);
}

/**
 * The application's aliases: from package.json files above its entry, and above the current folder, where a
 * package manager starts an installed program.
 */
export function packageAliases(): PackageAliases {
  known ??= new Map([process.cwd(), dirname(process.argv[1] ?? '.')].flatMap(aliasesAbove));
  return known;
}

function aliasesAbove(from: string): readonly (readonly [alias: string, name: string])[] {
  const found: [string, string][] = [];
  for (let folder = from; ; folder = dirname(folder)) {
    const text = readText(join(folder, 'package.json'));
    if (text.includes('"npm:')) found.unshift(...aliasesIn(text));
    if (dirname(folder) === folder) return found;
  }
}

/**
 * @param packageJson the content of a package.json
 * @returns each alias with the real name of its package; none if the content is invalid
 */
export function aliasesIn(packageJson: string): readonly [alias: string, name: string][] {
  try {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(packageJson);
    const all = Object.entries({ ...devDependencies, ...optionalDependencies, ...dependencies });
    return all.flatMap(([alias, wanted]) => {
      const name = ALIAS.exec(String(wanted))?.[1];
      return name === undefined ? [] : [[alias, name]];
    });
  } catch {
    return [];
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
