import { defineOwn, isObject, ownProperty } from './own-properties.ts';

/** Descriptors as Node.js lists them. Each start takes many, and few are ever read. */
type Properties = Readonly<Record<PropertyKey, PropertyDescriptor>>;

/**
 * Remembers the exports of a module as deep as patches reach: the exports, their properties, and the
 * prototypes of classes among them. Calls no getter.
 *
 * @returns restores the remembered properties
 * @throws what the module throws when its properties are listed, which an imported module may do before it
 *   has run
 */
export function takeSnapshot(exports: unknown): () => void {
  const before = new Map<object, Properties>();
  for (const root of [exports, dataOf(exports, 'default')]) {
    const properties = keep(root, before);
    for (const key of Reflect.ownKeys(properties)) {
      const property = properties[key] ?? {};
      // Data and other instances are left out: patches change functions.
      if (Object.hasOwn(property, 'value') && typeof property.value === 'function') {
        keepClass(property.value, before);
      }
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
  if (!isObject(value)) return {};
  const properties = before.get(value) ?? Object.getOwnPropertyDescriptors(value);
  before.set(value, properties);
  return properties;
}

function dataOf(owner: unknown, key: string): unknown {
  return isObject(owner) ? ownProperty(owner, key)?.value : undefined;
}

/** A part that cannot be restored is left as it is: the others matter as much. */
function restore(owner: object, properties: Properties): void {
  try {
    for (const key of Reflect.ownKeys(owner)) {
      if (!Object.hasOwn(properties, key)) Reflect.deleteProperty(owner, key);
    }
    for (const key of Reflect.ownKeys(properties)) {
      const property: PropertyDescriptor = ownProperty(properties, key)?.value;
      if (!isSame(property, Reflect.getOwnPropertyDescriptor(owner, key))) defineOwn(owner, key, property);
    }
  } catch {
    // A proxy may throw at any of this.
  }
}

const FIELDS = ['value', 'get', 'set', 'writable', 'enumerable', 'configurable'] as const;

function isSame(one: PropertyDescriptor, other: PropertyDescriptor | undefined): boolean {
  return (
    other !== undefined &&
    FIELDS.every(field => Object.is(ownProperty(one, field)?.value, ownProperty(other, field)?.value))
  );
}
