import { EventEmitter } from 'node:events';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { isObject } from '../../hooks/own-properties.ts';

type Method = (...values: unknown[]) => unknown;

/** Replaces a call. */
export type Call = (original: Method, self: unknown, values: readonly unknown[]) => unknown;

/** Replaced methods by the object that has them: a package may be shown more than once. */
const replaced = new WeakMap<object, Set<string>>();

/**
 * Makes methods call back in their caller's context, whenever and from wherever that is. This covers each
 * function in the arguments, the `callback` of an object, and the listeners of an emitter.
 *
 * @param target a prototype; nothing is done if it, or a method, does not exist
 */
export function bindCallbacks(target: object | undefined, ...methods: readonly string[]): void {
  replaceMethods(target, methods, (original, self, values) =>
    Reflect.apply(original, self, values.map(bound)),
  );
}

/** The same, plus the listeners of the emitter that a method returns. */
export function bindCallbacksAndEvents(target: object | undefined, ...methods: readonly string[]): void {
  replaceMethods(target, methods, (original, self, values) => {
    const result = Reflect.apply(original, self, values.map(bound));
    return result !== self && result instanceof EventEmitter
      ? context.bind(context.active(), result)
      : result;
  });
}

/** The same, but only for the first function: later functions are arguments for it. */
export function bindFirstFunction(target: object | undefined, ...methods: readonly string[]): void {
  replaceMethods(target, methods, (original, self, values) =>
    Reflect.apply(original, self, withBound(values, values.findIndex(isFunction))),
  );
}

/** The same, but only for the last function. */
export function bindLastFunction(target: object | undefined, ...methods: readonly string[]): void {
  replaceMethods(target, methods, (original, self, values) =>
    Reflect.apply(original, self, withBound(values, values.findLastIndex(isFunction))),
  );
}

/**
 * Runs methods outside all requests, but calls back in the caller's context: everyone shares the connections
 * that the methods open, and their later work belongs to no request.
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

/** Replaces methods of a class in place, each once: a package may be shown more than once. */
export function replaceMethods(target: object | undefined, methods: readonly string[], call: Call): void {
  for (const name of methods) {
    const owner = ownerOf(name, target);
    if (!owner || replaced.get(owner)?.has(name)) continue;
    replaced.set(owner, (replaced.get(owner) ?? new Set()).add(name));
    replaceOwn(owner, [name], call);
  }
}

/**
 * Replaces own or inherited methods on an object itself. A proxy keeps everything else about a function: its
 * name, its properties. An instrumentation that wraps the method later wraps the proxy, and can remove itself
 * again.
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

/** The object in a prototype chain that has the method itself. */
function ownerOf(method: string, target: object | null | undefined): object | undefined {
  if (!target || Object.hasOwn(target, method)) return target ?? undefined;
  return ownerOf(method, Object.getPrototypeOf(target));
}

/** A callback bound to the active context; unchanged if binding throws. */
export function bound(value: unknown): unknown {
  try {
    return bind(value);
  } catch {
    return value;
  }
}

function bind(value: unknown): unknown {
  // Properties that a library sets on a function are part of it: `withError` on socket.io acknowledgements.
  if (typeof value === 'function') return Object.assign(context.bind(context.active(), value), value);
  if (value instanceof EventEmitter) {
    boundCallback(value);
    return context.bind(context.active(), value);
  }
  return typeof value === 'object' && value !== null ? boundCallback(value) : value;
}

/** Other requests may reuse a configuration, so it is copied. An object made for one call is not. */
function boundCallback(value: object): object {
  const callback: unknown = Reflect.get(value, 'callback');
  if (typeof callback !== 'function') return value;
  const isPlain = Object.getPrototypeOf(value) === Object.prototype;
  return Object.assign(isPlain ? { ...value } : value, {
    callback: context.bind(context.active(), callback),
  });
}
