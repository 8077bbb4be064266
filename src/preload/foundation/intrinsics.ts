import { EventEmitter } from 'node:events';
import fs from 'node:fs';

// The parts of the runtime that the preload needs, saved before the application can replace them. Test tools
// freeze clocks (MockDate, timekeeper), fake timers (sinon, `node:test`), some libraries replace `Promise`
// (zone.js), and some applications delete globals. The build replaces every global name in the preload's
// bundle, including upstream's code, with these (scripts/build/taken-at-start.mjs): plain `setTimeout` and
// `Date.now()` are safe there.

/**
 * Global functions, constructors and namespaces, without those that load parts of Node.js when they are read.
 */
const GLOBALS = [
  ...['Array', 'ArrayBuffer', 'Atomics', 'BigInt', 'Boolean', 'Buffer', 'DataView', 'Date', 'Error'],
  ...['Float32Array', 'Float64Array', 'Function', 'Int32Array', 'JSON', 'Map', 'Math', 'Number', 'Object'],
  ...['Promise', 'Proxy', 'RangeError', 'ReferenceError', 'Reflect', 'RegExp', 'Set', 'SharedArrayBuffer'],
  ...['String', 'Symbol', 'SyntaxError', 'TypeError', 'URL', 'URLSearchParams', 'Uint16Array', 'Uint32Array'],
  ...['Uint8Array', 'WeakMap', 'WeakRef', 'WeakSet', 'WebAssembly'],
  ...['AbortController', 'AbortSignal', 'DOMException', 'FinalizationRegistry', 'TextDecoder', 'TextEncoder'],
  ...['clearImmediate', 'clearInterval', 'clearTimeout', 'setImmediate', 'setInterval', 'setTimeout'],
  ...['atob', 'btoa', 'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'isFinite'],
  ...['isNaN', 'parseFloat', 'parseInt', 'queueMicrotask', 'structuredClone', 'process'],
] as const;

/** Globals whose functions are also saved: tools replace `Date.now` or `JSON.stringify` in place. */
const OWNERS = [
  'Array',
  'Atomics',
  'Date',
  'JSON',
  'Math',
  'Number',
  'Object',
  'Promise',
  'Reflect',
] as const;

/** File functions: tools that mock the file system (memfs) replace them in the module itself. */
export const { appendFileSync, closeSync, openSync, readFileSync, realpathSync, writeSync } = fs;

const { hrtime } = process;
const { stringify } = JSON;
const { prototype: lists } = Array;
const startFolder = currentFolder();

/**
 * Milliseconds on the clock that the kernel never sets back (`CLOCK_MONOTONIC`). All threads of a process share it, so
 * a time that one thread computes can be compared in another.
 */
export function monotonicNow(): number {
  const now = hrtime();
  return now[0] * 1e3 + now[1] / 1e6;
}

/** When the preload's own clock starts, on that of the kernel and in milliseconds since 1970. */
const start = { monotonic: monotonicNow(), date: Date.now() };

/** Set by what loads parts: `withoutInherited`, which is only loaded where an application gives everything a `toJSON`. */
export const plainJson = { of: (value: unknown) => value };

/** Replaces globals in the preload. Node's own `performance` takes a tenth of a start to load, and counts from another time. */
export const globals: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(GLOBALS.map(name => [name, Reflect.get(globalThis, name)])),
  performance: { now: () => monotonicNow() - start.monotonic, timeOrigin: start.date },
};

/** Replaces members of globals, by the global's name. */
export const members: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ...Object.fromEntries(OWNERS.map(name => [name, functionsOf(Reflect.get(globalThis, name))])),
  JSON: {
    ...functionsOf(JSON),
    // What otel-run writes is no value of the application's, and not for its `toJSON`.
    stringify: (value: unknown, ...others: never[]) =>
      stringify('toJSON' in lists ? plainJson.of(value) : value, ...others),
  },
  process: {
    // As at the start, whatever the application changes later.
    env: { ...process.env },
    // It never throws: in a folder that was removed, it is the root.
    cwd: () => startFolder ?? currentFolder() ?? '/',
    execArgv: process.execArgv,
    hrtime: process.hrtime,
    listenerCount: EventEmitter.prototype.listenerCount.bind(process),
    nextTick: process.nextTick.bind(process),
    pid: process.pid,
    versions: process.versions,
  },
};

// In the first file, too.
export * from './later-modules.ts';

/** Exports of built-in modules that the preload uses, by the module's name. */
export const modules: Record<string, Readonly<Record<string, unknown>>> = {};

/**
 * Takes exports of built-in modules; the build knows which (`scripts/build/taken-modules.mjs`). A group of functions, such
 * as `util.types`, is copied.
 *
 * @param names comma-separated names of exports, by the module's name
 */
export function takeModules(names: Readonly<Record<string, string>>): void {
  for (const [id, list] of Object.entries(names)) {
    const module = process.getBuiltinModule(`node:${id}`) as Record<string, unknown>;
    const taken = list.split(',').filter(name => name in module);
    modules[id] = Object.fromEntries(taken.map(name => [name, copied(module[name])]));
  }
}

function copied(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? { ...value } : value;
}

function functionsOf(owner: object): Record<string, unknown> {
  const functions: Record<string, unknown> = {};
  for (const name of Object.getOwnPropertyNames(owner)) {
    const value = Reflect.get(owner, name);
    if (typeof value === 'function') functions[name] = owner === Promise ? value.bind(owner) : value;
  }
  return functions;
}

/** Undefined if the folder was removed. */
function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
