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

export { MONGODB_HOOKS } from './mongodb-command.ts';
export { redisCommand } from './query/redis-command.ts';
export { isUpkeep } from './query/upkeep.ts';

/** Attributes outside the conventions that contain the application's values. */
const LEFT_OUT: readonly string[] = ['db.memcached.key', 'db.memcached.lifetime'];

/** MongoDB's target for commands without a collection. */
const COMMANDS = '$cmd';

/** The name of a stored procedure, with those of its server, database and schema. */
const PROCEDURE = /^[\w$#@.[\]"]+$/;

/** The operation of SQL Server that calls a procedure. */
const EXECUTE = 'EXECUTE';

/** Facts of an error, which upstream also sets by the class of the error. */
const OF_ERROR: readonly string[] = ['error.type', 'db.response.status_code'];

/**
 * The build makes instrumentations pass this beside an error's message (scripts/build/database-upstream.mjs).
 */
type StatusWithError = SpanStatus & { readonly error?: unknown };

/**
 * The provider for an instrumentation of a database. It gives its spans the same names, queries and errors as
 * ours: upstream includes values in queries, has its own span names, and drops error codes.
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
  const { 'db.stored_procedure.name': procedure } = others;
  if (typeof procedure === 'string') {
    if (PROCEDURE.test(procedure)) return execution(procedure, attributes);
    // Upstream takes a statement that is prepared for the name of a procedure.
    return described(name, { ...attributes, 'db.stored_procedure.name': undefined }, system);
  }
  if (system === 'mongodb' && others['db.collection.name'] === COMMANDS)
    return { name: String(operation), attributes: { ...attributes, 'db.collection.name': undefined } };
  // The queries of other systems stay unchanged.
  if (Object.hasOwn(DIALECTS, system) && typeof text === 'string') {
    const call = describeCall({ system, sql: text, attributes: definedOnly(others) });
    return call.attributes['db.query.summary']
      ? call
      : { name, attributes: { ...attributes, ...call.attributes } };
  }
  if (system !== 'redis' || typeof operation !== 'string') return { name, attributes };
  // node-redis leaves its default host to Node.js.
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

/** What upstream does not know is read from the query. */
function definedOnly(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

/** The call of a stored procedure. */
function execution(procedure: string, attributes: Attributes): ReturnType<typeof described> {
  const summary = `${EXECUTE} ${procedure}`;
  const told = {
    'db.operation.name': EXECUTE,
    'db.query.summary': summary,
    'db.query.text': undefined,
  };
  return { name: summary, attributes: { ...attributes, ...told } };
}

/** A span of upstream's that converts its data to the conventions. */
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
      // Upstream reports a batched command only at its end.
      if (name === 'db.operation.name' && system === 'redis') return span;
      if (hasError && OF_ERROR.includes(name)) return span;
      const query = name === 'db.query.text' ? described('', { [name]: value }, system) : undefined;
      if (!query?.name) return LEFT_OUT.includes(name) ? span : setAttribute.call(span, name, value);
      updateName.call(span, query.name);
      for (const [key, described] of Object.entries(query.attributes))
        plain.setAttribute(key, described as never);
      return span;
    },
    updateName: (name: string) => updateName.call(span, name.replace(/^memcached /, '')),
    // Upstream also sets the status. The status of an error string adds nothing to the error itself.
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
