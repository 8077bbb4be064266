import type { Tracer } from '@opentelemetry/api';
import type { TracedOperation } from '../../channel-spans.ts';
import { MONGODB_HOOKS } from '../mongodb-command.ts';
import {
  type PublishedOperations,
  recordPublished,
  type ServerMessage,
  startPublished,
} from './start-published.ts';

interface Message extends ServerMessage {
  readonly operation: string;
  readonly collection?: string;
  readonly args?: { readonly filter?: object; readonly pipeline?: readonly object[] };
}

/** Operations → the command that the driver sends, by which its instrumentation names the span. */
const COMMANDS: Readonly<Record<string, string>> = {
  findOne: 'find',
  findOneAndUpdate: 'findAndModify',
  findOneAndReplace: 'findAndModify',
  findOneAndDelete: 'findAndModify',
  countDocuments: 'aggregate',
  estimatedDocumentCount: 'count',
  updateOne: 'update',
  updateMany: 'update',
  replaceOne: 'update',
  deleteOne: 'delete',
  deleteMany: 'delete',
  insertMany: 'insert',
};

/** Mongoose publishes its operations since version 9.7. It does not tell whether `save` inserts or updates. */
export function mongooseOperations(tracer: Tracer): PublishedOperations<'mongoose'> {
  const operation: TracedOperation<Message> = {
    isLeaf: true,
    start: message => startPublished(tracer, described(message), message),
    finish: (span, { error }) => recordPublished(span, error),
  };
  return {
    'mongoose:query': operation,
    'mongoose:aggregate': operation,
    'mongoose:model:save': operation,
    'mongoose:model:insertMany': operation,
    'mongoose:model:bulkWrite': operation,
  };
}

function described({ operation, collection, args: { filter, pipeline } = {} }: Message) {
  const command = COMMANDS[operation] ?? operation;
  const text = MONGODB_HOOKS.dbStatementSerializer({ [command]: collection, filter, pipeline });
  return { system: 'mongodb', operation: command, collection, text };
}
