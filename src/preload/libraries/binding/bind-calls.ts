import { EventEmitter } from 'node:events';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { isObject } from '../../hooks/own-properties.ts';

type Method = (...values: unknown[]) => unknown;

/** What is done in place of a call. */
export type Call = (original: Method, self: unknown, values: readonly unknown[]) => unknown;

/** Methods that were replaced, by the object that has them: a package may be shown more than once. */
const replaced = new WeakMap<object, Set<string>>();

/**
 * Has methods call back in the context that they are called in, whenever and from wherever that is: each function that
 * they are given, the `callback` of an object, and the listeners of an emitter that they are given.
 *
 * @param target a prototype; nothing is done where it, or a method, is not there
 */
export function bindCallbacks(target: object | undefined, ...methods: readonly string[]): void {
  replaceMethods(target, methods, (original, self, values) =>
    Reflect.apply(original, self, values.map(bound)),
  );
}

/** The same for the listeners of the emitter that a method returns. */
export function bindCallbacksAndEvents(target: object | undefined, ...methods: readonly string[]): void {
  replaceMethods(target, methods, (original, self, values) => {
    const result = Reflect.apply(original, self, values.map(bound));
    return result !== self && result instanceof EventEmitter
      ? context.bind(context.active(), result)
      : result;
  });
}

/** The same for the first function alone: those after it are values that it is called with. */
export function bindFirstFunction(target: object | undefined, ...methods: readonly string[]): void {
  replaceMethods(target, methods, (original, self, values) =>
    Reflect.apply(original, self, withBound(values, values.findIndex(isFunction))),
  );
}

/** The same for the last function alone. */
export function bindLastFunction(target: object | undefined, ...methods: readonly string[]): void {
  replaceMethods(target, methods, (original, self, values) =>
    Reflect.apply(original, self, withBound(values, values.findLastIndex(isFunction))),
  );
}

/**
 * Has methods run outside of every request, while they call back in the context that they are called in: what they open
 * is there for all, and whatever it does later belongs to none.
 */
export function detach(target: object | undefined, ...methods: readonly string[]): void {
  replaceMethods(target, methods, (original, self, values) =>
    context.with<unknown[], Method>(ROOT_CONTEXT, original, self, ...values.map(bound)),
  );
}

function withBound(values: readonly unknown[], index: number): readonly unknown[] {
  return index < 0 ? values : values.with(index, bound(values[index]));
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

/** Replaces methods of a class where they are, each once: a package may be shown more than once. */
export function replaceMethods(target: object | undefined, methods: readonly string[], call: Call): void {
  for (const name of methods) {
    const owner = ownerOf(name, target);
    if (!owner || replaced.get(owner)?.has(name)) continue;
    replaced.set(owner, (replaced.get(owner) ?? new Set()).add(name));
    replaceOwn(owner, [name], call);
  }
}

/**
 * Replaces methods that an object has, or inherits, for itself. A proxy keeps all that a function is beside being
 * called: its name, its properties. An instrumentation that wraps the method later wraps the proxy, and can take itself
 * away again.
 */
export function replaceOwn(target: unknown, methods: readonly string[], call: Call): void {
  // A stub may return anything.
  if (!isObject(target)) return;
  for (const name of methods) {
    const original: unknown = Reflect.get(target, name);
    if (typeof original !== 'function') continue;
    const { enumerable = false } = Object.getOwnPropertyDescriptor(target, name) ?? {};
    const value = new Proxy(original as Method, { apply: call });
    Reflect.defineProperty(target, name, { value, enumerable, writable: true, configurable: true });
  }
}

/** The object of a prototype chain that has a method itself. */
function ownerOf(method: string, target: object | null | undefined): object | undefined {
  if (!target || Object.hasOwn(target, method)) return target ?? undefined;
  return ownerOf(method, Object.getPrototypeOf(target));
}

/** What a call is to call back, bound to the context that is active now; as it is where that throws. */
export function bound(value: unknown): unknown {
  try {
    return bind(value);
  } catch {
    return value;
  }
}

function bind(value: unknown): unknown {
  // What a library has written on a function is part of it: `withError` on what answers an event of socket.io.
  if (typeof value === 'function') return Object.assign(context.bind(context.active(), value), value);
  if (value instanceof EventEmitter) {
    boundCallback(value);
    return context.bind(context.active(), value);
  }
  return typeof value === 'object' && value !== null ? boundCallback(value) : value;
}

/** A configuration may be used again, by other requests: it is copied. What is made for one call is not. */
function boundCallback(value: object): object {
  const callback: unknown = Reflect.get(value, 'callback');
  if (typeof callback !== 'function') return value;
  const isPlain = Object.getPrototypeOf(value) === Object.prototype;
  return Object.assign(isPlain ? { ...value } : value, {
    callback: context.bind(context.active(), callback),
  });
}
