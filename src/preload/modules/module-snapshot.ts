import { defineOwn, isObject, ownProperties, ownProperty } from './own-properties.ts';

type Properties = ReturnType<typeof ownProperties>;

/**
 * Remembers what a module exports, in as much of it as patches reach: the exports, what they hold, and the prototypes
 * of classes among that. No getter is called.
 *
 * @returns gives each of them back the properties that it has now
 * @throws what the module throws when its properties are listed, as an imported one may that has not run yet
 */
export function takeSnapshot(exports: unknown): () => void {
  const before = new Map<object, Properties>();
  for (const root of [exports, dataOf(exports, 'default')]) {
    for (const { value } of keep(root, before).values()) {
      // Data and other instances are left out: patches change what is called.
      if (typeof value === 'function') keepClass(value, before);
    }
    keepClass(root, before);
  }
  return () => {
    for (const [owner, properties] of before) restore(owner, properties);
  };
}

function keepClass(value: unknown, before: Map<object, Properties>): void {
  keep(value, before);
  keep(dataOf(value, 'prototype'), before);
}

function keep(value: unknown, before: Map<object, Properties>): Properties {
  if (!isObject(value)) return new Map();
  const properties = before.get(value) ?? ownProperties(value);
  before.set(value, properties);
  return properties;
}

function dataOf(owner: unknown, key: string): unknown {
  return isObject(owner) ? ownProperty(owner, key)?.value : undefined;
}

/** A part that resists is left as it is: the others matter as much. */
function restore(owner: object, properties: Properties): void {
  try {
    for (const key of Reflect.ownKeys(owner)) {
      if (!properties.has(key)) Reflect.deleteProperty(owner, key);
    }
    for (const [key, property] of properties) {
      if (!isSame(property, ownProperty(owner, key))) defineOwn(owner, key, property);
    }
  } catch {
    // A proxy may throw at any of this.
  }
}

const FIELDS = ['value', 'get', 'set', 'writable', 'enumerable', 'configurable'] as const;

function isSame(one: PropertyDescriptor, other: PropertyDescriptor | undefined): boolean {
  return other !== undefined && FIELDS.every(field => Object.is(one[field], other[field]));
}
