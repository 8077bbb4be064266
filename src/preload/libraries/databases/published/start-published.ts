import { type Span, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { ChannelOf, PublishingPackage } from '../../../../libraries/published-channels.ts';
import type { TracedOperation } from '../../channel-spans.ts';

/** How the operations on each channel of a package become spans. */
export type PublishedOperations<Name extends PublishingPackage> = Readonly<
  Record<ChannelOf<Name>, TracedOperation<object>>
>;

/** What the messages of all these libraries say about their server. */
export interface ServerMessage {
  readonly database?: string | number;
  readonly serverAddress?: string;
  readonly serverPort?: number;
}

/** An operation of a database, as the library's instrumentation describes it. */
interface PublishedOperation {
  /** `db.system.name`. */
  readonly system: string;
  readonly operation?: string;
  readonly collection?: string | undefined;
  readonly text?: string;
  /** A stored procedure. */
  readonly procedure?: string;
  readonly batchSize?: number;
}

/** Starts a span as the library's instrumentation does. The tracer adds what the conventions ask for. */
export function startPublished(
  tracer: Tracer,
  { system, operation, collection, text, procedure, batchSize }: PublishedOperation,
  { database, serverAddress, serverPort }: ServerMessage,
): Span {
  const name = [operation, collection].filter(Boolean).join(' ');
  return tracer.startSpan(name || (text ?? system), {
    kind: SpanKind.CLIENT,
    attributes: {
      'db.system.name': system,
      'db.namespace': database === undefined || database === '' ? undefined : String(database),
      'db.operation.name': operation,
      'db.collection.name': collection,
      'db.operation.batch.size': batchSize,
      'db.query.text': text,
      'db.stored_procedure.name': procedure,
      'server.address': serverAddress,
      'server.port': serverPort,
    },
  });
}

/** Records the error of an operation, if it has one. The tracer reads `error`. */
export function recordPublished(span: Span, error: unknown): void {
  if (error === undefined || error === null) return;
  span.setStatus({ code: SpanStatusCode.ERROR, error } as Parameters<Span['setStatus']>[0]);
}
