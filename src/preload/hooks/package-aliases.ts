import { dirname, join } from 'node:path';
import { readFileSync } from '../foundation/intrinsics.ts';

/** Packages that are installed under another name, by that name: `"web": "npm:express@5"` in a package.json. */
export type PackageAliases = ReadonlyMap<string, string>;

const ALIAS = /^npm:((?:@[\w.~-]+\/)?[a-z\d][\w.~-]*)(?:@|$)/i;

let known: PackageAliases | undefined;

/** The name of a package, by the name of the folder that it is installed in, as the application's package.json says. */
export function realName(name: string): string {
  return packageAliases().get(name) ?? name;
}

const PACKAGE = /^(?:@[^\\/]+[\\/])?[^\\/]+/;

/** The same for a path that starts with that name. */
export function withRealName(path: string): string {
  return packageAliases().size === 0 ? path : path.replace(PACKAGE, realName);
}

/** Those of the application: of its entry, or where a package manager starts one that is installed, its own folder. */
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
 * @param packageJson its text
 * @returns each alias with the name of the package that it stands for; none where the text is not what it should be
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
