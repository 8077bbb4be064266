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
import { isError } from '../../../shared/is-error.ts';
import { noteQueryMessage } from '../../../shared/query-messages.ts';
import { quietly } from '../../../shared/quietly.ts';
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
  /** The query, including its values. */
  readonly sql?: string | undefined;
  /** Without SQL: the operation and its collection. */
  readonly operation?: string | undefined;
  readonly collection?: string | undefined;
  /** The number of operations sent as one. */
  readonly batchSize?: number | undefined;
  readonly attributes?: Attributes;
  /** Set if the call was already over when it was reported. */
  readonly startTime?: TimeInput;
}

/**
 * Starts the span of a call by the database conventions (https://opentelemetry.io/docs/specs/semconv/db/):
 * its kind is CLIENT, its name is the query's summary, and it has none of the query's values.
 *
 * @returns undefined if the call is part of an operation that already has a span
 */
export function startDatabaseSpan(
  tracer: Tracer,
  call: DatabaseCall,
  parent: Context = context.active(),
): Span | undefined {
  return quietly(() => {
    if (isRecorded(parent)) return undefined;
    observeOperation(parent);
    const { name, attributes } = describeCall(call);
    const { startTime } = call;
    const options = { kind: SpanKind.CLIENT, attributes, ...(startTime !== undefined && { startTime }) };
    return tracer.startSpan(name, options, parent);
  });
}

/** The name and the attributes of a call's span. */
export function describeCall(call: DatabaseCall): { readonly name: string; readonly attributes: Attributes } {
  // An application may pass anything as a query.
  const query = typeof call.sql === 'string' ? readQuery(call.sql, DIALECTS[call.system]) : undefined;
  return { name: nameOf(call, query), attributes: attributesOf(call, query) };
}

/** Adds facts that are known only after the start of a call: the query, or the server. */
export function completeDatabaseSpan(span: Span, call: DatabaseCall): void {
  quietly(() => {
    const { name, attributes } = describeCall(call);
    span.setAttributes(attributes);
    if (call.sql !== undefined) span.updateName(name);
  });
}

/**
 * Records a call's error, without the values that its message repeats.
 *
 * @param shown the message without them, if it is not simply that of a database
 */
export function recordDatabaseError(
  span: Pick<Span, 'setAttribute' | 'recordException' | 'setStatus'>,
  error: unknown,
  system: string,
  shown?: (message: string) => string,
): void {
  quietly(() => recordError(span, error, system, shown));
}

function recordError(
  span: Pick<Span, 'setAttribute' | 'recordException' | 'setStatus'>,
  error: unknown,
  system: string,
  shown?: (message: string) => string,
): void {
  stackRead(error);
  const { type, statusCode, message, name, stack } = readQueryError(error, system, shown);
  if (isError(error)) noteQueryMessage(String(error.message), message);
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

/** If several are sent as one, `BATCH` comes first. */
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
