import { importOwn, replacing } from './replacements.mjs';

/** Files in which upstream records the message of an error on a span, but not its code. */
const WITH_ERRORS = [
  'pg/dist/(?:utils|instrumentation)',
  'mysql2?/dist/instrumentation',
  'mongodb/dist/instrumentation',
  'ioredis/dist/utils',
  'redis/dist/v2-v3/utils',
  'redis/dist/v4-v5/instrumentation',
  'tedious/dist/instrumentation',
  'memcached/dist/instrumentation',
  'cassandra-driver/dist/instrumentation',
];

const REPLACEMENTS = [
  {
    // `conventions.ts` reads the error.
    file: new RegExp(
      `@opentelemetry/instrumentation-(?:${WITH_ERRORS.join('|')})\\.mjs$`.replaceAll('/', '[\\\\/]'),
    ),
    until:
      'the instrumentations set `error.type`, as https://github.com/open-telemetry/semantic-conventions/pull/975 asks',
    upstream: /message: (?:getErrorMessage\((\w+)\)|(\w+)\??\.message)/g,
    ours: (message, one, other) => `${message}, error: ${one ?? other}`,
  },
  {
    // A bundler that minifies renames the class.
    file: /@opentelemetry[\\/]instrumentation-redis[\\/]dist[\\/]v4-v5[\\/]instrumentation\.mjs$/,
    until: 'upstream tells the error of a transaction by what it has, not by the name of its class',
    upstream: 'err.constructor.name === "MultiErrorReply"',
    ours: 'Array.isArray(err.replies)',
  },
  {
    // The span of a query object never ends:
    // https://github.com/open-telemetry/opentelemetry-js-contrib/issues/1443
    file: /@opentelemetry[\\/]instrumentation-pg[\\/]dist[\\/]instrumentation\.mjs$/,
    until: 'https://github.com/open-telemetry/opentelemetry-js-contrib/issues/1443 is closed',
    upstream: 'let result;\n\t\t\t\ttry {\n\t\t\t\t\tresult = original.apply(this, args);',
    ours: `if (typeof arg0?.submit === 'function')
      watchSubmittable(arg0, span, patchCallback(instrumentationConfig, span, () => {}, attributes, recordDuration));
    let result;
    try {
      result = original.apply(this, args);`,
    imported: [importOwn('watchSubmittable', 'preload/libraries/databases/submittable')],
  },
  {
    // A stream of rows may have values but no rows, and its span would never end.
    file: /@opentelemetry[\\/]instrumentation-mysql2[\\/]dist[\\/]instrumentation\.mjs$/,
    until: 'instrumentation-mysql2 ends the span of each query without a callback',
    upstream: 'if (arguments.length === 1) {',
    ours: "if (typeof arguments[1] !== 'function' && typeof arguments[2] !== 'function') {",
  },
  {
    file: /@opentelemetry[\\/]instrumentation-mysql2[\\/]dist[\\/]instrumentation\.mjs$/,
    until: 'instrumentation-mysql2 ends the span of each query without a callback',
    upstream: 'streamableQuery.once("error", (err) => {',
    ours: 'streamableQuery.once("end", () => endSpan()).once("error", (err) => {',
  },
  {
    // A prepared statement runs by a method of its own.
    file: /@opentelemetry[\\/]instrumentation-mysql2[\\/]dist[\\/]instrumentation\.mjs$/,
    until: 'instrumentation-mysql2 makes a span of each run of a prepared statement',
    upstream: 'this._wrap(ConnectionPrototype, "execute", this._patchQuery(format, true));',
    ours: execute => `${execute}
      if (isWrapped(ConnectionPrototype.prepare)) this._unwrap(ConnectionPrototype, "prepare");
      this._wrap(ConnectionPrototype, "prepare", withTracedStatements(this._patchQuery(format, true)));`,
    imported: [importOwn('withTracedStatements', 'preload/libraries/databases/prepared-statements')],
  },
  {
    file: /@opentelemetry[\\/]instrumentation-mysql2[\\/]dist[\\/]instrumentation\.mjs$/,
    until: 'instrumentation-mysql2 makes a span of each run of a prepared statement',
    upstream: 'const unpatch = (ConnectionPrototype) => {',
    ours: unpatch => `${unpatch} this._unwrap(ConnectionPrototype, "prepare");`,
  },
  {
    // The database, which both clients know: https://opentelemetry.io/docs/specs/semconv/db/redis/
    file: /@opentelemetry[\\/]instrumentation-ioredis[\\/]dist[\\/]instrumentation\.mjs$/,
    until: 'instrumentation-ioredis writes db.namespace',
    upstream: /attributes\[ATTR_SERVER_PORT\] = port;/g,
    ours: port => `${port}
      if (!this.isCluster) attributes['db.namespace'] = String(this.condition?.select ?? this.options.db ?? 0);`,
  },
  {
    file: /@opentelemetry[\\/]instrumentation-ioredis[\\/]dist[\\/]instrumentation\.mjs$/,
    until: 'instrumentation-ioredis makes one span of a command that waits for its connection',
    upstream: 'if (arguments.length < 1 || typeof cmd !== "object") return',
    ours: 'if (arguments.length < 1 || typeof cmd !== "object" || isSentAgain(cmd)) return',
    imported: [importOwn('isSentAgain', 'preload/libraries/databases/redis-queued')],
  },
  {
    // The answer to a command in a transaction is QUEUED.
    file: /@opentelemetry[\\/]instrumentation-ioredis[\\/]dist[\\/]instrumentation\.mjs$/,
    until: 'instrumentation-ioredis records the error of a command in a transaction',
    upstream: 'endSpan(span, null);\n\t\t\t\t\torigResolve(result);',
    ours: 'endAnswered(redis, cmd, result, error => endSpan(span, error));\norigResolve(result);',
    imported: [importOwn('endAnswered, endFailed', 'preload/libraries/databases/redis-transaction')],
  },
  {
    file: /@opentelemetry[\\/]instrumentation-ioredis[\\/]dist[\\/]instrumentation\.mjs$/,
    until: 'instrumentation-ioredis records the error of a command in a transaction',
    upstream: 'endSpan(span, err);\n\t\t\t\t\torigReject(err);',
    ours: 'endFailed(redis, cmd, err, error => endSpan(span, error));\norigReject(err);',
  },
  {
    file: /@opentelemetry[\\/]instrumentation-ioredis[\\/]dist[\\/]instrumentation\.mjs$/,
    until: 'instrumentation-ioredis records the error of a command in a transaction',
    upstream: 'const origResolve = cmd.resolve;',
    ours: 'const redis = this;\nconst origResolve = cmd.resolve;',
  },
  {
    // The promise of a pipeline tells of one error, which is not that of all its commands.
    file: /@opentelemetry[\\/]instrumentation-redis[\\/]dist[\\/]v4-v5[\\/]instrumentation\.mjs$/,
    until: 'instrumentation-redis records the error of a pipeline on the command that failed',
    upstream: 'const execRes = original.apply(this, arguments);',
    ours: `const send = () => original.apply(this, arguments);
      const endAt = (index, error) => {
        const { span, commandName, commandArgs } = this[OTEL_OPEN_SPANS][index];
        plugin._endSpanWithResponse(span, commandName, commandArgs, undefined, error);
      };
      const { result: execRes, isWatched } = isPipeline ? watchPipeline(send, endAt) : { result: send() };
      if (isWatched) return execRes;`,
    imported: [importOwn('watchPipeline', 'preload/libraries/databases/redis-pipeline')],
  },
  {
    file: /@opentelemetry[\\/]instrumentation-redis[\\/]dist[\\/]v2-v3[\\/]instrumentation\.mjs$/,
    until: 'instrumentation-redis makes one span of a command that waits for its connection',
    upstream: 'if (arguments.length !== 1 || typeof cmd !== "object") return',
    ours: 'if (arguments.length !== 1 || typeof cmd !== "object" || isSentAgain(cmd)) return',
    imported: [importOwn('isSentAgain', 'preload/libraries/databases/redis-queued')],
  },
  {
    file: /@opentelemetry[\\/]instrumentation-redis[\\/]dist[\\/]v2-v3[\\/]instrumentation\.mjs$/,
    until: 'instrumentation-redis ends the span of a command without a callback',
    upstream: 'try {\n\t\t\t\t\treturn original.apply(this, arguments);',
    ours: `try {
      const sent = original.apply(this, arguments);
      if (!originalCallback) watchUnanswered(this, cmd, error => endSpan(span, error));
      return sent;`,
    imported: [importOwn('watchUnanswered', 'preload/libraries/databases/redis-unanswered')],
  },
  {
    file: /@opentelemetry[\\/]instrumentation-mongodb[\\/]dist[\\/]instrumentation\.mjs$/,
    until: 'instrumentation-mongodb writes the collection of commands that are sent to $cmd',
    upstream: 'this._getSpanAttributes(ns.db, ns.collection, host',
    ours: 'this._getSpanAttributes(ns.db, collectionOf(ns.collection, command, operation), host',
    imported: [importOwn('collectionOf', 'preload/libraries/databases/mongodb-command')],
  },
  {
    file: /@opentelemetry[\\/]instrumentation-redis[\\/]dist[\\/]v4-v5[\\/]utils\.mjs$/,
    until: 'instrumentation-redis writes db.namespace',
    upstream: '[ATTR_SERVER_PORT]: options?.socket?.port',
    ours: `[ATTR_SERVER_PORT]: options?.socket?.port,
      ...(!options?.rootNodes && { 'db.namespace': String(options?.database ?? 0) })`,
  },
];

/** A bundler plugin that fixes what instrumentations of databases do not record, or never end. */
export function databaseUpstream() {
  return replacing('database-upstream', REPLACEMENTS);
}
