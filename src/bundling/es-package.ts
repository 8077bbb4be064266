import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { ExportSource } from './es-exports.ts';
import { type EsModule, readEsModule } from './es-module.ts';
import { type PackageFolder, resolveIn } from './package-of-file.ts';

/** The ES modules of one package, by path, as far as they must be read. */
export class EsPackage {
  readonly #folder: string;
  readonly #name: string;
  readonly #modules = new Map<string, EsModule | undefined>();

  constructor({ folder, manifest }: PackageFolder) {
    this.#folder = folder;
    this.#name = manifest.name;
  }

  /** The target of a module's relative specifier; undefined for modules of other packages. */
  resolve(path: string, specifier: string): string | undefined {
    if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return undefined;
    return resolveIn(this.#folder, posix.join(dirname(path), specifier));
  }

  /** Whether a module imports itself through others, which may then read its exports before it has run. */
  isInCircle(path: string): boolean {
    // Parsing a whole package takes long, and hardly any package has a circle.
    return (
      this.#leadsBack(path, current => sourcesIn(this.#textOf(current))) &&
      this.#leadsBack(path, current => this.#read(current)?.sources ?? [])
    );
  }

  #leadsBack(path: string, sourcesOf: (path: string) => Iterable<string>): boolean {
    const seen = new Set<string>();
    const pending = [path];
    for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
      for (const source of sourcesOf(current)) {
        const imported = this.resolve(current, source);
        if (imported === path || this.#isItself(source)) return true;
        if (imported === undefined || seen.has(imported)) continue;
        seen.add(imported);
        pending.push(imported);
      }
    }
    return false;
  }

  /** Whether an import keeps the same value while the program runs. */
  isStable(path: string, { source, imported }: ExportSource): boolean {
    if (imported === undefined) return true;
    const from = this.resolve(path, source);
    return from !== undefined && this.#isStableExport(from, imported, new Set());
  }

  /** The names from `export * from`; undefined if they cannot be determined. */
  namesOf(path: string, seen: ReadonlySet<string> = new Set()): readonly string[] | undefined {
    const module = seen.has(path) ? undefined : this.#read(path);
    if (!module) return undefined;
    const within = new Set([...seen, path]);
    const ofStars = module.stars.map(star => {
      const from = this.resolve(path, star);
      return from === undefined ? undefined : this.namesOf(from, within);
    });
    if (ofStars.includes(undefined)) return undefined;
    return [...module.locals.keys(), ...module.passedOn.keys(), ...ofStars.flatMap(names => names ?? [])];
  }

  #isStableExport(path: string, name: string, seen: Set<string>): boolean {
    if (seen.has(`${path}#${name}`)) return false;
    seen.add(`${path}#${name}`);
    const module = this.#read(path);
    // The whole export of a CommonJS module is bound once.
    if (!module) return name === 'default';
    const local =
      name === 'default' && module.defaultExport ? module.defaultExport.name : module.locals.get(name);
    if (name === 'default' && module.defaultExport && !local) return true;
    const origin = local === undefined ? module.passedOn.get(name) : module.imports.get(local);
    if (origin) return this.#isStableOrigin(path, origin, seen);
    if (local !== undefined) return !module.reassigned.has(local);
    return module.stars.some(star => this.#isStableOrigin(path, { source: star, imported: name }, seen));
  }

  #isStableOrigin(path: string, { source, imported }: ExportSource, seen: Set<string>): boolean {
    if (imported === undefined) return true;
    const from = this.resolve(path, source);
    return from !== undefined && this.#isStableExport(from, imported, seen);
  }

  #isItself(source: string): boolean {
    return source === this.#name || source.startsWith(`${this.#name}/`);
  }

  #read(path: string): EsModule | undefined {
    if (!this.#modules.has(path)) this.#modules.set(path, readEsModule(this.#textOf(path)));
    return this.#modules.get(path);
  }

  #textOf(path: string): string {
    return /\.m?js$/.test(path) ? readFileSync(join(this.#folder, path), 'utf8') : '';
  }
}

/** What a module imports before it runs, and possibly more, such as examples in comments. */
const SOURCE = /\b(?:import|export)\b[^'"`;()=]*?\bfrom\s*["']([^"']+)["']|\bimport\s*["']([^"']+)["']/g;

function sourcesIn(text: string): readonly string[] {
  return [...text.matchAll(SOURCE)].map(([, from, alone]) => from ?? alone ?? '');
}
