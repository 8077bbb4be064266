import { EventEmitter } from 'node:events';
import { context, ROOT_CONTEXT, type Span, type Tracer } from '@opentelemetry/api';
import { replaceMethods, replaceOwn } from '../binding/bind-calls.ts';
import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { processMessage } from '../work/channel-message.ts';
import { completeDatabaseSpan, recordDatabaseError, startDatabaseSpan } from './database-span.ts';

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

interface Options {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: string | false;
  readonly database?: string;
}

/**
 * Creates a CLIENT span for each query that is sent, and a unit of work for each message of `listen`.
 * CommonJS and ES modules are separate files.
 */
export function enable({ tracerProvider, targets }: SetUp): void {
  const tracer = tracerProvider.getTracer('otel-run/postgres', __VERSION__);
  const query = ({ Query }: { Query?: { prototype: object } }) => traceQueries(Query?.prototype, tracer);
  const connection = (exports: unknown) => (typeof exports === 'function' ? placing(exports) : undefined);
  for (const [target, versions] of Object.entries(targets)) {
    const files = ['src', 'cjs/src'].flatMap(folder => [
      [`${folder}/query.js`, query],
      [`${folder}/connection.js`, connection],
    ]);
    patchExports(target, versions, { exports: listeningAsWork, files: Object.fromEntries(files) });
  }
}

const spans = new WeakMap<object, Span>();

/** A query is handled when it is first awaited, executed, or asked for its rows. */
function traceQueries(prototype: object | undefined, tracer: Tracer): void {
  replaceMethods(prototype, ['handle'], (original, self) => {
    const query = self as Query;
    if (query.executed || ofConnections.has(query.handler as object))
      return Reflect.apply(original, self, []);
    bindCalled(query);
    const span = startDatabaseSpan(tracer, { system: 'postgresql', sql: written(query) });
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
  const isName = (value as object | null)?.constructor?.name === 'Identifier';
  return isName && typeof name === 'string' ? name : '?';
}

/** Queries that connections send themselves: when opened, they ask for the types of arrays. */
const ofConnections = new WeakSet<object>();

type Connect = (options: Options, ...rest: unknown[]) => object;

/** Adds the server to the span of a query. A connection's own queries belong to no request. */
function placing(Connection: object): object {
  return new Proxy(Connection as Connect, {
    apply(original, self, values: Parameters<Connect>) {
      const connection = Reflect.apply(original, self, values) as { execute: object };
      ofConnections.add(connection.execute);
      replaceOwn(connection, ['connect'], (connect, of, [query]) => {
        place(query, values[0]);
        return context.with(ROOT_CONTEXT, () => Reflect.apply(connect, of, [query]));
      });
      replaceOwn(connection, ['execute'], (execute, of, [query]) => {
        place(query, values[0]);
        return Reflect.apply(execute, of, [query]);
      });
      return connection;
    },
  });
}

/** With several hosts, only the connection knows which one is used. */
function place(query: unknown, { host, port, path, database }: Options): void {
  const span = spans.get(query as object);
  if (!span) return;
  span.setAttribute('db.namespace', database ?? '');
  if (path) span.setAttribute('server.address', path);
  else if (host.length === 1) span.setAttributes({ 'server.address': host[0], 'server.port': port[0] });
}

interface Sql {
  readonly options: Options;
}

type Listener = (payload: string) => unknown;

function listeningAsWork(postgres: unknown): unknown {
  if (typeof postgres !== 'function') return undefined;
  return new Proxy(postgres as (...values: unknown[]) => Sql, {
    apply(original, self, values) {
      const sql = Reflect.apply(original, self, values) as Sql;
      replaceOwn(sql, ['listen'], (listen, of, [channel, listener, ...rest]) =>
        Reflect.apply(listen, of, [channel, asWork(String(channel), listener as Listener, sql), ...rest]),
      );
      return sql;
    },
  });
}

function asWork(channel: string, listener: Listener, { options }: Partial<Sql>): Listener {
  const { host = [], port = [], database } = options ?? {};
  const server = host.length === 1 ? { host: host[0], port: port[0] } : {};
  return payload =>
    processMessage(
      {
        system: 'postgresql',
        subscription: channel,
        channel,
        body: payload,
        server,
        namespace: database,
      },
      () => listener(payload),
    );
}
