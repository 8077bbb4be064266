import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import { BroadcastChannel, MessageChannel, Worker } from 'node:worker_threads';

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

const hrtime = process.hrtime.bigint;
const startFolder = currentFolder();

/**
 * Milliseconds on the clock that the kernel never sets back (`CLOCK_MONOTONIC`). All threads of a process share it, so
 * a time that one thread computes can be compared in another.
 */
export function monotonicNow(): number {
  return Number(hrtime()) / 1e6;
}

/** Replaces globals in the preload. */
export const globals: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(GLOBALS.map(name => [name, Reflect.get(globalThis, name)])),
  BroadcastChannel,
  MessageChannel,
  Worker,
  performance: { now: performance.now.bind(performance), timeOrigin: performance.timeOrigin },
};

/** Replaces members of globals, by the global's name. */
export const members: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ...Object.fromEntries(OWNERS.map(name => [name, functionsOf(Reflect.get(globalThis, name))])),
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
