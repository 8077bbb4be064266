import { isError } from '../../shared/is-error.ts';
import { lookLike } from '../../shared/look-like.ts';
import { quietly } from '../../shared/quietly.ts';
import type { Exports } from '../bridge.ts';
import { readProperty } from '../read-property.ts';

/** A record of winston: its fields, and winston's own data under symbols (package triple-beam). */
export type Info = Record<string | symbol, unknown>;

export const LEVEL = Symbol.for('level');
export const MESSAGE = Symbol.for('message');
export const SPLAT = Symbol.for('splat');

/** A record before the logger's format, which may change it in place. */
export interface Logged {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Names of fields with a getter. */
  readonly getters: readonly string[];
  readonly message: unknown;
  /** The arguments after the message. */
  readonly values: readonly unknown[];
  /** The first error that was logged as an argument, not under a key. */
  readonly error: Error | undefined;
}

/** Names of fields that winston overwrites. */
const TAKEN = ['level', 'message'];

/** Fields that winston overwrote before a record reached its format, by record. */
const overwritten = new WeakMap<object, Record<string, unknown>>();

/** The message that the logger's default meta overwrote, by record. */
const ownMessages = new WeakMap<object, unknown>();

/**
 * Keeps the fields of default meta and of child loggers that winston overwrites, and the fields of a record
 * that default meta overwrites.
 */
export function keepOverwritten(prototype: Exports): void {
  const { _addDefaultMeta: addDefaultMeta, child } = prototype;
  const addAndKeep = function addAndKeep(this: Exports, info: Info) {
    const taken = quietly(() => takenFrom(this.defaultMeta));
    if (taken) {
      keep(info, taken);
      if ('message' in taken) ownMessages.set(info, info.message);
    }
    return addDefaultMeta.call(this, info);
  };
  const childAndKeep = function childAndKeep(this: Exports, meta: object) {
    const taken = quietly(() => takenFrom(meta));
    if (!taken) return child.call(this, meta);
    const write = (info: Info) => {
      keep(info, taken);
      return this.write(info);
    };
    return child.call(Object.create(this, { write: { value: write } }), meta);
  };
  prototype._addDefaultMeta = lookLike(addAndKeep, addDefaultMeta);
  prototype.child = lookLike(childAndKeep, child);
}

/** A copy of a record before a format sees it. */
export function snapshot(info: Info): Logged {
  const splat = info[SPLAT];
  const values = Array.isArray(splat) ? [...splat] : [];
  const { message } = info;
  const error = isError(info) ? info : isError(message) ? message : values.find(isError);
  // Winston itself copied a record with arguments, which called the getters.
  const getters = splat === undefined ? gettersOf(info) : NONE;
  return { fields: copyOf(info, getters), getters, message, values, error };
}

const NONE: readonly string[] = [];

function gettersOf(info: Info): readonly string[] {
  return Object.keys(info).filter(key => Object.getOwnPropertyDescriptor(info, key)?.get);
}

/** If a getter throws, the error's message is the value. */
function copyOf(info: Info, getters: readonly string[]): Record<string, unknown> {
  if (getters.length === 0) return { ...info } as Record<string, unknown>;
  return Object.fromEntries(Object.keys(info).map(key => [key, readProperty(info, key)]));
}

/** The fields of a formatted record. A getter that was read before is not called again. */
export function fieldsOf(formatted: Info, { fields, getters }: Logged): Info {
  if (getters.length === 0) return { ...formatted };
  const copy: Info = {};
  for (const key of Reflect.ownKeys(formatted)) {
    const { enumerable, get, value } = Object.getOwnPropertyDescriptor(formatted, key) ?? {};
    if (!enumerable) continue;
    const isRead = get !== undefined && typeof key === 'string' && getters.includes(key);
    copy[key] = isRead ? fields[key] : get ? Reflect.get(formatted, key) : value;
  }
  return copy;
}

/**
 * The message that the application logged. Winston appends the `message` of a meta object to it, and default
 * meta replaces it.
 */
export function messageGiven(info: Info, { message, values: [meta] }: Logged): unknown {
  if (ownMessages.has(info)) return ownMessages.get(info);
  const appended = appendedMessage(meta);
  if (typeof message !== 'string' || appended === undefined || !message.endsWith(appended)) return message;
  return message.slice(0, -appended.length);
}

/** The text that winston appends to a message if the meta object has a message, too. */
export function appendedMessage(meta: unknown): string | undefined {
  if (typeof meta !== 'object' || meta === null) return undefined;
  const message = Reflect.get(meta, 'message');
  return message ? ` ${message}` : undefined;
}

/** The fields of child loggers that winston overwrote in a record. */
export function overwrittenByChild(info: Info): Readonly<Record<string, unknown>> | undefined {
  return overwritten.get(info);
}

/** The fields of an object that winston overwrites. */
export function takenFrom(meta: unknown): Record<string, unknown> | undefined {
  if (typeof meta !== 'object' || meta === null) return undefined;
  if (!('level' in meta || 'message' in meta)) return undefined;
  const names = TAKEN.filter(name => Object.hasOwn(meta, name));
  return Object.fromEntries(names.map(name => [name, Reflect.get(meta, name)]));
}

function keep(info: Info, fields: Record<string, unknown>): void {
  overwritten.set(info, { ...fields, ...overwritten.get(info) });
}
