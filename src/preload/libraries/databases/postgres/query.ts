import { EventEmitter } from 'node:events';
import { context, type Span, type Tracer } from '@opentelemetry/api';
import { quietly } from '../../../../shared/quietly.ts';
import { replaceMethods } from '../../binding/bind-calls.ts';
import { completeDatabaseSpan, recordDatabaseError, startDatabaseSpan } from '../database-span.ts';

/** The part of a query of postgres.js that matters here: a promise that is sent when someone awaits it. */
interface Query {
  readonly strings: readonly string[];
  readonly args: readonly unknown[];
  readonly handler: unknown;
  readonly executed: boolean;
  /** The query as it is sent, set when a connection has it. */
  readonly string?: string;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
  forEachFn?: unknown;
  cursorFn?: unknown;
}

const spans = new WeakMap<object, Span>();

/** The span of a query that an application sent, if it has one. */
export function spanOfQuery(query: unknown): Span | undefined {
  return spans.get(query as object);
}

/** The functions that handle queries of connections themselves: when opened, they ask for the types of arrays. */
const ofConnections = new WeakSet<object>();

/** Excludes the queries that a connection sends itself, because they belong to no request. */
export function excludeQueriesOf(connection: { readonly execute: object }): void {
  ofConnections.add(connection.execute);
}

/** Traces the queries of applications. A query is handled when it is first awaited, executed, or asked for its rows. */
export function traceQueries(prototype: object | undefined, tracer: Tracer): void {
  replaceMethods(prototype, ['handle'], (original, self) => {
    const query = self as Query;
    if (query.executed || ofConnections.has(query.handler as object))
      return Reflect.apply(original, self, []);
    bindCalled(query);
    const span = startDatabaseSpan(tracer, { system: 'postgresql', sql: quietly(() => written(query)) });
    if (span) {
      spans.set(query, span);
      endWith(query, span);
    }
    return Reflect.apply(original, self, []);
  });
}

/**
 * Binds a query's row callbacks to the caller's context. They would run in the context in which the
 * connection was opened.
 */
function bindCalled(query: Query): void {
  for (const name of ['forEachFn', 'cursorFn'] as const) {
    const called = query[name];
    if (typeof called === 'function') query[name] = context.bind(context.active(), called);
  }
}

/**
 * Iterating over a cursor replaces both functions for each step. The new ones are kept, and end the span
 * once.
 */
function endWith(query: Query, span: Span): void {
  const parent = context.active();
  replaceProperty(query, 'resolve', resolve => value => {
    if (!isStep(query, value)) end(span, query);
    resolve(value instanceof EventEmitter ? context.bind(parent, value) : value);
  });
  replaceProperty(query, 'reject', reject => error => {
    end(span, query, error);
    reject(error);
  });
}

/** A row of a cursor does not end it. */
function isStep(query: Query, value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'done' in value &&
    !value.done &&
    query.cursorFn !== undefined
  );
}

type Settle = (value: unknown) => void;

function replaceProperty(
  query: Query,
  name: 'resolve' | 'reject',
  replace: (settle: Settle) => Settle,
): void {
  let settle: Settle = query[name];
  const get = () => replace(value => settle.call(query, value));
  const set = (value: Settle) => {
    settle = value;
  };
  Object.defineProperty(query, name, { get, set, configurable: true, enumerable: true });
}

function end(span: Span, query: Query, error?: unknown): void {
  if (!span.isRecording()) return;
  if (query.string !== undefined) completeDatabaseSpan(span, { system: 'postgresql', sql: query.string });
  if (error !== undefined) recordDatabaseError(span, error, 'postgresql');
  span.end();
}

/** The query as written in the application, with a parameter for each value. Fragments are inserted. */
function written({ strings, args }: Query): string {
  return strings.map((string, index) => (index === 0 ? '' : partOf(args[index - 1])) + string).join('');
}

function partOf(value: unknown): string {
  const { strings, args, value: name } = (value ?? {}) as Partial<Query> & { value?: unknown };
  if (Array.isArray(strings)) return written({ strings, args: args ?? [] } as unknown as Query);
  return typeof name === 'string' && isIdentifier(value as object) ? name : '?';
}

/**
 * A name of a table or column has nothing but its text, and is a promise only to refuse to be one. Bundlers rename its
 * class.
 */
function isIdentifier(value: object): boolean {
  const base = Object.getPrototypeOf(Object.getPrototypeOf(value));
  return (
    Object.keys(value).length === 1 &&
    ['then', 'catch', 'finally'].every(method => base !== null && Object.hasOwn(base, method)) &&
    !(value instanceof Promise)
  );
}
