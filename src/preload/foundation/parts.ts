import Module, { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import type { Parts } from '../part-table.ts';
import { readFileSync } from './intrinsics.ts';

const load = createRequire(import.meta.filename);

/** `require` as it was before anything was hooked into it: what parts ask for is not the application's. */
const plainRequire = Module.prototype.require;

/** Files of the preload that are loaded. They are not in `require.cache`, which is the application's to list and clear. */
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

/** Loads an instrumentation, a log bridge or another part that a table of libraries names. */
export function loadLibraryPart<Part>(name: string): Part {
  return loadFile(partPath(name)) as Part;
}

/** Absolute path of a part, for a thread that runs it. */
export function partPath(name: string): string {
  return join(FOLDER, `${name}.cjs`);
}

/** The text of a file that is no part, and is built beside the parts. */
export function readBuiltFile(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

/** Where this file is once it is built: beside the parts. */
const FOLDER = import.meta.dirname;

/** Takes the files that Node.js has loaded to start the preload out of `require.cache`. */
export function leaveRequireCache(): void {
  for (const [file, module] of Object.entries(load.cache)) {
    if (!module || !file.startsWith(FOLDER + sep)) continue;
    module.require = requireInPart as NodeJS.Require;
    loaded.set(file, module);
    delete load.cache[file];
  }
}

interface Compiled extends NodeJS.Module {
  _compile(source: string, file: string): unknown;
}

function loadFile(file: string): unknown {
  const known = loaded.get(file);
  if (known) return known.exports;
  const module = new Module(file) as Compiled;
  module.filename = file;
  module.paths = load.resolve.paths('any') ?? [];
  module.require = requireInPart as NodeJS.Require;
  loaded.set(file, module);
  try {
    module._compile(readFileSync(file, 'utf8'), file);
  } catch (error) {
    loaded.delete(file);
    throw error;
  }
  module.loaded = true;
  return module.exports;
}

function requireInPart(this: NodeJS.Module, specifier: string): unknown {
  return specifier.startsWith('./') ? loadFile(join(FOLDER, specifier)) : plainRequire.call(this, specifier);
}
