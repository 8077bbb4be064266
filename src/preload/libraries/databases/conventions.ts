import {
  type Attributes,
  context,
  type Span,
  type SpanOptions,
  type SpanStatus,
  SpanStatusCode,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import { observeOperation } from '../../spans/recorded-operation.ts';
import { describeCall, recordDatabaseError } from './database-span.ts';
import { DIALECTS } from './query/dialects.ts';
import { withoutValues } from './query/query-error.ts';

export { redisCommand } from './query/redis-command.ts';
export { isUpkeep } from './query/upkeep.ts';

/** Attributes of no convention with values of the application's in them. */
const LEFT_OUT: readonly string[] = ['db.memcached.key', 'db.memcached.lifetime'];

/** What MongoDB sends commands to that are of no collection, or create one. */
const COMMANDS = '$cmd';

/** What the build has instrumentations hand over beside the message of an error (scripts/build/database-upstream.mjs). */
type StatusWithError = SpanStatus & { readonly error?: unknown };

/**
 * The provider of an instrumentation of a database: its spans have the names, queries and errors that ours have. Upstream
 * tells queries with the values in them, names spans in ways of its own, and leaves out the codes of errors.
 */
export function withDatabaseConventions(provider: TracerProvider): TracerProvider {
  return {
    getTracer(scope, version, settings) {
      const tracer = provider.getTracer(scope, version, settings);
      const startSpan: Tracer['startSpan'] = (name, options = {}, parent = context.active()) => {
        observeOperation(parent);
        const system = String(options.attributes?.['db.system.name']);
        const started = described(name, options.attributes ?? {}, system);
        return conventional(tracer.startSpan(started.name, { ...options, ...started }, parent), system);
      };
      return Object.assign(Object.create(tracer) as Tracer, { startSpan });
    },
  };
}

function described(
  name: string,
  attributes: Attributes,
  system: string,
): { readonly name: string; readonly attributes: NonNullable<SpanOptions['attributes']> } {
  const { 'db.query.text': text, 'db.operation.name': operation, ...others } = attributes;
  if (system === 'mongodb' && others['db.collection.name'] === COMMANDS)
    return { name: String(operation), attributes: { ...attributes, 'db.collection.name': undefined } };
  // What other systems have for a query is left as it comes.
  if (Object.hasOwn(DIALECTS, system) && typeof text === 'string') {
    const call = describeCall({ system, sql: text, attributes: others });
    return call.attributes['db.query.summary']
      ? call
      : { name, attributes: { ...attributes, ...call.attributes } };
  }
  if (system !== 'redis' || typeof operation !== 'string') return { name, attributes };
  // node-redis leaves the host that it connects to by default to Node.js.
  const isLocal = attributes['server.port'] !== undefined && attributes['server.address'] === undefined;
  const command = operation.toUpperCase().replace(/^(?:MULTI|PIPELINE) /, '');
  return {
    name: command,
    attributes: {
      ...attributes,
      'db.operation.name': command,
      ...(isLocal && { 'server.address': 'localhost' }),
    },
  };
}

/** A span of upstream's that takes what it is told as the conventions have it. */
function conventional(span: Span, system: string): Span {
  const { setAttribute, setStatus, recordException, updateName } = span;
  const plain = {
    setAttribute: setAttribute.bind(span),
    setStatus: setStatus.bind(span),
    recordException: recordException.bind(span),
  };
  let hasError = false;
  const recordError = (error: unknown) => {
    if (!hasError) recordDatabaseError(plain, error, system);
    hasError = true;
  };
  return Object.assign(span, {
    setAttribute(name: string, value: never): Span {
      // Upstream tells at its end that a command was sent together with others.
      if (name === 'db.operation.name' && system === 'redis') return span;
      const query = name === 'db.query.text' ? described('', { [name]: value }, system) : undefined;
      if (!query?.name) return LEFT_OUT.includes(name) ? span : setAttribute.call(span, name, value);
      updateName.call(span, query.name);
      for (const [key, described] of Object.entries(query.attributes))
        plain.setAttribute(key, described as never);
      return span;
    },
    updateName: (name: string) => updateName.call(span, name.replace(/^memcached /, '')),
    // Upstream sets the status, too; that of a string has nothing that the error itself does not tell.
    recordException(error: unknown): void {
      if (typeof error === 'object' && error !== null) recordError(error);
    },
    setStatus(status: StatusWithError): Span {
      const { code, message, error } = status;
      if (code !== SpanStatusCode.ERROR) return plain.setStatus(status);
      if (error !== undefined && error !== null) recordError(error);
      else if (!hasError) plain.setStatus({ code, ...(message && { message: withoutValues(message) }) });
      return span;
    },
  });
}
