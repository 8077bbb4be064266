import fs from 'node:fs';
import { BroadcastChannel, MessageChannel, Worker } from 'node:worker_threads';

// What the preload needs of the runtime, taken before the application can replace it. Test tools freeze clocks
// (MockDate, timekeeper), fake timers (sinon, `node:test`), some libraries replace `Promise` (zone.js), and some
// applications delete globals. The build puts these in place of every global name in what it bundles into the preload,
// upstream's code included (scripts/build/taken-at-start.mjs): there, plain `setTimeout` and `Date.now()` are safe to write.

/** Global functions, constructors and namespaces. Those that load parts of Node.js when they are read are left out. */
const GLOBALS = [
  ...['Array', 'ArrayBuffer', 'Atomics', 'BigInt', 'Boolean', 'Buffer', 'DataView', 'Date', 'Error'],
  ...['Float32Array', 'Float64Array', 'Function', 'Int32Array', 'JSON', 'Map', 'Math', 'Number', 'Object'],
  ...['Promise', 'Proxy', 'RangeError', 'ReferenceError', 'Reflect', 'RegExp', 'Set', 'SharedArrayBuffer'],
  ...['String', 'Symbol', 'SyntaxError', 'TypeError', 'URL', 'URLSearchParams', 'Uint16Array', 'Uint32Array'],
  ...['Uint8Array', 'WeakMap', 'WeakRef', 'WeakSet', 'WebAssembly'],
  ...['AbortController', 'AbortSignal', 'DOMException', 'TextDecoder', 'TextEncoder'],
  ...['clearImmediate', 'clearInterval', 'clearTimeout', 'setImmediate', 'setInterval', 'setTimeout'],
  ...['atob', 'btoa', 'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'isFinite'],
  ...['isNaN', 'parseFloat', 'parseInt', 'queueMicrotask', 'structuredClone', 'process'],
] as const;

/** Whose functions are taken one by one as well: tools replace `Date.now` or `JSON.stringify` where they are. */
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

/** Functions of files: tools that mock the file system (memfs) replace them in the module itself. */
export const { appendFileSync, readFileSync, realpathSync, writeSync } = fs;

const hrtime = process.hrtime.bigint;
const startFolder = currentFolder();

/**
 * Milliseconds on the clock that the kernel never sets back (`CLOCK_MONOTONIC`). All threads of a process share it, so
 * a time that one thread computes can be compared in another.
 */
export function monotonicNow(): number {
  return Number(hrtime()) / 1e6;
}

/** What takes a global's place in the preload. */
export const globals: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(GLOBALS.map(name => [name, Reflect.get(globalThis, name)])),
  BroadcastChannel,
  MessageChannel,
  Worker,
  performance: { now: performance.now.bind(performance), timeOrigin: performance.timeOrigin },
};

/** What takes the place of a global's member, by the global's name. */
export const members: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ...Object.fromEntries(OWNERS.map(name => [name, functionsOf(Reflect.get(globalThis, name))])),
  process: {
    // As they were at the start, whatever the application changes later.
    env: { ...process.env },
    cwd: () => startFolder ?? process.cwd(),
    hrtime: process.hrtime,
    kill: process.kill.bind(process),
    nextTick: process.nextTick.bind(process),
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

/** Undefined where the folder was removed. */
function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
