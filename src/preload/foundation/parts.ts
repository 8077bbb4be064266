import Module, { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import type { Parts } from '../part-table.ts';
import { plainJson, readFileSync } from './intrinsics.ts';
import { laterModule } from './later-modules.ts';

const load = createRequire(import.meta.filename);

/** `require` before anything hooked into it: the modules of parts are not the application's. */
const plainRequire = Module.prototype.require;

/** Loaded files of the preload. They are not in `require.cache`, which the application may list and clear. */
const loaded = new Map<string, NodeJS.Module>();

/**
 * Loads one separately built part of the preload, synchronously: `import()` would be too late for a `require` hook.
 *
 * @param name from the table of parts
 * @returns what the part's module exports
 * @throws what loading the file throws
 */
export function loadPart<Name extends keyof Parts>(name: Name): Parts[Name] {
  return loadFile(partPath(name)) as Parts[Name];
}

/** Loads an instrumentation, a log bridge or another part named in a table of libraries. */
export function loadLibraryPart<Part>(name: string): Part {
  return loadFile(partPath(name)) as Part;
}

plainJson.of = value => loadPart('plain-json').withoutInherited(value);

/** Absolute path of a part, for a thread that runs it. */
export function partPath(name: string): string {
  return join(FOLDER, `${name}.cjs`);
}

/** The text of a built file beside the parts that is not a part. */
export function readBuiltFile(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

/** Where this file is after the build: beside the parts. */
const FOLDER = import.meta.dirname;

/** Removes the files that Node.js loaded to start the preload from `require.cache`. */
export function leaveRequireCache(): void {
  for (const [file, module] of Object.entries(load.cache)) {
    if (!module || !file.startsWith(FOLDER + sep)) continue;
    module.require = requireInPart as NodeJS.Require;
    loaded.set(file, module);
    delete load.cache[file];
  }
}

function loadFile(file: string): unknown {
  const known = loaded.get(file);
  if (known) return known.exports;
  const module = new Module(file);
  module.filename = file;
  module.paths = load.resolve.paths('any') ?? [];
  module.require = requireInPart as NodeJS.Require;
  loaded.set(file, module);
  try {
    run(module, file);
  } catch (error) {
    loaded.delete(file);
    throw error;
  }
  module.loaded = true;
  return module.exports;
}

/**
 * Runs a file as CommonJS. `Module.prototype._compile` would do the same, but outside of a `require` it makes Node.js
 * forget which files it has looked for, and look for them again while the application loads.
 */
function run(module: NodeJS.Module, file: string): void {
  const { compileFunction } = laterModule('vm');
  const code = compileFunction(readFileSync(file, 'utf8'), PARAMETERS, { filename: file });
  const { resolve, cache } = load;
  const require = Object.assign(requireInPart.bind(module), { resolve, cache });
  Reflect.apply(code, module.exports, [module.exports, require, module, file, FOLDER]);
}

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

function requireInPart(this: NodeJS.Module, specifier: string): unknown {
  return specifier.startsWith('./') ? loadFile(join(FOLDER, specifier)) : plainRequire.call(this, specifier);
}
