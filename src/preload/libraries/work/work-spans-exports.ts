import { isObject } from '../../hooks/own-properties.ts';

/** Why no function was replaced at a path. */
export type Miss = { readonly miss: 'absent' | 'not-a-function' | 'class' | 'frozen' | 'changing' };

/** The exports of a module after one of its functions was replaced. */
export type Replaced = { readonly exports: unknown };

type AnyFunction = (...values: never[]) => unknown;

const done = new WeakSet<object>();

/**
 * Replaces the function at a path in a module's exports: in place if its object can be changed, otherwise in
 * a copy of the exports, since bundlers and TypeScript write getters that cannot be changed.
 *
 * @param wrap gives the replacement; called once for each function
 */
export function replaceExport(
  exports: unknown,
  path: readonly string[],
  wrap: (original: AnyFunction) => AnyFunction,
): Replaced | Miss {
  const steps = isItsOwnDefault(exports, path) ? path.slice(1) : path;
  const name = steps.at(-1);
  if (name === undefined) return wrapped(exports, wrap, replacement => ({ exports: replacement }));
  const owner = steps.slice(0, -1).reduce(read, exports);
  return wrapped(read(owner, name), wrap, replacement => {
    if (assign(owner, name, replacement)) return { exports };
    if (isNamespace(exports) && owner === exports) return { miss: 'changing' };
    return owner === exports
      ? { exports: copyWith(exports as object, name, replacement) }
      : { miss: 'frozen' };
  });
}

/** The names that a module exports, to help find a misspelling. */
export function exportNames(exports: unknown): string[] {
  return isObject(exports) ? Object.keys(exports).filter(name => name !== '__esModule') : [];
}

/** In CommonJS, `#default` means the module's entire exports, unless it has a default export. */
function isItsOwnDefault(exports: unknown, path: readonly string[]): boolean {
  return path[0] === 'default' && !(isObject(exports) && 'default' in exports);
}

/** Importers of an ES module see its own namespace, not a copy. */
function isNamespace(exports: unknown): boolean {
  return isObject(exports) && Reflect.get(exports, Symbol.toStringTag) === 'Module';
}

function wrapped(
  value: unknown,
  wrap: (original: AnyFunction) => AnyFunction,
  put: (replacement: unknown) => Replaced | Miss,
): Replaced | Miss {
  if (value === undefined) return { miss: 'absent' };
  if (typeof value !== 'function') return { miss: 'not-a-function' };
  if (/^class\b/.test(Function.prototype.toString.call(value))) return { miss: 'class' };
  if (done.has(value)) return put(value);
  const replacement = wrap(value as AnyFunction);
  done.add(replacement);
  return put(replacement);
}

function read(value: unknown, name: string): unknown {
  return isObject(value) ? Reflect.get(value, name) : undefined;
}

function assign(owner: unknown, name: string, value: unknown): boolean {
  if (!isObject(owner)) return false;
  if (Reflect.get(owner, name) === value) return true;
  const own = Object.getOwnPropertyDescriptor(owner, name);
  if (own?.writable || own?.set) return Reflect.set(owner, name, value);
  const enumerable = own?.enumerable ?? false;
  return Reflect.defineProperty(owner, name, { value, writable: true, configurable: true, enumerable });
}

/** All other names are read from the module itself, so later changes of their values are visible. */
function copyWith(exports: object, name: string, value: unknown): object {
  const names = Reflect.ownKeys(exports).filter(key => key !== name);
  const copy = Object.create(Object.getPrototypeOf(exports));
  for (const key of names) {
    const { enumerable = false } = Object.getOwnPropertyDescriptor(exports, key) ?? {};
    Object.defineProperty(copy, key, {
      get: () => Reflect.get(exports, key),
      enumerable,
      configurable: true,
    });
  }
  return Object.defineProperty(copy, name, { value, writable: true, configurable: true, enumerable: true });
}
