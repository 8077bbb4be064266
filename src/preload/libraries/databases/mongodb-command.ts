import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { quietly } from '../../../shared/quietly.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Commands whose first field is the name of a collection. */
const OF_COLLECTION =
  /^(?:aggregate|count|distinct|find|findAndModify|insert|update|delete|mapReduce|create|drop|collMod|collStats|compact|validate|reIndex|(?:create|drop|list)Indexes)$/i;

/**
 * `db.collection.name` of a command. The driver sends many of them to `$cmd`, and the command itself names the
 * collection.
 *
 * @param ofTarget the collection to which the driver sends the command
 */
export function collectionOf(ofTarget: unknown, command: Fields, operation: string): unknown {
  const named = operation === 'getMore' ? command.collection : command[operation];
  const isNamed = operation === 'getMore' || OF_COLLECTION.test(operation);
  return isNamed && typeof named === 'string' ? named : ofTarget;
}

/** Fields of a command that hold everything to write. */
const WRITTEN: readonly string[] = ['documents', 'updates', 'deletes'];

/**
 * `db.query.text` of a command: its JSON with `?` for each value, and for each list of values. Of several documents or
 * statements, which the driver may have encoded beforehand, it is the first one.
 */
function mongoDbText(command: Fields): string {
  const seen = new WeakSet<object>();
  const told = firstOf(command.documents) ?? command;
  // `toJSON` of bytes would be a list of numbers: the property itself is read.
  return JSON.stringify(told, function (this: Fields, key: string, converted: unknown) {
    const value = this[key];
    if (typeof converted !== 'object' || converted === null || ArrayBuffer.isView(value)) return '?';
    if (seen.has(converted)) return '[Circular]';
    seen.add(converted);
    const first = firstOf(converted);
    if (first !== undefined) return [first];
    const isFirstEnough = this === told && WRITTEN.includes(key);
    return Array.isArray(converted) && (isFirstEnough || converted.every(isValue))
      ? converted.slice(0, 1)
      : converted;
  });
}

/** The first of the documents that a message has in a section of its own, which are encoded there, too. */
function firstOf(sequence: unknown): unknown {
  const { documents, chunks } = (sequence ?? {}) as Fields;
  return Array.isArray(documents) && Array.isArray(chunks) ? documents[0] : undefined;
}

function isValue(item: unknown): boolean {
  return typeof item !== 'object' || item === null || ArrayBuffer.isView(item);
}

/** The answer to a command: a document, or one that is decoded when it is read. */
interface Answer {
  readonly writeErrors?: readonly unknown[];
  has?(name: string): boolean;
  toObject?(): Answer;
}

/** Records the first statement that the server refused: it answers a command of which only some succeeded. */
function recordWriteErrors(span: Span, { data }: { readonly data?: Answer | null }): void {
  quietly(() => {
    const answer = data?.has?.('writeErrors') ? data.toObject?.() : data;
    const [refused] = answer?.writeErrors ?? [];
    if (refused === undefined) return;
    const { code, errmsg } = refused as Fields;
    const message = String(errmsg);
    // The driver will throw one with this message, but only above the call that has the span.
    const error = Object.assign(new Error(message), { name: 'MongoServerError', code, stack: undefined });
    span.setStatus({ code: SpanStatusCode.ERROR, message, error } as Parameters<Span['setStatus']>[0]);
  });
}

/** How upstream's instrumentation writes commands, and reads their answers. */
export const MONGODB_HOOKS = { dbStatementSerializer: mongoDbText, responseHook: recordWriteErrors };
