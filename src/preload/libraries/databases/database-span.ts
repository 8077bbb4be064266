import {
  type Attributes,
  type Context,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TimeInput,
  type Tracer,
} from '@opentelemetry/api';
import { stackRead } from '../../errors/rethrown.ts';
import { isRecorded, observeOperation } from '../../spans/recorded-operation.ts';
import { DIALECTS } from './query/dialects.ts';
import { readQueryError } from './query/query-error.ts';
import { type ReadQuery, readQuery } from './query/read-query.ts';

/** A call to a database. */
export interface DatabaseCall {
  /** `db.system.name`. */
  readonly system: string;
  readonly namespace?: string | undefined;
  /** Host name, address or path of a socket. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** The query, with whatever it holds. */
  readonly sql?: string | undefined;
  /** Without SQL: what is done, to which collection. */
  readonly operation?: string | undefined;
  readonly collection?: string | undefined;
  /** The number of operations that are sent as one. */
  readonly batchSize?: number | undefined;
  readonly attributes?: Attributes;
  /** Where it was over before anybody heard of it. */
  readonly startTime?: TimeInput;
}

/**
 * Starts the span of a call by the database conventions (https://opentelemetry.io/docs/specs/semconv/db/): of kind CLIENT,
 * named by the query's summary, with no value of the query's.
 *
 * @returns undefined where the call is a part of an operation that has its span
 */
export function startDatabaseSpan(
  tracer: Tracer,
  call: DatabaseCall,
  parent: Context = context.active(),
): Span | undefined {
  if (isRecorded(parent)) return undefined;
  observeOperation(parent);
  const { name, attributes } = describeCall(call);
  return tracer.startSpan(
    name,
    { kind: SpanKind.CLIENT, attributes, ...(call.startTime !== undefined && { startTime: call.startTime }) },
    parent,
  );
}

/** The name and the attributes of a call's span. */
export function describeCall(call: DatabaseCall): { readonly name: string; readonly attributes: Attributes } {
  const query = call.sql === undefined ? undefined : readQuery(call.sql, DIALECTS[call.system]);
  return { name: nameOf(call, query), attributes: attributesOf(call, query) };
}

/** Tells a span what is known of its call only after it was started: the query, or where it went. */
export function completeDatabaseSpan(span: Span, call: DatabaseCall): void {
  const { name, attributes } = describeCall(call);
  span.setAttributes(attributes);
  if (call.sql !== undefined) span.updateName(name);
}

/** Records the error that a call ended with, without the values that its message repeats. */
export function recordDatabaseError(
  span: Pick<Span, 'setAttribute' | 'recordException' | 'setStatus'>,
  error: unknown,
  system: string,
): void {
  stackRead(error);
  const { type, statusCode, message, name, stack } = readQueryError(error, system);
  span.setAttribute('error.type', type);
  if (statusCode !== undefined) span.setAttribute('db.response.status_code', statusCode);
  span.recordException({ name, message, ...(stack !== undefined && { stack }) });
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

function nameOf(call: DatabaseCall, query: ReadQuery | undefined): string {
  const { system, collection, namespace } = call;
  const operation = operationOf(call, undefined);
  if (query?.summary) return query.summary;
  return operation === undefined ? system : [operation, collection ?? namespace].filter(Boolean).join(' ');
}

/** Of several that are sent as one, `BATCH` comes first. */
function operationOf(call: DatabaseCall, query: ReadQuery | undefined): string | undefined {
  const operation = query?.operation ?? call.operation;
  return operation !== undefined && isBatch(call) ? `BATCH ${operation}` : operation;
}

function isBatch({ batchSize = 1 }: DatabaseCall): boolean {
  return batchSize > 1;
}

function attributesOf(call: DatabaseCall, query: ReadQuery | undefined): Attributes {
  return {
    'db.system.name': call.system,
    'db.namespace': call.namespace || undefined,
    'db.operation.name': operationOf(call, query),
    'db.collection.name': query?.collection ?? call.collection,
    'db.query.summary': query?.summary || undefined,
    'db.query.text': query?.text || undefined,
    'db.operation.batch.size': isBatch(call) ? call.batchSize : undefined,
    'server.address': call.host || undefined,
    'server.port': call.port,
    ...call.attributes,
  };
}
