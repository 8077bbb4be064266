import { context, type Tracer } from '@opentelemetry/api';
import { replaceMethods } from '../binding/bind-calls.ts';
import type { SetUp } from '../library-part.ts';
import { patchExports, replaceExports } from '../patch-exports.ts';
import { type Server, serverOf } from './server.ts';
import { traceCall } from './traced-call.ts';

/** The origin of a connection, pool, cluster or prepared statement. */
interface Origin {
  readonly server: Server;
  /** The query of a prepared statement. */
  readonly sql?: string;
}

/** Exported functions that give such an object. */
const CREATING = ['createConnection', 'createPool', 'createPoolCluster'];

/** Methods of connections, pools and clusters that send their arguments. */
const QUERIES = ['query', 'queryStream', 'execute', 'batch'];

const TRANSACTIONS = { beginTransaction: 'START TRANSACTION', commit: 'COMMIT', rollback: 'ROLLBACK' };

/** Methods that give an object with such methods, at once, through a promise or through a callback. */
const GIVING = ['getConnection', 'of'];

/**
 * Creates a CLIENT span for each query. The CommonJS modules are bundled, so only the objects returned by
 * exported functions can be reached.
 */
export function enable({ tracerProvider, targets }: SetUp): void {
  const objects = new QueryObjects(tracerProvider.getTracer('otel-run/mariadb', __VERSION__));
  const patch = (exports: object) =>
    replaceExports(exports, CREATING, (original, self, values) =>
      whenGiven(original, self, values, given => objects.add(given, { server: serverOf(values[0], 3306) })),
    );
  for (const [target, versions] of Object.entries(targets)) {
    const files = ['promise.js', 'dist/promise.cjs', 'callback.js', 'dist/callback.cjs'];
    patchExports(target, versions, {
      exports: patch,
      files: Object.fromEntries(files.map(file => [file, patch])),
    });
  }
}

/** The objects that send queries: connections, pools, clusters and prepared statements. */
class QueryObjects {
  readonly #tracer: Tracer;
  readonly #origins = new WeakMap<object, Origin>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  /** Patches any of these objects: the class is known only from its first object. */
  add(value: unknown, origin: Origin): void {
    if (typeof value !== 'object' || value === null) return;
    this.#origins.set(value, origin);
    replaceMethods(value, methodsOf(value, QUERIES), (original, self, values) => {
      const size = Array.isArray(values[1]) && isBatch(original.name) ? values[1].length : undefined;
      return this.#trace(original, self, values, values[0], size);
    });
    for (const [name, sql] of Object.entries(TRANSACTIONS))
      replaceMethods(value, [name], (original, self, values) => this.#trace(original, self, values, sql));
    replaceMethods(value, GIVING, (original, self, values) =>
      whenGiven(original, self, values, given => this.add(given, this.#originOf(self))),
    );
    replaceMethods(value, ['prepare'], (original, self, values) =>
      whenGiven(original, self, values, given =>
        this.add(given, { ...this.#originOf(self), sql: sqlOf(values[0]) ?? '' }),
      ),
    );
  }

  /** @param query the query or the options with it, unless it was prepared */
  #trace(original: Method, self: unknown, values: readonly unknown[], query: unknown, batchSize?: number) {
    const { server, sql = sqlOf(query) } = this.#originOf(self);
    return traceCall(this.#tracer, { system: 'mariadb', ...server, sql, batchSize }, values, given =>
      Reflect.apply(original, self, given),
    );
  }

  #originOf(self: unknown): Origin {
    return this.#origins.get(self as object) ?? { server: {} };
  }
}

/** A prototype's getters read private fields, which the prototype does not have. */
function methodsOf(value: object, names: readonly string[]): readonly string[] {
  const prototype: object = Object.getPrototypeOf(value);
  return names.filter(name => Object.getOwnPropertyDescriptor(prototype, name)?.get === undefined);
}

function isBatch(name: string): boolean {
  return name === 'batch';
}

function sqlOf(given: unknown): string | undefined {
  const sql = typeof given === 'object' && given !== null ? Reflect.get(given, 'sql') : given;
  return typeof sql === 'string' ? sql : undefined;
}

type Method = (...values: unknown[]) => unknown;

/** Calls a method, and reports its result before the application gets it. */
function whenGiven(
  original: Method,
  self: unknown,
  values: readonly unknown[],
  tell: (given: unknown) => void,
): unknown {
  const callback = values.at(-1);
  const told = (value: unknown) => {
    tell(value);
    return value;
  };
  if (typeof callback !== 'function') {
    const given = Reflect.apply(original, self, values) as unknown;
    return given instanceof Promise ? given.then(told) : told(given);
  }
  const telling = (error: unknown, given: unknown, ...rest: unknown[]) => {
    told(given);
    return callback(error, given, ...rest);
  };
  // A pool calls back where another caller returned a connection.
  const bound = context.bind(context.active(), telling);
  return told(Reflect.apply(original, self, [...values.slice(0, -1), bound]));
}
