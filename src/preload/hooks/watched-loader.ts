import path from 'node:path';
import { readFileSync } from '../foundation/intrinsics.ts';
import { type Asking, askingLoader, mayImport } from './asking-loader.ts';
import { beforeRegister } from './before-register.ts';

/** The half of `node:path` by which Node.js turns a path into a URL. */
const HALF = path.sep === '/' ? 'posix' : 'win32';

/** As many frames as lie between our function and the loader's. */
const FRAMES = 8;

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
    start();
  };
  const unwatch = watchProperty(path, HALF, half => {
    const asking = isDone ? undefined : whoAsks();
    if (asking === 'import') once();
    return asking === 'module' ? seeingFile(half, once) : half;
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
 * Calls a function whenever a property is read, for the value to give.
 *
 * @returns makes it a plain property again, unless the application defined it anew
 */
function watchProperty<Owner extends object, Name extends keyof Owner>(
  owner: Owner,
  name: Name,
  onRead: (value: Owner[Name]) => unknown,
): () => void {
  const plain = Object.getOwnPropertyDescriptor(owner, name);
  let { value } = plain ?? {};
  const get = () => onRead(value);
  const set = (other: unknown) => {
    value = other;
  };
  define(owner, name, { get, set, enumerable: true, configurable: true });
  return () => {
    const isOurs = Object.getOwnPropertyDescriptor(owner, name)?.get === get;
    if (isOurs) define(owner, name, { ...plain, value });
  };
}

const LOOKS = { stackTraceLimit: FRAMES, prepareStackTrace: undefined };

/** The application may have changed how stack traces look, and may have added a `get` to all objects. */
function whoAsks(): Asking {
  const before = Object.keys(LOOKS).map(
    name => [name, Object.getOwnPropertyDescriptor(Error, name)] as const,
  );
  for (const [name, value] of Object.entries(LOOKS)) define(Error, name, { ...PLAIN, value });
  const asking = askingLoader(String(new Error().stack));
  for (const [name, descriptor] of before) {
    if (descriptor) define(Error, name, descriptor);
    else Reflect.deleteProperty(Error, name);
  }
  return asking;
}

const PLAIN = { writable: true, configurable: true };

function define(owner: object, name: PropertyKey, descriptor: PropertyDescriptor): void {
  Object.setPrototypeOf(descriptor, null);
  Reflect.defineProperty(owner, name, descriptor);
}
