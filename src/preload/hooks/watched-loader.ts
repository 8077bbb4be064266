import path from 'node:path';
import vm from 'node:vm';
import { readFileSync } from '../foundation/intrinsics.ts';
import { type Asking, askingLoader, mayImport } from './asking-loader.ts';
import { beforeRegister } from './before-register.ts';
import { defineOwn } from './own-properties.ts';

/** The half of `node:path` by which Node.js turns a path into a URL. */
const HALF = path.sep === '/' ? 'posix' : 'win32';

/** Reads after which the thread starts anyway: to find out who reads takes 12 µs, and a tool may read all the time. */
const MOST_READS = 1_000;

/** As many frames as lie between the property and the loader's function. */
const FRAMES = 6;

/**
 * Starts hooks in a thread just before the first import, on Node.js 20: no hook tells of it, but to import, the loader
 * turns the importing file's path into a URL, and reads `path.posix` for that. Reading it gives the same value as ever,
 * and no function of ours is on the stack while a module runs. Node.js 20 is at its end, so its loader will not change.
 */
export function startBeforeLoader(start: () => void): void {
  // Under `--experimental-permission`, Node.js freezes it.
  if (Object.isFrozen(path)) {
    start();
    return;
  }
  let isDone = false;
  const once = () => {
    if (isDone) return;
    isDone = true;
    unwatch();
    unwatchConstants();
    start();
  };
  let reads = 0;
  const unwatch = watchProperty(path, HALF, (half, read) => {
    if (isDone) return half;
    const asking = whoAsks(read);
    if (asking === 'import' || ++reads > MOST_READS) once();
    return asking === 'module' ? seeingFile(half, once) : half;
  });
  // A script without a file imports by the loader only with a constant of `node:vm`, and turns no path into a URL.
  const unwatchConstants = watchProperty(vm, 'constants', constants => {
    once();
    return constants;
  });
  beforeRegister(once);
}

/** The part of `node:path` that Node.js needs for a URL, to see the file of a required ES module. */
function seeingFile(half: path.PlatformPath, onImporting: () => void): object {
  return {
    resolve(file: string) {
      if (mayFileImport(file)) onImporting();
      return half.resolve(file);
    },
  };
}

function mayFileImport(file: string): boolean {
  try {
    return mayImport(readFileSync(file, 'utf8'));
  } catch {
    return true;
  }
}

/**
 * Calls a function whenever a property is read, for the value to give. The function gets the getter, too.
 *
 * @returns makes it a plain property again, unless the application defined it anew
 */
function watchProperty<Owner extends object, Name extends keyof Owner>(
  owner: Owner,
  name: Name,
  onRead: (value: Owner[Name], read: () => unknown) => unknown,
): () => void {
  const plain = Object.getOwnPropertyDescriptor(owner, name);
  let { value } = plain ?? {};
  const get = () => onRead(value, get);
  const set = (other: unknown) => {
    value = other;
  };
  defineOwn(owner, name, { get, set, enumerable: true, configurable: true });
  return () => {
    const isOurs = Object.getOwnPropertyDescriptor(owner, name)?.get === get;
    if (isOurs) defineOwn(owner, name, { ...plain, value });
  };
}

/** Node.js itself, where it turns a path into a URL. */
const CALLER = /node:internal\/url:/;

/**
 * Who reads the property. A stack trace of one frame takes half of the time.
 *
 * @param read the function that the property calls
 */
function whoAsks(read: () => unknown): Asking {
  return CALLER.test(callersOf(read, 1)) ? askingLoader(callersOf(read, FRAMES)) : undefined;
}

/** The application may have changed how stack traces look, and may have added a `get` to all objects. */
function callersOf(read: () => unknown, stackTraceLimit: number): string {
  const looks = { stackTraceLimit, prepareStackTrace: undefined };
  const before = Object.keys(looks).map(
    name => [name, Object.getOwnPropertyDescriptor(Error, name)] as const,
  );
  for (const [name, value] of Object.entries(looks)) defineOwn(Error, name, { ...PLAIN, value });
  const traced: { stack?: string } = {};
  Error.captureStackTrace(traced, read);
  const stack = String(traced.stack);
  for (const [name, descriptor] of before) {
    if (descriptor) defineOwn(Error, name, descriptor);
    else Reflect.deleteProperty(Error, name);
  }
  return stack;
}

const PLAIN = { writable: true, configurable: true };
