import { hostname } from 'node:os';
import { isError } from '../../shared/is-error.ts';
import { quietly } from '../../shared/quietly.ts';
import { isStandardError } from './error-serializer.ts';
import type { PinoLogger, PinoSymbols } from './logger.ts';

/** The fields that a logger adds to each of its records. */
export interface Bindings {
  /** The logger's name; undefined if it has none. */
  readonly name: string | undefined;
  /** Pino's own rendering of all bindings. */
  readonly rendered: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The bindings with which a root logger was created, saved when `setBindings` adds to them. */
const initial = new WeakMap<object, string>();

/** Values of bindings that their rendering does not fully show, by child logger. */
const beyondText = new WeakMap<object, Readonly<Record<string, unknown>>>();

/**
 * Pino renders bindings once, when a child logger is created. This keeps the values that JSON cannot show.
 */
export function watchBindings(prototype: PinoLogger, symbols: PinoSymbols): void {
  const { child, setBindings } = prototype;
  const chindings = symbols.chindingsSym as symbol;
  prototype.child = function childAndBindings(this: PinoLogger, bindings: object, ...options: [object?]) {
    const logger = child.call(this, bindings, ...options);
    const kept = quietly(() => (hasFormatters(options[0]) ? undefined : beyond(logger, bindings)));
    if (kept) beyondText.set(logger, kept);
    return logger;
  };
  prototype.setBindings = function setFurtherBindings(this: PinoLogger, bindings: object) {
    if (!initial.has(this)) initial.set(this, this[chindings]);
    return setBindings.call(this, bindings);
  };

  function beyond(logger: PinoLogger, bindings: object): Record<string, unknown> | undefined {
    let kept: Record<string, unknown> | undefined;
    for (const [key, value] of Object.entries(bindings)) {
      if (!saysMore(value) || isTransformed(logger, key, value)) continue;
      kept ??= {};
      kept[key] = value;
    }
    return kept;
  }

  function isTransformed(logger: PinoLogger, key: string, value: unknown): boolean {
    const stringifiers = logger[symbols.stringifiersSym as symbol];
    if (stringifiers[key] || stringifiers[symbols.wildcardFirstSym as symbol]) return true;
    const serializer = logger[symbols.serializersSym as symbol][key];
    return Boolean(serializer) && !(isError(value) && isStandardError(serializer, value, { raw: value }));
  }
}

function hasFormatters(options: object | undefined): boolean {
  return Boolean(options) && Object.hasOwn(Object(options), 'formatters');
}

/**
 * The bindings of a logger: first those of its root that are not the default ones, then those that were bound
 * later.
 */
export function bindingsOf(logger: PinoLogger, symbols: PinoSymbols): Bindings {
  const rendered: string = logger[symbols.chindingsSym as symbol];
  const root = rootOf(logger, symbols);
  const own = initial.get(root) ?? root[symbols.chindingsSym as symbol];
  const bound = rendered.startsWith(own) ? rendered.slice(own.length) : '';
  const { name, pid, hostname: host, ...base } = parse(own);
  const fields: Record<string, unknown> = base;
  if (pid !== undefined && pid !== process.pid) fields.pid = pid;
  if (host !== undefined && host !== hostname()) fields.hostname = host;
  Object.assign(fields, parse(bound), keptBy(logger));
  return { rendered, name: typeof name === 'string' ? name : undefined, fields };
}

function rootOf(logger: PinoLogger, { chindingsSym }: PinoSymbols): PinoLogger {
  let root = logger;
  for (let above = logger; above; above = Object.getPrototypeOf(above)) {
    if (Object.hasOwn(above, chindingsSym as symbol)) root = above;
  }
  return root;
}

function keptBy(logger: PinoLogger): Record<string, unknown> {
  const parent = Object.getPrototypeOf(logger);
  const inherited = parent ? keptBy(parent) : {};
  return { ...inherited, ...beyondText.get(logger) };
}

function saysMore(value: unknown): boolean {
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) return true;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return isError(value) || !('toJSON' in value || Object.getPrototypeOf(value) === Object.prototype);
}

function parse(rendered: string): Record<string, unknown> {
  try {
    return JSON.parse(`{${rendered.slice(1)}}`);
  } catch {
    return {};
  }
}
